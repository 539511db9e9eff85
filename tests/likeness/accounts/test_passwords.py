"""Which passwords are good enough, and how they are kept."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likeness.accounts.hashing import Hashing
from likeness.accounts.passwords import LONGEST, SHORTEST, Weak, weakness

QUICK = Hashing(memory_kib=64, time_cost=1)


@pytest.mark.parametrize(
    ("password", "weak"),
    [
        pytest.param("elevenchars", Weak.SHORT, id="one too few"),
        pytest.param("x" * 201, Weak.LONG, id="too long to be typed"),
        pytest.param("passwordpassword", Weak.COMMON, id="a known word twice"),
        pytest.param("P@ssw0rd2026!", Weak.COMMON, id="in disguise"),
        pytest.param("Welkom_Welkom1", Weak.COMMON, id="in Dutch"),
        pytest.param("aaaaaaaaaaaaaa", Weak.COMMON, id="one letter"),
        pytest.param("xyzw!xyzw!xyzw!", Weak.COMMON, id="over and over"),
        pytest.param("0987654321098", Weak.COMMON, id="in a row, backwards"),
        pytest.param("qwertyuiopasdf", Weak.COMMON, id="in a row on the keys"),
        pytest.param("ada.lovelace1815", Weak.PERSONAL, id="their own name"),
        pytest.param("four cold windows sing", None, id="a few words"),
        pytest.param("\N{LATIN SMALL LETTER E WITH ACUTE}t\N{LATIN SMALL LETTER E WITH ACUTE} \N{SNOWMAN} zomer regen", None, id="other letters"),
        pytest.param("7#kQ9!mZ2&px", None, id="twelve of any kind"),
    ],
)  # fmt: skip
def test_a_password_is_judged(password: str, weak: Weak | None) -> None:
    assert weakness(password, "Ada Lovelace", "ada@example.org") is weak


@settings(max_examples=200)
@given(st.text(min_size=0, max_size=LONGEST + 20))
def test_whatever_is_typed_gets_a_judgement(password: str) -> None:
    weak = weakness(password, "Ada Lovelace")

    assert weak is None or weak in Weak
    if len(password) < SHORTEST // 3:
        assert weak is Weak.SHORT


def test_the_right_password_fits_and_no_other() -> None:
    kept = QUICK.hash("four cold windows sing")

    assert kept.startswith("$argon2id$")
    assert QUICK.fits(kept, "four cold windows sing")
    assert not QUICK.fits(kept, "four cold windows sink")


def test_with_nothing_kept_nothing_fits() -> None:
    assert not QUICK.fits("", "nobody has this password")
    assert not QUICK.fits("no hash at all", "anything")


def test_the_same_letters_typed_another_way_are_the_same_password() -> None:
    kept = QUICK.hash("caf\u00e9 aan het water")

    assert QUICK.fits(kept, "cafe\u0301 aan het water")


def test_a_hash_of_weaker_settings_is_outdated() -> None:
    stricter = Hashing(memory_kib=128, time_cost=2)

    assert stricter.is_outdated(QUICK.hash("four cold windows sing"))
