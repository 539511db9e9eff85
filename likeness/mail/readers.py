"""Who reads a letter: name, address and language, from what is sealed under the person's key."""

from dataclasses import dataclass, field

from consent.asks import Ask
from consent.ids import PersonId, SignerId
from scheduler.errors import NoSuchRow
from scheduler.ports import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """The reader of one letter. `email` empty: no letter can reach them."""

    name: str = field(repr=False)
    email: str = field(repr=False)
    language: str
    """Empty: the installation's."""
    signer: SignerId
    guardian: bool = False


def reader_of(tx: Tx, person: PersonId, signer: str) -> Reader | None:
    """Find who answers about a person: one guardian, else the person; None where nobody is there.

    `signer` empty stands for the person.
    """
    try:
        if signer and signer != person:
            return _guardian(tx, person, SignerId(signer))
        profile = tx.people.profile(person)
    except NoSuchRow:
        return None
    return Reader(
        name=profile.name,
        email=profile.email,
        language=profile.language,
        signer=SignerId(person),
    )


def reader_or_guardian(tx: Tx, person: PersonId, signer: str) -> Reader | None:
    """Find who answers about a person; for a child without an address, a guardian with one."""
    found = reader_of(tx, person, signer)
    if found is not None and found.email:
        return found
    guardians = (_guardian(tx, person, one.signer) for one in tx.guardians.of(person))
    return next((one for one in guardians if one is not None and one.email), found)


def _guardian(tx: Tx, person: PersonId, signer: SignerId) -> Reader | None:
    found = next((one for one in tx.guardians.of(person) if one.signer == signer), None)
    if found is None:
        return None
    return Reader(
        name=found.name, email=found.email, language=found.language, signer=signer, guardian=True
    )


def reader_of_ask(tx: Tx, ask: Ask) -> Reader | None:
    """Find who was asked; the language is that of the ask."""
    found = reader_of(tx, ask.persons[0], ask.signer if ask.guardian else "")
    if found is None:
        return None
    return Reader(
        name=found.name,
        email=found.email,
        language=ask.language or found.language,
        signer=found.signer,
        guardian=found.guardian,
    )


def names_of(tx: Tx, persons: tuple[PersonId, ...]) -> tuple[str, ...]:
    """Give the names of those who are still there."""
    found = []
    for person in persons:
        try:
            found.append(tx.people.profile(person).name)
        except NoSuchRow:
            continue
    return tuple(found)
