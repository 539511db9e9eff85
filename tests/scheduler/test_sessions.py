"""Sessions: who is compared with depends on the event."""

from uuid import uuid4

from consent.ids import SessionId
from consent.modes import LegalBasis, ModeScope, ScopeKind
from consent.quitclaims import ForSession
from consent.sessions import AllAsked, Session, SessionRule
from consent.states import Mode
from scheduler.jobs.save_session import save_session
from scheduler.jobs.set_mode import record_basis, set_mode
from tests.fakes.eyes import Painted
from tests.scheduler.world import INSTALLATION, ME, World

PARTY = SessionId(str(uuid4()))
SCOPE = ModeScope(kind=ScopeKind.SESSION, value=PARTY)


def party(world: World, *roster: object) -> Session:
    """Make the session of one folder, at which everybody was asked."""
    session = Session(
        id=PARTY,
        name="Party",
        rules=(SessionRule(host=world.host.name, folder="party"),),
        roster=frozenset(roster),  # type: ignore[arg-type]
        all_asked=AllAsked(by=ME, at=world.clock.now()),
    )
    save_session(world.deps, session, ME, "session-saved")
    return session


def compare_at_the_party(world: World) -> None:
    """Switch recognition on for the session."""
    basis = LegalBasis(scope=INSTALLATION, basis="consent", dpia="D-1", by=ME, at=world.clock.now())
    record_basis(world.deps, basis)
    set_mode(world.deps, SCOPE, Mode.SESSION, ME)


def test_only_the_roster_of_the_photos_session_is_compared_with(world: World) -> None:
    anna, ben = world.enrolled("Anna"), world.enrolled("Ben")
    for person in (anna, ben):
        world.grant(person)
    party(world, anna)
    compare_at_the_party(world)
    world.photo("party/a.jpg", Painted(x=0.2, who=anna))
    world.photo("party/b.jpg", Painted(x=0.2, who=ben))
    world.photo("office/a.jpg", Painted(x=0.2, who=anna))

    world.run()

    found = [world.status(place) for place in ("party/a.jpg", "party/b.jpg", "office/a.jpg")]
    assert found == ["cleared", "review", "review"]


def test_somebody_who_signs_later_is_found_on_the_sessions_photos(world: World) -> None:
    anna, ben = world.enrolled("Anna"), world.enrolled("Ben")
    world.grant(ben)
    party(world, anna)
    compare_at_the_party(world)
    world.photo("party/b.jpg", Painted(x=0.2, who=ben))
    world.run()
    before = world.status("party/b.jpg")

    party(world, anna, ben)
    world.work()

    assert (before, world.status("party/b.jpg")) == ("review", "cleared")


def test_a_photo_that_moves_into_the_session_is_compared(world: World) -> None:
    anna = world.enrolled("Anna")
    world.grant(anna)
    party(world, anna)
    compare_at_the_party(world)
    world.photo("office/a.jpg", Painted(x=0.2, who=anna))
    world.run()
    before = world.status("office/a.jpg")

    world.host.move("office/a.jpg", "party/a.jpg")
    world.run()

    assert (before, world.status("party/a.jpg")) == ("review", "cleared")


def test_a_grant_for_a_session_counts_only_there(world: World) -> None:
    world.recognise_everywhere()
    anna = world.enrolled("Anna")
    party(world, anna)
    world.grant(anna, scope=ForSession(session=PARTY))
    world.photo("party/a.jpg", Painted(x=0.2, who=anna))
    world.photo("office/a.jpg", Painted(x=0.2, who=anna))

    world.run()

    assert (world.status("party/a.jpg"), world.status("office/a.jpg")) == ("cleared", "review")
