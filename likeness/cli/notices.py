"""`likeness notice`: the texts people are asked with."""

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from consent.ids import NoticeId
from consent.notices import Audience, canonical_text
from consent.states import Mode
from likeness.cli.frame import Cell, frame_of
from likeness.cli.opened import actor, opened

if TYPE_CHECKING:
    from likeness.bootstrap.app import App
    from likeness.notices.files import Shelf
    from likeness.notices.texts import Draft

group = typer.Typer(help="The texts people are asked with.", no_args_is_help=True)

_NAME = re.compile(r"[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?")
NoticeArg = Annotated[str, typer.Argument(help="Its name: `notice list`.", metavar="NOTICE")]
LanguageOption = Annotated[str, typer.Option(help="Such as en, nl, de, fr.")]


def register(app: typer.Typer) -> None:
    """Add the group."""
    app.add_typer(group, name="notice")


@group.command("list", short_help="List the texts and their versions.")
def list_notices(context: typer.Context) -> None:
    """List the texts there are, and which version is asked with."""
    frame = frame_of(context)
    with opened(frame) as app:
        shelf = _shelf(app)
        with app.store.read() as tx:
            names = sorted({*shelf.ids(), *tx.notices.ids()})
            rows: list[dict[str, Cell]] = [
                {
                    "notice": name,
                    "drafts": ", ".join(shelf.languages(name)) if name in shelf.ids() else "-",
                    "published": ", ".join(tx.notices.languages(name, Audience.ADULT)) or "-",
                    "version": max(tx.notices.versions(name), default=None),
                    "holds": _holds(tx.notices.versions(name)),
                }
                for name in names
            ]
    frame.table(rows, ("notice", "drafts", "published", "version", "holds"), "No texts.")


def _holds(versions: Mapping[int, datetime | None]) -> bool | None:
    return versions[max(versions)] is None if versions else None


@group.command(short_help="Show a text as people read it.")
def show(
    context: typer.Context,
    notice: NoticeArg,
    language: LanguageOption = "en",
    guardian: Annotated[bool, typer.Option("--guardian", help="For parents.")] = False,
    poster: Annotated[Mode | None, typer.Option(help="The poster of this mode instead.")] = None,
    version: Annotated[int | None, typer.Option(min=1, help="A published version.")] = None,
) -> None:
    """Show a text as people read it: the draft as it would be published, or a version."""
    frame = frame_of(context)
    name = NoticeId(notice)
    audience = Audience.GUARDIAN if guardian else Audience.ADULT
    with opened(frame) as app:
        if poster is not None:
            text = _poster(app, name, language, poster)
        elif version is not None:
            text = _version(app, name, version, language, audience)
        else:
            text = _draft(app, name, language, audience)
    frame.give({"notice": notice, "language": language, "text": text}, text)


@group.command(short_help="Make the drafts the text people are asked with.")
def publish(
    context: typer.Context,
    notice: NoticeArg,
    languages: Annotated[
        str, typer.Option(help="Only these, with commas; else all but starting texts.")
    ] = "",
) -> None:
    """Publish a text in its languages. It never changes; what is changed is a new version.

    German and French are starting texts: have them read before you name them in --languages.
    """
    from scheduler.jobs.publish_notice import publish_notice

    frame = frame_of(context)
    with opened(frame) as app:
        found = _drafts(app, NoticeId(notice))
        wanted = _wanted(found, languages)
        texts = [one.notice for one in found if one.notice.language in wanted]
        version = publish_notice(app.deps, texts, actor())
    said = ", ".join(sorted(wanted))
    frame.give(
        {"notice": notice, "version": version, "languages": sorted(wanted)},
        f"{notice} is published as version {version} in: {said}.",
    )


