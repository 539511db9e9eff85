"""Proof of withdrawals: each photo that was written and read back is counted."""

from collections.abc import Iterable
from datetime import datetime

from consent.ids import Actor, AssetId
from consent.withdrawals import Withdrawal
from scheduler.ports import Tx
from scheduler.ports.outbox import Letter, LetterKind
from scheduler.values import Act

WORKER = "worker"


def photo_done(tx: Tx, asset: AssetId, wanted: int, now: datetime) -> None:
    """Count a photo whose host was told, and read back, everything up to `wanted`."""
    finished = tx.withdrawals.done(asset, wanted, now)
    told_when_finished(tx, finished, now)


def told_when_finished(tx: Tx, withdrawals: Iterable[Withdrawal], now: datetime) -> None:
    """Tell the person "n of n in t seconds" once the last photo has followed."""
    for one in withdrawals:
        if one.finished_at is None:
            continue
        detail = {"photos": one.photos, "milliseconds": round(1000 * (one.seconds or 0))}
        subjects = (one.id,) if one.person is None else (one.person, one.id)
        act = Act(actor=Actor(WORKER), act="withdrawal-proved", subjects=subjects, detail=detail)
        tx.records.act(act, now)
        if one.person is not None:
            tx.outbox.put(
                Letter(
                    key=f"withdrawn:{one.id}",
                    kind=LetterKind.WITHDRAWN,
                    person=one.person,
                    refs={"withdrawal": one.id},
                    due_at=now,
                )
            )
