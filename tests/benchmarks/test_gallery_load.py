"""The installation that the gallery is measured with is a real one."""

from pathlib import Path

import numpy as np

from benchmarks.gallery_load import load_s, make_installation
from recognition.values import PackId

PACK = PackId("pack/1")


def test_every_template_is_sealed_and_opened_again(tmp_path: Path) -> None:
    vectors = np.eye(7, dtype=np.float32)

    store = make_installation(tmp_path, vectors, 3, PACK)
    seconds, gallery, galleries = load_s(store, PACK)

    assert seconds > 0
    assert sorted(gallery.templates.values()) == [1, 3, 3]
    assert gallery.shared.rows == 7
    galleries.close()
    store.close()
    assert vectors[0].tobytes() not in (tmp_path / "data" / "likeness.sqlite").read_bytes()
