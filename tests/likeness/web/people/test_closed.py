"""Links that open nothing look all the same, reading changes nothing, and nobody guesses for long."""

import hashlib
import secrets
import sqlite3

import pytest

from consent.asks import Link, LinkKind
from consent.ids import PersonId, SignerId
from consent.persons import Person, Profile
from likeness.web.pages.limits import Bounds, network
from scheduler.jobs.ask_person import end_ask, resend, secret_of
from tests.likeness.web.people.visitor import Town, fields
from tests.scheduler.asking import asked
from tests.scheduler.world import ME

SAID = {"p0-use-website": "yes", "p0-use-print": "no", "name": "Anna", "tick": "1"}


@pytest.fixture
def anna(town: Town) -> PersonId:
    return town.world.person("Anna")


def unknown(_town: Town, _anna: PersonId) -> str:
    return f"/s/{secrets.token_urlsafe(32)}"


def used(town: Town, anna: PersonId) -> str:
    path = "/s/" + secret_of(town.world.deps, asked(town.world, anna))
    assert town.post(path, fields(town.get(path)) | SAID).status_code == 303
    town.browser.cookies.clear()
    return path


def expired(town: Town, anna: PersonId) -> str:
    path = "/s/" + secret_of(town.world.deps, asked(town.world, anna))
    town.world.clock.forward(days=200)
    return path


def ended(town: Town, anna: PersonId) -> str:
    ask = asked(town.world, anna)
    end_ask(town.world.deps, ask.id, ME)
    return "/s/" + secret_of(town.world.deps, ask)


def replaced(town: Town, anna: PersonId) -> str:
    ask = asked(town.world, anna)
    path = "/s/" + secret_of(town.world.deps, ask)
    resend(town.world.deps, ask.id, ME)
    return path


def of_another_kind(town: Town, anna: PersonId) -> str:
    link = Link(
        hash=town.world.deps.secrets.hash_of("receipt"),
        kind=LinkKind.RECEIPT,
        made_at=town.world.clock.now(),
        persons=(anna,),
        signer=SignerId(anna),
    )
    with town.world.store.begin() as tx:
        tx.links.put(link)
    return "/s/receipt"


def no_link_at_all(_town: Town, _anna: PersonId) -> str:
    return "/s/%00"


def used_receipt(_town: Town, _anna: PersonId) -> str:
    return f"/r/{secrets.token_urlsafe(32)}"


def used_fresh(_town: Town, _anna: PersonId) -> str:
    return f"/m/{secrets.token_urlsafe(32)}"


def no_change_of_address(_town: Town, _anna: PersonId) -> str:
    return f"/a/{secrets.token_urlsafe(32)}"


WAYS = [
    used,
    expired,
    ended,
    replaced,
    of_another_kind,
    no_link_at_all,
    used_receipt,
    used_fresh,
    no_change_of_address,
]


@pytest.mark.parametrize("way", [pytest.param(way, id=way.__name__) for way in WAYS])
@pytest.mark.parametrize("language", ["en", "nl"])
def test_it_looks_like_a_link_that_never_was(
    town: Town, anna: PersonId, way: object, language: str
) -> None:
    assert callable(way)
    path = way(town, anna)

    answer, never = town.get(path, language), town.get(unknown(town, anna), language)

    assert answer.status_code == never.status_code == 404
    assert answer.content == never.content
    assert sorted(answer.headers.items()) == sorted(never.headers.items())


def test_it_helps_and_never_says_invalid(town: Town, anna: PersonId) -> None:
    text = town.get(unknown(town, anna)).text

    assert "your answers are saved" in text
    assert "Send me my link" in text
    assert "invalid" not in text.lower()


def test_who_has_an_address_here_gets_a_letter_and_everybody_the_same_answer(town: Town) -> None:
    person = PersonId("someone")
    with town.world.store.begin() as tx:
        tx.people.add(Person(id=person, profile=Profile(name="A", email="a@example.org")))
    form = fields(town.get("/s/never"))

    known = town.post("/help", form | {"email": "A@example.org"})
    stranger = town.post("/help", form | {"email": "b@example.org"})

    assert (known.status_code, known.headers) == (stranger.status_code, stranger.headers)
    with town.world.store.read() as tx:
        assert [one.letter.kind.value for one in tx.outbox.all()] == ["fresh-link"]


