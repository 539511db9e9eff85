"""`likeness words`: the words of pages, letters and papers for people, in any language."""

from typing import TYPE_CHECKING, Annotated

import typer

from likeness.cli.exits import Exit
from likeness.cli.frame import Cell, frame_of, shown, stop
from likeness.cli.opened import opened

if TYPE_CHECKING:
    from likeness.bootstrap.app import App
    from likeness.i18n.word_files import Checked

group = typer.Typer(help="The words of pages and letters for people.", no_args_is_help=True)

_MOST = 20
LanguageArg = Annotated[str, typer.Argument(help="Such as ar, tr or pt-br.", metavar="LANGUAGE")]


def register(app: typer.Typer) -> None:
    """Add the group."""
    app.add_typer(group, name="words")


@group.command("list", short_help="List the languages there are words in.")
def list_words(context: typer.Context) -> None:
    """List the languages of pages and letters, and how much of each is there."""
    from likeness.i18n.page_words import CHECKED, OURS, direction

    frame = frame_of(context)
    with opened(frame) as app:
        pages = app.wording.pages
        rows: list[dict[str, Cell]] = []
        for language in pages.languages():
            file = pages.file(language)
            own = file is not None and file.is_file()
            kind = "complete" if language in CHECKED else "starting texts"
            rows.append(
                {
                    "language": language,
                    "ours": kind if language in OURS else "-",
                    "own_file": own,
                    "direction": direction(language),
                }
            )
    frame.table(rows, ("language", "ours", "own_file", "direction"), "")


@group.command(short_help="Write the file to translate.")
def template(context: typer.Context, language: LanguageArg) -> None:
    """Write a file with every word to translate into the data folder, or bring it up to date.

    What is translated already stays; what is there no more goes. It is a gettext file (.po).
    """
    from likeness.i18n.word_files import to_translate

    frame = frame_of(context)
    tag = _tag(language)
    with opened(frame) as app:
        file = app.places.words / f"{tag}.po"
        known = file.read_bytes() if file.is_file() else None
        made = to_translate(tag, known, _labels(app))
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(made)
        checked = _checked(app, tag, made)
    missing = len(checked.missing)
    frame.give(
        {"file": str(file), "texts": checked.texts, "missing": missing},
        f"Written: {file}. To translate: {missing} of {checked.texts} texts.\n"
        f"Then: likeness words check {tag}",
    )


@group.command(short_help="Say what is missing or wrong in a file.")
def check(context: typer.Context, language: LanguageArg) -> None:
    """Say what is missing or wrong in a language. Both are shown in English, marked as such."""
    from likeness.i18n.page_words import our_words

    frame = frame_of(context)
    tag = _tag(language)
    with opened(frame) as app:
        file = app.places.words / f"{tag}.po"
        data = file.read_bytes() if file.is_file() else our_words(tag)
        if data is None:
            said = f"There is no file yet. Write it: likeness words template {tag}"
            raise typer.BadParameter(said)
        found = _checked(app, tag, data)
    value = {
        "language": tag,
        "texts": found.texts,
        "missing": list(found.missing),
        "wrong": [{"text": flaw.text, "wrong": flaw.wrong} for flaw in found.flaws],
    }
    frame.give(value, "\n".join(_lines(found)))
    if found.missing or found.flaws:
        raise stop(Exit.ATTENTION)


def _lines(found: "Checked") -> list[str]:
    done = found.texts - len(found.missing) - len(found.flaws)
    lines = [f"{done} of {found.texts} texts are translated."]
    lines += [f"Wrong: {_short(flaw.text)}: {flaw.wrong}" for flaw in found.flaws]
    lines += [f"Missing: {_short(text)}" for text in found.missing[:_MOST]]
    if len(found.missing) > _MOST:
        lines.append(f"Missing: {len(found.missing) - _MOST} more.")
    return lines


def _short(text: str) -> str:
    most = 60
    line = shown(text.partition("\n")[0])
    return f'"{line}"' if len(line) <= most else f'"{line[:most]}..."'


def _checked(app: "App", language: str, data: bytes) -> "Checked":
    from likeness.i18n.word_files import check_words

    return check_words(language, data, _labels(app))


def _labels(app: "App") -> list[str]:
    """Give what the installation calls its uses, in English."""
    return [label.en for label in app.settings.channels.values()]


def _tag(language: str) -> str:
    from likeness.i18n.catalogs import SOURCE
    from likeness.i18n.page_words import TAG

    tag = language.lower()
    if not TAG.fullmatch(tag):
        raise typer.BadParameter("Write a language as two or three letters, such as ar or pt-br.")
    if tag == SOURCE:
        raise typer.BadParameter("English is what is translated: there is nothing to write.")
    return tag
