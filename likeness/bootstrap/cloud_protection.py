"""Whether blocked photos of a Nextcloud open for nobody, and what to click so that they do not."""

from collections.abc import Sequence
from dataclasses import dataclass

from connector.nextcloud import identity, protecting
from connector.nextcloud.api import Account, Api
from connector.nextcloud.connect import client
from connector.nextcloud.identity import Me
from connector.nextcloud.protecting import Trial, Tried
from connector.nextcloud.rows import Tag, TagId
from consent.states import Status
from likeness.bootstrap.app import open_app
from likeness.bootstrap.cloud_login import (
    administrator,
    helped_by,
    nextcloud_of,
    password_of,
    sender_for,
)
from likeness.bootstrap.connecting_nextcloud import GROUP
from likeness.bootstrap.errors import ConnectRefused
from likeness.bootstrap.places import Places


@dataclass(frozen=True, slots=True, kw_only=True)
class Protection:
    """What is known of the rule about blocked files."""

    click_path: Sequence[str]
    tried: Tried
    wrong: str | None = None
    """What is wrong with the rules; empty = nothing, None = nobody was named who may read them."""
    member: bool = True
    """Our account is in the group that is exempt."""

    @property
    def holds(self) -> bool:
        """Tell whether blocked files are known to be closed, and open for us."""
        return self.tried.trial is Trial.WORKS and not self.wrong and self.member


def check_protection(
    places: Places, name: str, admin: Account | None, group: str = ""
) -> Protection:
    """Say what to click, read the rules where an administrator helps, and try them.

    Raises `ConnectRefused` where no tag says blocked, and `HostError`.
    """
    with open_app(places) as app:
        settings = nextcloud_of(app, name)
    number = settings.tags.status.get("blocked") if settings.tags else None
    if number is None:
        raise ConnectRefused(f"No tag says blocked: run likeness connect nextcloud --name {name}")
    api, tag = client(settings, password_of(places, name)), TagId(number)
    me = identity.who_am_i(api)
    exempt = group or _group(me)
    wrong = None
    if admin is not None:
        with helped_by(admin):
            rules = protecting.rules_of(administrator(settings, admin))
        wrong = protecting.wrong_with(rules, tag, exempt)
    return Protection(
        click_path=protecting.click_path(_called(api, tag), exempt, settings.url),
        tried=protecting.try_it(api, sender_for(settings.ca_file, cookies=False), tag),
        wrong=wrong,
        member=exempt in me.groups,
    )


def _group(me: Me) -> str:
    """Guess which group is ours alone: the usual one, else the only one there is."""
    if GROUP in me.groups or len(me.groups) != 1:
        return GROUP
    return next(iter(me.groups))


def _called(api: Api, tag: TagId) -> str:
    found: Tag | None = next((one for one in api.tags() if one.id == tag), None)
    if found is None:
        raise ConnectRefused(f"The tag {tag} for {Status.BLOCKED} is not there: likeness doctor")
    return found.name
