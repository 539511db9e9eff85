"""The commands that look at faces, with the real default pack."""

from pathlib import Path

import pytest
from PIL import Image
from skimage import data

from tests.likeness.cli.calls import Command

pytestmark = pytest.mark.model


@pytest.fixture
def portrait() -> Image.Image:
    """Give one frontal face."""
    return Image.fromarray(data.astronaut()).crop((80, 0, 400, 320)).resize((640, 640))  # type: ignore[no-untyped-call]


@pytest.fixture
def seeing(ready: Command, photos: Path, portrait: Image.Image) -> Command:
    """Install the models, and put one portrait among the photos."""
    assert ready("models", "install", "open").code == 0
    portrait.save(photos / "portrait.jpg")
    ready("mode", "all", "detect")
    ready("person", "add", "--name", "Ada Canary")
    ready("recognition-consent", "give", "ada")
    return ready


def enrolled(command: Command, *words: str) -> tuple[int, dict[str, str]]:
    called = command("enrol", "ada", *words, "--json")
    row = called.json[0]
    return called.code, {"outcome": row["outcome"], "advice": row["advice"]}


def test_enrolment_says_what_is_wrong_with_a_picture(
    seeing: Command, portrait: Image.Image, tmp_path: Path
) -> None:
    two = Image.new("RGB", (1280, 640))
    two.paste(portrait, (0, 0))
    two.paste(portrait, (640, 0))
    for name, picture in (("two", two), ("none", Image.new("RGB", (640, 640)))):
        picture.save(tmp_path / f"{name}.png")
    (tmp_path / "text.png").write_text("no picture")

    several = enrolled(seeing, str(tmp_path / "two.png"))
    nothing = enrolled(seeing, str(tmp_path / "none.png"))
    text = enrolled(seeing, str(tmp_path / "text.png"))
    picked = enrolled(seeing, str(tmp_path / "two.png"), "--face", "2")
    again = enrolled(seeing, str(tmp_path / "two.png"), "--face", "2")

    assert several[0] == 1
    assert several[1]["advice"].startswith("2 faces: say which with --face")
    assert nothing[1]["outcome"] == "no-face"
    assert text[1]["outcome"] == "unreadable"
    assert picked == (0, {"outcome": "enrolled", "advice": ""})
    assert again[1]["outcome"] == "same-picture"
    assert seeing("person", "list", "--json").json[0]["templates"] == 1


def test_a_picture_of_somebody_enrolled_is_held(
    seeing: Command, portrait: Image.Image, tmp_path: Path
) -> None:
    portrait.save(tmp_path / "good.png")
    enrolled(seeing, str(tmp_path / "good.png"))
    ada = seeing("person", "list", "--json").json[0]["person"]
    seeing("person", "add", "--name", "Bea")
    seeing("recognition-consent", "give", "bea")

    held = seeing("enrol", "bea", str(tmp_path / "good.png"), "--json")

    assert held.code == 1
    assert held.json[0]["outcome"] == "looks-like-somebody-enrolled"
    assert ada in held.json[0]["advice"]
    assert "Canary" not in held.out


def test_a_face_is_listed_cut_out_named_and_taken_back(
    seeing: Command, photos: Path, tmp_path: Path
) -> None:
    photo = str(photos / "portrait.jpg")
    seeing("scan")
    listed = seeing("review", "list", "--crops", str(tmp_path / "crops"), "--json").json
    named = seeing("name", photo, "1", "ada", "--json")
    seeing("quitclaim", "add", "ada")
    seeing("scan")
    cleared = seeing("explain", photo, "--json").json["status"]
    undone = seeing("review", "undo", f"{photo}#1")
    seeing("scan")

    assert [(row["place"], row["kind"], row["file"]) for row in listed] == [
        ("1 of 1", "unknown", "portrait.jpg")
    ]
    file = tmp_path / "crops" / f"{listed[0]['face']}.jpg"
    assert file.stat().st_mode & 0o777 == 0o600
    with Image.open(file) as crop:
        assert max(crop.size) <= 256
    assert named.json["kind"] == "named"
    assert cleared == "cleared"
    assert undone.code == 0
    assert seeing("explain", photo, "--json").json["status"] == "review"


def test_the_reason_of_a_reviewer_is_shown_with_the_photo(seeing: Command, photos: Path) -> None:
    photo = str(photos / "portrait.jpg")
    seeing("scan")

    seeing("review", "nobody-to-ask", f"{photo}#1", "--reason", "a statue")

    assert "the reviewer's reason: a statue" in seeing("explain", photo).out


def test_recognition_links_a_photo_and_a_no_sticks(
    seeing: Command, photos: Path, portrait: Image.Image, tmp_path: Path
) -> None:
    photo = str(photos / "portrait.jpg")
    portrait.rotate(2).save(tmp_path / "good.png")
    enrolled(seeing, str(tmp_path / "good.png"))
    seeing("basis", "record", "all", "--basis", "a test", "--dpia", "a test")
    seeing("mode", "all", "gallery")
    seeing("scan")

    told = seeing("explain", photo)
    refused = seeing("review", "reject", f"{photo}#1", "--person", "ada")
    seeing("scan")
    row = seeing("review", "list", "--json").json[0]

    assert "Face 1 of 1 [" in told.out
    assert "compared with 1 person: " in told.out
    assert refused.code == 0
    assert (row["kind"], row["looks_like"]) == ("unknown", None)


def test_a_damaged_model_stops_everything(seeing: Command) -> None:
    file = next((seeing.data / "models" / "open").glob("*.onnx"))
    raw = bytearray(file.read_bytes())
    raw[len(raw) // 2] ^= 1
    file.write_bytes(raw)

    assert seeing("models", "verify").code == 6
    assert seeing("scan").code == 6
    checks = {row["check"]: row for row in seeing("doctor", "--json").json}
    assert not checks["models answer"]["ok"]
