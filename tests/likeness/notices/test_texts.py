"""Built-in texts: complete, in plain words, and filled in; other languages by file."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from consent.errors import ContradictoryInput
from consent.ids import Channel, NoticeId
from consent.notices import (
    Audience,
    SectionKind,
    best_language,
    canonical_text,
    missing_sections,
    notice_digest,
)
from consent.states import Mode
from likeness.notices.errors import BrokenNotice, NoSuchNotice
from likeness.notices.files import Shelf
from likeness.notices.texts import Draft, NoticeTerms, drafts, poster

TERMS = NoticeTerms(
    controller="Example Foundation",
    contact="privacy@example.org",
    authority="Autoriteit Persoonsgegevens",
    years=5,
    months=36,
    school_year_ends=(7, 31),
    channels={
        Channel("website"): {},
        Channel("social-media"): {},
        Channel("stage"): {"en": "Stage"},
    },
)
BUILT_IN = [NoticeId("general"), NoticeId("municipality"), NoticeId("school")]
FORBIDDEN = re.compile(
    r"quitclaim|templat|sjablo|vorlage|gabarit|vector|vektor|vecteur|channel|kanaal|kanal|\bcana",
    re.IGNORECASE,
)
DRAFTS = [
    pytest.param(draft, id=f"{name}-{draft.notice.language}-{draft.notice.audience}")
    for name in BUILT_IN
    for draft in drafts(Shelf(), name, TERMS)
]


@pytest.mark.parametrize("draft", DRAFTS)
def test_a_built_in_text_has_every_section_and_fills_everything_in(draft: Draft) -> None:
    text = canonical_text(draft.notice)

    assert missing_sections(draft.notice) == ()
    assert draft.notice.title
    assert draft.notice.recognition
    assert "{" not in text
    assert "Example Foundation" in text
    assert "privacy@example.org" in text
    assert "5" in text


@pytest.mark.parametrize("language", ["en", "nl", "de", "fr"])
def test_a_text_says_to_whom_to_complain_also_where_the_settings_do_not(language: str) -> None:
    found = drafts(Shelf(), NoticeId("school"), replace(TERMS, authority=""))
    rights = [
        section.paragraphs[-1]
        for draft in found
        if draft.notice.language == language
        for section in draft.notice.sections
        if section.kind is SectionKind.RIGHTS
    ]

    assert len(rights) == 2
    assert all(re.search(r"[a-z] ?\.$", said) for said in rights)


def test_a_text_of_your_own_without_an_authority_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "en.toml").write_text(
        '[title]\nadult = "T"\n[sections.rights]\ntitle = "R"\nboth = ["To {authority}."]\n'
    )

    with pytest.raises(BrokenNotice, match=r"authority under \[records\]"):
        drafts(Shelf(own=tmp_path), NoticeId("mine"), replace(TERMS, authority=""))


@pytest.mark.parametrize("draft", DRAFTS)
def test_a_built_in_text_never_uses_words_of_the_trade(draft: Draft) -> None:
    assert FORBIDDEN.findall(canonical_text(draft.notice)) == []


@pytest.mark.parametrize("draft", DRAFTS)
def test_sentences_of_built_in_texts_are_short(draft: Draft) -> None:
    sentences = re.split(r"(?<=[.?!:])\s", canonical_text(draft.notice))

    longest = max(sentences, key=lambda sentence: len(sentence.split()))
    assert len(longest.split()) <= 34, longest


def test_every_notice_is_there_in_four_languages_for_both_readers() -> None:
    found = {
        (draft.notice.id, draft.notice.language, draft.notice.audience)
        for name in BUILT_IN
        for draft in drafts(Shelf(), name, TERMS)
    }

    assert found == {
        (name, language, audience)
        for name in BUILT_IN
        for language in ("de", "en", "fr", "nl")
        for audience in Audience
    }


def test_german_and_french_are_marked_as_starting_texts() -> None:
    marked = {
        draft.notice.language
        for name in BUILT_IN
        for draft in drafts(Shelf(), name, TERMS)
        if draft.starting_text
    }

    assert marked == {"de", "fr"}


@pytest.mark.parametrize("language", ["de", "en", "fr", "nl"])
@pytest.mark.parametrize("mode", list(Mode))
def test_a_poster_says_per_mode_who_is_measured_for_how_long_and_where_to_say_no(
    language: str, mode: Mode
) -> None:
    made = poster(Shelf(), NoticeId("municipality"), language, mode, TERMS)

    said = " ".join((made.title, *made.lines, made.yes, made.no))
    assert made.lines
    assert "privacy@example.org" in made.no
    assert "{" not in said
    assert FORBIDDEN.findall(said) == []


def test_posters_of_different_modes_say_different_things() -> None:
    said = {mode: poster(Shelf(), NoticeId("general"), "en", mode, TERMS).lines for mode in Mode}

    assert len(set(said.values())) == len(Mode)


@pytest.mark.parametrize(
    ("name", "last"),
    [
        pytest.param("general", date(2029, 8, 31), id="as configured"),
        pytest.param("municipality", date(2031, 8, 31), id="60 months"),
        pytest.param("school", date(2027, 7, 31), id="end of the school year"),
    ],
)
def test_how_long_an_answer_counts_is_the_notices_default(name: str, last: date) -> None:
    notice = drafts(Shelf(), NoticeId(name), TERMS)[0].notice

    assert notice.duration.ends(date(2026, 9, 1)) == last


@pytest.mark.parametrize(
    ("language", "said"), [("en", "31 July"), ("nl", "31 juli"), ("de", "31. Juli")]
)
def test_the_end_of_the_school_year_is_written_out(language: str, said: str) -> None:
    notices = [draft.notice for draft in drafts(Shelf(), NoticeId("school"), TERMS)]

    text = next(one for one in notices if one.language == language)
    section = text.section(SectionKind.DURATION)
    assert section is not None
    assert said in section.paragraphs[0]


def test_uses_are_called_as_the_installation_calls_them_else_as_the_text_does() -> None:
    terms = replace(TERMS, channels={**TERMS.channels, Channel("website"): {"en": "Our site"}})

    english = next(
        draft.notice
        for draft in drafts(Shelf(), NoticeId("general"), terms)
        if draft.notice.language == "en"
    )

    assert [use.label for use in english.uses] == ["Our site", "Social media", "Stage"]
    assert english.uses[0].explanation.startswith("On our own website")
    assert english.channels == set(terms.channels)


def test_recognition_is_not_asked_about_where_it_is_off() -> None:
    made = drafts(Shelf(), NoticeId("general"), replace(TERMS, recognition=False))

    assert {draft.notice.recognition for draft in made} == {""}


RIGHT_TO_LEFT = """
language = "العربية"
direction = "rtl"
[title]
adult = "هل يمكننا استخدام صورك؟"
[sections.purpose]
title = "لماذا نسأل"
both = ["{controller}"]
"""


def test_any_language_comes_by_file_right_to_left_too(tmp_path: Path) -> None:
    folder = tmp_path / "general"
    folder.mkdir()
    (folder / "ar.toml").write_text(RIGHT_TO_LEFT, encoding="utf-8")

    made = {
        draft.notice.language: draft.notice
        for draft in drafts(Shelf(own=tmp_path), NoticeId("general"), TERMS)
        if draft.notice.audience is Audience.ADULT
    }

    assert set(made) == {"ar", "de", "en", "fr", "nl"}
    assert made["ar"].direction == "rtl"
    assert made["ar"].sections[0].paragraphs == ("Example Foundation",)
    assert SectionKind.RIGHTS in missing_sections(made["ar"])


def test_a_file_of_the_data_folder_comes_before_the_built_in_one(tmp_path: Path) -> None:
    (tmp_path / "school").mkdir()
    own = 'based_on = "general"\n[title]\nadult = "Pictures?"\n'
    (tmp_path / "school" / "en.toml").write_text(own)

    notice = next(
        draft.notice
        for draft in drafts(Shelf(own=tmp_path), NoticeId("school"), TERMS)
        if draft.notice.language == "en" and draft.notice.audience is Audience.ADULT
    )

    assert notice.title == "Pictures?"
    assert missing_sections(notice) == ()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        pytest.param("no toml at all", "no TOML file", id="no TOML"),
        pytest.param('title = "x"\n', "title", id="wrong shape"),
        pytest.param('based_on = "mine"\n', "circle", id="based on itself"),
        pytest.param(
            '[title]\nadult="{nobody}"\n[sections.purpose]\ntitle="x"\n',
            "nobody",
            id="unknown place",
        ),
        pytest.param('[title]\nadult="x"\ncolour="red"\n[sections]\n', "colour", id="unknown key"),
    ],
)
def test_a_broken_file_says_what_is_wrong(tmp_path: Path, content: str, says: str) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "en.toml").write_text(content)

    with pytest.raises(BrokenNotice, match=says):
        drafts(Shelf(own=tmp_path), NoticeId("mine"), TERMS)


def test_an_unknown_notice_names_those_there_are() -> None:
    with pytest.raises(NoSuchNotice, match="general, municipality, school"):
        Shelf().languages(NoticeId("nothing"))
    with pytest.raises(NoSuchNotice):
        Shelf().read(NoticeId("general"), "xx")


def test_the_digest_is_of_exactly_the_text_shown() -> None:
    notice = drafts(Shelf(), NoticeId("general"), TERMS)[0].notice
    shown = canonical_text(notice)

    assert len(notice_digest(notice, shown.encode())) == 64
    with pytest.raises(ContradictoryInput):
        notice_digest(notice, shown.replace("5", "50").encode())


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        pytest.param(["nl-BE", "en"], "nl", id="the region does not matter"),
        pytest.param(["pl", "de"], "de", id="the second wish"),
        pytest.param(["pl"], "en", id="the installation's"),
    ],
)
def test_the_first_language_somebody_reads_is_shown(wanted: list[str], found: str) -> None:
    assert best_language(["de", "en", "nl"], wanted, "en") == found
    assert best_language(["fr"], wanted, "en") == "fr"
    assert best_language([], wanted, "en") is None
