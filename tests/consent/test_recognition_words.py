"""Face recognition: the newest word of each signer, and one no of a guardian is enough."""

import pytest

from consent.ids import SignerId
from consent.recognition_words import Word, is_overtaken, newest_words, refused_by_another
from tests.consent.build import days

MUM, DAD = SignerId("mum"), SignerId("dad")


def yes(signer: SignerId | None, day: int) -> Word:
    return Word(signer=signer, at=days(day), yes=True)


def no(signer: SignerId | None, day: int) -> Word:
    return Word(signer=signer, at=days(day), yes=False)


@pytest.mark.parametrize(
    ("said", "before", "overtaken"),
    [
        pytest.param(yes(MUM, 2), [no(MUM, 1)], False, id="newer than the no"),
        pytest.param(yes(MUM, 1), [no(MUM, 2)], True, id="older than the no"),
        pytest.param(no(MUM, 1), [yes(MUM, 2)], True, id="older than the yes"),
        pytest.param(yes(MUM, 1), [no(MUM, 1)], True, id="at the same instant the no wins"),
        pytest.param(no(MUM, 1), [yes(MUM, 1)], False, id="and is said now"),
        pytest.param(yes(MUM, 1), [no(DAD, 2)], False, id="another signer replaces nothing"),
        pytest.param(yes(MUM, 1), [no(None, 2)], True, id="the office took it back for all"),
        pytest.param(yes(MUM, 1), [], False, id="the first word"),
    ],
)
def test_a_word_is_overtaken_by_a_newer_one(
    said: Word, before: list[Word], *, overtaken: bool
) -> None:
    assert is_overtaken(said, before) is overtaken


@pytest.mark.parametrize(
    ("words", "refused"),
    [
        pytest.param([], False, id="nothing"),
        pytest.param([no(DAD, 1)], True, id="the other says no"),
        pytest.param([no(DAD, 1), yes(DAD, 2)], False, id="the other relented"),
        pytest.param([yes(DAD, 2), no(DAD, 1)], False, id="whatever their order"),
        pytest.param([yes(DAD, 1), no(None, 2)], True, id="taken back for the other, too"),
        pytest.param([no(MUM, 1)], False, id="their own no is no no of another"),
    ],
)
def test_the_newest_no_of_another_guardian_is_enough(words: list[Word], *, refused: bool) -> None:
    assert refused_by_another(MUM, words, (MUM, DAD)) is refused


def test_the_newest_word_of_each_is_given() -> None:
    words = [yes(MUM, 1), no(MUM, 2), yes(DAD, 1)]

    assert newest_words(words, (MUM, DAD)) == {MUM: no(MUM, 2), DAD: yes(DAD, 1)}
