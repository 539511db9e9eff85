"""A photo that left our sight with a yes on it, from the command line."""

import shutil
from pathlib import Path

import pytest

from likeness.cli.exits import Exit
from tests.likeness.cli.calls import Command


@pytest.fixture
def ada(scanned: Command, photos: Path) -> str:
    """Ada, whose consent clears one photo."""
    added = scanned("person", "add", "--name", "Ada Canary", "--json").json["person"]
    scanned("attest", str(photos / "one.jpg"), "--only", added)
    scanned("quitclaim", "add", added)
    return str(added)


@pytest.fixture
def moved(scanned: Command, photos: Path, ada: str, tmp_path: Path) -> str:
    """Move that photo out of the folder; gives its id."""
    photo = scanned("explain", str(photos / "one.jpg"), "--json").json["photo"]
    shutil.move(photos / "one.jpg", tmp_path / "home.jpg")
    scanned("scan")
    assert ada
    return str(photo)


def test_status_and_the_list_tell_of_it_until_it_is_ticked(scanned: Command, moved: str) -> None:
    status = scanned("status")
    listed = scanned("followup", "out-of-sight", "--json")
    ticked = scanned("followup", "seen-to", moved)

    assert status.code == Exit.ATTENTION
    assert "still marked yes: 1: likeness followup out-of-sight" in status.out
    assert listed.code == Exit.ATTENTION
    (row,) = listed.json
    assert (row["photo"], row["shows"], row["how"]) == (moved, "cleared", "gone")
    assert "place" not in row
    assert ticked.code == Exit.OK
    assert scanned("followup", "out-of-sight").out == "Nothing is out of sight.\n"
    assert scanned("status", "--json").json["out_of_sight"] == 0


def test_who_moved_it_and_where_it_was_is_told_where_asked_for(
    scanned: Command, moved: str
) -> None:
    (row,) = scanned("followup", "out-of-sight", "--who", "--json").json

    assert (row["photo"], row["place"], row["by"]) == (moved, "one.jpg", "")


@pytest.mark.usefixtures("moved")
def test_a_withdrawal_says_what_it_did_not_reach(scanned: Command, ada: str) -> None:
    quitclaim = scanned("quitclaim", "list", ada, "--json").json[0]["quitclaim"]

    withdrawn = scanned("quitclaim", "withdraw", quitclaim)
    (row,) = scanned("withdrawals", "--json").json

    assert "1 not reached: left our sight on " in withdrawn.out
    assert (row["what"], row["done"], row["of"], row["not_reached"]) == ("uses", 0, 1, 1)


@pytest.mark.usefixtures("moved")
def test_everything_is_ticked_at_once(scanned: Command) -> None:
    assert scanned("followup", "seen-to", "--all").out == "Noted: 1 seen to.\n"
    assert scanned("followup", "seen-to", "--all").code != Exit.OK


def test_what_is_not_on_the_list_cannot_be_ticked(scanned: Command, photos: Path) -> None:
    called = scanned("followup", "seen-to", str(photos / "two.jpg"))

    assert called.code != Exit.OK
    assert "not on the list" in called.err


def test_neither_a_photo_nor_all_of_them_is_asked_for(scanned: Command) -> None:
    assert scanned("followup", "seen-to").code == Exit.USAGE


def test_a_photo_is_found_by_its_number_in_the_host(scanned: Command, moved: str) -> None:
    number = scanned("followup", "out-of-sight", "--json").json[0]["number"]

    assert moved
    assert scanned("followup", "seen-to", number).code == Exit.OK
