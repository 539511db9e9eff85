"""What answers mean: every shape that was recorded, and some that were not."""

import json
from pathlib import Path

import pytest

from connector.errors import HostConfused, HostError, HostRefused, HostUnavailable
from connector.resourcespace import answers
from connector.resourcespace.rows import FieldRef, NodeRef
from connector.transport import Reply

RECORDINGS = Path(__file__).parents[2] / "recordings/resourcespace/api.jsonl"
RECORDED = [json.loads(line) for line in RECORDINGS.read_text(encoding="utf-8").splitlines()]


def reply(body: str | bytes, status: int = 200, kind: str = "application/json") -> Reply:
    data = body if isinstance(body, bytes) else body.encode()
    return Reply(status=status, headers={"content-type": kind}, data=data)


def recorded(function: str, beginning: str = "") -> object:
    """Read the value of a recorded answer."""
    found = next(
        one for one in RECORDED if one["fn"] == function and one["body"].startswith(beginning)
    )
    return answers.value_of(reply(found["body"], found["status"]))


def is_value(one: dict[str, str]) -> bool:
    """Tell whether a recorded answer holds a value."""
    try:
        value = json.loads(one["body"])
    except ValueError:
        return False
    return int(one["status"]) == 200 and not (isinstance(value, dict) and "error" in value)


@pytest.mark.parametrize(
    "one", [one for one in RECORDED if is_value(one)], ids=lambda one: str(one["fn"])
)
def test_every_recorded_value_is_read(one: dict[str, str]) -> None:
    assert answers.value_of(reply(one["body"], int(one["status"]))) == json.loads(one["body"])


@pytest.mark.parametrize(
    "one", [one for one in RECORDED if not is_value(one)], ids=lambda one: str(one["fn"])
)
def test_every_other_recorded_answer_is_an_error_that_says_what_to_do(one: dict[str, str]) -> None:
    with pytest.raises((HostRefused, HostConfused)):
        answers.value_of(reply(one["body"], int(one["status"])))


@pytest.mark.parametrize(
    ("said", "error"),
    [
        pytest.param(reply("Invalid signature", 401), HostRefused, id="wrong key"),
        pytest.param(reply('{"error":{"status":401}}', 401), HostRefused, id="user not active"),
        pytest.param(reply("API not enabled.", 403), HostRefused, id="API off"),
        pytest.param(reply("[]", 403), HostRefused, id="administrators only"),
        pytest.param(reply("", 403, "text/html"), HostConfused, id="maintenance"),
        pytest.param(reply("", 302), HostUnavailable, id="redirect"),
        pytest.param(reply("<html>", 404, "text/html"), HostUnavailable, id="not there"),
        pytest.param(reply("<html>", 414, "text/html"), HostConfused, id="too long"),
        pytest.param(reply("", 500), HostConfused, id="crash"),
        pytest.param(reply(""), HostConfused, id="unknown function"),
        pytest.param(reply('{"error":true,"error_note":"Sorry"}'), HostConfused, id="error note"),
        pytest.param(reply("true\n\nWarning: x"), HostConfused, id="warning behind the value"),
        pytest.param(reply(" <!DOCTYPE html>"), HostConfused, id="page"),
        pytest.param(reply(b"\xff\xfe"), HostConfused, id="no text at all"),
    ],
)
def test_what_is_no_answer_says_what_to_do(said: Reply, error: type[HostError]) -> None:
    with pytest.raises(error):
        answers.value_of(said)


def test_a_yes_is_nothing_but_a_yes() -> None:
    assert answers.yes(recorded("checkperm", "true"))
    assert not answers.yes(recorded("update_field", "false"))
    for text in (recorded("put_resource_data", '"Argument'), 1, "true", None):
        with pytest.raises(HostConfused):
            answers.yes(text)


@pytest.mark.parametrize(
    ("value", "number"), [(3, 3), ("3", 3), (False, None), ("", None), (None, None)]
)
def test_numbers_come_as_numbers_or_as_text(value: object, number: int | None) -> None:
    assert answers.number(value) == number


@pytest.mark.parametrize("value", ["Invalid user specified", [1], {}])
def test_what_is_no_number_is_no_answer(value: object) -> None:
    with pytest.raises(HostConfused):
        answers.number(value)


