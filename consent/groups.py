"""Groups: a class, a team. Values only."""

from dataclasses import dataclass, field

from consent.ids import GroupId, NoticeId, PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """People who are asked and listed together."""

    id: GroupId
    name: str = field(repr=False)
    members: frozenset[PersonId] = frozenset()
    notice: NoticeId | None = None
    """The text its members were last asked with as a group; None = never as a group."""
