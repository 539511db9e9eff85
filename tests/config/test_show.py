"""What `likeness config` shows."""

import re
import tomllib
from pathlib import Path

from config.hosts import KINDS
from config.load import Loaded, load
from config.secrets import Secrets
from config.settings import Settings
from config.show import REDACTED, Shown, example, origins, schema


def loaded(tmp_path: Path, text: str, **environ: str) -> Loaded:
    file = tmp_path / "likeness.toml"
    file.write_text(text, encoding="utf-8")
    return load(data=tmp_path, file=file, environ=environ)


def shown(tmp_path: Path, text: str, **environ: str) -> dict[str, Shown]:
    secrets = Secrets(folder=tmp_path / "secrets", environ=environ, docker=tmp_path / "docker")
    found = loaded(tmp_path, text, **environ)
    return {line.name: line for line in origins(found, secrets)}


def test_the_example_is_a_right_file(tmp_path: Path) -> None:
    settings = loaded(tmp_path, example()).settings

    assert settings.timezone == "Europe/Amsterdam"


def test_every_line_of_the_example_is_right_when_switched_on(tmp_path: Path) -> None:
    lines = [
        line.removeprefix("# ") if re.match(r"# ([a-z_-]+ = |\[)", line) else line
        for line in example().splitlines()
    ]

    settings = loaded(tmp_path, "\n".join(lines)).settings

    assert settings.hosts["photos"].kind == "folder"
    assert settings.public.public_url == "https://consent.example.org"


def test_the_example_names_every_setting() -> None:
    text = example()

    for name in Settings.model_fields:
        assert f"[{name}" in text or f"{name} = " in text


def test_the_example_names_every_setting_of_every_kind_of_host() -> None:
    written = set(re.findall(r"^# ([a-z_]+) = ", example(), re.MULTILINE))
    sections = set(re.findall(r"^# \[hosts\.[a-z]+\.([a-z]+)\]", example(), re.MULTILINE))

    missing = {
        (kind.__name__, name)
        for kind in KINDS
        for name in kind.model_fields
        if name not in written | sections
    }

    assert not missing


def test_the_example_takes_the_answers_of_the_first_run(tmp_path: Path) -> None:
    answers = {"timezone": "UTC", "language": "nl", "controller": 'A "B" \\ C\n'}

    settings = loaded(tmp_path, example(answers)).settings

    assert settings.controller == 'A "B" \\ C'
    assert settings.language == "nl"


def test_every_setting_tells_where_it_came_from(tmp_path: Path) -> None:
    lines = shown(tmp_path, example(), LIKENESS_OFFICE='{"bind": "127.0.0.1:9"}')

    assert lines["timezone"].origin == "file likeness.toml"
    assert lines["language"].origin == "default"
    assert lines["office.bind"] == Shown(
        name="office.bind", value='"127.0.0.1:9"', origin="environment LIKENESS_OFFICE"
    )
    assert lines["key_file"].value == "not set"


def test_a_secret_is_shown_as_stars(tmp_path: Path) -> None:
    text = example() + '[hosts.photos]\nkind = "folder"\nroot = "/srv/photos"\n'

    lines = shown(tmp_path, text, LIKENESS_SECRET_PHOTOS="canary")  # noqa: S106

    assert lines["hosts.photos.secret"].value == REDACTED
    assert "canary" not in str(lines)


def test_a_secret_for_messages_is_shown_as_stars(tmp_path: Path) -> None:
    text = example() + '[hosts.my-dam]\nkind = "folder"\nroot = "/srv/photos"\n'

    lines = shown(tmp_path, text, LIKENESS_SECRET_MY_DAM_WEBHOOK="canary")  # noqa: S106

    assert lines["hosts.my-dam.webhook-secret"].value == REDACTED
    assert "canary" not in str(lines)


def test_the_schema_knows_every_setting() -> None:
    assert set(schema()["properties"]) == set(Settings.model_fields)
    assert schema()["required"] == ["timezone", "controller"]


def test_the_example_is_toml_whatever_is_in_it() -> None:
    assert tomllib.loads(example({"controller": "\x00\u2028é"}))["controller"] == "\x00\u2028é"
