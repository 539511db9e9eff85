"""Takes evidence out of the database: as files that prove themselves, and as receipts."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from consent.evidence import make_receipt
from consent.ids import PersonId, SignatureId
from likeness.audit.chain import Link
from likeness.evidence.errors import NotEvidence
from likeness.evidence.package import canonical, from_bytes, sha256
from likeness.evidence.verify import Flaw, Proof, Verdict, from_file, to_file, verify
from likeness.storage.store import SqlTx
from scheduler.errors import NoSuchRow
from scheduler.evidence import KEPT
from scheduler.ports.evidence import KeptEvidence

MOST_ENTRIES = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """One answer, as the files that are handed out."""

    name: str
    """Of the files, without their ending: the number of the signature."""
    proof: bytes = field(repr=False)
    printed: bytes = field(repr=False)
    receipt: bytes = field(repr=False)
    scan: bytes = field(repr=False)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Give each file with its name."""
        yield f"{self.name}.json", self.proof
        yield f"{self.name}.pdf", self.printed
        yield f"{self.name}.receipt.json", self.receipt
        if self.scan:
            yield f"{self.name}.scan", self.scan


def take(tx: SqlTx, person: PersonId, *, chain: bool = False) -> tuple[Taken, ...]:
    """Take out all evidence of a person, oldest first.

    `chain`: with every later entry of the audit log, which names others by their numbers; else
    with the one entry that carries the hashes.
    """
    return tuple(_taken(tx, kept, chain=chain) for kept in tx.evidence.of_person(person))


def take_one(tx: SqlTx, person: PersonId, signature: SignatureId) -> Taken:
    """Take out the evidence of one signature. Raises `NoSuchRow`."""
    for kept in tx.evidence.of_person(person):
        if kept.signature == signature:
            return _taken(tx, kept, chain=False)
    raise NoSuchRow("There is no such signature of this person.")


def _taken(tx: SqlTx, kept: KeptEvidence, *, chain: bool) -> Taken:
    package = from_bytes(tx.evidence.open(kept.person, kept.signature))
    entries = tx.records.segment(kept.audit_seq, MOST_ENTRIES if chain else 1)
    proof = Proof(
        package=package,
        entries=tuple(entry.text for entry in entries),
        hashes=tuple(entry.hash for entry in entries),
    )
    first = proof.first
    receipt = make_receipt(package.record, f"{first.seq}:{first.hash}")
    return Taken(
        name=kept.signature,
        proof=to_file(proof),
        printed=package.printed,
        receipt=canonical(receipt),
        scan=package.scan,
    )


def verify_here(tx: SqlTx, data: bytes) -> Verdict:
    """Check a file by this database: a proof, or the bare PDF or record.

    Raises `ChainBroken` where the audit log itself was changed.
    """
    tx.records.verify()
    proof = _proof_in(data)
    if proof is None:
        entry = tx.records.entry_with(KEPT, sha256(data))
        if entry is None:
            return Verdict(flaws=(Flaw.ELSEWHERE,))
        return Verdict(flaws=(), entry=Link(seq=entry.seq, hash=entry.hash))
    verdict = verify(data)
    here = tx.records.segment(proof.first.seq, 1)
    known = bool(here) and here[0].hash == proof.first.hash
    flaws = verdict.flaws if known else (*verdict.flaws, Flaw.ELSEWHERE)
    return Verdict(
        flaws=flaws,
        record_sha256=verdict.record_sha256,
        printed_sha256=verdict.printed_sha256,
        entry=verdict.entry,
    )


def _proof_in(data: bytes) -> Proof | None:
    try:
        return from_file(data)
    except NotEvidence:
        return None
