"""What humans said of one photo holds for every photo made of the same bytes, on every host."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from connector.values import HostName
from consent.findings import Finding
from consent.ids import FindingId, PersonId
from consent.modes import ModeScope, ScopeKind
from consent.quitclaims import ForPhotos
from consent.states import AnswerKind, ConsentState, FindingKind, Mode, RemovedCause
from recognition.values import Band
from scheduler.copies import SINCE, offered
from scheduler.jobs.answer_face import Said, answer_face, undo_answer
from scheduler.jobs.attest_photo import attest_photo
from scheduler.jobs.end_recognition import end_recognition
from scheduler.jobs.erase_person import PENDING, erase_person
from scheduler.jobs.explain_photo import explain_photo
from scheduler.jobs.object_to_photo import object_to_photo
from scheduler.jobs.poll_host import poll_host
from scheduler.jobs.set_mode import set_mode
from scheduler.presence import photos_with
from scheduler.values import Asset, Priority
from scheduler.work import gather
from tests.fakes.eyes import Painted
from tests.fakes.host import MemoryHost
from tests.scheduler.world import INSTALLATION, ME, WEB, World

A, B = "a.jpg", "copy.jpg"
REFUSED = ConsentState.REFUSED
NO_FACE = Said(kind=AnswerKind.NOT_A_FACE)
STATUE = Said(kind=AnswerKind.NOBODY_TO_ASK, reason="a statue")


def named(person: PersonId) -> Said:
    return Said(kind=AnswerKind.NAMED, person=person)


def bytes_of(world: World, place: str = A) -> bytes:
    return world.host.data(place)


def copied(world: World, *faces: Painted, later: bool = False) -> None:
    """Have two photos of the same bytes looked at; `later`: the second is not there yet."""
    world.photo(A, *faces)
    if not later:
        world.host.put(B, bytes_of(world))
    world.run()


def copy_now(world: World, place: str = B) -> None:
    world.host.put(place, bytes_of(world))
    world.run()


def face(world: World, place: str = A) -> Finding:
    (found,) = world.findings(place)
    return found


def say(world: World, said: Said, place: str = A) -> FindingId:
    """Answer about the only face of a photo, a minute after whatever was said before."""
    world.clock.forward(minutes=1)
    found = face(world, place).id
    answer_face(world.deps, found, said, ME)
    world.work()
    return found


def undo(world: World, place: str = A) -> None:
    world.clock.forward(minutes=1)
    undo_answer(world.deps, face(world, place).id, ME)
    world.work()


def statuses(world: World, *places: str) -> list[str]:
    return [world.status(place) for place in places or (A, B)]


def other_host(world: World) -> MemoryHost:
    """Connect a second host."""
    other = MemoryHost("other")
    world.deps = replace(world.deps, hosts={**world.deps.hosts, other.name: other})
    return other


def elsewhere(world: World, other: MemoryHost) -> Asset:
    """Put the same bytes into the second host and have them looked at; gives the photo."""
    other.put(A, bytes_of(world))
    poll_host(world.deps, HostName("other"))
    world.work()
    return asset_of(world, other)


def asset_of(world: World, other: MemoryHost) -> Asset:
    with world.store.read() as tx:
        (asset,) = tx.assets.of_host(other.name)
    return asset


@pytest.mark.parametrize("later", [False, True], ids=["a copy that is there", "one that comes"])
@pytest.mark.parametrize(
    ("state", "status"), [(ConsentState.GIVEN, "cleared"), (REFUSED, "blocked")]
)
def test_a_name_holds_for_a_copy(
    world: World, state: ConsentState, status: str, *, later: bool
) -> None:
    anna = world.person()
    world.grant(anna, state=state)
    copied(world, Painted(x=0.2), later=later)

    say(world, named(anna))
    if later:
        copy_now(world)

    assert statuses(world) == [status] * 2


def test_a_name_holds_for_a_copy_in_another_host_and_is_marked(world: World) -> None:
    anna = world.person()
    world.grant(anna, state=REFUSED)
    other = other_host(world)
    copied(world, Painted(x=0.2), later=True)
    asset = elsewhere(world, other)

    say(world, named(anna))

    here = explain_photo(world.deps, world.asset(A).id, None)
    there = explain_photo(world.deps, asset.id, None)
    assert (here.decision.status, there.decision.status) == ("blocked", "blocked")
    assert [one.from_copy for one in here.decision.channels[0].reasons] == [False]
    assert [one.from_copy for one in there.decision.channels[0].reasons] == [True]


def test_a_name_holds_for_a_copy_that_is_never_looked_at(world: World) -> None:
    anna = world.person()
    world.grant(anna, state=REFUSED)
    copied(world, Painted(x=0.2), later=True)
    set_mode(
        world.deps, ModeScope(kind=ScopeKind.COLLECTION, host="memory", value="off"), Mode.OFF, ME
    )
    copy_now(world, "off/copy.jpg")
    scans = world.eyes.scans

    say(world, named(anna))

    assert world.status("off/copy.jpg") == "blocked"
    assert world.eyes.scans == scans


def test_a_word_reaches_a_copy_without_another_look(world: World) -> None:
    anna = world.person()
    world.grant(anna, state=REFUSED)
    copied(world, Painted(x=0.2))
    scans = world.eyes.scans

    say(world, named(anna))

    assert (statuses(world), world.eyes.scans) == (["blocked"] * 2, scans)


def test_what_was_said_of_a_photo_that_left_holds_for_its_copy(world: World) -> None:
    anna = world.person()
    world.grant(anna, state=REFUSED)
    copied(world, Painted(x=0.2))
    say(world, named(anna))
    world.host.delete(A)
    world.run()

    with world.store.begin() as tx:
        tx.assets.purge(world.clock.now().replace(year=2099))
        tx.queue.wake([world.asset(B).id], Priority.CONSENT, world.clock.now(), look=True)
    world.work()

    assert world.status(B) == "blocked"


@pytest.mark.parametrize("later", [False, True], ids=["a copy that is there", "one that comes"])
def test_an_attestation_holds_for_a_copy(world: World, *, later: bool) -> None:
    anna = world.person()
    world.grant(anna)
    copied(world, later=later)

    attest_photo(world.deps, world.asset(A).id, [anna], ME, only=True)
    world.work()
    if later:
        copy_now(world)

    assert statuses(world) == ["cleared"] * 2
    decision = explain_photo(world.deps, world.asset(B).id, None).decision
    assert [one.from_copy for one in decision.channels[0].reasons] == [True]


@pytest.mark.parametrize("said", [NO_FACE, STATUE, Said(kind=AnswerKind.BYSTANDER)])
def test_what_a_face_is_holds_for_a_copy_in_the_same_host(world: World, said: Said) -> None:
    copied(world, Painted(x=0.2))

    say(world, said)

    here, there = face(world, A), face(world, B)
    assert (there.kind, there.reason) == (here.kind, here.reason)
    assert statuses(world)[0] == statuses(world)[1]


def test_nobody_to_ask_is_offered_in_another_host_and_not_applied(world: World) -> None:
    other = other_host(world)
    copied(world, Painted(x=0.2), later=True)
    asset = elsewhere(world, other)

    say(world, STATUE)

    with world.store.read() as tx:
        found = offered(tx, gather(tx, tx.assets.get(asset.id), Mode.DETECT))
        at_home = offered(tx, gather(tx, tx.assets.get(world.asset(A).id), Mode.DETECT))
    explained = explain_photo(world.deps, asset.id, None)
    assert (world.status(A), explained.decision.status) == ("cleared", "review")
    assert [answer.reason for _, answer in found] == ["a statue"]
    assert [answer.reason for _, answer in explained.offers] == ["a statue"]
    assert at_home == ()


def test_on_one_face_the_newest_word_counts_whichever_copy_it_was_given_on(world: World) -> None:
    anna, bea = world.person("Anna"), world.person("Bea")
    world.grant(anna)
    world.grant(bea, state=REFUSED)
    copied(world, Painted(x=0.2))

    say(world, named(anna), A)
    between = statuses(world)
    say(world, named(bea), B)
    after = statuses(world)
    say(world, named(anna), A)

    assert (between, after) == (["cleared"] * 2, ["blocked"] * 2)
    assert face(world, A).person == anna


def test_an_older_word_that_comes_later_changes_nothing(world: World) -> None:
    anna, bea = world.person("Anna"), world.person("Bea")
    world.grant(anna)
    world.grant(bea)
    copied(world, Painted(x=0.2), later=True)
    say(world, named(anna), A)
    other = bytes_of(world)
    world.photo("b.jpg", Painted(x=0.2))
    world.run()
    say(world, named(bea), "b.jpg")

    world.host.put("b.jpg", other)
    world.run()

    assert face(world, A).person == anna


@pytest.mark.parametrize("place", [A, B])
@pytest.mark.parametrize("said", [NO_FACE, STATUE])
def test_undo_anywhere_undoes_everywhere(world: World, place: str, said: Said) -> None:
    copied(world, Painted(x=0.2))
    say(world, said, A)

    undo(world, place)
    look_again(world, A, B)

    assert [face(world, where).kind for where in (A, B)] == [FindingKind.UNKNOWN] * 2
    assert statuses(world) == ["review"] * 2


def test_undo_brings_back_what_was_said_before_on_every_copy(world: World) -> None:
    anna, bea = world.person("Anna"), world.person("Bea")
    world.grant(anna, state=REFUSED)
    world.grant(bea)
    copied(world, Painted(x=0.2))
    say(world, named(bea), A)
    say(world, named(anna), B)

    undo(world, A)

    assert [face(world, place).person for place in (A, B)] == [bea, bea]
    assert statuses(world) == ["cleared"] * 2


def look_again(world: World, *places: str) -> None:
    with world.store.begin() as tx:
        found = [world.asset(place).id for place in places]
        tx.queue.wake(found, Priority.CONSENT, world.clock.now(), look=True)
    world.work()


def test_a_word_undone_does_not_come_back_from_a_copy(world: World) -> None:
    copied(world, Painted(x=0.2))
    with world.store.begin() as tx:
        tx.facts.put(SINCE, "2000-01-01T00:00:00+00:00")
    world.clock.forward(minutes=1)
    for place in (A, B):
        answer_face(world.deps, face(world, place).id, NO_FACE, ME)
    world.work()

    undo(world, A)

    assert statuses(world) == ["review"] * 2


@pytest.mark.parametrize(
    ("mode", "status"), [(Mode.GALLERY, "cleared"), (Mode.DETECT, "review"), (Mode.OFF, "nothing")]
)
def test_a_confirmed_suggestion_follows_where_the_mode_allows_the_match(
    world: World, mode: Mode, status: str
) -> None:
    world.recognise_everywhere()
    anna = world.enrolled()
    world.grant(anna)
    place = "there/copy.jpg"
    if mode is not Mode.GALLERY:
        scope = ModeScope(kind=ScopeKind.COLLECTION, host="memory", value="there")
        set_mode(world.deps, scope, mode, ME)
    copied(world, Painted(x=0.2, who=anna, band=Band.SUGGEST), later=True)
    copy_now(world, place)

    say(world, Said(kind=AnswerKind.ACCEPTED), A)

    assert world.status(A) == "cleared"
    assert world.status(place) == status


def test_a_confirmed_suggestion_on_a_copy_ends_with_recognition(world: World) -> None:
    world.recognise_everywhere()
    anna = world.enrolled()
    world.grant(anna)
    copied(world, Painted(x=0.2, who=anna, band=Band.SUGGEST))
    say(world, Said(kind=AnswerKind.ACCEPTED), A)
    before = statuses(world)

    end_recognition(world.deps, anna, ConsentState.WITHDRAWN, ME)
    world.work()

    assert (before, statuses(world)) == (["cleared"] * 2, ["review"] * 2)


def test_a_grant_for_these_photos_never_follows(world: World) -> None:
    anna = world.person()
    copied(world, Painted(x=0.2))
    world.grant(anna, scope=ForPhotos(assets=frozenset({world.asset(A).id})))

    say(world, named(anna), A)

    assert statuses(world) == ["cleared", "review"]


@pytest.mark.parametrize("said", [NO_FACE, STATUE, "Bea"])
def test_no_word_on_a_copy_makes_a_channel_milder_that_a_human_blocked_here(
    world: World, said: Said | str
) -> None:
    anna, bea = world.person("Anna"), world.person("Bea")
    world.grant(anna, [WEB], state=REFUSED)
    world.grant(bea)
    copied(world, Painted(x=0.2))
    say(world, named(anna), A)

    say(world, named(bea) if isinstance(said, str) else said, B)

    assert face(world, A).person == anna
    assert web_of(world, A) == "blocked"
    assert web_of(world, B) != "blocked"


def web_of(world: World, place: str) -> str:
    decision = explain_photo(world.deps, world.asset(place).id, None).decision
    return next(one.verdict for one in decision.channels if one.channel == WEB)


def test_no_attestation_of_a_copy_makes_a_channel_milder_that_a_human_blocked_here(
    world: World,
) -> None:
    anna, bea = world.person("Anna"), world.person("Bea")
    world.grant(anna, state=REFUSED)
    world.grant(bea)
    copied(world)
    attest_photo(world.deps, world.asset(A).id, [anna], ME, only=True)
    world.work()
    between = statuses(world)
    world.clock.forward(minutes=1)

    attest_photo(world.deps, world.asset(B).id, [bea], ME, only=True)
    world.work()

    assert (between, statuses(world)) == (["blocked"] * 2, ["blocked", "cleared"])


def test_what_the_machine_blocked_gives_way_to_a_human_on_a_copy(world: World) -> None:
    world.recognise_everywhere()
    anna, bea = world.enrolled("Anna"), world.person("Bea")
    world.grant(anna, state=REFUSED)
    world.grant(bea)
    copied(world, Painted(x=0.2, who=anna))

    say(world, named(bea), B)

    assert statuses(world) == ["cleared"] * 2


def old_words(world: World, first: Callable[[], None], second: Callable[[], None]) -> None:
    """Let two things be said by a program in which words did not follow yet."""
    first()
    second()
    world.clock.forward(minutes=1)
    with world.store.begin() as tx:
        tx.facts.put(SINCE, world.clock.now().isoformat())
    world.clock.forward(minutes=1)
    look_again(world, A, B)
    look_again(world, A, B)


def test_words_from_before_that_differ_wait_for_a_human(world: World) -> None:
    anna, bea = world.person("Anna"), world.person("Bea")
    world.grant(anna)
    world.grant(bea)
    copied(world, Painted(x=0.2))

    def names(place: str, person: PersonId) -> Callable[[], None]:
        return lambda: (answer_face(world.deps, face(world, place).id, named(person), ME), None)[1]

    old_words(world, names(A, anna), names(B, bea))
    waiting = [face(world, place).kind for place in (A, B)]
    between = statuses(world)
    say(world, named(anna), B)

    assert (waiting, between) == ([FindingKind.UNKNOWN] * 2, ["review"] * 2)
    assert statuses(world) == ["cleared"] * 2


def test_a_block_from_before_stays_where_it_was_and_the_copy_waits(world: World) -> None:
    anna, bea = world.person("Anna"), world.person("Bea")
    world.grant(anna, state=REFUSED)
    world.grant(bea)
    copied(world, Painted(x=0.2))

    old_words(
        world,
        lambda: (answer_face(world.deps, face(world, A).id, named(anna), ME), None)[1],
        lambda: (answer_face(world.deps, face(world, B).id, named(bea), ME), None)[1],
    )

    assert statuses(world) == ["blocked", "review"]


def test_the_same_words_from_before_are_one_word(world: World) -> None:
    anna = world.person("Anna")
    world.grant(anna)
    copied(world, Painted(x=0.2))
    old_words(
        world,
        lambda: (answer_face(world.deps, face(world, A).id, named(anna), ME), None)[1],
        lambda: (answer_face(world.deps, face(world, B).id, named(anna), ME), None)[1],
    )
    before = statuses(world)

    undo(world, B)

    assert (before, statuses(world)) == (["cleared"] * 2, ["review"] * 2)


def test_attestations_from_before_that_differ_count_together_and_wait(world: World) -> None:
    anna, bea = world.person("Anna"), world.person("Bea")
    world.grant(anna)
    world.grant(bea)
    copied(world)
    old_words(
        world,
        lambda: attest_photo(world.deps, world.asset(A).id, [anna], ME, only=True),
        lambda: attest_photo(world.deps, world.asset(B).id, [bea], ME, only=True),
    )
    between = statuses(world)
    world.clock.forward(minutes=1)

    attest_photo(world.deps, world.asset(A).id, [anna], ME, only=True)
    world.work()

    assert (between, statuses(world)) == (["review"] * 2, ["cleared"] * 2)


@pytest.mark.parametrize("way", ["attested", "named"])
@pytest.mark.parametrize("looked", [True, False], ids=["faces counted", "off"])
def test_after_an_erasure_no_copy_reads_as_if_nobody_were_there(
    world: World, way: str, *, looked: bool
) -> None:
    anna = world.person()
    world.grant(anna)
    if not looked:
        set_mode(world.deps, INSTALLATION, Mode.OFF, ME)
    copied(world, *([Painted(x=0.2)] if way == "named" and looked else []))
    if way == "named" and looked:
        say(world, named(anna), A)
    else:
        attest_photo(world.deps, world.asset(A).id, [anna], ME, only=True)
        world.work()
    before = statuses(world)

    erase_person(world.deps, anna, ME)
    world.work()
    copy_now(world, "later.jpg")
    copy_now(world, "still later.jpg")
    look_again(world, A, B, "later.jpg")

    assert before == ["cleared"] * 2
    assert statuses(world, A, B, "later.jpg", "still later.jpg") == ["blocked"] * 4
    assert all(len(world.findings(place)) == 1 for place in (A, B, "later.jpg", "still later.jpg"))


def test_an_erasure_blocks_before_anything_else_of_it_is_done(world: World) -> None:
    anna = world.person()
    world.grant(anna)
    copied(world)
    attest_photo(world.deps, world.asset(A).id, [anna], ME, only=True)
    world.work()

    def fail(_person: PersonId) -> bool:
        raise RuntimeError("the mail server is gone")

    deps = replace(world.deps, farewell=fail)
    with pytest.raises(RuntimeError):
        erase_person(deps, anna, ME)
    world.work()

    with world.store.read() as tx:
        assert tx.facts.get(PENDING + anna)
        assert tx.answers.attested_with(anna) == ()
    assert statuses(world) == ["blocked"] * 2


def test_an_objection_holds_for_a_copy_that_comes_later_where_nobody_was_found(
    world: World,
) -> None:
    world.recognise_everywhere()
    anna = world.enrolled()
    world.grant(anna)
    copied(world, later=True)
    object_to_photo(world.deps, anna, world.asset(A).id, ME)
    world.work()

    copy_now(world)
    look_again(world, A, B)

    assert statuses(world) == ["blocked"] * 2
    assert len(world.findings(A)) == len(world.findings(B)) == 1


@pytest.mark.parametrize(
    ("place", "after"), [(A, ["cleared", "cleared"]), (B, ["blocked", "cleared"])]
)
def test_an_objection_ends_where_it_was_made_and_the_copies_of_the_host_follow(
    world: World, place: str, after: list[str]
) -> None:
    anna = world.person()
    world.grant(anna)
    copied(world, Painted(x=0.2))
    say(world, named(anna))
    world.clock.forward(minutes=1)
    object_to_photo(world.deps, anna, world.asset(A).id, ME)
    world.work()
    before = statuses(world)

    say(world, STATUE, place)
    look_again(world, A, B)

    assert (before, statuses(world)) == (["blocked"] * 2, after)


def test_a_copy_that_comes_after_recognition_ended_keeps_what_it_left(world: World) -> None:
    world.recognise_everywhere()
    anna = world.enrolled()
    world.grant(anna, state=REFUSED)
    copied(world, Painted(x=0.2, who=anna), later=True)
    end_recognition(world.deps, anna, ConsentState.WITHDRAWN, ME)
    world.work()

    copy_now(world)

    assert statuses(world) == ["blocked"] * 2
    assert face(world, B).cause is RemovedCause.RECOGNITION_ENDED


def test_the_end_of_recognition_on_a_copy_takes_nothing_from_a_photo_looked_at(
    world: World,
) -> None:
    world.recognise_everywhere()
    anna = world.enrolled()
    world.grant(anna, state=REFUSED)
    scope = ModeScope(kind=ScopeKind.COLLECTION, host="memory", value="there")
    set_mode(world.deps, scope, Mode.DETECT, ME)
    copied(world, Painted(x=0.2, who=anna), later=True)
    copy_now(world, "there/copy.jpg")
    before = [face(world, place).kind for place in (A, "there/copy.jpg")]

    end_recognition(world.deps, anna, ConsentState.WITHDRAWN, ME)
    world.work()
    look_again(world, "there/copy.jpg")

    assert before == [FindingKind.MATCHED, FindingKind.UNKNOWN]
    assert face(world, A).kind is FindingKind.REMOVED
    assert face(world, "there/copy.jpg").kind is FindingKind.UNKNOWN


def where(world: World, person: PersonId) -> list[str]:
    with world.store.read() as tx:
        return sorted(tx.assets.get(asset).place for asset in photos_with(tx, person))


def test_one_list_says_on_which_photos_somebody_is_copies_included(world: World) -> None:
    anna, bea = world.person("Anna"), world.person("Bea")
    copied(world, Painted(x=0.2))
    say(world, named(anna))
    attest_photo(world.deps, world.asset(A).id, [anna, bea], ME, only=False)
    world.work()

    before = where(world, anna), where(world, bea)
    object_to_photo(world.deps, bea, world.asset(B).id, ME)
    world.work()

    assert before == ([A, B], [A, B])
    assert (where(world, anna), where(world, bea)) == ([A, B], [])


@pytest.mark.parametrize("confirmed", [True, False])
def test_what_only_the_machine_says_is_not_in_that_list(world: World, *, confirmed: bool) -> None:
    world.recognise_everywhere()
    anna = world.enrolled()
    band = Band.SUGGEST if confirmed else Band.ACCEPT
    copied(world, Painted(x=0.2, who=anna, band=band))

    if confirmed:
        say(world, Said(kind=AnswerKind.ACCEPTED))

    assert where(world, anna) == ([A, B] if confirmed else [])


def test_what_was_attested_of_another_picture_is_not_in_that_list(world: World) -> None:
    anna = world.person()
    copied(world, later=True)
    attest_photo(world.deps, world.asset(A).id, [anna], ME, only=True)
    world.photo(A)
    world.run()

    assert where(world, anna) == []
