"""Asking, notices, letters, follow-ups, enrolments to confirm."""

import re
from html import unescape

import pytest

from connector.causes import Kind, cause
from likeness.evidence.verify import verify, verify_beside
from scheduler.jobs.ask_session import session_secret
from scheduler.jobs.check_gone import check_gone
from scheduler.jobs.enrol_pending import hand_in_shots, offer_shot
from scheduler.ports.pages import Pose
from scheduler.ports.sight import Left
from tests.fakes.eyes import Painted
from tests.likeness.web.office.desk import Desk
from tests.scheduler.asking import asked, publish, publish_other, session, signed
from tests.scheduler.world import WEB

PAGES = ("/ask", "/notices", "/letters", "/follow-ups", "/pending", "/sessions", "/photos", "/me")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["en", "nl"])
def test_a_page_with_nothing_to_show_says_so(desk: Desk, path: str, language: str) -> None:
    desk.send("/me/language", language=language)

    assert f'<html lang="{language}">' in desk.text(path)


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Host memory: Field 94 (link) is gone"), ("nl", "Host memory: Veld 94 (link) is weg")],
)
def test_home_says_what_is_in_the_way_of_a_host(desk: Desk, language: str, words: str) -> None:
    desk.send("/me/language", language=language)
    before = words in desk.text("/")
    with desk.world.store.begin() as tx:
        causes = (cause(Kind.FIELD_GONE, field=94, part="link"),)
        tx.host_troubles.save(desk.world.host.name, causes, desk.world.clock.now())

    assert not before
    assert words in desk.text("/")


def test_a_withdrawal_is_followed_up_photo_by_photo(desk: Desk) -> None:
    world = desk.world
    anna = world.person("Anna de Vries")
    world.grant(anna)
    world.photo("one.jpg")
    world.run()
    photo = world.asset("one.jpg").id
    desk.send(f"/photos/{photo}/attest", how="only", person=anna)
    world.work()
    desk.send(f"/people/{anna}/withdraw")

    (tick,) = re.findall(r'action="(/follow-ups/[^"]+)"', desk.text("/follow-ups"))
    desk.send(tick)

    world.work()
    assert "/follow-ups/" not in desk.text("/follow-ups")
    assert desk.send(tick).status_code == 404
    assert "1 of 1 photos changed and read back" in desk.text(f"/people/{anna}")


def test_a_photo_out_of_sight_is_listed_with_who_moved_it_and_ticked_off(desk: Desk) -> None:
    world = desk.world
    anna = world.person("Anna de Vries")
    world.grant(anna)
    world.photo("one.jpg")
    world.run()
    desk.send(f"/photos/{world.asset('one.jpg').id}/attest", how="only", person=anna)
    world.work()
    ref = world.host.ref("one.jpg")
    world.host.delete("one.jpg")
    check_gone(world.deps, ref, Left.MOVED, "alice")
    world.work()
    desk.send(f"/people/{anna}/withdraw")

    page = desk.text("/follow-ups")
    proof = desk.text(f"/people/{anna}")
    (tick,) = re.findall(r'action="(/follow-ups/out-of-sight/[^"]+)"', page)
    desk.send(tick)

    assert "it was moved away by alice" in page
    assert "not reached: it left our sight" in page
    assert "1 not reached: out of our sight" in proof
    assert "Still marked yes, but out of our sight" not in desk.text("/follow-ups")
    assert desk.send(tick).status_code == 404


def test_without_a_text_nobody_can_be_asked(desk: Desk) -> None:
    anna = desk.world.person("Anna de Vries")

    assert "There is no text to sign yet" in desk.text(f"/ask?person={anna}")
    assert "There is no text to sign yet" in desk.text(f"/people/{anna}")


LIST = b"key,name,email\n1,Eva Mulder,eva@example.org\n2,,x@example.org\n"


def upload(desk: Desk, data: bytes, **fields: str) -> str:
    answer = desk.browser.post(
        "/people/import",
        data={"csrf": desk.token("/people/import"), **fields},
        files={"file": ("list.csv", data)} if data else None,
    )
    if answer.status_code == 303:
        return desk.text(answer.headers["location"])
    return unescape(answer.text)


def test_a_list_is_looked_at_before_anything_is_changed(desk: Desk) -> None:
    page = upload(desk, LIST, how="look")

    assert "Nothing was changed yet. It would be: 1 new" in page
    assert "<td>3</td><td>name</td>" in page
    assert "Eva" not in desk.text("/people")


def again(desk: Desk, page: str, **fields: str) -> str:
    """Send what a page kept, with more words about it."""
    kept = page.split('name="kept" value="')[1].split('"', maxsplit=1)[0]
    return upload(desk, b"", kept=kept, **fields)


def test_how_a_list_was_read_is_shown_with_its_names_and_days(desk: Desk) -> None:
    data = "Title;;;\r\n\r\nkey;name;born;mail\r\n1;Zoë;31-5-2015;nonsense\r\nTotal: 1;;;\r\n"

    page = upload(desk, data.encode("mac_roman"), how="look", columns="email=mail")

    assert "Macintosh" in page
    assert "Names such as: Zoë." in page
    assert "born: 31-5-2015 is 31 May 2015." in page
    assert "Line 1 looks like a title" in page
    assert "Line 5 looks like a total" in page
    assert "<td>Zoë</td><td>nonsense</td>" in page


