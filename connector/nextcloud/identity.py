"""Who our account is, and the group that may put our tags on files."""

from dataclasses import dataclass, field
from urllib.parse import quote

from connector.errors import HostConfused
from connector.nextcloud.api import Api
from connector.nextcloud.ocs import ask

ADMINS = "admin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Me:
    """The account that asks, as Nextcloud knows it: its login name may be another one."""

    user: str = field(repr=False)
    groups: frozenset[str] = frozenset()

    @property
    def is_admin(self) -> bool:
        """Tell whether it may do everything."""
        return ADMINS in self.groups


def who_am_i(api: Api) -> Me:
    """Ask who we are. Raises `HostError`."""
    said = ask(api, "GET", "cloud/user")
    user = said.get("id") if isinstance(said, dict) else None
    if not isinstance(user, str) or not user:
        raise HostConfused("Nextcloud did not say who the account is")
    groups = said.get("groups")
    return Me(user=user, groups=frozenset(map(str, groups if isinstance(groups, list) else ())))


def join(admin: Api, group: str, user: str) -> None:
    """Make a group where it is not there, and put a user into it. Safe to run twice.

    Raises `HostRefused` where the account is no administrator.
    """
    found = ask(admin, "GET", f"cloud/groups?search={quote(group, safe='')}")
    if group not in found["groups"]:
        ask(admin, "POST", "cloud/groups", {"groupid": group})
    ask(admin, "POST", f"cloud/users/{quote(user, safe='')}/groups", {"groupid": group})


def give_up_password(api: Api) -> None:
    """Make our own app password void. Raises `HostError`."""
    ask(api, "DELETE", "core/apppassword")
