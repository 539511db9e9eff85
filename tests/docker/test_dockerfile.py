"""What the Dockerfile promises: no root, no libGL, no model sources, only what the locks name."""

import fnmatch
import re
from pathlib import Path

import pytest

from likeness.pdf.fonts import SYSTEM_FOLDERS
from tests.docker.dockerfile import Instruction, read

ROOT = Path(__file__).parent.parent.parent
PACKAGES = {"config", "connector", "consent", "likeness", "recognition", "scheduler"}
FONTS = "/usr/share/fonts/truetype/dejavu"
STEPS = read(ROOT / "docker" / "Dockerfile")
FINAL = max(step.stage for step in STEPS)


def steps(word: str, stage: int | None = None) -> list[Instruction]:
    return [step for step in STEPS if step.word == word and stage in {None, step.stage}]


def from_repository() -> list[str]:
    return [
        source for step in steps("COPY") if "from" not in step.options for source in step.words[:-1]
    ]


def test_there_is_a_stage_that_builds_and_a_stage_that_runs() -> None:
    assert FINAL == 1


def test_both_stages_start_from_the_same_slim_python() -> None:
    images = {step.words[0] for step in steps("FROM")}

    assert len(images) == 1
    assert re.fullmatch(r"python:3\.1[1-9]-slim-[a-z]+", images.pop())


def test_it_does_not_run_as_root() -> None:
    user, *others = steps("USER", FINAL)

    assert others == []
    assert re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", user.rest)


def test_the_one_system_package_is_fonts_so_no_libgl_and_no_curl() -> None:
    found = [
        step for step in STEPS if re.search(r"\b(apt|apt-get|apk|curl|wget|libgl\w*)\b", step.rest)
    ]

    assert [(step.stage, step.rest.rpartition(" ")[2]) for step in found] == [
        (0, "fonts-dejavu-core")
    ]


def test_the_image_has_the_letters_that_pdfs_look_for() -> None:
    (folder,) = [step.words[-1] for step in steps("COPY", FINAL) if "fonts" in step.rest]

    assert Path(folder) in SYSTEM_FOLDERS


def test_every_install_takes_only_what_is_locked_or_was_built_here() -> None:
    installs = [
        step.rest for step in steps("RUN") if " install " in step.rest and "-m pip" in step.rest
    ]

    assert len(installs) == 4
    assert [rest for rest in installs if "--no-deps" not in rest] == []
    assert [
        rest for rest in installs if "--require-hashes" not in rest and "--no-index" not in rest
    ] == []


def test_the_wheel_is_built_with_locked_tools() -> None:
    (wheel,) = [step.rest for step in steps("RUN") if " wheel " in step.rest]

    assert "--no-build-isolation" in wheel
    assert "--no-deps" in wheel


def test_what_the_tests_need_is_not_in_the_image() -> None:
    assert not [
        source for source in from_repository() if "dev.txt" in source or source.startswith("tests")
    ]


def test_the_sources_of_models_stay_in_the_build_stage() -> None:
    carried = [
        step.words[0] for step in steps("COPY", FINAL) if step.options.get("from") == "build"
    ]
    (install,) = [step.rest for step in steps("RUN") if "models.txt" in step.rest]

    assert "--target /opt/sources" in install
    assert not [
        path for path in carried if path.startswith(("/opt/sources", "/opt/builder", "/src"))
    ]
    assert set(carried) == {"/opt/likeness", "/app", "/opt/converted/models", FONTS}


def test_all_six_packages_are_in_it() -> None:
    assert set(from_repository()) >= PACKAGES


@pytest.mark.parametrize("source", sorted(set(from_repository())))
def test_what_is_copied_is_there_and_not_ignored(source: str) -> None:
    ignore = (ROOT / "docker" / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    allowed = [line.removeprefix("!") for line in ignore if line.startswith("!")]

    assert (ROOT / source).exists()
    assert [rule for rule in allowed if source == rule or source.startswith(f"{rule}/")]


def test_nothing_else_of_the_repository_reaches_the_builder() -> None:
    ignore = (ROOT / "docker" / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [line for line in ignore if line and not line.startswith("#")]

    assert rules[0] == "*"
    for private in (".git", ".venv", "tests", "data", "likeness.toml"):
        assert not [
            rule for rule in rules if rule.startswith("!") and fnmatch.fnmatch(private, rule[1:])
        ]


def test_data_and_keys_are_volumes_of_their_own() -> None:
    (volume,) = steps("VOLUME", FINAL)

    assert volume.words == ("/data", "/keys")


def test_the_key_lies_outside_the_data() -> None:
    settings = dict(
        re.findall(r"(LIKENESS_\w+)=(\S+)", " ".join(step.rest for step in steps("ENV", FINAL)))
    )

    assert settings["LIKENESS_DATA"] == "/data"
    assert settings["LIKENESS_KEY_FILE"] == "/keys/kek"


def test_our_packages_come_first_on_the_path() -> None:
    assert any("PYTHONPATH=/app" in step.rest.split() for step in steps("ENV", FINAL))


def test_its_health_is_what_the_office_says_without_a_key() -> None:
    (health,) = steps("HEALTHCHECK", FINAL)

    assert "/healthz" in health.rest
    assert ' CMD ["python", "-c", ' in health.rest


def test_it_serves_when_nothing_else_is_asked() -> None:
    (entry,), (command,) = steps("ENTRYPOINT", FINAL), steps("CMD", FINAL)

    assert entry.words == ("start",)
    assert command.words == ("serve",)


def test_no_secret_is_baked_in() -> None:
    assert not [
        step for step in STEPS if re.search(r"SECRET|PASSWORD|TOKEN", step.rest, re.IGNORECASE)
    ]
    assert not steps("ARG")
