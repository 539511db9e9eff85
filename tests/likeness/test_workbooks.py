"""Lists as workbooks: read as a CSV of the same cells, and nothing of a stranger's is trusted."""

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from likeness.workbooks import read_list
from scheduler.errors import TableRefused
from scheduler.lists.days import Order

HEAD = ("key", "name", "born", "class")


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def workbook(*rows: Sequence[object]) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    return saved(book)


def test_cells_are_read_as_people_see_them() -> None:
    born = datetime(2015, 5, 31)  # noqa: DTZ001 - a sheet has no time zone
    data = workbook(HEAD, (1001, "Zoë Bos", born, 3.5), (2.0, " Bo ", None, True))

    table = read_list(data)

    assert (table.encoding, table.columns) == ("xlsx", HEAD)
    assert [tuple(line.cells.values()) for line in table.lines] == [
        ("1001", "Zoë Bos", "2015-05-31", "3.5"),
        ("2", "Bo", "", "yes"),
    ]
    assert table.days["born"] is Order.YEAR_FIRST


def test_titles_and_totals_are_left_out_and_lines_keep_their_numbers() -> None:
    data = workbook(("Class 3b",), (), HEAD, (1, "Bo", date(2015, 5, 4), "3b"), ("Total", 1))

    table = read_list(data)

    assert [line.number for line in table.lines] == [4]
    assert dict(table.left_out) == {1: "title", 5: "total"}


def test_a_hidden_sheet_is_not_asked_about_and_two_are() -> None:
    book = Workbook()
    book.worksheets[0].append(["name"])
    other = book.create_sheet("Old")
    other.append(["naam"])
    with pytest.raises(TableRefused, match="2 sheets"):
        read_list(saved(book))
    assert read_list(saved(book), sheet="Old").columns == ("naam",)

    other.sheet_state = "hidden"

    assert read_list(saved(book)).columns == ("name",)
    with pytest.raises(TableRefused, match="no such sheet"):
        read_list(saved(book), sheet="New")


def test_a_formula_is_never_run() -> None:
    with pytest.raises(TableRefused, match="Row 2 has a formula"):
        read_list(workbook(("name",), ("=1+1",)))


def test_a_text_that_looks_like_a_formula_is_text() -> None:
    book = Workbook()
    book.worksheets[0].append(["name", "class"])
    cell = book.worksheets[0].cell(row=2, column=1, value="=1+1")
    cell.data_type = "s"

    assert read_list(saved(book)).lines[0].cells["name"] == "=1+1"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        pytest.param(b"\xd0\xcf\x11\xe0" + bytes(600), "password", id="an old workbook"),
        pytest.param(b"PK\x03\x04 no zip", "broken", id="half a file"),
        pytest.param(workbook(HEAD)[:-200], "broken", id="cut off"),
    ],
)
def test_what_is_no_workbook_is_refused(data: bytes, says: str) -> None:
    with pytest.raises(TableRefused, match=says):
        read_list(data)


def test_a_zip_of_something_else_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("word/document.xml", "<x/>")

    with pytest.raises(TableRefused, match="no workbook"):
        read_list(out.getvalue())


def test_what_unpacks_to_far_more_than_a_list_is_refused_unread() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", "<x/>")
        with packed.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(210):
                part.write(bytes(1_000_000))
    assert len(out.getvalue()) < 1_000_000

    with pytest.raises(TableRefused, match="far more"):
        read_list(out.getvalue())


def test_broken_xml_inside_is_refused() -> None:
    source, out = zipfile.ZipFile(io.BytesIO(workbook(HEAD))), io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for part in source.namelist():
            data = source.read(part)
            packed.writestr(part, b"<worksheet" if part.endswith("sheet1.xml") else data)

    with pytest.raises(TableRefused):
        read_list(out.getvalue())


def test_a_sheet_that_lies_about_its_size_is_read_whole() -> None:
    source, out = zipfile.ZipFile(io.BytesIO(workbook(HEAD, (1, "Bo")))), io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for part in source.namelist():
            data = source.read(part).replace(b'<dimension ref="A1:D2"', b'<dimension ref="A1"')
            packed.writestr(part, data)

    assert read_list(out.getvalue()).lines[0].cells["name"] == "Bo"


def test_a_csv_is_read_as_ever() -> None:
    assert read_list("naam;klas\nZoë;3b\n".encode("cp1252")).encoding == "cp1252"
