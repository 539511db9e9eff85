"""What the plugin adds to the API of ResourceSpace."""

import json

from tests.connector.resourcespace.plugin.calling import run

COLLECTED = [
    {"collection": 12, "username": "editor", "resource": 7},
    {"collection": 13, "username": "anna", "resource": 8},
]


def collectors(resource: object, *permissions: str) -> object:
    calls = [("api_likeness_collectors", [resource])]
    return json.loads(run(calls, collected=COLLECTED, permissions=permissions))


def test_the_owners_of_collections_are_named_to_who_may_read_logs() -> None:
    assert collectors("7", "v") == [{"collection": 12, "username": "editor"}]


def test_nobody_is_named_to_others() -> None:
    assert collectors("7", "s") is False


def test_what_is_no_resource_is_refused() -> None:
    assert collectors("7 or 1", "v") is False
