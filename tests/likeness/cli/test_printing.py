"""Paper by command: posters, forms and lists go out, scans come in, evidence is proved."""

import json
from pathlib import Path

import pytest

from tests.likeness.cli.calls import Command
from tests.likeness.pdf.reading import page_count, text_of

NAME = "Ada Canary"


@pytest.fixture
def asking(ready: Command, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Give an installation with a published text, a person and a session."""
    monkeypatch.setenv("LIKENESS_ASKING__CONTACT", "privacy@example.org")
    monkeypatch.setenv("LIKENESS_PUBLIC__PUBLIC_URL", "https://consent.example.org")
    assert ready("notice", "publish", "general").code == 0
    assert ready("person", "add", "--name", NAME).code == 0
    assert ready("session", "add", "Summer party").code == 0
    assert ready("session", "link", "Summer party", "--notice", "general").code == 0
    return ready


def said(file: Path) -> str:
    return " ".join(text_of(file.read_bytes()).split())


@pytest.mark.parametrize("language", ["en", "nl"])
def test_a_poster_and_a_form_are_printed(asking: Command, tmp_path: Path, language: str) -> None:
    poster, form = tmp_path / "poster.pdf", tmp_path / "form.pdf"

    called = asking("session", "poster", "Summer", "--into", str(poster), "--language", language)
    filled = asking("session", "form", "Summer", "--into", str(form), "--language", language)

    assert called.code == 8, "Summer is no name of a session"
    called = asking(
        "session", "poster", "Summer party", "--into", str(poster), "--language", language, "--json"
    )
    filled = asking("session", "form", "Summer party", "--into", str(form), "--language", language)
    assert (called.code, filled.code) == (0, 0)
    assert called.json["address"].startswith("https://consent.example.org/s/")
    assert called.json["address"] in text_of(poster.read_bytes()).replace("\n", "")
    assert page_count(poster.read_bytes()) == 1
    assert "privacy@example.org" in said(form)


@pytest.mark.parametrize(
    ("url", "code"),
    [
        pytest.param("http://localhost:8701", 1, id="of this machine only"),
        pytest.param("https://192.0.2.7", 1, id="a number"),
        pytest.param("https://likeness.local", 1, id="of this house only"),
        pytest.param("https://consent.example.org", 0, id="a lasting one"),
    ],
)
def test_an_address_that_may_change_is_warned_about(
    asking: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str, code: int
) -> None:
    monkeypatch.setenv("LIKENESS_PUBLIC__PUBLIC_URL", url)

    called = asking("session", "poster", "Summer party", "--into", str(tmp_path / "p.pdf"))

    assert called.code == code, called.out + called.err


def test_a_filled_form_comes_in_and_proves_itself(asking: Command, tmp_path: Path) -> None:
    scan, out, paper = tmp_path / "scan.pdf", tmp_path / "signed", tmp_path / "receipt.pdf"
    scan.write_bytes(b"%PDF-1.4 scan")
    words = ("Ada", str(scan), "--signed-on", "2026-01-15", "--granted", "website,print")

    kept = asking("quitclaim", "paper", *words)
    again = asking("quitclaim", "paper", *words, "--json")
    exported = asking("consent", "export", "Ada", "--into", str(out), "--json")
    receipt = asking("consent", "receipt", "Ada", "--into", str(paper))

    assert (kept.code, again.json["already"], exported.json["answers"]) == (0, True, 1)
    (proof,) = [path for path in out.glob("*.json") if "receipt" not in path.name]
    proved = asking("consent", "verify", str(proof), "--json").json
    assert proved["holds"]
    assert asking("consent", "verify", str(proof), "--here").code == 0
    assert asking("consent", "verify", str(next(out.glob("*.pdf"))), "--here").code == 0
    assert asking("consent", "verify", str(proof), "--noted", proved["entry"]).code == 0
    noted = proved["entry"].split(":")[0] + ":" + "0" * 64
    assert asking("consent", "verify", str(proof), "--noted", noted).code == 10
    assert receipt.code == 0
    assert proved["entry"][:20] in said(paper)
    assert next(out.glob("*.scan")).read_bytes() == b"%PDF-1.4 scan"


def test_each_file_that_was_exported_is_proved_by_the_proof_beside_it(
    asking: Command, tmp_path: Path
) -> None:
    scan, out, alone = tmp_path / "scan.pdf", tmp_path / "signed", tmp_path / "alone.pdf"
    scan.write_bytes(b"%PDF-1.4 scan")
    asking("quitclaim", "paper", "Ada", str(scan), "--signed-on", "2026-01-15")
    asking("consent", "export", "Ada", "--into", str(out))
    (printed,), (proof,) = out.glob("*.pdf"), [p for p in out.glob("*.json") if "re" not in p.name]
    alone.write_bytes(printed.read_bytes())

    codes = {file.suffix: asking("consent", "verify", str(file)).code for file in out.iterdir()}
    by_name = asking("consent", "verify", str(alone), "--proof", str(proof))
    printed.write_bytes(printed.read_bytes() + b"%")

    assert codes == {".json": 0, ".pdf": 0, ".scan": 0}
    assert by_name.code == 0
    assert asking("consent", "verify", str(printed), "--json").json["flaws"] == [
        "not-of-this-proof"
    ]
    assert asking("consent", "verify", str(alone)).code == 2
    assert asking("consent", "verify", str(alone), "--proof", str(out / "none.json")).code == 2


def test_one_changed_letter_disproves_it(asking: Command, tmp_path: Path) -> None:
    scan, out = tmp_path / "scan.pdf", tmp_path / "signed"
    scan.write_bytes(b"%PDF-1.4 scan")
    asking("quitclaim", "paper", "Ada", str(scan), "--signed-on", "2026-01-15")
    asking("consent", "export", "Ada", "--into", str(out))
    (proof,) = [path for path in out.glob("*.json") if "receipt" not in path.name]
    proof.write_bytes(proof.read_bytes().replace(b"Ada Canary", b"Ada Canery"))

    called = asking("consent", "verify", str(proof), "--json")

    assert called.code == 10
    assert called.json["flaws"] == ["record-changed"]


def test_who_is_silent_is_on_the_list(asking: Command, tmp_path: Path) -> None:
    listed = tmp_path / "list.pdf"
    asking("session", "roster", "Summer party", "Ada")

    called = asking("session", "no-photo-list", "Summer party", "--into", str(listed), "--json")

    assert (called.json["listed"], called.json["of"]) == (1, 1)
    assert NAME in said(listed)
    assert NAME not in called.out
    assert asking("session", "no-photo-list", "3b", "--group", "--into", str(listed)).code == 8


def test_the_record_of_a_signature_is_json_ld(asking: Command, tmp_path: Path) -> None:
    scan, out = tmp_path / "scan.pdf", tmp_path / "signed"
    scan.write_bytes(b"%PDF-1.4 scan")
    asking("quitclaim", "paper", "Ada", str(scan), "--signed-on", "2026-01-15")
    asking("consent", "export", "Ada", "--into", str(out))

    receipt = json.loads(next(out.glob("*.receipt.json")).read_bytes())

    assert receipt["@type"] == "dpv:ConsentReceipt"
    assert receipt["event"]["event_state"] == "dpv:ConsentRefused"
