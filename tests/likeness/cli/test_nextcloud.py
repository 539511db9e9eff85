"""Public links of blocked photos, and their protection, as the command on a fake Nextcloud."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.nextcloud.administering import APP, LOGIN, office
from tests.fakes.nextcloud.rows import Fault
from tests.fakes.nextcloud.server import running
from tests.fakes.nextcloud.site import PASSWORD, TEAM, USER, Site
from tests.likeness.cli.calls import Command
from tests.likeness.cli.test_connecting_nextcloud import jpeg

EVERY_USE = "website,social-media,print,press,internal,advertising"
PLACE = f"{TEAM}/2026/no.jpg"


@pytest.fixture
def site() -> Iterator[Site]:
    """Serve a Nextcloud with one photo that will be blocked, and one that will not."""
    with running() as site:
        site.put(PLACE, jpeg(60))
        site.put(f"{TEAM}/2026/yes.jpg", jpeg(120))
        yield site


@pytest.fixture
def cloud(begun: Command, site: Site, tmp_path: Path) -> Command:
    """Connect it, block one photo, and go live."""
    (tmp_path / "password").write_text(PASSWORD)
    (tmp_path / "admin").write_text(LOGIN)
    (tmp_path / "admin-app").write_text(APP)
    likeness = begun
    words = ("connect", "nextcloud", "--url", site.url, "--user", USER)
    passwords = ("--password-file", str(tmp_path / "password"))
    likeness(*words, *passwords, *admin(tmp_path, "admin"))
    likeness("scan")
    likeness("person", "add", "--name", "Anna de Vries")
    likeness("quitclaim", "add", "Anna de Vries", "--channels", EVERY_USE, "--state", "refused")
    likeness("attest", PLACE, "--only", "Anna de Vries")
    likeness("go-live", "cloud")
    return likeness


def admin(tmp_path: Path, file: str = "admin-app") -> tuple[str, ...]:
    return ("--admin", "admin", "--admin-password-file", str(tmp_path / file))


def rule(site: Site, *more: tuple[str, str, str]) -> None:
    """Make a rule about the blocked tag, with more conditions."""
    checks = [("FileSystemTags", "is", "4"), *more]
    office(site).rules.append(
        {
            "operation": "deny",
            "checks": [
                {"class": f"OCA\\WorkflowEngine\\Check\\{kind}", "operator": how, "value": value}
                for kind, how, value in checks
            ],
        }
    )


EXEMPT = ("UserGroupMembership", "!is", "consent-bots")


def test_no_link_is_good_news(cloud: Command, site: Site) -> None:
    site.share(f"{TEAM}/2026/yes.jpg")

    called = cloud("nextcloud", "links")

    assert (called.code, called.out) == (0, "No public link leads to a blocked photo.\n")


def test_links_of_a_blocked_photo_and_of_its_folders_are_listed(cloud: Command, site: Site) -> None:
    site.share(PLACE).guarded = True
    site.share(TEAM)

    called = cloud("nextcloud", "links", "--json")

    assert called.code == 1
    assert [(one["link"], one["what"], one["password"]) for one in called.json] == [
        ("1", "photo", True),
        ("2", "folder", False),
    ]
    assert {one["made_by"] for one in called.json} == {"alice"}
    assert called.json[0]["address"] == f"{site.url}/index.php/s/token1"


def test_a_scan_finds_links_and_status_tells_of_them(cloud: Command, site: Site) -> None:
    site.share(PLACE)

    scanned = cloud("scan")
    called = cloud("status", "--json")
    known = cloud("nextcloud", "links", "--known", "--json").json

    assert "Public links lead to 1 blocked photos: likeness nextcloud links" in scanned.out
    assert (called.code, called.json["public_links_of_blocked_photos"]) == (1, 1)
    assert (known[0]["made_by"], known[0]["address"]) == (None, None)


def test_neither_who_made_a_link_nor_its_address_is_kept(cloud: Command, site: Site) -> None:
    site.share(PLACE, owner="canary-of-alice")

    cloud("nextcloud", "links")

    kept = b"".join(path.read_bytes() for path in cloud.data.rglob("*") if path.is_file())
    assert b"canary-of-alice" not in kept
    assert b"token1" not in kept


def test_a_link_that_ended_is_none(cloud: Command, site: Site) -> None:
    site.share(PLACE).expiration = "2020-01-01 00:00:00"

    assert cloud("nextcloud", "links").code == 0


def test_a_photo_that_is_cleared_again_leaves_the_list(cloud: Command, site: Site) -> None:
    site.share(PLACE)
    cloud("scan")

    cloud("attest", PLACE, "--nobody")

    assert cloud("status", "--json").json["public_links_of_blocked_photos"] == 0


def test_a_link_is_deleted_only_when_a_human_says_so_twice(cloud: Command, site: Site) -> None:
    site.share(PLACE)
    cloud("scan")

    asked = cloud("nextcloud", "links", "remove", "1")
    still = dict(site.shares)
    done = cloud("nextcloud", "links", "remove", "1", "--yes")

    assert (asked.code, len(still)) == (2, 1)
    assert "Say --yes" in asked.err
    assert (done.code, site.shares) == (0, {})
    assert "It led to 1 blocked photo." in done.out
    assert cloud("status").code == 0


@pytest.mark.parametrize("number", ["2", "99", "nonsense"])
def test_a_link_that_leads_to_no_blocked_photo_is_not_ours_to_delete(
    cloud: Command, site: Site, number: str
) -> None:
    site.share(PLACE)
    site.share(f"{TEAM}/2026/yes.jpg")
    cloud("scan")

    called = cloud("nextcloud", "links", "remove", number, "--yes")

    assert called.code == 8
    assert len(site.shares) == 2


def test_protection_says_what_to_click_and_that_nothing_is_protected_yet(
    cloud: Command, site: Site
) -> None:
    called = cloud("nextcloud", "protect")

    assert called.code == 1
    assert "“is tagged with” “! ✗ Not cleared”" in called.out
    assert "“is not member of” “consent-bots”" in called.out
    assert "opens for everybody" in called.out
    assert "ZIP" in called.out
    assert not any("tries" in place for place in site.entries)


def test_a_right_rule_is_tried_and_read(cloud: Command, site: Site, tmp_path: Path) -> None:
    rule(site, EXEMPT)

    tried = cloud("nextcloud", "protect", "--json")
    read = cloud("nextcloud", "protect", *admin(tmp_path))

    assert (tried.code, tried.json["tried"], tried.json["rule"]) == (0, "works", None)
    assert "Read: the rule is right." in read.out
    assert not any("tries" in place for place in site.entries)
    assert not site.tagged.get(max(site.tagged), [])


def test_a_rule_that_locks_us_out_is_found_out(cloud: Command, site: Site, tmp_path: Path) -> None:
    rule(site)

    called = cloud("nextcloud", "protect", "--json", *admin(tmp_path))

    assert (called.code, called.json["tried"]) == (1, "locked-out")
    assert "does not exempt the group consent-bots" in called.json["rule"]


def test_a_rule_with_more_conditions_leaves_files_open(
    cloud: Command, site: Site, tmp_path: Path
) -> None:
    rule(site, EXEMPT, ("FileMimeType", "is", "image/png"))

    called = cloud("nextcloud", "protect", "--json", *admin(tmp_path))

    assert "more conditions" in called.json["rule"]
    assert not called.json["holds"]


def test_an_account_outside_the_group_is_said(cloud: Command, site: Site) -> None:
    rule(site, ("UserGroupMembership", "!is", "others"))

    called = cloud("nextcloud", "protect", "--group", "others")

    assert called.code == 1
    assert "not in that group" in called.out


def test_what_could_not_be_tried_is_said(cloud: Command, site: Site) -> None:
    site.faults.append(Fault(403, "POST", "shares"))

    called = cloud("nextcloud", "protect")

    assert called.code == 1
    assert "could not be tried, so nothing is known" in called.out
    assert not any("tries" in place for place in site.entries)


def test_without_a_nextcloud_there_is_nothing_to_ask(ready: Command) -> None:
    called = ready("nextcloud", "links")

    assert called.code == 2
    assert "There is no Nextcloud yet" in called.err


def test_webhooks_are_taken_away_or_renewed_and_not_both(cloud: Command) -> None:
    assert cloud("nextcloud", "webhooks", "--remove", "--renew").code == 2


def test_webhooks_want_an_administrator(cloud: Command) -> None:
    called = cloud("nextcloud", "webhooks")

    assert called.code == 3
    assert "--admin" in called.err
