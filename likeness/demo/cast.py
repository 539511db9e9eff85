"""Who agreed to what in the demo: a table. Every consent rests on the ground DEMO alone."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from consent.ids import Channel, PersonId, QuitclaimId, SignerId
from consent.quitclaims import Quitclaim, Signer
from consent.states import ConsentState, Ground
from likeness.demo.shots import Label
from scheduler.deps import Deps

WEBSITE, INTERNAL, PRINT = Channel("website"), Channel("internal"), Channel("print")
_MONTH = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """One person of the demo: what they agreed to, and what will happen to them."""

    label: Label
    channels: frozenset[Channel] | None = None
    """None: every channel the installation has."""
    lasts: timedelta | None = None
    """How long the consent lasts from today; None: no end."""
    text: str = field(default="")


CAST = (
    Role(label=Label.ANNA, text="agreed to every use"),
    Role(label=Label.BEA, lasts=_MONTH, text="agreed to every use, for the next 30 days"),
    Role(
        label=Label.CHRIS,
        channels=frozenset({WEBSITE, INTERNAL, PRINT}),
        text="agreed to website, internal use and print only",
    ),
    # Before Daan: the two look alike enough that a machine would ask which of them it is.
    Role(label=Label.EMIL, text="agreed to every use, but looks away on the only shot"),
    Role(label=Label.DAAN, text="agreed to every use, and will withdraw"),
    Role(label=Label.GRACE, text="agreed to every use, and will ask to be erased"),
)
"""In the order of enrolment. Fay was never asked, so nothing about her is kept."""


def grant(deps: Deps, role: Role, person: PersonId) -> Quitclaim:
    """Make the consent of one person to the use of their image."""
    today = deps.clock.today()
    return Quitclaim(
        id=QuitclaimId(deps.new_id()),
        person=person,
        state=ConsentState.GIVEN,
        channels=role.channels or frozenset(deps.rules.decide.channels),
        at=deps.clock.now(),
        signer=Signer(id=SignerId(person)),
        begins=today,
        ends=_last_day(today, role.lasts),
        ground=Ground.DEMO,
    )


def _last_day(today: date, lasts: timedelta | None) -> date | None:
    return None if lasts is None else today + lasts
