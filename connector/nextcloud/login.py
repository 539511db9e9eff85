"""Login flow v2: a human opens a link and agrees, and we are given an app password of our own.

Nothing is waited for in here: whoever asks decides how often.
"""

import json
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import urlencode, urlsplit

from connector.errors import HostConfused, HostUnavailable
from connector.nextcloud.answers import Json, error_of
from connector.nextcloud.api import Sender
from connector.transport import Reply, Sending

_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """A login that a human has yet to agree to."""

    link: str = field(repr=False)
    """What to open in a browser, logged in as the account."""
    endpoint: str = field(repr=False)
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted:
    """What was agreed to. It is given once."""

    user: str
    password: str = field(repr=False)


def begin(sender: Sender, url: str) -> Login:
    """Ask for a login. `url` is the address of the site, without a slash at its end.

    Raises `HostUnavailable` and `HostConfused`.
    """
    said = _json(sender.send(Sending(method="POST", url=f"{url}/index.php/login/v2")))
    try:
        poll = said["poll"]
        login = Login(link=said["login"], endpoint=poll["endpoint"], token=poll["token"])
    except (TypeError, KeyError):
        raise HostConfused("no login was offered") from None
    if urlsplit(login.endpoint).hostname != urlsplit(url).hostname:
        raise HostUnavailable("the site calls itself by another name: `url` must be that one")
    return login


def poll(sender: Sender, login: Login) -> Granted | None:
    """Ask whether somebody agreed; None = not yet. Never sent twice: it is given once."""
    reply = sender.send(
        Sending(
            method="POST",
            url=login.endpoint,
            body=urlencode({"token": login.token}).encode(),
            headers=_FORM,
            repeatable=False,
        )
    )
    if reply.status == HTTPStatus.NOT_FOUND:
        return None
    said = _json(reply)
    try:
        return Granted(user=said["loginName"], password=said["appPassword"])
    except (TypeError, KeyError):
        raise HostConfused("no app password was given") from None


def _json(reply: Reply) -> Json:
    if reply.status != HTTPStatus.OK:
        raise error_of(reply)
    try:
        return json.loads(reply.data)
    except ValueError:
        raise HostUnavailable("there is no Nextcloud at this address") from None
