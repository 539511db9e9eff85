"""Proof of signatures, to be read or checked: given out to people of the office only."""

from typing import Annotated

from fastapi import Depends, Response

from consent.ids import PersonId, SignatureId
from likeness.evidence.package import canonical, from_bytes
from likeness.web.office_pages.routing import Desk
from likeness.web.office_pages.visitors import Visitor


def add_evidence(desk: Desk) -> None:
    """Add the downloads."""
    see = desk.door.see

    @desk.router.get("/people/{person}/evidence/{signature}.pdf")
    def printed(visitor: Annotated[Visitor, Depends(see)], person: str, signature: str) -> Response:
        """Give what was shown and answered, as a PDF."""
        data = _opened(desk, visitor, person, signature)
        return _file(from_bytes(data).printed, "application/pdf", f"{signature}.pdf")

    @desk.router.get("/people/{person}/evidence/{signature}.json")
    def record(visitor: Annotated[Visitor, Depends(see)], person: str, signature: str) -> Response:
        """Give the record as it was hashed."""
        data = _opened(desk, visitor, person, signature)
        body = canonical(dict(from_bytes(data).record))
        return _file(body, "application/json", f"{signature}.json")


def _opened(desk: Desk, visitor: Visitor, person: str, signature: str) -> bytes:
    desk.pages.saw(visitor.account, "evidence-opened", (person, signature))
    with desk.pages.store.read() as tx:
        return tx.evidence.open(PersonId(person), SignatureId(signature))


def _file(data: bytes, kind: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(data, media_type=kind, headers=headers)
