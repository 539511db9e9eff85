"""`likeness explain`: why a photo has its status, face by face."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from consent.answers import FaceAnswer
from consent.decisions import ChannelVerdict, Decision, Reason
from consent.findings import Finding, Score
from consent.ids import FindingId, PersonId
from likeness.cli.face_lines import face_lines
from likeness.cli.find import a_day, the_photo
from likeness.cli.frame import Frame, frame_of
from likeness.cli.opened import actor, opened
from likeness.cli.people import PhotoArg

if TYPE_CHECKING:
    from consent.ids import AssetId
    from likeness.bootstrap.app import App
    from likeness.i18n.words import Wording

LANGUAGE = "en"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("explain")(explain)


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What is told about one photo, and how."""

    decision: Decision
    findings: Sequence[Finding]
    names: Mapping[PersonId, str] = field(default_factory=dict)
    channel: str | None = None
    note: str = ""
    offers: Sequence[tuple[Finding, FaceAnswer]] = ()


def explain(
    context: typer.Context,
    photo: PhotoArg,
    on: Annotated[
        date | None, typer.Option(parser=a_day, metavar="DAY", help="As we said on that day.")
    ] = None,
    recompute: Annotated[
        bool, typer.Option("--recompute", help="For that day, with what is known today.")
    ] = False,
    channel: Annotated[str | None, typer.Option(help="Only this channel.")] = None,
    names: Annotated[bool, typer.Option("--names", help="Say who; that is logged.")] = False,
    reason: Annotated[str, typer.Option(help="Why you look at names.")] = "",
) -> None:
    """Say why, face by face, known no's first."""
    if names and not reason.strip():
        raise typer.BadParameter("Say why: --reason. It is kept in the audit log.")
    frame = frame_of(context)
    with opened(frame) as app:
        if channel is not None and channel not in app.settings.channels:
            raise typer.BadParameter(f"Configured channels: {', '.join(app.settings.channels)}.")
        asset = the_photo(app, photo).id
        told = replace(_decided(app, asset, on, recompute=recompute), channel=channel)
        if names:
            told = replace(told, names=_names(app, asset, told.findings, reason))
        _print(frame, asset, told, app.wording)


def _decided(app: "App", asset: "AssetId", on: date | None, *, recompute: bool) -> Telling:
    """Give what was said then, or what holds with today's knowledge."""
    from scheduler.jobs.explain_photo import explain_photo, said_on
    from scheduler.reading import read_document

    if on is None or recompute:
        found = explain_photo(app.deps, asset, on)
        how = f"Recomputed for {on} with what is known today." if on else ""
        return Telling(
            decision=found.decision, findings=found.findings, offers=found.offers, note=how
        )
    stored = said_on(app.deps, asset, on, app.settings.timezone)
    decision, findings = read_document(stored.document)
    at = stored.at.isoformat(timespec="seconds")
    note = f"As decided at {at}, record {stored.audit_seq} of the audit log."
    return Telling(decision=decision, findings=findings, note=note)


def _names(
    app: "App", asset: "AssetId", findings: Sequence[Finding], reason: str
) -> Mapping[PersonId, str]:
    from scheduler.jobs.explain_photo import names_for

    with app.store.read() as tx:
        known = frozenset(tx.people.ids())
    persons = known & {finding.person for finding in findings if finding.person}
    profiles = names_for(app.deps, persons, reason, actor(), asset)
    return {person: profile.name for person, profile in profiles.items()}


def _print(frame: Frame, asset: str, told: Telling, words: "Wording") -> None:
    shown = [
        one for one in told.decision.channels if told.channel is None or one.channel == told.channel
    ]
    lines = [words.status(told.decision.status, LANGUAGE), *([told.note] if told.note else [])]
    until = words.until(told.decision, LANGUAGE)
    lines += [f"Cleared {until}."] if until else []
    for reasons, channels in _grouped(shown).items():
        uses = words.uses(channels, len(told.decision.channels), LANGUAGE)
        lines += ["", *(_line(told, uses, reason, words) for reason in reasons)]
    faces = face_lines(told.findings, told.offers)
    lines += ["", *faces] if faces else []
    frame.give(_as_json(asset, told, shown, words), "\n".join(lines))


_ORDER = ("blocked", "review", "not-assessed", "cleared", "no-people")


def _grouped(shown: Sequence[ChannelVerdict]) -> dict[tuple[Reason, ...], list[str]]:
    """Put channels with the very same reasons together, known no's first."""
    groups: dict[tuple[Reason, ...], list[str]] = {}
    for channel in sorted(shown, key=lambda one: _ORDER.index(one.verdict)):
        groups.setdefault(channel.reasons, []).append(channel.channel)
    return groups


def _line(told: Telling, uses: str, reason: Reason, words: "Wording") -> str:
    text = words.explain(uses, reason, LANGUAGE, who=_who(told, reason.person))
    return f"{text} [consent {reason.quitclaim}]" if reason.quitclaim else text


def _who(told: Telling, person: PersonId | None) -> str:
    return told.names.get(person, "") if person else ""


def _as_json(
    asset: str, told: Telling, shown: Sequence[ChannelVerdict], words: "Wording"
) -> dict[str, object]:
    scores = {finding.id: finding.score for finding in told.findings}
    return {
        "photo": asset,
        "status": told.decision.status.value,
        "until": told.decision.valid_until,
        "mode": told.decision.mode.value,
        "at": told.decision.at.isoformat(),
        "day": told.decision.today,
        "channels": [
            {
                "channel": one.channel,
                "verdict": one.verdict.value,
                "until": one.valid_until,
                "reasons": [_reason(told, one, reason, scores, words) for reason in one.reasons],
            }
            for one in shown
        ],
    }


def _reason(
    told: Telling,
    channel: ChannelVerdict,
    reason: Reason,
    scores: Mapping[FindingId, Score | None],
    words: "Wording",
) -> dict[str, object]:
    score = scores.get(reason.finding) if reason.finding else None
    who = _who(told, reason.person)
    return {
        **asdict(reason),
        "text": words.explain(words.channel(channel.channel, LANGUAGE), reason, LANGUAGE),
        "score": asdict(score) if score else None,
        **({"name": who} if who else {}),
    }
