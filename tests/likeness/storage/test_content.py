"""What a reported change means, one row per case."""

import pytest

from connector.values import ContentHash, HashKind, MediaKind, PhotoChange
from likeness.storage.content import Before, Effect, best_hash, effect_of
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
            Effect.UNCHANGED,
            id="a hash of a new kind is no change",
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
