"""The explanation of a photo, as a page."""

import base64
import hashlib
import re
from datetime import UTC, date, datetime

import pytest
from fastapi.testclient import TestClient

from consent.decisions import ChannelVerdict, Decision, Place, Reason, Rule
from consent.ids import Channel, FindingId, PersonId, QuitclaimId
from consent.states import Mode, NotAssessed, Status, Verdict
from likeness.i18n.words import Wording
from likeness.web.pace import Pace
from likeness.web.photo_page import PhotoPages
from likeness.web.public import make_public

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
GOOD = "a" * 43
WORDING = Wording(
    labels={
        "website": {"en": "Website", "nl": "Website"},
        "press": {"en": "Press", "nl": "Pers"},
        "print": {"en": "Print", "nl": "<Drukwerk>"},
    }
)


def reason(rule: Rule, verdict: Verdict, ordinal: int = 1, ends: date | None = None) -> Reason:
    return Reason(
        rule=rule,
        verdict=verdict,
        finding=FindingId("canary-finding"),
        place=Place(ordinal=ordinal, of=5),
        person=PersonId("canary-person"),
        quitclaim=QuitclaimId("canary-quitclaim"),
        ends=ends,
    )


def decision() -> Decision:
    given = [reason(Rule.GRANTED, Verdict.CLEARED, face, date(2026, 6, 30)) for face in (1, 2)]
    no = reason(Rule.WITHDRAWN, Verdict.BLOCKED, 2, date(2026, 2, 1))
    return Decision(
        status=Status.PARTLY,
        channels=(
            ChannelVerdict(
                channel=Channel("website"), verdict=Verdict.CLEARED, reasons=tuple(given)
            ),
            ChannelVerdict(
                channel=Channel("press"), verdict=Verdict.BLOCKED, reasons=(no, given[0])
            ),
            ChannelVerdict(
                channel=Channel("print"), verdict=Verdict.BLOCKED, reasons=(no, given[0])
            ),
        ),
        at=NOW,
        today=NOW.date(),
        mode=Mode.DETECT,
        valid_until=date(2026, 6, 30),
    )


def client(answer: Decision | None = None, *, each: int = 60) -> TestClient:
    shown = answer or decision()
    pages = PhotoPages(
        find=lambda signed: shown if signed == GOOD else None,
        wording=WORDING,
        language="en",
        now=lambda: NOW,
        pace=Pace(each=each),
    )
    return TestClient(make_public("en", photos=pages))


def page(language: str = "en", answer: Decision | None = None) -> str:
    return client(answer).get(f"/photo/{GOOD}", headers={"Accept-Language": language}).text


def seen(html: str) -> str:
    """Give the words a reader sees."""
    body = re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def test_it_says_status_and_last_good_day_with_sign_and_word() -> None:
    assert "◐ Cleared for some uses until 30 June 2026" in seen(page())


def test_every_use_has_sign_and_word() -> None:
    words = seen(page())

    assert "✓ Website cleared" in words
    assert "✗ Press not cleared" in words


def test_uses_with_the_same_reasons_are_explained_once_known_noes_first() -> None:
    words = seen(page())

    assert words.count("withdrew the consent") == 1
    assert "Press, Print: not cleared 2nd face from the left of 5 The person withdrew" in words
    assert words.index("withdrew") < words.index("1st and 2nd face from the left of 5 There is a")


def test_a_reader_who_asks_for_dutch_gets_dutch() -> None:
    html = page("nl-NL,nl;q=0.9")

    assert '<html lang="nl">' in html
    assert "◐ Deels vrijgegeven" in seen(html)
    assert "Mag deze foto worden gebruikt?" in seen(html)


def test_labels_are_written_as_text() -> None:
    assert "&lt;Drukwerk&gt;" in page("nl")


def test_no_picture_box_name_id_or_similarity_is_in_it() -> None:
    html = page()

    assert "canary" not in html
    assert not re.search(r"<(img|svg|picture|canvas|video|script|link|iframe|form)\b", html)
    assert "similar" not in html.lower()
    assert "http" not in html.replace("http-equiv", "")


def test_a_photo_that_was_not_looked_at_says_why() -> None:
    none = Reason(
        rule=Rule.NOT_ASSESSED, verdict=Verdict.NOT_ASSESSED, not_assessed=NotAssessed.MODE_OFF
    )
    answer = Decision(
        status=Status.NOT_ASSESSED,
        channels=(
            ChannelVerdict(
                channel=Channel("website"), verdict=Verdict.NOT_ASSESSED, reasons=(none,)
            ),
        ),
        at=NOW,
        today=NOW.date(),
        mode=Mode.OFF,
    )

    assert "Recognition is off here." in seen(page(answer=answer))


def test_it_stays_out_of_search_engines_caches_and_referrers() -> None:
    answer = client().get(f"/photo/{GOOD}")

    assert "noindex" in answer.headers["x-robots-tag"]
    assert "noindex" in answer.text
    assert '<meta name="referrer" content="no-referrer">' in answer.text
    assert answer.headers["vary"] == "Accept-Language"


def test_the_policy_allows_exactly_the_style_of_the_page() -> None:
    answer = client().get(f"/photo/{GOOD}")
    style = re.search(r"<style>(.*?)</style>", answer.text, re.DOTALL)

    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert f"style-src 'sha256-{digest}'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("signed", ["b" * 43, "x", "%00", "a" * 4000, "..%2f..", "a/b"])
def test_whatever_opens_nothing_looks_like_any_other_address(signed: str) -> None:
    answer = client().get(f"/photo/{signed}", headers={"Accept-Language": "nl"})

    assert answer.status_code == 404
    assert answer.text == client().get("/nothing").text
    assert answer.headers == client().get("/nothing").headers


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_it_can_only_be_read(method: str) -> None:
    assert client().request(method, f"/photo/{GOOD}").status_code == 405


def test_who_knocks_too_often_waits() -> None:
    knocking = client(each=2)

    codes = [knocking.get(f"/photo/{one}").status_code for one in (GOOD, "guess", GOOD)]

    assert codes == [200, 404, 429]
