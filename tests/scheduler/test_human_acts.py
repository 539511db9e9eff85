"""What people do: name, confirm, say no, attest, object, erase, undo; and how it survives a new look."""

from dataclasses import replace
from datetime import date

import pytest

from consent.errors import AnswerRefused
from consent.ids import FindingId
from consent.states import AnswerKind, Confirm, ConsentState, FindingKind, Mode, RemovedCause
from recognition.values import Band, QualityReason
from scheduler.errors import ChoiceNeeded, ConsentMissing, ModeRefused, NoSuchRow
from scheduler.jobs.answer_face import Said, answer_face, undo_answer
from scheduler.jobs.attest_photo import attest_photo
from scheduler.jobs.end_recognition import end_recognition
from scheduler.jobs.enrol_person import Offer, Offered, enrol_person
from scheduler.jobs.erase_person import erase_person
from scheduler.jobs.explain_photo import explain_photo, names_for, said_on
from scheduler.jobs.object_to_photo import object_to_photo
from scheduler.jobs.set_mode import set_mode
from scheduler.values import Priority
from tests.fakes.eyes import GOOD, Painted
from tests.scheduler.world import INSTALLATION, ME, WEB, World


def look_again(world: World, place: str) -> None:
    """Have a photo looked at again."""
    with world.store.begin() as tx:
        tx.queue.wake([world.asset(place).id], Priority.CONSENT, world.clock.now(), look=True)
    world.work()


def the_face(world: World, place: str = "a.jpg") -> FindingId:
    """Give the only face of a photo."""
    (finding,) = world.findings(place)
    return finding.id


def test_naming_a_face_needs_no_biometrics(world: World) -> None:
    anna = world.person()
    world.grant(anna)
    world.photo("a.jpg", Painted(x=0.2))
    world.run()

    answer_face(world.deps, the_face(world), Said(kind=AnswerKind.NAMED, person=anna), ME)
    world.work()

    assert world.status("a.jpg") == "cleared"
    look_again(world, "a.jpg")
    assert world.status("a.jpg") == "cleared", "the name survives a new look"


def test_accepting_a_suggestion_counts_as_made_by_machine(world: World) -> None:
    world.recognise_everywhere()
    anna = world.enrolled()
    world.grant(anna)
    world.photo("a.jpg", Painted(x=0.2, who=anna, band=Band.SUGGEST))
    world.run()

    answer_face(world.deps, the_face(world), Said(kind=AnswerKind.ACCEPTED), ME)
    world.work()
    accepted = world.status("a.jpg")
    end_recognition(world.deps, anna, ConsentState.WITHDRAWN, ME)
    world.work()

    assert (accepted, world.status("a.jpg")) == ("cleared", "review")


def test_a_name_given_by_hand_outlives_the_recognition_consent(world: World) -> None:
    world.recognise_everywhere()
    anna = world.enrolled()
    world.grant(anna)
    world.photo("a.jpg", Painted(x=0.2, who=anna))
    world.run()

    answer_face(world.deps, the_face(world), Said(kind=AnswerKind.NAMED, person=anna), ME)
    end_recognition(world.deps, anna, ConsentState.WITHDRAWN, ME)
    world.work()

    assert world.status("a.jpg") == "cleared"


def test_not_this_person_sticks_across_new_looks(world: World) -> None:
    world.recognise_everywhere()
    anna = world.enrolled()
    world.grant(anna)
    world.photo("a.jpg", Painted(x=0.2, who=anna))
    world.run()

    answer_face(world.deps, the_face(world), Said(kind=AnswerKind.NOT_PERSON), ME)
    world.work()
    look_again(world, "a.jpg")

    assert [f.kind for f in world.findings("a.jpg")] == [FindingKind.UNKNOWN]
    assert world.status("a.jpg") == "review"


@pytest.mark.parametrize(
    ("said", "status"),
    [
        pytest.param(Said(kind=AnswerKind.BYSTANDER), "review", id="a bystander stays a gap"),
        pytest.param(Said(kind=AnswerKind.NOT_A_FACE), "no-people", id="not a face"),
        pytest.param(
            Said(kind=AnswerKind.NOBODY_TO_ASK, reason="a statue"), "cleared", id="nobody to ask"
        ),
    ],
)
def test_answers_about_strangers(world: World, said: Said, status: str) -> None:
    world.photo("a.jpg", Painted(x=0.2))
    world.run()

    answer_face(world.deps, the_face(world), said, ME)
    world.work()

    assert world.status("a.jpg") == status
    look_again(world, "a.jpg")
    assert world.status("a.jpg") == status


