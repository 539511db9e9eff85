"""Making the fields and options of ours in a ResourceSpace, or saying how to make them by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote

from connector.errors import HostRefused
from connector.resourcespace.api import Api
from connector.resourcespace.parts import Part
from connector.resourcespace.request import tidy
from connector.resourcespace.rows import FieldRef, Fields, FieldType

TITLES: Mapping[str, Mapping[Part, str]] = {
    "en": {
        Part.STATUS: "Consent status",
        Part.CHANNELS: "Cleared for",
        Part.END: "Cleared until",
        Part.NOTE: "Consent note",
        Part.WARNING: "Consent warning",
        Part.CHECKED: "Consent checked on",
        Part.LINK: "Consent explanation",
    },
    "nl": {
        Part.STATUS: "Toestemming",
        Part.CHANNELS: "Vrijgegeven voor",
        Part.END: "Vrijgegeven tot en met",
        Part.NOTE: "Toestemming toelichting",
        Part.WARNING: "Toestemming waarschuwing",
        Part.CHECKED: "Toestemming gecontroleerd op",
        Part.LINK: "Toestemming uitleg",
    },
}
TYPES: Mapping[Part, FieldType] = {
    Part.STATUS: FieldType.DROPDOWN,
    Part.CHANNELS: FieldType.CHECKBOX,
    Part.END: FieldType.DATE,
    Part.NOTE: FieldType.MULTI_LINE,
    Part.WARNING: FieldType.WARNING,
    Part.CHECKED: FieldType.DATE,
    Part.LINK: FieldType.TEXT,
}
TYPE_NAMES: Mapping[FieldType, str] = {
    FieldType.DROPDOWN: "Drop down list",
    FieldType.CHECKBOX: "Check box list",
    FieldType.DATE: "Date",
    FieldType.MULTI_LINE: "Text box (multi-line)",
    FieldType.WARNING: "Warning message",
    FieldType.TEXT: "Text box (single line)",
}
"""As ResourceSpace calls them in the list of types of a field."""
SHOWN = (Part.STATUS, Part.END)
_STEP = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One field that is wanted."""

    part: Part
    title: str
    type: FieldType
    options: tuple[str, ...] = ()


def planned(
    words: Mapping[str, str], channels: Mapping[str, str], language: str
) -> tuple[Planned, ...]:
    """Say which fields are wanted, titles and options in the language of the host. Pure."""
    options = {Part.STATUS: tuple(words.values()), Part.CHANNELS: tuple(channels.values())}
    return tuple(
        Planned(part=part, title=title, type=TYPES[part], options=options.get(part, ()))
        for part, title in TITLES[language].items()
    )


def adopted(plan: Sequence[Planned], seen: Fields) -> dict[Part, FieldRef]:
    """Find fields that are there already, by title and type. Pure."""
    return {
        one.part: found.ref
        for one in plan
        for found in seen.values()
        if (found.title.casefold(), found.type) == (one.title.casefold(), one.type)
    }


def create(admin: Api, plan: Sequence[Planned], types: Sequence[int]) -> dict[Part, FieldRef]:
    """Make the fields and options that are missing, as an administrator. Safe to run again.

    Raises `HostRefused` where the user is none, and `HostError`.
    """
    if not admin.may("a"):
        raise HostRefused("making fields needs the key of a super administrator")
    refs = adopted(plan, admin.every_field(types))
    for one in plan:
        if one.part not in refs:
            refs[one.part] = admin.new_field(one.title, types, one.type)
        _make_options(admin, refs[one.part], one.options)
    return refs


def _make_options(admin: Api, field: FieldRef, wanted: Sequence[str]) -> None:
    """Make the options no option is called by yet, in the order given."""
    if not wanted:
        return
    there = {name for one in admin.options(field) or () for name in one.names()}
    for place, option in enumerate(wanted, start=1):
        if tidy(option).casefold() in there:
            continue
        make_option(admin, field, option, place)


def make_option(admin: Api, field: FieldRef, name: str, place: int) -> None:
    """Make one option that no option is called by yet. Raises `HostRefused`."""
    if admin.new_option(field, name, _STEP * place) is None:
        raise HostRefused(f"the option “{name}” could not be made")


