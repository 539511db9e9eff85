"""From what people type to what is meant: photos, faces, persons, sessions, days.

Messages list ids and never names or paths. Raises `NoSuchRow` and `ChoiceNeeded`.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import typer

from connector.values import HostName
from consent.findings import Finding
from consent.ids import Channel, FindingId, PersonId
from consent.places import places_of
from consent.sessions import Session
from scheduler.errors import ChoiceNeeded, NoSuchRow

if TYPE_CHECKING:
    from likeness.bootstrap.app import App
    from scheduler.values import Asset

T = TypeVar("T")
K = TypeVar("K", bound=str)

_SHORTEST = 4
"""Characters an id may be shortened to."""


def the_photo(app: "App", text: str) -> "Asset":
    """Find a photo by its path in a folder host, its id, or a unique beginning of its id."""
    with app.store.read() as tx:
        found = [asset for place in _places(app, text) for asset in tx.assets.find(place)]
    exact = {asset.id: asset for asset in found if asset.id == text}
    return _one(exact or {asset.id: asset for asset in found}, "photo")


def _places(app: "App", text: str) -> tuple[str, ...]:
    """Give the places a text may mean: itself, and below the root of each folder host it is in.

    A path whose bytes are no text is written as its place is.
    """
    from connector.folder.places import escape

    path = Path(text).expanduser().absolute()
    roots = [host.root for host in app.settings.folders.values()]
    below = [path.relative_to(root) for root in roots if path.is_relative_to(root)]
    itself = text if text.isprintable() else "/".join(map(escape, text.split("/")))
    return (itself, *("/".join(map(escape, inner.parts)) for inner in below))


def the_face(app: "App", text: str) -> Finding:
    """Find a face: its id, or PHOTO#N for the Nth face from the left of a photo."""
    photo, mark, number = text.rpartition("#")
    if not mark or not number.isdecimal():
        return _by_id(app, FindingId(text))
    asset = the_photo(app, photo)
    with app.store.read() as tx:
        findings = tx.findings.of(asset.id)
    places = places_of(findings)
    for finding in findings:
        if finding.id in places and places[finding.id].ordinal == int(number):
            return finding
    raise NoSuchRow(f"This photo has {len(places)} faces; there is no face {number} on it.")


def the_answered(app: "App", text: str) -> FindingId:
    """Find the face whose answer is meant: a face, or the one a photo's latest answer is about."""
    photo, mark, number = text.rpartition("#")
    try:
        return the_face(app, text).id
    except NoSuchRow:
        asset = the_photo(app, photo if mark and number.isdecimal() else text)
    with app.store.read() as tx:
        answered = [one.finding for one in tx.answers.of(asset.id) if one.finding is not None]
    if not answered:
        raise NoSuchRow("There is no answer about this photo to take back.")
    return answered[-1]


def _by_id(app: "App", wanted: FindingId) -> Finding:
    with app.store.read() as tx:
        findings = tx.findings.of(tx.findings.locate(wanted))
    return next(finding for finding in findings if finding.id == wanted)


def the_person(app: "App", text: str) -> PersonId:
    """Find a person by id, a unique beginning of it, e-mail address or name."""
    found = app.store.find_person(text)
    if not found and len(text) >= _SHORTEST:
        with app.store.read() as tx:
            found = tuple(person for person in tx.people.ids() if person.startswith(text))
    if len(found) > 1:
        told = "\n".join(f"  {person}  {facts}" for person, facts in told_apart(app, found).items())
        raise ChoiceNeeded(f"This fits several; give one id of:\n{told}")
    return _one({person: person for person in found}, "person")


def told_apart(app: "App", persons: Sequence[PersonId]) -> dict[PersonId, str]:
    """Say what tells persons from each other: groups, birth year, standing; never a name."""
    from likeness.standings import standings_of

    with app.store.read() as tx:
        facts = standings_of(tx, len(app.deps.rules.decide.channels), app.deps.clock.today())
        described = tx.people.described({person: tx.people.profile(person) for person in persons})
    return {
        person: " · ".join(
            (
                *sorted(one.groups),
                *(() if one.year is None else (str(one.year),)),
                facts.standing(person).value,
            )
        )
        for person, one in sorted(described.items(), key=lambda entry: entry[1].number)
    }


def the_host(app: "App", text: str) -> HostName:
    """Find a host by its name in the settings."""
    if text not in app.settings.hosts:
        known = ", ".join(app.settings.hosts) or "none"
        raise typer.BadParameter(f"No such host. Configured: {known}.")
    return HostName(text)


def the_session(app: "App", text: str) -> Session:
    """Find a session by id, a unique beginning of it, or its name."""
    with app.store.read() as tx:
        sessions = {session.id: session for session in tx.sessions.all()}
    named = {key: one for key, one in sessions.items() if text in {key, one.name}}
    begun = {key: one for key, one in sessions.items() if key.startswith(text)}
    return _one(named or (begun if len(text) >= _SHORTEST else {}), "session")


def _one(found: Mapping[K, T], what: str) -> T:
    if not found:
        raise NoSuchRow(f"There is no such {what}.")
    if len(found) > 1:
        raise ChoiceNeeded(f"This fits several; give one id of: {', '.join(sorted(found))}.")
    return next(iter(found.values()))


def channels_of(app: "App", names: str | None) -> frozenset[Channel]:
    """Read `website,print`; all configured channels where nothing is named."""
    known = tuple(app.settings.channels)
    wanted = listed(names) if names else known
    wrong = [name for name in wanted if name not in known]
    if wrong:
        raise typer.BadParameter(
            f"No such channel: {', '.join(wrong)}. Configured: {', '.join(known)}."
        )
    return frozenset(Channel(name) for name in wanted)


def listed(text: str) -> Sequence[str]:
    """Read a comma-separated list."""
    return tuple(word.strip() for word in text.split(",") if word.strip())


def a_day(text: str) -> date:
    """Read a local day such as 2026-06-30."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter("must be a day such as 2026-06-30") from None
