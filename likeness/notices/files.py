"""Files of texts: what one may hold, and reading it with what it is based on."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from consent.ids import NoticeId
from consent.notices import SectionKind
from likeness.notices.errors import BrokenNotice, NoSuchNotice

SUFFIX = ".toml"
_DEPTH = 3
Lines = tuple[str, ...]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Spoken(_Part):
    """Words for adults and for parents or guardians."""

    adult: str = ""
    guardian: str = ""


class Section(_Part):
    """One section: the same for both, or said to each."""

    title: str
    both: Lines = ()
    adult: Lines = ()
    guardian: Lines = ()


class Use(_Part):
    """What a use is called and what it means."""

    label: str
    explanation: str = ""


class Length(_Part):
    """How long an answer counts."""

    months: int = Field(default=0, ge=0, le=600)
    school_year: bool = False
    day: str = "{day} {month}"
    names: Lines = ()
    """Names of the months, where the day is written out."""


class PosterWords(_Part):
    """What a poster says, per mode of recognition."""

    title: str
    no: str
    yes: str
    off: Lines
    detect: Lines
    session: Lines
    gallery: Lines


class NoticeFile(_Part):
    """One text in one language."""

    based_on: str = ""
    language: str = ""
    authority: str = ""
    """Whom people may complain to, where the settings name nobody."""
    direction: str = Field(default="ltr", pattern=r"^(ltr|rtl)$")
    starting_text: bool = False
    """Not checked by a lawyer or by native readers: to begin with."""
    title: Spoken = Spoken()
    sections: dict[SectionKind, Section]
    recognition: Spoken = Spoken()
    uses: dict[str, Use] = Field(default_factory=dict)
    duration: Length = Length()
    poster: PosterWords | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """Where texts lie: those of the data folder come before the built-in ones."""

    own: Path | None = None
    """Folder `notices` of the data folder."""

    def ids(self) -> tuple[NoticeId, ...]:
        """Give the names of all texts."""
        return tuple(sorted({NoticeId(folder.name) for folder in self._folders()}))

    def languages(self, notice: NoticeId) -> tuple[str, ...]:
        """Give the languages of a text. Raises `NoSuchNotice`."""
        found = {
            file.name.removesuffix(SUFFIX)
            for folder in self._folders()
            if folder.name == notice
            for file in folder.iterdir()
            if file.name.endswith(SUFFIX)
        }
        if not found:
            known = ", ".join(self.ids())
            raise NoSuchNotice(f"There is no text called {notice}. There are: {known}.")
        return tuple(sorted(found))

    def read(self, notice: NoticeId, language: str) -> NoticeFile:
        """Read one text with what it is based on. Raises `NoSuchNotice` and `BrokenNotice`."""
        body = self._merged(notice, language, _DEPTH)
        try:
            return NoticeFile.model_validate(body)
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(str(part) for part in first["loc"])
            raise BrokenNotice(f"{notice}/{language}{SUFFIX}: {place}: {first['msg']}") from error

    def source(self, notice: NoticeId, language: str) -> str:
        """Give one file as it is, to copy it. Raises `NoSuchNotice`."""
        return self._file(notice, language).read_text(encoding="utf-8")

    def _merged(self, notice: NoticeId, language: str, depth: int) -> dict[str, Any]:
        try:
            body = tomllib.loads(self.source(notice, language))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise BrokenNotice(f"{notice}/{language}{SUFFIX} is no TOML file: {error}") from error
        base = body.get("based_on", "")
        if not base:
            return body
        if not isinstance(base, str) or depth == 0:
            raise BrokenNotice(f"{notice}/{language}{SUFFIX}: based_on goes round in a circle.")
        return _over(self._merged(NoticeId(base), language, depth - 1), body)

    def _file(self, notice: NoticeId, language: str) -> Traversable:
        for folder in self._folders():
            file = folder.joinpath(f"{language}{SUFFIX}")
            if folder.name == notice and file.is_file():
                return file
        raise NoSuchNotice(f"There is no text {notice} in this language: {language}.")

    def _folders(self) -> Iterator[Traversable]:
        """Give every folder of texts, the installation's own first."""
        built_in = resources.files("likeness.notices").joinpath("texts")
        shelves: list[Traversable] = [built_in]
        if self.own is not None and self.own.is_dir():
            shelves.insert(0, self.own)
        for shelf in shelves:
            for folder in sorted(shelf.iterdir(), key=lambda each: each.name):
                if folder.is_dir() and not folder.name.startswith(("_", ".")):
                    yield folder


def _over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Put one table over another: what is said above counts, section by section."""
    merged = dict(below)
    for key, value in above.items():
        deeper = key in {"sections", "uses", "title", "recognition"}
        merged[key] = {**merged.get(key, {}), **value} if deeper else value
    return merged
