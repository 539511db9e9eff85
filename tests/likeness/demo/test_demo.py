"""The demo from one command to the files it leaves: what is printed, and what each photo says."""

import io
import json
import re
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest

from likeness.cli.exits import Exit
from likeness.cli.main import run

BEFORE_AND_NOW = {
    "café Zoë & André/déjà vu, Überraschung.jpg": ("no-people", "no-people"),
    "incoming/damaged on the memory card.jpg": ("not-assessed", "not-assessed"),
    "incoming/interview.mp4": ("not-assessed", "not-assessed"),
    "incoming/not really a photo.jpg": ("not-assessed", "not-assessed"),
    "places and things/cat.jpg": ("no-people", "no-people"),
    "places and things/coffee, cup only.jpg": ("no-people", "no-people"),
    "places and things/coffee.jpg": ("review", "no-people"),  # a human: not a face
    "places and things/grass.jpg": ("no-people", "no-people"),
    "places and things/moon.jpg": ("no-people", "no-people"),
    "places and things/rocket.jpg": ("no-people", "no-people"),
    "places and things/stars.jpg": ("no-people", "no-people"),
    "places and things/wall.jpg": ("no-people", "no-people"),
    "portraits/black dress.jpg": ("cleared", "cleared"),
    "portraits/blonde hair, cards.jpg": ("cleared", "cleared"),
    "portraits/dark hair.jpg": ("cleared", "cleared"),
    "portraits/grey shirt, at the table.jpg": ("partly", "partly"),
    "portraits/grey shirt, smiling.jpg": ("partly", "partly"),
    "portraits/in the suit, closer.jpg": ("cleared", "blocked"),  # erased
    "portraits/in the suit, from far away.jpg": ("review", "blocked"),  # confirmed, then erased
    "portraits/in the suit.jpg": ("cleared", "blocked"),  # erased
    "portraits/lace dress.jpg": ("cleared", "cleared"),
    "portraits/red shirt, evening.jpg": ("cleared", "blocked"),  # withdrawn
    "portraits/red shirt, laughing.jpg": ("cleared", "blocked"),  # withdrawn
    "portraits/red shirt.jpg": ("cleared", "blocked"),  # withdrawn
    "portraits/short hair.jpg": ("review", "review"),
    "portraits/standing, one step back.jpg": ("review", "review"),  # a human: not that person
    "portraits/standing.jpg": ("review", "cleared"),  # a human named him
    "summer party/at the window, closer.jpg": ("cleared", "cleared"),
    "summer party/at the window.jpg": ("cleared", "cleared"),
    "summer party/bad cards.jpg": ("review", "blocked"),  # withdrawn
    "summer party/good cards.jpg": ("review", "review"),
    "summer party/left end of the table.jpg": ("partly", "partly"),
    "summer party/phone/IMG_0042.jpg": ("review", "blocked"),  # withdrawn
    "summer party/right end of the table.jpg": ("review", "blocked"),  # withdrawn
    "summer party/side by side.jpg": ("partly", "partly"),
    "summer party/the whole table.jpg": ("review", "blocked"),  # withdrawn
    "summer party/under the lamp.jpg": ("partly", "blocked"),  # withdrawn
    "summer party/whole table again.jpg": ("review", "blocked"),  # withdrawn
}
RELEASE = {"cleared": "MR-UMR", "partly": "MR-LMR", "review": "MR-NON", "blocked": "MR-NON"}
COFFEE, ERASED = "places and things/coffee.jpg", "portraits/in the suit.jpg"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """One run of the demo, with JSON on stdout and its story on stderr."""

    root: Path
    code: int
    answer: Mapping[str, object]
    told: str

    def sidecar(self, place: str) -> str:
        return (self.root / "photos" / f"{place}.xmp").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    root = tmp_path_factory.mktemp("demo") / "likeness demo"
    out, told = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(told):
        code = run(["demo", "--json", "--into", str(root)])
    return Ran(root=root, code=code, answer=json.loads(out.getvalue()), told=told.getvalue())


def _said(ran: Ran, place: str) -> str | None:
    """Give the status in the photo's own sidecar, read as text; None where there is none."""
    if not (ran.root / "photos" / f"{place}.xmp").exists():
        return None
    found = re.findall(r"<likeness:Status>([a-z-]+)</", ran.sidecar(place))
    assert len(found) == 1
    return str(found[0])


def test_it_ends_well(ran: Ran) -> None:
    assert ran.code == Exit.OK


