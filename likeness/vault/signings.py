"""Signed answers and guardians as bytes for the vault, and back. Pure."""

import base64
import json
from collections.abc import Mapping
from datetime import date

from consent.families import Guardian
from consent.ids import Channel, PersonId, SignerId
from consent.signing import PersonAnswer, Sealed

FORMAT = "likeness-signed/1"


def to_bytes(sealed: Sealed) -> bytes:
    """Write what is sealed of a signing under one person's key."""
    answer = sealed.answer
    body = {
        "format": FORMAT,
        "person": answer.person,
        "name": answer.name,
        "birth_date": answer.birth_date.isoformat() if answer.birth_date else None,
        "under_age": answer.under_age,
        "granted": sorted(answer.granted),
        "recognition": answer.recognition,
        "signer_name": sealed.signer_name,
        "signer_email": sealed.signer_email,
        "shown": sealed.shown,
        "drawing": base64.b64encode(sealed.drawing).decode() if sealed.drawing else None,
    }
    return _json(body)


def from_bytes(data: bytes) -> Sealed:
    """Read it."""
    body = json.loads(data)
    answer = PersonAnswer(
        person=PersonId(body["person"]) if body["person"] else None,
        name=body["name"],
        birth_date=date.fromisoformat(body["birth_date"]) if body["birth_date"] else None,
        under_age=body["under_age"],
        granted=frozenset(Channel(channel) for channel in body["granted"]),
        recognition=body["recognition"],
    )
    return Sealed(
        answer=answer,
        signer_name=body["signer_name"],
        signer_email=body["signer_email"],
        shown=body["shown"],
        drawing=base64.b64decode(body["drawing"]) if body["drawing"] else None,
    )


def guardian_to_bytes(guardian: Guardian) -> bytes:
    """Write a guardian."""
    return _json(
        {"name": guardian.name, "email": guardian.email, "language": guardian.language},
    )


def guardian_from_bytes(signer: SignerId, data: bytes) -> Guardian:
    """Read a guardian."""
    body = json.loads(data)
    return Guardian(
        signer=signer, name=body["name"], email=body["email"], language=body["language"]
    )


def _json(body: Mapping[str, object]) -> bytes:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
