"""What a host's own records say about a photo: never milder, channel by channel, day by day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connector.records import HostRecord
from consent.decision import decide
from consent.decisions import PhotoFacts, Rule, Rules
from consent.findings import Finding
from consent.host_records import Lack, Reading, lacks, mediums_for, minor_until
from consent.host_words import Claim, HostWord, Limit, Stance, limits_of, with_host_words
from consent.ids import Channel
from consent.quitclaims import Subject
from consent.states import FindingKind, Verdict
from consent.status import severity
from tests.consent.build import (
    AT,
    BOTH,
    FACE,
    GRANT,
    PRINT,
    TODAY,
    TOMORROW,
    WEB,
    YESTERDAY,
    P,
    Q,
    changed,
    decided,
    face,
    subject,
    verdict,
)
from tests.consent.strategies import (
    QUICK,
    crowds,
    local_days,
    maybe,
    pairs_of_subjects,
    photos,
    rules,
)

MEDIUMS = mediums_for({"website": ("Website", "Webseite"), "print": ("Print", "Druk")}, {})
READING = Reading(mediums=MEDIUMS, channels=(WEB, PRINT), of_age=18, today=TODAY)
RECORD = HostRecord(id="1", name="Anna", mediums=("Print", "Websites"))
SETTLED = {"before": RECORD, "was_linked": True, "person": P}
CLEARED, REVIEW, BLOCKED = Verdict.CLEARED, Verdict.REVIEW, Verdict.BLOCKED


def limit(verdict: Verdict, *channels: Channel, after: date | None = None) -> Limit:
    return Limit(channels=frozenset(channels), verdict=verdict, after=after)


def claim(**fields: object) -> Claim:
    """Make a claim of P that nobody decided about; `fields` of the claim."""
    return replace(Claim(record="1", now=RECORD, person=P), **fields)  # type: ignore[arg-type]


def said(**fields: object) -> Claim:
    """Make a claim whose record says something else; `fields` of the record."""
    return claim(now=replace(RECORD, **fields))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("claims", "limits"),
    [
        pytest.param([claim()], set(), id="everything allowed"),
        pytest.param([said(mediums=("Druk",))], {limit(BLOCKED, WEB)}, id="print only, in Dutch"),
        pytest.param([said(mediums=())], {limit(REVIEW, WEB, PRINT)}, id="no usage"),
        pytest.param([said(mediums=("TV",))], {limit(REVIEW, WEB, PRINT)}, id="unknown medium"),
        pytest.param([said(over=True)], {limit(BLOCKED, WEB, PRINT)}, id="an end that is no day"),
        pytest.param([said(ends=YESTERDAY)], {limit(BLOCKED, WEB, PRINT)}, id="over yesterday"),
        pytest.param([said(ends=TODAY)], {limit(BLOCKED, WEB, PRINT, after=TODAY)}, id="last day"),
        pytest.param(
            [said(mediums=("Print",), ends=TOMORROW), said(mediums=("Websites",))],
            {limit(BLOCKED, PRINT, after=TOMORROW)},
            id="two records, each its channel",
        ),
        pytest.param(
            [said(ends=TOMORROW), said()], set(), id="two records, the one without end counts"
        ),
        pytest.param([claim(**SETTLED, linked=False)], {limit(REVIEW, WEB, PRINT)}, id="taken off"),
        pytest.param(
            [claim(**SETTLED, now=None, linked=False)], {limit(REVIEW, WEB, PRINT)}, id="deleted"
        ),
        pytest.param(
            [claim(**SETTLED, now=replace(RECORD, name="Zoe"))],
            {limit(REVIEW, WEB, PRINT)},
            id="about somebody else now",
        ),
        pytest.param([claim(linked=False)], set(), id="never linked"),
        pytest.param(
            [claim(**SETTLED, now=replace(RECORD, over=True), stance=Stance.OURS)],
            {limit(BLOCKED, WEB, PRINT)},
            id="changed since it was settled",
        ),
        pytest.param(
            [claim(**(SETTLED | {"before": replace(RECORD, over=True)}), stance=Stance.OURS)],
            set(),
            id="changed since to what allows everything",
        ),
    ],
)
def test_the_records_of_one_person_come_to_limits(claims: list[Claim], limits: set[Limit]) -> None:
    assert set(limits_of(claims, READING)) == limits


def test_a_record_that_was_settled_for_ours_says_nothing_as_long_as_it_stays() -> None:
    over = replace(RECORD, over=True)

    settled = claim(now=over, before=over, was_linked=True, stance=Stance.OURS)

    assert settled.ignored
    assert limits_of([settled], READING) == ()


def test_a_channel_without_a_medium_is_never_limited() -> None:
    reading = replace(READING, mediums=mediums_for({"print": ("Print",)}, {}))

    assert limits_of([said(over=True)], reading) == (limit(BLOCKED, PRINT),)


def test_the_order_in_which_mediums_are_written_is_no_edit() -> None:
    turned = replace(RECORD, mediums=("Websites", "Print"))

    assert not claim(**(SETTLED | {"before": turned})).edited


GRANTED = (subject(changed(GRANT, channels=frozenset({WEB, PRINT}))),)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        pytest.param(HostWord(record="1", person=P), CLEARED, id="nothing stricter"),
        pytest.param(
            HostWord(record="1", person=P, limits=(limit(BLOCKED, WEB),)), BLOCKED, id="a no"
        ),
        pytest.param(
            HostWord(record="1", person=P, limits=(limit(REVIEW, WEB),)), REVIEW, id="a gap"
        ),
        pytest.param(
            HostWord(record="1", person=P, limits=(limit(BLOCKED, PRINT),)), CLEARED, id="elsewhere"
        ),
        pytest.param(
            HostWord(record="1", person=P, limits=(limit(BLOCKED, WEB, after=TODAY),)),
            CLEARED,
            id="its last day",
        ),
        pytest.param(
            HostWord(record="1", person=P, limits=(limit(BLOCKED, WEB, after=YESTERDAY),)),
            BLOCKED,
            id="the day after",
        ),
        pytest.param(
            HostWord(record="1", person=P, on_photo=False, limits=(limit(REVIEW, WEB),)),
            REVIEW,
            id="taken off, but found by us",
        ),
        pytest.param(
            HostWord(record="1", person=Q, on_photo=False, limits=(limit(REVIEW, WEB),)),
            CLEARED,
            id="taken off, and found by nobody",
        ),
        pytest.param(HostWord(record="1", person=Q), REVIEW, id="somebody nobody found"),
        pytest.param(HostWord(record="1"), REVIEW, id="somebody we do not know"),
    ],
)
def test_a_word_counts_where_it_is_stricter(word: HostWord, expected: Verdict) -> None:
    faces = with_host_words([FACE], [word])

    assert verdict(decided(*faces, subjects=GRANTED)) is expected


def test_the_reason_names_the_record_as_the_cause_and_nobody() -> None:
    word = HostWord(record="1", person=P, limits=(limit(BLOCKED, WEB),))

    reason = decided(*with_host_words([FACE], [word]), subjects=GRANTED).channels[0].reasons[0]

    assert (reason.rule, reason.person, reason.place) == (Rule.HOST_RECORD, None, None)


def test_the_last_good_day_is_the_hosts_where_that_is_earlier() -> None:
    word = HostWord(record="1", person=P, limits=(limit(BLOCKED, WEB, after=TOMORROW),))

    decision = decided(*with_host_words([FACE], [word]), subjects=GRANTED, rules=BOTH)

    assert decision.valid_until == TOMORROW
    assert decision.next_change == TOMORROW + timedelta(days=1)


def test_a_suggestion_does_not_answer_for_somebody_the_host_names() -> None:
    word = HostWord(record="1", person=P)

    faces = with_host_words([face(FindingKind.SUGGESTED, person=P)], [word])

    assert [one.kind for one in faces] == [FindingKind.SUGGESTED, FindingKind.ATTESTED]


def limits() -> st.SearchStrategy[Limit]:
    return st.builds(
        Limit,
        channels=st.frozensets(st.sampled_from((WEB, PRINT)), min_size=1),
        verdict=st.sampled_from((REVIEW, BLOCKED)),
        after=maybe(local_days()),
    )


def words() -> st.SearchStrategy[HostWord]:
    return st.builds(
        HostWord,
        record=st.sampled_from(("1", "2")),
        person=st.sampled_from((P, Q, None)),
        on_photo=st.booleans(),
        limits=st.lists(limits(), max_size=2).map(tuple),
    )


@QUICK
@given(
    photos(),
    crowds(),
    pairs_of_subjects(),
    rules(),
    st.lists(words(), max_size=2, unique_by=lambda word: word.record),
)
def test_no_word_of_a_host_makes_a_photo_milder(
    photo: PhotoFacts,
    faces: tuple[Finding, ...],
    persons: tuple[Subject, ...],
    rule: Rules,
    spoken: list[HostWord],
) -> None:
    before = decide(photo, faces, persons, rule, AT, TODAY)

    after = decide(photo, with_host_words(faces, spoken), persons, rule, AT, TODAY)

    pairs = zip(before.channels, after.channels, strict=True)
    assert all(severity(one.verdict) <= severity(two.verdict) for one, two in pairs)


@pytest.mark.parametrize(
    ("fields", "until"),
    [
        pytest.param({}, None, id="no birth date"),
        pytest.param({"born": date(2000, 1, 1)}, None, id="of age"),
        pytest.param({"born": date(2010, 6, 20)}, date(2028, 6, 20), id="a minor"),
        pytest.param({"born": date(2012, 2, 29)}, date(2030, 3, 1), id="born on a leap day"),
        pytest.param({"born": date(2008, 6, 15)}, None, id="of age today"),
        pytest.param(
            {"born": date(2008, 1, 1), "guardian": "Ma", "given_on": date(2020, 1, 1)},
            date(2026, 1, 1),
            id="of age, signed by a guardian before",
        ),
    ],
)
def test_who_answers_for_whom_goes_by_the_birth_date(
    fields: dict[str, object], until: date | None
) -> None:
    record = replace(RECORD, **fields)  # type: ignore[arg-type]

    assert minor_until(record, READING) == until


def test_a_record_that_lacks_nothing_is_said_to_lack_nothing() -> None:
    whole = replace(
        RECORD,
        email="a@example.org",
        given_on=YESTERDAY,
        ends=TOMORROW,
        document=True,
    )

    assert lacks(whole, READING, photos=1, known=1) == ()
    assert set(lacks(HostRecord(id="1", name=""), READING, photos=0, known=0)) == {
        Lack.NAME,
        Lack.CONTACT,
        Lack.USAGE,
        Lack.DATE,
        Lack.END,
        Lack.DOCUMENT,
        Lack.PHOTOS,
    }


@pytest.mark.parametrize(
    ("said_by_admin", "medium", "channels"),
    [
        pytest.param({}, "social media", {"social-media"}, id="usual"),
        pytest.param({}, "webseite", {"website"}, id="a label"),
        pytest.param({}, "merchandise", None, id="unknown"),
        pytest.param({"Merchandise": ()}, "merchandise", set(), id="none of ours"),
        pytest.param({"TV": ("press", "website")}, "tv", {"press", "website"}, id="two"),
        pytest.param({"Print": ("press",)}, "print", {"press"}, id="the admin knows better"),
    ],
)
def test_mediums_are_mapped(
    said_by_admin: dict[str, tuple[str, ...]], medium: str, channels: set[str] | None
) -> None:
    ours = {name: (name.title(),) for name in ("social-media", "print", "press")}

    mapped = mediums_for({**ours, "website": ("Website", "Webseite")}, said_by_admin)

    assert mapped.get(medium) == channels
