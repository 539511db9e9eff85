"""Making our tags with an admin's help."""

import pytest

from connector.errors import HostConfused, HostRefused
from connector.nextcloud.api import Api
from connector.nextcloud.connect import client
from connector.nextcloud.making import Wanted, make
from tests.connector.nextcloud.conftest import Cloud
from tests.contracts.nextcloud import settings_of
from tests.fakes.nextcloud.site import PASSWORD

TAG = Wanted(name="! ✓ Cleared", color="2E7D32", group="consent-bots")


def account(cloud: Cloud, *, admin: bool) -> Api:
    cloud.site.admin = admin
    return client(settings_of(cloud.site.url), PASSWORD)


def test_a_tag_is_made_that_only_our_group_may_use(cloud: Cloud) -> None:
    number = make(account(cloud, admin=True), TAG)

    made = cloud.site.tags[number]
    assert (made.name, made.color, made.groups) == ("! ✓ Cleared", "2E7D32", ("consent-bots",))
    assert (made.visible, made.assignable) == (True, False)


def test_making_it_again_finds_it(cloud: Cloud) -> None:
    admin = account(cloud, admin=True)

    assert make(admin, TAG) == make(admin, TAG)


def test_somebody_who_is_no_admin_is_refused_and_makes_nothing(cloud: Cloud) -> None:
    before = len(cloud.site.tags)

    with pytest.raises((HostRefused, HostConfused)):
        make(account(cloud, admin=False), TAG)

    assert len(cloud.site.tags) == before


def test_a_tag_of_everybody_is_not_taken_over(cloud: Cloud) -> None:
    cloud.site.tag(TAG.name).assignable = True

    with pytest.raises(HostConfused, match="everybody"):
        make(account(cloud, admin=True), TAG)


def test_a_hidden_tag_of_that_name_is_said(cloud: Cloud) -> None:
    cloud.site.tag(TAG.name).visible = False

    with pytest.raises(HostConfused, match="hidden"):
        make(account(cloud, admin=True), TAG)


def test_a_colour_that_is_none_is_refused(cloud: Cloud) -> None:
    with pytest.raises(HostConfused):
        make(account(cloud, admin=True), Wanted(name="x", color="#2E7D32", group="g"))
