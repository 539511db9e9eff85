"""The last letter to somebody who is erased: sent while the address exists, at most once."""

from dataclasses import replace
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from consent.ids import PersonId
from consent.persons import Person, Profile
from likeness.i18n.words import Wording
from likeness.mail.farewell import Farewell
from likeness.mail.writing import Desk
from scheduler.errors import PostDown, PostRefused
from scheduler.jobs.erase_person import erase_person
from tests.fakes.post import FakeMailer
from tests.scheduler.world import ME, World


def somebody(world: World, email: str = "anna@example.net") -> PersonId:
    person = PersonId(str(uuid4()))
    with world.store.begin() as tx:
        tx.people.add(Person(id=person, profile=Profile(name="Anna", email=email)))
    return person


def with_mail(world: World, mailer: FakeMailer | None) -> None:
    desk = Desk(
        secrets=world.deps.secrets,
        public_url="",
        office_url="",
        controller="Example School",
        language="en",
        zone=ZoneInfo("Europe/Amsterdam"),
        wording=Wording(labels={}),
        now=world.clock.now,
    )
    farewell = Farewell(store=world.store, desk=desk, find_mailer=lambda: mailer)
    world.deps = replace(world.deps, farewell=farewell)


def test_somebody_who_is_erased_gets_one_last_letter(world: World) -> None:
    mailer, person = FakeMailer(), somebody(world)
    with_mail(world, mailer)

    assert erase_person(world.deps, person, ME)
    erase_person(world.deps, person, ME)

    assert [address for address, _ in mailer.sent] == ["anna@example.net"]


@pytest.mark.parametrize(
    "mailer",
    [
        pytest.param(None, id="no mail server"),
        pytest.param(FakeMailer(down=PostDown("unreachable")), id="server down"),
        pytest.param(
            FakeMailer(faults={"anna@example.net": PostRefused("address-refused")}), id="refused"
        ),
    ],
)
def test_mail_that_fails_keeps_nobody(world: World, mailer: FakeMailer | None) -> None:
    person = somebody(world)
    with_mail(world, mailer)

    assert erase_person(world.deps, person, ME)

    with world.store.read() as tx:
        assert person not in tx.people.ids()


def test_without_an_address_no_letter_goes(world: World) -> None:
    mailer = FakeMailer()
    with_mail(world, mailer)

    assert erase_person(world.deps, somebody(world, ""), ME)

    assert mailer.sent == []