def test_a_resource_is_read() -> None:
    found = answers.resource(recorded("get_resource_data", "{"))

    assert found
    assert (found.ref, found.type, found.archive, found.access) == (1, 1, 0, 0)
    assert (found.extension, found.has_image, found.size) == ("jpg", 1, 128_824)
    assert (found.checksum, found.file_modified) == (
        "b149ea83da4207e36a9af076d2f625fa",
        "2026-11-20 23:49:17",
    )
    assert (found.locked_by, found.taken, found.tweaks) == (0, "", "0|1")


def test_no_resource_is_none() -> None:
    assert answers.resource(recorded("get_resource_data", "false")) is None


@pytest.mark.parametrize("value", [[], "text", {"resource_type": 1}, {"ref": 0}])
def test_what_is_no_resource_is_no_answer(value: object) -> None:
    with pytest.raises(HostConfused):
        answers.resource(value)


def test_a_page_of_a_search_is_read() -> None:
    page = answers.found(recorded("do_search", '{"total"'))

    assert ([one.ref for one in page.resources], page.total) == ([1, 2, 3], 24)


@pytest.mark.parametrize("value", [[], False])
def test_no_hits_are_an_empty_page(value: object) -> None:
    assert answers.found(value).resources == ()


@pytest.mark.parametrize("value", ["text", [1], {"total": 1, "data": "x"}, {"data": [1]}])
def test_what_is_no_page_is_no_answer(value: object) -> None:
    with pytest.raises(HostConfused):
        answers.found(value)


def test_the_log_is_read_in_the_order_of_its_numbers() -> None:
    value = recorded("resource_log_last_rows")
    assert isinstance(value, list)

    rows = answers.log(value[::-1])

    assert [(row.ref, row.resource, row.code, row.user, row.field) for row in rows] == [
        (1, 1, "c", 1, 0),
        (2, 1, "t", 1, 0),
        (3, 1, "t", 1, 0),
    ]
    assert rows[0].at == "2026-11-20 23:49:14"


def test_the_history_of_a_resource_is_given_oldest_first() -> None:
    history = answers.history(recorded("get_resource_log"))

    assert [row.about for row in history][:4] == [0, 0, 0, 51]
    assert (history[3].user, history[3].diff) == ("admin", "+ group_t1.jpg")


@pytest.mark.parametrize(
    ("nodes", "read"),
    [
        pytest.param({"nodes": 304}, {304}, id="one is a number"),
        pytest.param({"nodes": "304,306"}, {304, 306}, id="several are a text"),
        pytest.param({"nodes": ""}, set(), id="none is an empty text"),
        pytest.param({}, set(), id="trees have no nodes"),
    ],
)
def test_the_nodes_of_a_field_are_read(nodes: dict[str, object], read: set[int]) -> None:
    row = {"ref": 88, "name": "consentstatus", "title": "Status", "type": 3, "value": None} | nodes

    (one,) = answers.fields([row]).values()

    assert (one.ref, one.value) == (FieldRef(88), "")
    assert one.nodes == frozenset(NodeRef(ref) for ref in read)


def test_options_have_all_their_names() -> None:
    found = answers.options(recorded("get_nodes"))

    assert found
    assert found[0].ref == NodeRef(304)
    assert found[0].names() == {"cleared"}
    assert found[4].names() == {"~en:expired~nl:verlopen", "expired", "verlopen"}


def test_a_field_without_options_has_none() -> None:
    assert answers.options(recorded("get_field_options", "false")) is None


def test_the_sizes_of_a_picture_are_read() -> None:
    sizes = answers.pictures(recorded("get_resource_all_image_sizes"))

    assert [(one.code, one.width, one.height, one.original) for one in sizes[:2]] == [
        ("original", 1280, 886, True),
        ("scr", 1156, 800, False),
    ]
    assert (sizes[0].made, sizes[1].made) == (1_795_218_554, 1_795_218_556)
    assert "access_key" not in repr(sizes[0])


def test_an_address_may_not_say_when_its_file_was_made() -> None:
    row = {
        "size_code": "scr",
        "extension": "jpg",
        "url": "http://host/filestore/5scr.jpg",
        "width": 1,
    }

    assert answers.pictures([row])[0].made == 0
