"""A Nextcloud from connecting to taking leave, as the command, on a fake one."""

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from tests.fakes.nextcloud.administering import APP, LOGIN, office
from tests.fakes.nextcloud.server import running
from tests.fakes.nextcloud.site import PASSWORD, TEAM, USER, Site
from tests.likeness.cli.calls import Called, Command

PUBLIC = '[public]\npublic_url = "https://consent.example.org"\n'


@pytest.fixture
def site() -> Iterator[Site]:
    """Serve a Nextcloud with two photos in a team folder."""
    with running() as site:
        for name, shade in (("party/one.jpg", 60), ("two.jpg", 120)):
            site.put(f"{TEAM}/{name}", jpeg(shade))
        yield site


def jpeg(shade: int = 90) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (640, 480), (shade, shade, shade)).save(data, "JPEG")
    return data.getvalue()


def secret_file(tmp_path: Path, text: str, name: str = "secret") -> str:
    path = tmp_path / name
    path.write_text(text + "\n")
    return str(path)


def with_password(site: Site, tmp_path: Path, password: str = PASSWORD) -> tuple[str, ...]:
    file = secret_file(tmp_path, password)
    return ("connect", "nextcloud", "--url", site.url, "--user", USER, "--password-file", file)


def admin(tmp_path: Path, password: str = LOGIN) -> tuple[str, ...]:
    return ("--admin", "admin", "--admin-password-file", secret_file(tmp_path, password, "admin"))


def connected(likeness: Command, site: Site, tmp_path: Path, *more: str) -> Called:
    return likeness(*with_password(site, tmp_path), *admin(tmp_path), *more)


def settings(likeness: Command) -> str:
    return (likeness.data / "likeness.toml").read_text()


def public(likeness: Command) -> None:
    """Give the installation an address."""
    path = likeness.data / "likeness.toml"
    path.write_text(path.read_text().replace("[public]\n", PUBLIC))


def shown(site: Site) -> dict[str, list[str]]:
    """Give the names of our tags by place."""
    return {
        place: sorted(site.tags[one].name for one in site.tagged.get(entry.id, []))
        for place, entry in site.entries.items()
        if not entry.folder and site.tagged.get(entry.id)
    }


def test_a_login_in_the_browser_is_waited_for_and_its_password_kept(
    begun: Command, site: Site
) -> None:
    called = begun("connect", "nextcloud", "--url", f"{site.url}/index.php/")

    assert "/index.php/login/v2/flow/abc" in called.err
    assert "Access granted." in called.err
    assert f"Folders: {TEAM}" in called.out
    secret = begun.data / "secrets" / "cloud"
    assert secret.read_text().strip() == PASSWORD
    assert secret.stat().st_mode & 0o777 == 0o600
    assert PASSWORD not in settings(begun) + called.out + called.err


def test_a_login_name_that_is_no_user_name_becomes_a_bearer(begun: Command, site: Site) -> None:
    office(site).login_name = "photos@example.org"

    begun("connect", "nextcloud", "--url", site.url)
    called = begun("scan")

    assert f'user = "{USER}"' in settings(begun)
    assert 'login = "bearer"' in settings(begun)
    assert called.code == 0


def test_a_password_may_be_piped_in(
    begun: Command, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))

    begun("connect", "nextcloud", "--url", site.url, "--user", USER)

    assert (begun.data / "secrets" / "cloud").read_text().strip() == PASSWORD


def test_a_password_of_nobody_is_refused(begun: Command, site: Site, tmp_path: Path) -> None:
    file = secret_file(tmp_path, PASSWORD)

    called = begun("connect", "nextcloud", "--url", site.url, "--password-file", file)

    assert called.code == 2
    assert "--user" in called.err


def test_another_login_replaces_the_app_password(
    begun: Command, site: Site, tmp_path: Path
) -> None:
    connected(begun, site, tmp_path)
    site.password = "another-app-password"  # noqa: S105 - of the fake

    called = begun("connect", "nextcloud", "--new-login")

    assert called.code == 0
    assert (begun.data / "secrets" / "cloud").read_text().strip() == "another-app-password"


