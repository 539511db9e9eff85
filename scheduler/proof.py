"""Proof of withdrawals: each photo that was written and read back is counted."""

from collections.abc import Iterable
from datetime import datetime

from consent.ids import Actor, AssetId, PersonId
from consent.quitclaims import ForPhotos
from consent.signing import Means
from consent.withdrawals import Withdrawal
from scheduler.ports import Tx
from scheduler.ports.outbox import Letter, LetterKind
from scheduler.values import Act, Priority

WORKER = "worker"


def begin_proof(tx: Tx, made: Withdrawal, touched: Iterable[AssetId], means: Means) -> Withdrawal:
    """Wake the photos of a withdrawal, and keep which of them must follow; gives it as counted."""
    assets = set(touched)
    tx.queue.wake(sorted(assets), Priority.WITHDRAWAL, made.at)
    tx.withdrawals.add(made, assets)
    detail = {"kind": made.what.value, "photos": len(assets), "means": means.value}
    subjects = (made.id,) if made.person is None else (made.person, made.id)
    tx.records.act(Act(actor=made.by, act="withdrawn", subjects=subjects, detail=detail), made.at)
    counted = tx.withdrawals.get(made.id)
    told_when_finished(tx, [counted], made.at)
    return counted


def chosen(tx: Tx, person: PersonId) -> frozenset[AssetId]:
    """Give the photos that records of this person name."""
    (subject,) = tx.people.subjects([person])
    scopes = (entry.scope for entry in subject.quitclaims)
    return frozenset[AssetId]().union(
        *(scope.assets for scope in scopes if isinstance(scope, ForPhotos))
    )


def photo_done(tx: Tx, asset: AssetId, wanted: int, now: datetime) -> None:
    """Count a photo whose host was told, and read back, everything up to `wanted`."""
    finished = tx.withdrawals.done(asset, wanted, now)
    told_when_finished(tx, finished, now)


def photo_lost(tx: Tx, asset: AssetId, now: datetime) -> bool:
    """Count a photo that is out of our sight with a yes on it as not reached; False for others."""
    if not tx.sight.is_lost(asset):
        return False
    told_when_finished(tx, tx.withdrawals.lost(asset, now), now)
    return True


def told_when_finished(tx: Tx, withdrawals: Iterable[Withdrawal], now: datetime) -> None:
    """Tell the person "n of n in t seconds" once the last photo has followed, or cannot."""
    for one in withdrawals:
        if one.finished_at is None:
            continue
        detail = {
            "photos": one.photos,
            "unreached": one.unreached,
            "milliseconds": round(1000 * (one.seconds or 0)),
        }
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
