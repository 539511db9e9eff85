"""Whether a Nextcloud is fit for use, and its public links."""

from collections.abc import Callable
from datetime import date

import pytest

from config.nextcloud import NextcloudTags
from connector.errors import PhotoGone
from connector.host import PublicLinks
from tests.connector.nextcloud.conftest import TAGS, Cloud, jpeg
from tests.fakes.nextcloud.rows import Fault
from tests.fakes.nextcloud.site import Site


def bad(cloud: Cloud) -> list[str]:
    return [line.name for line in cloud.host.setup.examine() if not line.ok]


def test_a_nextcloud_that_is_well_says_so(cloud: Cloud) -> None:
    cloud.site.put("Photo Desk/a.jpg", jpeg())
    cloud.connect(folders=("Photo Desk",))

    lines = cloud.host.setup.examine()

    assert all(line.ok and not line.advice for line in lines)
    assert {"server", "version", "account", "folder 1", "tag blocked", "apps", "previews"} <= {
        line.name for line in lines
    }


def _maintenance(site: Site) -> None:
    site.maintenance = True


def _old(site: Site) -> None:
    site.version = "30.0.2"


def _no_tag(site: Site) -> None:
    del site.tags[4]


def _others_tag(site: Site) -> None:
    site.tags[4].groups = ()


def _everybodys_tag(site: Site) -> None:
    site.tags[4].assignable = True


def _alone(site: Site) -> None:
    site.delete("Photo Desk")


def _no_apps(site: Site) -> None:
    site.apps = ("dav", "files_sharing")


def _no_previews(site: Site) -> None:
    site.put("Photo Desk/a.jpg", b"damaged")


def _raw(site: Site) -> None:
    site.put("Photo Desk/a.cr2", b"raw")


def _heic(site: Site) -> None:
    site.put("Photo Desk/a.heic", b"heic")


def _late(site: Site) -> None:
    site.tags[1].name = "Cleared"


def _grey(site: Site) -> None:
    site.tags[1].color = ""


def _stumbling(site: Site) -> None:
    site.faults.append(Fault(500, "PROPFIND", "systemtags"))


@pytest.mark.parametrize(
    ("trouble", "line"),
    [
        pytest.param(_maintenance, "maintenance", id="in maintenance"),
        pytest.param(_old, "version", id="too old"),
        pytest.param(_no_tag, "tag blocked", id="a tag is gone"),
        pytest.param(_others_tag, "tag blocked", id="a tag is not ours"),
        pytest.param(_everybodys_tag, "tag blocked", id="a tag is everybody's"),
        pytest.param(_alone, "folders", id="nothing is shared"),
        pytest.param(_no_apps, "apps", id="an app is off"),
        pytest.param(_no_previews, "previews", id="no previews"),
        pytest.param(_raw, "previews of RAW", id="RAW without previews"),
        pytest.param(_heic, "previews of HEIC", id="HEIC without previews"),
        pytest.param(_late, "names of tags", id="a name that sorts late"),
        pytest.param(_grey, "colours of tags", id="no colour"),
    ],
)
def test_each_trouble_is_one_line_that_says_what_to_do(
    cloud: Cloud, trouble: Callable[[Site], None], line: str
) -> None:
    trouble(cloud.site)

    assert bad(cloud) == [line]


@pytest.mark.parametrize("folders", [(), ("Photo Desk", "Not ours")], ids=["all", "named"])
def test_advanced_permissions_are_pointed_out_because_what_is_hidden_looks_deleted(
    cloud: Cloud, folders: tuple[str, ...]
) -> None:
    cloud.site.ruled = True
    cloud.connect(folders=folders)

    (line,) = [one for one in cloud.host.setup.examine() if one.name == "advanced permissions"]

    assert line.ok
    assert "keeps its tag" in line.advice


def test_photos_outside_the_folders_that_are_watched_are_nobodys_business(cloud: Cloud) -> None:
    cloud.site.put("Elsewhere/a.cr2", b"raw")
    cloud.connect(folders=("Photo Desk",))

    assert bad(cloud) == []


