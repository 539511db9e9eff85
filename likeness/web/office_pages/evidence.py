"""Proof of signatures, to be read or checked: given out to people of the office only."""

from typing import Annotated

from fastapi import Depends, Response

from consent.ids import PersonId, SignatureId
from likeness.evidence.taking import Taken, take_one
from likeness.web.office_pages.routing import Desk
from likeness.web.office_pages.visitors import Visitor


def add_evidence(desk: Desk) -> None:
    """Add the downloads."""
    see = desk.door.see

    @desk.router.get("/people/{person}/evidence/{signature}.pdf")
    def printed(visitor: Annotated[Visitor, Depends(see)], person: str, signature: str) -> Response:
        """Give what was shown and answered, as a PDF."""
        taken = _taken(desk, visitor, person, signature)
        return _file(taken.printed, "application/pdf", f"{signature}.pdf")

    @desk.router.get("/people/{person}/evidence/{signature}.json")
    def proof(visitor: Annotated[Visitor, Depends(see)], person: str, signature: str) -> Response:
        """Give the proof: record, PDF and entry of the audit log, to be verified anywhere."""
        taken = _taken(desk, visitor, person, signature)
        return _file(taken.proof, "application/json", f"{signature}.json")


def _taken(desk: Desk, visitor: Visitor, person: str, signature: str) -> Taken:
    desk.pages.saw(visitor.account, "evidence-opened", (person, signature))
    with desk.pages.store.read() as tx:
        return take_one(tx, PersonId(person), SignatureId(signature))


def _file(data: bytes, kind: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(data, media_type=kind, headers=headers)
