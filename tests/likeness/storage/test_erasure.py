"""Erasure: nothing of a person stays on disk, nothing stays linked, and nobody else loses anything."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from consent.answers import FaceAnswer
from consent.attestations import Attestation
from consent.host_words import HostWord
from consent.ids import (
    AnswerId,
    AssetId,
    AttestationId,
    FindingId,
    LinkHash,
    PersonId,
    QuitclaimId,
    SessionId,
    SignerId,
)
from consent.quitclaims import RecognitionConsent, Signer
from consent.sessions import Session
from consent.states import AnswerKind, ConsentState, FindingKind, RemovedCause
from likeness.backup import backup
from likeness.storage.opening import StoreFiles, open_store
from likeness.storage.store import SqlStore
from likeness.storage.tables import METADATA
from likeness.vault.errors import LedgerMissing
from scheduler.errors import NoSuchRow
from scheduler.values import Act, Imported, NewTemplate
from tests.fakes.store import TEST_KEK, make_store, store_files
from tests.likeness.storage.asking_samples import everything_asked
from tests.likeness.storage.samples import (
    ANNA,
    BO,
    HOST,
    HOW,
    ME,
    NOW,
    face,
    note,
    person,
    quitclaim,
)
from tests.likeness.storage.scanning import forms_of_text, forms_of_vector, found_in

NAME, EMAIL = "Wilhelmina Canary", "wilhelmina@canary.example"


@dataclass(frozen=True)
class Home:
    """A store that lies on a disk, with one person to erase and one to keep."""

    folder: Path
    files: StoreFiles
    store: SqlStore
    asset: AssetId


def _vector(seed: int) -> bytes:
    vector = np.random.default_rng(seed).normal(size=128).astype("<f4")
    return bytes((vector / np.linalg.norm(vector)).tobytes())


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    store = make_store(tmp_path)
    (asset,) = note(store, ["a"])
    with store.begin() as tx:
        tx.people.add(person(ANNA, NAME, EMAIL))
        tx.people.add(person(BO, "Bo"))
        for each in (ANNA, BO):
            tx.people.add_template(
                NewTemplate(person=each, pack="open/1", vector=_vector(len(each)))
            )
            consent = RecognitionConsent(person=each, state=ConsentState.GIVEN, at=NOW)
            tx.people.save_recognition_consent(consent, HOW)
            tx.people.save_quitclaim(quitclaim(f"q-{each}", each), HOW)
        guarded = replace(
            quitclaim("q-guarded", BO), signer=Signer(id=SignerId(ANNA), guardian=True)
        )
        tx.people.save_quitclaim(guarded, HOW)
        tx.people.add_look_alike(ANNA, BO)
        tx.sessions.save(Session(id=SessionId("s1"), name="s", roster=frozenset({ANNA, BO})))
        tx.findings.replace(asset, [face("f1"), face("f2", FindingKind.NAMED, BO, x=0.5)])
        tx.answers.add(
            FaceAnswer(
                id=AnswerId("a1"),
                asset=asset,
                content="",
                kind=AnswerKind.NAMED,
                by=ME,
                at=NOW,
                finding=FindingId("f1"),
                person=ANNA,
                previous=face("f1"),
            )
        )
        tx.answers.attest(
            Attestation(
                id=AttestationId("t1"),
                asset=asset,
                content="",
                persons=frozenset({ANNA}),
                only=True,
                by=ME,
                at=NOW,
            )
        )
        row = Imported(record="7", person=ANNA, quitclaim=QuitclaimId("q-7"))
        tx.host_records.save(HOST, row)
        tx.host_records.save_words(HOST, {asset: [HostWord(record="7", person=ANNA)]})
        tx.people.keep_evidence(quitclaim(f"q-{ANNA}", ANNA), NAME.encode())
        everything_asked(tx, ANNA, BO, NAME, EMAIL)
        tx.records.act(Act(actor=ME, act="person-added", subjects=(ANNA,)), NOW)
    yield Home(tmp_path, store_files(tmp_path), store, asset)
    store.close()


def _secrets_of(files: StoreFiles, who: PersonId) -> dict[str, bytes]:
    """Read the ciphertexts and the wrapped key of a person behind the product's back."""
    database, keys = sqlite3.connect(str(files.database)), sqlite3.connect(files.keys)
    query = "SELECT kind, sealed FROM vault_records WHERE person = ?"
    found = {f"sealed {kind}": data for kind, data in database.execute(query, (who,))}
    query = "SELECT wrapped FROM person_keys WHERE person = ?"
    found["wrapped key"] = keys.execute(query, (who,)).fetchone()[0]
    database.close()
    keys.close()
    return found


def _plain(vector: bytes) -> dict[str, bytes]:
    return forms_of_vector(vector) | forms_of_text(NAME) | forms_of_text(EMAIL)


