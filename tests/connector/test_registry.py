"""The registry: one line per kind of host."""

from collections.abc import Mapping
from datetime import UTC
from pathlib import Path

import pytest

from config.hosts import AnyHost, FolderHost
from connector.errors import HostRefused
from connector.host import Wiring
from connector.registry import KINDS
from connector.values import HostName, Mark, Region
from tests.contracts import nextcloud
from tests.contracts.resourcespace import settings_of
from tests.contracts.stages import NOON, STAGES

SETTINGS: Mapping[str, AnyHost] = {
    "folder": FolderHost(kind="folder", root=Path("/srv/photos")),
    "resourcespace": settings_of("https://dam.example.org"),
    "nextcloud": nextcloud.settings_of("https://cloud.example.org"),
}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_connects_without_touching_anything(tmp_path: Path, kind: str) -> None:
    wiring = Wiring(
        name=HostName("photos"),
        where=str(tmp_path / "not-there-yet"),
        locate=lambda _: None,
        new_id=lambda: pytest.fail("no photo was seen"),
        now=lambda: NOON,
        zone=UTC,
        names=True,
        language="nl",
        settings=SETTINGS[kind],
    )

    host = KINDS[kind].connect(wiring)

    assert (host.name, host.names, host.language) == ("photos", True, "nl")
    assert list(tmp_path.iterdir()) == []


def test_a_resourcespace_without_its_settings_is_refused() -> None:
    wiring = Wiring(
        name=HostName("dam"),
        where="https://dam.example.org",
        locate=lambda _: None,
        new_id=lambda: pytest.fail("no photo was seen"),
        now=lambda: NOON,
        zone=UTC,
        settings=SETTINGS["folder"],
    )

    with pytest.raises(HostRefused):
        KINDS["resourcespace"].connect(wiring)


def test_every_kind_is_called_what_its_line_says() -> None:
    assert all(kind == line.kind for kind, line in KINDS.items())


def test_every_kind_goes_through_the_contract_suite() -> None:
    assert set(KINDS) <= set(STAGES)


def test_every_kind_has_a_row_in_the_documentation() -> None:
    table = (Path(__file__).parents[2] / "docs/hosts/README.md").read_text()

    assert all(f"| {kind} |" in table for kind in KINDS)


def test_a_region_is_rounded_to_what_every_host_can_keep() -> None:
    region = Region(id="f", x=1 / 3, y=-0.0, w=0.1 + 0.2, h=1e-9, mark=Mark.CLEARED)

    assert (region.x, str(region.y), region.w, region.h) == (0.333333, "0.0", 0.3, 0.0)
