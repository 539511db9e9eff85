"""Consents of a host, as the command says them; ResourceSpace itself is the fake one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.resourcespace.items import Upload
from tests.fakes.resourcespace.server import FakeHost, serving
from tests.fakes.resourcespace.site import Site
from tests.likeness.cli.calls import Command

NAME = "Wilhelmina Canary"


@pytest.fixture
def fake() -> Iterator[FakeHost]:
    with serving(Site()) as served:
        served.site.give("svc", "cm")
        yield served


@pytest.fixture
def dam(ready: Command, fake: FakeHost) -> Command:
    """Give an installation whose ResourceSpace has two photos and a record about one of them."""
    secrets = Path(ready.data) / "secrets"
    secrets.mkdir(mode=0o700, exist_ok=True)
    key = secrets / "dam"
    key.write_text(fake.site.users["svc"].key)
    key.chmod(0o600)
    settings = Path(ready.data) / "likeness.toml"
    section = f'\n[hosts.dam]\nkind = "resourcespace"\nurl = "{fake.url}"\nuser = "svc"\n'
    settings.write_text(settings.read_text() + section)
    photos = [fake.site.put(Upload(b"\xff\xd8\xff" + bytes([number]))) for number in range(2)]
    record = fake.site.consents.write(
        name=NAME, email="w@canary.example", consent_usage="Print, TV"
    )
    fake.site.consents.link(record, photos[0])
    scanned = ready("scan", "--json")
    assert scanned.code in {0, 7}, scanned.err
    return ready


def test_a_dry_run_says_what_a_record_lacks_and_names_nobody(dam: Command) -> None:
    called = dam("consents", "import", "dam", "--dry-run")

    assert called.code == 0
    assert "new-person" in called.out
    assert "unknown-medium: TV" in called.out
    assert "anary" not in called.out + called.err
    assert dam("person", "list", "--json").json == []


def test_an_import_makes_a_person_with_a_quitclaim_for_that_photo(dam: Command) -> None:
    imported = dam("consents", "import", "dam", "--map", "TV=press", "--json")

    person = imported.json[0]["person"]
    (quitclaim,) = dam("quitclaim", "list", person, "--json").json
    assert quitclaim["channels"] == "press,print"
    assert quitclaim["scope"] == "1 photos"
    assert "anary" not in imported.out + imported.err


def test_a_change_there_is_listed_and_settled(dam: Command, fake: FakeHost) -> None:
    dam("consents", "import", "dam")
    fake.site.consents.write(1, expires="0000-00-00")

    listed = dam("consents", "disagreements", "dam", "--json")
    settled = dam("consents", "settle", "dam", "1", "--ours", "--json")

    assert listed.code == 1
    assert "edited" in {row["difference"] for row in listed.json}
    assert {row["photo"] for row in listed.json} == {"1"}
    assert settled.json["left"] == 0
    assert dam("consents", "disagreements", "dam").code == 0


def test_doctor_says_when_records_that_were_imported_cannot_be_read_any_more(
    dam: Command, fake: FakeHost
) -> None:
    before = {line["check"] for line in dam("doctor", "dam", "--json").json}
    dam("consents", "import", "dam")
    well = {line["check"]: line["ok"] for line in dam("doctor", "dam", "--json").json}
    fake.site.take("svc", "cm")
    ill = {line["check"]: line for line in dam("doctor", "dam", "--json").json}

    assert "consent records (dam)" not in before
    assert well["consent records (dam)"]
    assert not ill["consent records (dam)"]["ok"]
    assert "`cm`" in ill["consent records (dam)"]["advice"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        pytest.param(("import", "dam", "--map", "TV"), 2, id="no mapping"),
        pytest.param(("import", "dam", "--map", "TV=nowhere"), 2, id="no such channel"),
        pytest.param(("import", "dam", "--person", "1=Nobody"), 8, id="no such person"),
        pytest.param(("import", "dam", "--person", "77=new"), 8, id="no such record"),
        pytest.param(("import", "photos"), 3, id="a host without records"),
        pytest.param(("import", "nowhere"), 2, id="no such host"),
        pytest.param(("settle", "dam", "1"), 2, id="not said whose"),
        pytest.param(("settle", "dam", "1", "--ours"), 8, id="nothing was imported"),
    ],
)
def test_what_cannot_be_done_is_refused(dam: Command, words: tuple[str, ...], code: int) -> None:
    called = dam("consents", *words)

    assert (called.code, bool(called.err)) == (code, True)
    assert dam("person", "list", "--json").json == []


def test_without_the_right_to_read_nothing_is_imported(dam: Command, fake: FakeHost) -> None:
    fake.site.take("svc", "cm")

    called = dam("consents", "import", "dam")

    assert called.code == 3
    assert "`cm`" in called.err
