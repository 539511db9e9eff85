"""The erasure ledger: append-only, durable, merged and never replaced."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from likeness.vault.errors import LedgerDamaged, LedgerExists, LedgerForeign, LedgerMissing
from likeness.vault.ledger import Ledger, create_ledger

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "erasures.ledger"
    create_ledger(made)
    return made


def test_an_entry_is_read_again(path: Path) -> None:
    Ledger(path).append("p1", AT)

    assert Ledger(path).entries() == {"p1": AT}
    assert path.stat().st_mode & 0o777 == 0o600


def test_appending_twice_writes_one_line(path: Path) -> None:
    ledger = Ledger(path)
    ledger.append("p1", AT)
    ledger.append("p1", AT.replace(year=2027))

    assert len(path.read_text().splitlines()) == 2


def test_nothing_written_is_ever_changed(path: Path) -> None:
    before = path.read_text()
    Ledger(path).append("p1", AT)
    middle = path.read_text()
    Ledger(path).append("p2", AT)

    assert middle.startswith(before)
    assert path.read_text().startswith(middle)


def test_a_missing_ledger_is_told(tmp_path: Path) -> None:
    with pytest.raises(LedgerMissing, match="bring back people who were erased"):
        Ledger(tmp_path / "nothing")


def test_a_ledger_is_never_overwritten(path: Path) -> None:
    with pytest.raises(LedgerExists, match="never overwritten"):
        create_ledger(path)


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda _text: "", id="empty"),
        pytest.param(lambda text: text.replace("likeness", "other"), id="another header"),
        pytest.param(lambda text: text + "garbage\n", id="a line that says nothing"),
        pytest.param(lambda text: text.replace("p1", "p 1"), id="an entry changed"),
        pytest.param(lambda text: text + "é\n", id="not ASCII"),
    ],
)
def test_a_damaged_ledger_is_refused(path: Path, spoil: "object") -> None:
    Ledger(path).append("p1", AT)
    assert callable(spoil)
    path.write_text(spoil(path.read_text()), encoding="utf-8")

    with pytest.raises(LedgerDamaged, match="newest copy"):
        Ledger(path)


@pytest.mark.parametrize("cut", range(1, 25))
def test_a_line_that_a_power_cut_tore_hides_no_other_line(path: Path, cut: int) -> None:
    ledger = Ledger(path)
    ledger.append("p1", AT)
    ledger.append("p2", AT)
    path.write_text(path.read_text()[:-cut])

    Ledger(path).append("p3", AT)

    entries = Ledger(path).entries()
    assert set(entries) - {"p2"} == {"p1", "p3"}
    assert ("p2" in entries) == (cut == 1), "only its line end was lost"


def test_an_id_that_is_no_id_is_refused(path: Path) -> None:
    with pytest.raises(ValueError, match="does not fit"):
        Ledger(path).append("a name with spaces", AT)

    assert Ledger(path).entries() == {}


def test_merging_keeps_what_both_know(path: Path, tmp_path: Path) -> None:
    Ledger(path).append("both", AT)
    copy = tmp_path / "copy"
    copy.write_text(path.read_text())
    Ledger(copy).append("only-copy", AT)
    Ledger(path).append("only-here", AT)

    ledger = Ledger(path)
    added, again = ledger.merge(copy), ledger.merge(copy)

    assert (added, again) == (1, 0)
    assert set(Ledger(path).entries()) == {"both", "only-copy", "only-here"}


def test_the_ledger_of_another_installation_is_not_merged(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    create_ledger(other)

    with pytest.raises(LedgerForeign):
        Ledger(path).merge(other)
