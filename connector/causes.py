"""Why a host cannot be told everything: causes as data, and what to do about each in one sentence.

A cause is about the whole host, never about one photo. Its values are numbers of fields and tags,
names of options, and words of settings: nothing of a person.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


def N_(message: str) -> str:  # noqa: N802 - the name that gettext tools look for
    """Mark a text for translation without translating it."""
    return message


class Kind(StrEnum):
    """What is in the way. Values are stored: never rename one."""

    UNAVAILABLE = "unavailable"
    REFUSED = "refused"
    WRITE_REFUSED = "write-refused"
    FIELD_GONE = "field-gone"
    FIELD_HIDDEN = "field-hidden"
    FIELD_TYPE = "field-type"
    FIELD_LOCKED = "field-locked"
    OPTION_GONE = "option-gone"
    OPTION_TWICE = "option-twice"
    OPTION_SHARED = "option-shared"
    NO_PHOTO = "no-photo"
    TAG_GONE = "tag-gone"
    TAG_REFUSED = "tag-refused"
    COMMENTS_OFF = "comments-off"


SENTENCES: Final[Mapping[Kind, str]] = {
    Kind.UNAVAILABLE: N_("It cannot be used now: {words}."),
    Kind.REFUSED: N_("It says no: {words}."),
    Kind.WRITE_REFUSED: N_("It can be read, and says no where we write: {words}."),
    Kind.FIELD_GONE: N_(
        "Field {field} ({part}) is gone from ResourceSpace. To make it again: likeness connect "
        "resourcespace --create-fields ADMIN."
    ),
    Kind.FIELD_HIDDEN: N_(
        "Field {field} ({part}) cannot be seen: give the service user f{field} (or f*), and let "
        "the field apply to photos."
    ),
    Kind.FIELD_TYPE: N_("Field {field} ({part}) must be {type}."),
    Kind.FIELD_LOCKED: N_(
        "The service user may not write field {field} ({part}): give its group F-{field}, or take "
        "F{field} from it."
    ),
    Kind.OPTION_GONE: N_(
        "The {part} field has no option “{name}”: add it, or name yours in options.{part}.{word}."
    ),
    Kind.OPTION_TWICE: N_(
        "The {part} field has several options “{name}”: rename the others, or name yours in "
        "options.{part}.{word}."
    ),
    Kind.OPTION_SHARED: N_("Two words of options.{part} name the same option."),
    Kind.NO_PHOTO: N_(
        "It shows no photo yet, and which fields photos have shows only on one: upload one, then "
        "look again."
    ),
    Kind.TAG_GONE: N_(
        "Tag {tag} ({word}) is gone from Nextcloud, or not visible. To make it again: likeness "
        "connect nextcloud --admin ADMIN."
    ),
    Kind.TAG_REFUSED: N_(
        "Our account may not put tag {tag} ({word}) on files: let an administrator give the tag "
        "to the group of the account."
    ),
    Kind.COMMENTS_OFF: N_(
        "Comments are switched off in Nextcloud: switch the app “comments” on, or set comment = "
        "false for this host."
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """One thing that is in the way, and what its sentence needs."""

    kind: Kind
    values: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        """Say it in English."""
        return self.said(str)

    def said(self, translate: Callable[[str], str]) -> str:
        """Say it in another language; `translate` is given the English template."""
        values = {name: translate(value) if value else "" for name, value in self.values}
        return translate(SENTENCES[self.kind]).format(**values)


def cause(kind: Kind, **values: object) -> Cause:
    """Make a cause."""
    return Cause(kind=kind, values=tuple((name, str(value)) for name, value in values.items()))


def texts(causes: Iterable[Cause]) -> tuple[str, ...]:
    """Say several in English."""
    return tuple(one.text for one in causes)
