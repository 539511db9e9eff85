"""Consent records of ResourceSpace's plugin consentmanager: reading only, never a word in a log.

The list of records does not tell which resources they are linked to, so each is asked for alone. A
record that goes while they are read is left out; any other trouble ends the reading.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from connector.errors import HostConfused, HostRefused, NoSuchCall
from connector.records import HostRecord
from connector.resourcespace import answers
from connector.resourcespace.answers import Json
from connector.resourcespace.api import Api
from connector.resourcespace.request import tidy
from connector.values import HostId

_NO_RIGHT = "our user may not read consent records: give it `cm`"


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceSpaceConsents:
    """The records of one ResourceSpace. Our user needs `cm` for as long as we read (or `t`)."""

    api: Api

    def all(self) -> Iterable[HostRecord]:
        """Give every record by number. Raises `HostRefused`, `HostConfused`, `HostUnavailable`."""
        for number in self._numbers():
            found = record(self.api.call("consentmanager_get_consent", consent=number), number)
            if found:
                yield found
            elif not (self.api.may("cm") or self.api.may("t")):
                raise HostRefused(_NO_RIGHT)

    def _numbers(self) -> tuple[int, ...]:
        try:
            said = self.api.call("consentmanager_get_all_consents", findtext="")
        except NoSuchCall:
            raise HostRefused("it has no consent records: consentmanager is switched off") from None
        if said is False:
            raise HostRefused(_NO_RIGHT)
        return numbers(said)


def numbers(value: Json) -> tuple[int, ...]:
    """Read the numbers of all records; in most trees even numbers come as text."""
    read = [answers.number(row.get("ref")) for row in answers.rows(value)]
    if None in read:
        raise HostConfused("a consent record without its number")
    return tuple(sorted({one for one in read if one is not None}))


def record(value: Json, number: int) -> HostRecord | None:
    """Read one record with its resources; None where it is gone. Older trees have fewer columns."""
    if value is False:
        return None
    if not isinstance(value, dict) or answers.number(value.get("ref")) != number:
        raise HostConfused("no consent record")
    end = day(value.get("expires"))
    return HostRecord(
        id=str(number),
        name=_text(value, "name"),
        email=_text(value, "email"),
        born=day(value.get("date_of_birth")).day,
        guardian=_text(value, "parent_guardian_name"),
        mediums=mediums(_text(value, "consent_usage")),
        given_on=day(value.get("date_of_consent")).day,
        ends=end.day,
        over=end.broken,
        document=bool(_text(value, "file")),
        photos=_photos(value.get("resources")),
    )


class Day(NamedTuple):
    """A day as the host says it: none said, a day, or something that is no day."""

    day: date | None = None
    broken: bool = False


def day(value: Json) -> Day:
    """Read a day; `0000-00-00` and whatever else is no day are told apart from nothing at all."""
    text = "" if value is None else str(value).strip()
    if not text:
        return Day()
    try:
        return Day(day=date.fromisoformat(text[:10]))
    except ValueError:
        return Day(broken=True)


def mediums(text: str) -> tuple[str, ...]:
    """Read "Print, Websites"; each medium once, in the host's own spelling."""
    words = (tidy(word).strip() for word in text.split(","))
    return tuple(dict.fromkeys(word for word in words if word))


def _text(row: Mapping[str, Json], name: str) -> str:
    value = row.get(name)
    return "" if value is None else tidy(str(value)).strip()


def _photos(value: Json) -> frozenset[HostId]:
    """Read the linked resources. One that was deleted may still be among them."""
    if not isinstance(value, list):
        raise HostConfused("a consent record without its resources")
    read = [answers.number(one) for one in value]
    return frozenset(HostId(str(one)) for one in read if one is not None and one > 0)
