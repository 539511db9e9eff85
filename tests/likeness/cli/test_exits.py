"""Exit codes."""

import importlib

import pytest

from likeness.cli.exits import BY_ERROR, MEANINGS, Exit, exit_for
from likeness.cli.failing import report, sentence

FOLDERS = (
    "config",
    "connector",
    "consent",
    "likeness",
    "likeness.bootstrap",
    "likeness.demo",
    "likeness.storage",
    "likeness.vault",
    "likeness.web",
    "recognition",
    "scheduler",
)


def errors_of(folder: str) -> list[type[Exception]]:
    module = importlib.import_module(f"{folder}.errors")
    return [
        kind
        for kind in vars(module).values()
        if isinstance(kind, type)
        and issubclass(kind, Exception)
        and kind.__module__ == module.__name__
    ]


@pytest.mark.parametrize("name", BY_ERROR)
def test_every_error_in_the_table_exists(name: str) -> None:
    module, _, kind = name.rpartition(".")

    assert issubclass(getattr(importlib.import_module(module), kind), Exception)


@pytest.mark.parametrize("kind", [kind for folder in FOLDERS for kind in errors_of(folder)])
def test_every_error_of_ours_has_a_code(kind: type[Exception]) -> None:
    error = kind.__new__(kind)

    assert exit_for(error) is not Exit.FAULT or kind.__name__ == "StoreNested"


def test_every_code_is_explained() -> None:
    assert set(MEANINGS) == set(Exit)


def test_an_unknown_error_is_a_fault_and_keeps_its_words() -> None:
    with pytest.raises(KeyError) as caught:
        dict[str, int]()["Maria Canary"]

    words = sentence(caught.value)
    code = exit_for(caught.value)

    assert code is Exit.FAULT
    assert "KeyError" in words
    assert "test_exits.py line" in words
    assert "Canary" not in words


def test_an_error_that_was_never_raised_has_no_place() -> None:
    assert sentence(ValueError("x")) == (
        "Likeness failed (ValueError). Please report this as a fault."
    )


@pytest.mark.parametrize(
    ("folder", "name", "words", "said"),
    [
        pytest.param(
            "connector",
            "PhotoUnreadable",
            "too-large",
            "The photo cannot be read (too-large).",
            id="a",
        ),
        pytest.param("connector", "PhotoGone", "", "The photo is not there any more.", id="b"),
        pytest.param(
            "connector", "HostRefused", "Ask for rights first.", "Ask for rights first.", id="c"
        ),
        pytest.param("scheduler", "NoSuchRow", "No such photo.", "No such photo.", id="d"),
    ],
)
def test_errors_speak_in_sentences(folder: str, name: str, words: str, said: str) -> None:
    kind = getattr(importlib.import_module(f"{folder}.errors"), name)

    assert sentence(kind(words)) == said


def test_scripts_get_the_error_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    kind = importlib.import_module("scheduler.errors").ConsentMissing

    code = report(kind("Record a consent first."), as_json=True)

    said = capsys.readouterr()
    assert code is Exit.REFUSED
    assert said.err == "Record a consent first.\n"
    assert said.out == (
        '{"error": "ConsentMissing", "message": "Record a consent first.", "exit": 4}\n'
    )
