"""The whole of the settings. config.load reads them, called by likeness.bootstrap alone."""

from itertools import pairwise
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict
from typing_extensions import override

from config.asking import Asking
from config.hosts import AnyHost, FolderHost, HostName
from config.mail import Alerts, Mail
from config.records import Records
from config.resourcespace import ResourceSpaceHost
from config.sections import (
    ChannelId,
    ChannelLabel,
    DecisionRules,
    Office,
    Public,
    Recognition,
    Retention,
    default_channels,
)
from config.zones import Zone

_File = Annotated[Path, AfterValidator(Path.expanduser)]


class Settings(BaseSettings):
    """Everything an admin may set. Frozen; unknown keys are errors."""

    model_config = SettingsConfigDict(
        frozen=True,
        extra="forbid",
        env_prefix="LIKENESS_",
        env_nested_delimiter="__",
        str_strip_whitespace=True,
    )

    timezone: Zone = Field(
        description="Time zone in which days begin and end: consents are valid by the day.",
        examples=["Europe/Amsterdam"],
    )
    language: Literal["en", "nl"] = Field(
        default="en",
        description="Language of words written into hosts and of public pages: en or nl.",
        examples=["nl"],
    )
    controller: str = Field(
        min_length=1,
        max_length=200,
        description="Name of the organisation that answers for the photos (the controller).",
        examples=["Example Foundation"],
    )
    key_file: _File | None = Field(
        default=None,
        description="File with the key that everything personal is encrypted under: outside the "
        "data folder, mode 0600. Unset: kek in a folder beside the data folder.",
        examples=["/etc/likeness/kek"],
    )
    ledger_copy: _File | None = Field(
        default=None,
        description="A second place of the erasure ledger, on another disk than the key file. It "
        "is written at every erasure and backup: without it a lost key folder loses who was "
        "erased.",
        examples=["/mnt/backup/erasures.ledger"],
    )
    office: Office = Field(default_factory=Office)
    public: Public = Field(default_factory=Public)
    recognition: Recognition = Field(default_factory=Recognition)
    hosts: dict[HostName, AnyHost] = Field(default_factory=dict)
    channels: dict[ChannelId, ChannelLabel] = Field(default_factory=default_channels, min_length=1)
    mail: Mail = Field(default_factory=Mail)
    alerts: Alerts = Field(default_factory=Alerts)
    rules: DecisionRules = Field(default_factory=DecisionRules)
    asking: Asking = Field(default_factory=Asking)
    records: Records = Field(default_factory=Records)
    retention: Retention = Field(default_factory=Retention)

    @override
    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take values from the caller only: config.load merges the layers, to tell origins."""
        return (init_settings,)

    @property
    def folders(self) -> dict[str, FolderHost]:
        """Give the hosts that are folders."""
        return {name: host for name, host in self.hosts.items() if isinstance(host, FolderHost)}

    @model_validator(mode="after")
    def _secrets_are_apart(self) -> Self:
        """Refuse a host whose own secret lies where another's secret for messages does."""
        if "mail" in self.hosts:
            raise ValueError("a host cannot be called mail: that is where the mail password lies")
        if any(f"{name}-webhook" in self.hosts for name in self.hosts):
            raise ValueError("the name of a host is another's with -webhook: rename one of them")
        return self

    @model_validator(mode="after")
    def _screens_are_of_hosts(self) -> Self:
        """Refuse to tell users of a host that is not there."""
        if any(screen.partition(":")[0] not in self.hosts for screen in self.alerts.on_screen):
            raise ValueError("alerts.on_screen names a host that is not configured")
        return self

    @model_validator(mode="after")
    def _photos_are_apart(self) -> Self:
        """Refuse two hosts that would both own a photo."""
        roots = sorted(host.root for host in self.folders.values())
        for outer, inner in pairwise(roots):
            if inner.is_relative_to(outer):
                raise ValueError("two hosts share photos: the root of one lies in that of another")
        sites = [host.url for host in self.hosts.values() if isinstance(host, ResourceSpaceHost)]
        if len(sites) != len(set(sites)):
            raise ValueError("two hosts share photos: they have the same url")
        return self
