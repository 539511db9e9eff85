"""`likeness link`, and what stands behind a link."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from likeness.bootstrap.app import App, open_app
from likeness.bootstrap.explaining import explained, photo_pages
from likeness.bootstrap.places import find_places
from likeness.links import asset_in
from tests.likeness.cli.calls import Command

HERE = "https://likeness.example.org"


@pytest.fixture
def linked(scanned: Command, photos: Path) -> Command:
    """Give an installation with an address for links, and a photo with a person on it."""
    settings = scanned.data / "likeness.toml"
    settings.write_text(
        settings.read_text().replace("[public]", f'[public]\neditor_url = "{HERE}"')
    )
    scanned("person", "add", "--name", "Ada Canary")
    scanned("attest", str(photos / "one.jpg"), "--only", "ada")
    return scanned


@contextmanager
def app_of(command: Command) -> Iterator[App]:
    with open_app(find_places(command.data, {})) as app:
        yield app


def signed(command: Command, photo: Path) -> str:
    link = str(command("link", "show", str(photo), "--json").json["link"])
    assert link.startswith(f"{HERE}/photo/")
    return link.rpartition("/")[2]


def test_without_an_address_there_are_no_links(scanned: Command, photos: Path) -> None:
    called = scanned("link", "show", str(photos / "one.jpg"))

    assert called.code == 0
    assert "editor_url" in called.out


def test_a_link_leads_to_what_is_known_now(linked: Command, photos: Path) -> None:
    token = signed(linked, photos / "one.jpg")
    with app_of(linked) as app:
        before = explained(app, token)
    linked("quitclaim", "add", "ada")

    with app_of(linked) as app:
        after = explained(app, token)

    assert before is not None
    assert after is not None
    assert (before.status, after.status) == ("review", "cleared")


def test_a_revoked_link_opens_nothing_and_another_takes_its_place(
    linked: Command, photos: Path
) -> None:
    old = signed(linked, photos / "one.jpg")
    other = signed(linked, photos / "two.jpg")

    called = linked("link", "revoke", str(photos / "one.jpg"), "--json")
    new = signed(linked, photos / "one.jpg")

    assert called.json == {"photos": 1}
    with app_of(linked) as app:
        assert explained(app, old) is None
        assert explained(app, new) is not None
        assert explained(app, other) is not None


def test_all_links_can_be_revoked_at_once(linked: Command, photos: Path) -> None:
    old = [signed(linked, photos / name) for name in ("one.jpg", "two.jpg")]

    called = linked("link", "revoke", "--all", "--json")

    assert called.json == {"photos": 2}
    with app_of(linked) as app:
        assert [explained(app, token) for token in old] == [None, None]


@pytest.mark.parametrize("words", [[], ["some-photo", "--all"]])
def test_revoking_wants_a_photo_or_all_of_them(linked: Command, words: list[str]) -> None:
    assert linked("link", "revoke", *words).code == 2


def test_a_photo_that_left_its_host_has_no_explanation(linked: Command, photos: Path) -> None:
    token = signed(linked, photos / "one.jpg")
    (photos / "one.jpg").unlink()
    linked("scan")

    with app_of(linked) as app:
        assert explained(app, token) is None


def test_a_disconnected_host_explains_nothing(linked: Command, photos: Path) -> None:
    token = signed(linked, photos / "one.jpg")
    linked("disconnect", "photos", "--clean")

    with app_of(linked) as app:
        assert explained(app, token) is None


def test_a_link_hangs_on_a_secret_of_this_installation(linked: Command, photos: Path) -> None:
    token = signed(linked, photos / "one.jpg")
    with app_of(linked) as app:
        assert explained(app, token) is not None
        assert app.store.derive("explanation links") == app.links.secret
        assert app.store.derive("something else") != app.links.secret
        assert explained(app, token[:-1] + ("A" if token[-1] != "A" else "Q")) is None
        assert explained(app, "no token") is None


def test_explaining_changes_nothing_and_shows_no_name(linked: Command, photos: Path) -> None:
    token = signed(linked, photos / "one.jpg")
    with sqlite3.connect(linked.data / "likeness.sqlite") as database:
        before = "\n".join(database.iterdump())
    database.close()

    with app_of(linked) as app:
        decision = photo_pages(app).find(token)

    with sqlite3.connect(linked.data / "likeness.sqlite") as database:
        assert "\n".join(database.iterdump()) == before
    database.close()
    assert "Canary" not in json.dumps(str(decision))


def test_the_token_names_the_photo_by_our_own_number(linked: Command, photos: Path) -> None:
    shown = linked("link", "show", str(photos / "one.jpg"), "--json").json

    assert asset_in(shown["link"].rpartition("/")[2]) == shown["photo"]