def test_one_address_gets_only_so_many_letters_a_day(town: Town) -> None:
    with town.world.store.begin() as tx:
        profile = Profile(name="A", email="a@example.org")
        tx.people.add(Person(id=PersonId("someone"), profile=profile))
    form = fields(town.get("/s/never")) | {"email": "a@example.org"}

    for _ in range(10):
        town.post("/help", form)
        town.world.clock.forward(minutes=3)

    with town.world.store.read() as tx:
        assert len(tx.outbox.all()) == Bounds.MAILBOX.value.most


def test_the_same_form_sent_twice_sends_one_letter(town: Town) -> None:
    with town.world.store.begin() as tx:
        profile = Profile(name="A", email="a@example.org")
        tx.people.add(Person(id=PersonId("someone"), profile=profile))
    form = fields(town.get("/s/never")) | {"email": "a@example.org"}

    answers = [town.post("/help", form).headers["location"] for _ in range(2)]

    assert answers == ["/sent?lang=en"] * 2
    with town.world.store.read() as tx:
        assert len(tx.outbox.all()) == 1


def dump(town: Town) -> list[str]:
    """Give everything in the database but the counters of wrong links."""
    folder = town.world.store._engines.writer.url.database  # noqa: SLF001 - a look behind
    raw = sqlite3.connect(str(folder))
    lines = [line for line in raw.iterdump() if '"knocks"' not in line]
    raw.close()
    return lines


def test_a_thousand_readings_change_nothing(town: Town, anna: PersonId) -> None:
    ask = asked(town.world, anna)
    _, fair = town.fair()
    paths = ["/s/" + secret_of(town.world.deps, ask), fair, f"{fair}?who=child", "/s/never", "/me"]
    before = dump(town)

    for number in range(200):
        for path in paths:
            town.browser.request("HEAD" if number % 2 else "GET", path)

    assert dump(town) == before


def test_guessing_ends_after_a_while_also_for_another_process(town: Town, anna: PersonId) -> None:
    real = "/s/" + secret_of(town.world.deps, asked(town.world, anna))
    with town.world.store.begin() as tx:
        rule, who = Bounds.GUESS.value, network("testclient")
        key = hashlib.sha256(who.encode()).hexdigest()
        for _ in range(rule.most):
            tx.knocks.count(rule.name, key, town.world.clock.now(), rule.window_s)

    assert town.new_browser().get(real).status_code == 429
    town.world.clock.forward(minutes=11)
    assert town.new_browser().get(real).status_code == 200


@pytest.mark.parametrize(
    ("address", "same"),
    [
        pytest.param("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", id="one IPv6 household"),
        pytest.param("::ffff:192.0.2.1", "192.0.2.1", id="IPv4 in IPv6"),
        pytest.param("fe80::1%eth0", "fe80::2", id="with a zone"),
        pytest.param("nonsense", "", id="no address"),
    ],
)
def test_addresses_of_one_network_count_together(address: str, same: str) -> None:
    assert network(address) == network(same)


def test_neighbours_do_not_count_together() -> None:
    assert network("2001:db8:1:2::1") != network("2001:db8:1:3::1")
    assert network("192.0.2.1") != network("192.0.2.2")


def test_counters_hold_no_address(town: Town, anna: PersonId) -> None:
    del anna
    town.get("/s/never")
    with town.world.store.read() as tx:
        count = tx.knocks.seen("guess", "testclient", town.world.clock.now(), 600)

    assert count == 0
    assert "testclient" not in "\n".join(dump(town))


@pytest.mark.parametrize("bound", [Bounds.GUESS, Bounds.POST, Bounds.LINK, Bounds.LETTER])
def test_six_hundred_families_behind_one_address_are_not_taken_for_an_attack(
    bound: Bounds,
) -> None:
    letters_each = 2 if bound is Bounds.LETTER else 1

    assert bound.value.most >= 600 * letters_each
    assert bound.value.window_s <= 600
