"""Cells are whole and never a formula; the fast line is the csv module's own."""

import csv
import io
import string

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.credentials.credential import Claim
from kiosk.export.columns import (
    HEADER,
    Where,
    describe,
    format_lines,
    format_time,
    guard,
    read_cells,
)
from kiosk.protocol import content
from kiosk.protocol.content import Content
from kiosk.reception import VisitField
from tests.backlog import make_entries

WHERE = Where(kiosk_id="KAAAAAAAAAAAA", point="P1", point_name="Chốt Thử")
ENTRY = next(make_entries(1, 1))
CELL = st.one_of(
    st.text(max_size=12),
    st.text(alphabet="=+-@\t\r\n\",'＝＋－＠ " + string.ascii_letters, max_size=8),
)


def a_content(claims: dict[Claim, str], text: str, host: str) -> Content:
    return msgspec.structs.replace(
        ENTRY.content,
        claims={claim.value: value for claim, value in claims.items()},
        text=text,
        visit={VisitField.HOST.value: host} if host else {},
    )


def read_csv(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


@given(st.dictionaries(st.sampled_from(Claim), CELL, max_size=4), CELL, CELL, CELL)
def test_a_line_reads_back_as_the_guarded_cells(
    claims: dict[Claim, str], text: str, host: str, point_name: str
) -> None:
    facts = a_content(claims, text, host)
    where = Where(kiosk_id="KAAAAAAAAAAAA", point="P1", point_name=point_name)
    lines = format_lines(where, [(1, ENTRY.entry_id, content.encode(facts))] * 2)
    expected = [guard(cell) for cell in describe(where, ENTRY.entry_id, facts)]
    assert read_csv(lines) == [expected, expected]


@given(CELL)
def test_no_cell_is_a_formula(cell: str) -> None:
    guarded = guard(cell)
    assert guarded[:1] not in set("=+-@\t\r\n＝＋－＠")
    assert guarded.removeprefix("'") == cell.removeprefix("'")


@pytest.mark.parametrize("cell", ["=1+1", "+84", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(cell: str) -> None:
    assert guard(cell) == "'" + cell


def test_plain_entries_are_written_as_the_csv_module_does() -> None:
    page = [(n, e.entry_id, e.encoded) for n, e in enumerate(make_entries(2, 50))]
    text = io.StringIO(newline="")
    csv.writer(text).writerows(read_cells(WHERE, page))
    assert format_lines(WHERE, page) == text.getvalue()


def test_a_percent_sign_is_itself_wherever_it_stands() -> None:
    facts = msgspec.structs.replace(
        a_content({Claim.NAME: "100%", Claim.DOCUMENT: "%s"}, "%d", "%%"), gate="A %s"
    )
    page = [(1, ENTRY.entry_id, content.encode(facts))]
    assert read_csv(format_lines(WHERE, page)) == list(read_cells(WHERE, page))


def test_cells_stand_under_their_heads() -> None:
    facts = a_content({Claim.DOCUMENT: "001090000001"}, "", "Lan")
    cells = dict(zip(HEADER, describe(WHERE, ENTRY.entry_id, facts), strict=True))
    assert (cells["document"], cells["visit_host"], cells["point_name"]) == (
        "001090000001",
        "Lan",
        "Chốt Thử",
    )
    assert cells["entry_id"].replace("-", "") == ENTRY.entry_id.hex()


def test_times_are_local() -> None:
    assert format_time(1_795_138_860_000_000) == "2026-11-20 08:41:00"
    assert format_time(-1) == "1970-01-01 06:59:59"
