"""Decision records and the audit log: append-only, one chain whoever writes."""

import json
import threading
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from consent.decisions import Decision
from consent.ids import AssetId
from consent.states import Mode, Status
from likeness.audit.chain import START
from likeness.audit.errors import ChainBroken, EntryRefused
from likeness.storage.store import SqlStore
from scheduler.values import Act
from tests.likeness.storage.samples import ANNA, ME, NOW

ASSET = AssetId("asset-1")
ACT = Act(actor=ME, act="tested", subjects=(ANNA,), detail={"count": 1})


def _decision(days: int = 0, status: Status = Status.REVIEW) -> Decision:
    at = NOW + timedelta(days=days)
    return Decision(status=status, channels=(), at=at, today=at.date(), mode=Mode.DETECT)


def test_acts_are_numbered_and_the_chain_is_whole(store: SqlStore) -> None:
    with store.begin() as tx:
        empty = tx.records.verify()
        numbers = [tx.records.act(ACT, NOW) for _ in range(3)]

    with store.read() as tx:
        assert (empty, numbers) == (START, [1, 2, 3])
        assert tx.records.verify() == tx.records.head()


def test_an_act_that_may_hold_personal_data_undoes_the_whole_block(store: SqlStore) -> None:
    with pytest.raises(EntryRefused), store.begin() as tx:  # noqa: PT012
        tx.facts.put("key", "value")
        tx.records.act(Act(actor=ME, act="tested", subjects=("anna@example.org",)), NOW)

    with store.read() as tx:
        assert (tx.facts.get("key"), tx.records.head()) == ("", START)


@pytest.mark.parametrize("statement", ["UPDATE audit SET actor = 'x'", "DELETE FROM audit"])
def test_the_database_refuses_to_change_the_audit_log(store: SqlStore, statement: str) -> None:
    with store.begin() as tx:
        tx.records.act(ACT, NOW)

    engine = store._engines.writer  # noqa: SLF001
    with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
        connection.execute(sa.text(statement))

    with store.read() as tx:
        assert tx.records.verify().seq == 1


def test_a_decision_is_kept_canonically_and_bound_into_the_chain(store: SqlStore) -> None:
    with store.begin() as tx:
        seq = tx.records.decision(
            ASSET, _decision(), '{ "b": 1, "a": [1.0, "é"] }', subjects=[ANNA]
        )

    with store.read() as tx:
        kept = tx.records.latest(ASSET)
        head = tx.records.head()
    assert kept is not None
    assert kept.document == '{"a":[1,"é"],"b":1}'
    assert (kept.audit_seq, kept.status, kept.today) == (seq, Status.REVIEW, NOW.date())
    assert head.seq == seq


def test_the_audit_entry_of_a_decision_names_subjects_and_the_documents_hash(
    store: SqlStore,
) -> None:
    with store.begin() as tx:
        tx.records.decision(ASSET, _decision(), "{}", subjects=[ASSET, ANNA])

    with store._engines.reader.begin() as connection:  # noqa: SLF001
        entry = json.loads(connection.execute(sa.text("SELECT entry FROM audit")).scalar_one())
    assert entry["subjects"] == [ASSET, ANNA]
    assert entry["detail"]["document"] == (
        "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
    ), "SHA-256 of {}"


def test_the_decision_of_an_earlier_moment_is_found(store: SqlStore) -> None:
    with store.begin() as tx:
        tx.records.decision(ASSET, _decision(0), "{}", subjects=[])
        tx.records.decision(ASSET, _decision(2, Status.BLOCKED), "{}", subjects=[])

    with store.read() as tx:
        last = tx.records.latest(ASSET)
        earlier = tx.records.latest(ASSET, NOW + timedelta(days=1))
        before = tx.records.latest(ASSET, NOW)

    assert last is not None
    assert earlier is not None
    assert (last.status, earlier.status, before) == (Status.BLOCKED, Status.REVIEW, None)


def test_a_changed_decision_record_is_found(store: SqlStore) -> None:
    with store.begin() as tx:
        tx.records.decision(ASSET, _decision(), "{}", subjects=[])
    with store._engines.writer.begin() as connection:  # noqa: SLF001
        connection.execute(sa.text("UPDATE decisions SET document = '[]'"))

    with store.read() as tx, pytest.raises(ChainBroken, match="decision"):
        tx.records.verify()


def test_writers_at_the_same_time_make_one_chain(store: SqlStore) -> None:
    def write() -> None:
        for _ in range(25):
            with store.begin() as tx:
                tx.records.act(ACT, NOW)

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    with store.read() as tx:
        assert tx.records.verify().seq == 100
