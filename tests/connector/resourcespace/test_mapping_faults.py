"""The faults of a mapping are measured, and no no waits for any of them."""

from pathlib import Path

import pytest

from benchmarks.mapping_faults import Service, dam, drive, measure, summed
from benchmarks.mapping_places import IN_NEXTCLOUD, IN_RESOURCESPACE

SOME_DAM = ("option of the no deleted", "field of the status hidden", "field of the link deleted")
SOME_CLOUD = ("tag blocked deleted", "tag cleared not assignable", "tag cleared invisible")


@pytest.fixture(autouse=True)
def no_naps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test wait between two tries."""
    monkeypatch.setattr("connector.transport.Transport._nap", lambda _self, _wait_s: None)


@pytest.mark.parametrize("anew", [False, True], ids=["warm", "started anew"])
@pytest.mark.parametrize("trouble", SOME_DAM)
def test_no_trouble_in_resourcespace_holds_a_no_up(
    tmp_path: Path, trouble: str, *, anew: bool
) -> None:
    with dam() as there:
        service = Service(tmp_path, there, 1)

        found = measure(trouble, lambda: IN_RESOURCESPACE[trouble](there), service, anew=anew)

    assert summed([found]) == {
        "troubles": 1,
        "wrongly_cleared": 0,
        "beside_a_warning": 0,
        "polls_until_stricter_max": 0,
        "recovered": True,
        "not_recovered": [],
    }


@pytest.mark.parametrize("trouble", SOME_CLOUD)
def test_no_trouble_in_nextcloud_holds_a_no_up(tmp_path: Path, trouble: str) -> None:
    with drive() as there:
        service = Service(tmp_path, there, 1)

        found = measure(trouble, lambda: IN_NEXTCLOUD[trouble](there), service, anew=False)

    assert (found.wrongly_cleared, found.polls_until_stricter, found.recovered) == (0, 0, True)