def test_the_scan_finds_a_planted_vector_and_name_in_every_form(tmp_path: Path) -> None:
    wanted = _plain(_vector(1))
    for number, form in enumerate(wanted.values()):
        (tmp_path / str(number)).write_bytes(b"before" + form + b"after")

    assert found_in([tmp_path], wanted) == set(wanted)


def test_nothing_of_a_person_is_ever_on_disk_in_plain(home: Home) -> None:
    backup(home.files, home.folder / "keys" / "kek", home.folder / "backup", NOW)

    assert found_in([home.folder], _plain(_vector(len(ANNA)))) == set()


def test_nothing_sealed_and_no_key_of_an_erased_person_is_left_anywhere(home: Home) -> None:
    hers, his = _secrets_of(home.files, ANNA), _secrets_of(home.files, BO)
    assert found_in([home.folder], hers) == set(hers), "positive control: it was there before"

    finished = home.store.erase(ANNA, NOW)

    backup(home.files, home.folder / "keys" / "kek", home.folder / "backup", NOW)
    assert finished
    assert set(hers) == {
        "sealed evidence",
        "sealed guardian",
        "sealed profile",
        "sealed template",
        "wrapped key",
    }
    assert found_in([home.folder], hers) == set()
    assert found_in([home.folder], his) == set(his) - {"sealed guardian"}, (
        "nobody else loses anything; that she is his guardian was hers"
    )


def test_a_long_reader_makes_the_erasure_pending_and_it_can_be_finished_later(home: Home) -> None:
    hers = _secrets_of(home.files, ANNA)
    with home.store.read() as tx:
        tx.people.ids()
        pending = home.store.erase(ANNA, NOW)
        left = found_in([home.folder], hers)

    finished = home.store.erase(ANNA, NOW)

    assert (pending, finished) == (False, True)
    assert left, "positive control: the reader kept old pages"
    assert found_in([home.folder], hers) == set()


def test_no_row_names_an_erased_person_any_more(home: Home) -> None:
    home.store.erase(ANNA, NOW)

    raw = sqlite3.connect(str(home.files.database))
    naming = {
        table.name
        for table in METADATA.sorted_tables
        for row in raw.execute(f'SELECT * FROM "{table.name}"')  # noqa: S608
        if any(str(ANNA) in str(value) for value in row)
    }
    raw.close()
    assert naming == {"erasures", "audit"}, "proof of the erasure, and what was said then"


def test_every_column_that_points_at_a_person_is_covered_by_erasure() -> None:
    pointing = {
        (table.name, key.parent.name)
        for table in METADATA.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == "persons"
    }

    assert pointing == {
        ("alert_marks", "person"),
        ("alert_steps", "person"),
        ("address_changes", "person"),
        ("ask_persons", "person"),
        ("attestation_persons", "person"),
        ("evidence", "person"),
        ("face_memory", "before_person"),
        ("face_memory", "person"),
        ("findings", "person"),
        ("group_members", "person"),
        ("guardians", "person"),
        ("held_candidates", "likely"),
        ("held_candidates", "person"),
        ("held_matches", "person"),
        ("host_records", "person"),
        ("host_words", "person"),
        ("import_keys", "person"),
        ("link_persons", "person"),
        ("look_alikes", "one"),
        ("look_alikes", "other"),
        ("merges", "kept"),
        ("merges", "merged"),
        ("outbox", "person"),
        ("pending_enrolments", "person"),
        ("quitclaims", "person"),
        ("recognition_consents", "person"),
        ("recognition_events", "person"),
        ("session_ground_persons", "person"),
        ("session_roster", "person"),
        ("signature_persons", "person"),
        ("vault_records", "person"),
        ("withdrawals", "person"),
    }, "a new link to persons needs a line in rows_of_person.py or forgetting.py, and here"


def test_faces_stay_as_removed_and_the_photo_is_decided_again(home: Home) -> None:
    home.store.erase(ANNA, NOW)

    with home.store.read() as tx:
        findings = tx.findings.of(home.asset)
        asset = tx.assets.get(home.asset)
    removed = [finding for finding in findings if finding.kind is FindingKind.REMOVED]
    assert [(f.person, f.score, f.cause) for f in removed] == [(None, None, RemovedCause.ERASURE)]
    assert removed[0].removed_at == NOW
    assert any(finding.person == BO for finding in findings)
    assert asset.wanted == 2


def test_an_attestation_of_only_an_erased_person_never_says_nobody(home: Home) -> None:
    home.store.erase(ANNA, NOW)

    with home.store.read() as tx:
        (attestation,) = tx.answers.attestations(home.asset)
    assert attestation.only
    assert len(attestation.persons) == 1
    assert ANNA not in attestation.persons


def test_what_a_host_says_of_an_erased_person_leaves_a_face_without_a_name(home: Home) -> None:
    with home.store.begin() as tx:
        tx.findings.replace(home.asset, [])

    home.store.erase(ANNA, NOW)

    with home.store.read() as tx:
        row = tx.host_records.imported(HOST)["7"]
        assert tx.host_records.words(home.asset) == ()
        faces = tx.findings.of(home.asset)
    assert (row.person, row.erased) == (None, True)
    assert [(face.person, face.cause, face.removed_at) for face in faces] == [
        (None, RemovedCause.ERASURE, NOW)
    ]


