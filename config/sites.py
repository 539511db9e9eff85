"""Addresses of hosts."""

from ipaddress import ip_address
from urllib.parse import urlsplit


def site(url: str) -> str:
    """Take an address without a slash at its end; in the clear only within your own network.

    Raises `ValueError`.
    """
    parts = urlsplit(url)
    if not parts.hostname or parts.scheme not in {"http", "https"}:
        raise ValueError("must be a web address such as https://dam.example.org")
    if parts.username or parts.query or parts.fragment:
        raise ValueError("must be an address alone: no user, question mark or hash sign")
    if parts.scheme == "http" and not _near(parts.hostname):
        raise ValueError("must begin with https: photos and keys would cross the net in the clear")
    return url.rstrip("/")


def _near(hostname: str) -> bool:
    """Tell whether a name or address is of this machine or its own network."""
    try:
        return ip_address(hostname).is_private
    except ValueError:
        return "." not in hostname
