"""Lists come in and go out by command; evidence is proved by file."""

import csv
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from likeness.storage.dumping import NOT_DUMPED
from likeness.storage.tables import METADATA
from tests.likeness.cli.calls import Called, Command

Listed = Callable[..., Called]

PEOPLE = (
    "Nummer;Naam;E-mail;Klas\n7;=Ada Canary;ada@canary.example;3b\n8;Bo Other;bo@other.example;3b\n"
)


@pytest.fixture
def people(tmp_path: Path) -> Path:
    file = tmp_path / "people.csv"
    file.write_bytes(PEOPLE.encode("cp1252"))
    return file


def test_a_list_is_tried_out_and_taken_over(ready: Command, people: Path) -> None:
    tried = ready("import", "persons", str(people), "--dry-run", "--json")
    done = ready("import", "persons", str(people), "--json")
    again = ready("import", "persons", str(people))

    assert (tried.code, tried.json["applied"], tried.json["add"]) == (0, False, 2)
    assert (done.code, done.json["applied"], done.json["add"]) == (0, True, 2)
    assert "0 new, 0 changed, 2 as before" in again.out


def test_wrong_lines_are_named_and_nothing_is_done(ready: Command, tmp_path: Path) -> None:
    file = tmp_path / "bad.csv"
    file.write_text("name,email\nAda Canary,nonsense-canary\nBo,bo@x.example\n")

    stopped = ready("import", "persons", str(file))
    skipped = ready("import", "persons", str(file), "--skip-bad", "--json")

    assert stopped.code == 1
    assert "line 2, email: This is not an e-mail address" in stopped.out
    assert "canary" not in (stopped.out + stopped.err).casefold()
    assert skipped.json["add"] == 1


@pytest.mark.parametrize(
    ("words", "says"),
    [
        pytest.param(("--map", "name"), "FIELD=COLUMN", id="no column"),
        pytest.param(("--map", "nick=Naam"), "no such field", id="no such field"),
        pytest.param(("--map", "name=Nope"), "no such column", id="no such column"),
    ],
)
def test_a_wrong_mapping_is_refused(
    ready: Command, people: Path, words: tuple[str, ...], says: str
) -> None:
    called = ready("import", "persons", str(people), *words)

    assert called.code != 0
    assert says in called.err


def test_consents_on_paper_come_in(ready: Command, people: Path, tmp_path: Path) -> None:
    ready("import", "persons", str(people))
    file = tmp_path / "consents.csv"
    file.write_text("person,uses,answer,date,months\n7,Website,yes,1-9-2025,600\n")

    done = ready("import", "consents", str(file), "--json")

    assert done.json["add"] == 1
    (row,) = ready("quitclaim", "list", "Canary", "--json").json
    assert (row["state"], row["channels"]) == ("given", "website")


def test_a_name_like_a_formula_goes_out_as_text(
    ready: Command, people: Path, tmp_path: Path
) -> None:
    ready("import", "persons", str(people))

    done = ready("export", "all", str(tmp_path / "out"))

    assert done.code == 0
    written = (tmp_path / "out" / "people.csv").read_text(encoding="utf-8-sig")
    names = {row["name"] for row in csv.DictReader(io.StringIO(written))}
    assert names == {"'=Ada Canary", "Bo Other"}


def test_everything_goes_out_but_secrets(ready: Command, people: Path, tmp_path: Path) -> None:
    ready("import", "persons", str(people))

    done = ready("export", "all", str(tmp_path / "out"), "--json")

    tables = {path.stem for path in (tmp_path / "out" / "tables").iterdir()}
    assert tables == set(METADATA.tables) - set(NOT_DUMPED)
    assert done.json["persons"] == 2
    assert all(path.stat().st_mode & 0o077 == 0 for path in (tmp_path / "out").rglob("*"))
    written = b"".join(p.read_bytes() for p in (tmp_path / "out").rglob("*") if p.is_file())
    assert b"password_hash" not in written
    assert b"secret_hash" not in written


def test_an_export_goes_into_an_empty_folder_only(ready: Command, tmp_path: Path) -> None:
    (tmp_path / "x").write_text("here")

    assert ready("export", "all", str(tmp_path)).code == 3


def test_the_data_of_one_person_names_nobody_else(
    ready: Command, people: Path, tmp_path: Path
) -> None:
    ready("import", "persons", str(people))
    ready("quitclaim", "add", "Canary", "--channels", "website")
    target = tmp_path / "ada.zip"

    done = ready("export", "person", "Canary", "--into", str(target))

    assert done.code == 0
    archive = zipfile.ZipFile(target)
    text = b"".join(archive.read(name) for name in archive.namelist()).decode()
    assert "ada@canary.example" in text
    assert "Other" not in text
    records = json.loads(archive.read("records.json"))
    assert records["groups"] == [{"name": "3b"}]
    assert [row["state"] for row in records["consents_history"]] == ["given"]
    archive.close()


def test_the_same_data_gives_the_same_zip(ready: Command, people: Path, tmp_path: Path) -> None:
    ready("import", "persons", str(people))

    written = []
    for name in ("a.zip", "b.zip"):
        ready("export", "person", "Canary", "--into", str(tmp_path / name))
        written.append((tmp_path / name).read_bytes())

    assert written[0] == written[1]


def rows(command: Command, *words: str) -> Any:  # noqa: ANN401
    return {row["what"]: row for row in command(*words, "--json").json}


def test_retention_says_what_is_due(ready: Command) -> None:
    due = rows(ready, "retention", "--dry-run")
    done = rows(ready, "retention")

    assert all(row["due"] == 0 for row in due.values())
    assert all(row["ended"] == 0 for row in done.values())


