"""What somebody filled in so far, and what is wrong with it. Pure: fields in, values out."""

import base64
import binascii
import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from consent.families import answers_alone
from consent.ids import Channel, PersonId
from consent.invisible import bare, deceives
from consent.notices import Audience, Notice
from consent.particulars import (
    Unfit,
    shown_address,
    wrong_address,
    wrong_birth_date,
    wrong_name,
)
from likeness.i18n.catalogs import N_
from likeness.i18n.unfit import UNFIT

MOST_PEOPLE = 12
"""Children on one page."""
MOST_TYPED = 300
"""Characters of one field that are shown again; what is kept is shorter."""
DRAWING_BYTES = 60_000
_PNG = b"\x89PNG\r\n\x1a\n"
_DATA_URL = "data:image/png;base64,"

NAME_MISSING = N_("Type your name.")
CHILD_NAME_MISSING = N_("Type the name of the child.")
OTHER_NAME_MISSING = N_("Type the name of the person you sign for.")
TICK_MISSING = N_("Tick the box to say that these are your answers.")
ANSWER_MISSING = N_("Choose yes or no.")
AGE_MISSING = N_("Give the date of birth, or tick that the child is under {age}.")
DATE_WRONG = N_("This date cannot be right. Write it like 2014-05-31.")
OWN_AGE_MISSING = N_("Tick that you are {age} or older. If you are not, ask a parent to sign.")
TOO_OLD = N_("From {age} years on people answer for themselves.")


class Whom(StrEnum):
    """For whom somebody signs."""

    SELF = "self"
    CHILDREN = "child"
    OTHER = "other"
    """Another adult, as their representative."""

    @property
    def audience(self) -> Audience:
        """Give which text is shown."""
        return Audience.GUARDIAN if self is Whom.CHILDREN else Audience.ADULT


