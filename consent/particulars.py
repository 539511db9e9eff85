"""What is written down about somebody: name, address, birth date, language. One rule for each.

Every door asks here: pages, API, commands, lists, signing, settings. What nobody can see is taken
off, what would deceive a reader or reach nobody is refused where it is typed. Pure.
"""

import re
import string
import unicodedata
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Final

from consent.errors import ParticularsRefused
from consent.invisible import bare, deceives

MOST_NAME: Final = 120
MOST_ADDRESS, MOST_LOCAL, MOST_LABEL = 254, 64, 63
"""Octets: RFC 5321, section 4.5.3.1, and RFC 1035, section 2.3.4."""
MOST_YEARS: Final = 120
_LOCAL: Final = frozenset(f"{string.ascii_letters}{string.digits}!#$%&'*+-/=?^_`{{|}}~")
"""What may stand before the at sign, without quotes: RFC 5322, section 3.2.3."""
_TAG: Final = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})?")


class Unfit(StrEnum):
    """What is wrong. `likeness.i18n` says what to do about each."""

    NO_NAME = "no-name"
    LONG_NAME = "long-name"
    STRANGE_NAME = "strange-name"
    BAD_EMAIL = "bad-email"
    EMAIL_NOT_SENT = "email-not-sent"
    """A good address, but our mail server takes only Latin letters before the at sign."""
    DAY_TO_COME = "day-to-come"
    TOO_LONG_AGO = "too-long-ago"
    BAD_LANGUAGE = "bad-language"
    OF_AGE_TOO_EARLY = "of-age-too-early"


def shown_name(text: str) -> str:
    """Give a name as people see it: on one line, composed, without what is invisible."""
    return bare(text)


def wrong_name(text: str) -> Unfit | None:
    """Say what is wrong with a name as it was typed."""
    if deceives(text):
        return Unfit.STRANGE_NAME
    name = shown_name(text)
    if not any(unicodedata.category(sign)[0] in "LN" for sign in name):
        return Unfit.STRANGE_NAME if name else Unfit.NO_NAME
    return Unfit.LONG_NAME if len(name) > MOST_NAME else None


def a_name(text: str) -> str:
    """Give a name to keep. Raises `ParticularsRefused`."""
    return _kept(shown_name(text), wrong_name(text))


def shown_address(text: str) -> str:
    """Give an address without what stands invisibly around it; what is inside stays."""
    start, end = 0, len(text)
    while start < end and not bare(text[start]):
        start += 1
    while end > start and not bare(text[end - 1]):
        end -= 1
    return unicodedata.normalize("NFC", text[start:end])


def wrong_address(text: str, *, wide: bool, near: bool = False) -> Unfit | None:
    """Say what is wrong with an address; an empty one is none, and not wrong.

    `near`: whether a server of the organisation's own network may be named alone (`desk@mailhub`).
    `wide`: whether our mail server takes other letters than Latin ones before the at sign
    (SMTPUTF8, RFC 6531). Behind it they always work: the name of the domain is sent in ASCII.
    """
    address = shown_address(text)
    if not address:
        return None
    local, at, domain = address.rpartition("@")
    if not at or len(address.encode(errors="replace")) > MOST_ADDRESS:
        return Unfit.BAD_EMAIL
    if not _is_local(local) or not (_is_domain(domain) or (near and _is_label(domain))):
        return Unfit.BAD_EMAIL
    return None if local.isascii() or wide else Unfit.EMAIL_NOT_SENT


def an_address(text: str, *, wide: bool) -> str:
    """Give an address to keep; empty where there is none. Raises `ParticularsRefused`."""
    return _kept(shown_address(text), wrong_address(text, wide=wide))


def address_key(text: str) -> str:
    """Give what two ways of writing one address have in common, to compare by."""
    local, _, domain = shown_address(text).rpartition("@")
    labels = (_to_ascii(label) for label in domain.casefold().split("."))
    return f"{local.casefold()}@{'.'.join(labels)}" if local else ""


def wrong_birth_date(day: date | None, today: date) -> Unfit | None:
    """Say what is wrong with a birth date; none is not wrong."""
    if day is None:
        return None
    if day > today:
        return Unfit.DAY_TO_COME
    return Unfit.TOO_LONG_AGO if day < years_before(today, MOST_YEARS) else None


def a_birth_date(day: date | None, today: date) -> date | None:
    """Give a birth date to keep. Raises `ParticularsRefused`."""
    if wrong := wrong_birth_date(day, today):
        raise ParticularsRefused(wrong)
    return day


def a_hand_over(day: date | None, born: date | None) -> date | None:
    """Give a hand-over birthday to keep: later than the birth. Raises `ParticularsRefused`."""
    if day is not None and born is not None and day <= born:
        raise ParticularsRefused(Unfit.OF_AGE_TOO_EARLY)
    return day


