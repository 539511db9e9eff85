"""Follow-ups: permission was taken back; is the photo still used somewhere?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Response
from fastapi.responses import HTMLResponse

from consent.ids import AssetId, WithdrawalId
from consent.withdrawals import Withdrawal
from likeness.storage.store import SqlTx
from likeness.web.office_pages.routing import Desk
from likeness.web.office_pages.shell import seen_other
from likeness.web.office_pages.visitors import Visitor
from scheduler import sight
from scheduler.errors import NoSuchRow
from scheduler.values import Act

MOST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """One withdrawal with the photos nobody has seen to yet."""

    withdrawal: Withdrawal
    name: str = field(repr=False)
    open: tuple[AssetId, ...]
    read_back: Mapping[AssetId, datetime | None]
    unreached: Mapping[AssetId, datetime]
    """When a photo left our sight, marked yes."""
    places: Mapping[AssetId, str] = field(repr=False)


def add_follow_ups(desk: Desk) -> None:
    """Add the page and its tick."""
    pages = desk.pages

    @desk.router.get("/follow-ups")
    def follow_ups(visitor: Annotated[Visitor, Depends(desk.door.see)]) -> HTMLResponse:
        names = pages.store.names()
        with pages.store.read() as tx:
            found = [
                _follow_up(tx, one, names.label(one.person) if one.person else "")
                for one in tx.withdrawals.all()
            ]
            lost = tx.sight.all()
        waiting = [one for one in found if one.open or one.withdrawal.finished_at is None]
        seen = {one.withdrawal.person for one in waiting if one.withdrawal.person}
        pages.saw(visitor.account, "follow-ups-listed", seen)
        pages.saw(visitor.account, "movers-listed", [one.asset for one in lost if one.leaving.by])
        values = {"found": waiting[:MOST], "lost": lost[:MOST], "more": len(lost[MOST:])}
        return desk.shell.page(visitor, "follow_ups.html.j2", values)

    @desk.router.post("/follow-ups/out-of-sight/{photo}")
    def seen_to(visitor: Annotated[Visitor, Depends(desk.door.act)], photo: str) -> Response:
        """Note that a human saw to a photo that is out of our sight."""
        sight.tick(pages.deps, [AssetId(photo)], visitor.account.actor)
        return seen_other("/follow-ups#sight")

    @desk.router.post("/follow-ups/{withdrawal}/{photo}")
    def tick(
        visitor: Annotated[Visitor, Depends(desk.door.act)], withdrawal: str, photo: str
    ) -> Response:
        """Note that a photo is used nowhere any more."""
        now = pages.deps.clock.now()
        with pages.store.begin() as tx:
            if not tx.withdrawals.confirm_unused(WithdrawalId(withdrawal), AssetId(photo), now):
                raise NoSuchRow("There is nothing to follow up here.")
            act = Act(actor=visitor.account.actor, act="photo-unused", subjects=(withdrawal, photo))
            tx.records.act(act, now)
        return seen_other("/follow-ups")


def _follow_up(tx: SqlTx, withdrawal: Withdrawal, name: str) -> FollowUp:
    waiting = tx.withdrawals.still_used(withdrawal.id)[:MOST]
    return FollowUp(
        withdrawal=withdrawal,
        name=name,
        open=waiting,
        read_back=tx.withdrawals.assets(withdrawal.id),
        unreached=tx.withdrawals.unreached(withdrawal.id),
        places={asset: _place(tx, asset) for asset in waiting},
    )


def _place(tx: SqlTx, asset: AssetId) -> str:
    try:
        return tx.assets.get(asset).place
    except NoSuchRow:
        return ""
