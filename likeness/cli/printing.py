"""What is printed and comes back on paper: posters, forms, no-photo lists, receipts, scans."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from consent.ids import NoticeId
from likeness.cli.applying import apply_now
from likeness.cli.exits import Exit
from likeness.cli.find import a_day, channels_of, the_person, the_session
from likeness.cli.frame import frame_of, stop
from likeness.cli.opened import actor, opened
from likeness.cli.people import PersonArg
from likeness.cli.quitclaims import group as quitclaims
from likeness.cli.sessions import SessionArg
from likeness.cli.sessions import group as sessions

if TYPE_CHECKING:
    from consent.groups import Group
    from likeness.bootstrap.app import App
    from likeness.printing import Printing

Into = Annotated[Path, typer.Option(help="What to write: a .pdf, or .html.", metavar="FILE")]
NoticeOption = Annotated[str | None, typer.Option(help="Which text; else that of the session.")]
Language = Annotated[str | None, typer.Option(help="Such as nl; else that of the installation.")]


def register(app: typer.Typer) -> None:
    """Add these commands to their groups, which are registered elsewhere."""
    del app
    sessions.command("poster", short_help="Print the poster of a session.")(poster)
    sessions.command("form", short_help="Print a form for paper.")(form)
    sessions.command("no-photo-list", short_help="Print whom not to show.")(no_photo_list)
    quitclaims.command("paper", short_help="Take in a form that was filled in.")(paper)


def poster(
    context: typer.Context,
    session: SessionArg,
    into: Into,
    notice: NoticeOption = None,
    language: Language = None,
) -> None:
    """Print the poster of a session: QR code, address, who is measured, how to say no.

    It says what may at most be done to the session's pictures. Printing changes nothing: the link
    must be there (session link), and its text is that of the session.
    """
    from likeness.bootstrap.posters import poster_of, trouble_of
    from likeness.pdf.files import printed
    from likeness.pdf.poster import poster_document
    from likeness.vault.private_files import write_private

    frame = frame_of(context)
    with opened(frame) as app:
        found = the_session(app, session)
        wanted = NoticeId(notice) if notice else None
        url = app.settings.public.public_url
        if not url:
            raise typer.BadParameter("Set public_url under [public] first: it is on the poster.")
        made = poster_of(app, found, wanted, language or app.settings.language)
    write_private(into, printed(poster_document(made), into))
    trouble = trouble_of(url)
    value = {"file": str(into), "address": made.address, "trouble": trouble}
    frame.give(value, "\n".join(filter(None, (f"Written: {into}", made.address, trouble))))
    if trouble:
        raise stop(Exit.ATTENTION)


def form(
    context: typer.Context,
    session: SessionArg,
    into: Into,
    notice: NoticeOption = None,
    language: Language = None,
    guardian: Annotated[
        bool, typer.Option("--guardian", help="For parents and guardians.")
    ] = False,
) -> None:
    """Print a blank form of the session's text. Its code says which text it is; changes nothing."""
    from consent.notices import Audience
    from likeness.pdf.files import printed
    from likeness.pdf.forms import Form, form_document
    from likeness.vault.private_files import write_private
    from scheduler.errors import NoticeMissing
    from scheduler.jobs.ask_session import session_text

    frame = frame_of(context)
    with opened(frame) as app:
        found = the_session(app, session)
        audience = Audience.GUARDIAN if guardian else Audience.ADULT
        with app.store.read() as tx:
            wanted = session_text(tx, found.id, NoticeId(notice) if notice else None)
            text = tx.notices.latest(wanted, language or app.settings.language, audience)
    if text is None:
        raise NoticeMissing(f"Publish the text first: likeness notice publish {wanted}")
    code = f"{text.id} {text.version} {text.language} {found.id[:8]}"
    made = form_document(Form(notice=text, session=found.name, code=code), app.wording.pages)
    write_private(into, printed(made, into))
    frame.give({"file": str(into), "code": code}, f"Written: {into} ({code})")


def no_photo_list(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Session, or group with --group.", metavar="NAME")],
    into: Into,
    of_group: Annotated[bool, typer.Option("--group", help="NAME is a group.")] = False,
    language: Language = None,
) -> None:
    """Print whom not to show, and who agreed to some uses only. Who is silent has said no.

    Names are shown; that is logged. The list holds on the day it is printed.
    """
    from likeness.pdf.files import printed
    from likeness.pdf.no_photo import list_document
    from likeness.printing import group_list, session_list
    from likeness.vault.private_files import write_private

    frame = frame_of(context)
    with opened(frame) as app:
        chosen = language or app.settings.language
        listed = (
            group_list(app.deps, app.wording, _group(app, name), _asking(app, chosen))
            if of_group
            else session_list(app.deps, app.wording, the_session(app, name), _asking(app, chosen))
        )
    write_private(into, printed(list_document(listed), into))
    frame.give(
        {"file": str(into), "listed": len(listed.lines), "of": listed.of},
        f"Written: {into}. {len(listed.lines)} of {listed.of} people are on it.",
    )


def paper(
    context: typer.Context,
    person: PersonArg,
    scan: Annotated[Path, typer.Argument(help="PDF, JPEG, PNG or TIFF of the form.")],
    signed_on: Annotated[date, typer.Option(parser=a_day, metavar="DAY", help="Day on it.")],
    granted: Annotated[str, typer.Option(help="Uses with a yes, with commas.")] = "",
    recognition: Annotated[
        bool, typer.Option("--recognition", help="Yes to face recognition was ticked.")
    ] = False,
    notice: Annotated[
        str | None,
        typer.Option(help="Which text; else that of the session, else the one of [asking]."),
    ] = None,
    version: Annotated[int, typer.Option(min=0, help="Of the text; else the latest.")] = 0,
    language: Language = None,
    guardian: Annotated[
        int, typer.Option(min=0, help="Signed by the first (1), second (2) guardian.")
    ] = 0,
    session: Annotated[str | None, typer.Option(help="For this session only.")] = None,
) -> None:
    """Take in a form that was filled in on paper; the scan is sealed as evidence.

    What is not granted was refused: a use without a tick counts as no.
    """
    from scheduler.jobs.sign_paper import Paper, sign_paper

    try:
        data = scan.read_bytes()
    except OSError as error:
        raise typer.BadParameter(f"The scan cannot be read: {error.strerror}.") from None
    frame = frame_of(context)
    with opened(frame) as app:
        held = the_session(app, session) if session else None
        text_id = notice or (held.notice if held else None) or app.deps.rules.notice
        form = Paper(
            person=the_person(app, person),
            notice=NoticeId(text_id),
            version=version,
            language=language or app.settings.language,
            granted=channels_of(app, granted) if granted else frozenset(),
            recognition=recognition,
            signed_on=signed_on,
            guardian=guardian,
            session=held.id if held else None,
            scan=data,
        )
        signed = sign_paper(app.deps, form, actor())
        with app.store.read() as tx:
            photos = len(tx.assets.with_person(form.person))
        told = apply_now(frame, app, photos)
    text = "This scan was taken in before." if signed.already else "Kept, with the scan."
    frame.give({"signature": signed.signature, "already": signed.already}, f"{text} {told}")


def _asking(app: "App", language: str) -> "Printing":
    from likeness.printing import Printing

    return Printing(by=actor(), language=language, controller=app.settings.controller)


def _group(app: "App", name: str) -> "Group":
    from scheduler.errors import NoSuchRow

    with app.store.read() as tx:
        found = [one for one in tx.groups.all() if name in {one.id, one.name}]
    if len(found) != 1:
        raise NoSuchRow("There is no such group, or several have that name.")
    return found[0]
