"""Another program reads what we write: exiftool, the reference for metadata in photos."""

import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from connector.values import MarkSet, PhotoRef
from tests.connector.folder.packets import LIGHTROOM
from tests.contracts.stages import JPEG, FolderStage
from tests.contracts.test_hosts import MARKS

EXIFTOOL = shutil.which("exiftool")
pytestmark = pytest.mark.skipif(
    EXIFTOOL is None, reason="exiftool is not installed (Debian: libimage-exiftool-perl)"
)


def exiftool(*arguments: str | Path) -> str:
    assert EXIFTOOL
    command = [EXIFTOOL, *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def read(sidecar: Path) -> dict[str, object]:
    (found,) = json.loads(exiftool("-json", "-struct", "-G1", "-n", sidecar))
    assert isinstance(found, dict)
    return found


def marked(stage: FolderStage, marks: MarkSet = MARKS) -> tuple[PhotoRef, Path]:
    stage.put("a.jpg", JPEG)
    (change,) = stage.poll()
    stage.marks.write(change.ref, marks)
    return change.ref, stage.root / "a.jpg.xmp"


def test_exiftool_reads_every_field(stage: FolderStage) -> None:
    _, sidecar = marked(stage)

    found = read(sidecar)

    assert "ExifTool:Warning" not in found
    assert found["XMP-plus:ModelReleaseStatus"] == "MR-LMR"
    assert found["XMP-plus:ModelReleaseID"] == list(MARKS.release_ids)
    assert found["XMP-likeness:Status"] == "partly"
    assert found["XMP-likeness:Word"] == MARKS.word
    assert found["XMP-likeness:Channels"] == ["press", "website"]
    assert found["XMP-likeness:Note"] == MARKS.note
    assert str(found["XMP-likeness:Until"]).replace(":", "-") == "2027-06-30"


def test_exiftool_knows_our_values_by_their_english_names(stage: FolderStage) -> None:
    _, sidecar = marked(stage)

    status = exiftool("-s3", "-XMP-plus:ModelReleaseStatus", sidecar)
    faces = exiftool("-s3", "-a", "-XMP-iptcExt:ImageRegionModelReleaseStatus", sidecar)

    assert status.strip() == "Limited or Incomplete Model Releases"
    assert faces.split("\n") == ["Unlimited Model Releases", "None", "None", ""]


def test_exiftool_reads_every_region_with_its_corner_and_its_release(stage: FolderStage) -> None:
    _, sidecar = marked(stage)

    regions = read(sidecar)["XMP-iptcExt:ImageRegion"]

    assert isinstance(regions, list)
    boundary = {"RbShape": "rectangle", "RbUnit": "relative"}
    corner = {"RbX": 0.125, "RbY": 0.25, "RbW": 0.5, "RbH": 0.333333}
    assert regions[0]["RegionBoundary"] == {**boundary, **corner}
    assert regions[0]["RId"] == "likeness:f-1"
    assert regions[0]["XMP-plus:ModelReleaseID"] == ["urn:uuid:0b6f"]
    assert [region["XMP-likeness:Mark"] for region in regions] == ["cleared", "blocked", "review"]


def test_exiftool_edits_survive_our_next_answer(stage: FolderStage) -> None:
    ref, sidecar = marked(stage)
    exiftool("-overwrite_original", "-XMP-xmp:Rating=5", "-XMP-dc:Subject=party", sidecar)

    stage.marks.write(ref, MarkSet(status="blocked"))

    found = read(sidecar)
    assert (found["XMP-xmp:Rating"], found["XMP-dc:Subject"]) == (5, ["party"])
    assert found["XMP-likeness:Status"] == "blocked"


def test_our_marks_survive_an_edit_with_exiftool(stage: FolderStage) -> None:
    ref, sidecar = marked(stage)

    exiftool("-overwrite_original", "-XMP-xmp:Rating=5", sidecar)

    assert stage.marks.read(ref) == replace(MARKS, warning=""), "a sidecar shows no warning"
    assert not stage.marks.write(ref, MARKS).changed


def test_exiftool_finds_nothing_of_ours_afterwards(stage: FolderStage) -> None:
    stage.put("a.jpg.xmp", LIGHTROOM)
    ref, sidecar = marked(stage)

    stage.marks.write(ref, MarkSet(status="not-assessed"))

    found = read(sidecar)
    assert not [name for name in found if name.startswith(("XMP-likeness", "XMP-iptcExt"))]
    assert found["XMP-plus:ModelReleaseStatus"] == "MR-LMR"
    assert found["XMP-xmp:Rating"] == 4


def test_a_name_stands_in_its_region_only(stage: FolderStage) -> None:
    named = replace(MARKS, regions=(replace(MARKS.regions[0], name="Jo de Vries"),))
    _, sidecar = marked(stage, named)

    found = read(sidecar)

    assert "XMP-iptcExt:PersonInImage" not in found
    regions = found["XMP-iptcExt:ImageRegion"]
    assert isinstance(regions, list)
    assert regions[0]["PersonInImage"] == ["Jo de Vries"]
