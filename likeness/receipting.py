"""The receipt on paper of what somebody signed last, with the code that opens their page."""

from consent.asks import Link, LinkKind
from consent.ids import Actor, PersonId
from consent.signing import Signature
from likeness.pdf.receipts import Receipt
from likeness.storage.store import SqlTx
from scheduler.deps import Deps
from scheduler.errors import NoSuchRow
from scheduler.evidence import answered
from scheduler.jobs.sign import RECEIPT_SERIAL
from scheduler.paper_codes import code_of, printed
from scheduler.values import Act

_NOTHING = "This person has signed nothing that is kept here."


def paper_receipt(deps: Deps, tx: SqlTx, person: PersonId, address: str, by: Actor) -> Receipt:
    """Put the receipt together and let its code open the page. Raises `NoSuchRow`.

    The code is the same each time; printing it again changes nothing.
    """
    signed = tx.signatures.of_person(person)
    sealed = tx.signatures.sealed(signed[-1].id, person) if signed else None
    if sealed is None:
        raise NoSuchRow(_NOTHING)
    last = signed[-1]
    notice = tx.notices.version(last.notice, last.notice_version, last.language, last.audience)
    if notice is None:
        raise NoSuchRow(_NOTHING)
    code = code_of(deps.secrets.make(LinkKind.RECEIPT, last.id, RECEIPT_SERIAL))
    _open(deps, tx, last, code)
    act = Act(actor=by, act="receipt-printed", subjects=(person, last.id))
    tx.records.act(act, deps.clock.now())
    facts = answered(tx, last, notice, person, sealed.answer)
    return Receipt(
        notice=notice,
        name=sealed.answer.name,
        granted=sealed.answer.granted,
        recognition=sealed.answer.recognition,
        signed_on=last.at.date(),
        ends=facts.until,
        address=address,
        code=printed(code),
        entry=_entry(tx, last, person),
    )


def _open(deps: Deps, tx: SqlTx, signature: Signature, code: str) -> None:
    link = Link(
        hash=deps.secrets.hash_of(code),
        kind=LinkKind.CODE,
        made_at=deps.clock.now(),
        persons=signature.persons,
        signer=signature.signer.id,
    )
    tx.links.put(link)


def _entry(tx: SqlTx, signature: Signature, person: PersonId) -> str:
    for kept in tx.evidence.of_person(person):
        if kept.signature == signature.id:
            (entry,) = tx.records.segment(kept.audit_seq, 1)
            return f"{entry.seq}:{entry.hash}"
    return ""
