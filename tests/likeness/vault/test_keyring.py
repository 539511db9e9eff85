"""keys.sqlite: wrapped keys, settled or not, destroyed for good."""

import sqlite3
from pathlib import Path

import pytest

from likeness.vault.errors import KekWrong, KeysForeign, NoKey
from likeness.vault.kek import Kek
from likeness.vault.keyring import Keyring
from likeness.vault.sealing import Label
from likeness.vault.vault import Vault

KEK = Kek(id="one", key=bytes(range(32)))
LABEL = Label(kind="profile")


def _vault(path: Path, kek: Kek = KEK, installation: str = "inst") -> Vault:
    return Vault(installation, kek, Keyring(path))


def test_a_persons_key_is_kept_wrapped_and_works_after_opening_again(tmp_path: Path) -> None:
    path = tmp_path / "keys.sqlite"
    vault = _vault(path)
    vault.make_key("anna")
    vault.settle(["anna"])
    sealed = vault.cipher("anna").seal(LABEL, b"data")
    vault.close()

    again = _vault(path)

    assert again.cipher("anna").open(LABEL, sealed) == b"data"
    assert again.persons() == {"anna": True}
    again.close()


def test_a_destroyed_key_is_gone_and_remembered_as_destroyed(tmp_path: Path) -> None:
    vault = _vault(tmp_path / "keys.sqlite")
    vault.make_key("anna")
    vault.destroy("anna")
    vault.destroy("anna")

    with pytest.raises(NoKey):
        vault.cipher("anna")
    assert (vault.persons(), vault.erased()) == ({}, frozenset({"anna"}))
    vault.close()


def test_only_unsettled_keys_are_dropped(tmp_path: Path) -> None:
    vault = _vault(tmp_path / "keys.sqlite")
    vault.make_key("settled")
    vault.settle(["settled"])
    vault.make_key("waiting")

    vault.drop_unsettled(["settled", "waiting"])

    assert vault.persons() == {"settled": True}
    vault.close()


def test_a_key_is_never_replaced(tmp_path: Path) -> None:
    vault = _vault(tmp_path / "keys.sqlite")
    vault.make_key("anna")

    with pytest.raises(sqlite3.IntegrityError):
        vault.make_key("anna")
    vault.close()


@pytest.mark.parametrize(
    ("kek", "installation", "error"),
    [
        (Kek(id="two", key=KEK.key), "inst", KekWrong),
        (KEK, "other", KeysForeign),
    ],
)
def test_keys_of_another_key_file_or_installation_are_refused(
    tmp_path: Path, kek: Kek, installation: str, error: type[Exception]
) -> None:
    path = tmp_path / "keys.sqlite"
    _vault(path).close()
    keyring = Keyring(path)

    with pytest.raises(error):
        Vault(installation, kek, keyring)
    keyring.close()


def test_a_key_that_does_not_open_under_this_key_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "keys.sqlite"
    vault = _vault(path)
    vault.make_key("anna")
    vault.close()
    liar = _vault(path, Kek(id="one", key=bytes(32)))

    with pytest.raises(KekWrong, match="belong together"):
        liar.cipher("anna")
    liar.close()


def test_a_file_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "keys.sqlite"
    _vault(path).close()
    raw = sqlite3.connect(path)
    raw.execute("PRAGMA user_version=99")
    raw.close()

    with pytest.raises(KeysForeign, match="newer"):
        Keyring(path)


def test_a_reader_makes_the_checkpoint_wait(tmp_path: Path) -> None:
    path = tmp_path / "keys.sqlite"
    vault = _vault(path)
    reader = sqlite3.connect(path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM person_keys").fetchall()
    vault.make_key("anna")

    busy = vault.checkpoint()
    reader.execute("COMMIT")
    reader.close()

    assert (busy, vault.checkpoint()) == (False, True)
    assert path.with_name("keys.sqlite-wal").stat().st_size == 0
    vault.close()