def test_without_a_password_it_says_how_to_give_one(begun: Command, site: Site) -> None:
    called = begun("connect", "nextcloud", "--url", site.url, "--user", USER)

    assert called.code == 2
    assert "--password-file" in called.err


def test_tags_are_made_with_the_help_of_an_administrator_once(
    begun: Command, site: Site, tmp_path: Path
) -> None:
    first = connected(begun, site, tmp_path, "--json").json
    again = begun("connect", "nextcloud", "--json").json

    names = [tag.name for tag in site.tags.values()]
    assert names == [
        "! ✓ Cleared",
        "! ◐ Cleared for some uses",
        "! ? Not decided yet",
        "! ✗ Not cleared",
    ]
    assert [tag.color for tag in site.tags.values()] == ["2E7D32", "F9A825", "F9A825", "C62828"]
    assert not any(tag.assignable for tag in site.tags.values())
    assert first["tags"] == {"cleared": 1, "partly": 2, "review": 3, "blocked": 4}
    assert (again["new"], again["tags"]) == (False, first["tags"])
    assert LOGIN not in "".join(
        path.read_text(errors="replace") for path in begun.data.rglob("*") if path.is_file()
    )


def test_tags_that_were_deleted_are_made_again_and_mapped(
    begun: Command, site: Site, tmp_path: Path
) -> None:
    connected(begun, site, tmp_path)
    site.drop_tag(4)
    site.tags[1].groups = ()
    site.tags[2].name = "! partly"

    told = begun("connect", "nextcloud")
    mended = connected(begun, site, tmp_path, "--json").json

    assert told.code == 1
    assert "Tag 4 (blocked) is gone from Nextcloud" in told.out
    assert mended["tags"] == {"cleared": 1, "partly": 2, "review": 3, "blocked": 5}
    assert list(site.tags[1].groups) == ["consent-bots"]
    assert "blocked = 5" in (begun.data / "likeness.toml").read_text()


def test_channels_may_have_tags_that_come_after_ours(
    begun: Command, site: Site, tmp_path: Path
) -> None:
    made = connected(begun, site, tmp_path, "--channel-tags", "--json").json

    names = sorted(tag.name for tag in site.tags.values())
    assert names[:4] == sorted(name for name in names if name.startswith("! "))
    assert site.tags[made["channel_tags"]["website"]].name == "✓ Website"


def test_a_tag_that_others_use_keeps_their_group(
    begun: Command, site: Site, tmp_path: Path
) -> None:
    site.tag("! ✓ Cleared").groups = ("others",)

    connected(begun, site, tmp_path)

    assert set(site.tags[1].groups) == {"others", "consent-bots"}


def test_without_an_administrator_it_says_what_to_do_and_finds_it_done(
    begun: Command, site: Site, tmp_path: Path
) -> None:
    called = begun(*with_password(site, tmp_path))
    for name in re.findall(r"occ tag:add '([^']+)' restricted", called.out):
        site.tag(name)
    again = begun("connect", "nextcloud", "--json")

    assert called.code == 1
    assert "occ group:adduser consent-bots svc-consent" in called.out
    assert "occ tag:edit --color=C62828" in called.out
    assert f"{site.url}/remote.php/dav/systemtags/$n" in called.out
    assert again.code == 0
    assert again.json["by_hand"] == []
    assert again.json["tags"]["blocked"] == 4


def test_an_app_password_of_an_administrator_is_not_enough_and_it_says_so(
    begun: Command, site: Site, tmp_path: Path
) -> None:
    called = begun(*with_password(site, tmp_path), *admin(tmp_path, APP), "--group", "bots-of-ours")

    assert called.code == 1
    assert "The administrator admin was refused" in called.out
    assert "an app password will not do" in called.out
    assert "Connected: cloud." in called.out


def test_an_account_nobody_shared_anything_with_is_not_connected(
    begun: Command, site: Site, tmp_path: Path
) -> None:
    site.entries[TEAM].mount = False
    before = settings(begun)

    called = begun(*with_password(site, tmp_path))

    assert called.code == 3
    assert "Make it a member of your team folders" in called.err
    assert settings(begun) == before
    assert not (begun.data / "secrets" / "cloud").exists()


