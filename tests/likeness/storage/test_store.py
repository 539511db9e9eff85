"""Transactions: durable, isolated, silent about what they hold."""

import sqlite3
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, IntegrityError

from likeness.storage.errors import StoreBusy, StoreFull, StoreNested
from likeness.storage.store import SqlStore
from likeness.storage.troubles import translated
from scheduler.ports import Store
from tests.fakes.store import make_store, store_files
from tests.likeness.storage.samples import ANNA, NOW, person


def test_the_store_is_what_the_jobs_ask_for(store: SqlStore) -> None:
    asked: Store = store

    with asked.begin() as tx:
        tx.facts.put("key", "value")
    with asked.read() as tx:
        assert tx.facts.get("key") == "value"


def test_a_failed_block_leaves_nothing(store: SqlStore) -> None:
    with pytest.raises(ZeroDivisionError), store.begin() as tx:  # noqa: PT012
        tx.facts.put("key", "value")
        raise ZeroDivisionError

    with store.read() as tx:
        assert tx.facts.get("key") == ""


def test_facts_are_listed_by_prefix_and_an_empty_one_is_gone(store: SqlStore) -> None:
    with store.begin() as tx:
        for key in ("a:1", "a:2", "a_3", "b:1"):
            tx.facts.put(key, "yes")
        tx.facts.put("a:2", "")

        assert tx.facts.keys("a:") == ("a:1",)


def test_writing_in_a_reading_transaction_is_refused(store: SqlStore) -> None:
    with pytest.raises(DBAPIError), store.read() as tx:
        tx.facts.put("key", "value")


def test_a_reader_sees_one_moment(store: SqlStore) -> None:
    with store.read() as reader:
        before = reader.facts.get("key")
        with store.begin() as tx:
            tx.facts.put("key", "value")
        after = reader.facts.get("key")

    assert (before, after) == ("", "")


def test_a_second_writing_transaction_in_one_thread_is_a_mistake_that_is_told(
    store: SqlStore,
) -> None:
    with store.begin(), pytest.raises(StoreNested), store.begin():
        pass

    with store.begin() as tx:
        tx.facts.put("key", "still works")


def test_erasing_inside_a_writing_transaction_is_a_mistake_that_is_told(store: SqlStore) -> None:
    with store.begin(), pytest.raises(StoreNested):
        store.erase(ANNA, NOW)


def test_a_commit_that_fails_keeps_the_key_until_the_next_opening_decides(tmp_path: Path) -> None:
    store = make_store(tmp_path)
    writer = store._engines.writer  # noqa: SLF001

    def fail(_connection: sa.Connection) -> None:
        raise ZeroDivisionError

    sa.event.listen(writer, "commit", fail)
    with pytest.raises(ZeroDivisionError), store.begin() as tx:
        tx.people.add(person())
    unsettled = store._vault.persons()  # noqa: SLF001
    store.close()

    again = make_store(tmp_path)

    assert unsettled == {ANNA: False}
    assert again._vault.persons() == {}  # noqa: SLF001
    again.close()


def test_writers_wait_for_each_other(store: SqlStore) -> None:
    def count_up() -> None:
        for _ in range(20):
            with store.begin() as tx:
                tx.facts.raise_number("number")

    with store.begin() as tx:
        tx.facts.put("number", "0")
    threads = [threading.Thread(target=count_up) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    with store.read() as tx:
        assert tx.facts.get("number") == "80"


def test_an_error_of_the_database_shows_no_parameters(store: SqlStore) -> None:
    with pytest.raises(IntegrityError) as caught, store.begin() as tx:  # noqa: PT012
        tx.people.add(person(ANNA, "Wilhelmina Canary"))
        tx.facts.put("canary", "canary-value")
        tx.people.add(person(ANNA, "Wilhelmina Canary"))

    shown = f"{caught.value} {caught.value!r} {caught.value.orig}"
    assert "INSERT INTO persons" in str(caught.value), "positive control: the statement shows"
    assert "hide_parameters" in str(caught.value)
    assert "anary" not in shown


def test_every_connection_is_durable_and_zeroes_what_it_deletes(tmp_path: Path) -> None:
    store = make_store(tmp_path)

    engines = store._engines  # noqa: SLF001
    for engine in (engines.writer, engines.reader):
        with engine.connect() as connection:
            found = {
                name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
                for name in (
                    "journal_mode",
                    "synchronous",
                    "foreign_keys",
                    "secure_delete",
                    "busy_timeout",
                )
            }
        assert found == {
            "journal_mode": "wal",
            "synchronous": 2,
            "foreign_keys": 1,
            "secure_delete": 1,
            "busy_timeout": 30_000,
        }
    store.close()


def test_a_database_that_stays_locked_is_busy_not_broken(tmp_path: Path) -> None:
    files = store_files(tmp_path)
    make_store(tmp_path).close()
    other = sqlite3.connect(str(files.database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    mine = sqlite3.connect(str(files.database), isolation_level=None, timeout=0)

    with pytest.raises(sqlite3.OperationalError) as caught:
        mine.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreBusy, match="Try again"), translated():
        raise DBAPIError.instance("BEGIN", {}, caught.value, sqlite3.Error)

    other.close()
    mine.close()


def test_a_full_disk_is_told_as_such(tmp_path: Path) -> None:
    raw = sqlite3.connect(tmp_path / "full.sqlite")
    raw.execute("PRAGMA max_page_count=2")

    with pytest.raises(sqlite3.OperationalError) as caught:
        raw.execute("CREATE TABLE t AS SELECT hex(zeroblob(100000)) AS x")
    with pytest.raises(StoreFull, match="Make room"), translated():
        raise DBAPIError.instance("INSERT", {}, caught.value, sqlite3.Error)

    raw.close()