def test_somebody_whom_only_a_host_named_leaves_a_face_without_a_name(home: Home) -> None:
    with home.store.begin() as tx:
        tx.findings.replace(home.asset, [])
        tx.answers.forget_person(ANNA)

    home.store.erase(ANNA, NOW)

    with home.store.read() as tx:
        faces = tx.findings.of(home.asset)
    assert [(face.person, face.cause) for face in faces] == [(None, RemovedCause.ERASURE)]


def test_what_the_erased_person_signed_for_others_stays_as_an_unknown_signer(home: Home) -> None:
    home.store.erase(ANNA, NOW)

    with home.store.read() as tx:
        (subject,) = tx.people.subjects([BO])
    signers = {quitclaim.signer.id for quitclaim in subject.quitclaims}
    assert len(signers) == 2
    assert SignerId(ANNA) not in signers


def test_an_erased_person_is_gone_from_every_answer_of_the_store(home: Home) -> None:
    home.store.erase(ANNA, NOW)

    with home.store.read() as tx:
        assert tx.people.ids() == (BO,)
        assert set(tx.people.recognition_consents()) == {BO}
        assert tx.people.template_counts("open/1") == {BO: 1}
        assert tx.people.look_alikes() == ()
        assert tx.sessions.all()[0].roster == {BO}
        with pytest.raises(NoSuchRow):
            tx.people.profile(ANNA)
    assert home.store.find_person("wilhelmina") == ()


def test_no_copy_that_an_upgrade_left_keeps_an_erased_person(home: Home) -> None:
    copy = home.folder / "data" / "likeness.sqlite.before-upgrade-from-0000"
    copy.write_bytes(Path(str(home.files.database)).read_bytes())

    home.store.erase(ANNA, NOW)

    assert not copy.exists()


def test_what_others_are_in_of_asking_stays_and_what_was_theirs_alone_goes(home: Home) -> None:
    home.store.erase(ANNA, NOW)

    with home.store.read() as tx:
        asked = {ask.id: ask.persons for ask in tx.asks.all()}
        assert asked == {"ask-2": (BO,)}
        assert [signature.id for signature in tx.signatures.of_person(BO)] == ["sig-2"]
        assert tx.links.find(LinkHash("1" * 64)) is None
        assert tx.links.find(LinkHash("2" * 64)) is None
        assert tx.links.find(LinkHash("3" * 64)) is not None
        assert tx.groups.all()[0].members == {BO}
        assert tx.grounds.of(SessionId("s1"))[0].persons == {BO}
        assert [withdrawal.person for withdrawal in tx.withdrawals.all()] == [None]


def test_a_guardian_who_is_erased_as_a_person_is_nobodys_guardian_any_more(home: Home) -> None:
    home.store.erase(ANNA, NOW)

    with home.store.read() as tx:
        assert BO not in tx.guardians.signers()
        assert tx.guardians.of(BO) == ()


def test_erasing_twice_or_a_stranger_is_harmless(home: Home) -> None:
    outcomes = [home.store.erase(who, NOW) for who in (ANNA, ANNA, PersonId("never-seen"))]

    assert outcomes == [True, True, True]
    with home.store.read() as tx:
        assert tx.people.ids() == (BO,)


def test_an_erased_id_cannot_be_sealed_under_again(home: Home) -> None:
    home.store.erase(ANNA, NOW)

    with pytest.raises(NoSuchRow), home.store.begin() as tx:
        tx.people.add_template(NewTemplate(person=ANNA, pack="open/1", vector=_vector(1)))


def test_a_restored_backup_from_before_the_erasure_brings_nobody_back(home: Home) -> None:
    backup(home.files, home.folder / "keys" / "kek", home.folder / "backup", NOW)
    hers = _secrets_of(home.files, ANNA)
    home.store.erase(ANNA, NOW)
    home.store.close()
    for name in ("likeness.sqlite", "keys.sqlite"):
        for stale in (home.folder / "data").glob(f"{name}-*"):
            stale.unlink()
        copy = (home.folder / "backup" / name).read_bytes()
        (home.folder / "data" / name).write_bytes(copy)

    restored = make_store(home.folder)

    with restored.read() as tx:
        assert tx.people.ids() == (BO,)
        assert tx.people.profile(BO).name == "Bo"
        assert all(finding.person != ANNA for finding in tx.findings.of(home.asset))
    restored.close()
    assert found_in([home.folder / "data"], hers) == set()


def test_without_the_ledger_nothing_opens(home: Home) -> None:
    home.store.close()
    home.files.ledger.unlink()

    with pytest.raises(LedgerMissing, match="Restore it"):
        open_store(home.files, TEST_KEK)
