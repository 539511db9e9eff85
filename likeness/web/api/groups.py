"""Groups: classes and teams, their members, whose answer is missing, whom not to show."""

from dataclasses import replace
from typing import Annotated

from fastapi import Depends, Header, HTTPException
from pydantic import BaseModel, ConfigDict, Field

from consent.groups import Group
from consent.ids import GroupId, PersonId
from likeness.web.access import Key, Scope
from likeness.web.api.desk import ApiDesk, actor_of, own_id
from likeness.web.api.people import Made
from likeness.web.api.rosters import NoPhotoRead, Roster, no_photo_read
from likeness.web.office_pages.rosters import missing, no_photo
from scheduler.jobs.save_group import save_group


class GroupRead(BaseModel):
    """One group."""

    group: str
    name: str
    persons: list[str]


class NewGroup(BaseModel):
    """A group to make."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    name: str = Field(min_length=1, max_length=200)
    persons: list[str] = Field(default_factory=list, max_length=20_000)


def add_groups_api(desk: ApiDesk) -> None:
    """Add the routes."""
    _reading(desk)
    _writing(desk)


def _reading(desk: ApiDesk) -> None:
    pages, read = desk.pages, Depends(desk.needs(Scope.PEOPLE_READ))

    @desk.router.get("/groups", summary="List groups")
    def groups(key: Annotated[Key, read]) -> list[GroupRead]:
        with pages.store.read() as tx:
            found = tx.groups.all()
        desk.saw(key, "group-opened", {person for one in found for person in one.members})
        return [_read(one) for one in found]

    @desk.router.get("/groups/{group}/no-photo", summary="Whom of a group not to publish")
    def whom_not(key: Annotated[Key, read], group: str) -> list[NoPhotoRead]:
        """Silent counts as no. Who agreed to some uses only is listed with these."""
        with pages.store.read() as tx:
            found = no_photo(pages, tx, tx.groups.get(GroupId(group)).members)
        desk.saw(key, "no-photo-list", (group, *(line.person for line in found)))
        return no_photo_read(found)

    @desk.router.get("/groups/{group}/missing", summary="Whose answer is missing in a group")
    def missing_from(key: Annotated[Key, read], group: str) -> list[str]:
        with pages.store.read() as tx:
            found = missing(pages, tx, tx.groups.get(GroupId(group)).members)
        desk.saw(key, "group-opened", (group, *found))
        return [str(person) for person in found]


def _writing(desk: ApiDesk) -> None:
    pages, write = desk.pages, Depends(desk.needs(Scope.PEOPLE_WRITE))

    def keep(key: Key, group: Group) -> None:
        with pages.store.read() as tx:
            if not group.members <= set(tx.people.ids()):
                raise HTTPException(422, "Somebody on this list is not known.")
        save_group(pages.deps, group, actor_of(key))

    @desk.router.post("/groups", status_code=201, summary="Make a group")
    def add(
        key: Annotated[Key, write],
        body: NewGroup,
        idempotency_key: Annotated[str | None, Header(max_length=200)] = None,
    ) -> Made:
        made = GroupId(own_id(key, idempotency_key, pages.deps.new_id()))
        with pages.store.read() as tx:
            there = any(one.id == made for one in tx.groups.all())
        if not there:
            members = frozenset(map(PersonId, body.persons))
            keep(key, Group(id=made, name=body.name, members=members))
        return Made(id=made)

    @desk.router.put("/groups/{group}/members", summary="Say who is in a group")
    def members(key: Annotated[Key, write], group: str, body: Roster) -> GroupRead:
        with pages.store.read() as tx:
            one = tx.groups.get(GroupId(group))
        changed = replace(one, members=frozenset(map(PersonId, body.persons)))
        keep(key, changed)
        return _read(changed)


def _read(group: Group) -> GroupRead:
    return GroupRead(group=group.id, name=group.name, persons=sorted(group.members))