def test_a_login_that_comes_to_nothing_is_given_up(begun: Command, site: Site) -> None:
    site.entries[TEAM].mount = False

    begun("connect", "nextcloud", "--url", site.url)

    assert office(site).given_up == [USER]


def test_a_wrong_password_leaves_nothing_behind_and_is_tried_once(
    begun: Command, site: Site, tmp_path: Path
) -> None:
    before = settings(begun)

    called = begun(*with_password(site, tmp_path, "wrong"))

    assert called.code == 3
    assert "app password" in called.err
    assert (settings(begun), site.failed_logins) == (before, 1)


def test_maintenance_is_no_time_to_connect(begun: Command, site: Site, tmp_path: Path) -> None:
    site.maintenance = True

    called = begun(*with_password(site, tmp_path))

    assert called.code == 9
    assert not (begun.data / "secrets" / "cloud").exists()


def test_a_folder_the_account_does_not_see_is_not_connected(
    begun: Command, site: Site, tmp_path: Path
) -> None:
    called = begun(*with_password(site, tmp_path), "--folder", "Nowhere")

    assert called.code == 3
    assert "does not see the folder Nowhere" in called.err
    assert "\n[hosts.cloud]" not in settings(begun)


def test_an_address_below_a_nextcloud_is_none(begun: Command, site: Site, tmp_path: Path) -> None:
    words = list(with_password(site, tmp_path))
    words[3] = f"{site.url}/apps/files"

    called = begun(*words)

    assert called.code == 9
    assert "without index.php" in called.err


@pytest.mark.parametrize(
    ("url", "code"),
    [("http://cloud.example.org", 3), ("ftp://x", 3), ("", 2), ("http://127.0.0.1:9", 9)],
)
def test_an_address_that_cannot_be_is_said(begun: Command, url: str, code: int) -> None:
    called = begun("connect", "nextcloud", "--url", url)

    assert called.code == code
    assert called.err


def test_an_account_that_may_do_everything_is_warned_of(
    begun: Command, site: Site, tmp_path: Path
) -> None:
    office(site).groups["admin"].add(USER)

    assert "account with less rights" in connected(begun, site, tmp_path).out


def test_webhooks_are_registered_once_and_only_ours_are_taken_away(
    begun: Command, site: Site, tmp_path: Path
) -> None:
    public(begun)
    office(site).webhooks[7] = {"id": 7, "event": "x", "uri": "https://other", "headers": {}}

    connected(begun, site, tmp_path, "--webhooks")
    called = begun("connect", "nextcloud", "--webhooks", *admin(tmp_path, APP))
    registered = {key: one for key, one in office(site).webhooks.items() if key != 7}
    listed = begun("nextcloud", "webhooks", "--json", *admin(tmp_path, APP)).json
    removed = begun("nextcloud", "webhooks", "--remove", "--json", *admin(tmp_path, APP)).json

    assert "6 events are sent to https://consent.example.org/hooks/cloud" in called.out
    assert len({one["event"] for one in registered.values()}) == len(registered) == len(listed) == 6
    assert removed["removed"] == 6
    assert set(office(site).webhooks) == {7}


def test_webhooks_tell_as_little_as_they_can(begun: Command, site: Site, tmp_path: Path) -> None:
    public(begun)

    connected(begun, site, tmp_path, "--webhooks")

    hooks = {one["event"].rpartition("\\")[2]: one for one in office(site).webhooks.values()}
    assert all(one["eventFilter"]["user.uid"] == {"$ne": USER} for one in hooks.values())
    pattern = hooks["NodeWrittenEvent"]["eventFilter"]["event.node.path"]
    wanted = re.compile(pattern.strip("/i").strip("/").replace(r"\/", "/"), re.IGNORECASE)
    assert wanted.fullmatch("/alice/files/Photo Desk/2026/A.JPG")
    assert not wanted.fullmatch("/alice/files/Private/a.jpg")
    assert not wanted.fullmatch("/alice/files/Photo Desk/a.txt")
    secret = (begun.data / "secrets" / "cloud-webhook").read_text().strip()
    assert (begun.data / "secrets" / "cloud-webhook").stat().st_mode & 0o777 == 0o600
    assert hooks["NodeWrittenEvent"]["authMethod"] == "header"
    assert secret.startswith("whsec_")


