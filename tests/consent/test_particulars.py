"""Names, addresses, birth dates and languages: one rule for every door."""

import unicodedata
from datetime import date

import idna
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from consent.errors import ParticularsRefused
from consent.invisible import bare
from consent.particulars import (
    Unfit,
    a_birth_date,
    a_hand_over,
    a_language,
    a_name,
    address_key,
    an_address,
    wrong_address,
    wrong_birth_date,
    wrong_name,
)

TODAY = date(2028, 2, 29)
LEFT_TO_RIGHT, RIGHT_TO_LEFT = "\u202d", "\u202e"
JOINERS, UNSEEN = {"\u200c", "\u200d"}, {"Cc", "Cf", "Cs", "Zl", "Zp"}
ANY = st.text(max_size=40)
WEIRD = st.text(
    st.sampled_from('aé@.ß-ـא1\u200b\u200c\u200d\u00ad\u202e\u2066\n\0\ud800,<>"\u3164 '),
    max_size=12,
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        pytest.param("Anna Jansen\u200b", "Anna Jansen", id="a zero-width space at the end"),
        pytest.param("Jo\u00adhan Soft", "Johan Soft", id="a soft hyphen inside"),
        pytest.param("\u200fדנה כהן", "דנה כהן", id="a mark of direction"),
        pytest.param("\u2067דנה\u2069 Cohen", "דנה Cohen", id="isolates"),
        pytest.param("Kim\u00a0Bakker", "Kim Bakker", id="a fixed blank"),
        pytest.param("  Kim \t\r\n Bakker ", "Kim Bakker", id="lines and blanks"),
        pytest.param("An\0na\x1b", "Anna", id="control characters"),
        pytest.param("Zoe\u0308", "Zoë", id="composed"),
        pytest.param("A\u3164nna\u2800B", "Anna B", id="letters without a picture"),
        pytest.param("Em\N{GRINNING FACE}\ufe0fji", "Em\N{GRINNING FACE}ji", id="a picture stays"),
        pytest.param("علی\u200cرضا", "علی\u200cرضا", id="a joiner that belongs to the spelling"),  # noqa: RUF001
        pytest.param("An\u200cna\u200d", "Anna", id="a joiner that nobody sees"),
        pytest.param("辻\U000e0101", "辻\U000e0101", id="the shape of a Han letter"),
        pytest.param("Anna\U000e0101", "Anna", id="a shape behind no Han letter"),
        pytest.param("O\u2019Brien-El Amrani", "O\u2019Brien-El Amrani", id="as it is"),
        pytest.param("B", "B", id="one letter"),
    ],
)
def test_a_name_is_kept_as_people_see_it(typed: str, kept: str) -> None:
    assert a_name(typed) == kept


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        pytest.param("", Unfit.NO_NAME, id="nothing"),
        pytest.param(" \u200b\u3164\n", Unfit.NO_NAME, id="nothing that can be seen"),
        pytest.param("—?", Unfit.STRANGE_NAME, id="no letter"),
        pytest.param(f"Anna {RIGHT_TO_LEFT}nesnaJ", Unfit.STRANGE_NAME, id="turned round"),
        pytest.param(f"{LEFT_TO_RIGHT}Anna", Unfit.STRANGE_NAME, id="turned to the other side"),
        pytest.param("Anna\ud83d", Unfit.STRANGE_NAME, id="half a character"),
        pytest.param("Anna\uffff", Unfit.STRANGE_NAME, id="no character"),
        pytest.param("Anna\ue000", Unfit.STRANGE_NAME, id="somebody's own character"),
        pytest.param("a" * 121, Unfit.LONG_NAME, id="121 characters"),
    ],
)
def test_a_name_that_deceives_or_is_none_is_refused(typed: str, wrong: Unfit) -> None:
    with pytest.raises(ParticularsRefused, match=wrong.value):
        a_name(typed)


def test_a_name_of_120_characters_is_kept() -> None:
    assert wrong_name("a" * 120) is None


@pytest.mark.parametrize(
    "address",
    [
        "anna@example.org",
        "Anna.O'Brien+x@sub.Example.org",
        "anna@exämple.org",
        "anna@straße.example",
        "anna@xn--exmple-cua.org",
        "anna@例え.テスト",
        "anna@דוגמה.example",
        "1@1.example",
        "a@b-c.nl",
        "",
        "  ",
        "anna@example.org\u200b",
        "\u00a0anna@example.org\r\n",
    ],
)
def test_an_address_that_can_be_reached_is_taken(address: str) -> None:
    assert wrong_address(address, wide=False) is None


