"""The key file: outside the data folder, private, never overwritten, never made anew by accident."""

from pathlib import Path

import pytest

from likeness.vault.errors import KekExists, KekExposed, KekInside, KekMissing, KekUnreadable
from likeness.vault.kek import create_kek, load_kek


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


def test_a_made_key_file_is_read_again_and_private(tmp_path: Path, data: Path) -> None:
    path = tmp_path / "keys" / "kek"

    made = create_kek(path, data)
    read = load_kek(path, data, wrapped_keys_exist=True)

    assert made == read
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_two_key_files_hold_different_keys(tmp_path: Path, data: Path) -> None:
    one, two = (create_kek(tmp_path / name, data) for name in ("one", "two"))

    assert one.key != two.key
    assert one.id != two.id


def test_the_key_is_not_in_the_repr(tmp_path: Path, data: Path) -> None:
    kek = create_kek(tmp_path / "kek", data)

    assert kek.key.hex() not in repr(kek)
    assert repr(kek.key) not in repr(kek)


def test_a_key_file_is_never_overwritten(tmp_path: Path, data: Path) -> None:
    path = tmp_path / "kek"
    create_kek(path, data)
    before = path.read_bytes()

    with pytest.raises(KekExists, match="never overwritten"):
        create_kek(path, data)

    assert path.read_bytes() == before


@pytest.mark.parametrize("place", ["kek", "deep/er/kek", "../data/kek"])
def test_a_key_file_inside_the_data_folder_is_refused(data: Path, place: str) -> None:
    with pytest.raises(KekInside, match="outside"):
        create_kek(data / place, data)
    with pytest.raises(KekInside, match="outside"):
        load_kek(data / place, data, wrapped_keys_exist=False)


def test_a_link_into_the_data_folder_is_seen_through(tmp_path: Path, data: Path) -> None:
    inside = data / "kek"
    inside.write_text("x")
    link = tmp_path / "link"
    link.symlink_to(inside)

    with pytest.raises(KekInside):
        load_kek(link, data, wrapped_keys_exist=True)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_a_key_file_others_may_read_is_refused(tmp_path: Path, data: Path, mode: int) -> None:
    path = tmp_path / "kek"
    create_kek(path, data)
    path.chmod(mode)

    with pytest.raises(KekExposed, match="chmod 600"):
        load_kek(path, data, wrapped_keys_exist=True)


@pytest.mark.parametrize(
    ("wrapped", "advice"),
    [(True, "without it the templates are lost"), (False, "likeness init")],
)
def test_a_missing_key_file_is_told_by_what_it_would_cost(
    tmp_path: Path,
    data: Path,
    wrapped: bool,  # noqa: FBT001
    advice: str,
) -> None:
    with pytest.raises(KekMissing, match=advice):
        load_kek(tmp_path / "nowhere", data, wrapped_keys_exist=wrapped)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("# only a remark\n", id="no key"),
        pytest.param("00" * 31 + "\n", id="too short"),
        pytest.param("00" * 33 + "\n", id="too long"),
        pytest.param("zz" * 32 + "\n", id="not hexadecimal"),
        pytest.param(("00" * 32 + "\n") * 2, id="two keys"),
        pytest.param("é" * 64, id="not ASCII"),
    ],
)
def test_a_file_without_one_key_is_refused(tmp_path: Path, data: Path, text: str) -> None:
    path = tmp_path / "kek"
    path.write_text(text)
    path.chmod(0o600)

    with pytest.raises(KekUnreadable, match="64 hexadecimal digits"):
        load_kek(path, data, wrapped_keys_exist=True)
