"""What the documents show works: every command is run in a sandbox, every link leads somewhere."""

import io
import json
import re
import shutil
import subprocess
import tomllib
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from likeness.cli.exits import Exit
from likeness.cli.main import app, run
from likeness.demo.library import build
from tests.docs.reading import ROOT, SHOWN, Block, blocks, links, words

PREPARING = 4
"""Blocks of the README that make an installation: init, the folder, the models and doctor."""
_EXPECTED = re.compile(r"# exit code (\d+)")


@dataclass(slots=True, kw_only=True)
class Sandbox:
    """A machine for the reader of a document: photos, pictures to enrol from, a data folder."""

    root: Path
    said: str = ""
    ids: dict[str, str] = field(default_factory=dict)

    def run(self, block: Block) -> None:
        """Do what a block says."""
        if block.note == "append to likeness.toml":
            settings = self.root / "data" / "likeness.toml"
            settings.write_text(settings.read_text() + "\n" + self._here(block.text))
        elif block.note == "set in likeness.toml":
            self._set(block.lines)
        elif block.runs:
            for line in block.lines:
                self._line(self._here(line))

    def _set(self, lines: tuple[str, ...]) -> None:
        """Set keys in the sections that the settings have already."""
        settings = self.root / "data" / "likeness.toml"
        text, section = settings.read_text(), ""
        for line in lines:
            if line.startswith("["):
                section = line
            else:
                assert f"\n{section}\n" in text
                text = text.replace(f"\n{section}\n", f"\n{section}\n{line}\n")
        settings.write_text(text)

    def _here(self, text: str) -> str:
        """Put the sandbox's places and the ids it has seen where the document has examples."""
        text = text.replace("/srv/photos", str(self.root / "photos"))
        text = text.replace("/mnt/backup", str(self.root / "backup"))
        text = text.replace("/srv/archive", str(self.root / "archive"))
        for word, known in self.ids.items():
            text = re.sub(rf"\b{word}\b", known, text)
        return text

    def _line(self, line: str) -> None:
        command, *arguments = words(line)
        if command != "likeness":
            subprocess.run(["bash", "-c", line], check=True, cwd=self.root)
            return
        code = self._likeness(arguments)
        expected = int((_EXPECTED.search(line) or ["", "0"])[1])
        assert code == expected, f"{line}\nended with {code}:\n{self.said}"
        if arguments[:2] in (["quitclaim", "list"], ["key", "list"], ["ask", "list"]):
            self._remember(arguments)

    def _likeness(self, arguments: list[str]) -> int:
        out, told = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(told):
            code = run(arguments)
        self.said = out.getvalue() + told.getvalue()
        return code

    def _remember(self, arguments: list[str]) -> None:
        """Keep the id a reader would copy from the list they just asked for: one that holds."""
        self._likeness([*arguments, "--json"])
        kind = arguments[0]
        held = [
            row for row in json.loads(self.said) if row.get("state", "given") in {"given", "open"}
        ]
        self.ids[kind.upper()] = str(held[0][kind])


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("pictures")
    build(root / "library", root / "enrol", lambda _done, _total: None)
    return root


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory, pictures: Path) -> Path:
    """Make the installation that the README begins with, once, for all other documents."""
    root = tmp_path_factory.mktemp("prepared")
    with pytest.MonkeyPatch.context() as patch:
        sandbox = fresh(root, pictures, patch)
        for block in [one for one in blocks("README.md") if one.runs or "append" in one.note][
            :PREPARING
        ]:
            sandbox.run(block)
    return root


def fresh(root: Path, pictures: Path, patch: pytest.MonkeyPatch) -> Sandbox:
    """Go to a machine with pictures and nothing else."""
    _put(root, pictures)
    return at(root, patch)


def at(root: Path, patch: pytest.MonkeyPatch) -> Sandbox:
    """Go to a machine."""
    patch.chdir(root)
    patch.setenv("LIKENESS_DATA", str(root / "data"))
    return Sandbox(root=root)


