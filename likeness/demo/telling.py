"""What the demo prints: numbered steps, progress, and a table of all photos at the end."""

import shlex
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

from consent.states import Status
from likeness.demo.cards import Cards, counted
from likeness.demo.folder import DemoFolder
from likeness.demo.story import Member
from likeness.i18n.phrases import SIGNS
from likeness.i18n.places import day, listed
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
_LANGUAGE = "en"
_GOOD = frozenset({"cleared", "no-people"})


class Teller:
    """Prints to one console, in English."""

    def __init__(self, console: Console) -> None:
        """Begin before step 1."""
        self._console, self._wording = console, Wording(labels={})
        self._step = 0

    def opening(self) -> None:
        """Say what is about to happen."""
        self._console.print(Text("Likeness: a demonstration on real photos", style="bold"))
        self._console.print("It runs on this machine alone, and every name in it is invented.")

    def closing(self, folder: DemoFolder) -> None:
        """Say where the result is, and what to type next."""
        place = shlex.quote("summer party/the whole table.jpg")
        lines = (
            ("Open in your browser", str(folder.sheet)),
            ("Why one photo?", f"likeness --data {shlex.quote(str(folder.data))} explain {place}"),
            ("Your own photos", "likeness init"),
            ("Take the demo away", f"rm -r {shlex.quote(str(folder.root))}"),
        )
        self._console.print(Text("What next", style="bold"))
        for title, command in lines:
            self._console.print(Text(f"  {title:<22}{command}"), soft_wrap=True)

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
        """Show a bar while something long is done, where somebody watches."""
        if not self._console.is_terminal:
            yield lambda _done, _total: None
            return
        columns = (TextColumn("  {task.description}"), BarColumn(), MofNCompleteColumn())
        with Progress(*columns, console=self._console, transient=True) as bar:
            task = bar.add_task(title, total=None)
            yield lambda done, total: bar.update(task, completed=done, total=total)

    @contextmanager
    def saying(self, title: str) -> Iterator[Callable[[str], None]]:
        """Show what is being done now, where its length is not known."""
        if not self._console.is_terminal:
            yield lambda _text: None
            return
        with self._console.status(f"  {title}") as status:
            yield lambda text: status.update(f"  {title}: {text}")

    def enrolled(self, member: Member) -> None:
        """Print one person: what they agreed to, and what became of their shots."""
        taken = sum(offer.outcome is Offered.ENROLLED for offer in member.offers)
        why = {reason.value for offer in member.offers for reason in offer.reasons}
        refused = f", refused: {', '.join(sorted(why)).replace('-', ' ')}" if why else ""
        line = Text.assemble(
            (f"  {member.role.label.value:<6}", "bold"),
            f"{member.role.text}; {taken} of {len(member.offers)} shots enrolled{refused}.",
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
        moved = Counter(
            (one.before.status, one.after.status)
            for one in changed
            if one.before.status is not one.after.status
        )
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
        table = Table(box=SIMPLE_HEAD, pad_edge=False, expand=False)
        table.add_column("photo", no_wrap=True, min_width=30)
        table.add_column("was", justify="center")
        table.add_column("now", no_wrap=True)
        table.add_column("cleared for", overflow="fold")
        folders = {card.folder: None for card in after.values()}
        for folder in folders:
            table.add_row(Text(f"{folder}/", style="cyan"))
            for key, card in after.items():
                if card.folder == folder:
                    table.add_row(*self._row(before[key], card))
        self._console.print(table)

    def _row(self, before: SheetPhoto, now: SheetPhoto) -> tuple[Text, Text, Text, str]:
        was = Text(SIGNS[before.status], style=_STYLES[before.status])
        word = Text(self._word(now.status), style=_STYLES[now.status])
        style = "bold" if before.status is not now.status else ""
        return Text(f"  {now.title}", style=style), was, word, self._uses(now)

    def _word(self, status: Status) -> str:
        return self._wording.status(status, _LANGUAGE)

    def _uses(self, card: SheetPhoto) -> str:
        cleared = [one.name for one in card.channels if one.verdict in _GOOD]
        if not cleared:
            return ""
        every = len(cleared) == len(card.channels)
        until = f", until {day(card.until, _LANGUAGE)}" if card.until else ""
        return ("every use" if every else listed(cleared, _LANGUAGE)) + until
