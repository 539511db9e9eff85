"""Persons, their consents and templates."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
import sqlalchemy as sa

from consent.ids import PersonId, QuitclaimId, SessionId
from consent.persons import Person, Profile
from consent.quitclaims import ForPhotos, ForSession, RecognitionConsent, Subject
from consent.states import ConsentState, Ground
from likeness.storage.store import SqlStore
from scheduler.errors import NoSuchRow
from scheduler.values import NewTemplate
from tests.likeness.storage.samples import ANNA, BO, HOW, NOW, note, person, quitclaim

MINOR = Person(
    id=ANNA,
    profile=Profile(
        name="Anna Ölander",
        email="anna@example.org",
        birth_date=date(2012, 2, 29),
        minor_until=date(2028, 2, 29),
    ),
)


def _vector(seed: int) -> bytes:
    vector = np.random.default_rng(seed).normal(size=128).astype("<f4")
    return bytes((vector / np.linalg.norm(vector)).tobytes())


def _template(person_id: PersonId, seed: int, pack: str = "open/1") -> NewTemplate:
    return NewTemplate(person=person_id, pack=pack, vector=_vector(seed))


def test_a_profile_comes_back(store: SqlStore) -> None:
    with store.begin() as tx:
        tx.people.add(MINOR)

    with store.read() as tx:
        assert tx.people.profile(ANNA) == MINOR.profile
        assert tx.people.ids() == (ANNA,)


def test_an_unknown_person_has_no_profile(store: SqlStore) -> None:
    with store.read() as tx, pytest.raises(NoSuchRow):
        tx.people.profile(ANNA)


def test_a_person_whose_row_was_rolled_back_leaves_no_key(store: SqlStore) -> None:
    with pytest.raises(ZeroDivisionError), store.begin() as tx:  # noqa: PT012
        tx.people.add(MINOR)
        raise ZeroDivisionError

    with store.begin() as tx:
        tx.people.add(MINOR)
        assert tx.people.profile(ANNA) == MINOR.profile


def test_subjects_carry_the_handover_day_and_all_quitclaims_and_leave_unknown_ids_out(
    store: SqlStore,
) -> None:
    one, two = quitclaim("q1"), quitclaim("q2", state=ConsentState.REFUSED)
    with store.begin() as tx:
        tx.people.add(MINOR)
        tx.people.add(person(BO, "Bo"))
        tx.people.save_quitclaim(one, HOW)
        tx.people.save_quitclaim(two, HOW)

    with store.read() as tx:
        found = tx.people.subjects([BO, ANNA, PersonId("stranger")])

    assert found == (
        Subject(id=ANNA, minor_until=date(2028, 2, 29), quitclaims=(one, two)),
        Subject(id=BO),
    )


def test_a_quitclaim_keeps_every_state_it_had(store: SqlStore) -> None:
    given = quitclaim()
    withdrawn = replace(given, state=ConsentState.WITHDRAWN, at=NOW + timedelta(days=1))
    with store.begin() as tx:
        tx.people.add(MINOR)
        for state in (given, given, withdrawn):
            tx.people.save_quitclaim(state, HOW)

    with store.read() as tx:
        assert tx.people.quitclaim(given.id) == withdrawn
        assert tx.people.quitclaim_history(given.id) == (given, withdrawn)
        with pytest.raises(NoSuchRow):
            tx.people.quitclaim(QuitclaimId("nothing"))


def test_scopes_grounds_and_notices_of_quitclaims_come_back(store: SqlStore) -> None:
    (asset,) = note(store, ["a"])
    for_session = replace(
        quitclaim("q1"), scope=ForSession(session=SessionId("s1")), ground=Ground.CONTRACT
    )
    for_photos = replace(
        quitclaim("q2"), scope=ForPhotos(assets=frozenset({asset})), notice_valid=False
    )
    with store.begin() as tx:
        tx.people.add(MINOR)
        tx.people.save_quitclaim(for_session, HOW)
        tx.people.save_quitclaim(for_photos, HOW)

    with store.read() as tx:
        assert tx.people.quitclaim(for_session.id) == for_session
        assert tx.people.quitclaim(for_photos.id) == for_photos


def test_recognition_consents_raise_the_gallery_version(store: SqlStore) -> None:
    given = RecognitionConsent(person=ANNA, state=ConsentState.GIVEN, at=NOW, ends=date(2027, 1, 1))
    ended = replace(given, state=ConsentState.WITHDRAWN, at=NOW + timedelta(days=1))
    with store.begin() as tx:
        tx.people.add(MINOR)
        before = tx.people.gallery_version()
        tx.people.save_recognition_consent(given, HOW)
        tx.people.save_recognition_consent(ended, HOW)

    with store.read() as tx:
        assert tx.people.recognition_consents() == {ANNA: ended}
        assert tx.people.gallery_version() == before + 2


def test_templates_are_counted_opened_and_dropped_per_pack(store: SqlStore) -> None:
    with store.begin() as tx:
        tx.people.add(MINOR)
        tx.people.add(person(BO, "Bo"))
        for template in (
            _template(ANNA, 1),
            _template(ANNA, 2),
            _template(BO, 3),
            _template(BO, 4, "other"),
        ):
            tx.people.add_template(template)
        version = tx.people.gallery_version()

    with store.read() as tx:
        counts = tx.people.template_counts("open/1")
        opened = tx.gallery.open_templates("open/1", [ANNA, BO])
        only_bo = tx.gallery.open_templates("open/1", [BO])
    with store.begin() as tx:
        dropped = tx.people.drop_templates(ANNA)
        left = tx.people.template_counts("open/1")
        later = tx.people.gallery_version()

    by_owner = {
        (opened.persons[owner], row.tobytes())
        for owner, row in zip(opened.owners, opened.vectors, strict=True)
    }
    assert counts == {ANNA: 2, BO: 1}
    assert by_owner == {(ANNA, _vector(1)), (ANNA, _vector(2)), (BO, _vector(3))}
    assert only_bo.persons == (BO,)
    assert only_bo.vectors.shape == (1, 128)
    assert (dropped, left, later) == (2, {BO: 1}, version + 1)


def test_an_empty_gallery_opens(store: SqlStore) -> None:
    with store.read() as tx:
        opened = tx.gallery.open_templates("open/1", [ANNA])

    assert (opened.vectors.shape, opened.owners.shape, opened.persons) == ((0, 0), (0,), ())


def test_a_template_of_an_unknown_person_is_refused(store: SqlStore) -> None:
    with pytest.raises(NoSuchRow), store.begin() as tx:
        tx.people.add_template(_template(ANNA, 1))


def test_look_alikes_are_one_pair_whichever_comes_first(store: SqlStore) -> None:
    with store.begin() as tx:
        tx.people.add(MINOR)
        tx.people.add(person(BO, "Bo"))
        tx.people.add_look_alike(BO, ANNA)
        tx.people.add_look_alike(ANNA, BO)

        assert tx.people.look_alikes() == ((ANNA, BO),)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("anna", (ANNA,)),
        ("OLANDER", (ANNA,)),
        ("ann öl", (ANNA,)),
        ("anna@example.org", (ANNA,)),
        (BO, (BO,)),
        ("nna", ()),
        ("anna bo", ()),
        ("", ()),
        ("  ", ()),
    ],
)
def test_a_person_is_found_by_the_beginnings_of_names_by_address_and_by_id(
    store: SqlStore, text: str, found: tuple[PersonId, ...]
) -> None:
    with store.begin() as tx:
        tx.people.add(MINOR)
        tx.people.add(person(BO, "Bo de Vries"))

    assert store.find_person(text) == found


def test_the_index_of_names_follows_new_and_erased_persons(store: SqlStore) -> None:
    with store.begin() as tx:
        tx.people.add(MINOR)
    before = store.find_person("bo")
    with store.begin() as tx:
        tx.people.add(person(BO, "Bo"))
    added = store.find_person("bo")
    store.erase(BO, NOW)

    assert (before, added, store.find_person("bo")) == ((), (BO,), ())


@pytest.mark.parametrize("count", [2, 40])
def test_many_persons_are_read_in_as_few_statements_as_two(store: SqlStore, count: int) -> None:
    wanted = [PersonId(f"{number:032x}") for number in range(count)]
    with store.begin() as tx:
        for one in wanted:
            tx.people.add(replace(MINOR, id=one))
            tx.people.save_quitclaim(quitclaim(f"q-{one}", one), HOW)
    asked: list[str] = []

    def note_statement(_connection: object, _cursor: object, text: str, *_: object) -> None:
        asked.append(text)

    sa.event.listen(store._engines.reader, "before_cursor_execute", note_statement)  # noqa: SLF001
    with store.read() as tx:
        found = tx.people.subjects(wanted)

    assert [(one.id, one.minor_until) for one in found] == [
        (one, MINOR.profile.minor_until) for one in wanted
    ]
    selects = [text for text in asked if text.startswith("SELECT")]
    assert len(selects) == 6  # token, held, merges, persons, permissions (general), profiles


def test_more_persons_than_one_statement_asks_for_keep_their_own_profiles(
    store: SqlStore,
) -> None:
    wanted = [PersonId(f"{number:032x}") for number in range(501)]
    with store.begin() as tx:
        for number, one in enumerate(wanted):
            tx.people.add(Person(id=one, profile=Profile(name=f"Name {number}")))

    with store.read() as tx:
        found = tx.people.profiles()

    assert {one: found[one].name for one in wanted} == {
        one: f"Name {number}" for number, one in enumerate(wanted)
    }
