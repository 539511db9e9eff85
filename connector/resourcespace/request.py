"""What is sent to ResourceSpace's API, byte by byte. Pure: nothing is sent in here.

The signature is over the exact bytes of the query, so the query is written once and never again.
"""

import json
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from urllib.parse import quote, urlencode

Value = str | int | bool | Iterable[int] | Mapping[str, str | int]
"""A parameter. Booleans become 1 or 0: the server takes any other word, even false, for true."""

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_NEEDS_QUOTES = frozenset("\"',\n\r|")


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Who asks. The key is ResourceSpace's private API key of that user."""

    user: str
    key: str = field(repr=False)


def query(account: Account, function: str, params: Mapping[str, Value]) -> str:
    """Write the query of a call; this very text is signed and sent."""
    plain = {name: _text(value) for name, value in params.items()}
    pairs = {"user": account.user, "function": function, **plain}
    return urlencode(pairs, quote_via=quote, safe="")


def sign(account: Account, written: str) -> str:
    """Sign a query: SHA-256 over key and query, one after the other, lower-case hex."""
    return sha256(f"{account.key}{written}".encode()).hexdigest()


def body(account: Account, function: str, params: Mapping[str, Value]) -> bytes:
    """Write the body of a POST: the query as one field, its signature, and the user once more.

    Always POST: a GET longer than 8 kB is refused. Without the second `user` it is a 401.
    """
    written = query(account, function, params)
    form = {"query": written, "sign": sign(account, written), "user": account.user}
    return urlencode(form).encode()


def _text(value: Value) -> str:
    match value:
        case bool():
            return "1" if value else "0"
        case int():
            return str(value)
        case str():
            return tidy(value)
        case Mapping():
            return json.dumps({name: tidy(str(one)) for name, one in value.items()})
        case _:
            return json.dumps(list(value))


def tidy(text: str) -> str:
    """Compose characters (NFC): the server keeps a decomposed name as another option."""
    return unicodedata.normalize("NFC", text)


def listed(values: Iterable[str]) -> str:
    """Write the values of a list field as one CSV line; the order of options means nothing."""
    return ",".join(_quoted(tidy(value)) for value in values)


def _quoted(value: str) -> str:
    if value == value.strip() and not _NEEDS_QUOTES & set(value):
        return value
    doubled = value.replace('"', '""')
    return f'"{doubled}"'