def language_of(text: str, there: Iterable[str]) -> str | None:
    """Give which of the languages there are is meant: `nl-BE` is `nl` where only that is there."""
    tag = shown_address(text).casefold().replace("_", "-")
    if not _TAG.fullmatch(tag):
        return None
    known = frozenset(there)
    return next((one for one in (tag, tag.partition("-")[0]) if one in known), None)


def a_language(text: str, there: Iterable[str]) -> str:
    """Give a language to keep; empty where none is said. Raises `ParticularsRefused`."""
    if not shown_address(text):
        return ""
    found = language_of(text, there)
    if found is None:
        raise ParticularsRefused(Unfit.BAD_LANGUAGE)
    return found


def years_before(day: date, years: int) -> date:
    """Give the same day so many years earlier; 28 February for a leap day."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def _kept(text: str, wrong: Unfit | None) -> str:
    if wrong is not None:
        raise ParticularsRefused(wrong)
    return text


def _is_local(local: str) -> bool:
    """Tell whether this may stand before the at sign without quotes."""
    atoms = local.split(".")
    good = all(atom and all(sign in _LOCAL or _is_letter(sign) for sign in atom) for atom in atoms)
    return good and len(local.encode()) <= MOST_LOCAL


def _is_letter(sign: str) -> bool:
    return not sign.isascii() and unicodedata.category(sign)[0] in "LMN" and bool(bare(sign))


def _is_domain(domain: str) -> bool:
    """Tell whether this can be the name of a domain on the internet, of two parts at least."""
    labels = domain.split(".")
    if len(labels) < len(("example", "org")) or not all(map(_is_label, labels)):
        return False
    last = labels[-1]
    return len(last) > 1 and not last.isdigit()


def _is_label(label: str) -> bool:
    """Tell whether this is one part of such a name: RFC 5891, section 4.2, in short."""
    low = label.lower()
    if not low or low[0] == "-" or low[-1] == "-":
        return False
    if label.isascii():
        plain = all(sign.isalnum() or sign == "-" for sign in low)
        return plain and len(low) <= MOST_LABEL and (low[2:4] != "--" or _is_ascii_form(low))
    if low[2:4] == "--" or unicodedata.category(low[0])[0] == "M":
        return False
    return all(map(_is_for_domains, low)) and _runs_one_way(low) and _fits(low)


def _is_ascii_form(label: str) -> bool:
    """Tell whether this is the ASCII form of a label that is good itself."""
    try:
        wide = label.removeprefix("xn--").encode("ascii").decode("punycode")
    except UnicodeError:
        return False
    return label.startswith("xn--") and not wide.isascii() and _is_label(wide)


def _fits(label: str) -> bool:
    return len(_to_ascii(label)) <= MOST_LABEL


def _to_ascii(label: str) -> str:
    return label if label.isascii() else f"xn--{label.encode('punycode').decode('ascii')}"


_KINDS: Final = frozenset({"Ll", "Lo", "Lm", "Mn", "Mc", "Nd"})
_STABLE: Final = frozenset("ßς")
"""Letters that folding would change and domains have all the same: RFC 5892, section 2.6."""
_NOT_IN_DOMAINS: Final = re.compile(
    "[\u034f\u0640\u07fa\u1100-\u11ff\u17b4-\u17b5\u180b-\u180f\u20d0-\u20ff\u302e-\u302f"
    "\u3031-\u3035\u303b\ua960-\ua97c\ud7b0-\ud7fb\ufe00-\ufe0f\U0001d165-\U0001d1ad"
    "\U0001d242-\U0001d244\U000e0100-\U000e01ef]"
)
"""Marks, joiners and old letters that are disallowed: RFC 5892, sections 2.3 to 2.9."""


def _is_for_domains(sign: str) -> bool:
    if sign.isascii():
        return sign.isalnum() or sign == "-"
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", sign).casefold())
    stable = folded == sign or sign in _STABLE
    known = unicodedata.category(sign) in _KINDS
    return known and stable and not _NOT_IN_DOMAINS.fullmatch(sign)


def _runs_one_way(label: str) -> bool:
    """Tell whether a label does not mix directions: RFC 5893, section 2, in short."""
    ways = [unicodedata.bidirectional(sign) for sign in label]
    if not {"R", "AL", "AN"} & set(ways):
        return True
    ends = [way for way in ways if way != "NSM"][-1]
    return (
        ways[0] in {"R", "AL"}
        and ends in {"R", "AL", "EN", "AN"}
        and "L" not in ways
        and not {"EN", "AN"} <= set(ways)
    )
