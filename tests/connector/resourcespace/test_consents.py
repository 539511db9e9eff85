"""Reading the consent records of consentmanager."""

import logging
import os
from datetime import date

import pytest

from connector.errors import HostConfused, HostRefused, HostUnavailable
from connector.resourcespace import consents
from connector.resourcespace.api import Api
from connector.resourcespace.consents import Day, ResourceSpaceConsents
from connector.resourcespace.request import Account
from connector.transport import Transport
from tests.contracts.resourcespace import LIVE, LiveHands
from tests.fakes.resourcespace.server import FakeHost, Fault
from tests.fakes.resourcespace.site import Site

NAME, EMAIL = "Ada Canary", "ada@canary.example"


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        pytest.param(None, Day(), id="nothing"),
        pytest.param("", Day(), id="empty"),
        pytest.param("2027-06-30", Day(day=date(2027, 6, 30)), id="a day"),
        pytest.param("2027-06-30 00:00:00", Day(day=date(2027, 6, 30)), id="a day with a time"),
        pytest.param("0000-00-00", Day(broken=True), id="no day at all"),
        pytest.param("31-12-2027", Day(broken=True), id="another way to write days"),
        pytest.param("2027-02-30", Day(broken=True), id="a day no calendar knows"),
    ],
)
def test_a_day_is_told_from_nothing_and_from_no_day(said: object, meant: Day) -> None:
    assert consents.day(said) == meant


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        pytest.param("", (), id="none"),
        pytest.param("Print, Websites", ("Print", "Websites"), id="two"),
        pytest.param("Print,,  Print ", ("Print",), id="twice and empty"),
        pytest.param("Cafe\u0301", ("Caf\u00e9",), id="composed"),
    ],
)
def test_mediums_are_read_one_by_one(said: str, meant: tuple[str, ...]) -> None:
    assert consents.mediums(said) == meant


@pytest.mark.parametrize(
    "said",
    [
        pytest.param([], id="no record"),
        pytest.param({"ref": 2, "resources": []}, id="another record"),
        pytest.param({"ref": 1}, id="no resources"),
        pytest.param({"ref": 1, "resources": ["x"]}, id="no numbers"),
    ],
)
def test_what_is_no_record_is_never_read_as_one(said: object) -> None:
    with pytest.raises(HostConfused):
        consents.record(said, 1)


def test_a_record_without_a_number_ends_the_reading() -> None:
    with pytest.raises(HostConfused):
        consents.numbers([{"ref": "1"}, {"name": "x"}])


@pytest.fixture
def reader(api: Api, site: Site) -> ResourceSpaceConsents:
    site.give("svc", "cm")
    return ResourceSpaceConsents(api=api)


def test_every_record_comes_with_its_photos_each_once(
    site: Site, reader: ResourceSpaceConsents
) -> None:
    one = site.consents.write(
        name=NAME,
        email=EMAIL,
        consent_usage="Print, Social Media",
        expires="2027-06-30",
        date_of_consent="2026-01-02",
        date_of_birth="2015-05-04",
        parent_guardian_name="Ma Canary",
        file="form.pdf",
    )
    other = site.consents.write(name="B", expires="0000-00-00")
    site.consents.link(one, 9, 7, 9, 9999)

    first, second = reader.all()

    assert (first.id, first.name, first.email) == (str(one), NAME, EMAIL)
    assert first.mediums == ("Print", "Social Media")
    assert (first.ends, first.given_on) == (date(2027, 6, 30), date(2026, 1, 2))
    assert (first.born, first.guardian) == (date(2015, 5, 4), "Ma Canary")
    assert (first.over, first.document) == (False, True)
    assert first.photos == {"7", "9", "9999"}
    assert (second.id, second.over, second.ends) == (str(other), True, None)


def test_an_older_tree_tells_less(site: Site, reader: ResourceSpaceConsents) -> None:
    site.consents.old = True
    site.consents.write(name=NAME, consent_usage="Print", date_of_consent="2026-01-02")

    (only,) = reader.all()

    assert (only.name, only.given_on, only.guardian) == (NAME, None, "")


def test_without_the_right_to_read_them_the_advice_names_it(api: Api) -> None:
    with pytest.raises(HostRefused, match="`cm`"):
        list(ResourceSpaceConsents(api=api).all())


def test_a_plugin_that_is_off_is_said(fake: FakeHost, reader: ResourceSpaceConsents) -> None:
    fake.fail(Fault.EMPTY, function="consentmanager_get_all_consents")

    with pytest.raises(HostRefused, match="switched off"):
        list(reader.all())


@pytest.mark.parametrize("fault", [Fault.EMPTY, Fault.ERROR, Fault.TEXT, Fault.LIE])
def test_a_record_that_cannot_be_read_is_never_left_out(
    site: Site, fake: FakeHost, reader: ResourceSpaceConsents, fault: Fault
) -> None:
    site.consents.write(name=NAME)
    fake.fail(fault, function="consentmanager_get_consent")

    with pytest.raises(HostConfused):
        list(reader.all())


def test_a_host_that_is_down_is_no_host_without_records(
    fake: FakeHost, reader: ResourceSpaceConsents
) -> None:
    fake.fail(Fault.BUSY)

    with pytest.raises(HostUnavailable):
        list(reader.all())


def test_a_record_that_goes_meanwhile_is_left_out(
    site: Site, fake: FakeHost, reader: ResourceSpaceConsents
) -> None:
    site.consents.write(name=NAME)
    fake.fail(Fault.NO, function="consentmanager_get_consent")

    assert list(reader.all()) == []


def test_a_right_that_goes_meanwhile_leaves_no_record_out(
    site: Site, reader: ResourceSpaceConsents
) -> None:
    site.consents.write(name=NAME)
    site.consents.write(name="B")
    reading = iter(reader.all())
    next(reading)
    site.take("svc", "cm")

    with pytest.raises(HostRefused, match="`cm`"):
        list(reading)


def test_nothing_personal_is_logged_or_shown(
    site: Site, reader: ResourceSpaceConsents, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    site.consents.write(name=NAME, email=EMAIL, parent_guardian_name="Ma Canary")

    shown = repr(list(reader.all()))

    assert "anary" not in shown + caplog.text


def test_a_live_host_gives_the_record_that_was_made() -> None:
    said = os.environ.get(LIVE, "").split(",")
    if len(said) < 5:
        pytest.skip(f"no live ResourceSpace: set {LIVE} to url,user,key,admin,admin_key")
    url, _, _, admin, admin_key, *_ = said
    hands = LiveHands(url, Account(user=admin, key=admin_key))
    made = hands.call(
        "consentmanager_create_consent",
        name=NAME,
        email=EMAIL,
        telephone="",
        consent_usage="Print, Websites",
        expires="2031-06-30",
    )
    photo = hands.call("create_resource", resource_type=1, archive=0)
    assert isinstance(made, int)
    assert isinstance(photo, int)
    try:
        for _ in range(2):
            hands.call("consentmanager_link_consent", consent=made, resource=photo)
        transport = Transport()
        reader = ResourceSpaceConsents(
            api=Api(sender=transport, url=url, account=hands.account),
        )
        found = {one.id: one for one in reader.all()}[str(made)]
        transport.close()
    finally:
        hands.call("consentmanager_delete_consent", ref=made)
        hands.purge(photo)
        hands.transport.close()

    assert (found.name, found.email) == (NAME, EMAIL)
    assert (found.mediums, found.ends) == (("Print", "Websites"), date(2031, 6, 30))
    assert found.photos == {str(photo)}
    assert (found.over, found.document, found.given_on) == (False, False, None)
