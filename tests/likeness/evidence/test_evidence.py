"""Evidence: says all a record must say, proves itself, and one flipped bit is found."""

import base64
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consent.errors import ContradictoryInput
from consent.evidence import make_receipt
from consent.ids import PersonId
from consent.signing import PersonAnswer
from likeness.audit.chain import Link
from likeness.evidence.errors import NotEvidence
from likeness.evidence.package import canonical, from_bytes
from likeness.evidence.verify import Flaw, Proof, from_file, to_file, verify, verify_beside
from likeness.pdf.pictures import is_drawing
from scheduler.evidence import record_evidence
from scheduler.ports.evidence import PaperScan
from tests.fakes.evidence import press
from tests.likeness.evidence.signatures import ANNA, ANSWER, AT, NOTICE, child, drawing, facts
from tests.likeness.pdf.reading import text_of
from tests.scheduler.world import ME, World

MANDATORY = {
    "schema_version",
    "record_id",
    "pii_principal_id",
    "privacy_notice",
    "language",
    "purpose",
    "pii_information",
    "pii_controllers",
    "storage_locations",
    "retention_period",
    "jurisdiction",
    "recipient_third_parties",
    "withdrawal_method",
    "pii_type",
    "party_id",
    "party_address",
    "party_name",
    "party_contact",
    "party_type",
    "event_time",
    "validity_duration",
    "entity_id",
    "event_type",
    "event_state",
}
"""Of ISO/IEC TS 27560:2023, as the guide of the W3C DPV group lists them."""


def record(answer: PersonAnswer = ANSWER) -> dict[str, Any]:
    return dict(from_bytes(press().make(facts(answer=answer)).package).record)


def names(value: object) -> set[str]:
    if isinstance(value, dict):
        return set(value) | {name for inner in value.values() for name in names(inner)}
    if isinstance(value, list):
        return {name for inner in value for name in names(inner)}
    return set()


def test_a_record_has_every_mandatory_field() -> None:
    made = record()

    assert names(made) >= MANDATORY
    assert made["@type"] == "dpv:ConsentRecord"
    assert made["dct:conformsTo"].endswith("#record-eu-gdpr")


def test_a_receipt_has_its_own_id_and_not_the_salt() -> None:
    made = make_receipt(record(), "receipt-1")

    assert made["receipt_id"] == "receipt-1"
    assert str(made["dct:conformsTo"]).endswith("#receipt-eu-gdpr")
    assert "salt" not in made


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        pytest.param(ANSWER, "dpv:ConsentGiven", id="some uses"),
        pytest.param(
            replace(ANSWER, granted=frozenset(), recognition=False), "dpv:ConsentRefused", id="none"
        ),
        pytest.param(
            replace(ANSWER, granted=frozenset()), "dpv:ConsentGiven", id="recognition only"
        ),
    ],
)
def test_the_event_says_whether_anything_was_agreed_to(answer: PersonAnswer, state: str) -> None:
    assert record(answer=answer)["event"]["event_state"] == state


def test_each_use_has_its_own_answer_and_recognition_its_own_ground() -> None:
    found = {one["likeness:use"]: one for one in record()["dpv:hasProcess"]}

    assert found["website"]["dpv:hasConsentStatus"] == "dpv:ConsentGiven"
    assert found["print"]["dpv:hasConsentStatus"] == "dpv:ConsentRefused"
    assert found["recognition"]["dpv:hasLegalBasis"] == "eu-gdpr:A9-2-a"
    assert "pd:FacialPrint" in found["recognition"]["dpv:hasPersonalData"]


def test_a_child_is_signed_for_by_a_guardian() -> None:
    made = from_bytes(press().make(child()).package).record

    types = [party["party_type"] for party in made["parties"]]
    assert types[1:3] == ["dpv:Child", "dpv:GuardianOfDataSubject"]


def test_another_text_than_the_one_shown_makes_no_evidence() -> None:
    changed = replace(facts(), notice=replace(NOTICE, title="Something else"))

    with pytest.raises(ContradictoryInput):
        press().make(changed)


def test_two_records_of_the_same_answer_have_different_hashes() -> None:
    same = press()

    assert same.make(facts()).record_sha256 != same.make(facts()).record_sha256


def test_the_pdf_says_what_was_shown_and_answered() -> None:
    text = text_of(from_bytes(press().make(facts()).package).printed)

    for said in (
        "Anna Canary-Jansen",
        "May we use your picture?",
        "About withdrawal.",
        "Website",
        "1 July 2026 until 30 June 2031",
        "2026-07-01 09:30:15 UTC",
        "not a qualified signature",
    ):
        assert said in " ".join(text.split("\n")), said


def test_the_pdf_speaks_dutch() -> None:
    text = text_of(from_bytes(press().make(facts(replace(NOTICE, language="nl"))).package).printed)

    assert "Wat is beantwoord" in text


def test_letters_that_cannot_be_printed_are_in_the_record() -> None:
    notice = replace(NOTICE, language="ar", title="صورتك", direction="rtl")

    package = from_bytes(press().make(facts(notice)).package)

    assert "cannot print" in text_of(package.printed).replace("\n", " ")
    assert "صورتك" in package.record["notice"]["shown"]


