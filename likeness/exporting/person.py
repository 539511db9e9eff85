"""Everything about one person as a ZIP: what the personal page and the command hand out.

The same data gives the same bytes. Nothing about anybody else is in it.
"""

import io
import json
import zipfile
from dataclasses import dataclass, field
from datetime import date

from consent.ids import PersonId, SignerId
from consent.persons import Profile
from likeness.evidence.taking import Taken, take
from likeness.i18n.catalogs import N_
from likeness.i18n.page_words import PageWords
from likeness.i18n.places import day
from likeness.storage.store import SqlTx
from scheduler.presence import photos_with

README = N_(
    "This is what {controller} keeps about you, on {day}.\n"
    "\n"
    "about-you.json: your name, how to reach you, and what else was entered about you.\n"
    "records.json: your answers with every change, when you were asked and written to, the groups\n"
    "and events you are in, the photos on which somebody said that it is you, and who looked at\n"
    "your data.\n"
    "signed/: what you signed: as a PDF, as a record that proves itself, and as a receipt.\n"
    "pictures/: the picture of your face that you let us keep, and those that wait to be\n"
    "checked, if any.\n"
    "\n"
    "Not in it: the numbers that a computer compares faces with, where you agreed to that. They\n"
    "mean nothing outside this system; records.json says how many there are. Photos on which only\n"
    "a computer thinks that it may be you are not in it either: it may be somebody else.\n"
)
_EPOCH = (1980, 1, 1, 0, 0, 0)
_PRIVATE = 0o600 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """What is said on the first page."""

    controller: str
    day: date
    language: str
    """For people whose language is not known."""
    words: PageWords = field(default_factory=PageWords)


def person_zip(
    tx: SqlTx, person: PersonId, cover: Cover, *, signer: SignerId | None = None
) -> bytes:
    """Give the ZIP. Raises `NoSuchRow`.

    `signer`: a guardian who asks. What another guardian signed, with that one's name and address,
    is then left out; None: the person, or the organisation.
    """
    profile = tx.people.profile(person)
    language = profile.language or cover.language
    readme = cover.words.of(language).gettext(README)
    said = readme.format(controller=cover.controller, day=day(cover.day, language))
    files = {
        "README.txt": said.encode(),
        "about-you.json": _json(_profile(person, profile)),
        "records.json": _json(_records(tx, person)),
    }
    for taken in take(tx, person):
        if signer is None or _signed_by(taken, signer):
            files |= {f"signed/{name}": data for name, data in taken.files()}
    reference = tx.pending_enrolments.reference(person)
    if reference is not None:
        files["pictures/reference.jpg"] = reference
    waiting = tx.pending_enrolments.of_person(person)
    for shot in () if waiting is None else tx.pending_enrolments.shots(waiting.id):
        files[f"pictures/waiting-{shot.pose}.jpg"] = shot.picture
    return _zipped(files)


def _profile(person: PersonId, profile: Profile) -> dict[str, object]:
    return {
        "person": person,
        "name": profile.name,
        "email": profile.email,
        "language": profile.language,
        "birth_date": _day(profile.birth_date),
        "decides_alone_from": _day(profile.minor_until),
    }


def _records(tx: SqlTx, person: PersonId) -> dict[str, object]:
    found: dict[str, object] = {
        name: list(rows) for name, rows in tx.dump.of_person(person).items()
    }
    found["photos"] = [
        {"host": one.ref.host, "host_id": one.ref.id, "status": one.status}
        for one in map(tx.assets.get, photos_with(tx, person))
        if one.deleted_at is None
    ]
    found["holds"] = [
        {"until": hold.until.isoformat(), "reason": hold.reason}
        for hold in tx.holds.of_person(person)
    ]
    return found


def _signed_by(taken: Taken, signer: SignerId) -> bool:
    record = json.loads(taken.receipt)
    return bool(record["event"]["entity_id"] == signer)


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True).encode() + b"\n"


def _zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(files.items()):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.external_attr = _PRIVATE
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return out.getvalue()
