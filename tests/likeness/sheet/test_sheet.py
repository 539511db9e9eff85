"""The contact sheet: word, colour and sign together, everything in one file, nothing loaded."""

import re
from dataclasses import replace
from datetime import date

import pytest

from connector.values import Mark
from consent.states import Status, Verdict
from likeness.sheet.layout import tags
from likeness.sheet.palette import DARK, DASHES, LIGHT, STATUS, Page
from likeness.sheet.render import render
from likeness.sheet.texts import DUTCH, ENGLISH, texts
from likeness.sheet.view import (
    Sheet,
    SheetChange,
    SheetChannel,
    SheetEvent,
    SheetFace,
    SheetPhoto,
)


def face(x: float = 0.4, y: float = 0.2, mark: Mark = Mark.CLEARED, **more: str) -> SheetFace:
    return SheetFace(x=x, y=y, w=0.1, h=0.2, mark=mark, **more)


def photo(*faces: SheetFace, status: Status = Status.CLEARED) -> SheetPhoto:
    return SheetPhoto(
        key="k1",
        title="party.jpg",
        folder="summer",
        status=status,
        width=1200,
        height=800,
        channels=(
            SheetChannel(name="website", verdict=Verdict.CLEARED),
            SheetChannel(name="print", verdict=Verdict.BLOCKED),
        ),
        faces=faces,
    )


def sheet(*photos: SheetPhoto, language: str = "en") -> Sheet:
    return Sheet(
        title="My sheet",
        intro="What may be shown.",
        made_on=date(2026, 11, 21),
        photos=photos,
        language=language,
        remarks=("Names are invented.",),
    )


def page(*photos: SheetPhoto, language: str = "en") -> str:
    return render(sheet(*photos, language=language), lambda _key, _px: b"jpeg")


