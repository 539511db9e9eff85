"""A gallery lies in memory once, is only read by children, and is overwritten when it is replaced."""

import mmap
import os
from pathlib import Path

import numpy as np
import pytest

from recognition.errors import ChildLost, GalleryGone, GalleryRefused
from recognition.shared_gallery import Floats, SharedGallery, attached
from recognition.values import PackId

PACK = PackId("test/1")


def rows(count: int, dimension: int = 128) -> Floats:
    vectors = np.random.default_rng(3).normal(size=(count, dimension)).astype(np.float32)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / lengths, np.float32)


def published(vectors: Floats, persons: list[int]) -> SharedGallery:
    return SharedGallery(vectors, np.array(persons, np.int32), PACK, 7)


def test_a_reader_sees_the_rows_sorted_by_person() -> None:
    vectors = rows(4)

    with published(vectors, [9, 2, 9, 2]) as gallery:
        inside, persons = attached(os.dup(gallery.descriptor), gallery.rows, gallery.dimension)

        assert persons.tolist() == [2, 2, 9, 9]
        assert np.array_equal(inside, vectors[[1, 3, 0, 2]])
        assert (gallery.version, gallery.pack_id) == (7, PACK)


def test_an_empty_gallery_can_be_published() -> None:
    with published(np.empty((0, 128), np.float32), []) as gallery:
        inside, persons = attached(os.dup(gallery.descriptor), gallery.rows, gallery.dimension)

        assert inside.shape == (0, 128)
        assert persons.shape == (0,)


def test_a_reader_cannot_change_a_row() -> None:
    with published(rows(2), [1, 2]) as gallery:
        inside, _ = attached(os.dup(gallery.descriptor), gallery.rows, gallery.dimension)

        with pytest.raises(ValueError, match="read-only"):
            inside[0, 0] = 1.0


def test_nobody_who_gets_the_descriptor_can_map_it_for_writing_or_cut_it() -> None:
    with published(rows(2), [1, 2]) as gallery:
        with pytest.raises(PermissionError):
            mmap.mmap(gallery.descriptor, 100)
        with pytest.raises(PermissionError):
            os.ftruncate(gallery.descriptor, 1)
        with pytest.raises(PermissionError):
            os.write(gallery.descriptor, b"x")


def test_a_retired_gallery_is_overwritten() -> None:
    gallery = published(rows(3), [1, 2, 3])
    inside, persons = attached(os.dup(gallery.descriptor), gallery.rows, gallery.dimension)
    assert inside.any()

    gallery.retire()

    assert not inside.any()
    assert not persons.any()


def test_a_gallery_in_use_is_overwritten_only_afterwards() -> None:
    gallery = published(rows(3), [1, 2, 3])
    inside, _ = attached(os.dup(gallery.descriptor), gallery.rows, gallery.dimension)

    with gallery.in_use():
        gallery.retire()
        assert inside.any()

    assert not inside.any()


def test_nobody_starts_with_a_retired_gallery() -> None:
    gallery = published(rows(1), [1])
    gallery.retire()
    gallery.retire()

    with pytest.raises(GalleryGone), gallery.in_use():
        pass
    assert issubclass(GalleryGone, ChildLost), "the caller retries"


def test_a_gallery_without_one_person_per_row_is_refused() -> None:
    with pytest.raises(GalleryRefused):
        published(rows(3), [1, 2])


def test_a_gallery_has_no_name_in_any_folder() -> None:
    with published(rows(1), [1]) as gallery:
        path = Path(f"/proc/self/fd/{gallery.descriptor}").readlink()

        assert str(path).startswith("/memfd:")
        assert not path.exists()