@pytest.mark.parametrize(
    "address",
    [
        "not an address",
        "geen-adres@x",
        "a@b@example.org",
        "a@b\r\nBcc: v@x.org",
        "a@b.nl,c@d.nl",
        "a@b.nl;c@d.nl",
        "Anna <a@b.nl>",
        '"a b"@example.org',
        "mailto:a@example.org",
        "a@[192.0.2.1]",
        "a@192.0.2.1",
        "@example.org",
        "a@",
        ".a@example.org",
        "a.@example.org",
        "a..b@example.org",
        "a@example..org",
        "a@-b.org",
        "a@b-.org",
        "a@exam_ple.org",
        "a@ab--c.org",
        "a@xn--a.org",
        "a@xn--999999999.org",
        "a@example.o",
        "an\u200bna@example.org",
        "anna@exa\u00admple.org",
        "anna@exam\u202eple.org",
        "anna@\ud800.org",
        "anna@\N{GRINNING FACE}.org",
        "anna@aא.org",
        "a" * 65 + "@example.org",
        "a@" + "b" * 64 + ".org",
        "a@" + "ü" * 60 + ".org",
        "a@" + "b." * 130 + "org",
    ],
)
def test_an_address_that_reaches_nobody_is_refused(address: str) -> None:
    with pytest.raises(ParticularsRefused, match="bad-email"):
        an_address(address, wide=True)


def test_letters_before_the_at_sign_need_a_mail_server_that_takes_them() -> None:
    assert wrong_address("ü@exämple.org", wide=False) is Unfit.EMAIL_NOT_SENT
    assert an_address("ü@exämple.org", wide=True) == "ü@exämple.org"


def test_two_ways_of_writing_one_address_have_one_key() -> None:
    keys = {
        address_key("Anna@Exämple.org\u200b"),
        address_key("anna@xn--exmple-cua.ORG"),
        address_key("anna@exa\u0308mple.org"),
    }

    assert keys == {"anna@xn--exmple-cua.org"}
    assert address_key("") == ""


def test_every_letter_that_may_stand_in_a_domain_can_be_sent() -> None:
    letters = map(chr, [*range(0x80, 0x3100), *range(0x3100, 0x20000, 37)])
    taken = [
        f"{letter}a{letter}"
        for letter in letters
        if wrong_address(f"a@{letter}a{letter}.org", wide=False) is None
        and unicodedata.normalize("NFC", letter) == letter
    ]

    sent = {label: idna.encode(label.lower()).decode() for label in taken}

    assert len(taken) > 5_000
    assert all(
        address_key(f"a@{label}.org") == f"a@{name}.org"
        for label, name in sent.items()
        if label == label.casefold()
    )


@given(st.one_of(ANY, WEIRD))
@example("a\u200d")
def test_a_bare_text_is_bare_already(text: str) -> None:
    assert bare(bare(text)) == bare(text)


@given(st.one_of(ANY, WEIRD))
def test_a_kept_name_is_kept_the_same_again(text: str) -> None:
    if wrong_name(text) is None:
        name = a_name(text)

        assert a_name(name) == name
        assert not {unicodedata.category(sign) for sign in set(name) - JOINERS} & UNSEEN
        assert name.encode()


@given(st.tuples(st.one_of(ANY, WEIRD), st.one_of(ANY, WEIRD)).map("@".join))
def test_a_kept_address_can_be_sent(text: str) -> None:
    if wrong_address(text, wide=True) is None and text.strip():
        address = an_address(text, wide=True)

        local, _, domain = address.rpartition("@")
        assert idna.encode(domain.lower())
        assert not set(local) & set(' ,;:<>()[]"\\\r\n\t')


@pytest.mark.parametrize(
    ("day", "wrong"),
    [
        pytest.param(None, None, id="none"),
        pytest.param(TODAY, None, id="born today"),
        pytest.param(date(2028, 3, 1), Unfit.DAY_TO_COME, id="tomorrow"),
        pytest.param(date(1908, 2, 29), None, id="120 years ago"),
        pytest.param(date(1908, 2, 28), Unfit.TOO_LONG_AGO, id="120 years and a day ago"),
    ],
)
def test_a_birth_date_is_past_and_not_too_far(day: date | None, wrong: Unfit | None) -> None:
    assert wrong_birth_date(day, TODAY) is wrong
    if wrong is None:
        assert a_birth_date(day, TODAY) == day
    else:
        with pytest.raises(ParticularsRefused, match=wrong.value):
            a_birth_date(day, TODAY)


def test_nobody_comes_of_age_before_they_are_born() -> None:
    born = date(2012, 5, 4)

    assert a_hand_over(date(2028, 5, 4), born) == date(2028, 5, 4)
    assert a_hand_over(None, born) is None
    with pytest.raises(ParticularsRefused, match="of-age-too-early"):
        a_hand_over(born, born)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("", ""), (" ", ""), ("NL", "nl"), ("nl-BE", "nl"), ("pt_BR", "pt-br"), ("pt", "pt")],
)
def test_a_language_is_one_of_those_there_are(typed: str, kept: str) -> None:
    assert a_language(typed, ("nl", "en", "pt", "pt-br")) == kept


@pytest.mark.parametrize("typed", ["xx", "Nederlands", "n", "nl;en", "nl\n"[:2] + "-", "123"])
def test_a_language_nobody_can_be_written_in_is_refused(typed: str) -> None:
    with pytest.raises(ParticularsRefused, match="bad-language"):
        a_language(typed, ("nl", "en"))
