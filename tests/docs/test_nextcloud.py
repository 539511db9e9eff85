"""The commands about Nextcloud that documents show, in their order, on a fake one."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from likeness.cli.main import run
from tests.docs.reading import blocks, words
from tests.fakes.nextcloud.administering import EVENTS, LOGIN, office
from tests.fakes.nextcloud.rows import Share
from tests.fakes.nextcloud.server import running
from tests.fakes.nextcloud.site import TEAM, Site
from tests.likeness.cli.test_connecting_nextcloud import PUBLIC, jpeg

HERE = "tests/docs/test_nextcloud.py runs it"
LINK = 13
EVERY_USE = "website,social-media,print,press,internal,advertising"
NEEDS_A_HUMAN = {"nextcloud protect": 1, "nextcloud links": 1, "doctor cloud": 1}
"""What these may end with: there is no rule, there is a link, and no message came yet."""


@pytest.fixture
def site() -> Iterator[Site]:
    with running() as site:
        site.put(f"{TEAM}/2026/no.jpg", jpeg())
        yield site


@pytest.fixture
def begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, site: Site) -> Path:
    """Make an installation; connect it where a document does not begin with that."""
    data = tmp_path / "data"
    monkeypatch.setenv("LIKENESS_DATA", str(data))
    run(["init", "--controller", "Example Foundation"])
    run(["mode", "all", "off"])
    settings = data / "likeness.toml"
    settings.write_text(settings.read_text().replace("[public]\n", PUBLIC))
    assert office(site).events == EVENTS
    return data


def likeness(site: Site, patch: pytest.MonkeyPatch, *arguments: str) -> int:
    """Run a command for somebody who types the password of the administrator."""
    patch.setattr("sys.stdin", io.StringIO(f"{LOGIN}\n"))
    return run([one.replace("https://cloud.example.org", site.url) for one in arguments])


def block_a_photo(site: Site, patch: pytest.MonkeyPatch) -> None:
    likeness(site, patch, "scan")
    likeness(site, patch, "person", "add", "--name", "Anna")
    refused = ("--channels", EVERY_USE, "--state", "refused")
    likeness(site, patch, "quitclaim", "add", "Anna", *refused)
    likeness(site, patch, "attest", f"{TEAM}/2026/no.jpg", "--only", "Anna")
    site.shares[LINK] = Share(LINK, TEAM, "alice")


@pytest.mark.parametrize(
    "document", ["docs/hosts/nextcloud.md", "docs/hosts/setup.md", "docs/cli.md"]
)
def test_every_command_about_nextcloud_works_in_the_order_it_is_shown(
    document: str, site: Site, begun: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = [line for one in blocks(document) if HERE in one.note for line in one.lines]
    if not any("connect nextcloud" in line for line in shown):
        url = ("--url", site.url, "--admin", "admin")
        likeness(site, monkeypatch, "connect", "nextcloud", *url)
    seen = 0
    for line in shown:
        command, *arguments = words(line)
        assert command == "likeness"
        code = likeness(site, monkeypatch, *arguments)
        usual = NEEDS_A_HUMAN.get(" ".join(arguments[:2]), 0)
        expected = {0, usual} if "remove" not in arguments else {0}
        assert code in expected, f"{line}\nended with {code}"
        seen += 1
        if arguments[:2] == ["connect", "nextcloud"] or (seen == 1 and "links" in line):
            block_a_photo(site, monkeypatch)
            likeness(site, monkeypatch, "scan")

    assert seen >= 2
    assert (begun / "secrets" / "cloud").exists()
