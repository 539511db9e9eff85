"""Secrets of hosts."""

from pathlib import Path

import pytest

from config.errors import SecretRefused
from config.secrets import Secrets

CANARY = "canary-8d1f"


def keep(path: Path, mode: int = 0o600, text: str = CANARY) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)


def secrets(tmp_path: Path, **environ: str) -> Secrets:
    return Secrets(folder=tmp_path / "secrets", environ=environ, docker=tmp_path / "docker")


def test_a_file_of_its_own_is_read_without_line_ends(tmp_path: Path) -> None:
    keep(tmp_path / "secrets" / "photos", text=f"{CANARY}\n")

    found = secrets(tmp_path).find("photos")

    assert found is not None
    assert found.value.get_secret_value() == CANARY
    assert found.origin == "secret file secrets/photos"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o620])
def test_a_file_that_others_may_open_is_refused(tmp_path: Path, mode: int) -> None:
    keep(tmp_path / "secrets" / "photos", mode)

    with pytest.raises(SecretRefused, match="chmod 600"):
        secrets(tmp_path).find("photos")


def test_a_docker_secret_comes_before_the_file(tmp_path: Path) -> None:
    keep(tmp_path / "secrets" / "photos", text="other")
    keep(tmp_path / "docker" / "photos", mode=0o444)

    found = secrets(tmp_path).find("photos")

    assert found is not None
    assert found.value.get_secret_value() == CANARY


def test_the_environment_comes_first(tmp_path: Path) -> None:
    keep(tmp_path / "docker" / "likeness_my-photos", text="other")

    found = secrets(tmp_path, LIKENESS_SECRET_MY_PHOTOS=CANARY).find("my-photos")

    assert found is not None
    assert found.value.get_secret_value() == CANARY


def test_there_may_be_none(tmp_path: Path) -> None:
    assert secrets(tmp_path).find("photos") is None


@pytest.mark.parametrize("content", [b"", b"\xff\xfe"])
def test_an_empty_or_unreadable_secret_is_refused(tmp_path: Path, content: bytes) -> None:
    keep(tmp_path / "secrets" / "photos")
    (tmp_path / "secrets" / "photos").write_bytes(content)

    with pytest.raises(SecretRefused):
        secrets(tmp_path).find("photos")


def test_printing_a_secret_shows_nothing(tmp_path: Path) -> None:
    keep(tmp_path / "secrets" / "photos")

    assert CANARY not in repr(secrets(tmp_path).find("photos"))
    assert CANARY not in repr(secrets(tmp_path, LIKENESS_SECRET_PHOTOS=CANARY))
