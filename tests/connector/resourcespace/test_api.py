"""The thin client: one call each, in the time that is left."""

from dataclasses import dataclass, field

import pytest

from connector.errors import HostConfused, HostRefused, HostUnavailable
from connector.resourcespace.api import Api
from connector.resourcespace.request import Account
from connector.resourcespace.rows import Access, FieldRef, Ref
from connector.transport import TOTAL_S, Reply, Sending
from tests.fakes.resourcespace.server import FakeHost, Fault
from tests.fakes.resourcespace.site import Site


@dataclass(slots=True)
class Sent:
    """Keeps what is sent, and says yes to everything."""

    sendings: list[Sending] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)

    def send(self, sending: Sending) -> Reply:
        self.sendings.append(sending)
        return Reply(status=200, headers=self.headers, data=b"true")


def client(sent: Sent, now: list[float]) -> Api:
    account = Account(user="svc", key="k")
    return Api(sender=sent, url="https://dam.example.org", account=account, clock=lambda: now[0])


def test_a_call_is_a_post_to_the_api() -> None:
    sent = Sent()

    assert client(sent, [0.0]).may("v")

    (sending,) = sent.sendings
    assert (sending.method, sending.url) == ("POST", "https://dam.example.org/api/")
    assert (sending.repeatable, sending.total_s) == (True, TOTAL_S)
    assert "Origin" not in sending.headers


def test_calls_share_the_time_they_are_given() -> None:
    sent, now = Sent(), [100.0]
    api = client(sent, now).within(20.0)
    now[0] = 115.0

    api.may("v")

    assert sent.sendings[0].total_s == 5.0


def test_no_call_is_made_when_the_time_is_over() -> None:
    sent, now = Sent(), [100.0]
    api = client(sent, now).within(20.0)
    now[0] = 120.0

    with pytest.raises(HostUnavailable):
        api.may("v")
    assert sent.sendings == []


def test_the_own_time_of_a_host_may_be_missing() -> None:
    assert client(Sent(headers={"date": "nonsense"}), [0.0]).moment() is None
    assert client(Sent(), [0.0]).moment() is None


def test_a_call_the_host_stumbles_over_is_told_apart_from_a_host_that_is_down(
    fake: FakeHost, api: Api
) -> None:
    fake.fail(Fault.TEXT, function="get_resource_data")
    with pytest.raises(HostConfused):
        api.resource(Ref(1))
    fake.fail(Fault.EMPTY)

    with pytest.raises(HostUnavailable):
        api.resource(Ref(1))


def test_a_key_that_was_revoked_meanwhile_is_the_host_saying_no(
    site: Site, fake: FakeHost, api: Api
) -> None:
    fake.fail(Fault.ERROR, function="get_resource_data")
    site.users["svc"].approved = False

    with pytest.raises(HostRefused):
        api.resource(Ref(1))


def test_our_own_user_has_a_number_unless_users_are_hidden(
    site: Site, fake: FakeHost, api: Api
) -> None:
    assert api.user() == site.users["svc"].ref
    fake.fail(Fault.NO, function="get_users")

    assert api.user() is None


def test_what_is_no_number_is_not_accessible(api: Api) -> None:
    assert api.access(Ref(99)) == Access.NO_SUCH_RESOURCE
    assert api.access(Ref(-1)) == Access.CONFIDENTIAL


def test_a_keyword_we_may_not_make_is_none(site: Site, api: Api) -> None:
    assert site.users["svc"].permissions.isdisjoint({"a", "k"})

    assert api.keyword(FieldRef(88), "Another status") is None
    assert api.keyword(FieldRef(29), "Anna") == api.keyword(FieldRef(29), "Anna")
