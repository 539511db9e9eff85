"""Letters to consent managers: the digest of a day, and one to try with. They name nobody."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from consent.alert_terms import LIVE
from consent.asks import AskState
from consent.decisions import Rules
from consent.ids import AssetId, Channel, PersonId, QuitclaimId, SessionId, WithdrawalId
from consent.newest import current
from consent.quitclaims import ForSession, Quitclaim
from likeness.i18n.host_troubles import trouble_lines
from likeness.mail.drafts import Block, Button, Draft, Items
from likeness.mail.writing import Desk, Pen, Written
from scheduler.desk_alerts import HELD, HOST, PUBLIC, SIGHT, lacking
from scheduler.errors import NoSuchRow
from scheduler.host_troubles import waiting_hosts
from scheduler.letters import slot_of
from scheduler.ports import Tx
from scheduler.ports.alerts import ToldStep
from scheduler.ports.outbox import OutboxState, Posted
from scheduler.ports.post import Moot

NO_READER = Moot(state=OutboxState.CANCELLED, word="no-address")
NOTHING_LEFT = Moot(state=OutboxState.CANCELLED, word="settled")
RECOGNITION = "recognition-"


def digest(tx: Tx, desk: Desk, posted: Posted) -> Written | Moot:
    """Tell one manager what ends, what is missing, and what may still be used."""
    address = _address(desk, posted)
    if not address:
        return NO_READER
    told = tx.alerts.steps_of(str(posted.letter.refs["steps"]))
    pen = desk.pen(desk.language)
    blocks = [
        *_ends(tx, pen, told, desk.now().astimezone(desk.zone).date()),
        *_missing(tx, desk, pen, told),
        *_still_used(tx, pen, told),
        *_held(tx, pen, told),
        *_public(tx, pen, told, desk.now().astimezone(desk.zone).date()),
        *_hosts(tx, pen, told),
        *_out_of_sight(tx, pen, told),
    ]
    if not blocks:
        return NOTHING_LEFT
    blocks += _letters(tx, pen)
    if desk.office_url:
        blocks.append(Button(label=pen.gettext("See who it is about"), url=desk.office_url))
    subject = pen.gettext("Permissions for photos: what needs your attention")
    return Written(draft=pen.draft(subject, pen.gettext("Hello,"), *blocks), address=address)


def trial(desk: Desk) -> Draft:
    """Write the letter that shows that letters arrive."""
    pen = desk.pen(desk.language)
    return pen.draft(
        pen.gettext("A test letter of Likeness"),
        pen.gettext("If you can read this, letters arrive. You do not have to do anything."),
    )


def _address(desk: Desk, posted: Posted) -> str:
    slot = posted.letter.refs["slot"]
    return next((address for address in desk.alerts_to if slot_of(address) == slot), "")


def _ends(tx: Tx, pen: Pen, told: Sequence[ToldStep], today: date) -> Iterable[Block]:
    """List what ends by session or group, and in it by day: how many people."""
    groups: dict[str, dict[date, set[PersonId]]] = defaultdict(lambda: defaultdict(set))
    sessions = {session.id: session.name for session in tx.sessions.all()}
    for step in told:
        if step.person is not None and (place := _place(tx, step, sessions, pen)):
            groups[place][step.last].add(step.person)
    for place in sorted(groups):
        yield place
        yield Items(
            lines=tuple(
                _line(pen, day, len(groups[place][day]), today) for day in sorted(groups[place])
            )
        )


def _line(pen: Pen, day: date, count: int, today: date) -> str:
    if day < today:
        text = pen.ngettext(
            "ended on {day}: {count} person", "ended on {day}: {count} people", count
        )
    else:
        text = pen.ngettext("ends on {day}: {count} person", "ends on {day}: {count} people", count)
    return text.format(day=pen.day(day), count=count)


def _place(tx: Tx, step: ToldStep, sessions: Mapping[SessionId, str], pen: Pen) -> str:
    """Name the session or group something belongs to; empty where it no longer matters."""
    if step.person is None:
        return ""
    if not step.about.startswith(RECOGNITION):
        try:
            quitclaim = tx.people.quitclaim(QuitclaimId(step.about))
        except NoSuchRow:
            return ""
        if quitclaim.state not in LIVE or _is_replaced(tx, quitclaim):
            return ""
        if isinstance(quitclaim.scope, ForSession) and quitclaim.scope.session in sessions:
            return sessions[quitclaim.scope.session]
    names = sorted(group.name for group in tx.groups.of(step.person))
    return names[0] if names else pen.gettext("Without a group")


def _is_replaced(tx: Tx, quitclaim: Quitclaim) -> bool:
    """Tell whether newer answers count instead of it in every use."""
    (subject,) = tx.people.subjects([quitclaim.person])
    return all(one.id != quitclaim.id for one in current(subject, None))


def _missing(tx: Tx, desk: Desk, pen: Pen, told: Sequence[ToldStep]) -> Iterable[Block]:
    """List sessions that lack answers: of those asked by name, and of those on the list."""
    wanted = {step.about.removeprefix("session-") for step in told if step.word == "missing"}
    asked: dict[str, set[PersonId]] = defaultdict(set)
    for ask in tx.asks.all(AskState.OPEN) if wanted else ():
        if ask.session in wanted:
            asked[str(ask.session)].update(ask.persons)
    sessions = {str(session.id): session for session in tx.sessions.all()}
    rules, now = Rules(channels=tuple(map(Channel, desk.wording.labels))), desk.now()
    for one in wanted & sessions.keys():
        today = now.astimezone(desk.zone).date()
        if found := lacking(tx, sessions[one], rules, now, today):
            asked[one].update(found)
    names = {number: session.name for number, session in sessions.items()}
    if asked:
        yield pen.gettext("Answers are missing:")
        yield Items(
            lines=tuple(
                pen.ngettext(
                    "{session}: {count} person", "{session}: {count} people", len(persons)
                ).format(session=names.get(session, session), count=len(persons))
                for session, persons in sorted(asked.items())
            )
        )


def _still_used(tx: Tx, pen: Pen, told: Sequence[ToldStep]) -> Iterable[Block]:
    """List withdrawals whose photos nobody has said to be out of use."""
    lines = []
    for step in told:
        if step.word != "used":
            continue
        left = len(tx.withdrawals.still_used(WithdrawalId(step.about.removeprefix("withdrawal-"))))
        if left:
            text = pen.ngettext(
                "withdrawn on {day}: {count} photo", "withdrawn on {day}: {count} photos", left
            )
            lines.append(text.format(day=pen.day(step.last), count=left))
    if lines:
        yield pen.gettext("Withdrawn. Are these photos still used anywhere?")
        yield Items(lines=tuple(lines))


def _held(tx: Tx, pen: Pen, told: Sequence[ToldStep]) -> Iterable[Block]:
    """Count who came in and may be somebody here, while nobody has said who it is."""
    count = tx.held.count() if any(step.word == HELD for step in told) else 0
    if count:
        yield pen.ngettext(
            "{count} person who came in may be somebody you have. Say who it is: until then their "
            "yes does not count.",
            "{count} people who came in may be somebody you have. Say who they are: until then "
            "their yes does not count.",
            count,
        ).format(count=count)


def _public(tx: Tx, pen: Pen, told: Sequence[ToldStep], today: date) -> Iterable[Block]:
    """Count blocked photos that public links still lead to."""
    about = (step.about.removeprefix("public-") for step in told if step.word == PUBLIC)
    assets = {AssetId(asset) for asset in about}
    hosts = {tx.assets.get(asset).ref.host for asset in assets}
    open_now = {link.asset for host in hosts for link in tx.found_links.open(host, today)}
    count = len(assets & open_now)
    if count:
        yield pen.ngettext(
            "{count} photo that may not be used can be opened by a public link.",
            "{count} photos that may not be used can be opened by public links.",
            count,
        ).format(count=count)


def _hosts(tx: Tx, pen: Pen, told: Sequence[ToldStep]) -> Iterable[Block]:
    """Say what is still in the way of hosts, and how many photos wait for its end."""
    about = {step.about.removeprefix("host-") for step in told if step.word == HOST}
    found = [one for one in waiting_hosts(tx) if one.trouble.host in about]
    if found:
        yield pen.gettext("Photos cannot be told their answer:")
        yield Items(lines=tuple(trouble_lines(found, pen.language)))


def _out_of_sight(tx: Tx, pen: Pen, told: Sequence[ToldStep]) -> Iterable[Block]:
    """Count photos that are still marked yes where we cannot reach them."""
    about = {step.about.removeprefix("sight-") for step in told if step.word == SIGHT}
    count = sum(lost.asset in about for lost in tx.sight.all())
    if count:
        yield pen.ngettext(
            "{count} photo left our sight while it was marked as usable. Find it and tick it off.",
            "{count} photos left our sight while they were marked as usable. Find them and tick "
            "them off.",
            count,
        ).format(count=count)


def _letters(tx: Tx, pen: Pen) -> list[Block]:
    """Say how many letters did not go out."""
    counts = tx.outbox.counts()
    stuck = counts[OutboxState.FAILED] + counts[OutboxState.HELD]
    if not stuck:
        return []
    text = pen.ngettext(
        "{count} letter did not go out and waits for you.",
        "{count} letters did not go out and wait for you.",
        stuck,
    )
    return [text.format(count=stuck)]
