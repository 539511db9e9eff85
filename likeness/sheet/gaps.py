"""The gap report as a page: one file, no script, nothing loaded, no names and no pictures."""

from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined

from consent.states import Status, Verdict
from likeness.i18n.catalogs import N_, catalog
from likeness.i18n.phrases import STATUSES, TROUBLES
from likeness.i18n.places import day
from likeness.i18n.words import Wording
from likeness.sheet.palette import DARK, DASHES, LIGHT, STATUS, VERDICT
from scheduler.gaps import Faces, GapReport, Now
from scheduler.stages import Stage

STAGES = {
    Stage.OBSERVING: N_("Observed: nothing was written into this host."),
    Stage.PILOT: N_("Pilot: answers are written for some photos only."),
    Stage.LIVE: N_("Live: answers are written for every photo."),
    Stage.LEAVING: N_("Being cleaned: what was written is taken back."),
    Stage.DISCONNECTED: N_("Disconnected: nothing is looked at or written."),
}
FACES = {
    Faces.KNOWN: N_("of somebody with a record"),
    Faces.TO_CONFIRM: N_("waiting for a person to confirm"),
    Faces.UNKNOWN: N_("of nobody we know"),
    Faces.SETTLED: N_("nobody needs to be asked"),
}
TEXTS = {
    "title": N_("Gap report"),
    "photos": N_("Photos"),
    "with_people": N_("with people"),
    "with_unknown": N_("with somebody unknown"),
    "undecided": N_("not looked at yet"),
    "statuses": N_("What the photos are"),
    "faces": N_("Faces"),
    "uses": N_("For each use"),
    "use": N_("Use"),
    "not_checked": N_("Why photos were not checked"),
    "new": N_("What editors would newly see"),
    "nothing": N_("Nothing: they see all of it already."),
    "instead_of": N_("What they see of these photos now"),
    "now": N_("Now"),
    "unread": N_("The host did not show these, so they are compared with what it was told"),
    "first": N_("The first of them"),
    "photo": N_("Photo"),
    "in_host": N_("Number in the host"),
    "would": N_("Editors would see"),
    "why": N_("Why"),
    "ids": N_(
        "Photos are named by their numbers only: file names often hold the name of somebody."
    ),
}
NOW = {
    Now.NOTHING: N_("nothing"),
    Now.OTHER: N_("something that is none of these words"),
}
ORDER = (
    Verdict.CLEARED,
    Verdict.NO_PEOPLE,
    Verdict.REVIEW,
    Verdict.BLOCKED,
    Verdict.NOT_ASSESSED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class GapWords:
    """The words of a report in one language."""

    wording: Wording
    language: str

    def __getitem__(self, name: str) -> str:
        """Give a fixed text by name."""
        return self._said(TEXTS[name])

    def stage(self, stage: Stage) -> str:
        """Say what the stage means."""
        return self._said(STAGES[stage])

    def faces(self, kind: Faces) -> str:
        """Say what is known about some faces."""
        return self._said(FACES[kind])

    def status(self, status: Status) -> str:
        """Give a status with its sign."""
        return self.wording.status(status, self.language)

    def now(self, now: Now) -> str:
        """Say what editors see at present."""
        return self._said(NOW[now]) if now in NOW else self.status(Status(now.value))

    def word(self, status: Status) -> str:
        """Give a status without its sign, which stands beside it."""
        return self._said(STATUSES[status])

    def not_checked(self, report: GapReport) -> list[tuple[str, int]]:
        """Give why photos were not checked, most first."""
        found = sorted(report.not_checked.items(), key=lambda one: (-one[1], one[0]))
        return [(self._said(TROUBLES[why]), count) for why, count in found]

    def _said(self, text: str) -> str:
        return catalog(self.language).gettext(text)


def render_gaps(report: GapReport, wording: Wording, language: str) -> str:
    """Give the page."""
    environment = Environment(
        loader=PackageLoader("likeness.sheet"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("gaps.html.j2").render(
        report=report,
        say=GapWords(wording=wording, language=language),
        wording=wording,
        language=language,
        statuses=tuple(Status),
        kinds=tuple(Faces),
        verdicts=ORDER,
        made_on=day(report.made_on, language),
        look=STATUS,
        verdict_look=VERDICT,
        dashes=DASHES,
        light=LIGHT,
        dark=DARK,
    )