def luminance(colour: str) -> float:
    """Give the relative luminance of WCAG 2."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("light", [pytest.param(LIGHT, id="light"), pytest.param(DARK, id="dark")])
def test_all_text_reaches_wcag_aa_on_every_ground(light: Page) -> None:
    for text in (light.ink, light.soft):
        for ground in (light.paper, light.card, light.mat):
            assert contrast(text, ground) >= 4.5


@pytest.mark.parametrize("status", list(Status))
def test_every_sign_reaches_wcag_aa_on_its_colour(status: Status) -> None:
    assert contrast(STATUS[status].on, STATUS[status].fill) >= 4.5


def test_the_two_amber_answers_differ_in_sign_and_line() -> None:
    assert STATUS[Status.PARTLY].sign != STATUS[Status.REVIEW].sign
    assert DASHES[Mark.PARTLY] != DASHES[Mark.REVIEW]


def test_the_two_solid_lines_differ_as_one_is_double() -> None:
    cleared, blocked = (page(photo(face(mark=mark))) for mark in (Mark.CLEARED, Mark.BLOCKED))

    assert blocked.count('class="inner"') == cleared.count('class="inner"') + 1


@pytest.mark.parametrize("status", list(Status))
def test_a_card_says_its_status_with_word_and_sign(status: Status) -> None:
    made = page(photo(status=status))
    card = made[made.index("<article") :]

    assert ENGLISH.status(status) in card
    assert STATUS[status].sign in card


@pytest.mark.parametrize("mark", list(Mark))
def test_a_framed_face_says_its_answer_with_word_and_sign(mark: Mark) -> None:
    made = page(photo(face(mark=mark)))
    card = made[made.index("<article") :]

    assert f"<i>{ENGLISH.mark[mark]}</i>" in card
    assert f"<b>{STATUS[Status(mark.value)].sign}</b>" in card


def test_where_words_would_cover_each_other_the_list_has_them() -> None:
    made = page(photo(*(face(x=0.1 * n, mark=Mark.REVIEW) for n in range(8))))
    card = made[made.index('<div class="body">') :]

    assert "<i>" not in made
    assert card.count(f": {ENGLISH.mark[Mark.REVIEW]}") == 8


def test_a_face_at_the_lower_edge_has_its_tag_above() -> None:
    (low,) = tags(photo(face(y=0.75)), ENGLISH, wide=False)

    assert low.above
    assert low.edge == 0.75


def test_a_word_at_the_side_moves_inwards() -> None:
    (tag,) = tags(photo(face(x=0.0)), ENGLISH, wide=False)

    assert tag.worded
    assert tag.centre > 0.05


def test_faces_are_counted_from_the_left() -> None:
    made = page(photo(face(x=0.7, label="Right"), face(x=0.1, label="Left")))

    assert made.index("<b>Left</b>") < made.index("<b>Right</b>")


def test_names_appear_only_where_given() -> None:
    assert "face 1 of 1" in page(photo(face()))
    assert "face 1 of 1" not in page(photo(face(label="Anna")))


def test_the_page_loads_nothing_and_runs_nothing() -> None:
    made = page(photo(face()))

    assert "default-src 'none'" in made
    assert not re.search(r"https?:|//[a-z]|<script|<link|@import|url\(|\son[a-z]+=", made)
    assert set(re.findall(r'src="([a-z]+:[a-z]+)', made)) == {"data:image"}


def test_what_a_file_name_says_is_text_never_markup() -> None:
    evil = replace(
        photo(face(label="<b onload=x>")), title='"><script>alert(1)</script>', note="<i>note</i>"
    )
    made = page(evil)

    assert "<script" not in made
    assert "<b onload" not in made
    assert "&lt;i&gt;note&lt;/i&gt;" in made


def test_a_photo_without_a_picture_says_so() -> None:
    made = render(sheet(photo(status=Status.NOT_ASSESSED)), lambda _key, _px: None)

    assert ENGLISH.no_picture in made
    assert "<img" not in made


def test_the_photo_with_most_faces_leads_and_is_asked_for_large() -> None:
    asked: list[tuple[str, int]] = []
    group = replace(photo(face(0.1), face(0.5)), key="group")

    def picture(key: str, long_side: int) -> bytes:
        asked.append((key, long_side))
        return b""

    render(sheet(photo(face()), group), picture)

    assert asked == [("group", 1280), ("k1", 560)]


def test_every_photo_has_exactly_one_card() -> None:
    photos = tuple(replace(photo(face()), key=str(n), title=f"photo {n}") for n in range(5))

    assert page(*photos).count("<article") == 5


def test_the_last_good_day_is_shown_in_the_readers_language() -> None:
    until = replace(photo(face()), until=date(2026, 6, 30))

    assert "until 30 June 2026" in page(until)
    assert "tot en met 30 juni 2026" in page(until, language="nl")


def test_a_change_shows_before_and_after() -> None:
    before, after = photo(face()), photo(face(mark=Mark.BLOCKED), status=Status.BLOCKED)
    event = SheetEvent(
        title="Withdrawn",
        text="At once.",
        changes=(SheetChange(before=before, after=after),),
        others=3,
    )
    made = render(replace(sheet(after), events=(event,)), lambda _key, _px: b"jpeg")
    changed = made[made.index("Withdrawn") :]

    assert re.search(r"Before.*Cleared.*After.*Not cleared", changed, re.DOTALL)
    assert "and 3 more photos" in changed


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        pytest.param("nl", DUTCH, id="dutch"),
        pytest.param("nl-NL", DUTCH, id="dutch of a country"),
        pytest.param("en", ENGLISH, id="english"),
        pytest.param("xx", ENGLISH, id="unknown"),
    ],
)
def test_words_come_in_the_language_asked_for(language: str, expected: object) -> None:
    assert texts(language) is expected


def test_a_page_in_a_language_we_do_not_have_is_english_throughout() -> None:
    made = page(photo(), language="xx")

    assert '<html lang="en">' in made
    assert "21 November 2026" in made


def test_where_every_channel_says_the_same_one_chip_says_so() -> None:
    alike = replace(
        photo(face()),
        channels=tuple(
            SheetChannel(name=name, verdict=Verdict.CLEARED) for name in ("website", "print")
        ),
    )

    assert "every use" in page(alike)
    assert "website" not in page(alike)
    assert "every use" not in page(photo(face()))


def test_counts_of_all_six_answers_are_shown() -> None:
    made = page(photo(), photo(status=Status.REVIEW))
    tiles = made[made.index('class="tiles"') : made.index("</ul>")]

    assert tiles.count("<li") == len(Status)
    assert [int(n) for n in re.findall(r"<b>(\d+)</b>", tiles)] == [1, 0, 1, 0, 0, 0]
