"""Who looked: kept for a while, found by id, and never a name."""

from datetime import timedelta

import pytest

from consent.ids import Actor
from likeness.storage.store import SqlStore
from tests.likeness.storage.samples import NOW

ADA, BEN = Actor("account:ada"), Actor("account:ben")


@pytest.fixture
def looked(store: SqlStore) -> SqlStore:
    with store.begin() as tx:
        tx.access.add(ADA, "person-opened", ["anna"], NOW - timedelta(days=400))
        tx.access.add(ADA, "people-listed", ["anna", "bea"], NOW)
        tx.access.add(BEN, "person-opened", ["bea"], NOW, "annual report")
    return store


def test_the_latest_line_comes_first(looked: SqlStore) -> None:
    with looked.read() as tx:
        first, *_ = tx.access.latest(10)

    assert (first.who, first.subjects, first.reason) == (BEN, ("bea",), "annual report")


@pytest.mark.parametrize(
    ("about", "who", "lines"), [("anna", "", 2), ("bea", "", 2), ("", ADA, 2), ("bea", ADA, 1)]
)
def test_lines_are_found_by_id_and_by_login(
    looked: SqlStore, about: str, who: str, lines: int
) -> None:
    with looked.read() as tx:
        assert len(tx.access.latest(10, about=about, who=who)) == lines


def test_old_lines_go_with_what_they_were_about(looked: SqlStore) -> None:
    with looked.begin() as tx:
        gone = tx.access.purge(NOW - timedelta(days=365))
        left = tx.access.latest(10, about="anna")

    assert gone == 1
    assert len(left) == 1


@pytest.mark.parametrize("made_up", ["x" * 65, "../etc", "anna de vries", "<b>", ""])
def test_what_is_no_id_is_not_kept(store: SqlStore, made_up: str) -> None:
    with store.begin() as tx:
        tx.access.add(ADA, "person-opened", [made_up, "anna"], NOW, "y" * 500)
        (line,) = tx.access.latest(1)

    assert line.subjects == ("anna",)
    assert line.reason == "y" * 200
