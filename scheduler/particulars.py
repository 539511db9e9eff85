"""From what somebody typed about a person to what is kept. Every door of ours comes through here.

The rules are consent.particulars; here is what they need to know of this installation: which
languages there are, and whether the mail server takes letters of other scripts in an address.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from consent.families import Guardian
from consent.notices import Audience
from consent.particulars import a_birth_date, a_hand_over, a_language, a_name, an_address
from consent.persons import Profile
from scheduler.deps import Deps
from scheduler.ports import Tx

WIDE: Final = "mail:wide"
"""A fact: "yes" where the mail server said last that it offers SMTPUTF8 (RFC 6531)."""
YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What somebody typed about a person."""

    name: str = field(repr=False)
    email: str = field(default="", repr=False)
    born: date | None = field(default=None, repr=False)
    minor_until: date | None = field(default=None, repr=False)
    language: str = ""


def to_profile(deps: Deps, tx: Tx, typed: Typed) -> Profile:
    """Give what is kept of somebody. Raises `ParticularsRefused`."""
    born = a_birth_date(typed.born, deps.clock.today())
    return Profile(
        name=a_name(typed.name),
        email=to_address(tx, typed.email),
        birth_date=born,
        minor_until=a_hand_over(typed.minor_until, born),
        language=a_language(typed.language, languages(deps, tx)),
    )


def to_guardian(deps: Deps, tx: Tx, typed: Guardian) -> Guardian:
    """Give what is kept of a guardian. Raises `ParticularsRefused`."""
    return replace(
        typed,
        name=a_name(typed.name),
        email=to_address(tx, typed.email),
        language=a_language(typed.language, languages(deps, tx)),
    )


def to_address(tx: Tx, typed: str) -> str:
    """Give an address that letters of ours can reach. Raises `ParticularsRefused`."""
    return an_address(typed, wide=wide(tx))


def wide(tx: Tx) -> bool:
    """Tell whether letters reach addresses with other letters than Latin ones before the at sign.

    Until the mail server has said so they do not.
    """
    return tx.facts.get(WIDE) == YES


def learn(deps: Deps, *, offered: bool) -> None:
    """Note what the mail server offers. Writes only where that is news."""
    said = YES if offered else NO
    with deps.store.read() as tx:
        before = tx.facts.get(WIDE)
    if before != said:
        with deps.store.begin() as tx:
            tx.facts.put(WIDE, said)


def languages(deps: Deps, tx: Tx) -> frozenset[str]:
    """Give the languages somebody can be written in: of our words, and of published texts."""
    published = {
        language
        for notice in tx.notices.ids()
        for audience in Audience
        for language in tx.notices.languages(notice, audience)
    }
    return frozenset(deps.languages()) | published