def chained(world: World) -> bytes:
    """Sign, keep the evidence, and take it out as a file with the chain behind it."""
    anna = world.person()
    made = press().make(replace(facts(), person=anna))
    with world.store.begin() as tx:
        seq = record_evidence(tx, made, ME, AT)
        record_evidence(tx, replace(made, signature="signature-2"), ME, AT)  # type: ignore[arg-type]
    with world.store.read() as tx:
        entries = tx.records.segment(seq, 2)
        package = from_bytes(tx.evidence.open(anna, made.signature))
    proof = Proof(
        package=package,
        entries=tuple(entry.text for entry in entries),
        hashes=tuple(entry.hash for entry in entries),
    )
    return to_file(proof)


@pytest.fixture
def proof(world: World) -> bytes:
    return chained(world)


def test_evidence_that_was_taken_out_proves_itself(proof: bytes) -> None:
    verdict = verify(proof)

    assert verdict.holds
    assert verdict.entry == from_file(proof).first


def test_evidence_holds_against_the_entry_that_the_receipt_notes(proof: bytes) -> None:
    noted = from_file(proof).first

    assert verify(proof, noted).holds
    assert verify(proof, Link(seq=noted.seq, hash="0" * 64)).flaws == (Flaw.ANCHOR,)


def test_one_flipped_bit_is_found_wherever_it_is(proof: bytes) -> None:
    step = max(1, len(proof) * 8 // 3_000)

    missed = [
        at
        for at in range(0, len(proof) * 8, step)
        if verify(
            proof[: at // 8] + bytes([proof[at // 8] ^ (1 << at % 8)]) + proof[at // 8 + 1 :]
        ).holds
    ]

    assert missed == []


@given(data=st.binary(max_size=200))
@settings(max_examples=100, deadline=None)
def test_whatever_it_is_given_it_answers(data: bytes) -> None:
    assert not verify(data).holds


@pytest.mark.parametrize(
    ("part", "flaw"),
    [
        pytest.param("record", Flaw.RECORD, id="record"),
        pytest.param("printed", Flaw.PRINTED, id="PDF"),
        pytest.param("scan", Flaw.SCAN, id="scan"),
        pytest.param("entries", Flaw.CHAIN, id="entry"),
    ],
)
def test_it_says_what_was_changed(proof: bytes, part: str, flaw: Flaw) -> None:
    body = json.loads(proof)
    match part:
        case "record":
            body["record"]["parties"][1]["party_name"] = "Somebody Else"
        case "entries":
            body["entries"][1] = body["entries"][1].replace("evidence-kept", "evidence-lost")
        case _:
            body[part] = base64.b64encode(b"%PDF-1.4 other").decode()

    assert verify(canonical(body)).flaws == (flaw,)


def parts(proof: bytes) -> dict[str, bytes]:
    """Give what is handed out beside a proof."""
    read = from_file(proof)
    noted = f"{read.first.seq}:{read.first.hash}"
    return {
        "pdf": read.package.printed,
        "record": canonical(read.package.record),
        "receipt": canonical(make_receipt(read.package.record, noted)),
    }


@pytest.mark.parametrize("part", ["pdf", "record", "receipt"])
def test_what_is_beside_a_proof_is_proved_and_disproved_by_it(proof: bytes, part: str) -> None:
    data = parts(proof)[part]
    changed = bytes([data[0] ^ 1]) + data[1:]

    assert verify_beside(data, proof).holds
    assert verify_beside(changed, proof).flaws == (Flaw.OTHER,)
    assert verify_beside(data, proof[:-1]).flaws == (Flaw.UNREADABLE,)


def test_a_scan_is_part_of_the_evidence() -> None:
    made = press().make(facts(), PaperScan(data=b"%PDF scan", media_type="application/pdf"))

    package = from_bytes(made.package)
    assert package.scan == b"%PDF scan"
    assert package.record["signature"]["scan"]["media_type"] == "application/pdf"


def test_a_package_that_was_changed_is_not_read() -> None:
    made = press().make(facts()).package

    with pytest.raises(NotEvidence):
        from_bytes(made + b" ")


@pytest.mark.parametrize(
    ("data", "good"),
    [
        pytest.param(drawing(), True, id="a canvas"),
        pytest.param(drawing()[:-1], False, id="cut"),
        pytest.param(drawing() + b"\x00", False, id="more behind it"),
        pytest.param(b"GIF89a", False, id="another format"),
        pytest.param(
            drawing().replace(
                b"\x00\x00\x00\x04\x00\x00\x00\x03", b"\x00\x00\xff\xff\x00\x00\xff\xff"
            ),
            False,
            id="says it is huge",
        ),
    ],
)
def test_only_a_whole_small_drawing_is_printed(data: bytes, good: bool) -> None:  # noqa: FBT001
    assert is_drawing(data) is good


def test_evidence_is_gone_with_the_person(world: World) -> None:
    chained(world)
    (anna,) = _persons(world)

    world.store.erase(anna, AT)

    with world.store.read() as tx:
        assert tx.evidence.all() == ()
    assert anna != ANNA


def _persons(world: World) -> tuple[PersonId, ...]:
    with world.store.read() as tx:
        return tx.people.ids()
