"""Tables: read as spreadsheets save them, written so that nothing runs in them."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.errors import TableRefused
from scheduler.lists.reading import FORMULA, is_formula, portions, read_table
from scheduler.lists.writing import write_table

SHEET = "Naam;Klas\r\nZoë Öztürk;3b\r\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        pytest.param(SHEET.encode(), "utf-8", id="UTF-8"),
        pytest.param(SHEET.encode("utf-8-sig"), "utf-8-sig", id="UTF-8 with a mark"),
        pytest.param(SHEET.encode("utf-16"), "utf-16", id="UTF-16"),
        pytest.param(SHEET.encode("cp1252"), "cp1252", id="Windows"),
    ],
)
def test_every_usual_encoding_is_read(data: bytes, encoding: str) -> None:
    table = read_table(data)

    assert (table.encoding, table.columns) == (encoding, ("Naam", "Klas"))
    assert table.lines[0].cells == {"Naam": "Zoë Öztürk", "Klas": "3b"}


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_every_usual_separator_is_found(separator: str) -> None:
    table = read_table(SHEET.replace(";", separator).encode())

    assert table.separator == separator
    assert table.lines[0].cells["Klas"] == "3b"


def test_excels_own_line_about_the_separator_counts() -> None:
    table = read_table(b"sep=;\nname;a,b,c\nx;y\n")

    assert table.columns == ("name", "a,b,c")
    assert table.lines[0].number == 3


def test_a_separator_inside_quotes_is_none() -> None:
    assert read_table(b'"Name, first";Class\n"A, B";3b\n').columns == ("Name, first", "Class")


def test_lines_are_counted_as_an_editor_does() -> None:
    table = read_table(b'name,note\n"a","two\nlines"\n\nb,\n')

    assert [(line.number, line.cells["name"]) for line in table.lines] == [(2, "a"), (5, "b")]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        pytest.param(b"", "empty", id="nothing"),
        pytest.param(b"a\x00b\n", "no text file", id="a workbook"),
        pytest.param(b"name,,x\n", "no name", id="a column without a name"),
        pytest.param(b"name,Name\n", "same name", id="two columns alike"),
        pytest.param(b"name\nx,y\n", "Line 2", id="too many cells"),
        pytest.param(b'name\n"x\n', "quote", id="a quote that does not end"),
        pytest.param(b"name\n" + b"x" * 3000, "more than", id="an endless cell"),
        pytest.param(b"x" * 20_000_001, "20 MB", id="too large"),
        pytest.param(b"n\n" + b"x\n" * 100_002, "100,000", id="too many rows"),
        pytest.param("é".encode("utf-16")[:-1], "letters", id="half a letter"),
    ],
)
def test_what_is_no_table_is_refused_with_what_to_do(data: bytes, says: str) -> None:
    with pytest.raises(TableRefused, match=says):
        read_table(data)


def test_a_refusal_repeats_no_cell() -> None:
    with pytest.raises(TableRefused) as refused:
        read_table(b"name\nCanary,Canary\n")

    assert "Canary" not in str(refused.value)


@pytest.mark.parametrize("cell", ["=1+1", "+31612345678", "-5", "@SUM(A1)", "\tx", "'=x", "  =x"])
def test_a_cell_that_a_spreadsheet_would_run_is_text(cell: str) -> None:
    written = write_table(["a"], [{"a": cell}])

    (_, (shown,)) = csv.reader(io.StringIO(written.decode("utf-8-sig")))
    assert not shown.startswith(FORMULA)
    assert shown.startswith("'")


cells = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_characters="\x00\r\n"), max_size=40),
    st.text("'=\t \x1c\xa0x", max_size=6),
)


def test_every_blank_that_reading_takes_off_may_stand_before_a_formula() -> None:
    blanks = [chr(code) for code in range(0x10FFFF) if chr(code).isspace()]

    assert all(is_formula(f"{blank}'=1") for blank in blanks)


@given(st.lists(st.tuples(cells, cells), max_size=8))
def test_what_was_written_is_read_again(rows: list[tuple[str, str]]) -> None:
    data = write_table(["one", "two"], [{"one": one, "two": two} for one, two in rows])

    table = read_table(data)

    wanted = [(one.strip(), two.strip()) for one, two in rows if one.strip() or two.strip()]
    assert [(line.cells["one"], line.cells["two"]) for line in table.lines] == wanted


def test_good_lines_are_taken_in_portions_and_none_twice() -> None:
    table = read_table(b"n\n" + b"".join(b"%d\n" % number for number in range(450)))
    good = frozenset(line.number for line in table.lines if line.number % 3)

    parts = list(portions(table, good))

    assert [line.number for part in parts for line in part.lines] == sorted(good)
    assert max(len(part.lines) for part in parts) <= 200


@given(st.binary(max_size=300))
def test_whatever_bytes_come_it_reads_or_refuses(data: bytes) -> None:
    try:
        table = read_table(data)
    except TableRefused:
        return
    assert all(set(line.cells) == set(table.columns) for line in table.lines)