class Choice(StrEnum):
    """The answer to one use; nothing is chosen at first."""

    YES = "yes"
    NO = "no"
    OPEN = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonDraft:
    """The answers about one person so far."""

    person: PersonId | None = None
    name: str = field(default="", repr=False)
    born: str = field(default="", repr=False)
    """As typed."""
    under_age: bool = False
    uses: Mapping[Channel, Choice] = field(default_factory=dict)
    recognition: bool = False
    recognised: bool = False
    """Whether the person said yes to recognition before; the box is not ticked because of it."""

    @property
    def birth_date(self) -> date | None:
        """Give the date typed; None where there is none, or it is none."""
        try:
            return date.fromisoformat(self.born)
        except ValueError:
            return None

    @property
    def granted(self) -> frozenset[Channel]:
        """Give the uses agreed to."""
        return frozenset(use for use, choice in self.uses.items() if choice is Choice.YES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One form."""

    whom: Whom
    people: tuple[PersonDraft, ...]
    name: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    of_age: bool = False
    tick: bool = False
    drawing: str = field(default="", repr=False)
    """PNG as a data URL, where JavaScript drew one."""

    @property
    def picture(self) -> bytes | None:
        """Give the drawing; None where there is none, or it is no PNG of ours."""
        if not self.drawing.startswith(_DATA_URL):
            return None
        try:
            data = base64.b64decode(self.drawing[len(_DATA_URL) :], validate=True)
        except (binascii.Error, ValueError):
            return None
        return data if data.startswith(_PNG) and len(data) <= DRAWING_BYTES else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is missing or wrong, and in which field."""

    field: str
    text: str
    where: str = dataclasses.field(default="", repr=False)
    """Whom and which use it is about; empty where the text says it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the form asks beside the uses."""

    whom: Whom
    known: tuple[tuple[PersonId, str], ...] = ()
    """Persons who were asked about, with their names; none at the link of a session."""
    age: int = 16
    """From which people answer for themselves."""
    email: bool = False
    """Whether an address is asked for."""
    wide: bool = False
    """Whether letters reach addresses with other letters than Latin ones before the at sign."""


def clean(text: str) -> str:
    """Give what was typed as people see it; what deceives them stays, to be refused."""
    whole = text.encode(errors="replace").decode()[:MOST_TYPED]
    return whole if deceives(whole) else bare(whole)


def read_draft(fields: Mapping[str, str], asked: Asked, notice: Notice) -> Draft:
    """Read a form that came back, or an empty one."""
    return Draft(
        whom=asked.whom,
        people=tuple(_people(fields, asked, notice)),
        name=clean(fields.get("name", "")),
        email=shown_address(fields.get("email", "")[:MOST_TYPED]) if asked.email else "",
        of_age=bool(fields.get("of-age")),
        tick=bool(fields.get("tick")),
        drawing=fields.get("drawing", "")[: 2 * DRAWING_BYTES],
    )


def _people(fields: Mapping[str, str], asked: Asked, notice: Notice) -> Iterator[PersonDraft]:
    if asked.known:
        for at, (person, name) in enumerate(asked.known):
            yield _person(fields, at, notice, person=person, name=name)
        return
    for at in range(how_many(fields, asked)):
        yield _person(fields, at, notice)


def how_many(fields: Mapping[str, str], asked: Asked) -> int:
    """Give how many people the form is about."""
    said = fields.get("people", "1")
    number = int(said) if said.isascii() and said.isdigit() and len(said) < len("100") else 1
    return max(1, min(number, MOST_PEOPLE)) if asked.whom is Whom.CHILDREN else 1


def _person(
    fields: Mapping[str, str],
    at: int,
    notice: Notice,
    person: PersonId | None = None,
    name: str = "",
) -> PersonDraft:
    def said(what: str) -> str:
        return fields.get(f"p{at}-{what}", "")

    chosen = {use.channel: said(f"use-{use.channel}") for use in notice.uses}
    return PersonDraft(
        person=person,
        name=name or clean(said("name")),
        born=clean(said("born")),
        under_age=bool(said("under-age")),
        uses={
            use: Choice(choice) if choice in set(Choice) else Choice.OPEN
            for use, choice in chosen.items()
        },
        recognition=bool(said("recognition")) and bool(notice.recognition),
        recognised=bool(said("recognised")),
    )


def refused(draft: Draft) -> Draft:
    """Give the same draft with a no to everything."""
    people = tuple(
        PersonDraft(
            person=one.person,
            name=one.name,
            born=one.born,
            under_age=one.under_age,
            uses=dict.fromkeys(one.uses, Choice.NO),
        )
        for one in draft.people
    )
    return Draft(
        whom=draft.whom,
        people=people,
        name=draft.name,
        email=draft.email,
        of_age=draft.of_age,
        tick=True,
        drawing=draft.drawing,
    )


def problems(draft: Draft, asked: Asked, today: date) -> Iterator[Problem]:
    """Say what is missing, in the order of the page."""
    for at, one in enumerate(draft.people):
        if not asked.known:
            yield from _about(one, at, asked, today)
        for use, choice in one.uses.items():
            if choice is Choice.OPEN:
                yield Problem(field=f"p{at}-use-{use}", text=ANSWER_MISSING)
    yield from _about_signer(draft, asked)


def _about_signer(draft: Draft, asked: Asked) -> Iterator[Problem]:
    if wrong := wrong_name(draft.name):
        yield Problem(field="name", text=_about_name(wrong, NAME_MISSING))
    if draft.whom is Whom.SELF and not asked.known and not draft.of_age:
        yield Problem(field="of-age", text=OWN_AGE_MISSING)
    if wrong := wrong_address(draft.email, wide=asked.wide):
        yield Problem(field="email", text=UNFIT[wrong])
    if not draft.tick:
        yield Problem(field="tick", text=TICK_MISSING)


def _about(one: PersonDraft, at: int, asked: Asked, today: date) -> Iterable[Problem]:
    if asked.whom is Whom.SELF:
        return
    if wrong := wrong_name(one.name):
        missing = CHILD_NAME_MISSING if asked.whom is Whom.CHILDREN else OTHER_NAME_MISSING
        yield Problem(field=f"p{at}-name", text=_about_name(wrong, missing))
    if asked.whom is not Whom.CHILDREN:
        return
    if one.born and not _is_past(one.birth_date, today):
        yield Problem(field=f"p{at}-born", text=DATE_WRONG)
    elif one.birth_date is not None and answers_alone(one.birth_date, asked.age, today):
        yield Problem(field=f"p{at}-born", text=TOO_OLD)
    elif not one.born and not one.under_age:
        yield Problem(field=f"p{at}-born", text=AGE_MISSING)


def _about_name(wrong: Unfit, missing: str) -> str:
    return missing if wrong is Unfit.NO_NAME else UNFIT[wrong]


def _is_past(day: date | None, today: date) -> bool:
    return day is not None and wrong_birth_date(day, today) is None
