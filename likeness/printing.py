"""Puts together what is printed: names from the vault, words in the reader's language."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from consent.groups import Group
from consent.ids import Actor, PersonId, SessionId
from consent.no_photo import not_for
from consent.sessions import Session
from likeness.i18n.words import Wording
from likeness.pdf.no_photo import Line, NoPhotoList
from scheduler.deps import Deps
from scheduler.values import Act

PRINTED: Final = "no-photo-list-printed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Printing:
    """Who prints, and in which language."""

    by: Actor
    language: str
    controller: str


def session_list(deps: Deps, wording: Wording, session: Session, asked: Printing) -> NoPhotoList:
    """Give the no-photo list of a session's roster; that it was printed is logged."""
    return _listed(deps, wording, (session.name, session.roster, session.id), asked)


def group_list(deps: Deps, wording: Wording, group: Group, asked: Printing) -> NoPhotoList:
    """Give the no-photo list of a group; that it was printed is logged."""
    return _listed(deps, wording, (group.name, group.members, None), asked)


def _listed(
    deps: Deps,
    wording: Wording,
    whom: tuple[str, Iterable[PersonId], SessionId | None],
    asked: Printing,
) -> NoPhotoList:
    title, people, session = whom
    today, now = deps.clock.today(), deps.clock.now()
    with deps.store.begin() as tx:
        subjects = tx.people.subjects(people)
        names = tx.people.labels()
        found = not_for(subjects, deps.rules.decide, session, now, today)
        lines = tuple(
            Line(
                name=names[one.person],
                allowed=tuple(wording.channel(use, asked.language) for use in one.allowed),
            )
            for one in found
        )
        seen = tuple(one.person for one in found)
        tx.records.act(Act(actor=asked.by, act=PRINTED, subjects=seen), now)
    return NoPhotoList(
        title=title,
        lines=lines,
        of=len(subjects),
        on=today,
        language=asked.language,
        controller=asked.controller,
    )