def test_every_photo_says_what_is_expected_before_and_after(ran: Ran) -> None:
    photos = ran.answer["photos"]

    assert isinstance(photos, list)
    assert {one["photo"]: (one["before"], one["now"]) for one in photos} == BEFORE_AND_NOW


def test_the_files_beside_the_photos_say_the_same(ran: Ran) -> None:
    for place, (_, now) in BEFORE_AND_NOW.items():
        assert _said(ran, place) == (None if now == "not-assessed" else now), place


def test_the_standard_release_status_agrees_with_ours(ran: Ran) -> None:
    for place, (_, now) in BEFORE_AND_NOW.items():
        if now in RELEASE:
            whole = re.sub(
                r"<Iptc4xmpExt:ImageRegion>.*</Iptc4xmpExt:ImageRegion>", "", ran.sidecar(place)
            )
            found = re.findall(r"<plus:ModelReleaseStatus>[^<]*/([A-Z-]+)<", whole)
            assert found == [RELEASE[now]], place


def test_only_where_a_human_said_nobody_is_there_the_standard_field_says_so(ran: Ran) -> None:
    empty = [place for place, (_, now) in BEFORE_AND_NOW.items() if now == "no-people"]

    assert [place for place in empty if "MR-NAP" in ran.sidecar(place)] == [COFFEE]


def test_an_expiring_consent_shows_its_last_good_day(ran: Ran) -> None:
    assert "<likeness:Until>" in ran.sidecar("portraits/dark hair.jpg")
    assert "<likeness:Until>" not in ran.sidecar("portraits/lace dress.jpg")


def test_a_partial_consent_clears_exactly_its_channels(ran: Ran) -> None:
    channels = ran.sidecar("portraits/grey shirt, smiling.jpg").partition("</likeness:Channels>")[0]

    assert re.findall(r"<rdf:li>([a-z-]+)</rdf:li>", channels) == ["internal", "print", "website"]


def test_no_sidecar_carries_a_name(ran: Ran) -> None:
    sidecars = list((ran.root / "photos").rglob("*.xmp"))
    names = ("Anna", "Bea", "Chris", "Daan", "Emil", "Grace")

    assert len(sidecars) == 35
    assert not any(name in path.read_text("utf-8") for path in sidecars for name in names)


def test_nothing_on_disk_carries_a_name_in_clear(ran: Ran) -> None:
    stored = [path for path in (ran.root / "data").iterdir() if path.suffix == ".sqlite"]

    assert len(stored) == 2
    assert not any(name in path.read_bytes() for path in stored for name in (b"Grace", b"Anna"))


def test_the_face_of_an_erased_person_still_counts_and_is_nobodys(ran: Ran) -> None:
    assert "<likeness:Mark>blocked</likeness:Mark>" in ran.sidecar(ERASED)
    assert "person was taken off" in ran.sidecar(ERASED)
    assert "ModelReleaseID" not in ran.sidecar(ERASED)


def test_the_story_tells_what_happened(ran: Ran) -> None:
    expected = (
        r"Recorded: DEMO\. It counts in this data folder only",
        r"Anna  agreed to every use; 3 of 3 shots enrolled",
        r"Emil  .* 0 of 1 shots enrolled, refused: turned away",
        r"Fay was never asked",
        r"38 files in [\d.]+ s on \d+ cores",
        r"✓ Cleared 11   ◐ Cleared for some uses 5   \? Not decided yet 11",
        r"the machine suggests her, a human says yes",
        r"9 of 9 photos say so, read back [\d.]+ s later",
        r"3 of 3 photos say so, read back [\d.]+ s later",
        r"Nothing of hers is left on disk",
    )

    for sentence in expected:
        assert re.search(sentence, ran.told), sentence


def test_the_contact_sheet_shows_all_photos_and_the_three_changes(ran: Ran) -> None:
    sheet = (ran.root / "contact-sheet.html").read_text(encoding="utf-8")

    assert len(re.findall(r'<article class="card', sheet)) == len(BEFORE_AND_NOW)
    assert "Daan withdrew his consent" in sheet
    assert "Grace asked to be erased" in sheet
    assert sheet.count("data:image/jpeg;base64,") > len(BEFORE_AND_NOW)
    assert len(sheet) < 5_000_000


def test_a_folder_that_is_not_the_demos_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"mine")

    code = run(["demo", "--into", str(tmp_path)])

    assert code == Exit.CONFIGURATION
    assert "stays untouched" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["photo.jpg"]
