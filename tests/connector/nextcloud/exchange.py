"""Recorded exchanges with Nextcloud 34.0.1, given again to whoever asks."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from connector.nextcloud.api import Account, Api
from connector.transport import Reply, Sending
from tests.fakes.nextcloud.site import USER

_FILE = Path(__file__).parents[2] / "recordings/nextcloud/exchanges.jsonl"
_HOST = "http://host"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One recorded request and its answer."""

    case: str
    method: str
    path: str
    reply: Reply


def _read() -> Mapping[str, Exchange]:
    lines = [json.loads(line) for line in _FILE.read_text(encoding="utf-8").splitlines()]
    return MappingProxyType(
        {
            line["case"]: Exchange(
                case=line["case"],
                method=line["method"],
                path=line["path"],
                reply=Reply(
                    status=line["status"], headers=line["headers"], data=line["body"].encode()
                ),
            )
            for line in lines
        }
    )


EXCHANGES = _read()


@dataclass(slots=True)
class Replay:
    """Sends nothing: gives recorded answers in turn, and keeps what was asked."""

    cases: list[str]
    sent: list[Sending] = field(default_factory=list)

    def send(self, sending: Sending) -> Reply:
        self.sent.append(sending)
        return EXCHANGES[self.cases.pop(0)].reply

    @property
    def asked(self) -> list[tuple[str, str]]:
        """Give method and path of what was sent."""
        return [(one.method, one.url.removeprefix(_HOST)) for one in self.sent]


def replayed(*cases: str) -> tuple[Api, Replay]:
    """Give a client that is answered so."""
    replay = Replay(list(cases))
    return Api(sender=replay, url=_HOST, account=Account(user=USER, password="-")), replay  # noqa: S106
