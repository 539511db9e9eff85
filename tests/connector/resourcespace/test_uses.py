"""Who took a photo for use, and messages on the screen of ResourceSpace."""

import pytest

from connector.errors import HostRefused, PhotoGone
from connector.host import Host, Taking, Use
from connector.values import HostId, HostName, PhotoRef
from tests.contracts.resourcespace import connected, settings_of
from tests.fakes.resourcespace.server import FakeHost


def host_of(fake: FakeHost) -> Host:
    return connected(settings_of(fake.url), fake.site.users["svc"].key)


def uses_of(fake: FakeHost, ref: int) -> tuple[Use, ...]:
    uses = host_of(fake).uses
    assert uses
    return uses.of(PhotoRef(host=HostName("dam"), id=HostId(str(ref))))


def test_a_photo_nobody_took_has_no_uses(fake: FakeHost) -> None:
    assert uses_of(fake, fake.site.put(b"a")) == ()


def test_downloads_and_collections_are_told_once_each(fake: FakeHost) -> None:
    ref = fake.site.put(b"a")
    for _ in range(2):
        fake.site.write(fake.site.items[ref], "d", "editor")
    fake.site.collect(12, [ref])

    assert uses_of(fake, ref) == (
        Use(how=Taking.DOWNLOADED, user="editor"),
        Use(how=Taking.COLLECTED, place="12"),
    )


def test_with_our_plugin_the_owners_of_collections_are_told_but_never_ourselves(
    fake: FakeHost,
) -> None:
    fake.site.plugin = True
    ref = fake.site.put(b"a")
    fake.site.collect(12, [ref], owner="editor")
    fake.site.collect(13, [ref], owner="SVC")

    assert uses_of(fake, ref) == (Use(how=Taking.COLLECTED, user="editor", place="12"),)


def test_our_own_downloads_are_no_use(fake: FakeHost) -> None:
    ref = fake.site.put(b"a")
    fake.site.write(fake.site.items[ref], "d", "svc")

    assert uses_of(fake, ref) == ()


def test_a_number_that_is_none_of_the_host_is_gone(fake: FakeHost) -> None:
    uses = host_of(fake).uses
    assert uses

    with pytest.raises(PhotoGone):
        uses.of(PhotoRef(host=HostName("dam"), id=HostId("x")))


def test_a_message_is_shown_to_its_user_without_markup(fake: FakeHost) -> None:
    message = host_of(fake).message
    assert message

    message.tell("editor", "Look at <b>12</b>")

    assert fake.site.messages == [("editor", "Look at (b)12(/b)")]


def test_a_user_who_is_gone_is_refused(fake: FakeHost) -> None:
    message = host_of(fake).message
    assert message

    with pytest.raises(HostRefused):
        message.tell("nobody", "Look")
