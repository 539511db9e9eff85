"""Settings of mail and alerts."""

import re
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, model_validator

from config.addresses import Words, is_near
from config.section import Section

_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\"\\]{1,64}@[^\s@<>()\[\],;:\"\\]{1,255}")


def _address(text: str) -> str:
    if not _ADDRESS.fullmatch(text):
        raise ValueError("must be an e-mail address alone, such as consent@example.org")
    return text


def _addresses(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_address(value) for value in values)


def _screens(values: tuple[str, ...]) -> tuple[str, ...]:
    if not all(all(value.partition(":")) for value in values):
        raise ValueError("must be a host and a user with a colon between, such as dam:maria")
    return values


def _numbers(value: object) -> object:
    """Read a comma-separated text (environment variables have no lists) as a list."""
    return value.split(",") if isinstance(value, str) else value


Address = Annotated[str, AfterValidator(_address)]
Addresses = Annotated[Words, AfterValidator(_addresses)]
Days = Annotated[tuple[Annotated[int, Field(ge=1, le=3650)], ...], BeforeValidator(_numbers)]


class Mail(Section):
    """How letters go out. Off until `host` is set: letters wait then, and links can be copied.

    The password is the secret `mail`: a file secrets/mail (mode 0600), a Docker secret, or
    LIKENESS_SECRET_MAIL.
    """

    host: Annotated[str, StringConstraints(min_length=1, max_length=253)] | None = Field(
        default=None, description="The mail server.", examples=["smtp.example.org"]
    )
    port: int = Field(default=587, ge=1, le=65535, description="Its port.", examples=[587])
    security: Literal["starttls", "tls", "none"] = Field(
        default="starttls",
        description="starttls (port 587), tls from the first byte (port 465), or none: only for a "
        "server on this machine or in your own network. The certificate is checked.",
        examples=["starttls"],
    )
    ca_file: Path | None = Field(
        default=None,
        description="File with the certificates to trust; unset: those of well-known authorities.",
        examples=["/etc/ssl/certs/intra.pem"],
    )
    user: str = Field(
        default="",
        max_length=200,
        description="The user to log in as; empty: no login.",
        examples=["likeness@example.org"],
    )
    sender: Address | None = Field(
        default=None,
        description="The address letters come from.",
        examples=["consent@example.org"],
    )
    reply_to: Address | None = Field(
        default=None,
        description="Where answers go; unset: to the sender.",
        examples=["communication@example.org"],
    )
    per_minute: int = Field(
        default=60,
        ge=1,
        le=10_000,
        description="Letters sent in a minute at most. Those somebody waits for (codes, fresh "
        "links, receipts) go first.",
        examples=[60],
    )
    deadline_s: float = Field(
        default=60.0,
        ge=5.0,
        le=240.0,
        description="Seconds one letter may take, all together.",
        examples=[60.0],
    )
    after_crash: Literal["resend", "hold"] = Field(
        default="resend",
        description="What happens to a letter that was just being handed over when Likeness was "
        "killed: resend (it may arrive twice) or hold (a human decides: `likeness outbox`).",
        examples=["resend"],
    )

    @model_validator(mode="after")
    def _fits(self) -> Self:
        """Refuse a server without a sender, and letters in the clear over foreign networks."""
        if self.host and not self.sender:
            raise ValueError("`host` needs `sender`: the address letters come from")
        if self.security == "none" and self.host and not is_near(self.host):
            raise ValueError(
                "security none is only for a server on this machine or in your own network"
            )
        if self.security == "none" and self.user:
            raise ValueError("a password never goes over an unencrypted line: leave `user` empty")
        return self


class Alerts(Section):
    """Who is told in time that consents end, or that something must be looked at."""

    to: Addresses = Field(
        default=(),
        description="Addresses of the consent managers: they get one digest a day at most.",
        examples=[["communication@example.org"]],
    )
    hour: int = Field(
        default=8,
        ge=0,
        le=23,
        description="Local hour from which the digest and renewal letters of a day are made.",
        examples=[8],
    )
    share: float = Field(
        default=0.8,
        ge=0.0,
        lt=1.0,
        description="Tell when this share of the duration is over; 0 = never.",
        examples=[0.8],
    )
    days: Days = Field(
        default=(90, 30, 7, 1),
        description="Tell so many days before the last good day.",
        examples=[[90, 30, 7, 1]],
    )
    person_days: Annotated[Days, Field(max_length=2)] = Field(
        default=(30, 7),
        description="Ask the person (or the guardian, once for all children) so many days before "
        "the last good day whether they want to renew: at most two letters. Empty: never.",
        examples=[[30, 7]],
    )
    person_expired: bool = Field(
        default=True,
        description="Tell the person once that the permission has ended.",
        examples=[True],
    )
    on_screen: Annotated[Words, AfterValidator(_screens)] = Field(
        default=(),
        description="Users of hosts who are also told on the host's own screen that there is a "
        "digest, as host:user. Nextcloud lets only administrators notify: there the account of "
        "Likeness must be one.",
        examples=[["dam:maria"]],
    )
    missing_after_days: int = Field(
        default=3,
        ge=0,
        le=365,
        description="Tell that answers of a session are missing, so many days after asking; "
        "0 = never.",
        examples=[3],
    )
