"""`likeness report gaps`, without recognition and with."""

from pathlib import Path

from tests.likeness.cli.calls import Command


def test_the_report_counts_photos_and_says_what_editors_would_newly_see(scanned: Command) -> None:
    said = scanned("report", "gaps", "photos", "--json").json

    assert said["photos"] == 2
    assert said["status"] == {"not-assessed": 2}
    assert said["not_checked"] == {"mode-off": 2}
    assert said["channels"]["website"] == {"not-assessed": 2}
    assert said["new"] == {}
    assert said["stage"] == "live"


def test_photos_are_listed_by_number_never_by_place(ready: Command, photos: Path) -> None:
    settings = ready.data / "likeness.toml"
    settings.write_text(settings.read_text() + "observe = true\n")
    ready("scan")

    told = ready("report", "gaps", "photos")
    first = ready("report", "gaps", "photos", "--json", "--first", "1").json["first"]

    assert "Observed: nothing was written" in told.out
    assert not list(photos.glob("*.xmp"))
    assert len(first) == 1
    assert set(first[0]) == {"photo", "host_id", "status", "now", "faces", "unknown"}
    assert "one.jpg" not in told.out


def test_the_page_is_one_file_without_scripts_places_or_pictures(
    scanned: Command, photos: Path, tmp_path: Path
) -> None:
    scanned("person", "add", "--name", "Ada Canary")
    scanned("attest", str(photos / "one.jpg"), "--only", "ada")
    page = tmp_path / "gaps.html"

    called = scanned("report", "gaps", "photos", "--html", str(page))

    html = page.read_text()
    assert called.code == 0
    assert "Gap report: photos" in html
    assert "Canary" not in html
    assert "one.jpg" not in html
    assert "<script" not in html
    assert "<img" not in html


def test_a_host_that_is_not_there_is_a_usage_error(ready: Command) -> None:
    assert ready("report", "gaps", "elsewhere").code == 2
