"""Messages from hosts: which are believed, and what they are taken for."""

import base64
import contextlib
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connector.errors import SecretUnfit, WebhookRefused
from connector.values import EventKind, HostId, HostName, WebhookEvent
from connector.webhooks import Message, WebhookKeys, sign, sign_button, verify

HOST = HostName("dam")
NOW = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)
OLD = "whsec_" + base64.b64encode(b"o" * 32).decode()
KEY = "whsec_" + base64.b64encode(b"k" * 32).decode()
KEYS = WebhookKeys.read(KEY)
BODY = b'{"type":"resource.upload","timestamp":"2026-03-01T12:00:00Z","data":{"ref":12,"event":"upload"}}'


def signed(
    body: bytes = BODY, *, key: str = KEY, at: datetime = NOW, message_id: str = "msg_1"
) -> Message:
    seconds = str(int(at.timestamp()))
    headers = {
        "webhook-id": message_id,
        "webhook-timestamp": seconds,
        "webhook-signature": sign(key, message_id, seconds, body),
    }
    return Message(host=HOST, headers=headers, query={}, body=body)


def with_header(message: Message, **changes: str) -> Message:
    headers = {**message.headers, **{name.replace("_", "-"): it for name, it in changes.items()}}
    return replace(message, headers=headers)


def pressed(resource: str = "12", *, key: str = KEY) -> Message:
    query = {"resource_id": resource, "hash": sign_button(key, resource)}
    return Message(host=HOST, headers={}, query=query, body=resource.encode())


def refused(message: Message, keys: WebhookKeys = KEYS, now: datetime = NOW) -> str:
    with pytest.raises(WebhookRefused) as caught:
        verify(message, keys, now)
    return caught.value.reason


def about(ref: object, kind: object = "resource.edit") -> bytes:
    return json.dumps({"type": kind, "data": {"ref": ref}}).encode()


def test_the_example_of_standard_webhooks_has_this_signature() -> None:
    # https://github.com/standard-webhooks/standard-webhooks, libraries/python/tests
    body = b'{"test": 2432232314}'

    found = sign(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", body
    )

    assert found == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_signed_message_says_which_photo_changed() -> None:
    event = verify(signed(), KEYS, NOW)

    assert event == WebhookEvent(
        host=HOST, host_id=HostId("12"), kind=EventKind.CHANGED, id="msg_1"
    )


def test_several_photos_at_once_are_a_hint_about_the_host() -> None:
    event = verify(signed(about(None, "resource.several")), KEYS, NOW)

    assert event.host_id is None
    assert event.kind is EventKind.CHANGED


def test_a_test_message_is_only_a_test() -> None:
    assert verify(signed(about(None, "resource.test")), KEYS, NOW).kind is EventKind.TEST


@pytest.mark.parametrize("late_s", [-300, 0, 300])
def test_a_message_counts_for_five_minutes_either_way(late_s: int) -> None:
    assert verify(signed(), KEYS, NOW + timedelta(seconds=late_s)).id == "msg_1"


@pytest.mark.parametrize("late_s", [-301, 301, 86_400])
def test_a_message_of_another_time_is_refused(late_s: int) -> None:
    assert refused(signed(), now=NOW + timedelta(seconds=late_s)) == "clock"


def test_both_secrets_count_while_one_replaces_the_other() -> None:
    both = WebhookKeys.read(f"{KEY}\n{OLD}")

    assert verify(signed(key=OLD), both, NOW) == verify(signed(key=KEY), both, NOW)


def test_a_secret_that_was_taken_away_no_longer_counts() -> None:
    assert refused(signed(key=OLD)) == "signature"


def test_one_right_signature_among_several_suffices() -> None:
    message = signed()
    several = f"v1,{'A' * 43}= v1a,x {message.headers['webhook-signature']}"

    assert verify(with_header(message, webhook_signature=several), KEYS, NOW).id == "msg_1"


def test_no_more_than_eight_signatures_are_tried() -> None:
    message = signed()
    many = " ".join(["v1,x"] * 8 + [message.headers["webhook-signature"]])

    assert refused(with_header(message, webhook_signature=many)) == "signature"


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"webhook_id": "msg_2"}, id="another id"),
        pytest.param({"webhook_timestamp": str(int(NOW.timestamp()) + 1)}, id="another time"),
        pytest.param({"webhook_signature": ""}, id="no signature"),
        pytest.param({"webhook_signature": "v1,"}, id="empty signature"),
        pytest.param({"webhook_signature": "v1,é\udc80"}, id="letters that are none"),
    ],
)
def test_a_changed_header_is_refused(changes: Mapping[str, str]) -> None:
    assert refused(with_header(signed(), **changes)) == "signature"


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"webhook_id": ""}, id="no id"),
        pytest.param({"webhook_id": "a.b"}, id="a dot in the id would move the border"),
        pytest.param({"webhook_id": "x" * 101}, id="a long id"),
        pytest.param({"webhook_timestamp": ""}, id="no time"),
        pytest.param({"webhook_timestamp": "12.5"}, id="a time with a dot"),
        pytest.param({"webhook_timestamp": "-1"}, id="a time before all times"),
        pytest.param({"webhook_timestamp": "١٢"}, id="digits of another script"),
        pytest.param({"webhook_timestamp": "9" * 13}, id="a time beyond all times"),
    ],
)
def test_a_header_that_cannot_be_is_refused(changes: Mapping[str, str]) -> None:
    assert refused(with_header(signed(), **changes)) == "unsigned"


