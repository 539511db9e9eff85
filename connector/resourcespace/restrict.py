"""Closing a resource to those who may not use it, and opening it again if it is still ours."""

from collections.abc import Mapping
from dataclasses import dataclass

from connector.errors import HostConfused, MarkRefused, PhotoGone
from connector.host import Hold
from connector.resourcespace import judging
from connector.resourcespace.api import Api
from connector.resourcespace.rows import DELETED, Access, Ref, Resource
from connector.values import PhotoRef

TOTAL_S = 8.0
_CLOSED = {Access.RESTRICTED, Access.CONFIDENTIAL}


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What was done to a resource: its access before, and what we set."""

    before: int
    ours: int

    @classmethod
    def read(cls, text: str) -> "Held | None":
        """Read what `text` wrote; None for anything else."""
        before, _, ours = text.partition(">")
        both = before.isdecimal() and ours.isdecimal()
        return cls(before=int(before), ours=int(ours)) if both else None

    def text(self) -> str:
        """Write it down."""
        return f"{self.before}>{self.ours}"


def step(present: int, wanted: int | None, held: Held | None) -> Hold | None:
    """Say what to do with access as it is now. Pure.

    An access somebody else set since is theirs: never opened by us, and closed further only where
    the status asks for it.
    """
    still_ours = held is not None and held.ours == present
    before = held.before if held and still_ours else present
    if wanted is None:
        if not held:
            return None
        return Hold(level=before, held="")
    if still_ours and present == wanted:
        return None
    if not still_ours and present in _CLOSED and present >= wanted:
        return Hold(level=present, held="") if held else None
    return Hold(level=wanted, held=Held(before=before, ours=wanted).text())


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceSpaceRestrict:
    """Access to the resources of one ResourceSpace. `levels`: status -> 1 or 2."""

    api: Api
    levels: Mapping[str, int]

    def plan(self, ref: PhotoRef, status: str, held: str) -> Hold | None:
        """Say what to do for a status. Raises `PhotoGone`, `HostUnavailable`, `HostRefused`."""
        if not held and status not in self.levels:
            return None
        here = _look(self.api.within(TOTAL_S), ref)
        return step(here.access, self.levels.get(status), Held.read(held))

    def apply(self, ref: PhotoRef, hold: Hold) -> None:
        """Set access, and read it back: its own answer says nothing. Safe to run twice.

        Raises `MarkRefused`, `PhotoGone`, `HostUnavailable` and `HostRefused`.
        """
        api = self.api.within(TOTAL_S)
        here = _look(api, ref)
        if here.access == hold.level:
            return
        self._put(api, here.ref, hold.level)
        if _look(api, ref).access != hold.level:
            raise MarkRefused("no-permission" if not api.may_edit(here.ref) else "failed")

    def _put(self, api: Api, ref: Ref, level: int) -> None:
        try:
            api.put_access(ref, level)
        except HostConfused:
            return


def _look(api: Api, ref: PhotoRef) -> Resource:
    number = judging.ref_of(ref.id)
    here = None if number is None else api.resource(number)
    if here is None or here.archive == DELETED:
        raise PhotoGone("not in this host any more")
    return here
