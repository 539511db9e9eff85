"""Groups: a class, a team. Values only."""

from dataclasses import dataclass, field

from consent.ids import GroupId, PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """People who are asked and listed together."""

    id: GroupId
    name: str = field(repr=False)
    members: frozenset[PersonId] = frozenset()