def test_letters_and_days_that_can_be_read_two_ways_are_asked_about(desk: Desk) -> None:
    data = "key;name;born\n1;Zoâ;5/6/2015\n".encode("mac_roman")

    letters = upload(desk, data, how="look")
    days = again(desk, letters, how="look", encoding="mac_roman")
    page = again(desk, days, how="look", encoding="mac_roman", dates="month-first")
    done = again(desk, page, how="all", encoding="mac_roman", dates="month-first")

    assert "Which of these are the right letters?" in letters
    assert 'value="mac_roman"' in letters
    assert "What do the days in the list begin with?" in days
    assert "born: 5/6/2015 is 6 May 2015." in page
    assert "Taken over: 1 new" in done
    assert "Zoâ" in desk.text("/people")


def test_the_right_lines_of_a_list_are_taken_over(desk: Desk) -> None:
    page = upload(desk, LIST, how="look")
    kept = page.split('name="kept" value="')[1].split('"')[0]

    done = upload(desk, b"", how="right", kept=kept)

    assert "Taken over: 1 new" in done
    assert "Eva Mulder" in desk.text("/people")


@pytest.mark.parametrize("data", [b"\x00\x01", b"name\n\xff\xfe\x00", b"\n"])
def test_a_file_that_is_no_list_is_refused_with_a_sentence(desk: Desk, data: bytes) -> None:
    assert "cannot be read as a list" in upload(desk, data, how="look")


def test_somebody_is_asked_reminded_and_no_longer_asked(desk: Desk) -> None:
    publish(desk.world)
    anna = desk.world.person("Anna de Vries")
    assert "1 people would be asked" in desk.text(f"/ask?person={anna}&way=link")

    desk.send("/ask", person=anna, notice="town", way="link")

    page = desk.text(f"/people/{anna}")
    assert "https://consent.example.org/s/" in page
    (end,) = re.findall(r'action="(/people/[^"]+/asks/[^"]+/end)"', page)
    assert desk.send(end).status_code == 303
    assert "/asks/" not in desk.text(f"/people/{anna}")


def test_somebody_without_an_address_is_not_asked_by_mail(desk: Desk) -> None:
    publish(desk.world)
    anna = desk.world.person("Anna de Vries")

    assert "has no e-mail address" in desk.text(f"/ask?person={anna}")
    answer = desk.send("/ask", person=anna, notice="town", way="mail")
    assert answer.headers["location"].endswith("said=ask_not")


def test_a_session_has_a_link_and_a_code_until_it_is_ended(desk: Desk) -> None:
    publish(desk.world)
    event = session(desk.world)

    desk.send(f"/sessions/{event}/link", notice="town")
    page = desk.text(f"/sessions/{event}")
    desk.send(f"/sessions/{event}/link/end")

    assert "https://consent.example.org/s/" in page
    assert "<svg" in page
    assert "https://consent.example.org/s/" not in desk.text(f"/sessions/{event}")


def test_the_text_of_a_session_is_replaced_only_where_somebody_says_so(desk: Desk) -> None:
    publish(desk.world)
    publish_other(desk.world)
    event = session(desk.world)
    path = f"/sessions/{event}"
    unchosen = desk.send(f"{path}/link")

    desk.send(f"{path}/link", notice="town")
    first = session_secret(desk.world.deps, event)
    refused = desk.send(f"{path}/link", notice="other")
    page = desk.text(refused.headers["location"])
    after = session_secret(desk.world.deps, event)
    desk.send(f"{path}/link", notice="other", replace="yes")

    assert unchosen.headers["location"].endswith("said=session_text_choose")
    assert "The text people sign here: town" in page
    assert "The printed poster, the QR code and every link" in page
    assert after == first
    assert session_secret(desk.world.deps, event) != first
    assert "The text people sign here: other" in desk.text(path)


def test_the_proof_of_a_signature_is_given_out_and_that_is_noted(desk: Desk) -> None:
    publish(desk.world)
    anna = desk.world.person("Anna de Vries")
    signed(desk.world, anna, WEB)
    (pdf, record) = re.findall(
        r'href="(/people/[^"]+/evidence/[^"]+)"', desk.text(f"/people/{anna}")
    )

    assert desk.get(pdf).content.startswith(b"%PDF")
    assert desk.get(record).headers["content-type"] == "application/json"
    assert verify(desk.get(record).content).holds
    assert verify_beside(desk.get(pdf).content, desk.get(record).content).holds
    assert any(what == "evidence-opened" and anna in about for what, about in desk.seen())


def test_a_letter_is_held_and_released(desk: Desk) -> None:
    publish(desk.world)
    anna = desk.world.person("Anna de Vries")
    asked(desk.world, anna)
    (path,) = re.findall(r'action="(/letters/[^"]+)"', desk.text("/letters"))

    desk.send(path, act="hold")
    held = desk.text("/letters?state=held")
    desk.send(path, act="cancel")

    assert "Send it after all" in held
    assert "not sent: 1" in desk.text("/letters")


def test_an_enrolment_is_compared_and_confirmed(desk: Desk) -> None:
    world = desk.world
    world.recognise_everywhere()
    anna = world.person("Anna de Vries")
    world.agree(anna)
    for number, pose in enumerate(Pose):
        data = b"\xff\xd8\xff" + pose.encode()
        world.eyes.vector = bytes([number]) * 512
        world.eyes.paint(data, Painted(x=0.4))
        world.eyes.paint(b"0", Painted(x=0.4))  # what the decoder makes of it
        offer_shot(world.deps, anna, pose, data, None)
    hand_in_shots(world.deps, anna, keep=True)
    (path,) = re.findall(r'href="(/pending/[^"]+)"', desk.text("/pending"))

    page = desk.text(path)
    picture = desk.get(f"{path}/pictures/0")
    answer = desk.send(f"{path}/confirm")

    assert "There is no signature of this person." in page
    assert picture.headers["content-type"] == "image/jpeg"
    assert answer.status_code == 303
    with world.store.read() as tx:
        assert tx.people.template_counts(world.deps.rules.pack)[anna] == 3
