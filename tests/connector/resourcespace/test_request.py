"""What is sent: signed bytes."""

from hashlib import sha256
from urllib.parse import parse_qs, parse_qsl

import pytest

from connector.resourcespace.request import Account, Value, body, listed, query, sign

SVC = Account(user="svc", key="k" * 64)


def sent(**params: Value) -> dict[str, str]:
    written = dict(parse_qsl(body(SVC, "update_field", params).decode(), keep_blank_values=True))
    return dict(parse_qsl(written["query"], keep_blank_values=True))


def test_the_signature_is_over_the_very_bytes_that_are_sent() -> None:
    form = parse_qs(body(SVC, "update_field", {"value": "a b+c&ajax=1/é\n"}).decode())

    (written,), (signature,) = form["query"], form["sign"]
    assert signature == sha256(f"{SVC.key}{written}".encode()).hexdigest()
    assert signature == sign(SVC, written)
    assert "&ajax=" not in written


def test_the_user_stands_beside_the_query_too() -> None:
    form = parse_qs(body(SVC, "checkperm", {"perm": "v"}).decode())

    assert form["user"] == ["svc"]
    assert parse_qs(form["query"][0])["user"] == ["svc"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param(True, "1", id="yes"),
        pytest.param(False, "0", id="no: the word false would be a yes"),
        pytest.param(-2, "-2", id="number"),
        pytest.param("", "", id="nothing"),
        pytest.param("e\u0301", "\u00e9", id="composed"),
        pytest.param([307, 308], "[307, 308]", id="list"),
        pytest.param({"access": "1"}, '{"access": "1"}', id="columns"),
    ],
)
def test_a_parameter_is_written_as_the_server_reads_it(value: Value, text: str) -> None:
    assert sent(value=value)["value"] == text


@pytest.mark.parametrize(
    ("names", "text"),
    [
        pytest.param([], "", id="none"),
        pytest.param(["Print", "Social media"], "Print,Social media", id="plain"),
        pytest.param(["Smith, John"], '"Smith, John"', id="comma"),
        pytest.param(['the "boss"'], '"the ""boss"""', id="double quotes"),
        pytest.param(["'t Hart'"], "\"'t Hart'\"", id="single quotes at both ends"),
        pytest.param(["a@@|@@b"], '"a@@|@@b"', id="the host's own separator"),
    ],
)
def test_options_are_written_as_csv(names: list[str], text: str) -> None:
    assert listed(names) == text


def test_the_key_is_not_shown() -> None:
    assert "kkkk" not in repr(SVC)
    assert "kkkk" not in query(SVC, "checkperm", {})
