"""The encoding of a list is the one in which its letters make words; else somebody is asked."""

from itertools import combinations

import pytest

from scheduler.errors import EncodingUnclear, TableRefused
from scheduler.lists.encodings import NAMES, decoded

HEAD = "nummer;naam;klas\r\n"
WEST = ("cp1252", "iso8859-15", "mac_roman", "cp850")
CENTRAL = ("cp1250", "iso8859-2", "mac_latin2", "cp852")
PEOPLE = {
    "Dutch": (WEST, "Zoë Bos,Aïcha El Amrani,René Müller,Anaïs Kok,Daniël Smit,Chloë de Vries"),
    "French": (WEST, "Hélène Lefèvre,François Côté,Jérôme Guérin,Zoé Brûlé,Loïc Maëlle"),
    "German": ((*WEST, "cp1250"), "Jürgen Müller,Björn Groß,Käthe Schäfer,Günther Weiß"),
    "Spanish": (WEST, "José Muñoz,María Peña,Raúl Ibáñez,Begoña Ordóñez"),
    "Portuguese": (WEST, "João Gonçalves,Conceição Simões,Inês Araújo"),
    "Danish": (WEST, "Bjørn Sørensen,Åse Jæger,Håkon Næss"),
    "Polish": (CENTRAL, "Łukasz Wójcik,Małgorzata Wiśniewska,Zbigniew Dąbrowski"),
    "Czech": (CENTRAL, "Jiří Dvořák,Tomáš Novák,Lukáš Růžička,Štěpán Koubek"),
    "Hungarian": (CENTRAL, "Kőrösi Gábor,Szűcs Zoltán,Tóth Ágnes,Fülöp Ödön"),
    "Turkish": (("cp1254",), "Çağrı Yıldız,Ayşe Gündoğdu,Gülşen Şahin"),  # noqa: RUF001
}


def listed(*names: str) -> str:
    return HEAD + "".join(f"{number};{name};3b\r\n" for number, name in enumerate(names))


@pytest.mark.parametrize(
    ("encoding", "names"),
    [
        pytest.param(encoding, people.split(","), id=f"{language} in {encoding}")
        for language, (encodings, people) in PEOPLE.items()
        for encoding in encodings
    ],
)
def test_names_are_read_as_they_were_written_or_somebody_is_asked(
    encoding: str, names: list[str]
) -> None:
    lists = [listed(*names), *(listed(*some) for some in combinations(names, 2))]
    lists += [listed(name) for name in names]
    asked, readings = 0, list[bool]()

    for text in lists:
        try:
            data = text.encode(encoding)
        except UnicodeEncodeError:
            continue
        try:
            found = decoded(data)
        except EncodingUnclear as unclear:
            asked += 1
            readings += [text in {data.decode(one) for one in unclear.samples}]
        else:
            readings += [found.text == text]

    assert all(readings)
    assert asked < len(lists)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("name", ["Zoë", "李明", "علي", "Дмитрий", "O\u2019Brien"])
def test_unicode_is_read_whatever_the_script(encoding: str, name: str) -> None:
    assert decoded(listed(name).encode(encoding)).text == listed(name)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_known_by_its_zeros(encoding: str) -> None:
    assert decoded(listed("Zoë Bos").encode(encoding)).text == listed("Zoë Bos")


def test_a_text_of_plain_letters_is_utf_8() -> None:
    assert decoded(b"naam\nBo Bos\n").encoding == "utf-8"


def test_a_short_text_that_is_utf_8_by_accident_is_asked_about() -> None:
    with pytest.raises(EncodingUnclear) as unclear:
        decoded(listed("Jiří Bos").encode("mac_latin2"))

    assert "mac_latin2" in unclear.value.samples
    assert "Ji" not in str(unclear.value), "a message repeats no cell"


@pytest.mark.parametrize("sign", ["€ 5", "5 °C", "½"])
def test_signs_between_words_are_no_letters(sign: str) -> None:
    text = f"nummer;prijs\r\n1;{sign}\r\n2;Zoë\r\n"

    assert decoded(text.encode("cp1252")).text == text


def test_what_somebody_says_counts() -> None:
    text = listed("Zoâ")

    assert decoded(text.encode("mac_roman"), "mac_roman").text == text
    with pytest.raises(TableRefused, match="cannot be read as utf-8"):
        decoded(b"\xff\xfe\xfa", "utf-8")
    with pytest.raises(TableRefused, match="no such encoding"):
        decoded(b"x", "rot13")


@pytest.mark.parametrize("data", [b"\xff\xfeabc", b"a\x00b;\xff", b"\x00" * 50 + b"a"])
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(TableRefused):
        decoded(data)


def test_every_encoding_has_a_name_for_people() -> None:
    assert all(label and "x".encode(name) for name, label in NAMES.items())