def test_an_answer_that_is_none_is_one_more_trouble(cloud: Cloud) -> None:
    _stumbling(cloud.site)

    assert bad(cloud) == ["tags", "look of tags"]


def test_tags_of_channels_are_looked_at_too(cloud: Cloud) -> None:
    cloud.connect(tags=NextcloudTags(status=TAGS, channels={"press": 99}))

    assert bad(cloud) == ["tag press"]


def test_a_host_without_tags_has_nothing_to_look_at(cloud: Cloud) -> None:
    cloud.connect(tags=None)

    assert bad(cloud) == []


def test_a_server_that_is_away_is_said(cloud: Cloud) -> None:
    cloud.site.url = "http://127.0.0.1:9"
    cloud.connect()

    (line,) = cloud.host.setup.examine()

    assert (line.name, line.ok) == ("server", False)


def test_a_wrong_password_is_tried_once(cloud: Cloud) -> None:
    cloud.connect(password="wrong")  # noqa: S106

    assert bad(cloud) == ["account"]
    assert bad(cloud) == ["account"]
    assert cloud.site.failed_logins == 1


def test_a_folder_without_the_account_is_said_without_its_name(cloud: Cloud) -> None:
    cloud.connect(folders=("Photo Desk", "Anna's wedding"))

    wrong = [line for line in cloud.host.setup.probe() if not line.ok]

    assert [line.name for line in wrong] == ["folder 2"]
    assert "Anna" not in wrong[0].advice


def links(cloud: Cloud) -> PublicLinks:
    assert cloud.host.links
    return cloud.host.links


def test_one_damaged_photo_says_nothing_about_previews(cloud: Cloud) -> None:
    cloud.site.put("Photo Desk/a.jpg", b"damaged")
    cloud.site.put("Photo Desk/b.jpg", jpeg())

    assert bad(cloud) == []


def test_links_of_a_photo_and_of_its_folders_are_found(cloud: Cloud) -> None:
    entry = cloud.site.put("Photo Desk/2026/a.jpg", jpeg())
    cloud.site.put("Photo Desk/2026/b.jpg", jpeg())
    cloud.poll()
    cloud.site.share("Photo Desk/2026/b.jpg")
    own = cloud.site.share("Photo Desk/2026/a.jpg")
    own.expiration, own.guarded = "2026-12-31 00:00:00", True
    cloud.site.share("Photo Desk")

    found = links(cloud).of(cloud.photo(entry))

    assert [(link.id, link.inherited, link.guarded) for link in found] == [
        ("2", False, True),
        ("3", True, False),
    ]
    assert found[0].ends == date(2026, 12, 31)
    assert "token" not in repr(found)


def test_a_share_by_mail_is_a_public_link_too_and_one_with_a_user_is_none(cloud: Cloud) -> None:
    entry = cloud.site.put("Photo Desk/a.jpg", jpeg())
    cloud.poll()
    cloud.site.share("Photo Desk/a.jpg").kind = 4
    cloud.site.share("Photo Desk/a.jpg").kind = 0

    (link,) = links(cloud).of(cloud.photo(entry))

    assert link.id == "1"
    assert link.url == f"{cloud.site.url}/index.php/s/token1"


def test_a_link_goes_only_when_it_is_told_to(cloud: Cloud) -> None:
    entry = cloud.site.put("Photo Desk/a.jpg", jpeg())
    cloud.poll()
    cloud.site.share("Photo Desk/a.jpg")

    for _ in range(2):
        links(cloud).remove("1")

    assert links(cloud).of(cloud.photo(entry)) == ()


def test_a_photo_that_is_gone_has_no_links(cloud: Cloud) -> None:
    entry = cloud.site.put("Photo Desk/a.jpg", jpeg())
    cloud.poll()
    cloud.site.delete("Photo Desk/a.jpg")

    with pytest.raises(PhotoGone):
        links(cloud).of(cloud.photo(entry))
