"""What the page for data protection officers says is what the product does."""

import re

import pytest

from config.sections import Retention
from likeness.storage.evidence import HOLD, RECORD, SIGNED
from likeness.storage.pending import PENDING, REFERENCE, SELFIE
from likeness.storage.people import PROFILE, TEMPLATE
from likeness.storage.rows_of_person import GUARDIAN
from likeness.storage.tables import METADATA
from tests.docs.reading import ROOT

PAGE = (ROOT / "docs/dpo.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    return PAGE.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def rows(title: str) -> list[list[str]]:
    lines = [line for line in section(title).splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def test_every_table_of_the_database_is_on_the_page_and_no_other() -> None:
    named = [name for row in rows("The tables") for name in re.findall(r"`(\w+)`", row[0])]

    assert sorted(named) == sorted(METADATA.tables)


def test_every_kind_of_sealed_record_is_named() -> None:
    (vault,) = [row for row in rows("The tables") if "`vault_records`" in row[0]]

    kinds = {RECORD, SIGNED, HOLD, GUARDIAN, PENDING, REFERENCE, SELFIE, PROFILE.kind, TEMPLATE}
    assert set(re.findall(r"\w+", vault[1].partition(":")[2])) >= kinds


def test_every_rule_has_its_setting_and_its_default() -> None:
    said = {row[0].strip("`"): int(row[1]) for row in rows("The rules")}

    defaults = Retention().model_dump()
    assert said == {f"retention.{name}": value for name, value in defaults.items()}


@pytest.mark.parametrize("word", ["GDPR compliant", "GDPR-compliant", "anonymous"])
def test_nothing_is_promised_that_nobody_can_keep(word: str) -> None:
    assert word not in PAGE


def test_columns_with_personal_data_in_plain_text_are_admitted() -> None:
    """Names and addresses stand in plain text only where the page says so."""
    plain = {
        (table.name, column.name)
        for table in METADATA.sorted_tables
        for column in table.columns
        if column.name in {"name", "email", "place", "reason", "login"}
    }

    assert {table for table, _ in plain} <= {
        "access_log",
        "accounts",
        "assets",
        "face_memory",
        "findings",
        "host_stages",
        "hosts",
        "legal_bases",
        "mode_settings",
        "person_groups",
        "session_rules",
        "sessions",
    }
