"""The whole way without biometrics: humans say who is on a photo, and that decides."""

from datetime import date
from pathlib import Path

import pytest

from likeness.lock import hold_lock
from tests.likeness.cli.calls import Command


@pytest.fixture
def ada(scanned: Command) -> str:
    return str(scanned("person", "add", "--name", "Ada Canary", "--json").json["person"])


def status_of(command: Command, photo: Path) -> str:
    command("scan")
    return str(command("explain", str(photo), "--json").json["status"])


def test_nobody_on_it_is_no_people(scanned: Command, photos: Path) -> None:
    assert scanned("attest", str(photos / "one.jpg"), "--nobody").code == 0

    assert status_of(scanned, photos / "one.jpg") == "no-people"


@pytest.mark.usefixtures("ada")
def test_a_consent_clears_and_its_withdrawal_blocks(scanned: Command, photos: Path) -> None:
    photo = photos / "one.jpg"
    scanned("attest", str(photo), "--only", "ada")
    review = status_of(scanned, photo)
    added = scanned("quitclaim", "add", "ada", "--months", "60", "--json").json
    cleared = status_of(scanned, photo)
    scanned("quitclaim", "withdraw", added["quitclaim"])

    assert (review, cleared, status_of(scanned, photo)) == ("review", "cleared", "blocked")
    assert date.fromisoformat(added["ends"]).year >= 2031


def test_a_consent_for_some_channels_clears_some(scanned: Command, photos: Path, ada: str) -> None:
    photo = photos / "one.jpg"
    scanned("attest", str(photo), "--only", ada)
    scanned("quitclaim", "add", ada, "--channels", "website,print")

    assert status_of(scanned, photo) == "partly"
    told = scanned("explain", str(photo)).out
    assert told.index("not cleared") < told.index("cleared. There is a consent")
    assert "Canary" not in told


def test_a_consent_for_other_photos_does_not_count(
    scanned: Command, photos: Path, ada: str
) -> None:
    scanned("attest", str(photos / "one.jpg"), str(photos / "two.jpg"), "--only", ada)
    scanned("quitclaim", "add", ada, "--photo", str(photos / "two.jpg"))

    assert status_of(scanned, photos / "one.jpg") == "review"
    assert status_of(scanned, photos / "two.jpg") == "cleared"


def test_an_objection_blocks_one_photo(scanned: Command, photos: Path, ada: str) -> None:
    scanned("attest", str(photos / "one.jpg"), str(photos / "two.jpg"), "--only", ada)
    scanned("quitclaim", "add", ada)
    scanned("object", ada, str(photos / "one.jpg"))

    assert status_of(scanned, photos / "one.jpg") == "blocked"
    assert status_of(scanned, photos / "two.jpg") == "cleared"


def test_erasing_somebody_blocks_their_photos(scanned: Command, photos: Path, ada: str) -> None:
    scanned("attest", str(photos / "one.jpg"), "--only", ada)
    scanned("quitclaim", "add", ada)
    scanned("erase", ada, "--yes")

    assert status_of(scanned, photos / "one.jpg") == "blocked"


def test_names_are_told_with_a_reason_only(scanned: Command, photos: Path, ada: str) -> None:
    photo = str(photos / "one.jpg")
    scanned("attest", photo, "--only", ada)

    refused = scanned("explain", photo, "--names")
    told = scanned("explain", photo, "--names", "--reason", "a question of the person")

    assert refused.code == 2
    assert "Ada Canary" in told.out


def test_what_was_said_is_kept_apart_from_what_is_known_now(scanned: Command, photos: Path) -> None:
    photo = str(photos / "one.jpg")
    today = scanned("explain", photo, "--json").json["day"]
    with hold_lock(scanned.data, "likeness serve"):
        attested = scanned("attest", photo, "--nobody")

    then = scanned("explain", photo, "--on", today)
    now = scanned("explain", photo, "--on", today, "--recompute")

    assert "the running service does it" in attested.out
    assert "Not checked" in then.out
    assert "of the audit log" in then.out
    assert "No people" in now.out
    assert "known today" in now.out
    assert scanned("explain", photo, "--on", "2001-01-01").code == 8


def test_one_channel_alone_is_explained(scanned: Command, photos: Path) -> None:
    photo = str(photos / "one.jpg")

    channels = scanned("explain", photo, "--channel", "print", "--json").json["channels"]

    assert [one["channel"] for one in channels] == ["print"]
    assert scanned("explain", photo, "--channel", "fax").code == 2


@pytest.mark.parametrize(
    "words",
    [
        ["--only", "ada", "--nobody"],
        [],
        ["--only", ","],
    ],
)
def test_an_attestation_says_exactly_one_thing(
    scanned: Command, photos: Path, words: list[str]
) -> None:
    scanned("person", "add", "--name", "Ada")

    assert scanned("attest", str(photos / "one.jpg"), *words).code == 2


def test_a_photo_is_found_by_path_place_and_beginning_of_its_id(
    scanned: Command, photos: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(photos)
    found = scanned("explain", str(photos / "one.jpg"), "--json").json["photo"]

    for text in ("one.jpg", found, found[:8]):
        assert scanned("explain", text, "--json").json["photo"] == found
    assert scanned("explain", "three.jpg").code == 8


def test_a_face_that_is_not_there_cannot_be_named(scanned: Command, photos: Path, ada: str) -> None:
    called = scanned("name", str(photos / "one.jpg"), "1", ada)

    assert called.code == 8
    assert "0 faces" in called.err


def test_nothing_waits_for_review(scanned: Command) -> None:
    assert scanned("review", "list").out == "No face waits for a human.\n"
    assert scanned("review", "accept", "no-such-face").code == 8
    assert scanned("review", "nobody-to-ask", "x", "--reason", " ").code == 2


@pytest.mark.parametrize(
    "words",
    [
        ["--channels", "fax"],
        ["--ends", "2030-01-01", "--months", "3"],
        ["--begins", "2030-01-02", "--ends", "2030-01-01"],
        ["--session", "x", "--photo", "y"],
        ["--state", "perhaps"],
    ],
)
def test_a_consent_that_makes_no_sense_is_refused(
    scanned: Command, ada: str, words: list[str]
) -> None:
    assert scanned("quitclaim", "add", ada, *words).code == 2


def test_consents_are_listed_with_their_scope(scanned: Command, photos: Path, ada: str) -> None:
    session = scanned("session", "add", "Party", "--json").json["session"]
    scanned("quitclaim", "add", ada, "--session", "Party", "--guardian", "1", "--state", "refused")
    scanned("quitclaim", "add", ada, "--photo", str(photos / "one.jpg"))
    scanned("quitclaim", "add", ada, "--ends", "2030-01-01")

    rows = scanned("quitclaim", "list", ada, "--json").json

    assert {row["scope"] for row in rows} == {f"session {session}", "1 photos", "every photo"}
    assert {row["ends"] for row in rows} == {None, "2030-01-01"}
