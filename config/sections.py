"""The fixed sections of likeness.toml and their defaults."""

from collections.abc import Callable
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, StringConstraints

from config.addresses import Bind, BindAddress, Networks, Words, is_near
from config.section import Section

ChannelId = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$", strip_whitespace=False)
]
Label = Annotated[str, StringConstraints(min_length=1, max_length=60)]


def _origin(url: str) -> str:
    return _address(url, {"localhost", "127.0.0.1", "::1"}.__contains__, "this machine itself")


def _near_origin(url: str) -> str:
    return _address(url, is_near, "your own network")


def _address(url: str, in_the_clear: Callable[[str], bool], where: str) -> str:
    parts = urlsplit(url)
    plain = parts.scheme == "http" and in_the_clear(parts.hostname or "")
    if not parts.hostname or (parts.scheme != "https" and not plain):
        raise ValueError(f"must be an https address (http only for {where})")
    if parts.username or parts.query or parts.fragment:
        raise ValueError("must be an address alone: no user, question mark or hash sign")
    return url.rstrip("/")


class Office(Section):
    """The listener for your own people: API, health, metrics. By default only for this machine."""

    bind: BindAddress = Field(
        default=Bind(host="127.0.0.1", port=8700),
        description="Address and port.",
        examples=["127.0.0.1:8700"],
    )
    allowed_hosts: Words = Field(
        default=(),
        description="Names it may be called by, besides localhost and its own address.",
        examples=[["likeness.intra.example"]],
    )
    url: Annotated[str, AfterValidator(_near_origin)] | None = Field(
        default=None,
        description="The address your people type, through your TLS proxy. Unset: the address "
        "it listens on.",
        examples=["https://likeness.intra.example"],
    )
    trusted_proxies: Networks = Field(
        default=(),
        description="Proxies whose X-Forwarded-* headers are believed; nobody else's are.",
        examples=[["127.0.0.1"]],
    )
    idle_minutes: int = Field(
        default=60,
        ge=5,
        le=480,
        description="Minutes without a click after which somebody must log in again.",
        examples=[60],
    )
    session_hours: int = Field(
        default=12,
        ge=1,
        le=24,
        description="Hours after which somebody must log in again, however busy.",
        examples=[12],
    )

    @property
    def begins_with(self) -> str:
        """Give what addresses of the office begin with, without a slash at the end."""
        host = f"[{self.bind.host}]" if ":" in self.bind.host else self.bind.host
        return self.url or f"http://{host}:{self.bind.port}"


class Public(Section):
    """The listener for people portrayed, explanations and webhooks.

    Off until `public_url`, `editor_url` or `bind` is set.
    """

    public_url: Annotated[str, AfterValidator(_origin)] | None = Field(
        default=None,
        description="The address people see, through your TLS proxy.",
        examples=["https://consent.example.org"],
    )
    editor_url: Annotated[str, AfterValidator(_near_origin)] | None = Field(
        default=None,
        description="Another address of it, which only editors reach: links that explain a photo "
        "begin with it. Unset: they begin with public_url.",
        examples=["https://likeness.intra.example"],
    )
    bind: BindAddress | None = Field(
        default=None,
        description="Address and port; 127.0.0.1:8701 where only an address above is set.",
        examples=["127.0.0.1:8701"],
    )
    trusted_proxies: Networks = Field(
        default=(),
        description="Proxies whose X-Forwarded-* headers are believed; nobody else's are.",
        examples=[["127.0.0.1", "10.0.0.0/8"]],
    )
    allowed_hosts: Words = Field(
        default=(),
        description="Names it may be called by, besides the one in public_url; a host in the same "
        "network may know it by another.",
        examples=[["likeness"]],
    )

    @property
    def listens_on(self) -> Bind | None:
        """Give where to listen; None = off."""
        if self.bind is None and (self.public_url or self.editor_url):
            return Bind(host="127.0.0.1", port=8701)
        return self.bind

    @property
    def links_begin_with(self) -> str:
        """Give what links for editors begin with; empty = there are no links."""
        return self.editor_url or self.public_url or ""


class Recognition(Section):
    """How faces are found and compared."""

    pack: str = Field(
        default="open",
        min_length=1,
        description="Model pack in use; `likeness models list` shows all.",
        examples=["open"],
    )
    workers: int = Field(
        default=0,
        ge=0,
        le=256,
        description="Processes that look at photos; 0 = one per core.",
        examples=[0],
    )
    mode: Literal["off", "detect", "session", "gallery"] = Field(
        default="detect",
        description="How far recognition may go where no narrower mode is set (`likeness mode`): "
        "off, detect, session or gallery. The last two need a recorded legal basis.",
        examples=["detect"],
    )


class DecisionRules(Section):
    """How decisions are made."""

    confirm: Literal["always", "weak", "first-in-session", "never"] = Field(
        default="weak",
        description="When a human must confirm what the machine is sure of: always, weak "
        "(few templates or a large gallery), first-in-session, or never.",
        examples=["weak"],
    )
    ignore_below: float = Field(
        default=0.0,
        ge=0.0,
        le=0.5,
        description="Faces lower than this share of the photo's height need no answer; 0 = off.",
        examples=[0.02],
    )


class Retention(Section):
    """How long things are kept. That a face was there stays known as long as its photo."""

    grace_days: int = Field(
        default=30,
        ge=0,
        le=3650,
        description="Days that the findings of a deleted photo are kept.",
        examples=[30],
    )
    access_log_days: int = Field(
        default=365,
        ge=30,
        le=3650,
        description="Days that it stays known who looked at personal data.",
        examples=[365],
    )
    invitation_days: int = Field(
        default=90,
        ge=1,
        le=730,
        description="Days after which somebody who was asked, never answered and is known for "
        "nothing else is forgotten. They begin when the time to answer is over.",
        examples=[90],
    )
    evidence_years: int = Field(
        default=5,
        ge=0,
        le=30,
        description="Years that what was signed is kept after the last use it covers has ended.",
        examples=[5],
    )
    score_days: int = Field(
        default=365,
        ge=1,
        le=3650,
        description="Days after the last look at a photo that it stays known how alike faces were.",
        examples=[365],
    )


class ChannelLabel(Section):
    """What a channel is called."""

    en: Label = Field(description="In English.", examples=["Website"])
    nl: Label = Field(description="In Dutch.", examples=["Website"])

    @classmethod
    def of(cls, en: str, nl: str) -> Self:
        """Make a label."""
        return cls(en=en, nl=nl)


def default_channels() -> dict[ChannelId, ChannelLabel]:
    """Give the channels of an installation that names none."""
    return {
        "website": ChannelLabel.of("Website", "Website"),
        "social-media": ChannelLabel.of("Social media", "Sociale media"),
        "print": ChannelLabel.of("Print", "Drukwerk"),
        "press": ChannelLabel.of("Press", "Pers"),
        "internal": ChannelLabel.of("Internal", "Intern"),
        "advertising": ChannelLabel.of("Advertising", "Reclame"),
    }
