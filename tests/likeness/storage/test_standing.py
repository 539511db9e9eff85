"""What is the same for every photo is kept in memory, and never longer than it is true."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from connector.values import HostName
from consent.ids import SessionId
from consent.modes import LegalBasis, ModeScope, ModeSetting, ScopeKind
from consent.quitclaims import RecognitionConsent
from consent.sessions import Session
from consent.states import ConsentState, Mode
from likeness.storage.store import SqlStore, SqlTx
from scheduler.stages import HostStage, Stage
from tests.fakes.store import make_store, store
from tests.likeness.storage.samples import ANNA, HOW, ME, NOW, person

__all__ = ["store"]
"""On SQLite alone, for which a second process is easily made."""
S1 = SessionId("s1")
PARTY = Session(id=S1, name="Summer party", roster=frozenset({ANNA}))
EVERYWHERE = ModeScope(kind=ScopeKind.INSTALLATION)
GIVEN = RecognitionConsent(person=ANNA, state=ConsentState.GIVEN, at=NOW)


def standing(store: SqlStore) -> tuple[object, ...]:
    with store.read() as tx:
        consents = dict(tx.people.recognition_consents())
        stage = tx.stages.get(HostName("dam"))
        return tx.sessions.all(), tx.sessions.modes(), tx.sessions.bases(), consents, stage


@pytest.fixture
def party(store: SqlStore) -> SqlStore:
    with store.begin() as tx:
        tx.people.add(person())
        tx.sessions.save(PARTY)
        tx.people.save_recognition_consent(GIVEN, HOW)
    return store


CHANGES: dict[str, Callable[[SqlTx], object]] = {
    "a session": lambda tx: tx.sessions.save(replace(PARTY, name="Other")),
    "a roster": lambda tx: tx.sessions.join(S1, [ANNA]),
    "a mode": lambda tx: tx.sessions.set_mode(
        ModeSetting(scope=EVERYWHERE, mode=Mode.OFF, by=ME, at=NOW)
    ),
    "a basis": lambda tx: tx.sessions.record_basis(
        LegalBasis(scope=EVERYWHERE, basis="consent", dpia="1", by=ME, at=NOW)
    ),
    "a stage": lambda tx: tx.stages.save(
        HostStage(host=HostName("dam"), stage=Stage.LEAVING, by=ME, at=NOW)
    ),
    "a recognition consent": lambda tx: tx.people.save_recognition_consent(
        replace(GIVEN, state=ConsentState.WITHDRAWN), HOW
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_another_process_sees_a_change_at_once(
    party: SqlStore, tmp_path: Path, change: Callable[[SqlTx], object]
) -> None:
    with party.begin() as tx:
        tx.sessions.save(replace(PARTY, roster=frozenset()))
    other = make_store(tmp_path)
    standing(other)

    with party.begin() as tx:
        change(tx)

    fresh = make_store(tmp_path)
    assert standing(other) == standing(fresh) == standing(party)
    fresh.close()
    other.close()


def test_a_change_that_failed_leaves_nothing_in_memory(party: SqlStore) -> None:
    before = standing(party)

    def fail() -> None:
        with party.begin() as tx:
            tx.sessions.set_mode(ModeSetting(scope=EVERYWHERE, mode=Mode.OFF, by=ME, at=NOW))
            assert tx.sessions.modes()
            raise RuntimeError("after all")

    with pytest.raises(RuntimeError, match="after all"):
        fail()

    assert standing(party) == before


def test_somebody_erased_is_in_no_memory_any_more(party: SqlStore, tmp_path: Path) -> None:
    other = make_store(tmp_path)
    standing(party)
    standing(other)

    party.erase(ANNA, NOW)

    assert standing(party) == standing(other)
    sessions, _, _, consents, _ = standing(other)
    assert sessions == (replace(PARTY, roster=frozenset()),)
    assert consents == {}
    other.close()


def test_what_did_not_change_is_read_once(party: SqlStore) -> None:
    standing(party)
    said: list[str] = []

    def listen(*args: object) -> None:
        said.append(" ".join(str(args[2]).split()))

    event.listen(Engine, "before_cursor_execute", listen)
    standing(party)
    event.remove(Engine, "before_cursor_execute", listen)

    tables = [line.partition(" FROM ")[2].split()[0] for line in said if " FROM " in line]
    assert tables == ["meta"]
