"""A human says who is on a photo: works in every mode and needs no face, no box and no template."""

from collections.abc import Iterable

from consent.attestations import Attestation
from consent.ids import Actor, AssetId, AttestationId, PersonId
from scheduler.deps import Deps
from scheduler.errors import ConsentMissing
from scheduler.values import Act, Priority
from scheduler.work import key_of


def attest_photo(
    deps: Deps, asset_id: AssetId, persons: Iterable[PersonId], actor: Actor, *, only: bool
) -> None:
    """Record who is on a photo (`only`: and nobody else) and re-decide it.

    Raises `NoSuchRow` and `ConsentMissing`.
    """
    now, named = deps.clock.now(), frozenset(persons)
    with deps.store.begin() as tx:
        asset = tx.assets.get(asset_id)
        unknown = named - set(tx.people.ids())
        if unknown:
            raise ConsentMissing("Add the person first: likeness person add")
        attestation = Attestation(
            id=AttestationId(deps.new_id()),
            asset=asset_id,
            content=key_of(asset.content),
            persons=named,
            only=only,
            by=actor,
            at=now,
        )
        tx.answers.attest(attestation)
        copies = tx.assets.same_content(asset_id)
        tx.queue.wake((asset_id, *copies), Priority.WITHDRAWAL, now)
        act = Act(
            actor=actor, act="attested", subjects=(asset_id, *sorted(named)), detail={"only": only}
        )
        tx.records.act(act, now)