def test_all_faces_not_a_face_is_a_humans_word_that_nobody_is_there(world: World) -> None:
    world.photo("a.jpg", Painted(x=0.2))
    world.run()

    answer_face(world.deps, the_face(world), Said(kind=AnswerKind.NOT_A_FACE), ME)
    world.work()

    marks = world.shown("a.jpg")
    assert marks is not None
    assert marks.confirmed_nobody


def test_nobody_to_ask_wants_a_reason(world: World) -> None:
    world.photo("a.jpg", Painted(x=0.2))
    world.run()

    with pytest.raises(AnswerRefused, match="why"):
        answer_face(world.deps, the_face(world), Said(kind=AnswerKind.NOBODY_TO_ASK), ME)


def test_accepting_where_nobody_is_suggested_is_refused(world: World) -> None:
    world.photo("a.jpg", Painted(x=0.2))
    world.run()

    with pytest.raises(ChoiceNeeded, match="name the person"):
        answer_face(world.deps, the_face(world), Said(kind=AnswerKind.ACCEPTED), ME)


def test_undo_brings_back_what_was_there(world: World) -> None:
    world.recognise_everywhere()
    anna = world.enrolled()
    world.grant(anna, state=ConsentState.REFUSED)
    world.photo("a.jpg", Painted(x=0.2, who=anna))
    world.run()
    before = world.status("a.jpg")

    answer_face(world.deps, the_face(world), Said(kind=AnswerKind.NOT_A_FACE), ME)
    world.work()
    between = world.status("a.jpg")
    undo_answer(world.deps, the_face(world), ME)
    world.work()

    assert (before, between, world.status("a.jpg")) == ("blocked", "no-people", "blocked")
    with pytest.raises(NoSuchRow, match="no answer"):
        undo_answer(world.deps, the_face(world), ME)


def test_attesting_who_is_on_a_photo_works_with_recognition_off(world: World) -> None:
    set_mode(world.deps, INSTALLATION, Mode.OFF, ME)
    anna = world.person()
    world.grant(anna, [WEB])
    world.photo("a.jpg", Painted(x=0.2))
    world.run()
    before = world.status("a.jpg")

    attest_photo(world.deps, world.asset("a.jpg").id, [anna], ME, only=True)
    world.work()

    assert (before, world.status("a.jpg")) == ("nothing", "partly")
    assert world.eyes.scans == 0


def test_attesting_nobody_is_a_humans_word(world: World) -> None:
    set_mode(world.deps, INSTALLATION, Mode.OFF, ME)
    world.photo("a.jpg")
    world.run()

    attest_photo(world.deps, world.asset("a.jpg").id, [], ME, only=True)
    world.work()

    marks = world.shown("a.jpg")
    assert marks is not None
    assert (marks.status, marks.confirmed_nobody) == ("no-people", True)


def test_more_faces_than_attested_persons_is_a_gap(world: World) -> None:
    anna = world.person()
    world.grant(anna)
    world.photo("a.jpg", Painted(x=0.2), Painted(x=0.6))
    world.run()

    attest_photo(world.deps, world.asset("a.jpg").id, [anna], ME, only=True)
    world.work()

    assert world.status("a.jpg") == "review"


def test_an_attestation_does_not_speak_for_a_replaced_photo(world: World) -> None:
    anna = world.person()
    world.grant(anna)
    world.photo("a.jpg", Painted(x=0.2))
    world.run()
    attest_photo(world.deps, world.asset("a.jpg").id, [anna], ME, only=True)
    world.work()
    before = world.status("a.jpg")

    world.photo("a.jpg", Painted(x=0.3))
    world.run()

    assert (before, world.status("a.jpg")) == ("cleared", "review")


def test_attesting_an_unknown_person_is_refused(world: World) -> None:
    world.photo("a.jpg")
    world.run()

    with pytest.raises(ConsentMissing, match="Add the person"):
        attest_photo(world.deps, world.asset("a.jpg").id, [ME], ME, only=True)  # type: ignore[list-item]


def test_an_objection_blocks_the_photo_for_good(world: World) -> None:
    world.recognise_everywhere()
    anna = world.enrolled()
    world.grant(anna)
    world.photo("a.jpg", Painted(x=0.2, who=anna))
    world.run()

    object_to_photo(world.deps, anna, world.asset("a.jpg").id, ME)
    world.work()
    look_again(world, "a.jpg")

    (finding,) = world.findings("a.jpg")
    assert (finding.kind, finding.cause) == (FindingKind.REMOVED, RemovedCause.OBJECTION)
    assert world.status("a.jpg") == "blocked"


def test_an_objection_counts_where_nobody_found_the_person(world: World) -> None:
    anna = world.person()
    world.photo("a.jpg")
    world.run()

    object_to_photo(world.deps, anna, world.asset("a.jpg").id, ME)
    world.work()

    assert world.status("a.jpg") == "blocked"


