"""Somebody wants to go on: an ask to sign the present text again, before or after the end."""

from collections.abc import Iterable, Sequence

from consent.asks import Ask
from consent.families import Guardian
from consent.ids import Actor, NoticeId, PersonId, SessionId, SignerId
from consent.lifecycle import How
from consent.newest import current
from consent.notices import Audience, best_language
from consent.quitclaims import ForSession, Quitclaim
from consent.renewing import last_yes
from consent.signing import Means
from consent.states import ConsentState, Ground
from scheduler.asking import AskPlan, AskRequest, Problem, Wish, plan_asks
from scheduler.deps import Deps
from scheduler.errors import ConsentMissing, NoticeMissing
from scheduler.jobs.ask_person import ask, ask_within
from scheduler.ports import Tx

_RENEWABLE = frozenset({ConsentState.GIVEN, ConsentState.RENEWED, ConsentState.EXPIRED})


def renew(deps: Deps, person: PersonId, signer: SignerId, how: How, way: Means = Means.LINK) -> Ask:
    """Ask somebody to sign again what they signed last; gives the ask. Safe to run twice.

    Raises `ConsentMissing` where nothing was given, `NoticeMissing` where its text is not asked
    with any more.
    """
    return renew_household(deps, (person,), signer, how, way)


def renew_household(
    deps: Deps,
    persons: Sequence[PersonId],
    signer: SignerId,
    how: How,
    way: Means = Means.LINK,
) -> Ask:
    """Ask for several children at once, on one page; what the first one's text was counts."""
    person = persons[0]
    with deps.store.begin() as tx:
        latest = _latest(deps, tx, person, signer)
        guardian = str(signer) != str(person)
        audience = Audience.GUARDIAN if guardian else Audience.ADULT
        notice = latest.notice or NoticeId(deps.rules.notice)
        wanted = [_language(tx, person, signer)]
        there = tx.notices.languages(notice, audience)
        language = best_language(there, wanted, deps.rules.language)
        if language is None:
            raise NoticeMissing(f"There is no text to sign: likeness notice publish {notice}")
        request = AskRequest(
            persons=tuple(persons),
            signer=signer,
            guardian=guardian,
            notice=notice,
            language=language,
            way=way,
            session=_session(latest),
        )
        return ask_within(deps, tx, request, how.by, letter=way is Means.MAIL)


def preview_renewals(deps: Deps, persons: Iterable[PersonId], way: Means) -> AskPlan:
    """Say who would be asked to renew, each with the text signed last. Changes nothing.

    Whoever said no since then is left alone.
    """
    with deps.store.read() as tx:
        return _plan(deps, tx, tuple(dict.fromkeys(persons)), way)


def renew_many(
    deps: Deps, persons: Iterable[PersonId], way: Means, actor: Actor
) -> tuple[AskPlan, tuple[Ask, ...]]:
    """Ask many people to renew, one letter per household; gives what was planned and the asks.

    Safe to run twice: whoever was asked and has not answered yet is not asked again.
    """
    plan = preview_renewals(deps, persons, way)
    return plan, tuple(ask(deps, request, actor) for request in plan.requests)


def _plan(deps: Deps, tx: Tx, persons: Sequence[PersonId], way: Means) -> AskPlan:
    requests: list[AskRequest] = []
    problems: dict[PersonId, Problem] = dict.fromkeys(persons, Problem.UNKNOWN)
    wishes: dict[tuple[NoticeId, SessionId | None], list[PersonId]] = {}
    for subject in tx.people.subjects(persons):
        latest = last_yes(subject.quitclaims)
        if latest is None:
            problems[subject.id] = Problem.NOTHING
            continue
        del problems[subject.id]
        notice = latest.notice or NoticeId(deps.rules.notice)
        wishes.setdefault((notice, _session(latest)), []).append(subject.id)
    for (notice, session), some in wishes.items():
        wish = Wish(persons=tuple(some), notice=notice, way=way, session=session, again=True)
        plan = plan_asks(deps, tx, wish)
        requests += plan.requests
        problems |= plan.problems
    return AskPlan(requests=tuple(requests), problems=problems)


def _latest(deps: Deps, tx: Tx, person: PersonId, signer: SignerId) -> Quitclaim:
    found = [
        entry
        for subject in tx.people.subjects([person])
        for entry in current(subject, deps.clock.today())
        if signer in {entry.signer.id, entry.signer.identity}
        and entry.state in _RENEWABLE
        and entry.ground is Ground.CONSENT
    ]
    if not found:
        raise ConsentMissing("There is nothing to renew: ask for permission instead.")
    return max(found, key=lambda entry: (entry.at, entry.id))


def _session(latest: Quitclaim) -> SessionId | None:
    return latest.scope.session if isinstance(latest.scope, ForSession) else None


def _language(tx: Tx, person: PersonId, signer: SignerId) -> str:
    guardians: dict[SignerId, Guardian] = {one.signer: one for one in tx.guardians.of(person)}
    if signer in guardians and guardians[signer].language:
        return guardians[signer].language
    return tx.people.profile(person).language
