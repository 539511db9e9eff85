"""A live ResourceSpace, and an installation of Likeness beside it, for benchmarks.

LIKENESS_LIVE_RESOURCESPACE says which, as for the tests: `url,user,key,admin,admin_key` and then
the numbers of the fields, `status=88` and so on. What is put in is taken out again.
"""

import os
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from connector.resourcespace import answers
from connector.resourcespace.request import Account
from tests.contracts.resourcespace import FIELDS, LIVE, LiveHands

HOST = "dam"
COMMAND = Path(sys.executable).with_name("likeness")
AT_ONCE = 4
_FINE = {0, 1, 7}


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """The host, and who may do what there."""

    url: str
    user: str
    key: str = field(repr=False)
    hands: LiveHands
    fields: Mapping[str, int]

    def version(self) -> str:
        """Give the version it says it is."""
        return answers.version(self.hands.call("get_system_status"))

    def shown(self, ref: int) -> Mapping[int, str]:
        """Give what every field of a resource holds."""
        rows = answers.rows(self.hands.call("get_resource_field_data", resource=ref))
        return {int(row["ref"]): str(row["value"]) for row in rows}

    def says(self, ref: int) -> str:
        """Give the status a resource shows."""
        return self.shown(ref).get(self.fields["status"], "")


def live() -> Live:
    """Find the live host; without one there is nothing to measure."""
    said = os.environ.get(LIVE, "")
    if not said:
        sys.exit(f"set {LIVE} to url,user,key,admin,admin_key,status=88,...")
    url, user, key, admin, admin_key, *numbers = said.split(",")
    fields = {part: int(ref) for part, ref in (one.split("=") for one in numbers)}
    return Live(
        url=url,
        user=user,
        key=key,
        hands=LiveHands(url, Account(user=admin, key=admin_key)),
        fields={part: ref for part, ref in (FIELDS | fields).items() if part != "people"},
    )


def each(refs: Iterable[int], act: Callable[[int], object]) -> float:
    """Do something with every resource, four at a time; gives the seconds it took."""
    began = time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(act, refs))
    return time.perf_counter() - began


@contextmanager
def collection(there: Live) -> Iterator[int]:
    """Make a collection that every resource of this run goes into; take all of it out again."""
    hands = there.hands
    number = answers.number(hands.call("create_collection", name="likeness benchmark"))
    if number is None:
        sys.exit("the administrator may make no collections")
    hands.collection = number
    data = {"name": "likeness benchmark", "users": there.user}
    hands.call("save_collection", ref=number, coldata=data)
    try:
        yield number
    finally:
        each(hands.refs, hands.purge)
        hands.call("delete_collection", ref=number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """A Likeness of its own, on this machine."""

    data: Path
    environ: Mapping[str, str] = field(repr=False)

    def run(self, *words: str) -> str:
        """Run a command; give what it said."""
        command = [str(COMMAND), *words]
        done = subprocess.run(  # noqa: S603 - our own command
            command, env=self.environ, capture_output=True, check=False, text=True
        )
        if done.returncode not in _FINE:
            sys.exit(f"likeness {words[0]}: {done.stderr}")
        return done.stdout

    @contextmanager
    def serving(self) -> Iterator[None]:
        """Run the service meanwhile."""
        with (self.data / "log").open("wb") as log:
            serve = [str(COMMAND), "serve"]
            with subprocess.Popen(serve, env=self.environ, stderr=log) as service:  # noqa: S603
                try:
                    yield
                finally:
                    service.terminate()


@contextmanager
def installation(
    there: Live, settings: Mapping[str, object], **environ: str
) -> Iterator[Installation]:
    """Install, with this host in the settings, live from the start."""
    with tempfile.TemporaryDirectory(prefix="likeness-resourcespace-") as folder:
        data = Path(folder) / "data"
        made = Installation(
            data=data, environ={**_surroundings(), "LIKENESS_DATA": str(data), **environ}
        )
        made.run("init", "--yes", "--controller", "Benchmark", "--timezone", "UTC")
        values = {"kind": "resourcespace", "url": there.url, "user": there.user, **settings}
        lines = [f"{name} = {_toml(value)}" for name, value in values.items()]
        fields = [f"{part} = {ref}" for part, ref in there.fields.items()]
        with (data / "likeness.toml").open("a") as file:
            file.write("\n".join([f"\n[hosts.{HOST}]", *lines, f"[hosts.{HOST}.fields]", *fields]))
        secrets = data / "secrets"
        secrets.mkdir(mode=0o700, exist_ok=True)
        keep(secrets / HOST, there.key)
        yield made


def query(mysql: str, text: str) -> str:
    """Ask the host's database by its own client; gives the rows, tabs between the values."""
    done = subprocess.run(  # noqa: S603 - the client whoever runs this named
        [*shlex.split(mysql), "--batch", "--skip-column-names"],
        input=text,
        capture_output=True,
        check=False,
        text=True,
    )
    if done.returncode:
        sys.exit(f"the database says: {done.stderr}")
    return done.stdout


def _surroundings() -> dict[str, str]:
    """Give the environment without what is for us and for tests."""
    return {name: value for name, value in os.environ.items() if not name.startswith("LIKENESS_")}


def keep(path: Path, secret: str) -> None:
    """Write a secret that only we may read."""
    path.touch(mode=0o600)
    path.write_text(secret)


def _toml(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)
