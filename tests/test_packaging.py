"""The install: only what the locks name, one cv2 without libGL, and nobody else under our package names."""

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
LOCKS = ("build.txt", "dev.txt", "models.txt", "runtime.txt")
OUR_PACKAGES = ("config", "connector", "consent", "likeness", "recognition", "scheduler")
NEVER = {
    "opencv-python",
    "opencv-contrib-python",
    "tensorflow",
    "tensorflow-cpu",
    "keras",
    "torch",
    "dlib",
}
NOT_LOCKED = {"likeness", "pip"}
DESKTOP = ("libGL", "libEGL", "libX11", "libxcb", "libgthread", "libQt", "libgtk")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """One line of a lock: what is wanted, and the hashes it may have."""

    wanted: Requirement
    hashes: tuple[str, ...]

    @property
    def name(self) -> str:
        return canonicalize_name(self.wanted.name)

    @property
    def version(self) -> str:
        return str(self.wanted.specifier).removeprefix("==")

    @property
    def counts_here(self) -> bool:
        return self.wanted.marker is None or self.wanted.marker.evaluate()


def pins(lock: str) -> Iterator[Pin]:
    text = (ROOT / "requirements" / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    for line in text.splitlines():
        wanted, *hashes = re.split(r"\s+--hash=", line.strip())
        yield Pin(wanted=Requirement(wanted), hashes=tuple(hashes))


def pinned(*locks: str) -> dict[str, str]:
    return {pin.name: pin.version for lock in locks for pin in pins(lock)}


def installed() -> dict[str, str]:
    return {canonicalize_name(found.name): found.version for found in metadata.distributions()}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_line_of_a_lock_is_one_version_with_hashes(lock: str) -> None:
    loose = [
        str(pin.wanted)
        for pin in pins(lock)
        if not re.fullmatch(r"==[^,*]+", str(pin.wanted.specifier))
        or not pin.hashes
        or not all(re.fullmatch(r"sha256:[0-9a-f]{64}", found) for found in pin.hashes)
    ]

    assert loose == []


@pytest.mark.parametrize(
    "path", sorted((ROOT / "requirements").iterdir()), ids=lambda path: path.name
)
def test_no_lock_names_an_index(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert "://" not in text
    assert not re.search(r"^\s*--(index|extra-index|find-links|trusted-host)", text, re.MULTILINE)


def test_there_is_no_lock_that_records_index_addresses() -> None:
    assert not (ROOT / "uv.lock").exists()


@pytest.mark.parametrize("lock", LOCKS)
def test_what_must_never_come_along_is_in_no_lock(lock: str) -> None:
    assert not NEVER & set(pinned(lock))


def test_the_locks_agree_with_one_another() -> None:
    versions = {(pin.name, pin.version) for lock in LOCKS for pin in pins(lock)}

    assert len(versions) == len({name for name, _ in versions})


def test_what_is_declared_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    declared = {canonicalize_name(Requirement(line).name) for line in project["dependencies"]}
    models = {
        canonicalize_name(Requirement(line).name)
        for line in project["optional-dependencies"]["models"]
    }

    assert declared <= set(pinned("runtime.txt"))
    assert models <= set(pinned("models.txt"))


def test_the_environment_is_what_the_locks_say() -> None:
    here = installed()
    wanted = {pin.name: pin.version for lock in LOCKS for pin in pins(lock) if pin.counts_here}

    assert {name: here.get(name) for name in wanted} == wanted
    assert set(here) - set(wanted) <= NOT_LOCKED


def test_the_only_complaint_of_pip_check_is_the_second_cv2() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "pip", "check"], capture_output=True, text=True, check=False
    )

    complaints = told.stdout.splitlines()

    assert [
        line for line in complaints if "requires opencv-python, which is not installed" not in line
    ] == []
    assert [line.split()[0] for line in complaints] == ["insightface"]


def test_one_distribution_owns_cv2() -> None:
    assert set(metadata.packages_distributions()["cv2"]) == {"opencv-python-headless"}


def test_no_dependency_claims_our_package_names() -> None:
    owners = metadata.packages_distributions()

    strangers = {(name, owner) for name in OUR_PACKAGES for owner in owners.get(name, ())}

    assert strangers <= {(name, "likeness") for name in OUR_PACKAGES}


@pytest.mark.parametrize("package", OUR_PACKAGES)
def test_our_package_names_lead_to_this_repository(package: str) -> None:
    found = find_spec(package)

    assert found is not None
    assert found.origin is not None
    assert Path(found.origin).is_relative_to(ROOT)


@pytest.mark.skipif(sys.platform != "linux", reason="ldd is of Linux")
def test_cv2_needs_no_desktop_library() -> None:
    spec = find_spec("cv2")
    assert spec is not None
    assert spec.origin is not None
    site = Path(spec.origin).parent.parent
    binaries = [*site.glob("cv2/**/*.so*"), *site.glob("opencv_python_headless.libs/*.so*")]

    told = subprocess.run(["ldd", *map(str, binaries)], capture_output=True, text=True, check=True)
    needed = re.findall(r"^\t(lib\S+)(?: => (.*))?$", told.stdout, re.MULTILINE)

    assert binaries
    assert len(needed) > 10
    assert [name for name, _ in needed if name.startswith(DESKTOP)] == []
    assert [name for name, where in needed if where.startswith("not found")] == []


def test_make_help_tells_every_target_a_visitor_needs() -> None:
    told = subprocess.run(
        ["make", "-C", str(ROOT), "help"], capture_output=True, text=True, check=True
    )

    targets = set(re.findall(r"^ {2}make (\S+)", told.stdout, re.MULTILINE))

    assert targets >= {"help", "setup", "demo", "test", "check", "lock", "clean"}


def test_make_says_what_to_do_without_a_new_enough_python(tmp_path: Path) -> None:
    old = tmp_path / "python-of-yore"
    old.write_text(
        '#!/bin/sh\nif [ "$1" = -V ]; then echo "Python 3.9.2"; exit 0; fi\nexit 1\n',
        encoding="utf-8",
    )
    old.chmod(0o700)

    command = ["make", "-f", str(ROOT / "Makefile"), f"PYTHON={old}", "setup"]
    told = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert told.returncode != 0
    assert "Likeness needs Python 3.11 or newer" in told.stdout
    assert "Python 3.9.2" in told.stdout
    assert "make PYTHON=python3.12 setup" in told.stdout
