"""Gathers what was said about recognising one person by face: by signing, and by taking it back.

A signature says what its signer answered, whatever became of the consent because of others.
"""

from collections.abc import Iterable

from consent.ids import PersonId, SignerId
from consent.lifecycle import Transition
from consent.recognition_words import Word
from consent.signing import Means, Signature
from consent.states import ConsentState
from scheduler.ports import Tx

_SIGNER, _PERSON = "signer:", "person:"
_BY_SIGNING = frozenset(
    {Means.LINK, Means.MAIL, Means.SESSION, Means.PHONE, Means.PAPER, Means.ATTENDED}
)
"""Steps that a signature made: that says better whose word it is."""
_TAKEN_BACK = frozenset({ConsentState.WITHDRAWN, ConsentState.REVOKED})


def recognition_words(tx: Tx, person: PersonId) -> tuple[Word, ...]:
    """Give every yes and no, each under the number its signer is known by today."""
    words = [
        *_signed(tx, person, tx.signatures.of_person(person)),
        *_taken_back(tx.transitions.of_recognition(person)),
    ]
    same = {
        entry.signer.id: entry.signer.identity
        for subject in tx.people.subjects([person])
        for entry in subject.quitclaims
    }
    return tuple(
        Word(signer=same.get(word.signer, word.signer), at=word.at, yes=word.yes)
        if word.signer
        else word
        for word in words
    )


def _signed(tx: Tx, person: PersonId, signatures: Iterable[Signature]) -> Iterable[Word]:
    """Read each signature under a text that asks about recognition."""
    for one in signatures:
        text = tx.notices.version(one.notice, one.notice_version, one.language, one.audience)
        sealed = tx.signatures.sealed(one.id, person)
        if text is not None and text.recognition and sealed is not None:
            yield Word(signer=one.signer.id, at=one.at, yes=sealed.answer.recognition)


def _taken_back(steps: Iterable[Transition]) -> Iterable[Word]:
    """Read what was taken back without signing; by the office: for everybody who answers."""
    for step in steps:
        if step.after in _TAKEN_BACK and step.means not in _BY_SIGNING:
            yield Word(signer=_who(step.by), at=step.at, yes=False)


def _who(by: str) -> SignerId | None:
    for start in (_SIGNER, _PERSON):
        if by.startswith(start):
            return SignerId(by.removeprefix(start))
    return None
