"""Sessions, modes and legal bases."""

from dataclasses import replace
from datetime import timedelta

from consent.ids import AssetId, NoticeId, SessionId
from consent.modes import LegalBasis, ModeScope, ModeSetting, ScopeKind
from consent.sessions import AllAsked, Session, SessionRule
from consent.states import Mode
from likeness.storage.store import SqlStore
from tests.likeness.storage.samples import ANNA, BO, ME, NOW, note, person

S1, S2 = SessionId("s1"), SessionId("s2")
PARTY = Session(
    notice=NoticeId("town"),
    id=S1,
    name="Summer party",
    rules=(
        SessionRule(host="photos", folder="2026/party", begins=NOW, ends=NOW + timedelta(hours=4)),
        SessionRule(host="photos", folder=""),
    ),
    roster=frozenset({ANNA, BO}),
    all_asked=AllAsked(by=ME, at=NOW),
)
FOLDER = ModeScope(kind=ScopeKind.COLLECTION, host="photos", value="2026")


def _with_sessions(store: SqlStore) -> AssetId:
    (asset,) = note(store, ["a"])
    with store.begin() as tx:
        tx.sessions.save(Session(id=S1, name="one"))
        tx.sessions.save(Session(id=S2, name="two"))
    return asset


def test_a_session_comes_back_whole_and_may_be_changed(store: SqlStore) -> None:
    smaller = replace(PARTY, rules=PARTY.rules[1:], roster=frozenset({BO}), all_asked=None)
    with store.begin() as tx:
        tx.people.add(person())
        tx.people.add(person(BO, "Bo"))
        tx.sessions.save(PARTY)
        first = tx.sessions.all()
        tx.sessions.save(smaller)

    with store.read() as tx:
        assert first == (PARTY,)
        assert tx.sessions.all() == (smaller,)


def test_assigning_makes_exactly_the_given_rows_and_tells_whether_it_changed(
    store: SqlStore,
) -> None:
    asset = _with_sessions(store)
    with store.begin() as tx:
        changes = [
            tx.sessions.assign(asset, {S1: "rule 1"}),
            tx.sessions.assign(asset, {S1: "rule 1"}),
            tx.sessions.assign(asset, {S1: "rule 2"}),
            tx.sessions.assign(asset, {S2: "rule 1"}),
        ]
        after = tx.assets.get(asset).sessions

    assert changes == [True, False, False, True]
    assert after == {S2}


def test_no_rule_changes_what_a_human_said(store: SqlStore) -> None:
    asset = _with_sessions(store)
    with store.begin() as tx:
        tx.sessions.place(asset, S1, "seen there", belongs=True)
        tx.sessions.place(asset, S2, "not there", belongs=False)

        changed = tx.sessions.assign(asset, {S2: "rule 1"})
        after = tx.assets.get(asset).sessions

    assert not changed
    assert after == {S1}


def test_a_mode_setting_replaces_the_one_of_the_same_scope(store: SqlStore) -> None:
    wide = ModeSetting(
        scope=ModeScope(kind=ScopeKind.INSTALLATION), mode=Mode.DETECT, by=ME, at=NOW
    )
    narrow = ModeSetting(scope=FOLDER, mode=Mode.OFF, by=ME, at=NOW)
    with store.begin() as tx:
        for setting in (wide, narrow, replace(narrow, mode=Mode.GALLERY)):
            tx.sessions.set_mode(setting)

    with store.read() as tx:
        assert set(tx.sessions.modes()) == {wide, replace(narrow, mode=Mode.GALLERY)}


def test_every_recorded_basis_stays(store: SqlStore) -> None:
    first = LegalBasis(scope=FOLDER, basis="consent", dpia="D-1", by=ME, at=NOW)
    second = replace(first, dpia="D-2")
    with store.begin() as tx:
        tx.sessions.record_basis(first)
        tx.sessions.record_basis(second)

    with store.read() as tx:
        assert tx.sessions.bases() == (first, second)
