"""What the demo prints: numbered steps, progress, and a table of all photos at the end."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from rich.box import SIMPLE
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

from consent.states import Status
from likeness.demo.cards import Cards, counted
from likeness.demo.story import Member
from likeness.i18n.places import day
from likeness.i18n.words import Wording
from likeness.sheet.view import SheetChange, SheetPhoto
from scheduler.jobs.enrol_person import Offered

_STYLES: Mapping[Status, str] = {
    Status.CLEARED: "green",
    Status.PARTLY: "yellow",
    Status.REVIEW: "yellow",
    Status.BLOCKED: "red",
    Status.NO_PEOPLE: "bright_black",
    Status.NOT_ASSESSED: "bright_black",
}
_GOOD = frozenset({"cleared", "no-people"})


class Teller:
    """Prints to one console, in one language."""

    def __init__(self, console: Console, wording: Wording, language: str) -> None:
        """Begin before step 1."""
        self._console, self._wording, self._language = console, wording, language
        self._step = 0

    def step(self, title: str, text: str = "") -> None:
        """Print the heading of the next step."""
        self._step += 1
        self._console.print(Text.assemble((f"\n{self._step} ", "bold cyan"), (title, "bold")))
        if text:
            self.say(text)

    def say(self, text: str) -> None:
        """Print one line below a heading."""
        self._console.print(Text("  " + text), soft_wrap=True)

    @contextmanager
    def progress(self, title: str) -> Iterator[Callable[[int, int], None]]:
        """Show a bar while something long is done; the callback takes done and total."""
        columns = (TextColumn("  {task.description}"), BarColumn(), MofNCompleteColumn())
        with Progress(*columns, console=self._console, transient=True) as bar:
            task = bar.add_task(title, total=None)
            yield lambda done, total: bar.update(task, completed=done, total=total)

    @contextmanager
    def saying(self, title: str) -> Iterator[Callable[[str], None]]:
        """Show what is being done now, where its length is not known."""
        with self._console.status(f"  {title}") as status:
            yield lambda text: status.update(f"  {title}: {text}")

    def enrolled(self, member: Member) -> None:
        """Print one person: what they agreed to, and what became of their shots."""
        taken = sum(offer.outcome is Offered.ENROLLED for offer in member.offers)
        why = {reason.value for offer in member.offers for reason in offer.reasons}
        refused = f", refused: {', '.join(sorted(why))}" if why else ""
        line = Text.assemble(
            (f"  {member.role.label.value:<6}", "bold"),
            f"{member.role.text}; enrolled from {taken} of {len(member.offers)} shots{refused}.",
        )
        self._console.print(line, soft_wrap=True)

    def counts(self, cards: Cards) -> None:
        """Print how many photos have each status."""
        found = counted(cards)
        line = Text("  ")
        for status in Status:
            if number := found.get(status, 0):
                line.append(f"{self._word(status)} {number}   ", style=_STYLES[status])
        self._console.print(line, soft_wrap=True)

    def moves(self, changed: Sequence[SheetChange]) -> None:
        """Print how many photos went from which status to which."""
        moved = Counter((one.before.status, one.after.status) for one in changed)
        for (before, after), number in sorted(moved.items()):
            self._console.print(
                f"  {number:>3} ",
                Text(self._word(before), style=_STYLES[before]),
                " → ",
                Text(self._word(after), style=_STYLES[after]),
                sep="",
                soft_wrap=True,
            )

    def photos(self, before: Cards, after: Cards) -> None:
        """Print the table of all photos: what they said at first, and what they say now."""
        table = Table(title="The library, before and after", title_justify="left", box=SIMPLE)
        for heading in ("photo", "before", "now", "cleared for", "until"):
            table.add_column(heading, overflow="fold")
        for key, card in after.items():
            table.add_row(key, self._status(before[key]), self._status(card), *self._uses(card))
        self._console.print()
        self._console.print(table)

    def _status(self, card: SheetPhoto) -> Text:
        return Text(self._word(card.status), style=_STYLES[card.status])

    def _word(self, status: Status) -> str:
        return self._wording.status(status, self._language)

    def _uses(self, card: SheetPhoto) -> tuple[str, str]:
        cleared = [one.name for one in card.channels if one.verdict in _GOOD]
        every = len(cleared) == len(card.channels) and cleared
        uses = "every use" if every else ", ".join(cleared)
        return uses, day(card.until, self._language) if card.until else ""
