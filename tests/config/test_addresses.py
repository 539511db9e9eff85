"""Addresses in settings."""

import pytest

from config.addresses import Bind


@pytest.mark.parametrize(
    ("text", "host", "port"),
    [
        pytest.param("127.0.0.1:8700", "127.0.0.1", 8700, id="IPv4"),
        pytest.param("[::1]:0", "::1", 0, id="IPv6"),
        pytest.param(" 0.0.0.0:65535 ", "0.0.0.0", 65535, id="spaces around"),  # noqa: S104
    ],
)
def test_an_address_is_read(text: str, host: str, port: int) -> None:
    assert Bind.parse(text) == Bind(host=host, port=port)


@pytest.mark.parametrize(
    "text",
    ["8700", "127.0.0.1", "localhost:1", "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1:٣", ""],
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="must"):
        Bind.parse(text)


def test_an_address_is_written_as_it_was_read() -> None:
    assert str(Bind.parse("[::1]:8700")) == "[::1]:8700"
    assert str(Bind.parse("127.0.0.1:8700")) == "127.0.0.1:8700"


def test_only_loopback_is_local() -> None:
    assert Bind.parse("[::1]:1").local
    assert not Bind.parse("10.0.0.1:1").local
