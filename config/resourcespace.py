"""Settings of a ResourceSpace host: where it is, what is watched, and which fields are ours."""

from datetime import date
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from config.section import Section
from config.sections import ChannelId
from config.sites import site
from config.zones import Zone

Number = Annotated[int, Field(ge=1)]
OptionName = Annotated[str, StringConstraints(min_length=1, max_length=200)]
StatusWord = Literal["cleared", "partly", "review", "blocked", "no-people", "not-assessed"]
Closed = Literal[1, 2]

WHOLE_SWEEP_S = 21_600.0
SCOPED_SWEEP_S = 300.0


def _url(url: str) -> str:
    return site(url).removesuffix("/api")


class ResourceSpaceFields(Section):
    """The metadata fields Likeness writes, by their numbers. Leave out what you do not want."""

    status: Number = Field(description="Status: a dropdown.", examples=[88])
    channels: Number | None = Field(
        default=None, description="Channels the photo may be used in: check boxes.", examples=[89]
    )
    end: Number | None = Field(
        default=None, description="Last good day of those channels: a date.", examples=[90]
    )
    note: Number | None = Field(
        default=None, description="Why, without names: a text of several lines.", examples=[91]
    )
    warning: Number | None = Field(
        default=None,
        description="What must not be done with it: a warning message, which hides the downloads.",
        examples=[96],
    )
    checked: Number | None = Field(
        default=None, description="Day of the decision: a date.", examples=[93]
    )
    people: Number | None = Field(
        default=None,
        description="Persons on the photo (needs `names`): a dynamic keywords list.",
        examples=[29],
    )
    link: Number | None = Field(
        default=None, description="Address of the explanation: a text.", examples=[97]
    )

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        """Refuse one field for two things."""
        used = [ref for ref in self.model_dump().values() if ref is not None]
        if len(used) != len(set(used)):
            raise ValueError("one field has two tasks; give each its own")
        return self


class ResourceSpaceOptions(Section):
    """What options are called in the host, where they are not called as we call them."""

    status: dict[StatusWord, OptionName] = Field(
        default_factory=dict,
        description="Status to option of the status field; unset: our word with its sign.",
        examples=[{"cleared": "✓ Cleared"}],
    )
    channels: dict[ChannelId, OptionName] = Field(
        default_factory=dict,
        description="Channel to option of the channels field; unset: the label of the channel.",
        examples=[{"website": "Websites"}],
    )


class ResourceSpaceHost(Section):
    """A ResourceSpace of yours."""

    kind: Literal["resourcespace"] = Field(
        description="What the host is: resourcespace.", examples=["resourcespace"]
    )
    url: Annotated[str, AfterValidator(_url)] = Field(
        description="Its address, as people call it.", examples=["https://dam.example.org"]
    )
    user: str = Field(
        min_length=1,
        max_length=50,
        description="The user Likeness works as. Its private API key is the secret of this host.",
        examples=["likeness"],
    )
    ca_file: Path | None = Field(
        default=None,
        description="File with the certificates to trust; unset: those of well-known authorities.",
        examples=["/etc/ssl/certs/intra.pem"],
    )
    poll_s: float = Field(
        default=5.0,
        ge=1.0,
        le=86_400.0,
        description="Seconds between two looks at its log.",
        examples=[5.0],
    )
    sweep_s: float | None = Field(
        default=None,
        ge=60.0,
        le=2_592_000.0,
        description="Seconds between two looks at every photo, for what the log did not tell; "
        "unset: 21600, or 300 where `scope` is set.",
        examples=[21_600.0],
    )
    scope: Annotated[str, StringConstraints(max_length=500)] = Field(
        default="",
        description="Take in only what this search finds, written as in its search box; "
        "!collection12 is collection 12. A photo once taken in stays.",
        examples=["!collection12"],
    )
    types: tuple[Number, ...] = Field(
        default=(1,),
        min_length=1,
        description="Resource types with photos. 1 is Photo in a new ResourceSpace.",
        examples=[[1]],
    )
    states: tuple[Annotated[int, Field(ge=-2, le=99)], ...] = Field(
        default=(-2, -1, 0, 1, 2),
        min_length=1,
        description="Workflow states that are taken in: -2 and -1 are pending, 0 active, 1 and 2 "
        "archived.",
        examples=[[-2, -1, 0, 1, 2]],
    )
    originals: bool = Field(
        default=True,
        description="Fetch the original where no preview shows faces well enough. ResourceSpace "
        "counts that as a download.",
        examples=[True],
    )
    fields: ResourceSpaceFields | None = Field(
        default=None, description="The metadata fields to write; unset: nothing is written."
    )
    options: ResourceSpaceOptions = Field(default_factory=ResourceSpaceOptions)
    restrict: dict[StatusWord, Closed] = Field(
        default_factory=dict,
        description="Close photos of a status: 1 = restricted (on request), 2 = confidential.",
        examples=[{"blocked": 2}],
    )
    nothing_ends_on: date | None = Field(
        default=None,
        description="The day shown as the last good one where nothing ends, so that searches by "
        "date find such photos, too. Set by `likeness connect`.",
        examples=["2031-12-31"],
    )
    names: bool = Field(
        default=False,
        description="Write the names of persons into `fields.people`.",
        examples=[False],
    )
    language: Literal["en", "nl"] | None = Field(
        default=None,
        description="Language of the words written into this host; unset: as `language` above.",
        examples=["nl"],
    )
    timezone: Zone | None = Field(
        default=None,
        description="Time zone of this host's database; unset: as `timezone` above.",
        examples=["Europe/Amsterdam"],
    )

    @property
    def sweeps_every_s(self) -> float:
        """Give the seconds between two looks at every photo.

        No log tells that a photo was put into a collection, so where one is watched we look often.
        """
        return self.sweep_s or (SCOPED_SWEEP_S if self.scope else WHOLE_SWEEP_S)

    @model_validator(mode="after")
    def _names_have_a_place(self) -> Self:
        """Refuse names without the field they belong in."""
        if self.names and not (self.fields and self.fields.people):
            raise ValueError("`names` needs fields.people: the field the names are written into")
        return self
