"""The words of a decision."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest

from consent.decisions import ChannelVerdict, Decision, Place, Reason, Rule
from consent.ids import Channel, PersonId
from consent.states import Mode, NotAssessed, Status, Verdict
from likeness.i18n import phrases
from likeness.i18n.words import Wording

LABELS = {
    "social-media": {"en": "Social media", "nl": "Sociale media"},
    "print": {"en": "Print", "nl": "Drukwerk"},
    "pr": {"en": "PR", "nl": "PR"},
}
WORDS = Wording(labels=LABELS)
LANGUAGES = ["en", "nl"]
SECRET = PersonId("canary-person")


def reason(
    rule: Rule, verdict: Verdict = Verdict.BLOCKED, ordinal: int = 2, of: int = 5, **dates: date
) -> Reason:
    place = Place(ordinal=ordinal, of=of) if ordinal else None
    return Reason(rule=rule, verdict=verdict, place=place, person=SECRET, **dates)  # type: ignore[arg-type]


def channel(name: str, verdict: Verdict, *reasons: Reason) -> ChannelVerdict:
    return ChannelVerdict(channel=Channel(name), verdict=verdict, reasons=reasons)


def decision(
    status: Status, channels: Sequence[ChannelVerdict], *, nobody: bool = False
) -> Decision:
    return Decision(
        status=status,
        channels=tuple(channels),
        at=datetime(2026, 1, 1, tzinfo=UTC),
        today=date(2026, 1, 1),
        mode=Mode.DETECT,
        valid_until=date(2026, 6, 30) if status is Status.CLEARED else None,
        confirmed_nobody=nobody,
    )


@pytest.mark.parametrize(
    ("status", "english", "dutch"),
    [
        ("cleared", "✓ Cleared", "✓ Vrijgegeven"),
        ("partly", "◐ Cleared for some uses", "◐ Deels vrijgegeven"),
        ("review", "? Not decided yet", "? Nog niet beoordeeld"),
        ("blocked", "✗ Not cleared", "✗ Niet vrijgegeven"),
        ("no-people", "– No people", "– Geen personen"),  # noqa: RUF001
        ("not-assessed", "… Not checked", "… Niet gecontroleerd"),
    ],
)
def test_status_words_are_those_of_the_product(status: str, english: str, dutch: str) -> None:
    assert (WORDS.status(status, "en"), WORDS.status(status, "nl")) == (english, dutch)


def test_a_reason_says_where_and_not_who() -> None:
    blocked = channel("social-media", Verdict.BLOCKED, reason(Rule.NO_RECORD))
    photo = decision(Status.PARTLY, [blocked, channel("print", Verdict.CLEARED)])

    assert WORDS.note(photo, "en") == "Social media: no consent, 2nd face from the left of 5."
    assert (
        WORDS.note(photo, "nl") == "Sociale media: geen toestemming, 2e gezicht van links, van 5."
    )


def test_known_nos_come_first_and_equal_channels_together() -> None:
    gap = reason(Rule.UNKNOWN_FACE, Verdict.REVIEW, 1)
    no = reason(Rule.WITHDRAWN, Verdict.BLOCKED, 3)
    photo = decision(
        Status.REVIEW,
        [
            channel("social-media", Verdict.REVIEW, gap),
            channel("print", Verdict.BLOCKED, no, gap),
            channel("pr", Verdict.REVIEW, gap),
        ],
    )

    assert WORDS.note(photo, "en") == (
        "Print: consent withdrawn, 3rd face from the left of 5. "
        "Social media and PR: unknown face, 1st face from the left of 5."
    )


def test_the_same_reason_for_every_channel_is_said_once() -> None:
    gap = reason(Rule.UNKNOWN_FACE, Verdict.REVIEW, 1, 1)
    photo = decision(Status.REVIEW, [channel(name, Verdict.REVIEW, gap) for name in LABELS])

    assert WORDS.note(photo, "en") == "Every use: unknown face, the only face."
    assert WORDS.note(photo, "nl") == "Elk gebruik: onbekend gezicht, het enige gezicht."


def test_many_faces_are_counted() -> None:
    gaps = [reason(Rule.UNKNOWN_FACE, Verdict.REVIEW, number, 50) for number in range(1, 41)]
    photo = decision(Status.REVIEW, [channel("pr", Verdict.REVIEW, *gaps)])

    assert WORDS.note(photo, "en") == "PR: unknown face, 40 of 50 faces."


def test_a_long_list_of_reasons_is_cut() -> None:
    rules = [Rule.REFUSED, Rule.WITHDRAWN, Rule.EXPIRED, Rule.REVOKED, Rule.INVALIDATED]
    photo = decision(
        Status.BLOCKED,
        [channel("pr", Verdict.BLOCKED, *(reason(rule, ordinal=0) for rule in rules))],
    )

    assert WORDS.note(photo, "en") == (
        "PR: consent refused; consent withdrawn; consent expired; and 2 more reasons."
    )


def test_a_cleared_photo_needs_no_note_but_an_end() -> None:
    photo = decision(Status.CLEARED, [channel("pr", Verdict.CLEARED, reason(Rule.GRANTED))])

    assert WORDS.note(photo, "en") == ""
    assert WORDS.until(photo, "en") == "until 30 June 2026"
    assert WORDS.until(photo, "nl") == "t/m 30 juni 2026"
    assert WORDS.until(decision(Status.REVIEW, []), "en") == ""


@pytest.mark.parametrize(
    ("nobody", "text"),
    [
        (True, "A person confirmed that nobody is on it."),
        (False, "Nobody seen, not confirmed by a person."),
    ],
)
def test_a_photo_without_people_says_who_says_so(nobody: bool, text: str) -> None:  # noqa: FBT001
    photo = decision(Status.NO_PEOPLE, [channel("pr", Verdict.NO_PEOPLE)], nobody=nobody)

    assert WORDS.note(photo, "en") == text


@pytest.mark.parametrize("trouble", NotAssessed)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_trouble_has_words(trouble: NotAssessed, language: str) -> None:
    why = Reason(rule=Rule.NOT_ASSESSED, verdict=Verdict.NOT_ASSESSED, not_assessed=trouble)
    photo = decision(Status.NOT_ASSESSED, [channel("pr", Verdict.NOT_ASSESSED, why)])

    start = {"en": "PR: not checked: ", "nl": "PR: niet gecontroleerd: "}[language]
    assert WORDS.note(photo, language).startswith(start)


def test_a_channel_without_reasons_still_says_its_verdict() -> None:
    photo = decision(Status.NOT_ASSESSED, [channel("pr", Verdict.NOT_ASSESSED)])

    assert WORDS.note(photo, "en") == "PR: not checked."


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rule", Rule)
def test_every_rule_has_a_phrase_and_a_sentence(rule: Rule, language: str) -> None:
    why = reason(rule)
    photo = decision(Status.BLOCKED, [channel("pr", Verdict.BLOCKED, why)])

    note = WORDS.note(photo, language)
    sentence = WORDS.explain("PR", why, language)

    assert len(note) > len("PR: .")
    assert sentence.startswith("PR: ")
    assert sentence.endswith(".")
    assert SECRET not in note + sentence


def test_phrases_and_sentences_of_rules_are_all_different() -> None:
    assert len(set(phrases.SHORT.values())) == len(Rule)
    assert len(set(phrases.LONG.values())) == len(Rule)
    assert set(phrases.SIGNS) == set(phrases.COLOURS) == set(phrases.STATUSES) == set(Status)


def test_an_explanation_tells_place_rule_and_last_good_day() -> None:
    why = reason(Rule.EXPIRED, ends=date(2026, 6, 30))

    assert WORDS.explain("print", why, "en") == (
        "Print: not cleared, 2nd face from the left of 5. "
        "The consent for this use has run out. Last good day: 30 June 2026."
    )
    assert WORDS.explain("drukwerk", why, "nl") == (
        "Drukwerk: niet vrijgegeven, 2e gezicht van links, van 5. "
        "De toestemming voor dit gebruik is verlopen. Laatste goede dag: 30 juni 2026."
    )


def test_a_consent_to_come_tells_its_first_day() -> None:
    why = reason(Rule.NOT_BEGUN, Verdict.REVIEW, ordinal=0, begins=date(2026, 7, 1))

    text = WORDS.explain("print", why, "en")

    assert text == (
        "Print: not decided yet. There is a consent, and it has not begun yet. "
        "First good day: 1 July 2026."
    )


def test_names_come_only_from_who_asks_for_them() -> None:
    why = reason(Rule.REFUSED)

    text = WORDS.explain("print", why, "en", who="Ada Example")

    assert text.startswith("Print: not cleared, 2nd face from the left of 5 (Ada Example). ")


def test_a_photo_that_was_not_looked_at_says_why_in_full() -> None:
    why = Reason(
        rule=Rule.NOT_ASSESSED, verdict=Verdict.NOT_ASSESSED, not_assessed=NotAssessed.TRUNCATED
    )

    text = WORDS.explain("PR", why, "en")

    assert text == (
        "PR: not checked. The photo was not looked at, or could not be. The file is cut off."
    )


def test_a_channel_that_is_no_longer_configured_keeps_its_id() -> None:
    assert WORDS.channel("fax", "nl") == "fax"
    assert WORDS.channel("print", "xx") == "Print"
