"""What every test shares: who may use loopback, and where the photos and models for development are."""

import gc
import os
from pathlib import Path

import pytest
from hypothesis import settings

pytest_plugins = ("tests.fakes.store",)
"""Offers the fixture `store` everywhere. Only the conftest of all tests may name plugins."""

ROOT = Path(__file__).parent.parent
MEMORY, ROOM_BYTES = Path("/dev/shm"), 2 * 1024**3  # noqa: S108 - pytest makes folders of its own
LOOPBACK = "127.0.0.1"
USES_LOOPBACK = (
    "connector/transport",
    "connector/nextcloud",
    "connector/resourcespace",
    "connector/test_transport",
    "contracts",
    "docker",
    "docs/test_nextcloud",
    "e2e",
    "fakes",
    "likeness/cli/test_connecting",
    "likeness/cli/test_host_consents",
    "likeness/cli/test_nextcloud",
    "likeness/mail",
    "likeness/storage",
    "likeness/web",
    "upgrades",
    "webhooks",
)
"""Folders (and beginnings of file names) below tests/ whose tests may open TCP to this machine."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the tests of transport, fakes, mail, storage and pages talk to loopback; nobody else."""
    for item in items:
        if item.path.relative_to(ROOT / "tests").as_posix().startswith(USES_LOOPBACK):
            item.add_marker(pytest.mark.allow_hosts([LOOPBACK]))


def pytest_configure() -> None:
    """Let no property fail because a machine is busy, and keep the folders of tests in memory.

    In memory where there is room: disks are slow to synchronise, and what a killed process wrote
    stays there, too. A folder named by the environment wins.
    """
    settings.register_profile("unhurried", settings(), deadline=None)
    settings.load_profile("unhurried")
    if _has_room(MEMORY):
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


def _has_room(folder: Path) -> bool:
    """Tell whether a folder is large enough and may hold programs: some tests run one there."""
    if not os.access(folder, os.W_OK):
        return False
    there = os.statvfs(folder)
    programs = not there.f_flag & os.ST_NOEXEC
    return programs and there.f_bavail * there.f_frsize > ROOM_BYTES


def pytest_collection_finish() -> None:
    """Let the garbage collector pass over what stays to the end: thousands of tests and modules.

    Looking through all of it again and again was a fifth of the time.
    """
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def assets() -> Path:
    """Return the folder with models and photos that are for development only, or skip."""
    folder = ROOT / os.environ.get("LIKENESS_TEST_ASSETS", "../shared")
    if not (folder / "models").is_dir():
        pytest.skip(
            "no development assets: set LIKENESS_TEST_ASSETS to a folder with models/ and faces/"
        )
    return folder.resolve()
