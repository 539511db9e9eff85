"""Settings of a Nextcloud host: where it is, what is watched, and which tags are ours."""

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from config.resourcespace import Number, StatusWord
from config.section import Section
from config.sections import ChannelId
from config.sites import site
from config.zones import Zone


def _url(url: str) -> str:
    return site(url).removesuffix("/index.php")


def _folder(place: str) -> str:
    place = place.strip("/")
    if not place or any(part in {"", ".", ".."} for part in place.split("/")):
        raise ValueError("must be a folder as the account sees it, such as Photo Desk/2026")
    return place


Folder = Annotated[str, StringConstraints(max_length=1000), AfterValidator(_folder)]


class NextcloudTags(Section):
    """The tags Likeness puts on files, by their numbers. Never the name of a person.

    Every user of this Nextcloud sees the names of all visible tags.
    """

    status: dict[StatusWord, Number] = Field(
        min_length=1,
        description="Status to tag. A status that is left out shows no tag: usual for no-people "
        "and not-assessed.",
        examples=[{"cleared": 11, "partly": 12, "review": 13, "blocked": 14}],
    )
    channels: dict[ChannelId, Number] = Field(
        default_factory=dict,
        description="Channel to the tag of a photo that may be used there.",
        examples=[{"website": 15}],
    )

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        """Refuse one tag for two things: what it says would be unclear."""
        used = [*self.status.values(), *self.channels.values()]
        if len(used) != len(set(used)):
            raise ValueError("one tag has two meanings; give each its own")
        return self


class NextcloudHost(Section):
    """A Nextcloud of yours."""

    kind: Literal["nextcloud"] = Field(
        description="What the host is: nextcloud.", examples=["nextcloud"]
    )
    url: Annotated[str, AfterValidator(_url)] = Field(
        description="Its address, as people call it.", examples=["https://cloud.example.org"]
    )
    user: str = Field(
        min_length=1,
        max_length=64,
        description="The account Likeness works as, by its user name. Its app password is the "
        "secret of this host.",
        examples=["svc-consent"],
    )
    login: Literal["basic", "bearer"] = Field(
        default="basic",
        description="How the app password is sent; bearer where a proxy eats basic logins.",
        examples=["basic"],
    )
    ca_file: Path | None = Field(
        default=None,
        description="File with the certificates to trust; unset: those of well-known authorities.",
        examples=["/etc/ssl/certs/intra.pem"],
    )
    folders: tuple[Folder, ...] = Field(
        default=(),
        description="Take in only these folders, as the account sees them; unset: everything that "
        "was shared with it.",
        examples=[["Photo Desk"]],
    )
    poll_s: float = Field(
        default=10.0,
        ge=1.0,
        le=86_400.0,
        description="Seconds between two looks for new photos.",
        examples=[10.0],
    )
    walk_s: float = Field(
        default=60.0,
        ge=0.0,
        le=86_400.0,
        description="Seconds between two looks into every folder in which something changed: for "
        "what was moved, replaced or deleted.",
        examples=[60.0],
    )
    sweep_s: float = Field(
        default=86_400.0,
        ge=60.0,
        le=2_592_000.0,
        description="Seconds between two looks into every folder, changed or not.",
        examples=[86_400.0],
    )
    absence_s: float = Field(
        default=900.0,
        ge=0.0,
        le=604_800.0,
        description="How long a photo must be missing before it counts as deleted.",
        examples=[900.0],
    )
    unshared_s: float = Field(
        default=604_800.0,
        ge=0.0,
        le=2_592_000.0,
        description="The same for photos that went with a whole team folder or share: somebody may "
        "have taken the account out by mistake.",
        examples=[604_800.0],
    )
    originals: bool = Field(
        default=True,
        description="Fetch the file itself where Nextcloud makes no preview of it, and once per "
        "version for its hash, by which copies are known.",
        examples=[True],
    )
    tags: NextcloudTags | None = Field(
        default=None, description="The tags to put on files; unset: none."
    )
    comment: bool = Field(
        default=True,
        description="Say why in one comment on each file with a status tag; it is kept up to date.",
        examples=[True],
    )
    notify_uploader: bool = Field(
        default=False,
        description="Mention who put a photo there in its comment where something stands against "
        "a use: Nextcloud notifies them. Needs webhooks.",
        examples=[False],
    )
    names: bool = Field(
        default=False,
        description="Always false: every user of a Nextcloud sees all tags, so none holds a name.",
        examples=[False],
    )
    language: Literal["en", "nl"] | None = Field(
        default=None,
        description="Language of the words written into this host; unset: as `language` above.",
        examples=["nl"],
    )
    timezone: Zone | None = Field(
        default=None,
        description="Time zone of cameras whose photos do not tell; unset: as `timezone` above.",
        examples=["Europe/Amsterdam"],
    )

    @model_validator(mode="after")
    def _no_names(self) -> Self:
        """Refuse names of persons: nowhere in here could they be kept from anybody."""
        if self.names:
            raise ValueError("`names` cannot be on for a Nextcloud: every user sees all tags")
        return self
