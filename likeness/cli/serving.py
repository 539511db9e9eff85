"""`likeness serve`: both listeners, the workers and the timers, until SIGTERM."""

import threading

import typer

from likeness.cli.exits import Exit
from likeness.cli.frame import frame_of, stop
from likeness.cli.opened import working
from likeness.cli.release import release


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("serve")(serve)


def serve(context: typer.Context) -> None:
    """Run the service. Logs go to stderr; SIGTERM or Ctrl-C stops it gracefully."""
    from likeness.bootstrap.running import run_service
    from likeness.logs import Level, watch_threads
    from likeness.web.serving import stopping_on_signals

    frame, halt = frame_of(context), threading.Event()
    watch_threads()
    with stopping_on_signals(halt), working(frame, "likeness serve", Level.INFO) as app:
        fine = run_service(app, release(), halt)
    if not fine:
        raise stop(Exit.MODEL)
