"""Modes, legal bases and sessions."""

import pytest

from consent.modes import ModeScope, ScopeKind
from likeness.cli.modes import read_scope, scope_text
from tests.likeness.cli.calls import Command

BASIS = ["--basis", "GDPR Art. 9(2)(a)", "--dpia", "DPIA-7"]


@pytest.mark.parametrize("mode", ["session", "gallery"])
def test_recognition_needs_a_recorded_basis(ready: Command, mode: str) -> None:
    called = ready("mode", "all", mode)

    assert called.code == 4
    assert "basis record" in called.err


def test_with_a_basis_the_mode_is_set_and_shown(ready: Command) -> None:
    ready("basis", "record", "host:photos", *BASIS)

    assert ready("mode", "host:photos", "gallery").code == 0
    assert ready("mode", "all", "gallery").code == 4
    rows = {row["scope"]: row["mode"] for row in ready("mode", "--json").json}
    assert rows == {"default": "detect", "all": "off", "host:photos": "gallery"}


def test_bases_are_listed(ready: Command) -> None:
    empty = ready("basis", "list")
    ready("basis", "record", "all", *BASIS)

    assert empty.code == 8
    assert ready("basis", "list", "--json").json[0]["dpia"] == "DPIA-7"


def test_mode_session_also_needs_the_word_that_all_were_asked(ready: Command) -> None:
    ready("basis", "record", "all", *BASIS)
    session = ready("session", "add", "Party", "--json").json["session"]
    before = ready("mode", f"session:{session}", "session")

    ready("session", "all-asked", "Party")

    assert before.code == 4
    assert "everybody present was asked" in before.err
    assert ready("mode", f"session:{session}", "session").code == 0


def test_a_folder_without_photos_is_pointed_out(scanned: Command) -> None:
    called = scanned("mode", "folder:photos/no-such-folder", "off")

    assert called.code == 0
    assert "check how it is spelt" in called.out


def test_a_session_has_rules_and_a_roster(scanned: Command) -> None:
    scanned("person", "add", "--name", "Ada")
    scanned("session", "add", "Party")

    ruled = scanned("session", "rule", "Party", "photos", "--begins", "2026-01-01")
    rostered = scanned("session", "roster", "Party", "ada", "--json")

    assert ruled.code == 0
    assert rostered.json["photos"] == 2
    row = scanned("session", "list", "--json").json[0]
    assert (row["rules"], row["roster"], row["all_asked"]) == (1, 1, False)


def test_a_rule_for_an_unknown_host_is_refused(ready: Command) -> None:
    ready("session", "add", "Party")

    assert ready("session", "rule", "Party", "elsewhere").code == 2
    assert ready("session", "rule", "Other", "photos").code == 8


@pytest.mark.parametrize(
    "text",
    ["all", "host:photos", "folder:photos/a/b", "media:video", "media:photos/video", "session:x"],
)
def test_a_scope_is_written_as_it_was_read(text: str) -> None:
    assert scope_text(read_scope(text, ("photos",))) == text


def test_a_folder_is_a_collection_of_a_host() -> None:
    assert read_scope("folder:photos/a/", ("photos",)) == ModeScope(
        kind=ScopeKind.COLLECTION, host="photos", value="a"
    )


@pytest.mark.parametrize("text", ["", "everything", "host:", "host:no", "folder:photos", "all:x"])
def test_what_is_no_scope_is_a_usage_error(ready: Command, text: str) -> None:
    assert ready("mode", text, "off").code == 2


def test_a_scope_without_a_mode_is_a_usage_error(ready: Command) -> None:
    assert ready("mode", "all").code == 2


@pytest.mark.parametrize("scope", ["media:vidoe", "media:photos/vidoe", "session:nowhere"])
def test_a_scope_that_means_nothing_is_refused(ready: Command, scope: str) -> None:
    called = ready("mode", scope, "off")

    assert called.code in {2, 8}
    assert len(ready("mode", "--json").json) == 2, "nothing was set beside the default and all"


def test_a_session_may_be_named_in_a_scope(ready: Command) -> None:
    session = ready("session", "add", "Party", "--json").json["session"]

    assert ready("mode", "session:Party", "off").code == 0
    assert f"session:{session}" in ready("mode").out


@pytest.mark.parametrize("missing", ["--basis", "--dpia"])
def test_an_empty_basis_or_reference_is_refused(ready: Command, missing: str) -> None:
    given = dict(zip(BASIS[::2], BASIS[1::2], strict=True)) | {missing: " "}

    called = ready("basis", "record", "all", *(word for pair in given.items() for word in pair))

    assert called.code == 2
    assert ready("basis", "list").code == 8


def test_a_rule_that_ends_before_it_begins_is_refused(ready: Command) -> None:
    ready("session", "add", "Party")
    days = ["--begins", "2026-06-30", "--ends", "2026-06-01"]

    assert ready("session", "rule", "Party", "photos", *days).code == 2
    assert ready("session", "list", "--json").json[0]["rules"] == 0
