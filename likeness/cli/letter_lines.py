"""What `likeness status` says about letters."""

from typing import TYPE_CHECKING

from scheduler.jobs.send_letters import DOWN
from scheduler.ports.outbox import OutboxState

if TYPE_CHECKING:
    from likeness.bootstrap.app import App


def letters_now(app: "App") -> dict[str, object]:
    """Count letters that are not out, and say whether any can go out."""
    with app.store.read() as tx:
        counts, doubts, down = tx.outbox.counts(), tx.outbox.doubts(), tx.facts.get(DOWN)
    configured = app.settings.mail.host is not None
    return {
        "waiting": counts[OutboxState.WAITING] + counts[OutboxState.SENDING],
        "held": counts[OutboxState.HELD],
        "failed": counts[OutboxState.FAILED],
        "in_doubt": doubts,
        "mail": (down or "works") if configured else "not set up",
    }


def letter_lines(letters: dict[str, object]) -> list[str]:
    """Write it for people: nothing where nothing is to be said."""
    lines = []
    if letters["waiting"] or letters["held"] or letters["failed"]:
        line = f"Letters: {letters['waiting']} waiting, {letters['held']} held, "
        lines.append(f"{line}{letters['failed']} failed: likeness outbox list")
    if letters["waiting"] and letters["mail"] == "not set up":
        lines.append("Mail is not set up ([mail] in the settings): copy links instead")
    elif letters["mail"] not in {"works", "not set up"}:
        lines.append(f"Mail does not go out ({letters['mail']}): likeness doctor")
    if letters["in_doubt"]:
        lines.append(f"Found half sent after a crash, may have arrived: {letters['in_doubt']}")
    return lines


def needs_somebody(letters: dict[str, object]) -> bool:
    """Tell whether a letter waits for a human."""
    return bool(letters["held"] or letters["failed"])
