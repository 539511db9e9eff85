"""What a reported change means, one row per case."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connector.values import ContentHash, HashKind, MediaKind, PhotoChange
from likeness.storage.content import Before, Comparison, Effect, best_hash, compare, effect_of
from tests.likeness.storage.samples import change, original

HOST_A = ContentHash(kind=HashKind.HOST, value="a")
KNOWN = Before(
    version="1",
    place="p.jpg",
    media=MediaKind.PICTURE,
    hashes={HashKind.ORIGINAL: "hash-of-p", HashKind.HOST: "a"},
)
GONE = Before(
    version="1", place="p.jpg", media=MediaKind.PICTURE, deleted=True, hashes=KNOWN.hashes
)
BARE = Before(version="1", place="p.jpg", media=MediaKind.PICTURE)


@pytest.mark.parametrize(
    ("reported", "before", "effect"),
    [
        pytest.param(change("p"), None, Effect.NEW, id="never seen is new"),
        pytest.param(change("p"), KNOWN, Effect.UNCHANGED, id="same again is nothing"),
        pytest.param(
            change("p", version="2"),
            KNOWN,
            Effect.UNCHANGED,
            id="new version of same content is nothing",
        ),
        pytest.param(
            change("p", version="2", content=original("other")),
            KNOWN,
            Effect.CHANGED,
            id="other hash of the same kind is changed",
        ),
        pytest.param(
            change("p", content=original("other")),
            KNOWN,
            Effect.CHANGED,
            id="other hash under the same version is changed",
        ),
        pytest.param(
            change("p", version="2", content=HOST_A),
            KNOWN,
            Effect.UNCHANGED,
            id="each kind remembers its own hash",
        ),
        pytest.param(
            change("p", version="2", content=ContentHash(kind=HashKind.PREVIEW, value="x")),
            KNOWN,
            Effect.UNSURE,
            id="a hash of a new kind is no change, and no proof of none",
        ),
        pytest.param(change("p", place="q.jpg"), KNOWN, Effect.MOVED, id="other place is moved"),
        pytest.param(
            change("p", place="q.jpg", version="2", content=original("other")),
            KNOWN,
            Effect.CHANGED,
            id="moved and changed is changed",
        ),
        pytest.param(change("p", deleted=True), KNOWN, Effect.DELETED, id="gone is deleted"),
        pytest.param(change("p", deleted=True), GONE, Effect.UNCHANGED, id="gone again is nothing"),
        pytest.param(
            change("p", deleted=True),
            None,
            Effect.UNCHANGED,
            id="gone before it was seen is nothing",
        ),
        pytest.param(change("p"), GONE, Effect.RETURNED, id="back with the same content"),
        pytest.param(
            change("p", content=original("other")),
            GONE,
            Effect.CHANGED,
            id="back with other content is changed",
        ),
        pytest.param(
            change("p", version="2"),
            BARE,
            Effect.CHANGED,
            id="new version where no hash was known is changed",
        ),
    ],
)
def test_a_change_has_the_effect(
    reported: PhotoChange, before: Before | None, effect: Effect
) -> None:
    assert effect_of(reported, before) is effect


def test_a_new_version_without_a_hash_counts_as_changed_content() -> None:
    reported = PhotoChange(ref=change("p").ref, version="2", place="p.jpg")

    assert effect_of(reported, KNOWN) is Effect.CHANGED


def test_another_media_kind_is_changed_content() -> None:
    reported = PhotoChange(
        ref=change("p").ref,
        version="1",
        place="p.jpg",
        media=MediaKind.VIDEO,
        content=original("hash-of-p"),
    )

    assert effect_of(reported, KNOWN) is Effect.CHANGED


def test_the_hash_of_the_original_bytes_is_preferred() -> None:
    assert best_hash(
        {HashKind.PREVIEW: "p", HashKind.HOST: "h", HashKind.ORIGINAL: "o"}
    ) == original("o")
    assert best_hash({HashKind.PREVIEW: "p", HashKind.HOST: "h"}) == ContentHash(
        kind=HashKind.HOST, value="h"
    )
    assert best_hash({}) is None


WHOLE, HOSTS, PREVIEW, PART = HashKind.ORIGINAL, HashKind.HOST, HashKind.PREVIEW, HashKind.PARTIAL
SAME, CHANGED, UNKNOWN = Comparison.SAME, Comparison.CHANGED, Comparison.UNKNOWN
HASHES = st.dictionaries(st.sampled_from(HashKind), st.sampled_from("ab"))


@pytest.mark.parametrize(
    ("then", "now", "version", "expected"),
    [
        pytest.param(
            {WHOLE: "a", HOSTS: "a"},
            {WHOLE: "a", HOSTS: "b"},
            False,
            SAME,
            id="the original decides",
        ),
        pytest.param(
            {WHOLE: "a", PREVIEW: "a"},
            {WHOLE: "b", PREVIEW: "a"},
            False,
            CHANGED,
            id="against a preview",
        ),
        pytest.param(
            {WHOLE: "a", HOSTS: "a"},
            {HOSTS: "b"},
            True,
            CHANGED,
            id="the host's, of the whole file",
        ),
        pytest.param(
            {HOSTS: "a", PREVIEW: "a"},
            {HOSTS: "a", PREVIEW: "b"},
            False,
            SAME,
            id="against a preview, too",
        ),
        pytest.param(
            {PREVIEW: "a"},
            {PREVIEW: "b"},
            False,
            CHANGED,
            id="a preview, where nothing is stronger",
        ),
        pytest.param(
            {PREVIEW: "a"}, {PREVIEW: "b"}, True, SAME, id="another preview of the same version"
        ),
        pytest.param(
            {PREVIEW: "a", PART: "a"},
            {PREVIEW: "a", PART: "b"},
            False,
            SAME,
            id="a part is the weakest",
        ),
        pytest.param({PART: "a"}, {PART: "b"}, False, CHANGED, id="a part tells a change"),
        pytest.param({PART: "a"}, {PART: "a"}, False, UNKNOWN, id="a part never tells the same"),
        pytest.param({PART: "a"}, {PART: "b"}, True, SAME, id="a part told in another way"),
        pytest.param(
            {PREVIEW: "a", PART: "a"}, {WHOLE: "a"}, False, UNKNOWN, id="a kind that is new"
        ),
        pytest.param(
            {PREVIEW: "a"}, {WHOLE: "a"}, True, SAME, id="a kind that is new, the same version"
        ),
    ],
)
def test_the_strongest_kind_known_on_both_sides_decides_alone(
    then: dict[HashKind, str], now: dict[HashKind, str], expected: Comparison, *, version: bool
) -> None:
    assert compare(then, now, same_version=version) is expected


@given(then=HASHES, now=HASHES, version=st.booleans(), kind=st.sampled_from([WHOLE, HOSTS]))
def test_what_is_weaker_never_speaks_against_a_hash_of_the_whole_file(
    then: dict[HashKind, str], now: dict[HashKind, str], kind: HashKind, *, version: bool
) -> None:
    if WHOLE in then and WHOLE in now:
        kind = WHOLE
    then[kind], now[kind] = "a", "a"

    assert compare(then, now, same_version=version) is SAME


@given(then=HASHES, now=HASHES)
def test_nothing_new_is_called_a_change_and_no_part_the_same(
    then: dict[HashKind, str], now: dict[HashKind, str]
) -> None:
    common = {kind for kind in then if kind in now}
    answer = compare(then, now, same_version=False)

    if not common:
        assert answer is UNKNOWN
    if common <= {PART}:
        assert answer is not SAME
    if all(then[kind] == now[kind] for kind in common):
        assert answer is not CHANGED


@pytest.mark.parametrize(
    ("hashes", "effect"),
    [
        pytest.param({PART: "a"}, Effect.UNSURE, id="only a part is known: look again"),
        pytest.param({PREVIEW: "a"}, Effect.UNSURE, id="in another way: look again"),
        pytest.param({}, Effect.CHANGED, id="nothing is known"),
    ],
)
def test_a_new_version_that_cannot_be_compared(hashes: dict[HashKind, str], effect: Effect) -> None:
    before = Before(version="1", place="p.jpg", media=MediaKind.PICTURE, hashes=hashes)
    part = ContentHash(kind=HashKind.PARTIAL, value="a")

    assert effect_of(change("p", version="2", content=part), before) is effect