def test_a_message_without_any_signature_is_refused() -> None:
    assert refused(Message(host=HOST, headers={}, query={}, body=BODY)) == "unsigned"


@given(at=st.integers(0, len(BODY) - 1), bit=st.integers(0, 7))
def test_no_bit_of_the_body_can_change(at: int, bit: int) -> None:
    body = bytearray(BODY)
    body[at] ^= 1 << bit

    assert refused(replace(signed(), body=bytes(body))) == "signature"


@given(st.text(max_size=200))
def test_no_made_up_signature_passes(made_up: str) -> None:
    assert refused(with_header(signed(), webhook_signature=made_up)) == "signature"


@given(
    body=st.one_of(
        st.binary(max_size=200),
        st.recursive(
            st.none() | st.booleans() | st.floats() | st.text(max_size=5),
            lambda inner: st.dictionaries(st.sampled_from(["type", "data", "ref"]), inner),
            max_leaves=6,
        ).map(lambda it: json.dumps(it).encode()),
    )
)
def test_whatever_is_signed_is_an_event_or_refused(body: bytes) -> None:
    with contextlib.suppress(WebhookRefused):
        event = verify(signed(body), KEYS, NOW)

        assert (event.host, event.host_id) == (HOST, None)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[" * 20_000,
        about("12"),
        about(True),  # noqa: FBT003 - JSON
        about(0),
        about(-1),
        about(1.5),
        about(10**12),
        about(12, kind=3),
    ],
)
def test_a_body_that_is_not_ours_is_refused_though_signed(body: bytes) -> None:
    assert refused(signed(body)) == "content"


def test_the_button_asks_to_check_one_photo_again() -> None:
    assert verify(pressed(), KEYS, NOW) == WebhookEvent(
        host=HOST, host_id=HostId("12"), kind=EventKind.CHECK, id="check-12"
    )


def test_the_hash_of_the_button_is_what_resourcespace_sends() -> None:
    # hash_hmac("sha256", "1", "s3cret-of-the-measurement-0") of PHP 8.2
    measured = "00a4c9da91aac14e66fce347e679b28e202fcefde5a17af4db6b4f79b4dc9e48"

    assert sign_button("s3cret-of-the-measurement-0", "1") == measured


@pytest.mark.parametrize(
    "message",
    [
        pytest.param(replace(pressed("12"), body=b"13"), id="another photo"),
        pytest.param(replace(pressed("12"), query={"hash": ""}), id="no hash"),
        pytest.param(pressed("12", key=OLD), id="another secret"),
    ],
)
def test_a_forged_button_is_refused(message: Message) -> None:
    assert refused(message) == "signature"


@pytest.mark.parametrize("resource", ["", "0", "-1", "1 or 1", "12\n", "x", "9" * 11])
def test_a_button_about_no_photo_is_refused(resource: str) -> None:
    assert refused(pressed(resource)) == "content"


def test_a_button_never_says_more_than_check_again() -> None:
    event = verify(replace(pressed(), headers={"webhook-id": "msg_1"}), KEYS, NOW)

    assert event.kind is EventKind.CHECK


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("short", id="short"),
        pytest.param("whsec_" + base64.b64encode(b"x" * 23).decode(), id="23 bytes"),
        pytest.param("whsec_not*base64*at*all*but*long*enough", id="not base64"),
        pytest.param("whsec_é" + "x" * 40, id="not ascii"),
        pytest.param(",".join(f"{number}{'x' * 40}" for number in range(5)), id="five secrets"),
    ],
)
def test_an_unfit_secret_is_refused_without_being_told(text: str) -> None:
    with pytest.raises(SecretUnfit) as caught:
        WebhookKeys.read(text)

    assert "x" * 20 not in str(caught.value)
    assert "base64*at" not in str(caught.value)


def test_secrets_and_messages_are_not_printed() -> None:
    assert "whsec" not in repr(KEYS)
    assert "v1," not in repr(signed())
    assert "resource" not in repr(pressed())
