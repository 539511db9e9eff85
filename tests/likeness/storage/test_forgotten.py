"""Promise P4: after an erasure nothing of a person with a whole life here is left on disk.

Someone who was imported, asked, reminded, answered, photographed themselves, changed their address,
withdrew, was looked at and written to; and the same again out of a backup from before.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from consent.families import Guardian
from consent.groups import Group
from consent.ids import Actor, GroupId, PersonId, SessionId, SignerId
from consent.lifecycle import How
from consent.sessions import Session
from consent.signing import Means
from likeness.backup import backup
from likeness.storage.opening import StoreFiles
from likeness.storage.store import SqlStore
from likeness.vault.kek import create_kek
from scheduler.asking import AskRequest
from scheduler.jobs.ask_person import ask
from scheduler.jobs.erase_person import erase_person
from scheduler.jobs.hold_evidence import hold_evidence
from scheduler.jobs.import_people import import_people
from scheduler.jobs.save_session import save_session
from scheduler.jobs.sign_paper import sign_paper
from scheduler.jobs.withdraw import withdraw_all
from scheduler.lists.reading import read_table
from scheduler.ports.pages import AddressChange, PendingEnrolment
from tests.fakes.store import make_store, store_files
from tests.likeness.storage.scanning import forms_of_text, found_in
from tests.scheduler.test_paper import TEXTS, form
from tests.scheduler.world import ME, World

NAME, EMAIL, KEY = "Zazie Canary-Öztürk", "zazie.canary@example.org", "leerling-4711-canary"
PARENT, PARENT_EMAIL = "Odile Canary", "odile.canary@example.org"
NEW_EMAIL, REASON = "new.canary@example.org", "A claim about canary photos"
SCAN, PICTURE = b"%PDF-1.4 scanned-canary", b"\xff\xd8\xff reference-canary"
TEXTS_OF = (NAME, EMAIL, KEY, PARENT, PARENT_EMAIL, NEW_EMAIL, REASON, "1999-12-31")
PIECE = 500
LIST = f"key,name,email,birth date,class\n{KEY},{NAME},{EMAIL},1999-12-31,3b\n"


@dataclass(frozen=True, slots=True)
class Life:
    """A person, and everything that names them."""

    world: World
    files: StoreFiles
    person: PersonId
    folder: Path

    def plain(self) -> dict[str, bytes]:
        """Give every string of theirs in every form."""
        texts = {
            f"{text} {kind}": form
            for text in TEXTS_OF
            for kind, form in forms_of_text(text).items()
        }
        return {**texts, "scan": SCAN, "picture": PICTURE}

    def sealed(self) -> dict[str, bytes]:
        """Give pieces of every ciphertext and the wrapped key, read behind the product's back.

        In pieces: what is larger than a page of the database lies there in several places.
        """
        database = sqlite3.connect(str(self.files.database))
        query = "SELECT kind, record, sealed FROM vault_records WHERE person = ?"
        rows = [*database.execute(query, (self.person,))]
        database.close()
        keys = sqlite3.connect(self.files.keys)
        query = "SELECT wrapped FROM person_keys WHERE person = ?"
        rows.append(("key", "", keys.execute(query, (self.person,)).fetchone()[0]))
        keys.close()
        return {
            f"{kind} {record} {at}": data[at : at + PIECE]
            for kind, record, data in rows
            for at in range(0, len(data), PIECE)
        }


@pytest.fixture
def life(tmp_path: Path) -> Iterator[Life]:
    store = make_store(tmp_path)
    world = World(store=store)
    create_kek(tmp_path / "keys" / "kek", tmp_path / "data")
    person = _lived(world)
    yield Life(world, store_files(tmp_path), person, tmp_path)
    store.close()


def _lived(world: World) -> PersonId:
    deps, now = world.deps, world.clock.now()
    with world.store.begin() as tx:
        tx.notices.publish(TEXTS, now)
    import_people(deps, read_table(LIST.encode()), {}, ME, skip_bad=False)
    (person,) = world.store.find_person(EMAIL)
    party = Session(id=SessionId("party"), name="Party", roster=frozenset({person}))
    save_session(deps, party, ME, "session-added")
    request = AskRequest(
        persons=(person,),
        signer=SignerId(person),
        guardian=False,
        session=party.id,
        notice=TEXTS[0].id,
        language="en",
        way=Means.MAIL,
    )
    ask(deps, request, ME)
    sign_paper(deps, form(person, scan=SCAN, granted=frozenset()), ME)
    world.grant(person)
    _paged(world.store, person, world)
    withdraw_all(deps, person, How(by=Actor(f"person:{person}"), means=Means.PERSONAL))
    hold_evidence(deps, person, REASON, date(2026, 3, 1) + timedelta(days=30), ME)
    return person


def _paged(store: SqlStore, person: PersonId, world: World) -> None:
    now = world.clock.now()
    later = now + timedelta(days=3)
    with store.begin() as tx:
        tx.guardians.save(person, Guardian(signer=SignerId("p"), name=PARENT, email=PARENT_EMAIL))
        tx.groups.save(Group(id=GroupId("3b-id"), name="3b", members=frozenset({person})))
        tx.access.add(Actor("account:1"), "people", (person,), now)
        tx.address_changes.make(
            AddressChange(
                id="c1",
                person=person,
                new_email=NEW_EMAIL,
                old_done=False,
                new_done=False,
                ends_at=later,
            )
        )
        tx.pending_enrolments.make(
            PendingEnrolment(
                id="e1",
                person=person,
                session=None,
                made_at=now,
                ends_at=later,
                keep=True,
                handed_in=False,
            )
        )
        tx.pending_enrolments.keep_reference(person, PICTURE)


def test_nothing_of_a_whole_life_is_ever_on_disk_in_plain(life: Life) -> None:
    now = life.world.clock.now()
    made = backup(life.files, life.folder / "keys" / "kek", life.folder / "backup", now)

    assert made.evidence == 1
    assert found_in([life.folder], life.plain()) == set()


def test_the_positive_control_finds_what_is_sealed(life: Life) -> None:
    sealed = life.sealed()

    kinds = {name.split()[0] for name in sealed}
    assert kinds >= {"profile", "record", "evidence", "guardian", "hold", "key"}
    whole = {name.rpartition(" ")[0] for name in sealed}
    found = {name.rpartition(" ")[0] for name in found_in([life.folder / "data"], sealed)}
    assert found == whole


def test_after_an_erasure_nothing_is_left_but_what_a_hold_keeps(life: Life) -> None:
    sealed = life.sealed()

    done = erase_person(life.world.deps, life.person, ME)

    assert done
    assert found_in([life.folder / "data"], sealed) == set()
    assert found_in([life.folder], life.plain()) == set()


def test_a_backup_from_before_brings_nothing_back(life: Life) -> None:
    now = life.world.clock.now()
    backup(life.files, life.folder / "keys" / "kek", life.folder / "backup", now)
    sealed = life.sealed()
    erase_person(life.world.deps, life.person, ME)
    life.world.store.close()
    for name in ("likeness.sqlite", "keys.sqlite"):
        for stale in (life.folder / "data").glob(f"{name}-*"):
            stale.unlink()
        (life.folder / "data" / name).write_bytes((life.folder / "backup" / name).read_bytes())

    restored = make_store(life.folder)

    with restored.read() as tx:
        assert tx.people.ids() == ()
        assert tx.evidence.all() == ()
        assert tx.holds.of_person(life.person), "what was held before is held again"
    restored.close()
    assert found_in([life.folder / "data"], sealed) == set()
    assert found_in([life.folder / "data"], life.plain()) == set()
