"""What the plugin tells Likeness, and that it never gets into an editor's way."""

import json
import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from typing_extensions import override

from connector.values import EventKind, HostId, HostName
from connector.webhooks import Message, WebhookKeys, verify
from tests.connector.resourcespace.plugin.calling import run

KEY = "whsec_" + "c2VjcmV0" * 6
UPLOAD = ("HookLikenessAllUploadfilesuccess", {"resource_ref": 12})
EDIT = ("HookLikenessAllUpdate_field", [12, 8, "title"])
DELETE = ("HookLikenessAllBeforedeleteresourcefromdb", [12])


class Receiver(HTTPServer):
    """Keeps every request."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.messages: list[Message] = []
        self.status = 200

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Answering(BaseHTTPRequestHandler):
    """Answers as the receiver says."""

    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.messages.append(
            Message(
                host=HostName(self.path.removeprefix("/hooks/")),
                headers={name.lower(): value for name, value in self.headers.items()},
                query={},
                body=body,
            )
        )
        self.send_response(self.server.status)
        self.send_header("content-length", "0")
        self.end_headers()

    @override
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join(20)


def push(address: str, *calls: tuple[str, object], **scenario: object) -> dict[str, object]:
    settings = {
        "likeness_url": f"{address}/",
        "likeness_host": "dam",
        "likeness_secret": KEY,
        "likeness_service_user": "Svc",
    }
    given = {"settings": settings, "tell": True, **scenario}
    said: dict[str, object] = json.loads(run(calls, **given))
    return said


def event(message: Message) -> tuple[EventKind, HostId | None, str]:
    found = verify(message, WebhookKeys.read(KEY), datetime.now(tz=UTC))  # noqa: TID251 - php's clock
    return found.kind, found.host_id, json.loads(message.body)["data"]["event"]


def test_what_the_plugin_sends_is_believed(receiver: Receiver) -> None:
    push(receiver.address, UPLOAD)

    assert [event(message) for message in receiver.messages] == [
        (EventKind.CHANGED, HostId("12"), "upload")
    ]
    assert receiver.messages[0].host == "dam"


def test_a_message_holds_a_number_and_a_word_and_nothing_else(receiver: Receiver) -> None:
    push(receiver.address, EDIT)

    body = json.loads(receiver.messages[0].body)
    assert set(body) == {"type", "timestamp", "data"}
    assert body["data"] == {"ref": 12, "event": "edit"}


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (UPLOAD, "upload"),
        (EDIT, "edit"),
        (DELETE, "delete"),
        (("HookLikenessAllAfterpreviewcreation", [12, -1, True]), "upload"),
        (("HookLikenessAllReplace_resource_file_extra", [{"ref": 12}]), "replace"),
        (("HookLikenessAllAftersaveresourcedata", [12, [], [], "", [], []]), "edit"),
        (("HookLikenessAllAfter_update_archive_status", [[12], 0, []]), "state"),
        (("HookLikenessAllAfter_update_archive_status", [[12], 3, []]), "delete"),
    ],
)
def test_every_hook_says_what_happened(
    receiver: Receiver, call: tuple[str, object], said: str
) -> None:
    push(receiver.address, call)

    assert [event(message)[2] for message in receiver.messages] == [said]


def test_an_upload_with_all_its_fields_is_one_message(receiver: Receiver) -> None:
    push(receiver.address, EDIT, UPLOAD, EDIT, EDIT)

    assert [event(message)[2] for message in receiver.messages] == ["upload"]


def test_a_batch_is_one_message_about_the_host(receiver: Receiver) -> None:
    batch = ("HookLikenessAllAftersaveresourcedata", [[1, 2, 3], [], [], "", [], []])

    push(receiver.address, batch)

    assert [event(message) for message in receiver.messages] == [
        (EventKind.CHANGED, None, "several")
    ]


@pytest.mark.parametrize(
    "call",
    [
        pytest.param(
            ("HookLikenessAllAfterpreviewcreation", [12, 4, False]), id="alternative file"
        ),
        pytest.param(("HookLikenessAllUpdate_field", [-3]), id="template"),
    ],
)
def test_what_is_no_photo_is_not_told(receiver: Receiver, call: tuple[str, object]) -> None:
    push(receiver.address, call)

    assert receiver.messages == []


def test_what_likeness_did_itself_is_not_told(receiver: Receiver) -> None:
    push(receiver.address, EDIT, user="svc")

    assert receiver.messages == []


@pytest.mark.parametrize("missing", ["likeness_url", "likeness_host", "likeness_secret"])
def test_nothing_is_sent_before_everything_is_set(receiver: Receiver, missing: str) -> None:
    settings = {
        "likeness_url": receiver.address,
        "likeness_host": "dam",
        "likeness_secret": KEY,
        missing: "",
    }

    push(receiver.address, EDIT, settings=settings)

    assert receiver.messages == []


def test_a_refused_message_is_not_tried_again_for_a_while(receiver: Receiver) -> None:
    receiver.status = 503

    sysvars = push(receiver.address, EDIT)["sysvars"]
    push(receiver.address, EDIT, sysvars=sysvars)

    assert len(receiver.messages) == 1


def test_it_is_told_again_after_the_pause(receiver: Receiver) -> None:
    push(receiver.address, EDIT, sysvars={"likeness_push_pause": "1000000000"})

    assert len(receiver.messages) == 1


def test_nobody_is_kept_from_anything_where_likeness_is_away() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:  # takes connections, never answers
        port = silent.getsockname()[1]

        said = push(f"http://127.0.0.1:{port}", EDIT)

    assert "likeness_push_pause" in str(said["sysvars"])


def test_an_address_that_is_none_is_no_trouble() -> None:
    said = push("file:///etc/passwd", EDIT)

    assert "likeness_push_pause" in str(said["sysvars"])
