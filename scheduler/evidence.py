"""Keeping evidence in the transaction that it is evidence of."""

from datetime import datetime

from consent.ids import Actor, PersonId
from consent.notices import Notice
from consent.quitclaims import Subject
from consent.receipts import Answered, answered_in
from consent.signing import PersonAnswer, Signature
from scheduler.ports import Tx
from scheduler.ports.evidence import MadeEvidence
from scheduler.values import Act

KEPT = "evidence-kept"


def record_evidence(tx: Tx, made: MadeEvidence, actor: Actor, at: datetime) -> int:
    """Chain both hashes into the audit log and seal what they are of; gives the entry's number.

    The person must be there already. Call it in the transaction that keeps the answer.
    """
    detail = {"evidence": made.record_sha256, "printed": made.printed_sha256}
    act = Act(actor=actor, act=KEPT, subjects=(made.person, made.signature), detail=detail)
    seq = tx.records.act(act, at)
    tx.evidence.keep(made, seq, at)
    return seq


def answered(
    tx: Tx, signature: Signature, notice: Notice, person: PersonId, answer: PersonAnswer
) -> Answered:
    """Give what was answered about a person with one signature, for everything that states it."""
    (subject,) = tx.people.subjects([person]) or (Subject(id=person),)
    recognition = tx.people.recognition_consent(person)
    return answered_in(signature.id, notice, answer, subject.quitclaims, recognition)