def click_path(plan: Sequence[Planned], found: Mapping[Part, FieldRef]) -> list[str]:
    """Say how to make the missing fields by hand. Pure."""
    lines = []
    for one in plan:
        if one.part in found:
            continue
        lines.append(
            f"Admin > System > Metadata fields > Create: title “{one.title}”, type "
            f"“{TYPE_NAMES[one.type]}”, for the resource types with photos."
        )
        if one.options:
            lines.append(f"  Options, exactly so: {'; '.join(one.options)}")
    return lines


def permissions(refs: Sequence[int], types: Sequence[int], states: Sequence[int]) -> str:
    """Give what the group of the service user needs, and nothing more. Pure."""
    edit = [f"e{state}" for state in sorted(states)]
    pending = [f"ert{number}" for number in types] if min(states) < 0 else []
    ours = [f"F-{ref}" for ref in sorted(refs)]
    return ",".join(["s", "g", "v", "q", "f*", "j*", *edit, *pending, "F*", *ours, "D"])


def locked(refs: Mapping[Part, int]) -> str:
    """Give what keeps a group of editors from changing our fields; names are theirs, too. Pure."""
    ours = sorted(ref for part, ref in refs.items() if part != Part.PEOPLE)
    return ",".join(f"F{ref}" for ref in ours)


def advice(refs: Mapping[Part, int], types: Sequence[int], states: Sequence[int]) -> list[str]:
    """Say what to set in the host before the first write. Pure."""
    numbers = sorted(refs.values())
    joined = ", ".join(str(refs[part]) for part in SHOWN if part in refs)
    status = refs[Part.STATUS]
    return [
        f"Group of the service user: {permissions(numbers, types, states)}",
        f"Groups of editors, so that they see and cannot change: {locked(refs)}",
        f"include/config.php: $data_joins = array_merge($data_joins, [{joined}]);",
        f"include/config.php: $thumbs_display_fields[] = {status};",
    ]


def left_behind(url: str, fields: Mapping[str, int], *, plugin: bool) -> list[str]:
    """Say how to take away by hand what the API cannot delete. Pure."""
    made = {part: ref for part, ref in fields.items() if part != Part.PEOPLE}
    lines = [
        f"Field {ref} ({part}): Admin > System > Metadata fields > {ref} > Delete; its options go "
        f"with it. {url}/pages/admin/admin_resource_type_field_edit.php?ref={ref}"
        for part, ref in made.items()
    ]
    if people := fields.get(Part.PEOPLE):
        lines.append(
            f"Names that no photo has any more stay in the list of field {people}: delete them at "
            f"{url}/pages/admin/admin_manage_field_options.php?field={people}"
        )
    numbers = sorted(made.values())
    lines.append(
        f"Permissions F-{', F-'.join(map(str, numbers))} and F{', F'.join(map(str, numbers))} in "
        "groups, and the lines in include/config.php that name these numbers."
    )
    if plugin:
        lines.append("The plugin: System > Plugins > Likeness > Uninstall, then delete its folder.")
    return lines


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedSearch:
    """A search worth saving: what it finds, as it is typed, and as a link."""

    finds: str
    search: str
    link: str


def searches(
    url: str, names: Mapping[Part, str], nodes: Mapping[str, int], days: Mapping[str, str]
) -> list[SavedSearch]:
    """Make searches by number of option. Pure.

    `names`: shortnames of fields; `nodes`: what a search finds -> option; `days`: what a day is
    called -> the day. Words are no use: a search for one option finds others that hold its words.
    """
    end = names.get(Part.END)
    plain = [SavedSearch(finds=what, search=f"@@{node}", link="") for what, node in nodes.items()]
    until = [
        SavedSearch(finds=f"{what}, {called}", search=f"@@{node}, {end}:rangestart{day}", link="")
        for what, node in nodes.items()
        for called, day in days.items()
        if end
    ]
    return [replace(one, link=_link(url, one.search)) for one in (*plain, *until)]


def _link(url: str, search: str) -> str:
    return f"{url}/pages/search.php?search={quote(search, safe='')}"
