"""Whether a ResourceSpace is fit for use: asked, never changed. Advice is one sentence each."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import chain

from connector.causes import Cause, Kind, cause
from connector.errors import HostError, HostRefused
from connector.resourcespace import installing
from connector.resourcespace.api import Api
from connector.resourcespace.feed import NEEDED
from connector.resourcespace.fields import Mapper
from connector.resourcespace.parts import Part
from connector.resourcespace.pictures import NEARLY
from connector.resourcespace.rows import Picture, Resource
from connector.resourcespace.scope import Scope
from connector.resourcespace.writing import denied
from connector.values import Health

_ENOUGH_PX = 1280
_SKEW_S = 120.0
_SLACK_S = 600.0
_PATTERN = "%Y-%m-%d %H:%M:%S"


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceSpaceSetup:
    """The health of one ResourceSpace."""

    api: Api
    mapper: Mapper | None
    scope: Scope
    zone: tzinfo
    now: Callable[[], datetime]

    def probe(self) -> tuple[Health, ...]:
        """Check address, credentials, what the user may see, and the mapping: a few calls."""
        return self._safely(self._needed, self._mapping)

    def examine(self) -> tuple[Health, ...]:
        """Check all that `probe` checks, and what goes wrong only later or for some photos."""
        return self._safely(
            self._needed,
            self._mapping,
            self._writing,
            self._states,
            self._least,
            self._groups,
            self._version,
            self._clock,
            self._sample,
            self._thumbnails,
        )

    def causes(self) -> tuple[Cause, ...]:
        """Look anew at the fields, the options and what we may write."""
        return self.mapper.causes() if self.mapper else ()

    def _safely(self, *checks: Callable[[], Iterable[Health]]) -> tuple[Health, ...]:
        """Run the checks; what the host does not answer ends them."""
        lines: list[Health] = []
        try:
            lines.extend(chain.from_iterable(check() for check in (self._answers, *checks)))
        except HostRefused as error:
            lines.append(_line("credentials", ok=False, advice=f"It says no: {error}."))
        except HostError as error:
            lines.append(_line("answers", ok=False, advice=f"It cannot be used now: {error}."))
        return tuple(lines)

    def _answers(self) -> Iterator[Health]:
        if not self.api.account.key:
            raise HostRefused("no key: put the private API key of its user into its secret")
        self.api.may("s")
        yield _line("answers", ok=True)

    def _needed(self) -> Iterator[Health]:
        for permission, advice in NEEDED.items():
            yield _line(f"permission {permission}", ok=self.api.may(permission), advice=advice)

    def _mapping(self) -> Iterator[Health]:
        if self.mapper:
            found = self.mapper.look()
            yield from (_line("fields", ok=False, advice=one.text) for one in found.causes)
            if not found.causes:
                yield _line("fields", ok=True)
            for key, name in found.renamed.items():
                said = f"is called “{name}” there now, and followed by its number"
                yield Health(name=f"option {key}", ok=True, advice=said)

    def _writing(self) -> Iterator[Health]:
        for part, ref in self.mapper.wanted.written.items() if self.mapper else ():
            advice = cause(Kind.FIELD_LOCKED, field=ref, part=part).text
            yield _line(f"writing {part}", ok=not denied(self.api.may, ref), advice=advice)

    def _states(self) -> Iterator[Health]:
        """Check editing in every state; pending uploads of others need a right of their own."""
        for state in self.scope.states:
            advice = f"Photos in state {state} cannot be edited: give the group e{state}."
            yield _line(f"state {state}", ok=self.api.may(f"e{state}"), advice=advice)
        if min(self.scope.states) < 0 and not self.api.may("t"):
            for number in self.scope.types:
                advice = f"Uploads of others that are pending cannot be edited: give ert{number}."
                yield _line("pending uploads", ok=self.api.may(f"ert{number}"), advice=advice)

    def _least(self) -> Iterator[Health]:
        """Check that our user cannot do what it never needs."""
        advice = "The service user is an administrator: give it a group of its own."
        yield _line("least rights", ok=not self.api.may("a"), advice=advice)
        advice = "The service user may delete resources: give its group D, which takes that away."
        yield _line("no deleting", ok=self.api.may("D"), advice=advice)

    def _groups(self) -> Iterator[Health]:
        """Say what groups need: only an administrator sees what they have."""
        if self.mapper:
            refs = self.mapper.wanted.written
            numbers = sorted(refs.values())
            enough = installing.permissions(numbers, self.scope.types, self.scope.states)
            yield Health(name="group of its user", ok=True, advice=f"enough for it: {enough}")
            locked = installing.locked(refs)
            yield Health(name="groups of editors", ok=True, advice=f"to see, not change: {locked}")

    def _version(self) -> Iterator[Health]:
        """Say which version it is, where it tells; a copy of its trunk knows no number."""
        said = self.api.version()
        advice = "" if said else "It does not tell which version it is."
        yield Health(name=f"version {said}".rstrip(), ok=True, advice=advice)

    def _clock(self) -> Iterator[Health]:
        there = self.api.moment()
        skew = abs(there - self.now().timestamp()) if there is not None else 0.0
        advice = "Its clock and ours differ by minutes: let both keep time by the net (NTP)."
        yield _line("clock", ok=skew <= _SKEW_S, advice=advice)

    def _sample(self) -> Iterator[Health]:
        """Check previews and time zone by one photo."""
        sample = next(iter(self.api.search(self.scope.search, 0, 1).resources), None)
        if sample is None:
            yield _line("photos", ok=False, advice="It shows no photo: check `scope` and `types`.")
            return
        yield _line("photos", ok=True)
        sizes = self.api.pictures(sample.ref)
        yield _line("previews", ok=_are_large_enough(sizes), advice=_PREVIEWS)
        yield _line("time zone", ok=self._is_zone_right(sample, sizes), advice=_ZONE)

    def _thumbnails(self) -> Iterator[Health]:
        """Check by a search that the status can stand below thumbnails."""
        status = self.mapper.wanted.fields.get(Part.STATUS) if self.mapper else None
        joined = self.api.joined(self.scope.search) if status is not None else None
        if joined:  # no photo: nothing can be said
            advice = _THUMBNAILS.format(status=status)
            yield _line("status on thumbnails", ok=status in joined, advice=advice)

    def _is_zone_right(self, sample: Resource, sizes: Iterable[Picture]) -> bool:
        """Compare one moment that it tells twice: with our zone read into it, and in UTC."""
        made = next((one.made for one in sizes if one.original), 0)
        try:
            local = datetime.strptime(sample.file_modified, _PATTERN).replace(tzinfo=self.zone)
        except ValueError:
            return True
        return not made or abs(local.timestamp() - made) < _SLACK_S


def _are_large_enough(sizes: Iterable[Picture]) -> bool:
    """Tell whether a preview shows as much as we want, or as much as there is."""
    original = next((one.long_side for one in sizes if one.original), 0)
    largest = max((one.long_side for one in sizes if not one.original), default=0)
    return largest >= min(_ENOUGH_PX, original) * NEARLY


_PREVIEWS = (
    f"The previews of a photo are smaller than {_ENOUGH_PX * NEARLY:.0f} pixels, so originals are "
    "fetched and counted as downloads: add a preview size of 2000 pixels (System > Preview sizes)."
)
_THUMBNAILS = (
    "To show it below thumbnails add to config.php, before the first write: "
    "$data_joins[] = {status}; $thumbs_display_fields[] = {status};"
)
_ZONE = "Its database keeps another time zone: set `timezone` of this host."


def _line(name: str, *, ok: bool, advice: str = "") -> Health:
    return Health(name=name, ok=ok, advice="" if ok else advice)
