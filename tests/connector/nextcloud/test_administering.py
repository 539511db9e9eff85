"""What is asked once: who we are, our webhooks, the rule about blocked files; where it goes wrong."""

import json
from dataclasses import dataclass, field

import pytest

from config.nextcloud import NextcloudTags
from connector.errors import HostConfused, HostRefused, HostUnavailable
from connector.nextcloud import hooks, identity, mounts, protecting, tagging
from connector.nextcloud.api import Account, Api, Sender
from connector.nextcloud.connect import client
from connector.nextcloud.hooks import Receiver
from connector.nextcloud.messages import NextcloudMessages
from connector.nextcloud.protecting import Trial
from connector.nextcloud.rows import Tag, TagId
from connector.registry import KINDS
from connector.transport import Reply, Sending, Transport
from connector.values import HostName
from connector.webhooks import WebhookKeys, new_secret
from tests.connector.nextcloud.conftest import TAGS, Cloud
from tests.connector.test_registry import SETTINGS
from tests.contracts.nextcloud import settings_of
from tests.fakes.nextcloud.administering import APP, office
from tests.fakes.nextcloud.rows import Fault
from tests.fakes.nextcloud.site import PASSWORD, TEAM, USER

TO = Receiver(uri="https://consent.example.org/hooks/cloud", secret=new_secret(), mark="ours")


@dataclass(slots=True)
class Said:
    """Answers everything with the same OCS data."""

    data: object
    sent: list[Sending] = field(default_factory=list)

    def send(self, sending: Sending) -> Reply:
        self.sent.append(sending)
        body = json.dumps({"ocs": {"meta": {"statuscode": 200}, "data": self.data}}).encode()
        return Reply(status=200, headers={}, data=body)


def asking(data: object) -> Api:
    return Api(sender=Said(data), url="https://cloud", account=Account(user="u", password="p"))  # noqa: S106


def admin(cloud: Cloud) -> Api:
    account = Account(user="admin", password=APP)
    return Api(sender=Transport(), url=cloud.site.url, account=account)


def ours(cloud: Cloud) -> Api:
    return client(settings_of(cloud.site.url), PASSWORD)


@pytest.mark.parametrize("data", [[], {}, {"id": ""}, {"id": 7}])
def test_an_answer_that_names_nobody_is_none(data: object) -> None:
    with pytest.raises(HostConfused):
        identity.who_am_i(asking(data))


def test_groups_that_are_none_are_no_groups() -> None:
    me = identity.who_am_i(asking({"id": "u", "groups": None}))

    assert (me.user, me.groups, me.is_admin) == ("u", frozenset(), False)
    assert "'u'" not in repr(me)


def test_team_folders_are_told_from_a_home_and_files_from_folders(cloud: Cloud) -> None:
    cloud.site.folder("Own")
    cloud.site.put("loose.jpg", b"x")

    assert mounts.watched(ours(cloud)) == (TEAM,)
    assert mounts.are_team_folders(ours(cloud), [TEAM])
    assert not mounts.are_team_folders(ours(cloud), [TEAM, "Own"])
    assert not mounts.are_team_folders(ours(cloud), [])


def test_a_webhook_of_ours_for_an_event_nobody_wants_any_more_goes(cloud: Cloud) -> None:
    headers = {hooks.MARK: "ours"}
    office(cloud.site).webhooks[9] = {"id": 9, "event": "Old", "uri": "x", "headers": headers}

    done = hooks.register(admin(cloud), TO, USER, ())

    assert (len(done.events), done.removed) == (6, 1)
    assert 9 not in office(cloud.site).webhooks


def test_another_installation_keeps_its_webhooks(cloud: Cloud) -> None:
    other = Receiver(uri=TO.uri, secret=TO.secret, mark="others")
    hooks.register(admin(cloud), other, USER, ())
    hooks.register(admin(cloud), TO, USER, ())

    removed = hooks.remove(admin(cloud), "ours")

    assert (removed, len(hooks.ours(admin(cloud), "others"))) == (6, 6)


@pytest.mark.parametrize("data", [{}, None, "x"])
def test_a_list_of_webhooks_that_is_none_is_said(data: object) -> None:
    with pytest.raises(HostConfused):
        hooks.ours(asking(data), "ours")


@pytest.mark.parametrize("odd", ["x", {"id": 1}, {"id": 1, "headers": []}])
def test_webhooks_without_a_mark_are_not_ours(odd: object) -> None:
    assert hooks.ours(asking([odd]), "ours") == []


@pytest.mark.parametrize("missing", ["NodeWrittenEvent", "MapperEvent"])
def test_an_event_without_an_older_one_cannot_be_done_without(cloud: Cloud, missing: str) -> None:
    events = office(cloud.site).events
    gone = (
        {"NodeWrittenEvent"} if missing == "NodeWrittenEvent" else {"MapperEvent", "ssignedEvent"}
    )
    office(cloud.site).events = frozenset(
        one for one in events if not any(one.endswith(end) for end in gone)
    )

    with pytest.raises(HostConfused):
        hooks.register(admin(cloud), TO, USER, ())


