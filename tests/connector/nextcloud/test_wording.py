"""The comment: written, read back, and never too long."""

from dataclasses import replace
from datetime import date

import pytest

from connector.nextcloud.wording import LIMIT, Wording, is_ours
from connector.values import MarkSet

WORDING = Wording(labels={"press": "Press", "social-media": "Social media"})
MARKS = MarkSet(
    status="partly",
    word="◐ Cleared for some uses",
    channels=("press", "social-media"),
    until=date(2027, 6, 30),
    warning="Not for: advertising",
    note="advertising: no consent, 2nd face of 5",
    link="https://consent.example.org/e/abc",
)


EARLIER = """\
Likeness: ◐ Cleared for some uses
✓ Press · Social media (until 2027-06-30)
⚠ Not for: advertising
advertising: no consent, 2nd face of 5
https://consent.example.org/e/abc"""
"""As comments were written before the link went up to where it is seen without scrolling."""


def test_an_editor_reads_status_channels_last_day_link_reason_and_warning() -> None:
    assert WORDING.write(MARKS).split("\n") == [
        "Likeness: ◐ Cleared for some uses",
        "✓ Press · Social media (until 2027-06-30)",
        "https://consent.example.org/e/abc",
        "advertising: no consent, 2nd face of 5",
        "⚠ Not for: advertising",
    ]


def test_a_comment_in_the_earlier_order_says_the_same() -> None:
    assert WORDING.read(EARLIER, "partly") == MARKS


def test_a_dutch_editor_reads_dutch() -> None:
    text = replace(WORDING, language="nl").write(MARKS)

    assert "(t/m 2027-06-30)" in text


@pytest.mark.parametrize(
    "marks",
    [
        pytest.param(MARKS, id="everything"),
        pytest.param(replace(MARKS, until=None), id="no end"),
        pytest.param(replace(MARKS, link="", note="one\ntwo"), id="two lines of reasons"),
        pytest.param(MarkSet(status="blocked", word="✗ Not cleared"), id="a word alone"),
        pytest.param(replace(MARKS, channels=("unheard-of",)), id="a channel without a label"),
    ],
)
def test_what_was_written_is_read_back(marks: MarkSet) -> None:
    assert WORDING.read(WORDING.write(marks), marks.status) == marks


def test_a_long_reason_is_cut_and_what_is_around_it_kept() -> None:
    text = WORDING.write(replace(MARKS, note="x" * 3000))

    assert len(text) <= LIMIT
    assert f"\n{MARKS.link}\nxxx" in text
    assert text.endswith(f"…\n⚠ {MARKS.warning}")


def test_nobody_is_called_by_a_comment() -> None:
    assert "@" not in WORDING.write(replace(MARKS, note="ask @alice"))


def test_a_comment_is_ours_by_how_it_begins() -> None:
    assert is_ours(WORDING.write(MARKS))
    assert not is_ours("a likeness")


def test_a_day_that_is_none_is_read_as_no_end() -> None:
    text = WORDING.write(MARKS).replace("2027-06-30", "2027-13-99")

    assert WORDING.read(text, "partly").until is None
