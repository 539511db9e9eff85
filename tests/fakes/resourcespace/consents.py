"""The consentmanager plugin of a fake ResourceSpace: its records, and the calls that read them.

`ref = site.consents.write(name="A", usage="Print")`, then `site.consents.link(ref, photo)`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.fakes.resourcespace.items import User

if TYPE_CHECKING:
    from tests.fakes.resourcespace.site import Site

NEWER = ("date_of_birth", "address", "parent_guardian_name", "date_of_consent")
"""Columns that a tree of 2024 does not have."""


@dataclass(slots=True)
class Consents:
    """All records, and the links: a link may be there twice, or lead to no resource."""

    old: bool = False
    """A tree of 2024."""
    rows: dict[int, dict[str, str | None]] = field(default_factory=dict)
    links: list[tuple[int, int]] = field(default_factory=list)

    def write(self, ref: int = 0, **values: str | None) -> int:
        """Add a record, or change one."""
        number = ref or max(self.rows, default=0) + 1
        self.rows[number] = self.rows.get(number, {}) | values
        return number

    def link(self, ref: int, *resources: int) -> None:
        self.links += [(ref, resource) for resource in resources]

    def unlink(self, ref: int, resource: int) -> None:
        self.links = [one for one in self.links if one != (ref, resource)]

    def delete(self, ref: int) -> None:
        del self.rows[ref]
        self.links = [one for one in self.links if one[0] != ref]

    def row(self, ref: int) -> dict[str, object]:
        """Give a row as the database does."""
        said = self.rows[ref]
        columns = ("name", "email", "telephone", "consent_usage", "notes", "file", "expires")
        shown = columns if self.old else columns + NEWER
        return {"ref": ref} | {column: said.get(column) for column in shown}


def _may(user: User) -> bool:
    return user.may("t") or user.may("cm")


def consentmanager_get_all_consents(site: "Site", user: User, params: Mapping[str, str]) -> object:
    """Give all rows; without a text to find, numbers come as text."""
    if not _may(user):
        return False
    text = params.get("findtext", "").casefold()
    rows = [site.consents.row(ref) for ref in sorted(site.consents.rows)]
    if text:
        return [row for row in rows if text in str(row["name"]).casefold()]
    return [row | {"ref": str(row["ref"])} for row in rows]


def consentmanager_get_consent(site: "Site", user: User, params: Mapping[str, str]) -> object:
    ref = int(params.get("consent") or 0)
    if not _may(user) or ref not in site.consents.rows:
        return False
    linked = sorted({resource for one, resource in site.consents.links if one == ref})
    return site.consents.row(ref) | {"resources": linked}


CALLS: Mapping[str, Callable[["Site", User, Mapping[str, str]], object]] = {
    call.__name__: call for call in (consentmanager_get_all_consents, consentmanager_get_consent)
}
