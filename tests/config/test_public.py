"""Addresses of the public listener."""

import pytest
from pydantic import ValidationError

from config.sections import Public


@pytest.mark.parametrize(
    ("given", "begins"),
    [
        pytest.param({}, "", id="none"),
        pytest.param({"public_url": "https://a.example/"}, "https://a.example", id="the public"),
        pytest.param(
            {"public_url": "https://a.example", "editor_url": "https://b.example"},
            "https://b.example",
            id="that of editors",
        ),
        pytest.param({"editor_url": "http://10.0.0.5:8701"}, "http://10.0.0.5:8701", id="near"),
        pytest.param({"editor_url": "http://likeness"}, "http://likeness", id="a bare name"),
    ],
)
def test_links_begin_with_the_address_editors_reach(given: dict[str, str], begins: str) -> None:
    assert Public.model_validate(given).links_begin_with == begins


@pytest.mark.parametrize(
    "url",
    ["http://likeness.example.org", "ftp://likeness", "likeness", "https://u@x.example", "http://"],
)
def test_an_address_in_the_clear_over_the_net_is_refused(url: str) -> None:
    with pytest.raises(ValidationError):
        Public(editor_url=url)
