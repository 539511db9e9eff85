"""Settings of hosts: one model per kind, all of them members of `AnyHost`."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from config.nextcloud import NextcloudHost
from config.resourcespace import ResourceSpaceHost
from config.section import Section
from config.zones import Zone

HostName = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$", strip_whitespace=False)
]
"""Unique and never changed: findings, decisions and the audit log are tied to it."""


def _absolute(path: Path) -> Path:
    path = path.expanduser()
    if not path.is_absolute():
        raise ValueError("must be an absolute path: a service has no current folder")
    return path


class FolderHost(Section):
    """A folder of photos on this machine."""

    kind: Literal["folder"] = Field(description="What the host is: folder.", examples=["folder"])
    root: Annotated[Path, AfterValidator(_absolute)] = Field(
        description="The folder; all folders below it belong to it.", examples=["/srv/photos"]
    )
    poll_s: float = Field(
        default=30.0,
        ge=1.0,
        le=86_400.0,
        description="Seconds between two looks for new and changed photos.",
        examples=[30.0],
    )
    observe: bool = Field(
        default=False,
        description="Begin by looking only: nothing is written until `likeness go-live`. Counts "
        "for a host that Likeness has not seen yet.",
        examples=[True],
    )
    names: bool = Field(
        default=False,
        description="Write the names of persons beside their faces. Off: marks only.",
        examples=[False],
    )
    language: Literal["en", "nl"] | None = Field(
        default=None,
        description="Language of the words written into this host; unset: as `language` above.",
        examples=["en"],
    )
    timezone: Zone | None = Field(
        default=None,
        description="Time zone of times without one in this host; unset: as `timezone` above.",
        examples=["Europe/Amsterdam"],
    )


AnyHost = Annotated[FolderHost | ResourceSpaceHost | NextcloudHost, Field(discriminator="kind")]
"""Any kind of host."""
KINDS: tuple[type[FolderHost | ResourceSpaceHost | NextcloudHost], ...] = (
    FolderHost,
    ResourceSpaceHost,
    NextcloudHost,
)