def test_a_hold_needs_a_reason_and_a_day(ready: Command, people: Path) -> None:
    ready("import", "persons", str(people))

    assert ready("person", "hold", "Canary").code == 2
    assert ready("person", "hold", "Canary", "--until", "2099-01-01").code == 4
    assert ready("person", "hold", "Canary", "--until", "2001-01-01", "--reason", "claim").code == 4
    held = ready(
        "person", "hold", "Canary", "--until", "2099-01-01", "--reason", "A claim", "--json"
    )
    assert held.json["until"] == "2099-01-01"
    assert ready("person", "hold", "Canary", "--lift", "--json").json["lifted"] == 1


def test_an_erasure_says_what_is_held(ready: Command, people: Path) -> None:
    ready("import", "persons", str(people))
    ready("person", "hold", "Canary", "--until", "2099-01-01", "--reason", "A claim")

    held = ready("erase", "Canary", "--yes")
    gone = ready("erase", "Bo", "--yes")

    assert "until 2099-01-01" in held.out
    assert "nothing of this person is left" in gone.out


def test_somebody_who_signed_nothing_has_no_evidence(
    ready: Command, people: Path, tmp_path: Path
) -> None:
    ready("import", "persons", str(people))

    done = ready("consent", "export", "Canary", "--into", str(tmp_path / "signed"), "--json")

    assert (done.code, done.json["answers"]) == (0, 0)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        pytest.param((), 10, id="no evidence"),
        pytest.param(("--noted", "x"), 2, id="not written as on the receipt"),
        pytest.param(("--noted", f"1:{'a' * 64}", "--here"), 2, id="both"),
        pytest.param(("--here",), 10, id="nothing here knows it"),
    ],
)
def test_what_is_no_evidence_is_disproved(
    ready: Command, tmp_path: Path, words: tuple[str, ...], code: int
) -> None:
    file = tmp_path / "nonsense.json"
    file.write_bytes(b'{"format":"likeness-proof/1"}')

    assert ready("consent", "verify", str(file), *words).code == code
    assert ready("consent", "verify", str(tmp_path / "nothing")).code == 2


@pytest.fixture
def listed(ready: Command, tmp_path: Path) -> Listed:
    def look(data: bytes, *words: str) -> Called:
        file = tmp_path / "list.csv"
        file.write_bytes(data)
        return ready("import", "persons", str(file), *words)

    return look


SCHOOL = (
    "Leerlingnummer;Roepnaam;Tussenvoegsel;Achternaam;Geboortedatum\r\n"
    "1;Zoë;van der;Berg;29-02-2012\r\n2;Aïcha;;O\u2019Brien;05-04-2013\r\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "mac_roman"])
def test_a_dry_run_shows_how_letters_names_and_days_were_read(
    listed: Listed, encoding: str
) -> None:
    said = listed(SCHOOL.encode(encoding), "--dry-run")

    assert said.code == 0
    assert "Names such as: Zoë van der Berg, Aïcha O\u2019Brien." in said.out
    assert "Geboortedatum: day first, 29-02-2012 is 2012-02-29." in said.out
    assert said.out.startswith("Read as ")


def test_letters_that_can_be_read_in_two_ways_are_asked_about(listed: Listed) -> None:
    data = "key;name\n1;Zoâ\n".encode("mac_roman")

    asked = listed(data, "--dry-run")
    told = listed(data, "--dry-run", "--encoding", "mac_roman")

    assert (asked.code, told.code) == (4, 0)
    assert "--encoding mac_roman: Zoâ" in asked.err
    assert "Zoâ" in told.out


def test_american_days_are_read_as_such(listed: Listed) -> None:
    said = listed(b"key,name,born\n1,Ann,05/31/2015\n2,Ben,05/04/2015\n", "--dry-run")

    assert said.code == 0
    assert "born: month first, 05/31/2015 is 2015-05-31." in said.out


def test_days_that_can_be_read_both_ways_are_asked_about(listed: Listed) -> None:
    data = b"key,name,born\n1,Ann,05/06/2015\n"

    asked = listed(data, "--dry-run")
    told = listed(data, "--dry-run", "--dates", "month-first")

    assert (asked.code, told.code) == (4, 0)
    assert "day-first or month-first" in asked.err
    assert "05/06/2015 is 2015-05-06" in told.out


def test_a_column_that_mixes_both_is_refused(listed: Listed) -> None:
    said = listed(b"key,name,born\n1,Ann,05/31/2015\n2,Ben,31/05/2015\n", "--dry-run")

    assert said.code == 4
    assert "mixed" in said.err


def test_a_missing_column_is_one_error(listed: Listed) -> None:
    said = listed(b"a,b\n" + b"Ann,1\n" * 300, "--dry-run")

    assert said.code == 4
    assert said.err.count("name") <= 4
    assert "No column is read as: name" in said.err


def test_titles_and_totals_are_pointed_out(listed: Listed) -> None:
    data = b"List of 3b;;;\r\n\r\nname;born;class;parent\r\nBo;31-05-2015;3b;\r\nTotal: 1;;;\r\n"

    said = listed(data, "--dry-run")

    assert "Line 1 looks like a title: left out." in said.out
    assert "Line 5 looks like a total: left out." in said.out
    assert "1 new" in said.out


def test_a_dry_run_shows_what_stands_there_and_whose_line_it_is(listed: Listed) -> None:
    said = listed(b"key,name,email\n1,Ann,nonsense\n", "--dry-run")

    assert "line 2, email: This is not an e-mail address" in said.out
    assert "[Ann: nonsense]" in said.out


def test_years_of_two_digits_are_read(listed: Listed) -> None:
    said = listed(b"key;name;born\n1;Ann;31.5.15\n2;Ben;1.6.99\n", "--dry-run")

    assert said.code == 0
    assert "31.5.15 is 2015-05-31" in said.out