def test_folders_with_odd_names_are_matched_as_they_are() -> None:
    found = hooks.filters(USER, ["Foto's (2026)/a+b"])

    pattern = str(found["OCP\\Files\\Events\\Node\\NodeCreatedEvent"]["event.node.path"])
    assert r"Foto's\ \(2026\)\/a\+b" in pattern


def test_what_reads_messages_knows_our_account_and_tags() -> None:
    keys = WebhookKeys.read(TO.secret)
    with_tags = settings_of("https://cloud", tags=NextcloudTags(status=TAGS, channels={"press": 9}))
    read = KINDS["nextcloud"].messages
    assert read

    tagged, bare = read(with_tags, keys), read(settings_of("https://cloud"), keys)

    assert isinstance(tagged, NextcloudMessages)
    assert isinstance(bare, NextcloudMessages)
    assert (tagged.account, tagged.tags) == (USER, frozenset({*TAGS.values(), 9}))
    assert bare.tags == frozenset()
    with pytest.raises(HostRefused):
        read(SETTINGS["folder"], keys)
    assert KINDS["folder"].messages is None
    assert HostName("dam")


def test_rules_of_other_kinds_are_no_rules() -> None:
    assert protecting.rules_of(asking([])) == []
    assert protecting.rules_of(asking({"OCA\\FilesAccessControl\\Operation": {}})) == []


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(Fault(507, "PUT", "tries"), id="no room"),
        pytest.param(Fault(403, "PUT", "systemtags-relations"), id="the tag is not ours"),
        pytest.param(Fault(404, "POST", "shares"), id="links are switched off"),
    ],
)
def test_what_cannot_be_tried_says_why_and_leaves_nothing(cloud: Cloud, fault: Fault) -> None:
    cloud.site.faults.append(fault)

    tried = protecting.try_it(ours(cloud), Transport(), TagId(4))

    assert tried.trial is Trial.NOT_TRIED
    assert tried.why
    assert protecting.PLACE not in cloud.site.entries


def test_a_link_that_opens_for_nobody_anyway_proves_nothing(cloud: Cloud) -> None:
    class Closed:
        """A door that stays closed."""

        def send(self, sending: Sending) -> Reply:
            return Reply(status=404, headers={}, data=sending.body)

    nobody: Sender = Closed()

    tried = protecting.try_it(ours(cloud), nobody, TagId(4))

    assert (tried.trial, tried.why.endswith("does not open either")) == (Trial.NOT_TRIED, True)


def test_a_share_without_a_token_is_no_link(cloud: Cloud) -> None:
    class Sharing:
        """Answers to sharing with nothing."""

        def send(self, sending: Sending) -> Reply:
            inner = Said([]) if sending.method == "POST" else Transport(cookies=True)
            return inner.send(sending)

    api = ours(cloud)
    api.sender = Sharing()

    tried = protecting.try_it(api, Transport(), TagId(4))

    assert (tried.trial, tried.why) == (Trial.NOT_TRIED, "no link was made")


def test_a_file_that_cannot_be_taken_away_is_said(cloud: Cloud) -> None:
    cloud.site.faults.append(Fault(500, "DELETE", "tries"))
    cloud.site.faults.append(Fault(500, "POST", "shares"))

    tried = protecting.try_it(ours(cloud), Transport(), TagId(4))

    assert tried.trial is Trial.NOT_TRIED
    assert "is left in the home of the account" in tried.why


def test_a_host_that_goes_away_in_between_is_said(cloud: Cloud) -> None:
    api = ours(cloud)
    cloud.site.url = "http://127.0.0.1:9"
    api.url = cloud.site.url

    tried = protecting.try_it(api, Transport(), TagId(4))

    assert tried.trial is Trial.NOT_TRIED
    with pytest.raises(HostUnavailable):
        api.status()


def test_tags_by_hand_name_what_is_there_and_who_may_not_use_it() -> None:
    words = {one: one for one in TAGS}
    plan = tagging.planned(words, {"press": "Press"}, "bots & co")
    tags = [
        Tag(id=TagId(1), name="! cleared", visible=True, assignable=True, ours_to_assign=True),
        Tag(id=TagId(2), name="! PARTLY", visible=True, assignable=False, ours_to_assign=True),
        Tag(id=TagId(3), name="! review", visible=True, assignable=False, ours_to_assign=False),
    ]

    found = tagging.find(plan, tags)
    lines = "\n".join(tagging.by_hand(plan, found, "https://cloud", "svc"))

    assert tagging.numbers(plan.status, found.usable) == {"partly": 2}
    assert "--access=restricted NUMBER   # of '! cleared'" in lines
    assert "occ tag:add '! blocked' restricted" in lines
    assert "occ tag:add '! review'" not in lines
    assert "for n in 3; do" in lines
    assert "<oc:groups>bots &amp; co</oc:groups>" in lines


def test_a_tag_that_everybody_may_use_is_all_there_is_to_say() -> None:
    plan = tagging.planned({one: one for one in TAGS}, {}, "bots")
    tags = [
        Tag(id=TagId(number), name=f"! {one}", visible=True, assignable=True, ours_to_assign=True)
        for one, number in TAGS.items()
    ]

    lines = tagging.by_hand(plan, tagging.find(plan, tags), "https://cloud", "svc")

    assert len(lines) == 4
    assert all("--access=restricted" in line for line in lines)
