"""Whether a photo is still the same picture."""

import pytest

from consent.content import content_key, is_changed

ROWS = [
    pytest.param("sha256-original:aa", "sha256-original:aa", False, id="the same"),
    pytest.param("sha256-original:aa", "sha256-original:bb", True, id="another hash"),
    pytest.param("sha256-preview:aa", "sha256-original:bb", False, id="another kind of hash"),
    pytest.param("", "sha256-original:bb", True, id="unknown before"),
    pytest.param("sha256-original:aa", "", True, id="unknown now"),
    pytest.param("", "", True, id="never known"),
    pytest.param("sha256-original:", "sha256-original:", True, id="a kind without a hash"),
]


@pytest.mark.parametrize(("then", "now", "expected"), ROWS)
def test_only_another_hash_of_the_same_kind_is_changed_content(
    then: str,
    now: str,
    expected: bool,  # noqa: FBT001
) -> None:
    assert is_changed(then, now) is expected


def test_a_hash_is_written_with_its_kind() -> None:
    assert content_key("sha256-original", "aa") == "sha256-original:aa"
