"""People listed together, by session or group: where each stands, who is silent, whom not to show.

By the same rules as a photo: an answer for another session counts no more here than there.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from consent.ids import Channel, PersonId, SessionId
from consent.no_photo import not_for, silent
from likeness.storage.store import SqlTx
from likeness.vault.names import NameIndex
from likeness.web.office_pages.parts import OfficePages
from likeness.web.office_pages.people import lines_of
from likeness.web.office_pages.people_view import PersonLine
from likeness.web.office_pages.routing import Desk
from likeness.web.office_pages.visitors import Visitor


@dataclass(frozen=True, slots=True, kw_only=True)
class NoPhotoLine:
    """One person who did not agree to every use. Why not is nobody's business here."""

    person: PersonId
    name: str = field(repr=False)
    allowed: tuple[Channel, ...]
    """The uses that are fine; none: no picture at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """People who are listed together."""

    lines: tuple[PersonLine, ...]
    silent: tuple[PersonId, ...]
    """Who said neither yes nor no."""


def listed(
    pages: OfficePages, tx: SqlTx, members: Collection[PersonId], session: SessionId | None = None
) -> Listed:
    """Give members by name, with where they stand."""
    return Listed(
        lines=lines_of(pages, tx, _by_name(pages.store.names(), members)),
        silent=missing(pages, tx, members, session),
    )


def missing(
    pages: OfficePages, tx: SqlTx, members: Collection[PersonId], session: SessionId | None = None
) -> tuple[PersonId, ...]:
    """Give the members whose answer is missing."""
    clock, rules = pages.deps.clock, pages.deps.rules.decide
    subjects = tx.people.subjects(members)
    return silent(subjects, rules, session, clock.now(), clock.today())


def no_photo(
    pages: OfficePages, tx: SqlTx, members: Collection[PersonId], session: SessionId | None = None
) -> tuple[NoPhotoLine, ...]:
    """Give the members who did not agree to every use, by name."""
    names, clock = pages.store.names(), pages.deps.clock
    subjects = tx.people.subjects(members)
    found = not_for(subjects, pages.deps.rules.decide, session, clock.now(), clock.today())
    allowed = {one.person: one.allowed for one in found}
    return tuple(
        NoPhotoLine(person=one, name=names.label(one), allowed=allowed[one])
        for one in _by_name(names, allowed)
    )


def no_photo_values(
    desk: Desk, visitor: Visitor, title: str, lines: Sequence[NoPhotoLine]
) -> dict[str, object]:
    """Give what the page of a no-photo list shows."""

    def uses(line: NoPhotoLine) -> str:
        wording = desk.pages.wording
        return ", ".join(wording.channel(use, visitor.language) for use in line.allowed)

    return {
        "title": title,
        "lines": [(line.name, uses(line)) for line in lines],
        "today": desk.pages.deps.clock.today(),
    }


def _by_name(names: NameIndex, members: Collection[PersonId]) -> tuple[PersonId, ...]:
    return tuple(person for person in names.ordered() if person in members)
