"""Whether a test link leads home, and which addresses should not be printed."""

import pytest

from likeness.bootstrap.public_health import may_change


@pytest.mark.parametrize(
    ("url", "word"),
    [
        pytest.param("http://localhost:8701", "this machine", id="localhost"),
        pytest.param("http://127.0.0.1:8701", "this machine", id="loopback"),
        pytest.param("https://192.168.1.20", "numbers", id="private address"),
        pytest.param("https://203.0.113.9", "numbers", id="public address"),
        pytest.param("https://photos", "own network", id="a bare name"),
        pytest.param("https://nas.local", "own network", id="a local name"),
        pytest.param("http://consent.example.org", "https", id="in the clear"),
    ],
)
def test_an_address_that_may_change_is_named(url: str, word: str) -> None:
    assert word in may_change(url)


def test_a_name_of_the_world_with_https_is_good() -> None:
    assert may_change("https://consent.example.org") == ""
