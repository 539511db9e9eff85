"""Settings of a ResourceSpace host."""

from pathlib import Path

import pytest

from config.errors import SettingsRefused
from config.load import load_text
from config.resourcespace import ResourceSpaceHost

GOOD = (
    'timezone = "Europe/Amsterdam"\ncontroller = "Example Foundation"\n'
    '[hosts.dam]\nkind = "resourcespace"\nuser = "likeness"\n'
)
URL = 'url = "https://dam.example.org"\n'


def host(text: str, environ: dict[str, str] | None = None) -> ResourceSpaceHost:
    found = load_text(
        (GOOD + text).encode(), data=Path("/data"), file=Path("l.toml"), environ=environ or {}
    ).settings.hosts["dam"]
    assert isinstance(found, ResourceSpaceHost)
    return found


def refusal(text: str) -> dict[str, str]:
    with pytest.raises(SettingsRefused) as caught:
        host(text)
    return {problem.name: problem.wrong for problem in caught.value.problems}


def test_an_address_and_a_user_are_enough_to_watch() -> None:
    watched = host(URL)

    assert (watched.poll_s, watched.fields, watched.restrict) == (5.0, None, {})
    assert (watched.types, watched.states) == ((1,), (-2, -1, 0, 1, 2))


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        pytest.param("https://dam.example.org/", "https://dam.example.org", id="slash"),
        pytest.param("https://example.org/rs/api/", "https://example.org/rs", id="API address"),
        pytest.param("http://resourcespace", "http://resourcespace", id="same container network"),
        pytest.param("http://10.1.2.3:8080", "http://10.1.2.3:8080", id="own network"),
    ],
)
def test_the_address_is_that_of_the_site(url: str, kept: str) -> None:
    assert host(f'url = "{url}"').url == kept


@pytest.mark.parametrize(
    ("url", "word"),
    [
        pytest.param("http://dam.example.org", "https", id="in the clear over the net"),
        pytest.param("http://8.8.8.8", "https", id="in the clear to an address"),
        pytest.param("dam.example.org", "web address", id="no scheme"),
        pytest.param("https://me@dam.example.org", "address alone", id="with a user"),
        pytest.param("https://dam.example.org/?r=1", "address alone", id="with a question"),
    ],
)
def test_an_address_that_would_not_do_is_refused(url: str, word: str) -> None:
    assert word in refusal(f'url = "{url}"')["hosts.dam.url"]


def test_the_whole_host_is_looked_through_less_often_than_a_part_of_it() -> None:
    whole, part, told = host(URL), host(URL + 'scope = "!collection12"'), host(URL + "sweep_s = 90")

    assert (whole.sweeps_every_s, part.sweeps_every_s, told.sweeps_every_s) == (21_600, 300, 90)


def test_a_field_has_one_task() -> None:
    problems = refusal(URL + "[hosts.dam.fields]\nstatus = 88\nnote = 88\n")

    assert "one field has two tasks" in problems["hosts.dam.fields"]


def test_names_need_a_field() -> None:
    assert "fields.people" in refusal(URL + "names = true")["hosts.dam"]
    assert host(URL + "names = true\n[hosts.dam.fields]\nstatus = 88\npeople = 29\n").names


def test_a_wrong_setting_is_named_without_the_kind_of_the_host() -> None:
    problems = refusal(URL + "usr = 1\n[hosts.dam.fields]\nstats = 88\n")

    assert problems["hosts.dam.usr"] == "is not a setting; did you mean user?"
    assert problems["hosts.dam.fields.stats"] == "is not a setting; did you mean status?"
    assert problems["hosts.dam.fields.status"] == "is not set"


@pytest.mark.parametrize("kind", ["", 'kind = "dropbox"'])
def test_a_host_needs_a_kind(kind: str) -> None:
    text = GOOD.replace('kind = "resourcespace"', kind) + URL

    with pytest.raises(SettingsRefused, match="a kind of host, such as folder or resourcespace"):
        load_text(text.encode(), data=Path("/data"), file=Path("l.toml"), environ={})


def test_the_same_site_twice_is_refused() -> None:
    again = '[hosts.again]\nkind = "resourcespace"\nuser = "other"\n' + URL

    with pytest.raises(SettingsRefused, match="two hosts share photos"):
        host(URL + again)


def test_the_environment_may_set_what_lies_deeper() -> None:
    found = host(URL, {"LIKENESS_HOSTS__DAM__FIELDS__STATUS": "88"})

    assert found.fields
    assert found.fields.status == 88
