"""`likeness outbox`: letters that wait, were sent, are held or failed, and what to do with them."""

from typing import TYPE_CHECKING, Annotated

import typer

from likeness.cli.exits import Exit
from likeness.cli.frame import Cell, frame_of, stop
from likeness.cli.opened import actor, opened
from scheduler.errors import ChoiceNeeded, NoSuchRow
from scheduler.ports.outbox import OutboxState
from scheduler.values import Act

if TYPE_CHECKING:
    from likeness.bootstrap.app import App
    from scheduler.ports.outbox import Posted

group = typer.Typer(help="Letters that go out.", no_args_is_help=True)

ADVICE = {
    "no-mail-server": "set [mail] in the settings; links can be copied instead",
    "no-public-url": "set public_url in the settings: the letter needs a link; then retry",
    "no-address": "give this person an e-mail address, then retry; or ask in another way",
    "address-unfit": "the address cannot be right: correct it, then retry",
    "address-refused": "the mail server does not know the address: correct it, then retry",
    "letter-refused": "the mail server does not take the letter: look into its log, then retry",
    "crashed": "an unexpected fault while writing it: see the log, then release it or report it",
    "gave-up": "it was not taken for two days: look at the mail server, then retry",
    "after-crash": "it may have arrived: ask, then release it or cancel it",
    "connection-lost": "it may have arrived: ask, then release it or cancel it",
    "unreachable": "the mail server cannot be reached; it is tried again by itself",
    "login-refused": "user or password of [mail] is wrong: likeness doctor --mail-to",
    "certificate": "nobody vouches for the mail server's certificate: set ca_file under [mail]",
    "certificate-file": "the ca_file under [mail] cannot be read",
    "no-tls": "the mail server does not speak TLS on this port: look at port and security",
    "not-supported": "the mail server lacks STARTTLS or login: look at port and security",
    "server-busy": "the mail server wants no more for now; it is tried again by itself",
    "sender-refused": "the mail server does not let us send from this address: [mail] sender",
    "host-refused": "the host does not take messages to this user",
    "host-unavailable": "the host was not reachable; it is tried again by itself",
    "no-such-host": "the host is not connected any more",
}
COLUMNS = ("letter", "kind", "state", "due", "attempts", "maybe_arrived", "word", "advice")
STUCK = frozenset({OutboxState.HELD, OutboxState.FAILED})
OPEN = (OutboxState.WAITING, OutboxState.SENDING, OutboxState.HELD, OutboxState.FAILED)
Which = Annotated[str, typer.Argument(help="Id of a letter, or its beginning.", metavar="LETTER")]


def register(app: typer.Typer) -> None:
    """Add the group."""
    app.add_typer(group, name="outbox")


@group.callback()
def outbox() -> None:
    """See letters, and decide about those that are stuck."""


@group.command("list")
def list_(
    context: typer.Context,
    state: Annotated[OutboxState | None, typer.Option(help="Only letters in this state.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="How many at most.")] = 100,
) -> None:
    """List letters that are not out yet."""
    frame = frame_of(context)
    with opened(frame) as app, app.store.read() as tx:
        found = tx.outbox.all(OPEN if state is None else (state,), limit)
    rows: list[dict[str, Cell]] = [_row(one) for one in found]
    frame.table(rows, COLUMNS, "No letter waits." if state is None else "There is none.")
    if state is None and any(one.state in STUCK for one in found):
        raise stop(Exit.ATTENTION)


def _row(posted: "Posted") -> dict[str, Cell]:
    return {
        "letter": posted.id[:12],
        "kind": posted.letter.kind.value,
        "state": posted.state.value,
        "due": posted.letter.due_at.isoformat(timespec="seconds"),
        "attempts": posted.attempts,
        "maybe_arrived": posted.doubts,
        "word": posted.error or None,
        "advice": ADVICE.get(posted.error),
    }


@group.command()
def hold(context: typer.Context, letter: Which) -> None:
    """Keep a letter back until you release it."""
    _settle(context, letter, OutboxState.HELD, "held")


@group.command()
def release(context: typer.Context, letter: Which) -> None:
    """Send a letter that was held."""
    _settle(context, letter, OutboxState.WAITING, "released")


@group.command()
def cancel(context: typer.Context, letter: Which) -> None:
    """Do not send a letter. Not one that may be out already."""
    _settle(context, letter, OutboxState.CANCELLED, "cancelled")


@group.command()
def retry(
    context: typer.Context,
    letters: Annotated[
        list[str] | None, typer.Argument(help="These letters; all that failed where left out.")
    ] = None,
) -> None:
    """Try letters that failed again."""
    frame = frame_of(context)
    with opened(frame) as app:
        if letters:
            found = [_find(app, letter).id for letter in letters]
        else:
            with app.store.read() as tx:
                found = [one.id for one in tx.outbox.all((OutboxState.FAILED,))]
        tried = [one for one in found if _settle_one(app, one, OutboxState.WAITING, "retried")]
    frame.give({"letters": len(tried)}, f"{len(tried)} letters go out with likeness serve.")


def _settle(context: typer.Context, text: str, state: OutboxState, verb: str) -> None:
    frame = frame_of(context)
    with opened(frame) as app:
        letter = _find(app, text)
        if not _settle_one(app, letter.id, state, verb):
            raise ChoiceNeeded(f"This letter is {letter.state}: it cannot be {verb} any more.")
    frame.give({"letter": letter.id, "state": state.value}, f"The letter is {verb}.")


def _settle_one(app: "App", letter: str, state: OutboxState, verb: str) -> bool:
    now = app.deps.clock.now()
    with app.store.begin() as tx:
        word = "" if state is OutboxState.WAITING else "by-hand"
        done = tx.outbox.settle(letter, state, word, now)
        if done:
            tx.records.act(Act(actor=actor(), act=f"letter-{verb}", subjects=(letter,)), now)
    return done


def _find(app: "App", text: str) -> "Posted":
    """Find a letter by its id or a unique beginning of it."""
    with app.store.read() as tx:
        found = tx.outbox.like(text)
    if not found:
        raise NoSuchRow("There is no such letter: likeness outbox list")
    if len(found) > 1:
        raise ChoiceNeeded("Several letters begin like this: give more of the id.")
    return found[0]
