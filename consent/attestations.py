"""Attestations: a human says who is on a photo. An assessment of its own, in every mode. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from consent.findings import Finding
from consent.ids import Actor, AssetId, AttestationId, FindingId, PersonId
from consent.states import FindingKind

_NOT_COUNTED = frozenset({FindingKind.NOT_A_FACE, FindingKind.NOBODY_TO_ASK})
_OPEN = frozenset(
    {
        FindingKind.UNKNOWN,
        FindingKind.IGNORED,
        FindingKind.SUGGESTED,
        FindingKind.AWAITING,
        FindingKind.EXCESS,
        FindingKind.COVERED,
    }
)
_MADE_HERE = frozenset({FindingKind.ATTESTED, FindingKind.ATTESTED_BEFORE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Attestation:
    """Who is on a photo, as a human says.

    `only` = and nobody else; no persons and `only` = nobody at all.
    """

    id: AttestationId
    asset: AssetId
    content: str
    """Content hash it was said of, as `kind:hex`."""
    persons: frozenset[PersonId]
    only: bool
    by: Actor
    at: datetime
    origin: AttestationId | None = None
    """The word on a copy of the same bytes that this one follows; None = it was given here."""

    @property
    def root(self) -> AttestationId:
        """Give the word as it was given, on whichever copy."""
        return self.origin or self.id


def complete_on(attestations: Iterable[Attestation], content: str) -> Attestation | None:
    """Give the attestation that says everything about the picture as it is now; None without one.

    `content`: what the picture is called now; what is not known is no match. A later word about
    more persons adds to it, without making it incomplete.
    """
    in_force = _in_force(attestations, content)
    if not in_force or not in_force[0].only:
        return None
    persons = frozenset[PersonId]().union(*(entry.persons for entry in in_force))
    return replace(in_force[0], persons=persons)


def attested(
    attestations: Iterable[Attestation],
    findings: Sequence[Finding],
    content: str,
    ignore_below: float = 0.0,
) -> tuple[Finding, ...]:
    """Add to the faces what humans attested: persons without a box, and faces too many.

    While an attestation holds, its persons answer for as many open faces as there are persons; each
    face more is a gap. Of an attestation about another picture only violations stay, until a newer
    one says who is on it. `ignore_below`: the rule of that name. Safe to run on its own result.
    """
    every = sorted(attestations, key=lambda entry: (entry.at, entry.id))
    current = _in_force(every, content)
    faces = [_as_it_was(face) for face in findings if not _is_made_here(face)]
    if not current:
        return (*faces, *_persons(every, FindingKind.ATTESTED_BEFORE))
    counted = [face for face in faces if _counts(face, ignore_below)]
    attested_persons = _persons(current, FindingKind.ATTESTED)
    too_many = max(0, len(counted) - len(attested_persons))
    covered = _cover([face for face in counted if face.kind in _OPEN], too_many)
    left = too_many - sum(face.kind is FindingKind.EXCESS for face in covered.values())
    before = _before(every, current)
    return (
        *(covered.get(face.id, face) for face in faces),
        *_placeless_excess(current[-1], left),
        *attested_persons,
        *_persons(before, FindingKind.ATTESTED_BEFORE),
    )


def _in_force(attestations: Iterable[Attestation], content: str) -> list[Attestation]:
    """Give what holds for this picture: the last complete word about it and whatever came after."""
    known = [entry for entry in attestations if content and entry.content == content]
    known.sort(key=lambda entry: (entry.at, entry.id))
    complete = [number for number, entry in enumerate(known) if entry.only]
    return known[complete[-1] :] if complete else known


def _before(every: list[Attestation], current: list[Attestation]) -> list[Attestation]:
    """Give the words about other pictures that no complete word about this one has replaced."""
    if current[0].only:
        return []
    content = current[0].content
    return [entry for entry in every if entry.content != content]


def _is_made_here(face: Finding) -> bool:
    return face.kind in _MADE_HERE or (face.kind is FindingKind.EXCESS and face.area is None)


def _as_it_was(face: Finding) -> Finding:
    """Forget what an earlier attestation made of an open face."""
    if face.kind in {FindingKind.EXCESS, FindingKind.COVERED}:
        return replace(face, kind=FindingKind.UNKNOWN)
    return face


def _counts(face: Finding, ignore_below: float) -> bool:
    """Tell whether a face is one of those on the photo that need an answer."""
    if face.area is None or face.kind in _NOT_COUNTED:
        return False
    background = face.kind in {FindingKind.UNKNOWN, FindingKind.IGNORED}
    return not (background and face.size < ignore_below)


def _cover(open_faces: Sequence[Finding], too_many: int) -> dict[FindingId, Finding]:
    """Let the persons answer for the open faces; those too many, from the right, are gaps."""
    ordered = sorted(open_faces, key=lambda face: (face.area.x if face.area else 0.0, face.id))
    covered = max(0, len(ordered) - too_many)
    return {
        face.id: replace(
            face,
            kind=FindingKind.COVERED if number < covered else FindingKind.EXCESS,
            person=None,
            score=None,
            link_ends=None,
        )
        for number, face in enumerate(ordered)
    }


def _placeless_excess(attestation: Attestation, number: int) -> Iterable[Finding]:
    """Make a gap for each face too many that is not open: it was named, or somebody taken off."""
    for count in range(1, number + 1):
        face_id = FindingId(f"{attestation.id}-excess-{count}")
        yield Finding(id=face_id, kind=FindingKind.EXCESS)


def _persons(attestations: Iterable[Attestation], kind: FindingKind) -> tuple[Finding, ...]:
    """Make one finding without a box for each person, once; its id says nothing about them."""
    made: dict[PersonId, Finding] = {}
    for entry in attestations:
        for count, person in enumerate(sorted(entry.persons), start=1):
            face_id = FindingId(f"{entry.id}-{count}")
            made.setdefault(
                person,
                Finding(id=face_id, kind=kind, person=person, from_copy=entry.origin is not None),
            )
    return tuple(made.values())
