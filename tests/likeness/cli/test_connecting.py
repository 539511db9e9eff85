"""A host from connecting to taking leave, as the command: a folder, and a fake ResourceSpace."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from tests.fakes.resourcespace.items import Field
from tests.fakes.resourcespace.server import FakeHost, serving
from tests.fakes.resourcespace.site import Site
from tests.likeness.cli.calls import Command

OURS = (88, 89, 90, 91, 93, 96, 97)


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    folder = tmp_path / "pictures"
    (folder / "party").mkdir(parents=True)
    for name, shade in (("party/one.jpg", 60), ("two.jpg", 120)):
        (folder / name).write_bytes(jpeg(shade))
    return folder


@pytest.fixture
def host() -> Iterator[FakeHost]:
    """Serve a ResourceSpace that has no field of ours yet, and two photos."""
    site = Site()
    for ref in OURS:
        del site.fields[ref]
    for shade in (60, 120):
        site.put(jpeg(shade))
    with serving(site) as host:
        yield host


def jpeg(shade: int = 90) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (640, 480), (shade, shade, shade)).save(data, "JPEG")
    return data.getvalue()


def key_file(tmp_path: Path, host: FakeHost, user: str) -> str:
    path = tmp_path / f"{user}.key"
    path.write_text(host.site.users[user].key + "\n")
    return str(path)


def connect(tmp_path: Path, host: FakeHost, *more: str) -> tuple[str, ...]:
    """Give the words of the command that connects the fake."""
    key = key_file(tmp_path, host, "svc")
    words = ("connect", "resourcespace", "--url", host.url, "--user", "svc", "--key-file", key)
    return (*words, *more)


def admin(tmp_path: Path, host: FakeHost) -> tuple[str, ...]:
    return ("--create-fields", "admin", "--admin-key-file", key_file(tmp_path, host, "admin"))


def may_write_ours(host: FakeHost) -> None:
    """Do what the printed advice says: let the service user write the fields that were made."""
    made = [ref for ref, one in host.site.fields.items() if "onsent" in one.title]
    made += [ref for ref, one in host.site.fields.items() if "leared" in one.title]
    host.site.give("svc", *(f"F-{ref}" for ref in made))


def sidecars(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*.xmp"))


def test_a_folder_is_connected_observed_and_told_nothing(begun: Command, pictures: Path) -> None:
    before = (begun.data / "likeness.toml").read_text()

    called = begun("connect", "folder", str(pictures))
    begun("scan")
    report = begun("report", "gaps", "photos", "--json").json

    assert called.code == 0
    assert "nothing is written into it yet" in called.out
    assert (begun.data / "likeness.toml").read_text().startswith(before.rstrip())
    assert (report["stage"], report["photos"], sidecars(pictures)) == ("observing", 2, [])


def test_from_observing_through_a_pilot_to_live_and_back_again(
    begun: Command, pictures: Path
) -> None:
    begun("connect", "folder", str(pictures))
    begun("scan")
    for name in ("party/one.jpg", "two.jpg"):
        begun("attest", str(pictures / name), "--nobody")
    observed = sidecars(pictures)

    begun("pilot", "photos", "--only", "party")
    piloted = sidecars(pictures)
    stages = begun("status", "--json").json["stages"]
    begun("go-live", "photos")
    live = sidecars(pictures)
    left = begun("disconnect", "photos", "--clean")

    assert (observed, piloted) == ([], ["one.jpg.xmp"])
    assert stages == {"photos": "pilot"}
    assert live == ["one.jpg.xmp", "two.jpg.xmp"]
    assert (left.code, sidecars(pictures)) == (0, [])
    assert "2 of 2 photos show nothing of ours any more" in left.out


def test_a_folder_may_be_live_at_once(begun: Command, pictures: Path) -> None:
    begun("connect", "folder", str(pictures), "--live")
    begun("scan")
    begun("attest", str(pictures / "two.jpg"), "--nobody")

    assert sidecars(pictures) == ["two.jpg.xmp"]


def test_what_is_left_behind_stays_and_connecting_begins_again(
    begun: Command, pictures: Path
) -> None:
    words = ("connect", "folder", str(pictures), "--live")
    begun(*words)
    begun("scan")
    begun("attest", str(pictures / "two.jpg"), "--nobody")
    left = begun("disconnect", "photos", "--leave", "--json")

    again = begun(*words, "--json")

    assert left.json["stage"] == "disconnected"
    assert (again.json["new"], again.json["stage"]) == (False, "observing")
    assert sidecars(pictures) == ["two.jpg.xmp"]


def test_disconnecting_wants_to_know_what_becomes_of_the_marks(
    begun: Command, pictures: Path
) -> None:
    begun("connect", "folder", str(pictures))

    assert begun("disconnect", "photos").code == 2


def test_a_live_host_does_not_go_back_to_observing(begun: Command, pictures: Path) -> None:
    begun("connect", "folder", str(pictures), "--live")
    begun("disconnect", "photos", "--clean")

    called = begun("go-live", "photos")

    assert called.code == 4
    assert "is disconnected" in called.err


def test_a_folder_that_is_not_there_leaves_nothing_behind(begun: Command, tmp_path: Path) -> None:
    before = (begun.data / "likeness.toml").read_text()

    called = begun("connect", "folder", str(tmp_path / "nowhere"))

    assert called.code == 3
    assert "Nothing was connected." in called.err
    assert (begun.data / "likeness.toml").read_text() == before


def test_a_name_stays_with_its_host(begun: Command, pictures: Path, tmp_path: Path) -> None:
    begun("connect", "folder", str(pictures))
    (tmp_path / "other").mkdir()

    called = begun("connect", "folder", str(tmp_path / "other"))

    assert called.code == 3
    assert "another root" in called.err


@pytest.mark.parametrize("name", ["Not a name", "", "-x", 'x]\nkey_file = "/tmp/k"\n[hosts.y'])
def test_a_name_is_letters_digits_and_hyphens(begun: Command, pictures: Path, name: str) -> None:
    before = (begun.data / "likeness.toml").read_text()

    called = begun("connect", "folder", str(pictures), "--name", name)

    assert called.code == 3
    assert "small letters, digits and hyphens" in called.err
    assert (begun.data / "likeness.toml").read_text() == before


def test_resourcespace_without_our_fields_gets_a_click_path(
    begun: Command, host: FakeHost, tmp_path: Path
) -> None:
    called = begun(*connect(tmp_path, host))

    assert called.code == 1
    assert "title “Consent status”, type “Drop down list”" in called.out
    assert "Options, exactly so: ✓ Cleared; ◐ Cleared for some uses;" in called.out
    secret = begun.data / "secrets" / "dam"
    assert secret.stat().st_mode & 0o777 == 0o600
    assert host.site.users["svc"].key not in (begun.data / "likeness.toml").read_text()


def test_fields_made_by_hand_are_found_by_the_same_command(
    begun: Command, host: FakeHost, tmp_path: Path
) -> None:
    words = connect(tmp_path, host)
    begun(*words)
    titles = {88: ("Consent status", 3), 89: ("Cleared for", 2), 90: ("Cleared until", 10)}
    titles |= {91: ("Consent note", 1), 93: ("Consent checked on", 10)}
    titles |= {96: ("Consent warning", 13), 97: ("Consent explanation", 0)}
    for ref, (title, kind) in titles.items():
        host.site.fields[ref] = Field(ref, title.lower().replace(" ", ""), title, kind)

    fields = begun(*words, "--json").json["fields"]

    assert fields == {
        "status": 88,
        "channels": 89,
        "end": 90,
        "note": 91,
        "warning": 96,
        "checked": 93,
        "link": 97,
    }


def test_an_administrators_key_makes_fields_and_options_once(
    begun: Command, host: FakeHost, tmp_path: Path
) -> None:
    words = connect(tmp_path, host, *admin(tmp_path, host))

    first = begun(*words, "--json").json
    begun(*words)

    titles = [one.title for one in host.site.fields.values()]
    assert titles.count("Consent status") == 1
    status = host.site.fields[first["fields"]["status"]]
    assert next(node.name for node in status.nodes.values()) == "✓ Cleared"
    assert f"F-{status.ref}" in first["advice"][0]
    assert any(f"@@{node}" in one["search"] for one in first["searches"] for node in status.nodes)
    assert host.site.users["admin"].key not in "".join(
        path.read_text(errors="replace") for path in begun.data.rglob("*") if path.is_file()
    )


def test_what_was_deleted_in_resourcespace_is_made_again_and_mapped(
    begun: Command, host: FakeHost, tmp_path: Path
) -> None:
    words = connect(tmp_path, host, *admin(tmp_path, host))
    first = begun(*words, "--json").json["fields"]
    settings = begun.data / "likeness.toml"
    ours = f"link = {first['link']}"
    settings.write_text(settings.read_text().replace(f"\n{ours}\n", f"\n{ours}  # ours\n"))
    before = settings.read_text()
    host.site.drop_field(first["link"])
    host.site.drop_option(first["status"], "✗ Not cleared")
    host.site.rename_option(first["status"], "✓ Cleared", "✓ Vrij")

    told = begun(*connect(tmp_path, host))
    said = begun("doctor", "dam")
    mended = begun(*words, "--json").json["fields"]

    assert (told.code, "Consent explanation" in told.out) == (1, True)
    assert f"Field {first['link']} (link) is gone from ResourceSpace" in said.out
    assert "cannot be seen" not in said.out
    assert mended == first | {"link": max(host.site.fields)}
    assert "# ours" in before
    assert settings.read_text() == before.replace(f"{ours} ", f"link = {mended['link']} ")
    names = [node.name for node in host.site.fields[first["status"]].nodes.values()]
    assert (names.count("✗ Not cleared"), names.count("✓ Cleared")) == (1, 0)
    may_write_ours(host)
    assert "is gone" not in begun("doctor", "dam").out


def test_a_host_is_left_though_its_fields_are_gone(
    begun: Command, host: FakeHost, tmp_path: Path
) -> None:
    before = {ref: dict(host.site.shown(ref)) for ref in host.site.items}
    fields = begun(*connect(tmp_path, host, *admin(tmp_path, host)), "--json").json["fields"]
    may_write_ours(host)
    begun("scan")
    begun("go-live", "dam")
    host.site.drop_field(fields["link"])
    host.site.give("svc", f"f-{fields['note']}")

    left = begun("disconnect", "dam", "--clean")

    assert "2 of 2 photos" in left.out
    assert left.out.count(f"Field {fields['note']} (note) cannot be seen") == 2
    assert {ref: dict(host.site.shown(ref)) for ref in host.site.items} == before


def test_photos_that_could_not_be_taken_back_are_named_one_by_one(
    begun: Command, host: FakeHost, tmp_path: Path
) -> None:
    begun(*connect(tmp_path, host, *admin(tmp_path, host)))
    may_write_ours(host)
    begun("scan")
    begun("go-live", "dam")
    host.site.set_archive(2, -1)
    host.site.take("svc", "ert1")

    left = begun("disconnect", "dam", "--clean")

    assert left.code == 1
    assert "1 of 2 photos" in left.out
    assert "  2: no-permission" in left.out


def test_a_resourcespace_without_photos_gets_its_fields_once_and_every_search(
    begun: Command, host: FakeHost, tmp_path: Path
) -> None:
    host.site.items.clear()

    made = begun(*connect(tmp_path, host, *admin(tmp_path, host)), "--json").json
    again = begun(*connect(tmp_path, host))

    assert len(made["fields"]) == 7
    assert any("Social media, usable today" in one["finds"] for one in made["searches"])
    assert "By day: it shows no photo yet. Run this again" in again.out


def test_without_photos_nobody_is_told_that_fields_are_missing_without_a_doubt(
    begun: Command, host: FakeHost, tmp_path: Path
) -> None:
    host.site.items.clear()

    called = begun(*connect(tmp_path, host))

    assert "upload one, then look again" in called.out


def test_options_that_differ_in_case_alone_are_taken_as_they_are(
    begun: Command, host: FakeHost, tmp_path: Path
) -> None:
    host.site.fields[95] = Field(95, "clearedfor", "Cleared for", 2)
    host.site.option(95, "website")

    begun(*connect(tmp_path, host, *admin(tmp_path, host)))

    names = [node.name for node in host.site.fields[95].nodes.values()]
    assert [name for name in names if name.casefold() == "website"] == ["website"]
    assert "Social media" in names


def test_a_wrong_key_leaves_nothing_behind(begun: Command, host: FakeHost, tmp_path: Path) -> None:
    before = (begun.data / "likeness.toml").read_text()
    wrong = tmp_path / "wrong.key"
    wrong.write_text("0" * 64)

    called = begun(
        "connect", "resourcespace", "--url", host.url, "--user", "svc", "--key-file", str(wrong)
    )

    assert called.code == 3
    assert "Nothing was connected." in called.err
    assert (begun.data / "likeness.toml").read_text() == before
    assert not (begun.data / "secrets" / "dam").exists()


def test_without_a_key_and_nobody_to_ask_it_says_how_to_give_one(
    begun: Command, host: FakeHost
) -> None:
    called = begun("connect", "resourcespace", "--url", host.url, "--user", "svc")

    assert called.code == 2
    assert "--key-file" in called.err


def test_resourcespace_is_observed_piloted_live_and_left_as_it_was(
    begun: Command, host: FakeHost, tmp_path: Path
) -> None:
    before = {ref: dict(host.site.shown(ref)) for ref in host.site.items}
    begun(*connect(tmp_path, host, *admin(tmp_path, host)))
    may_write_ours(host)
    host.site.collect(7, [1])
    begun("scan")
    observed = host.site.writes()

    begun("pilot", "dam", "--only", "!collection7")
    piloted = {ref for ref in host.site.items if host.site.shown(ref) != before[ref]}
    begun("go-live", "dam")
    live = {ref for ref in host.site.items if host.site.shown(ref) != before[ref]}
    left = begun("disconnect", "dam", "--clean")

    assert observed == []
    assert (piloted, live) == ({1}, {1, 2})
    assert "2 of 2 photos" in left.out
    assert "No program can take this away from outside" in left.out
    assert "admin_resource_type_field_edit.php?ref=" in left.out
    assert {ref: dict(host.site.shown(ref)) for ref in host.site.items} == before


def test_doctor_looks_closely_at_one_host_and_tries_to_write(
    begun: Command, host: FakeHost, tmp_path: Path
) -> None:
    begun(*connect(tmp_path, host, *admin(tmp_path, host)))
    may_write_ours(host)
    begun("scan")
    before = {ref: dict(host.site.shown(ref)) for ref in host.site.items}

    lines = {one["check"]: one for one in begun("doctor", "dam", "--try-writing", "--json").json}

    assert lines["stage of dam"]["advice"].startswith("observed")
    assert lines["one value written and taken back (dam)"]["ok"]
    assert lines["fields"]["ok"]
    assert host.site.writes() != []
    assert {ref: dict(host.site.shown(ref)) for ref in host.site.items} == before


def test_doctor_warns_a_year_before_the_day_that_stands_for_no_end(
    begun: Command, host: FakeHost, tmp_path: Path
) -> None:
    begun(*connect(tmp_path, host))
    settings = begun.data / "likeness.toml"
    lines = settings.read_text().splitlines()
    near = 'nothing_ends_on = "2020-12-31"'
    settings.write_text(
        "\n".join(near if line.startswith("nothing_ends_on") else line for line in lines)
    )

    called = begun("doctor", "dam")

    assert called.code == 1
    assert "set nothing_ends_on of this host to a later day" in called.out
