"""Addresses in settings: where a listener binds, and which networks are trusted."""

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Self

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema
from typing_extensions import override

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_PORTS = range(65536)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bind:
    """A host and a port to listen on. Port 0 lets the system choose."""

    host: str
    port: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `127.0.0.1:8700` or `[::1]:8700`. Raises `ValueError`."""
        host, colon, port = text.strip().rpartition(":")
        host = host.removeprefix("[").removesuffix("]")
        try:
            ipaddress.ip_address(host)
        except ValueError:
            raise ValueError("must be an IP address and a port, with a colon between") from None
        if not colon or not port.isascii() or not port.isdigit() or int(port) not in _PORTS:
            raise ValueError("must end in a port between 0 and 65535")
        return cls(host=host, port=int(port))

    @override
    def __str__(self) -> str:
        """Give the text it is written as."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"

    @property
    def local(self) -> bool:
        """Tell whether only this machine can reach it."""
        return ipaddress.ip_address(self.host).is_loopback


def is_near(hostname: str) -> bool:
    """Tell whether a name or address is of this machine or its own network."""
    try:
        return ipaddress.ip_address(hostname).is_private
    except ValueError:
        return bool(hostname) and "." not in hostname


def _bind(value: object) -> object:
    return Bind.parse(value) if isinstance(value, str) else value


def _words(value: object) -> object:
    """Read a comma-separated text (environment variables have no lists) as a list."""
    if isinstance(value, str):
        return [word.strip() for word in value.split(",") if word.strip()]
    return value


def _networks(value: object) -> object:
    value = _words(value)
    if not isinstance(value, Iterable):
        return value
    try:
        return tuple(ipaddress.ip_network(str(word)) for word in value)
    except ValueError:
        raise ValueError("must be a list of IP addresses or networks such as 10.0.0.0/8") from None


def _texts(value: tuple[Network, ...]) -> list[str]:
    return [str(network) for network in value]


BindAddress = Annotated[
    Bind, BeforeValidator(_bind), PlainSerializer(str), WithJsonSchema({"type": "string"})
]
Words = Annotated[tuple[str, ...], BeforeValidator(_words)]
Networks = Annotated[
    tuple[Network, ...],
    BeforeValidator(_networks),
    PlainSerializer(_texts),
    WithJsonSchema({"type": "array", "items": {"type": "string"}}),
]