@group.command(short_help="Say that a version does not hold any more.")
def invalidate(
    context: typer.Context,
    notice: NoticeArg,
    version: Annotated[int, typer.Argument(min=1, help="Its version.")],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask again.")] = False,
) -> None:
    """Say that a version does not hold: every answer given with it stops counting at once."""
    from likeness.cli.applying import apply_now
    from scheduler.jobs.publish_notice import invalidate_notice

    frame = frame_of(context)
    with opened(frame) as app:
        if not yes:
            raise typer.BadParameter("Every answer given with it stops counting. Add --yes.")
        photos = invalidate_notice(app.deps, NoticeId(notice), version, actor())
        told = apply_now(frame, app, photos)
    value = {"notice": notice, "version": version, "photos": photos}
    frame.give(value, f"Version {version} holds no more. {told}")


@group.command(short_help="Copy a text to change it.")
def new(
    context: typer.Context,
    notice: Annotated[str, typer.Argument(help="Name of your text.", metavar="NOTICE")],
    source: Annotated[str, typer.Option("--from", help="The text to begin with.")] = "general",
    language: LanguageOption = "en",
    into: Annotated[
        str, typer.Option("--into", help="A language to translate it into, such as ar.")
    ] = "",
) -> None:
    """Copy a text into the data folder, to be changed there and published.

    With --into, the whole of it is written out for a translator.
    """
    if not _NAME.fullmatch(notice):
        raise typer.BadParameter("A name has small letters, digits and hyphens only.")
    frame = frame_of(context)
    with opened(frame) as app:
        text = _copied(_shelf(app), NoticeId(source), language, into)
        folder = app.places.data / "notices" / notice
        file = folder / f"{into or language}.toml"
        if file.exists():
            raise typer.BadParameter(f"There is such a text already: {_short(file)}.")
        folder.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    frame.give({"file": str(file)}, f"Change it, then publish it: {file}")


def _copied(shelf: "Shelf", source: NoticeId, language: str, into: str) -> str:
    from likeness.i18n.page_words import TAG
    from likeness.notices.writing import to_translate

    if not into:
        return shelf.source(source, language)
    if not TAG.fullmatch(into):
        raise typer.BadParameter("Write a language as two or three letters, such as ar or pt-br.")
    return to_translate(shelf.read(source, language), into)


def _short(file: Path) -> str:
    return "/".join(file.parts[-3:])


def _shelf(app: "App") -> "Shelf":
    from likeness.bootstrap.notices import shelf

    return shelf(app.places)


def _drafts(app: "App", notice: NoticeId) -> "tuple[Draft, ...]":
    from likeness.bootstrap.notices import notice_terms
    from likeness.notices.texts import drafts

    return drafts(_shelf(app), notice, notice_terms(app.settings))


def _wanted(found: "tuple[Draft, ...]", languages: str) -> frozenset[str]:
    from likeness.cli.find import listed

    named = frozenset(listed(languages))
    there = {one.notice.language for one in found}
    if named - there:
        raise typer.BadParameter(f"Not there: {', '.join(sorted(named - there))}.")
    return named or frozenset(one.notice.language for one in found if not one.starting_text)


def _draft(app: "App", notice: NoticeId, language: str, audience: Audience) -> str:
    for one in _drafts(app, notice):
        if (one.notice.language, one.notice.audience) == (language, audience):
            return canonical_text(one.notice)
    raise typer.BadParameter("This text is not there in this language for these readers.")


def _version(app: "App", notice: NoticeId, version: int, language: str, audience: Audience) -> str:
    with app.store.read() as tx:
        found = tx.notices.version(notice, version, language, audience)
    if found is None:
        raise typer.BadParameter("There is no such version in this language for these readers.")
    return canonical_text(found)


def _poster(app: "App", notice: NoticeId, language: str, mode: Mode) -> str:
    from likeness.bootstrap.notices import notice_terms
    from likeness.notices.texts import poster

    made = poster(_shelf(app), notice, language, mode, notice_terms(app.settings))
    return "\n".join((made.title, "", *made.lines, "", made.no, "", made.yes))
