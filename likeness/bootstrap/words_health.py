"""Whether the files of words that an installation adds can be read, and whether they are whole."""

from collections.abc import Iterator

from connector.values import Health
from likeness.bootstrap.app import App
from likeness.i18n.errors import BrokenWords
from likeness.i18n.word_files import check_words


def about_words(app: App) -> Iterator[Health]:
    """Look at each file; what is missing in one is no trouble, and said."""
    pages = app.wording.pages
    labels = [label.en for label in app.settings.channels.values()]
    for language in pages.languages():
        file = pages.file(language)
        if file is None or not file.is_file():
            continue
        name = f"words {language}"
        try:
            found = check_words(language, file.read_bytes(), labels)
        except BrokenWords as error:
            advice = f"{file.name}: {error} Until it is mended, pages are in English."
            yield Health(name=name, ok=False, advice=advice)
            continue
        count = len(found.missing) + len(found.flaws)
        advice = f"{count} texts stay English. Run: likeness words check {language}"
        yield Health(name=name, ok=True, advice=advice if count else "")
