"""OCS calls that set something up: asked once, by the account or by an administrator."""

import json
from collections.abc import Mapping
from http import HTTPStatus

from connector.errors import HostRefused
from connector.nextcloud import answers
from connector.nextcloud.answers import Json
from connector.nextcloud.api import JSON, OCS, Api
from connector.transport import Method, Reply, Sending

_CONFIRM = b"Password confirmation"


def ask(api: Api, method: Method, path: str, said: Mapping[str, object] | None = None) -> Json:
    """Ask one call, with JSON where something is said. Raises `HostError`."""
    reply = send(api, method, path, said)
    if reply.status == HTTPStatus.FORBIDDEN:
        raise HostRefused(_CONFIRMED if _CONFIRM in reply.data else _ADMIN)
    return answers.ocs(reply)


def send(api: Api, method: Method, path: str, said: Mapping[str, object] | None = None) -> Reply:
    """Give the answer to one call, whatever it is. Raises `HostError`."""
    headers = {"Authorization": api.account.header, **OCS, **(JSON if said is not None else {})}
    return api.send(
        Sending(
            method=method,
            url=f"{api.url}/ocs/v2.php/{path}",
            body=b"" if said is None else json.dumps(said).encode(),
            headers=headers,
            repeatable=method != "POST",
        )
    )


_ADMIN = "Nextcloud lets only an administrator do this: name one with --admin."
_CONFIRMED = (
    "Nextcloud wants the login password of an administrator for this: an app password will not do."
)
