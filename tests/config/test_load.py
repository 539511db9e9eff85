"""Reading the settings: layers, origins, and every wrong setting told at once."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from config.addresses import Bind
from config.errors import SettingsRefused
from config.load import Loaded, load, load_text

GOOD = 'timezone = "Europe/Amsterdam"\ncontroller = "Example Foundation"\n'


def read(tmp_path: Path, text: str = GOOD, environ: Mapping[str, str] | None = None) -> Loaded:
    file = tmp_path / "likeness.toml"
    file.write_text(text, encoding="utf-8")
    return load(data=tmp_path, file=file, environ=environ or {})


def refusal(tmp_path: Path, text: str, environ: Mapping[str, str] | None = None) -> SettingsRefused:
    with pytest.raises(SettingsRefused) as caught:
        read(tmp_path, text, environ)
    return caught.value


def test_two_lines_are_enough(tmp_path: Path) -> None:
    settings = read(tmp_path).settings

    assert settings.language == "en"
    assert settings.office.bind == Bind(host="127.0.0.1", port=8700)
    assert settings.public.listens_on is None
    assert settings.recognition.mode == "detect"
    assert list(settings.channels)[:2] == ["website", "social-media"]


def test_a_public_url_alone_switches_the_public_listener_on(tmp_path: Path) -> None:
    text = GOOD + '[public]\npublic_url = "https://consent.example.org/"\n'

    public = read(tmp_path, text).settings.public

    assert public.listens_on == Bind(host="127.0.0.1", port=8701)
    assert public.public_url == "https://consent.example.org"


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    text = GOOD + '[office]\nbind = "127.0.0.1:1"\n'

    loaded = read(tmp_path, text, {"LIKENESS_OFFICE__BIND": "[::1]:2"})

    assert loaded.settings.office.bind == Bind(host="::1", port=2)
    assert loaded.origins["office.bind"] == "environment LIKENESS_OFFICE__BIND"
    assert loaded.origins["timezone"] == "file likeness.toml"


def test_a_host_may_come_from_the_environment_alone(tmp_path: Path) -> None:
    environ = {
        "LIKENESS_HOSTS__MY_PHOTOS__KIND": "folder",
        "LIKENESS_HOSTS__MY_PHOTOS__ROOT": "/srv/photos",
        "LIKENESS_HOSTS__MY_PHOTOS__POLL_S": "5",
    }

    settings = read(tmp_path, environ=environ).settings

    assert settings.hosts["my-photos"].poll_s == 5.0
    assert settings.folders["my-photos"].root == Path("/srv/photos")


def test_one_channel_label_in_the_environment_keeps_the_other_channels(tmp_path: Path) -> None:
    settings = read(tmp_path, environ={"LIKENESS_CHANNELS__SOCIAL_MEDIA__EN": "Socials"}).settings

    assert settings.channels["social-media"].en == "Socials"
    assert settings.channels["social-media"].nl == "Sociale media"
    assert len(settings.channels) == 6


def test_channels_in_the_file_replace_the_defaults(tmp_path: Path) -> None:
    text = GOOD + '[channels]\nintranet = { en = "Intranet", nl = "Intranet" }\n'

    assert list(read(tmp_path, text).settings.channels) == ["intranet"]


def test_lists_in_the_environment_are_written_with_commas(tmp_path: Path) -> None:
    environ = {"LIKENESS_PUBLIC__TRUSTED_PROXIES": "10.0.0.0/8, 127.0.0.1"}

    proxies = read(tmp_path, environ=environ).settings.public.trusted_proxies

    assert [str(proxy) for proxy in proxies] == ["10.0.0.0/8", "127.0.0.1/32"]


def test_all_wrong_settings_are_told_at_once_with_name_and_example(tmp_path: Path) -> None:
    text = (
        'timezone = "Europe/Amsterdm"\nlanguage = "de"\n[office]\nbnd = "x"\n[public]\n'
        'public_url = "http://consent.example.org"\n[rules]\nignore_below = 3\n'
        '[hosts.Photos]\nkind = "folder"\nroot = "photos"\n'
    )

    error = refusal(tmp_path, text, {"LIKENESS_OFFICE__BIND": "8700", "LIKENESS_OFICE__X": "1"})

    said = {problem.name: str(problem) for problem in error.problems}
    assert set(said) == {
        "LIKENESS_OFICE__X",
        "timezone",
        "language",
        "controller",
        "office.bind",
        "office.bnd",
        "public.public_url",
        "rules.ignore_below",
        "hosts.Photos",
        "hosts.Photos.root",
    }
    assert "did you mean Europe/Amsterdam?" in said["timezone"]
    assert "did you mean bind?" in said["office.bnd"]
    assert "did you mean LIKENESS_OFFICE?" in said["LIKENESS_OFICE__X"]
    assert 'controller = "Example Foundation"' in said["controller"]
    assert "environment LIKENESS_OFFICE__BIND" in said["office.bind"]
    assert all(problem.wrong in str(error) for problem in error.problems)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param('password = "canary-value"', id="password"),
        pytest.param('api_key = "canary-value"', id="api key"),
        pytest.param('access_token = "canary-value"', id="token"),
        pytest.param('webhook_secret = "canary-value"', id="secret"),
        pytest.param('key = "canary-value"', id="plain key"),
    ],
)
def test_a_secret_in_the_file_is_refused_without_repeating_it(tmp_path: Path, line: str) -> None:
    text = GOOD + f'[hosts.my-photos]\nkind = "folder"\nroot = "/srv/photos"\n{line}\n'

    error = refusal(tmp_path, text)

    assert len(error.problems) == 1
    assert "secrets/my-photos" in str(error)
    assert "LIKENESS_SECRET_MY_PHOTOS" in str(error)
    assert "canary-value" not in str(error)


def test_a_wrong_value_is_never_repeated(tmp_path: Path) -> None:
    error = refusal(
        tmp_path, GOOD + 'language = "canary-value"\n[rules]\nconfirm = "canary-value"\n'
    )

    assert len(error.problems) == 2
    assert "canary-value" not in str(error)


def test_a_file_that_is_not_toml_says_where(tmp_path: Path) -> None:
    error = refusal(tmp_path, "timezone = \n")

    assert "line 1" in str(error)


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "likeness.toml").write_bytes(b'controller = "\xff"')

    with pytest.raises(SettingsRefused, match="not UTF-8"):
        load(data=tmp_path, file=tmp_path / "likeness.toml", environ={})


def test_a_folder_in_place_of_the_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsRefused, match="cannot be read"):
        load(data=tmp_path, file=tmp_path, environ={})


def test_without_a_file_the_environment_is_enough(tmp_path: Path) -> None:
    environ = {"LIKENESS_TIMEZONE": "UTC", "LIKENESS_CONTROLLER": "Us", "PATH": "/bin"}

    loaded = load(data=tmp_path, file=tmp_path / "none.toml", environ=environ)

    assert loaded.settings.timezone == "UTC"


def test_our_other_variables_are_no_settings(tmp_path: Path) -> None:
    environ = {"LIKENESS_DATA": "/d", "LIKENESS_SECRET_PHOTOS": "x", "LIKENESS_CONFIG": "/c"}

    assert read(tmp_path, environ=environ).settings.controller == "Example Foundation"


def test_a_table_in_the_environment_may_be_json(tmp_path: Path) -> None:
    loaded = read(tmp_path, environ={"LIKENESS_OFFICE": '{"bind": "127.0.0.1:9"}'})

    assert loaded.settings.office.bind.port == 9


def test_a_word_where_a_table_belongs_is_refused(tmp_path: Path) -> None:
    error = refusal(tmp_path, GOOD, {"LIKENESS_OFFICE": "9"})

    assert [problem.name for problem in error.problems] == ["office"]


def test_the_key_may_not_lie_in_the_data_folder(tmp_path: Path) -> None:
    error = refusal(tmp_path, f'key_file = "{tmp_path}/keys/kek"\n{GOOD}')

    assert [problem.name for problem in error.problems] == ["key_file"]


@pytest.mark.parametrize("inner", ["", "/photos"])
def test_photos_and_data_folder_may_not_lie_in_each_other(tmp_path: Path, inner: str) -> None:
    text = GOOD + f'[hosts.a]\nkind = "folder"\nroot = "{tmp_path}{inner}"\n'

    error = refusal(tmp_path, text)

    assert [problem.name for problem in error.problems] == ["hosts.a.root"]


def test_two_hosts_may_not_share_photos(tmp_path: Path) -> None:
    text = GOOD + (
        '[hosts.a]\nkind = "folder"\nroot = "/srv/a"\n[hosts.b]\nkind = "folder"\nroot = "/srv/a/b"\n'
    )

    assert "two hosts share photos" in str(refusal(tmp_path, text))


def test_no_host_has_the_name_of_another_s_secret(tmp_path: Path) -> None:
    text = GOOD + (
        '[hosts.a]\nkind = "folder"\nroot = "/srv/a"\n'
        '[hosts.a-webhook]\nkind = "folder"\nroot = "/srv/b"\n'
    )

    assert "rename one of them" in str(refusal(tmp_path, text))


def test_an_installation_needs_a_channel(tmp_path: Path) -> None:
    assert [p.name for p in refusal(tmp_path, GOOD + "[channels]\n").problems] == ["channels"]


def test_a_section_with_nothing_in_it_is_the_origin_of_nothing(tmp_path: Path) -> None:
    text = b'timezone = "Etc/UTC"\ncontroller = "X"\n[office]\n'

    loaded = load_text(text, data=tmp_path, file=tmp_path / "likeness.toml", environ={})

    assert set(loaded.origins) == {"timezone", "controller"}
