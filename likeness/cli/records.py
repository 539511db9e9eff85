"""`likeness consent`, `retention` and `person hold`: evidence, and how long it is kept."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from likeness.cli.exits import Exit
from likeness.cli.find import the_person
from likeness.cli.frame import Cell, Frame, frame_of, stop
from likeness.cli.opened import actor, opened
from likeness.cli.people import DayOption, PersonArg, persons

if TYPE_CHECKING:
    from likeness.audit.chain import Link
    from likeness.evidence.verify import Verdict

group = typer.Typer(help="Evidence of what was signed.", no_args_is_help=True)

FLAWS = {
    "unreadable": "it cannot be read as evidence of ours, or was written anew",
    "record-changed": "the record is not the one whose checksum the audit log carries",
    "pdf-changed": "the PDF is not the one whose checksum the audit log carries",
    "scan-changed": "the scan is not the one the record speaks of",
    "chain-broken": "an entry of the audit log was changed",
    "not-the-noted-entry": "the entry that was noted elsewhere is another",
    "not-of-this-proof": "it is not what the proof beside it is about, or was changed",
    "not-in-this-database": "the audit log here does not know it",
}
_ANCHOR = re.compile(r"(\d{1,18}):([0-9a-f]{64})")


def register(app: typer.Typer) -> None:
    """Add the group and the commands."""
    app.add_typer(group, name="consent")
    app.command("retention")(retention)
    persons.command("hold", short_help="Keep evidence past an erasure.")(hold)


@group.command(short_help="Prove or disprove evidence; needs no installation.")
def verify(
    file: Annotated[Path, typer.Argument(help="What consent export wrote.", metavar="FILE")],
    context: typer.Context,
    proof: Annotated[
        Path | None,
        typer.Option(help="The proof (.json) of a PDF, receipt or scan; else the one beside it."),
    ] = None,
    noted: Annotated[
        str | None, typer.Option(help="An entry noted elsewhere, as NUMBER:CHECKSUM.")
    ] = None,
    here: Annotated[
        bool, typer.Option("--here", help="Compare with this installation's database, too.")
    ] = False,
) -> None:
    """Prove or disprove evidence: the record, the PDF, and their place in the audit log.

    By itself a file proves that nothing in it was changed. That it was not written anew as a whole
    is proved by --noted (the receipt has the entry) or by --here. A PDF, a receipt or a scan is
    checked by the proof that was exported beside it.
    """
    if noted is not None and here:
        raise typer.BadParameter("Give --noted or --here, not both.")
    frame, anchor = frame_of(context), _anchor(noted)
    try:
        data = file.read_bytes()
    except OSError as error:
        raise typer.BadParameter(f"The file cannot be read: {error.strerror}.") from None
    verdict = _here(frame, data) if here else _alone(file, data, proof, anchor)
    _tell(frame, verdict, compared=here or anchor is not None)


def _alone(file: Path, data: bytes, proof: Path | None, anchor: "Link | None") -> "Verdict":
    """Check a file without any installation."""
    from likeness.evidence.verify import is_proof, verify, verify_beside

    beside = proof or file.with_name(file.name.partition(".")[0] + ".json")
    if is_proof(data) or (proof is None and beside == file):
        return verify(data, anchor)
    if proof is None and not beside.is_file():
        raise typer.BadParameter(
            "This file does not prove itself. Put the proof (.json) beside it, name it with"
            " --proof, or compare with the database: --here."
        )
    try:
        return verify_beside(data, beside.read_bytes(), anchor)
    except OSError as error:
        raise typer.BadParameter(f"The proof cannot be read: {error.strerror}.") from None


def _here(frame: Frame, data: bytes) -> "Verdict":
    from likeness.evidence.taking import verify_here

    with opened(frame) as app, app.store.read() as tx:
        return verify_here(tx, data)


def _anchor(noted: str | None) -> "Link | None":
    from likeness.audit.chain import Link

    if noted is None:
        return None
    match = _ANCHOR.fullmatch(noted.strip())
    if match is None:
        raise typer.BadParameter("--noted is written NUMBER:CHECKSUM, as on the receipt.")
    return Link(seq=int(match[1]), hash=match[2])


def _tell(frame: Frame, verdict: "Verdict", *, compared: bool) -> None:
    entry = f"{verdict.entry.seq}:{verdict.entry.hash}" if verdict.entry else None
    value = {
        "holds": verdict.holds,
        "flaws": [flaw.value for flaw in verdict.flaws],
        "compared": compared,
        "entry": entry,
        "record_sha256": verdict.record_sha256,
        "printed_sha256": verdict.printed_sha256,
    }
    if not verdict.holds:
        why = "; ".join(FLAWS[flaw.value] for flaw in verdict.flaws)
        frame.give(value, f"Disproved: {why}.")
        raise stop(Exit.DAMAGED)
    more = (
        "" if compared else "\nCompare the entry with a receipt (--noted) or a database (--here)."
    )
    frame.give(value, f"Proved: nothing was changed.\nEntry of the audit log: {entry}{more}")


@group.command(short_help="Write a person's evidence into a folder.")
def export(
    context: typer.Context,
    person: PersonArg,
    into: Annotated[Path, typer.Option(help="Folder to write into.", metavar="DIR")],
    chain: Annotated[
        bool,
        typer.Option("--chain", help="With all later entries of the audit log, for an auditor."),
    ] = False,
) -> None:
    """Write what a person signed into a folder: proof, PDF, receipt, scan. That is logged."""
    from likeness.evidence.taking import take
    from likeness.vault.private_files import write_private
    from scheduler.values import Act

    frame = frame_of(context)
    with opened(frame) as app:
        found = the_person(app, person)
        with app.store.begin() as tx:
            taken = take(tx, found, chain=chain)
            act = Act(
                actor=actor(),
                act="evidence-exported",
                subjects=(found,),
                detail={"count": len(taken)},
            )
            tx.records.act(act, app.deps.clock.now())
    into.mkdir(mode=0o700, parents=True, exist_ok=True)
    written = [(name, data) for one in taken for name, data in one.files()]
    for name, data in written:
        write_private(into / name, data)
    frame.give(
        {"answers": len(taken), "files": [name for name, _ in written]},
        f"{len(taken)} answers, {len(written)} files in {into}."
        if taken
        else "Nothing that this person signed is kept here.",
    )


@group.command(short_help="Print a receipt with a code, for people without e-mail.")
def receipt(
    context: typer.Context,
    person: PersonArg,
    into: Annotated[Path, typer.Option(help="A .pdf, or .html.", metavar="FILE")],
) -> None:
    """Print the receipt of what a person signed last, with the code that opens their page."""
    from likeness.pdf.files import printed
    from likeness.pdf.receipts import receipt_document
    from likeness.receipting import paper_receipt
    from likeness.vault.private_files import write_private

    frame = frame_of(context)
    with opened(frame) as app:
        url = app.settings.public.public_url
        if not url:
            raise typer.BadParameter("Set public_url under [public] first: it is on the receipt.")
        found = the_person(app, person)
        with app.store.begin() as tx:
            made = paper_receipt(app.deps, tx, found, f"{url}/me", actor())
    write_private(into, printed(receipt_document(made, app.wording.pages), into))
    frame.give({"person": found, "file": str(into)}, f"Written: {into}")


def retention(
    context: typer.Context,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what is due; change nothing.")
    ] = False,
) -> None:
    """End what has been kept long enough. The service does it every day."""
    from scheduler.jobs.apply_retention import apply_retention, plan_retention

    frame = frame_of(context)
    with opened(frame) as app:
        done = plan_retention(app.deps) if dry_run else apply_retention(app.deps, actor())
    rows: list[dict[str, Cell]] = [
        {"what": KINDS[kind], "due" if dry_run else "ended": count}
        for kind, count in done.counts.items()
    ]
    frame.table(rows, ("what", "due" if dry_run else "ended"), "")


KINDS = {
    "evidence": "evidence of uses that ended long ago",
    "names": "names of people who only said no, or whose consents ended long ago",
    "persons": "people who never answered, or said no where no photo is left",
    "holds": "legal holds whose last day is over",
    "views": "lines of who looked at personal data",
    "scores": "scores of how alike faces were",
}


def hold(
    context: typer.Context,
    person: PersonArg,
    reason: Annotated[str, typer.Option(help="Why; the person reads it.")] = "",
    until: DayOption = None,
    lift: Annotated[bool, typer.Option("--lift", help="End all holds of this person.")] = False,
) -> None:
    """Keep the evidence of a person past an erasure, for a claim, until a day. The person is told.

    Only what was signed is kept, under a key of its own that is destroyed after that day.
    """
    from scheduler.jobs.hold_evidence import hold_evidence, lift_holds

    frame = frame_of(context)
    with opened(frame) as app:
        found = the_person(app, person)
        if lift:
            ended = lift_holds(app.deps, found, actor())
            frame.give({"person": found, "lifted": ended}, f"{ended} holds ended.")
            return
        if until is None:
            raise typer.BadParameter("Say until which day: --until.")
        made = hold_evidence(app.deps, found, reason, until, actor())
    frame.give(
        {"hold": made.id, "until": made.until},
        f"Held until {made.until}. The person is told by letter, and on their page.",
    )
