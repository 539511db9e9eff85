"""Where on the form something is missing: whom and which use it is about. Pure."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from consent.notices import Notice
from likeness.i18n.catalogs import N_
from likeness.web.signing.drafts import Draft, Problem

CHILD = N_("Child {number}")
_FIELD = re.compile(r"p(?P<at>\d+)-(?:use-(?P<use>.+)|.+)")


def located(
    missing: Iterable[Problem], draft: Draft, notice: Notice, say: Callable[[str], str]
) -> Iterator[Problem]:
    """Say with each problem where it is, for the list at the top of the page."""
    labels: dict[str, str] = {use.channel: use.label for use in notice.uses}
    for one in missing:
        found = _FIELD.fullmatch(one.field)
        if found is None:
            yield one
            continue
        use = labels.get(found["use"] or "", "")
        who = _who(draft, int(found["at"]), say)
        yield replace(one, where=", ".join(part for part in (who, use) if part))


def _who(draft: Draft, at: int, say: Callable[[str], str]) -> str:
    """Name a person where there are several; their number where they have no name yet."""
    if len(draft.people) == 1:
        return ""
    return draft.people[at].name or say(CHILD).format(number=at + 1)
