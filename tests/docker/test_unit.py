"""What the systemd unit promises: a user of its own, and nothing to write but data, keys and photos."""

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

import pytest

UNIT = Path(__file__).parent.parent.parent / "docker" / "likeness.service"


def read(path: Path) -> Mapping[str, Mapping[str, list[str]]]:
    """Read a unit; a key may stand in it more than once, which configparser does not know."""
    found: dict[str, dict[str, list[str]]] = {}
    section: dict[str, list[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = found.setdefault(line.strip("[]"), defaultdict(list))
        elif line and not line.startswith("#"):
            key, _, value = line.partition("=")
            section[key].append(value)
    return found


@pytest.fixture(scope="module")
def service() -> Mapping[str, list[str]]:
    return read(UNIT)["Service"]


@pytest.fixture(scope="module")
def environment(service: Mapping[str, list[str]]) -> dict[str, str]:
    return dict(line.split("=", 1) for line in service["Environment"])


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("NoNewPrivileges", "yes"),
        ("ProtectSystem", "strict"),
        ("ProtectHome", "yes"),
        ("PrivateTmp", "yes"),
        ("PrivateDevices", "yes"),
        ("ProtectKernelTunables", "yes"),
        ("ProtectKernelModules", "yes"),
        ("ProtectControlGroups", "yes"),
        ("RestrictSUIDSGID", "yes"),
        ("RestrictNamespaces", "yes"),
        ("LockPersonality", "yes"),
        ("CapabilityBoundingSet", ""),
        ("RestrictAddressFamilies", "AF_INET AF_INET6 AF_UNIX"),
        ("SystemCallArchitectures", "native"),
        ("LimitCORE", "0"),
        ("UMask", "0077"),
        ("StateDirectoryMode", "0700"),
    ],
)
def test_the_service_is_confined(service: Mapping[str, list[str]], key: str, value: str) -> None:
    assert service[key] == [value]


def test_it_does_not_run_as_root(service: Mapping[str, list[str]]) -> None:
    assert service["User"] == ["likeness"]


def test_the_children_may_still_confine_themselves(service: Mapping[str, list[str]]) -> None:
    allowed, denied = service["SystemCallFilter"]

    assert set(allowed.split()) >= {"@system-service", "seccomp"}
    assert "@resources" not in denied


def test_the_key_lies_outside_the_data_and_both_can_be_written(
    service: Mapping[str, list[str]], environment: dict[str, str]
) -> None:
    data = PurePosixPath(environment["LIKENESS_DATA"])
    key = PurePosixPath(environment["LIKENESS_KEY_FILE"])
    (states,) = service["StateDirectory"]

    assert not key.is_relative_to(data)
    assert {data, key.parent} == {PurePosixPath("/var/lib") / name for name in states.split()}


def test_only_photos_are_written_elsewhere(service: Mapping[str, list[str]]) -> None:
    assert service["ReadWritePaths"] == ["-/srv/photos"]


def test_it_serves_from_the_environment_of_the_locks(service: Mapping[str, list[str]]) -> None:
    assert service["ExecStart"] == ["/opt/likeness/.venv/bin/likeness serve"]


def test_it_starts_with_the_machine() -> None:
    assert read(UNIT)["Install"]["WantedBy"] == ["multi-user.target"]
