"""The shape of the repository: which folders there are, and that consent needs nothing but Python."""

import ast
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("config", "connector", "consent", "likeness", "recognition", "scheduler")
FOLDERS = {*PACKAGES, "benchmarks", "docker", "docs", "requirements", "tests"}
VAGUE = {"utils", "util", "helpers", "helper", "manager", "base", "common", "misc"}
CONSENT_MAY_BORROW = {("typing_extensions", "override")}


def sources(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from sorted((ROOT / folder).rglob("*.py"))


def borrowed(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Yield (module, name) of every import, wherever it stands, that is neither Python's nor consent's own."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found = [(alias.name, "") for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found = [(node.module or ".", alias.name) for alias in node.names]
        else:
            continue
        for module, name in found:
            if module.partition(".")[0] not in {*sys.stdlib_module_names, "consent"}:
                yield module, name


def test_consent_imports_nothing_but_the_standard_library() -> None:
    strangers = {
        (path.name, *found)
        for path in sources("consent")
        for found in borrowed(ast.parse(path.read_text(encoding="utf-8")))
        if found not in CONSENT_MAY_BORROW
    }

    assert strangers == set()


def test_an_import_inside_a_function_is_seen() -> None:
    tree = ast.parse(
        "def f():\n    import numpy.linalg\n    from typing_extensions import override\n    import json"
    )

    assert list(borrowed(tree)) == [("numpy.linalg", ""), ("typing_extensions", "override")]


def test_the_top_level_has_the_folders_of_the_architecture_and_no_other() -> None:
    found = {
        path.name
        for path in ROOT.iterdir()
        if path.is_dir() and not path.name.startswith(".") and any(path.rglob("*.py"))
    }

    assert found <= FOLDERS
    assert found >= set(PACKAGES)


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_says_in_one_line_what_lives_there(package: str) -> None:
    tree = ast.parse((ROOT / package / "__init__.py").read_text(encoding="utf-8"))

    assert ast.get_docstring(tree)
    assert len(tree.body) == 1, "an __init__.py imports nothing: nothing happens at import"


def test_no_module_has_a_name_that_says_nothing() -> None:
    vague = {
        path.relative_to(ROOT).as_posix()
        for path in sources(*PACKAGES, "tests", "benchmarks")
        if {path.stem, path.parent.name} & VAGUE
    }

    assert vague == set()


def test_no_file_is_longer_than_three_hundred_lines() -> None:
    # A migration is a record of what was: written once, generated, and never worked on again.
    long = {
        path.relative_to(ROOT).as_posix()
        for path in sources(*PACKAGES, "benchmarks")
        if len(path.read_text(encoding="utf-8").splitlines()) > 300
        and not path.is_relative_to(ROOT / "likeness" / "storage" / "migrations")
    }

    assert long == set()


def test_every_package_is_in_the_wheel_the_layers_and_the_type_check() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]

    assert set(project["hatch"]["build"]["targets"]["wheel"]["packages"]) == set(PACKAGES)
    assert set(project["importlinter"]["root_packages"]) == set(PACKAGES)
    assert set(project["mypy"]["packages"]) == {*PACKAGES, "benchmarks", "tests"}
    assert set(project["coverage"]["run"]["source"]) == set(PACKAGES)
