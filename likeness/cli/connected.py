"""What is told about a host that was connected, whatever kind it is."""

from typing import TYPE_CHECKING

from likeness.cli.exits import Exit
from likeness.cli.frame import stop

if TYPE_CHECKING:
    from likeness.bootstrap.connecting import Connected


def plain(name: str, made: "Connected") -> dict[str, object]:
    """Give it for scripts."""
    return {
        "host": name,
        "new": made.new,
        "stage": made.stage.value,
        "checks": [{"check": one.name, "ok": one.ok, "advice": one.advice} for one in made.lines],
    }


def lines(name: str, made: "Connected") -> list[str]:
    """Say it for people."""
    wrong = [f"  {one.name}: {one.advice}" for one in made.lines if not one.ok]
    first = f"Connected: {name}." if made.new else f"Connected already: {name}."
    return [first, *(["To be put right:", *wrong] if wrong else ["It answers as it should."])]


def next_steps(name: str, made: "Connected") -> list[str]:
    """Say what comes next."""
    from scheduler.stages import Stage

    if made.stage is not Stage.OBSERVING:
        return ["", "Next: likeness scan"]
    return [
        "",
        "It is observed: nothing is written into it yet. Next:",
        f"  likeness scan {name}",
        f"  likeness report gaps {name}",
        f"  likeness pilot {name} --only SCOPE, then likeness go-live {name}",
    ]


def stop_where(made: "Connected", *, by_hand: bool = False) -> None:
    """End with the code that says that something is left to do, where it is."""
    if by_hand or not all(one.ok for one in made.lines):
        raise stop(Exit.ATTENTION)
