"""People who are listed together, as JSON: used for sessions and for groups."""

from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict, Field

from likeness.web.office_pages.rosters import NoPhotoLine


class NoPhotoRead(BaseModel):
    """One person who did not agree to every use."""

    person: str
    allowed: list[str]
    """The uses that are fine; none: no picture at all."""


class Roster(BaseModel):
    """Who takes part; replaces the list."""

    model_config = ConfigDict(extra="forbid")

    persons: list[str] = Field(max_length=20_000)


def no_photo_read(lines: Iterable[NoPhotoLine]) -> list[NoPhotoRead]:
    """Give a no-photo list by id."""
    return [
        NoPhotoRead(person=line.person, allowed=[str(use) for use in line.allowed])
        for line in sorted(lines, key=lambda line: line.person)
    ]