def test_a_second_objection_to_the_same_photo_adds_no_second_face(world: World) -> None:
    anna = world.person()
    world.photo("a.jpg")
    world.run()
    object_to_photo(world.deps, anna, world.asset("a.jpg").id, ME)
    world.work()

    object_to_photo(world.deps, anna, world.asset("a.jpg").id, ME)
    world.work()

    assert len(world.findings("a.jpg")) == 1
    assert world.status("a.jpg") == "blocked"


def test_an_objection_reaches_every_copy_of_the_original(world: World) -> None:
    anna = world.person()
    world.photo("a.jpg")
    data = next(iter(world.eyes.photos))
    world.host.put("copy/a.jpg", data)
    world.run()

    touched = object_to_photo(world.deps, anna, world.asset("a.jpg").id, ME)
    world.work()

    assert len(touched) == 2
    assert world.status("copy/a.jpg") == "blocked"


def test_erasing_somebody_leaves_a_nameless_blocked_face(world: World) -> None:
    world.recognise_everywhere()
    anna = world.enrolled()
    world.grant(anna)
    world.photo("a.jpg", Painted(x=0.2, who=anna))
    world.run()

    done = erase_person(world.deps, anna, ME)
    world.work()

    (finding,) = world.findings("a.jpg")
    assert done
    assert (finding.kind, finding.person) == (FindingKind.REMOVED, None)
    assert world.status("a.jpg") == "blocked"
    with world.store.read() as tx:
        assert anna not in tx.people.ids()


def test_erasing_an_attested_person_never_clears_the_photo(world: World) -> None:
    anna = world.person()
    world.grant(anna)
    world.photo("a.jpg")
    world.run()
    attest_photo(world.deps, world.asset("a.jpg").id, [anna], ME, only=True)
    world.work()
    before = world.status("a.jpg")

    erase_person(world.deps, anna, ME)
    world.work()

    assert (before, world.status("a.jpg")) == ("cleared", "blocked")


def test_an_erased_person_can_be_erased_again(world: World) -> None:
    anna = world.person()

    assert erase_person(world.deps, anna, ME)
    assert erase_person(world.deps, anna, ME)


def test_enrolment_without_recognition_consent_is_refused(world: World) -> None:
    anna = world.person()
    world.grant(anna)

    with pytest.raises(ConsentMissing, match="recognition-consent give"):
        enrol_person(world.deps, anna, [Offer(data=b"x")], ME)


def test_enrolment_says_what_is_wrong_with_each_photo(world: World) -> None:
    anna = world.person()
    world.agree(anna)
    poor = replace(GOOD, reasons=(QualityReason.BLURRED,))
    shots = {
        b"none": (),
        b"two": (Painted(x=0.1), Painted(x=0.6)),
        b"poor": (Painted(x=0.1, quality=poor),),
    }
    for data, faces in shots.items():
        world.eyes.paint(data, *faces)

    results = enrol_person(world.deps, anna, [Offer(data=data) for data in (*shots, b"broken")], ME)

    assert [result.outcome for result in results] == [
        Offered.NO_FACE,
        Offered.SEVERAL_FACES,
        Offered.POOR,
        Offered.UNREADABLE,
    ]
    assert results[2].reasons == (QualityReason.BLURRED,)


def test_the_admin_says_which_of_several_faces(world: World) -> None:
    anna = world.person()
    world.agree(anna)
    world.eyes.paint(b"two", Painted(x=0.1), Painted(x=0.6))

    (result,) = enrol_person(world.deps, anna, [Offer(data=b"two", face=2)], ME)

    assert result.outcome is Offered.ENROLLED


def test_a_look_alike_is_held_for_a_human_and_stays_with_humans(world: World) -> None:
    world.recognise_everywhere()
    anna = world.enrolled("Anna")
    world.grant(anna)
    twin = world.person("Bea")
    world.agree(twin)
    data = world.eyes.paint(b"twin", Painted(x=0.4, who=anna))

    (held,) = enrol_person(world.deps, twin, [Offer(data=data)], ME)
    (kept,) = enrol_person(world.deps, twin, [Offer(data=data)], ME, distinct=True)
    world.photo("a.jpg", Painted(x=0.2, who=anna))
    world.run()

    assert (held.outcome, held.like) == (Offered.COLLIDES, anna)
    assert kept.outcome is Offered.ENROLLED
    assert world.status("a.jpg") == "review", "twins are told apart by people only"


@pytest.mark.parametrize("mode", [Mode.SESSION, Mode.GALLERY])
def test_recognition_is_refused_without_basis_and_dpia(world: World, mode: Mode) -> None:
    with pytest.raises(ModeRefused, match="basis record"):
        set_mode(world.deps, INSTALLATION, mode, ME)


