"""What every test shares: who may use loopback, and where the photos and models for development are."""

import os
from pathlib import Path

import pytest

pytest_plugins = ("tests.fakes.store",)
"""Offers the fixture `store` everywhere. Only the conftest of all tests may name plugins."""

ROOT = Path(__file__).parent.parent
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
    "webhooks",
)
"""Folders (and beginnings of file names) below tests/ whose tests may open TCP to this machine."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the tests of transport, fakes, mail, storage and pages talk to loopback; nobody else."""
    for item in items:
        if item.path.relative_to(ROOT / "tests").as_posix().startswith(USES_LOOPBACK):
            item.add_marker(pytest.mark.allow_hosts([LOOPBACK]))


@pytest.fixture(scope="session")
def assets() -> Path:
    """Return the folder with models and photos that are for development only, or skip."""
    folder = ROOT / os.environ.get("LIKENESS_TEST_ASSETS", "../shared")
    if not (folder / "models").is_dir():
        pytest.skip(
            "no development assets: set LIKENESS_TEST_ASSETS to a folder with models/ and faces/"
        )
    return folder.resolve()
