"""Notifications on the screen of a user."""

import pytest

from connector.errors import HostRefused
from connector.host import Message
from tests.connector.nextcloud.conftest import Cloud
from tests.fakes.nextcloud.administering import office
from tests.fakes.nextcloud.site import USER


def message_of(cloud: Cloud) -> Message:
    assert cloud.host.message
    return cloud.host.message


def test_an_administrator_notifies_a_user(cloud: Cloud) -> None:
    cloud.site.admin = True

    message_of(cloud).tell(USER, "Look into your mail.")

    assert office(cloud.site).notified == [(USER, "Look into your mail.", "")]


def test_a_long_text_is_cut_in_the_line_and_whole_below_it(cloud: Cloud) -> None:
    cloud.site.admin = True

    message_of(cloud).tell(USER, "x" * 300)

    assert office(cloud.site).notified == [(USER, f"{'x' * 252}…", "x" * 300)]


def test_no_letter_is_cut_in_half(cloud: Cloud) -> None:
    cloud.site.admin = True

    message_of(cloud).tell(USER, "é" * 300)

    assert office(cloud.site).notified == [(USER, f"{'é' * 126}…", "é" * 300)]


def test_who_is_no_administrator_is_told_why_nothing_went_out(cloud: Cloud) -> None:
    with pytest.raises(HostRefused, match="administrators only"):
        message_of(cloud).tell(USER, "Look")

    assert office(cloud.site).notified == []


@pytest.mark.parametrize("user", ["nobody", "no/body", "../webhooks"])
def test_a_user_who_is_not_there_is_refused(cloud: Cloud, user: str) -> None:
    cloud.site.admin = True

    with pytest.raises(HostRefused, match="such a user"):
        message_of(cloud).tell(user, "Look")
