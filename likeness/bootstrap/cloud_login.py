"""Logging in to a Nextcloud: an app password that a human agreed to, and clients that use one."""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from config.nextcloud import NextcloudHost
from config.sites import site as site_of
from connector.errors import HostError, HostRefused, HostUnavailable
from connector.nextcloud import identity, login
from connector.nextcloud.api import Account, Api
from connector.nextcloud.login import Granted, Login
from connector.transport import Transport
from connector.values import HostName
from likeness.bootstrap.app import App
from likeness.bootstrap.errors import ConnectRefused
from likeness.bootstrap.places import Places

LOGIN_S = 1200
"""A login that nobody agrees to is void after twenty minutes, by Nextcloud's own rule."""
EVERY_S = 2


def address(url: str) -> str:
    """Give the address of a site as the settings will have it. Raises `ConnectRefused`."""
    try:
        return site_of(url).removesuffix("/index.php")
    except ValueError as error:
        raise ConnectRefused(f"The address {error}.") from None


def begin_login(
    url: str, ca_file: Path | None = None
) -> tuple[Login, Callable[[], Granted | None]]:
    """Ask for a login; gives it, and what asks whether somebody agreed. Raises `HostError`."""
    sender = sender_for(ca_file)
    begun = login.begin(sender, address(url))
    if urlsplit(begun.link).hostname != urlsplit(url).hostname:
        raise ConnectRefused(
            "The site sends logins elsewhere: give the address it calls itself by."
        )

    def agreed() -> Granted | None:
        try:
            return login.poll(sender, begun)
        except HostUnavailable:
            return None

    return begun, agreed


def wait_for_login(
    agreed: Callable[[], Granted | None],
    tell: Callable[[int], None],
    pause: Callable[[float], object],
) -> Granted:
    """Wait until somebody agrees; `tell` hears the seconds left. Raises `ConnectRefused`."""
    for left in range(LOGIN_S, 0, -EVERY_S):
        granted = agreed()
        if granted is not None:
            return granted
        tell(left)
        pause(EVERY_S)
    raise ConnectRefused(
        "Nobody agreed within twenty minutes, so nothing was connected. Run the command again."
    )


def give_up(url: str, password: str, ca_file: Path | None = None) -> None:
    """Make an app password void that came to nothing: as good as it goes."""
    account = Account(user="", password=password, bearer=True)
    api = Api(sender=sender_for(ca_file), url=address(url), account=account)
    try:
        identity.give_up_password(api)
    except HostError:
        return


def sender_for(ca_file: Path | None, *, cookies: bool = True) -> Transport:
    """Make what sends, trusting these certificates or those of well-known authorities."""
    return Transport(verify=str(ca_file) if ca_file else True, cookies=cookies)


@contextlib.contextmanager
def helped_by(admin: Account | None) -> Iterator[None]:
    """Say whose login was refused, where an administrator helps."""
    try:
        yield
    except HostRefused as error:
        if admin is None:
            raise
        raise HostRefused(
            f"The administrator {admin.user} was refused: {error} It takes the login password of "
            "an administrator without two-factor login."
        ) from None


def is_there(api: Api) -> None:
    """Check that there is a Nextcloud, before a password goes out. Raises `HostUnavailable`."""
    try:
        api.status()
    except HostUnavailable as error:
        raise HostUnavailable(
            f"No Nextcloud answers at {api.url} ({error}). Give its address as it begins in a "
            "browser, without index.php; for certificates of your own, --ca-file."
        ) from None


def administrator(settings: NextcloudHost, admin: Account) -> Api:
    """Make a client for an administrator."""
    return Api(sender=sender_for(settings.ca_file), url=settings.url, account=admin)


def nextcloud_of(app: App, name: str) -> NextcloudHost:
    """Give the settings of a Nextcloud. Raises `ConnectRefused`."""
    found = app.settings.hosts.get(HostName(name))
    if not isinstance(found, NextcloudHost):
        raise ConnectRefused("That host is no Nextcloud.")
    return found


def password_of(places: Places, name: str) -> str:
    """Give the app password of our account; empty where there is none."""
    secret = places.secrets.find(name)
    return secret.value.get_secret_value() if secret else ""
