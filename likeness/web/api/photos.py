"""Photos: list, explanation, attest, object, check again."""

from datetime import date
from typing import Annotated

from fastapi import Depends, HTTPException, Query
from pydantic import BaseModel, ConfigDict, Field

from consent.decisions import Reason
from consent.findings import Finding
from consent.ids import AssetId, PersonId, SessionId
from consent.lifecycle import How
from consent.places import places_of
from consent.signing import Means
from consent.states import FindingKind, Mode, Status, Verdict
from likeness.storage.overview import PhotoFilter
from likeness.web.access import Key, Scope
from likeness.web.api.desk import MOST, ApiDesk, actor_of
from likeness.web.api.people import Made
from scheduler.jobs.attest_photo import attest_photo
from scheduler.jobs.explain_photo import Explained, explain_photo, names_for
from scheduler.jobs.withdraw import object_photo
from scheduler.values import Asset, Priority


class PhotoRead(BaseModel):
    """One photo. `status` is missing where nothing was decided yet."""

    photo: str
    host: str
    number: str
    """Its number or name in the host."""
    status: Status | None


class PhotoPage(BaseModel):
    """Part of a list; `next` is what to send as `skip` for more."""

    items: list[PhotoRead]
    next: int | None


class ReasonRead(BaseModel):
    """Why, for one face."""

    rule: str
    verdict: Verdict
    face: str | None
    person: str | None
    text: str


class UseRead(BaseModel):
    """The answer for one use."""

    use: str
    verdict: Verdict
    until: date | None
    reasons: list[ReasonRead]


class FaceOnPhoto(BaseModel):
    """One face of a photo; `number` from the left."""

    face: str
    number: int | None
    kind: FindingKind
    person: str | None
    box: tuple[float, float, float, float] | None
    """x, y, width, height as shares of the upright photo."""
    name: str | None = None
    """Only where a reason to see names was given."""


class Explanation(BaseModel):
    """Why a photo has its status, with what is known now. Ids; names where a reason was given."""

    photo: str
    status: Status
    mode: Mode
    until: date | None
    uses: list[UseRead]
    faces: list[FaceOnPhoto]


class Attest(BaseModel):
    """Who is on a photo; `only`: and nobody else."""

    model_config = ConfigDict(extra="forbid")

    persons: list[str] = Field(default_factory=list, max_length=200)
    only: bool = True


class AttestMany(Attest):
    """Who is on each of some photos."""

    photos: list[str] = Field(min_length=1, max_length=500)


class Objector(BaseModel):
    """Who objects."""

    model_config = ConfigDict(extra="forbid")

    person: str


class Woken(BaseModel):
    """How many photos are looked at again."""

    photos: int


def add_photos_api(desk: ApiDesk) -> None:
    """Add the routes."""
    _reading(desk)
    _saying(desk)


def _reading(desk: ApiDesk) -> None:
    pages, read = desk.pages, Depends(desk.needs(Scope.PHOTOS_READ))

    @desk.router.get("/photos", summary="List photos, the freshest first")
    def photos(  # noqa: PLR0913, PLR0917 - one for each part of the address
        key: Annotated[Key, read],
        status: Status | None = None,
        session: str | None = None,
        person: str | None = None,
        skip: Annotated[int, Query(ge=0)] = 0,
        limit: Annotated[int, Query(ge=1, le=MOST)] = 100,
    ) -> PhotoPage:
        wanted = PhotoFilter(
            status=status,
            session=SessionId(session) if session else None,
            person=PersonId(person) if person else None,
        )
        with pages.store.read() as tx:
            found = tx.overview.photos(wanted, limit + 1, skip)
            items = [_line(tx.assets.get(one)) for one in found[:limit]]
        if person:
            desk.saw(key, "photos-of-person", (person,))
        return PhotoPage(items=items, next=skip + limit if len(found) > limit else None)

    @desk.router.get("/photos/{photo}", summary="Why a photo has its status")
    def photo(
        key: Annotated[Key, read], photo: str, language: str = "en", names_reason: str = ""
    ) -> Explanation:
        """With `names_reason` names are given, too: the key then needs people:read. It is kept."""
        explained = explain_photo(pages.deps, AssetId(photo), None)
        persons = {one.person for one in explained.findings if one.person}
        desk.saw(key, "photo-opened", (photo, *persons))
        names = _names(desk, key, explained, names_reason)
        decision, places = explained.decision, places_of(explained.findings)

        def reason(one: Reason) -> ReasonRead:
            return ReasonRead(
                rule=one.rule.value,
                verdict=one.verdict,
                face=one.finding,
                person=one.person,
                text=pages.wording.facts(one, language),
            )

        def face(one: Finding) -> FaceOnPhoto:
            place, area = places.get(one.id), one.area
            return FaceOnPhoto(
                face=one.id,
                number=place.ordinal if place else None,
                kind=one.kind,
                person=one.person,
                box=(area.x, area.y, area.w, area.h) if area else None,
                name=names.get(one.person) if one.person else None,
            )

        return Explanation(
            photo=photo,
            status=decision.status,
            mode=explained.mode,
            until=decision.valid_until,
            uses=[
                UseRead(
                    use=one.channel,
                    verdict=one.verdict,
                    until=one.valid_until,
                    reasons=[reason(it) for it in one.reasons],
                )
                for one in decision.channels
            ],
            faces=[face(one) for one in explained.findings],
        )


