"""What an entry may hold.

Pseudonymous ids and words of a closed shape, so that no name, address or path gets in.
"""

import re

from likeness.audit.errors import EntryRefused, ReasonRefused
from scheduler.values import Act

DETAIL_KEYS = frozenset(
    {
        "basis",
        "channels",
        "count",
        "distinct_by_hand",
        "document",
        "entries",
        "evidence",
        "failure",
        "found",
        "held",
        "host",
        "kind",
        "means",
        "milliseconds",
        "mode",
        "notice",
        "only",
        "pack",
        "photos",
        "printed",
        "reason",
        "record",
        "reference",
        "scope",
        "serial",
        "stage",
        "stance",
        "state",
        "status",
        "step",
        "templates",
        "unreached",
        "until",
        "version",
        "what",
    }
)
"""Every key that `Act.detail` may use.

A new key is added here together with the job that uses it.
"""

FREE_TEXT = frozenset({"reason"})
"""What a human gives as a reason is kept as it is said, unless it holds an address or a path."""

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9:._+-]{0,127}")
_SENTENCE = re.compile(r"[^@/\\\x00-\x1f]{0,200}")
_VERB = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def check_act(act: Act) -> None:
    """Refuse what is not an id or a word. Messages repeat no value.

    Raises `EntryRefused` for mistakes in the program, `ReasonRefused` for what somebody typed.
    """
    if not _VERB.fullmatch(act.act):
        raise EntryRefused("the act is no verb in kebab case")
    if not all(_ID.fullmatch(text) for text in (act.actor, *act.subjects)):
        raise EntryRefused(f"actor or subject of '{act.act}' is no id")
    for key, value in act.detail.items():
        if key not in DETAIL_KEYS:
            raise EntryRefused(f"'{key}' is no known detail of the audit log")
        if isinstance(value, str) and value:
            _check_text(act.act, key, value)


def _check_text(verb: str, key: str, value: str) -> None:
    if key in FREE_TEXT:
        if not _SENTENCE.fullmatch(value):
            raise ReasonRefused(
                "The reason is kept in the audit log for ever: say it in one line of at most 200"
                " characters, without names, e-mail addresses, slashes and paths."
            )
    elif not _ID.fullmatch(value):
        raise EntryRefused(f"the detail '{key}' of '{verb}' is neither an id nor a word")