def test_a_server_that_knows_no_event_for_one_tag_gets_the_older_one(
    begun: Command, site: Site, tmp_path: Path
) -> None:
    public(begun)
    ours = office(site)
    ours.events = frozenset(one for one in ours.events if "ssignedEvent" not in one)

    connected(begun, site, tmp_path, "--webhooks")

    events = [one["event"].rpartition("\\")[2] for one in ours.webhooks.values()]
    assert events.count("MapperEvent") == 1


def test_webhooks_that_the_account_may_not_register_are_said_and_the_rest_stays(
    begun: Command, site: Site, tmp_path: Path
) -> None:
    public(begun)
    connected(begun, site, tmp_path)

    called = begun("connect", "nextcloud", "--webhooks")
    office(site).delegated = True
    delegated = begun("connect", "nextcloud", "--webhooks")

    assert called.code == 1
    assert "only an administrator" in called.out
    assert (delegated.code, len(office(site).webhooks)) == (0, 6)


def test_webhooks_need_an_address(begun: Command, site: Site, tmp_path: Path) -> None:
    called = connected(begun, site, tmp_path, "--webhooks")

    assert called.code == 1
    assert "set public_url under [public]" in called.out


def test_nextcloud_is_observed_piloted_live_and_left_as_it_was(
    begun: Command, site: Site, tmp_path: Path
) -> None:
    public(begun)
    connected(begun, site, tmp_path, "--webhooks")
    begun("scan")
    begun("attest", f"{TEAM}/two.jpg", "--nobody")
    observed = shown(site), len(site.comments)

    begun("pilot", "cloud", "--only", f"{TEAM}/party")
    piloted = shown(site)
    begun("go-live", "cloud")
    live = shown(site)
    left = begun("disconnect", "cloud", "--clean", *admin(tmp_path, APP))

    assert observed == ({}, 0)
    assert set(piloted) <= {f"{TEAM}/party/one.jpg"}
    assert (shown(site), site.comments) == ({}, [])
    assert left.code == 0
    assert "photos show nothing of ours any more" in left.out
    assert "6 of 6 webhooks of ours were taken away" in left.out
    assert office(site).webhooks == {}
    assert live is not piloted


def test_disconnecting_without_an_administrator_says_which_webhooks_are_left(
    begun: Command, site: Site, tmp_path: Path
) -> None:
    public(begun)
    connected(begun, site, tmp_path, "--webhooks")
    begun("scan")

    left = begun("disconnect", "cloud", "--clean")
    later = begun("nextcloud", "webhooks", "--remove", *admin(tmp_path, APP))

    assert left.code == 1
    assert "6 webhooks of ours are left" in left.out
    assert later.code == 0
    assert office(site).webhooks == {}


def test_doctor_tries_a_tag_that_editors_can_see_and_takes_it_back(
    begun: Command, site: Site, tmp_path: Path
) -> None:
    connected(begun, site, tmp_path)
    begun("scan")
    put: list[str] = []
    site.before = lambda method, path: put.append(path) if method == "PUT" else None

    called = begun("doctor", "cloud", "--try-writing", "--json")

    lines = {one["check"]: one["ok"] for one in called.json}
    assert lines["one value written and taken back (cloud)"]
    assert [path.rpartition("/")[2] for path in put] == ["3"]
    assert not any(site.tagged.values())
    assert site.comments == []


def test_doctor_says_what_a_nextcloud_lacks(begun: Command, site: Site, tmp_path: Path) -> None:
    begun(*with_password(site, tmp_path))
    before = {one["check"]: one for one in begun("doctor", "cloud", "--json").json}
    begun("connect", "nextcloud", *admin(tmp_path))

    after = {one["check"]: one for one in begun("doctor", "cloud", "--json").json}

    assert not before["tags (cloud)"]["ok"]
    assert after["tag blocked"]["ok"]
    assert after["explanations (cloud)"]["advice"]
    assert after["webhooks (cloud)"]["ok"]
    assert json.dumps(after).count("Photo Desk") == 0
