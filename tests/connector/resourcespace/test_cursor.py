"""What the feed remembers."""

import pytest

from connector.resourcespace.cursor import OVERLAP, Cursor, Sweep
from connector.resourcespace.rows import LogRow, Ref


def row(ref: int) -> LogRow:
    return LogRow(ref=ref, resource=Ref(1), code="e", field=0, user=1, at="")


@pytest.mark.parametrize(
    "cursor",
    [
        Cursor(log=0),
        Cursor(log=9, gaps=frozenset({3, 4, 5, 8}), swept=17),
        Cursor(log=9, sweep=Sweep(offset=200, after=231)),
    ],
)
def test_a_cursor_survives_being_written_down(cursor: Cursor) -> None:
    assert Cursor.read(cursor.text()) == cursor


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12",
        "[]",
        '{"format":2}',
        '{"format":1,"log":1}',
        '{"format":1,"log":1,"gaps":"x","sweep":null,"swept":0}',
        '{"format":1,"log":"x","gaps":"","sweep":null,"swept":0}',
    ],
)
def test_what_is_no_cursor_of_ours_starts_anew(text: str) -> None:
    assert Cursor.read(text) is None


def test_the_newest_row_is_read_again_so_that_the_log_is_never_empty() -> None:
    cursor = Cursor(log=7)

    assert cursor.first == 7
    assert cursor.fresh([row(7), row(8)]) == (row(8),)
    assert Cursor(log=0).first == 1


def test_a_number_that_was_skipped_is_read_when_it_appears() -> None:
    cursor = Cursor(log=7).after([row(7), row(8), row(11)])

    assert (cursor.log, cursor.gaps, cursor.first) == (11, frozenset({9, 10}), 9)
    assert cursor.fresh([row(9), row(11)]) == (row(9),)
    assert cursor.after([row(9), row(11)]).gaps == {10}


def test_a_number_that_stays_away_is_given_up() -> None:
    cursor = Cursor(log=7).after([row(7), row(9)])

    late = cursor.after([row(9), row(9 + OVERLAP)])

    assert 8 not in late.gaps
    assert len(late.gaps) == OVERLAP - 1


def test_no_rows_change_nothing() -> None:
    cursor = Cursor(log=7, gaps=frozenset({5}))

    assert cursor.after([]) == cursor
