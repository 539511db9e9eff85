"""Plans what a list of people changes: whom it adds, whom it changes, what is wrong. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from consent.families import hand_over
from consent.ids import PersonId
from consent.particulars import language_of, wrong_address, wrong_birth_date, wrong_name
from consent.persons import Profile
from consent.same_person import Candidate, Traits
from scheduler.lists.cells import (
    Cells,
    Problem,
    Trouble,
    rows_of,
    to_yes,
    told_once,
)
from scheduler.lists.people import (
    FORM,
    GUARDIANS,
    Change,
    Known,
    Parent,
    PeoplePlan,
    PersonRow,
    Terms,
)
from scheduler.lists.reading import Table


def plan_people(table: Table, said: Mapping[str, str], known: Known, terms: Terms) -> PeoplePlan:
    """Plan what a list of people changes. Raises `TableRefused` where a column is missing.

    The same list again changes nothing.
    """
    cells = rows_of(table, FORM, said, terms.today)
    names = _Names(known)
    problems: list[Problem] = []
    rows: list[PersonRow] = []
    twice = _twice(cells)
    for one in cells:
        found = [*_wrong(one, terms), *(p for p in twice if p.line == one.number)]
        if found:
            problems += found
        else:
            rows.append(_row(one, known, names, terms))
    return PeoplePlan(rows=tuple(rows), problems=told_once(problems, table.columns))


class _Names:
    """Finds people by address and name."""

    def __init__(self, known: Known) -> None:
        self._emails: dict[str, list[PersonId]] = {}
        self._names: dict[str, list[PersonId]] = {}
        for person, profile in known.profiles.items():
            self._emails.setdefault(profile.email.casefold(), []).append(person)
            self._names.setdefault(profile.name.casefold(), []).append(person)

    def by_email(self, profile: Profile) -> list[PersonId]:
        """Give everybody with this address."""
        return self._emails.get(profile.email.casefold(), []) if profile.email else []

    def by_name(self, profile: Profile) -> list[PersonId]:
        """Give everybody with this name."""
        return self._names.get(profile.name.casefold(), [])


def _twice(cells: Iterable[Cells]) -> list[Problem]:
    """Find the same key, or without keys the same person, in two rows."""
    said = {cell.number: (cell.text("key") or _identity(cell), cell) for cell in cells}
    counts = Counter(identity for identity, _ in said.values() if identity)
    return [
        cell.problem("key" if cell.text("key") else "name", Trouble.TWICE_IN_FILE)
        for identity, cell in said.values()
        if counts[identity] > 1
    ]


def _identity(cells: Cells) -> str:
    parts = [cells.text(name).casefold() for name in ("name", "email", "born")]
    return "\n".join(parts) if any(parts) else ""


def _wrong(cells: Cells, terms: Terms) -> list[Problem]:
    """Check every field of one row."""
    found: list[Problem] = []
    names = ("name", *(f"guardian{number}_name" for number in GUARDIANS))
    addresses = ("email", *(f"guardian{number}_email" for number in GUARDIANS))
    unfit = [(one, wrong_name(cells.raw(one))) for one in names if cells.raw(one) or one == "name"]
    unfit += [(one, wrong_address(cells.raw(one), wide=terms.wide)) for one in addresses]
    unfit.append(("born", wrong_birth_date(cells.day("born"), terms.today)))
    found += [cells.problem(one, Trouble(wrong.value)) for one, wrong in unfit if wrong]
    if to_yes(cells.text("under_age")) is None:
        found.append(cells.problem("under_age", Trouble.BAD_YES_NO))
    if _parents(cells) and not (cells.text("born") or to_yes(cells.text("under_age"))):
        found.append(cells.problem("born", Trouble.PARENT_WITHOUT_AGE))
    if cells.text("language") and language_of(cells.text("language"), terms.languages) is None:
        found.append(cells.problem("language", Trouble.BAD_LANGUAGE))
    if cells.text("born") and cells.day("born") is None:
        found.append(cells.problem("born", Trouble.BAD_DAY))
    return found


def _row(cells: Cells, known: Known, names: _Names, terms: Terms) -> PersonRow:
    key, said, parents = cells.text("key"), _profile(cells, terms), _parents(cells)
    person = known.keys.get(key) if key else None
    likely: tuple[Candidate, ...] = ()
    if person is None or person not in known.profiles:
        fits = _fitting(said, known, names)
        person = fits[0] if len(fits) == 1 else None
        likely = () if person else _likely(said, parents, key, known)
        person = person or _held_before(said, likely, known)
    made = PersonRow(
        line=cells.number,
        change=Change.HELD if likely and person is None else Change.ADD,
        candidates=likely,
        person=person,
        key=key,
        profile=said,
        groups=_groups(cells),
        parents=parents if said.minor_until else (),
    )
    return made if person is None else _against(made, person, known)


def _likely(
    said: Profile, parents: Iterable[Parent], key: str, known: Known
) -> tuple[Candidate, ...]:
    """Give who it may be; whoever came with another key of a list is another person."""
    addresses = frozenset(one for one in (said.email, *(each.email for each in parents)) if one)
    incoming = Traits(name=said.name, birth_date=said.birth_date, addresses=addresses)
    others = known.numbered if key else frozenset()
    return tuple(one for one in known.everybody.like(incoming) if one.person not in others)


def _held_before(said: Profile, likely: Iterable[Candidate], known: Known) -> PersonId | None:
    """Give the held one that this very row made before: the same list again changes nothing."""
    for one in likely:
        there = known.profiles.get(one.person)
        same = there is not None and (there.name, there.email, there.birth_date) == (
            said.name,
            said.email,
            said.birth_date,
        )
        if same and one.person in known.held:
            return one.person
    return None


def _fitting(said: Profile, known: Known, names: _Names) -> list[PersonId]:
    """Give who this is by address and name; children who share an address differ in name."""
    same = [
        person
        for person in names.by_email(said)
        if known.profiles[person].name.casefold() == said.name.casefold()
    ]
    if same or not said.birth_date:
        return same
    return [
        person
        for person in names.by_name(said)
        if known.profiles[person].birth_date == said.birth_date
        and not (said.email and known.profiles[person].email)
    ]


def _against(row: PersonRow, person: PersonId, known: Known) -> PersonRow:
    """Compare with what is known. An empty cell says nothing: it never takes anything away."""
    before = known.profiles[person]
    said = row.profile
    after = Profile(
        name=said.name,
        email=said.email or before.email,
        birth_date=said.birth_date or before.birth_date,
        minor_until=said.minor_until if said.birth_date else before.minor_until or said.minor_until,
        language=said.language or before.language,
    )
    same = (
        after == before
        and set(row.groups) <= known.groups.get(person, frozenset())
        and set(row.parents) <= known.parents.get(person, frozenset())
        and (not row.key or known.keys.get(row.key) == person)
    )
    return replace(row, profile=after, change=Change.SAME if same else Change.UPDATE)


def _profile(cells: Cells, terms: Terms) -> Profile:
    born = cells.day("born")
    under_age = bool(to_yes(cells.text("under_age")))
    return Profile(
        name=cells.text("name"),
        email=cells.text("email"),
        birth_date=born,
        minor_until=hand_over(born, under_age=under_age, age=terms.age, today=terms.today),
        language=language_of(cells.text("language"), terms.languages) or "",
    )


def _groups(cells: Cells) -> tuple[str, ...]:
    parts = cells.text("groups").replace("|", ";").split(";")
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))


def _parents(cells: Cells) -> tuple[Parent, ...]:
    pairs = (
        (cells.text(f"guardian{number}_name"), cells.text(f"guardian{number}_email"))
        for number in GUARDIANS
    )
    return tuple(Parent(name=name or email, email=email) for name, email in pairs if name or email)
