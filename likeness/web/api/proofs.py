"""Proof: signatures with their evidence, and withdrawals that somebody still has to follow up."""

from datetime import datetime
from typing import Annotated

from fastapi import Depends, Response
from pydantic import BaseModel

from consent.ids import AssetId, PersonId, SignatureId, WithdrawalId
from likeness.evidence.taking import Taken, take_one
from likeness.web.access import Key, Scope
from likeness.web.api.desk import ApiDesk, actor_of
from scheduler import sight
from scheduler.errors import NoSuchRow
from scheduler.values import Act


class SignatureRead(BaseModel):
    """One signature."""

    signature: str
    at: datetime
    means: str


class FollowUpRead(BaseModel):
    """One photo of a withdrawal: is it still used somewhere?"""

    withdrawal: str
    photo: str
    person: str | None
    """Missing where the person was erased."""
    what: str
    at: datetime
    read_back_at: datetime | None
    """When its mark was read back from the host."""
    left_at: datetime | None
    """When it left our sight with a yes on it: it was not reached."""


class OutOfSight(BaseModel):
    """One photo that is still marked yes, but out of our sight."""

    photo: str
    host: str
    number: str
    """The host's own."""
    shows: str
    left_at: datetime
    how: str


def add_proofs_api(desk: ApiDesk) -> None:
    """Add the routes."""
    _evidence(desk)
    _following_up(desk)


def _evidence(desk: ApiDesk) -> None:
    pages, read = desk.pages, Depends(desk.needs(Scope.PEOPLE_READ))

    def taken(key: Key, person: str, signature: str) -> Taken:
        desk.saw(key, "evidence-opened", (person, signature))
        with pages.store.read() as tx:
            return take_one(tx, PersonId(person), SignatureId(signature))

    @desk.router.get("/people/{person}/signatures", summary="What a person signed")
    def signatures(key: Annotated[Key, read], person: str) -> list[SignatureRead]:
        desk.saw(key, "person-opened", (person,))
        with pages.store.read() as tx:
            found = tx.signatures.of_person(PersonId(person))
        return [SignatureRead(signature=it.id, at=it.at, means=it.means.value) for it in found]

    @desk.router.get(
        "/people/{person}/signatures/{signature}.json", summary="The proof of a signature"
    )
    def proof(key: Annotated[Key, read], person: str, signature: str) -> Response:
        """Record, PDF and entry of the audit log: `likeness consent verify` proves or disproves."""
        return Response(taken(key, person, signature).proof, media_type="application/json")

    @desk.router.get(
        "/people/{person}/signatures/{signature}.pdf", summary="What was shown and answered, PDF"
    )
    def printed(key: Annotated[Key, read], person: str, signature: str) -> Response:
        return Response(taken(key, person, signature).printed, media_type="application/pdf")


def _following_up(desk: ApiDesk) -> None:
    pages = desk.pages
    read, write = (
        Depends(desk.needs(Scope.PEOPLE_READ)),
        Depends(desk.needs(Scope.PEOPLE_WRITE)),
    )

    @desk.router.get("/follow-ups", summary="Photos of withdrawals nobody has seen to yet")
    def follow_ups(key: Annotated[Key, read]) -> list[FollowUpRead]:
        with pages.store.read() as tx:
            found = [
                FollowUpRead(
                    withdrawal=one.id,
                    photo=photo,
                    person=one.person,
                    what=one.what.value,
                    at=one.at,
                    read_back_at=read_back.get(photo),
                    left_at=unreached.get(photo),
                )
                for one in tx.withdrawals.all()
                for read_back in [tx.withdrawals.assets(one.id)]
                for unreached in [tx.withdrawals.unreached(one.id)]
                for photo in tx.withdrawals.still_used(one.id)
            ]
        desk.saw(key, "follow-ups-listed", {one.person for one in found if one.person})
        return found

    @desk.router.get("/follow-ups/out-of-sight", summary="Photos out of sight, still marked yes")
    def out_of_sight(key: Annotated[Key, read]) -> list[OutOfSight]:
        del key
        with pages.store.read() as tx:
            return [
                OutOfSight(
                    photo=one.asset,
                    host=one.ref.host,
                    number=one.ref.id,
                    shows=one.status.value,
                    left_at=one.leaving.at,
                    how=one.leaving.how.value,
                )
                for one in tx.sight.all()
            ]

    @desk.router.post(
        "/follow-ups/out-of-sight/{photo}",
        status_code=204,
        summary="Say that a photo out of sight was seen to",
    )
    def seen_to(key: Annotated[Key, write], photo: str) -> Response:
        sight.tick(pages.deps, [AssetId(photo)], actor_of(key))
        return Response(status_code=204)

    @desk.router.post(
        "/follow-ups/{withdrawal}/{photo}",
        status_code=204,
        summary="Say that a photo is used nowhere any more",
    )
    def tick(key: Annotated[Key, write], withdrawal: str, photo: str) -> Response:
        now = pages.deps.clock.now()
        with pages.store.begin() as tx:
            if not tx.withdrawals.confirm_unused(WithdrawalId(withdrawal), AssetId(photo), now):
                raise NoSuchRow("There is nothing to follow up here.")
            act = Act(actor=actor_of(key), act="photo-unused", subjects=(withdrawal, photo))
            tx.records.act(act, now)
        return Response(status_code=204)
