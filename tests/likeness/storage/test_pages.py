"""What the public pages keep: codes, changes of address, counters, pending faces."""

from datetime import timedelta

import pytest

from consent.ids import PersonId
from consent.persons import Person, Profile
from likeness.storage.codes import MOST_TRIES
from likeness.storage.store import SqlStore
from recognition.values import FaceQuality, PackId, QualityReason, Template
from scheduler.errors import NoSuchRow
from scheduler.ports.pages import AddressChange, PendingEnrolment, Pose, Shot, Side
from tests.likeness.storage.samples import NOW

LATER = NOW + timedelta(minutes=15)
BO = PersonId("person-bo")
QUALITY = FaceQuality(
    size_px=99.0,
    score=0.9,
    sharpness=20.0,
    brightness=0.4,
    yaw=0.1,
    pitch=0.5,
    reasons=(QualityReason.BLURRED,),
)


@pytest.fixture(autouse=True)
def bo(store: SqlStore) -> None:
    with store.begin() as tx:
        tx.people.add(Person(id=BO, profile=Profile(name="Bo")))


def test_a_code_is_the_same_each_time_and_good_once_it_is_typed(store: SqlStore) -> None:
    with store.begin() as tx:
        made = tx.codes.make("one", "bo@example.org", "nl", LATER)

    with store.begin() as tx:
        again = tx.codes.get("one")
        assert (again.digits, again.email) == (made.digits, "bo@example.org")
        assert len(made.digits) == 6
        assert tx.codes.try_digits("one", made.digits, NOW)


@pytest.mark.parametrize("late", [False, True])
def test_a_code_is_over_by_time_or_by_guesses(store: SqlStore, *, late: bool) -> None:
    with store.begin() as tx:
        made = tx.codes.make("one", "bo@example.org", "nl", LATER)
        for _ in range(0 if late else MOST_TRIES):
            assert not tx.codes.try_digits("one", "x", NOW)

        assert not tx.codes.try_digits("one", made.digits, LATER if late else NOW)


def test_codes_that_are_over_are_forgotten(store: SqlStore) -> None:
    with store.begin() as tx:
        tx.codes.make("one", "bo@example.org", "nl", LATER)

        assert tx.codes.forget(LATER) == 1
        with pytest.raises(NoSuchRow):
            tx.codes.get("one")


def test_knocks_are_counted_per_window_and_sender(store: SqlStore) -> None:
    with store.begin() as tx:
        counts = [tx.knocks.count("post", "a", NOW, 600) for _ in range(3)]
        other = tx.knocks.count("post", "b", NOW, 600)
        later = tx.knocks.count("post", "a", NOW + timedelta(minutes=11), 600)

    assert (counts, other, later) == ([1, 2, 3], 1, 1)


def test_old_counters_go(store: SqlStore) -> None:
    with store.begin() as tx:
        tx.knocks.count("post", "a", NOW, 600)

        assert tx.knocks.forget(NOW + timedelta(days=3)) == 1


def test_a_change_of_address_is_found_by_either_secret_and_ends_an_earlier_one(
    store: SqlStore,
) -> None:
    def change(number: str) -> AddressChange:
        return AddressChange(
            id=number,
            person=BO,
            new_email=f"{number}@example.org",
            old_done=False,
            new_done=False,
            ends_at=LATER,
        )

    with store.begin() as tx:
        tx.address_changes.make(change("one"))
        tx.address_changes.make(change("two"))
        gone = tx.address_changes.find(tx.address_changes.secret("one", Side.NEW), NOW)
        found = tx.address_changes.find(tx.address_changes.secret("two", Side.OLD), NOW)
        late = tx.address_changes.find(tx.address_changes.secret("two", Side.OLD), LATER)

    assert (gone, late) == (None, None)
    assert found is not None
    assert (found[0].new_email, found[1]) == ("two@example.org", Side.OLD)


def test_shots_come_back_as_they_were_and_go_with_the_person(store: SqlStore) -> None:
    template = Template(vector=b"\1" * 2048, quality=QUALITY, pack_id=PackId("pack/1"))
    shot = Shot(pose=Pose.LEFT, picture=b"picture", template=template)
    with store.begin() as tx:
        tx.pending_enrolments.make(
            PendingEnrolment(
                id="one",
                person=BO,
                session=None,
                made_at=NOW,
                ends_at=LATER,
                keep=False,
                handed_in=False,
            )
        )
        tx.pending_enrolments.add_shot("one", shot)
        tx.pending_enrolments.keep_reference(BO, b"small")

        assert tx.pending_enrolments.shots("one") == (shot,)
        assert tx.pending_enrolments.get("one").poses == (Pose.LEFT,)
    store.erase(BO, NOW)
    with store.read() as tx, pytest.raises(NoSuchRow):
        tx.pending_enrolments.get("one")
