"""What we write into a resource, and the admin's mapping of it to fields, as the admin wrote it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from connector.resourcespace.rows import FieldRef


class Part(StrEnum):
    """What we write. The order is that of writing towards a stricter answer."""

    STATUS = "status"
    WARNING = "warning"
    CHANNELS = "channels"
    END = "end"
    NOTE = "note"
    PEOPLE = "people"
    LINK = "link"
    CHECKED = "checked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The mapping as the admin wrote it."""

    fields: Mapping[Part, FieldRef]
    status: Mapping[str, str]
    """Status -> name of its option."""
    channels: Mapping[str, str]
    """Channel -> name of its option."""
    names: bool = True
    """False: names are only taken back, where the field can be seen."""

    @property
    def written(self) -> Mapping[Part, FieldRef]:
        """Give the fields that answers are written into."""
        every = self.fields.items()
        return {part: ref for part, ref in every if self.names or part is not Part.PEOPLE}