def _saying(desk: ApiDesk) -> None:
    pages, write = desk.pages, Depends(desk.needs(Scope.PHOTOS_WRITE))

    @desk.router.post("/photos/{photo}/attest", summary="Say who is on a photo")
    def attest(key: Annotated[Key, write], photo: str, body: Attest) -> Woken:
        """Nobody and `only`: nobody is on it."""
        if not body.persons and not body.only:
            raise HTTPException(422, "Name somebody, or say that nobody is on it.")
        persons = [PersonId(one) for one in body.persons]
        attest_photo(pages.deps, AssetId(photo), persons, actor_of(key), only=body.only)
        return Woken(photos=1)

    @desk.router.post("/attestations", summary="Say who is on a selection of photos")
    def attest_many(key: Annotated[Key, write], body: AttestMany) -> Woken:
        """The same for each of the photos. Nobody and `only`: nobody is on them."""
        if not body.persons and not body.only:
            raise HTTPException(422, "Name somebody, or say that nobody is on them.")
        persons = [PersonId(one) for one in body.persons]
        for one in body.photos:
            attest_photo(pages.deps, AssetId(one), persons, actor_of(key), only=body.only)
        return Woken(photos=len(body.photos))

    @desk.router.post("/photos/{photo}/object", status_code=202, summary="Take somebody off")
    def object_to(key: Annotated[Key, write], photo: str, body: Objector) -> Made:
        how = How(by=actor_of(key), means=Means.COMMAND)
        return Made(id=object_photo(pages.deps, PersonId(body.person), AssetId(photo), how))

    @desk.router.post("/photos/{photo}/check", summary="Look at a photo again")
    def check(key: Annotated[Key, write], photo: str) -> Woken:
        del key
        with pages.store.begin() as tx:
            asset = tx.assets.get(AssetId(photo))
            now = pages.deps.clock.now()
            woken = tx.queue.wake((asset.id,), Priority.FRESH, now, look=True)
        return Woken(photos=woken)


def _names(desk: ApiDesk, key: Key, explained: Explained, reason: str) -> dict[PersonId, str]:
    """Open the names on a photo for a key that may see people, and that said why; it is logged."""
    if not reason.strip():
        return {}
    if Scope.PEOPLE_READ not in key.scopes:
        raise HTTPException(403, f"This key lacks the scope {Scope.PEOPLE_READ}.")
    with desk.pages.store.read() as tx:
        known = frozenset(tx.people.ids())
    persons = known & {finding.person for finding in explained.findings if finding.person}
    actor, photo = actor_of(key), explained.asset.id
    profiles = names_for(desk.pages.deps, persons, reason.strip(), actor, photo)
    desk.saw(key, "names-seen", (photo, *persons), reason.strip())
    return {person: profile.name for person, profile in profiles.items()}


def _line(asset: Asset) -> PhotoRead:
    return PhotoRead(photo=asset.id, host=asset.ref.host, number=asset.ref.id, status=asset.status)
