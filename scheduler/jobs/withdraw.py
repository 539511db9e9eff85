"""Somebody takes permission back: all of it, some uses, face recognition, or one photo.

Everything is written at once; the photos follow, and each is counted when it was read back.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from consent.answering import LIVE
from consent.ids import AssetId, Channel, PersonId, QuitclaimId, SignerId, WithdrawalId
from consent.lifecycle import How
from consent.newest import current, is_answer
from consent.quitclaims import Quitclaim, Signer
from consent.states import NOES, ConsentState
from consent.withdrawals import Withdrawal, Withdrawn, earlier, withdrawn_by
from scheduler.deps import Deps
from scheduler.errors import ConsentMissing
from scheduler.jobs.end_recognition import end_within
from scheduler.jobs.object_to_photo import object_within, objected_before
from scheduler.jobs.save_quitclaim import note_quitclaim
from scheduler.ports import Tx
from scheduler.ports.outbox import LetterKind
from scheduler.proof import begin_proof, chosen
from scheduler.values import Priority

_POINTLESS = frozenset({LetterKind.ASK, LetterKind.REMINDER, LetterKind.RENEWAL})
"""Letters that nobody should get who has just taken everything back."""
_CAN_END = LIVE | {ConsentState.EXPIRED, ConsentState.INVALIDATED}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """Who takes back what."""

    person: PersonId
    signer: SignerId
    guardian: bool
    channels: frozenset[Channel]
    how: How

    def may_end(self, entry: Quitclaim) -> bool:
        """Tell whether this is theirs to end: a guardian ends their own, a person everything."""
        mine = entry.signer.identity == self.signer or not self.guardian
        return mine and is_answer(entry) and entry.state in _CAN_END


def withdraw_all(
    deps: Deps, person: PersonId, how: How, signer: SignerId | None = None
) -> WithdrawalId:
    """Take everything back, face recognition included. Raises `NoSuchRow`.

    `signer`: who does it; None = the person. A guardian ends what they answered, and says no to
    what others allowed. Taking back what is taken back already gives the earlier withdrawal.
    """
    with deps.store.begin() as tx:
        asked = _asked(tx, person, signer, _every_use(deps, tx, person), how)
        if not asked.guardian:
            tx.outbox.cancel_of(person, _POINTLESS, "withdrawn", deps.clock.now())
        today = deps.clock.today()
        before = None if _may_recognise(tx, person) else _before(tx, asked, Withdrawn.ALL, today)
        if before is not None:
            return before
        _end_uses(deps, tx, asked)
        touched = _end_recognition(deps, tx, asked)
        return _count(deps, tx, asked, Withdrawn.ALL, touched)


def withdraw_uses(
    deps: Deps,
    person: PersonId,
    channels: Iterable[Channel],
    how: How,
    signer: SignerId | None = None,
) -> WithdrawalId:
    """Take some uses back.

    Raises `NoSuchRow`, and `ConsentMissing` where none is named, or one that nobody is asked about.
    Taking back what is taken back already gives the earlier withdrawal.
    """
    wanted = frozenset(channels)
    if not wanted:
        raise ConsentMissing("Name the uses to take back.")
    with deps.store.begin() as tx:
        asked = _asked(tx, person, signer, wanted, how)
        if not wanted <= _every_use(deps, tx, person):
            raise ConsentMissing("Nobody is asked about one of these uses here. Check the names.")
        before = _before(tx, asked, Withdrawn.USES, deps.clock.today())
        if before is not None:
            return before
        _end_uses(deps, tx, asked)
        return _count(deps, tx, asked, Withdrawn.USES, ())


def withdraw_recognition(
    deps: Deps, person: PersonId, how: How, signer: SignerId | None = None
) -> WithdrawalId:
    """Take face recognition back and nothing else.

    Raises `ConsentMissing` where it was not allowed. Where it was taken back already this gives the
    earlier withdrawal.
    """
    with deps.store.begin() as tx:
        asked = _asked(tx, person, signer, frozenset(), how)
        if not _may_recognise(tx, person):
            return _recognition_before(tx, person)
        touched = _end_recognition(deps, tx, asked)
        return _count(deps, tx, asked, Withdrawn.RECOGNITION, touched)


def object_photo(
    deps: Deps, person: PersonId, asset: AssetId, how: How, signer: SignerId | None = None
) -> WithdrawalId:
    """Object to one photo, and to its copies. Raises `NoSuchRow`.

    Objecting to a photo once more gives the earlier withdrawal.
    """
    with deps.store.begin() as tx:
        asked = _asked(tx, person, signer, frozenset(deps.rules.decide.channels), how)
        before = _objection_before(tx, person, asset)
        if before is not None:
            return before
        touched = object_within(deps, tx, person, asset, how.by)
        return _count(deps, tx, asked, Withdrawn.PHOTO, touched)


def _asked(
    tx: Tx,
    person: PersonId,
    signer: SignerId | None,
    channels: frozenset[Channel],
    how: How,
) -> _Asked:
    tx.people.hold([person])
    tx.people.profile(person)
    who = signer or SignerId(person)
    guardian = str(who) != str(person)
    return _Asked(person=person, signer=who, guardian=guardian, channels=channels, how=how)


def _every_use(deps: Deps, tx: Tx, person: PersonId) -> frozenset[Channel]:
    """Give every use that is configured or was ever granted."""
    (subject,) = tx.people.subjects([person]) or (None,)
    granted = subject.quitclaims if subject else ()
    uses = (entry.channels for entry in granted if entry.state in _CAN_END)
    return frozenset(deps.rules.decide.channels).union(*uses)


def _before(tx: Tx, asked: _Asked, what: Withdrawn, today: date) -> WithdrawalId | None:
    """Give the withdrawal that this would repeat; None where there is something to take back."""
    (subject,) = tx.people.subjects([asked.person])
    standing = current(subject, today)
    ends = any(asked.may_end(entry) and entry.channels & asked.channels for entry in standing)
    if ends or not asked.channels <= withdrawn_by(asked.signer, standing):
        return None
    found = earlier(what, asked.channels, tx.withdrawals.of_person(asked.person))
    return None if found is None else found.id


def _may_recognise(tx: Tx, person: PersonId) -> bool:
    consent = tx.people.recognition_consent(person)
    return consent is not None and consent.state in _CAN_END


def _recognition_before(tx: Tx, person: PersonId) -> WithdrawalId:
    consent = tx.people.recognition_consent(person)
    taken_back = consent is not None and consent.state is ConsentState.WITHDRAWN
    found = earlier(Withdrawn.RECOGNITION, frozenset(), tx.withdrawals.of_person(person))
    if not taken_back or found is None:
        raise ConsentMissing("This person has not agreed to be recognised by face.")
    return found.id


def _objection_before(tx: Tx, person: PersonId, asset: AssetId) -> WithdrawalId | None:
    if not objected_before(tx, person, asset):
        return None
    for one in tx.withdrawals.of_person(person):
        if one.what is Withdrawn.PHOTO and asset in tx.withdrawals.assets(one.id):
            return one.id
    return None


def _end_uses(deps: Deps, tx: Tx, asked: _Asked) -> None:
    """Answer no to the uses: whoever takes them back, and for every signer they may end.

    What was answered before stays as it was; this is the newer answer.
    """
    (subject,) = tx.people.subjects([asked.person])
    standing = current(subject, deps.clock.today())
    own = Signer(id=asked.signer, guardian=asked.guardian)
    signers = {asked.signer: own}
    signers |= {entry.signer.identity: entry.signer for entry in standing if asked.may_end(entry)}
    for identity, signer in signers.items():
        theirs = [entry for entry in standing if entry.signer.identity == identity]
        mine = identity == asked.signer
        channels = asked.channels if mine else asked.channels & _allowed(theirs)
        said = withdrawn_by(identity, theirs) - _allowed(theirs)
        _say_no(deps, tx, asked, signer, channels - said)


def _allowed(theirs: Iterable[Quitclaim]) -> frozenset[Channel]:
    """Give the uses that a signer allowed, be it long ago."""
    yes = (entry.channels for entry in theirs if entry.state not in NOES and is_answer(entry))
    return frozenset[Channel]().union(*yes)


def _say_no(
    deps: Deps, tx: Tx, asked: _Asked, signer: Signer, channels: frozenset[Channel]
) -> None:
    """Keep the no of one signer to some uses of every photo."""
    if not channels:
        return
    no = Quitclaim(
        id=QuitclaimId(deps.new_id()),
        person=asked.person,
        state=ConsentState.WITHDRAWN,
        channels=channels,
        asked=channels,
        at=deps.clock.now(),
        signer=signer,
    )
    note_quitclaim(deps, tx, no, asked.how)


def _end_recognition(deps: Deps, tx: Tx, asked: _Asked) -> tuple[AssetId, ...]:
    if not _may_recognise(tx, asked.person):
        return ()
    return end_within(deps, tx, asked.person, ConsentState.WITHDRAWN, asked.how)


def _count(
    deps: Deps, tx: Tx, asked: _Asked, what: Withdrawn, touched: Iterable[AssetId]
) -> WithdrawalId:
    """Wake the photos, and keep which of them must follow."""
    now = deps.clock.now()
    assets = set(touched)
    tx.queue.wake_person(asked.person, Priority.WITHDRAWAL, now)  # of a number kept instead, too
    if what in {Withdrawn.ALL, Withdrawn.USES}:
        assets |= {*tx.assets.with_person(asked.person), *chosen(tx, asked.person)}
    made = Withdrawal(
        id=WithdrawalId(deps.new_id()),
        person=asked.person,
        at=now,
        by=asked.how.by,
        what=what,
        channels=asked.channels,
        photos=0,
    )
    return begin_proof(tx, made, assets, asked.how.means).id
