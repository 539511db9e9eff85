"""Lets what humans said of a photo hold for every photo made of the same original bytes.

Words follow when a photo is processed: it is woken whenever something is said of a copy, and a
copy that comes later takes over what was said before its first look.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid5

from consent.answers import FaceAnswer
from consent.attestations import attested
from consent.copies import (
    Copy,
    Here,
    attested_here,
    differ,
    follows,
    offers,
    removals,
    unsettled,
    with_removal,
    with_word,
    words_of,
)
from consent.decision import decide
from consent.decisions import PhotoFacts
from consent.findings import Finding
from consent.ids import Actor, AnswerId, AssetId, AttestationId, Channel, FindingId, PersonId
from consent.states import AnswerKind, FindingKind, Verdict
from scheduler.deps import Deps
from scheduler.ports import Tx
from scheduler.values import Act, Asset
from scheduler.work import Work, key_of

SINCE = "likeness:words-follow-since"
"""The fact that says since when words follow: before it they may differ between copies."""
_SPACE = UUID("6f2c1f5e-5a0b-4f0e-9d38-1f6d5f3f6a11")
"""Makes one stable id per copy and word."""
_NOBODY = PersonId("erased-yet-to-be-named")
_BLOCKING = frozenset({AnswerKind.NAMED, AnswerKind.REMOVED})
_BLOCKED = frozenset({FindingKind.NAMED, FindingKind.REMOVED})


def take_over(deps: Deps, tx: Tx, work: Work, *, first_look: bool) -> Work:
    """Let what was said of copies hold here; gives what is known after it. Safe to run twice.

    No word makes a channel milder that a human blocked here: such a word waits until it does not.
    """
    copies = [_copy(tx, work.asset, other) for other in tx.assets.same_content(work.asset.id)]
    if not copies or work.asset.content is None:
        return work
    here = _here(work)
    taking = _Taking(deps, tx, work)
    after = taking.faces(taking.attestations(here, copies), copies, first_look=first_look)
    if after == here:
        return work
    _keep(deps, tx, here, after)
    return replace(
        work,
        findings=after.findings,
        answers=after.answers,
        attestations=after.attestations,
    )


def offered(tx: Tx, work: Work) -> tuple[tuple[Finding, FaceAnswer], ...]:
    """Give what was said of copies in other hosts and only a human may say here, too."""
    copies = (_copy(tx, work.asset, other) for other in tx.assets.same_content(work.asset.id))
    return tuple(offer for copy in copies for offer in offers(copy, _here(work)))


class _Taking:
    """Takes over one word after the other, as far as no human's block here becomes milder."""

    def __init__(self, deps: Deps, tx: Tx, work: Work) -> None:
        """Read what the rules need."""
        self._deps, self._tx, self._work = deps, tx, work
        since = tx.facts.get(SINCE)
        self._since = datetime.fromisoformat(since) if since else None

    def attestations(self, here: Here, copies: Iterable[Copy]) -> Here:
        """Take over who humans said is on the photo."""
        known = {entry.root for entry in here.attestations}
        found = {
            word.root: word
            for copy in copies
            for word in copy.attestations
            if word.root not in known and word.content == copy.content
        }
        for word in sorted(found.values(), key=lambda entry: (entry.at, entry.root)):
            own = AttestationId(_own_id(here.asset, word.root))
            kept = attested_here(here, word, own, _NOBODY, self._since)
            if kept is not None:
                trial = replace(here, attestations=(*here.attestations, kept))
                here = trial if self._keeps_blocks(here, trial) else here
        return here

    def faces(self, here: Here, copies: Iterable[Copy], *, first_look: bool) -> Here:
        """Take over what humans said of faces, and off which faces somebody was taken."""
        known = self._tx.answers.roots(here.asset)
        today = self._deps.clock.today()
        found = {
            word.root: word
            for copy in copies
            for word in words_of(copy)
            if word.root not in known
            and follows(
                word,
                same_host=copy.same_host,
                may_match=lambda person: person in self._work.allowed([person], today),
            )
        }
        for word in sorted(found.values(), key=lambda entry: (entry.at, entry.root)):
            trial = self._with(here, word)
            here = trial if self._keeps_blocks(here, trial) else here
        for copy in copies:
            for removal in removals(copy, here, first_look=first_look):
                trial = with_removal(here, removal, FindingId(_own_id(here.asset, removal.id)))
                here = trial if self._keeps_blocks(here, trial) else here
        return here

    def _with(self, here: Here, word: FaceAnswer) -> Here:
        if self._since is not None and differ(here, word, self._since):
            word = unsettled(word, AnswerId(self._deps.new_id()), self._deps.clock.now())
            return with_word(here, replace(word, origin=None), word.id)
        return with_word(here, word, AnswerId(_own_id(here.asset, word.root)))

    def _keeps_blocks(self, here: Here, trial: Here) -> bool:
        """Tell whether what a human said here still blocks whatever it blocked."""
        said_here = [answer for answer in here.answers if answer.origin is None]
        faces = {answer.finding for answer in said_here if answer.kind in _BLOCKING}
        own = [face for face in here.findings if face.id in faces and face.kind in _BLOCKED]
        words = [entry for entry in here.attestations if entry.origin is None]
        blocked = self._blocked(attested(words, own, here.content))
        return not blocked or blocked <= self._blocked(
            attested(trial.attestations, trial.findings, here.content)
        )

    def _blocked(self, findings: Iterable[Finding]) -> frozenset[Channel]:
        faces = tuple(findings)
        if not faces:
            return frozenset()
        asset, rules, clock = self._work.asset, self._deps.rules.decide, self._deps.clock
        photo = PhotoFacts(
            mode=self._work.mode, assessed=True, sessions=asset.sessions, asset=asset.id
        )
        persons = self._tx.people.subjects({face.person for face in faces if face.person})
        decision = decide(photo, faces, persons, rules, clock.now(), clock.today())
        return frozenset(
            channel.channel for channel in decision.channels if channel.verdict is Verdict.BLOCKED
        )


def _keep(deps: Deps, tx: Tx, before: Here, after: Here) -> None:
    words = after.answers[len(before.answers) :]
    said = after.attestations[len(before.attestations) :]
    for answer in words:
        tx.answers.add(answer)
    for attestation in said:
        tx.answers.attest(attestation)
    if after.findings != before.findings:
        tx.findings.replace(after.asset, after.findings)
    act = Act(
        actor=Actor("copy"),
        act="words-followed",
        subjects=(after.asset,),
        detail={"count": len(words) + len(said)},
    )
    tx.records.act(act, deps.clock.now())


def _here(work: Work) -> Here:
    return Here(
        asset=work.asset.id,
        content=key_of(work.asset.content),
        findings=work.findings,
        answers=work.answers,
        attestations=work.attestations,
    )


def _copy(tx: Tx, here: Asset, other: AssetId) -> Copy:
    asset = tx.assets.get(other)
    return Copy(
        same_host=asset.ref.host == here.ref.host,
        content=key_of(asset.content),
        findings=tx.findings.of(other),
        answers=tx.answers.of(other),
        attestations=tx.answers.attestations(other),
    )


def _own_id(asset: AssetId, word: AnswerId | AttestationId) -> str:
    return str(uuid5(_SPACE, f"{asset}:{word}"))
