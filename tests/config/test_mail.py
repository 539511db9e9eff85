"""Settings of mail and alerts: encrypted by default, and refused where they cannot be meant."""

import pytest
from pydantic import ValidationError

from config.mail import Alerts, Mail

SENDER = "consent@example.org"


def test_mail_is_off_and_encrypted_by_default() -> None:
    mail = Mail()

    assert (mail.host, mail.security, mail.port, mail.after_crash) == (
        None,
        "starttls",
        587,
        "resend",
    )


@pytest.mark.parametrize(
    "given",
    [
        pytest.param({"host": "smtp.example.org"}, id="no sender"),
        pytest.param({"host": "smtp.example.org", "sender": "x"}, id="no address"),
        pytest.param(
            {"host": "smtp.example.org", "sender": "a@b.example\nBcc: c@d.example"}, id="line break"
        ),
        pytest.param(
            {"host": "smtp.example.org", "sender": SENDER, "security": "none"},
            id="in the clear over the net",
        ),
        pytest.param(
            {"host": "127.0.0.1", "sender": SENDER, "security": "none", "user": "likeness"},
            id="a password in the clear",
        ),
        pytest.param({"host": "", "sender": SENDER}, id="empty host"),
        pytest.param({"host": "x", "sender": SENDER, "per_minute": 0}, id="none a minute"),
        pytest.param({"password": "right"}, id="the password has no place here"),
    ],
)
def test_what_cannot_be_meant_is_refused(given: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Mail.model_validate(given)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "10.0.0.7", "mailhub"])
def test_a_server_near_by_may_be_spoken_to_in_the_clear(host: str) -> None:
    assert Mail(host=host, sender=SENDER, security="none").security == "none"


@pytest.mark.parametrize(
    "given",
    [
        pytest.param({"to": ["not an address"]}, id="no address"),
        pytest.param({"person_days": [60, 30, 7]}, id="three letters to a person"),
        pytest.param({"share": 1.0}, id="all of the duration"),
        pytest.param({"hour": 24}, id="no such hour"),
        pytest.param({"days": [0]}, id="no days"),
        pytest.param({"on_screen": ["maria"]}, id="a user of no host"),
    ],
)
def test_alerts_that_cannot_be_meant_are_refused(given: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Alerts.model_validate(given)


def test_lists_may_come_from_the_environment() -> None:
    alerts = Alerts.model_validate({"to": "a@b.example, c@d.example", "days": "30,7"})

    assert (alerts.to, alerts.days) == (("a@b.example", "c@d.example"), (30, 7))