def copied(prepared: Path, root: Path, patch: pytest.MonkeyPatch) -> Sandbox:
    """Go to a machine with an installation, copied from another place."""
    shutil.copytree(prepared, root, dirs_exist_ok=True)
    settings = root / "data" / "likeness.toml"
    settings.write_text(settings.read_text().replace(str(prepared), str(root)))
    return at(root, patch)


def _put(root: Path, pictures: Path) -> None:
    for folder in ("portraits", "summer party"):
        (root / "photos" / folder).mkdir(parents=True)
        for photo in sorted((pictures / "library" / folder).glob("*.jpg")):
            (root / "photos" / folder / photo.name).write_bytes(photo.read_bytes())
    coffee = pictures / "library" / "places and things" / "coffee, cup only.jpg"
    (root / "photos" / "summer party" / "cake.jpg").write_bytes(coffee.read_bytes())
    for person in ("Anna", "Bea"):
        for shot in (pictures / "enrol" / person).glob("*.jpg"):
            (root / f"{person.lower()}-{shot.name}").write_bytes(shot.read_bytes())
    (root / "backup").mkdir()
    for folder in ("portraits", "trips"):
        (root / "archive" / folder).mkdir(parents=True)
        (root / "archive" / folder / "coffee.jpg").write_bytes(coffee.read_bytes())


@pytest.mark.parametrize("document", SHOWN)
def test_every_command_of_a_document_works_in_the_order_it_is_shown(
    document: str, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if document == "README.md":
        sandbox = fresh(tmp_path, request.getfixturevalue("pictures"), monkeypatch)
    else:
        sandbox = copied(request.getfixturevalue("prepared"), tmp_path, monkeypatch)

    for block in blocks(document):
        sandbox.run(block)

    assert (sandbox.root / "data" / "likeness.sqlite").exists()


@pytest.mark.parametrize("document", SHOWN)
def test_what_is_not_run_here_is_at_least_a_shell_script(document: str) -> None:
    for block in blocks(document):
        if block.language == "sh":
            subprocess.run(["bash", "-n"], input=block.text.encode(), check=True)


@pytest.mark.parametrize("document", SHOWN)
def test_every_block_says_what_it_is(document: str) -> None:
    for block in blocks(document):
        assert block.language in {"sh", "toml", "mermaid", "po"}
        if block.language == "toml":
            tomllib.loads(block.text)


@pytest.mark.parametrize("document", SHOWN)
def test_commands_of_ours_in_blocks_that_are_not_run_exist(document: str) -> None:
    shown = "\n".join(block.text for block in blocks(document) if block.language == "sh")
    ours = set(re.findall(r"(?:^|/bin/)likeness ([a-z][a-z-]*)", shown, re.MULTILINE))

    assert ours <= {name.split()[0] for name in _commands(get_command(app))}


def test_make_targets_that_are_shown_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    shown = {
        target
        for document in SHOWN
        for block in blocks(document)
        for target in re.findall(r"\bmake (?:-C \S+ )?([a-z]+)", block.text)
    }

    assert shown >= {"demo", "test", "setup"}
    assert shown <= targets


def test_every_command_has_an_example() -> None:
    shown = "\n".join(block.text for document in SHOWN for block in blocks(document))

    missing = [name for name in _commands(get_command(app)) if f"likeness {name}" not in shown]

    assert missing == ["review accept"]  # wants a suggestion; the text beside it says so


def test_the_table_of_exit_codes_is_complete() -> None:
    text = (ROOT / "docs/cli.md").read_text(encoding="utf-8")

    assert [int(code) for code in re.findall(r"^\| (\d+) \|", text, re.MULTILINE)] == list(Exit)


@pytest.mark.parametrize(
    "document",
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_every_link_leads_somewhere(document: Path) -> None:
    for link in links(document):
        assert (document.parent / link).exists(), link


def _commands(command: object, prefix: str = "") -> list[str]:
    """Give the names of all commands, those of groups with the group before them."""
    if not isinstance(command, TyperGroup):
        return [prefix.strip()]
    return [
        name
        for inner in command.commands.values()
        for name in _commands(inner, f"{prefix}{inner.name} ")
    ]
