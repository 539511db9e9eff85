"""Publish a text, which makes a new version; and say that a version does not hold any more."""

from collections.abc import Sequence
from dataclasses import replace

from consent.answering import LIVE
from consent.errors import NotAllowed
from consent.ids import Actor, NoticeId
from consent.lifecycle import How
from consent.notices import Audience, Notice, missing_sections
from consent.signing import Means
from consent.states import ConsentState
from scheduler.deps import Deps
from scheduler.errors import NoSuchRow
from scheduler.jobs.end_recognition import end_within
from scheduler.ports import Tx
from scheduler.values import Act, Priority

Detail = str | int | bool | None


def publish_notice(deps: Deps, texts: Sequence[Notice], actor: Actor) -> int:
    """Keep texts of one notice, in every language and for every reader, as its next version.

    Gives the number of the version; where nothing changed, that of the one there is. Raises
    `NotAllowed` with what is missing.
    """
    check_texts(texts)
    notice = texts[0].id
    now = deps.clock.now()
    with deps.store.begin() as tx:
        known = _unchanged(tx, texts)
        if known:
            return known
        version = tx.notices.publish(texts, now)
        detail: dict[str, Detail] = {"notice": notice, "version": version, "count": len(texts)}
        tx.records.act(Act(actor=actor, act="notice-published", detail=detail), now)
    return version


def check_texts(texts: Sequence[Notice]) -> None:
    """Refuse texts that nobody could sign. Raises `NotAllowed` with what is missing."""
    if not texts or len({text.id for text in texts}) != 1:
        raise NotAllowed("There are no texts of this notice.")
    if not any(text.audience is Audience.ADULT for text in texts):
        raise NotAllowed("There is no text for adults.")
    for text in texts:
        where = f"{text.id} in {text.language} for {text.audience}"
        if missing := missing_sections(text):
            raise NotAllowed(f"The text {where} lacks: {', '.join(missing)}.")
        if not text.uses:
            raise NotAllowed(f"The text {where} asks about no use.")
        if not (text.controller.strip() and text.contact.strip()):
            raise NotAllowed(
                "Say whom people can reach: set contact in the section [asking] of the settings."
            )


def _unchanged(tx: Tx, texts: Sequence[Notice]) -> int:
    """Give the version that says exactly this; 0 where none that holds does."""
    versions = tx.notices.versions(texts[0].id)
    latest = max(versions, default=0)
    if not latest or versions[latest] is not None:
        return 0
    audiences = sum(len(tx.notices.languages(texts[0].id, audience)) for audience in Audience)
    same = audiences == len(texts) and all(
        tx.notices.version(text.id, latest, text.language, text.audience)
        == replace(text, version=latest)
        for text in texts
    )
    return latest if same else 0


def invalidate_notice(deps: Deps, notice: NoticeId, version: int, actor: Actor) -> int:
    """Say that a version does not hold: what was signed with it stops counting at once.

    Face recognition that rests on it ends. Gives how many photos are decided again; safe to run
    twice. Raises `NoSuchRow`.
    """
    now, how = deps.clock.now(), How(by=actor, means=Means.COMMAND)
    with deps.store.begin() as tx:
        if version not in tx.notices.versions(notice):
            raise NoSuchRow("There is no such version: likeness notice list")
        if not tx.notices.invalidate(notice, version, now):
            return 0
        detail: dict[str, Detail] = {"notice": notice, "version": version}
        tx.records.act(Act(actor=actor, act="notice-invalidated", detail=detail), now)
        woken = _stop_counting(deps, tx, notice, version, how)
        return woken + _end_recognition(deps, tx, notice, version, how)


def _stop_counting(deps: Deps, tx: Tx, notice: NoticeId, version: int, how: How) -> int:
    woken = 0
    for quitclaim_id in tx.signatures.quitclaims(notice, version):
        quitclaim = tx.people.quitclaim(quitclaim_id)
        tx.people.save_quitclaim(replace(quitclaim, notice_valid=False), how)
        woken += tx.queue.wake_person(quitclaim.person, Priority.WITHDRAWAL, deps.clock.now())
    return woken


def _end_recognition(deps: Deps, tx: Tx, notice: NoticeId, version: int, how: How) -> int:
    woken = 0
    for person in tx.signatures.recognition(notice, version):
        consent = tx.people.recognition_consent(person)
        if consent is not None and consent.state in LIVE:
            touched = end_within(deps, tx, person, ConsentState.INVALIDATED, how)
            woken += tx.queue.wake(touched, Priority.WITHDRAWAL, deps.clock.now())
    return woken