def test_explaining_gives_the_decision_without_storing_anything(world: World) -> None:
    anna = world.person()
    world.grant(anna)
    world.photo("a.jpg", Painted(x=0.2))
    world.run()
    asset = world.asset("a.jpg")

    explained = explain_photo(world.deps, asset.id, None)
    recorded = said_on(world.deps, asset.id, world.clock.today(), world.clock.zone)

    assert explained.decision.status == recorded.status == "review"
    with pytest.raises(NoSuchRow, match="Nothing was decided"):
        said_on(world.deps, asset.id, date(2020, 1, 1), world.clock.zone)


def test_looking_at_names_is_logged_before_they_are_given(world: World) -> None:
    anna = world.person("Anna")
    world.photo("a.jpg")
    world.run()

    names = names_for(world.deps, frozenset({anna}), "press call", ME, world.asset("a.jpg").id)

    assert names[anna].name == "Anna"


def test_a_policy_of_always_asking_asks(world: World) -> None:
    world.confirm_by(Confirm.ALWAYS)
    world.recognise_everywhere()
    anna = world.enrolled()
    world.grant(anna)
    world.photo("a.jpg", Painted(x=0.2, who=anna))

    world.run()

    assert world.status("a.jpg") == "review"


def copy_of(world: World, place: str, to: str) -> None:
    """Put the same bytes at another place: another asset, the same original."""
    world.host.put(to, world.host.fetch(world.host.ref(place), 0).data)


def test_a_copy_that_comes_later_inherits_an_objection(world: World) -> None:
    world.recognise_everywhere()
    anna = world.enrolled()
    world.grant(anna)
    world.photo("a.jpg", Painted(x=0.2, who=anna))
    world.run()
    object_to_photo(world.deps, anna, world.asset("a.jpg").id, ME)

    copy_of(world, "a.jpg", "copy.jpg")
    world.run()

    assert world.status("copy.jpg") == "blocked"


def test_a_copy_that_comes_after_an_erasure_is_blocked(world: World) -> None:
    world.recognise_everywhere()
    anna = world.enrolled()
    world.grant(anna)
    world.photo("a.jpg", Painted(x=0.2, who=anna))
    world.run()
    erase_person(world.deps, anna, ME)

    copy_of(world, "a.jpg", "copy.jpg")
    copy_of(world, "a.jpg", "another.jpg")
    world.run()

    assert [world.status(place) for place in ("copy.jpg", "another.jpg")] == ["blocked"] * 2


def test_erasing_reaches_a_copy_of_what_somebody_was_named_on(world: World) -> None:
    anna = world.person()
    world.grant(anna)
    world.photo("a.jpg", Painted(x=0.2))
    copy_of(world, "a.jpg", "copy.jpg")
    world.run()
    answer_face(world.deps, the_face(world), Said(kind=AnswerKind.NAMED, person=anna), ME)
    world.work()
    before = [world.status(place) for place in ("a.jpg", "copy.jpg")]

    erase_person(world.deps, anna, ME)
    world.work()

    assert before == ["cleared"] * 2
    assert [world.status(place) for place in ("a.jpg", "copy.jpg")] == ["blocked"] * 2


def test_not_this_person_holds_for_copies(world: World) -> None:
    world.recognise_everywhere()
    anna = world.enrolled()
    world.grant(anna)
    world.photo("a.jpg", Painted(x=0.2, who=anna))
    copy_of(world, "a.jpg", "copy.jpg")
    world.run()
    before = world.status("copy.jpg")

    answer_face(world.deps, the_face(world), Said(kind=AnswerKind.NOT_PERSON), ME)
    world.work()

    assert (before, world.status("copy.jpg")) == ("cleared", "review")


def test_a_name_by_hand_outlives_the_end_of_recognition_on_every_copy(world: World) -> None:
    world.recognise_everywhere()
    anna = world.enrolled()
    world.grant(anna)
    world.photo("a.jpg", Painted(x=0.2, who=anna))
    copy_of(world, "a.jpg", "copy.jpg")
    world.run()
    said = Said(kind=AnswerKind.NAMED, person=anna)
    answer_face(world.deps, the_face(world, "copy.jpg"), said, ME)

    end_recognition(world.deps, anna, ConsentState.WITHDRAWN, ME)
    world.work()
    look_again(world, "copy.jpg")

    assert [world.status(place) for place in ("a.jpg", "copy.jpg")] == ["cleared"] * 2


def test_the_same_picture_makes_no_second_template(world: World) -> None:
    anna = world.enrolled(shots=1)
    data = world.eyes.paint(b"again", Painted(x=0.4, who=anna, same_picture=True))

    (result,) = enrol_person(world.deps, anna, [Offer(data=data)], ME)

    assert result.outcome is Offered.SAME_PICTURE
    with world.store.read() as tx:
        assert tx.people.template_counts("fake") == {anna: 1}
