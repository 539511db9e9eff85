"""Findings come back as they went in."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from consent.findings import Finding, Floor
from consent.ids import Channel, FindingId, SessionId
from consent.sessions import Session
from consent.states import FindingKind, RemovedCause, Verdict
from likeness.storage.store import SqlStore
from scheduler.errors import NoSuchRow
from scheduler.values import Priority
from tests.likeness.storage.samples import ANNA, BO, NOW, change, face, note, person

REMOVED = Finding(
    id=FindingId("f9"),
    kind=FindingKind.REMOVED,
    size=0.3,
    cause=RemovedCause.RECOGNITION_ENDED,
    removed_at=NOW,
    floor=(Floor(channel=Channel("website"), verdict=Verdict.BLOCKED),),
    reason="a reason",
)


def test_findings_come_back_whole_left_to_right_and_boxless_ones_last(store: SqlStore) -> None:
    (asset,) = note(store, ["a"])
    right = replace(face("f1", x=0.8), link_ends=date(2026, 12, 31))
    left = face("f2", kind=FindingKind.UNKNOWN, person_id=None, x=0.1)
    with store.begin() as tx:
        tx.people.add(person())
        tx.findings.replace(asset, [REMOVED, right, left])

    with store.read() as tx:
        assert tx.findings.of(asset) == (left, right, REMOVED)


def test_replacing_stores_exactly_what_is_given(store: SqlStore) -> None:
    (asset,) = note(store, ["a"])
    with store.begin() as tx:
        tx.findings.replace(asset, [REMOVED])
        tx.findings.replace(asset, [])

        assert tx.findings.of(asset) == ()


def test_the_findings_of_a_person_come_by_asset(store: SqlStore) -> None:
    one, two = note(store, ["a", "b"])
    with store.begin() as tx:
        tx.people.add(person())
        tx.findings.replace(one, [face("f1")])
        tx.findings.replace(two, [face("f2"), REMOVED])

    with store.read() as tx:
        assert tx.findings.of_person(ANNA) == {one: (face("f1"),), two: (face("f2"),)}
        assert set(tx.assets.with_person(ANNA)) == {one, two}
        assert tx.findings.of_person(BO) == {}


def test_a_finding_is_located(store: SqlStore) -> None:
    (asset,) = note(store, ["a"])
    with store.begin() as tx:
        tx.findings.replace(asset, [REMOVED])

    with store.read() as tx:
        assert tx.findings.locate(REMOVED.id) == asset
        with pytest.raises(NoSuchRow):
            tx.findings.locate(FindingId("nothing"))


def test_what_waits_for_a_human_comes_fresh_photos_first_and_not_of_deleted_ones(
    store: SqlStore,
) -> None:
    old, gone = note(store, ["old", "gone"])
    with store.begin() as tx:
        tx.notes.note([change("new")], Priority.FRESH, NOW + timedelta(hours=1))
        (new,) = tx.assets.find("new.jpg")
        for number, asset in enumerate((old, gone, new.id)):
            unknown = face(f"u{number}", FindingKind.UNKNOWN, person_id=None)
            named = face(f"b{number}", FindingKind.BYSTANDER, person_id=None)
            tx.findings.replace(asset, [unknown, named])
        tx.notes.note([change("gone", deleted=True)], Priority.FRESH, NOW)

    with store.read() as tx:
        everything, first = tx.overview.open_faces(10), tx.overview.open_faces(1)

    assert [(one.asset, one.finding.id) for one in everything] == [(new.id, "u2"), (old, "u0")]
    assert [one.asset for one in first] == [new.id]


@pytest.mark.parametrize(
    ("asked", "seen"),
    [
        ((), frozenset()),
        (("s1",), frozenset({ANNA, BO})),
        (("s1", "s2"), frozenset({ANNA})),
        (("s1", "s3"), frozenset()),
    ],
)
def test_who_was_seen_in_every_one_of_some_sessions(
    store: SqlStore, asked: tuple[str, ...], seen: frozenset[str]
) -> None:
    one, two = note(store, ["a", "b"])
    with store.begin() as tx:
        tx.people.add(person())
        tx.people.add(person(BO, "Bo"))
        for session in ("s1", "s2", "s3"):
            tx.sessions.save(Session(id=SessionId(session), name=session))
        tx.sessions.assign(one, {SessionId("s1"): "rule"})
        tx.sessions.assign(two, {SessionId("s2"): "rule", SessionId("s3"): "rule"})
        tx.findings.replace(
            one,
            [face("f1"), face("f2", FindingKind.NAMED, BO), face("f3", FindingKind.MATCHED, BO)],
        )
        tx.findings.replace(two, [face("f4"), face("f5", FindingKind.SUGGESTED, BO)])
        tx.sessions.place(two, SessionId("s3"), "not there", belongs=False)

    with store.read() as tx:
        assert tx.findings.seen_in([SessionId(session) for session in asked]) == seen
