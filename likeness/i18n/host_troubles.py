"""What is in the way of a host, in one line: the same words wherever it is shown."""

import gettext
from collections.abc import Iterable
from datetime import UTC

from likeness.i18n.catalogs import N_, SOURCE, catalog
from scheduler.host_troubles import Waiting

LINE = N_("Host {host}: {causes}")


def trouble_line(words: gettext.NullTranslations, told: Waiting) -> str:
    """Say what is in the way of a host, what to do, and how many photos wait for it."""
    causes = " ".join(one.said(words.gettext) for one in told.trouble.causes)
    line = words.gettext(LINE).format(host=told.trouble.host, causes=causes)
    if not told.photos:
        return line
    waits = words.ngettext(
        "{count} photo waits for this.", "{count} photos wait for this.", told.photos
    )
    return f"{line} {waits.format(count=told.photos)}"


def trouble_lines(found: Iterable[Waiting], language: str = SOURCE) -> list[str]:
    """Say the same of several hosts."""
    words = catalog(language)
    return [trouble_line(words, one) for one in found]


def trouble_values(found: Iterable[Waiting]) -> list[dict[str, object]]:
    """Give the same to scripts: the words, and what they are made of."""
    return [
        {
            "host": one.trouble.host,
            "since": one.trouble.since.astimezone(UTC).isoformat(timespec="seconds"),
            "waiting": one.photos,
            "causes": [
                {"cause": cause.kind.value, **dict(cause.values)} for cause in one.trouble.causes
            ],
            "text": trouble_line(catalog(SOURCE), one),
        }
        for one in found
    ]
