"""Tests of the tables of a case."""

from datetime import timedelta

from province.ledger.cases import Case
from province.ledger.columns import to_us
from province.ledger.tracing import Person
from province.stays import Doubt, Stay, Sureness
from province.tracing import Met
from province.web import trace_listings
from tests.province.builders import NOW

HOUR_US = 3_600_000_000
CASE = Case(
    case_id="V1",
    made_at=NOW,
    made_by="mai",
    unit="",
    reason="ca bệnh số 12",
    way="document",
    persons=(b"1" * 16,),
    since=NOW - timedelta(days=14),
    until=NOW,
    window=timedelta(0),
)


def a_met(phone: str = "0912000002") -> Met:
    person = Person(
        person_key=b"2" * 16, document="001099000002", name="LÊ VĂN GIẢ", phone=phone
    )
    return Met(
        person=person,
        point_id="P1",
        point_name="Chợ",
        since=NOW,
        overlap=timedelta(minutes=9.5),
        sureness=Sureness.MEDIUM,
        reasons=(Doubt.EXIT_ASSUMED, Doubt.UNSIGNED),
    )


def test_pages_mask_numbers_and_files_do_not() -> None:
    masked, whole = (
        trace_listings.list_contacts(CASE, [a_met()], "vi", is_masked=is_masked)
        for is_masked in (True, False)
    )

    assert masked.rows[0].cells[2:4] == ("••••••••0002", "••••••0002")
    assert whole.rows[0].cells[2:4] == ("001099000002", "0912000002")


def test_doubts_are_named_but_not_that_cards_have_no_signature() -> None:
    listing = trace_listings.list_contacts(CASE, [a_met()], "vi", is_masked=True)

    assert listing.rows[0].cells[6:] == (9.5, "Khá chắc", "Không thấy ra")


def test_a_telephone_gets_one_message() -> None:
    met = [a_met(), a_met(), a_met(""), a_met("0912000003")]

    assert trace_listings.list_messages(met, "Xin chào") == [
        ("0912000002", "Xin chào"),
        ("0912000003", "Xin chào"),
    ]


def test_points_to_notify_have_first_and_last_moment() -> None:
    now_us = to_us(NOW)
    stays = [
        Stay(
            point_id="P1",
            since_us=now_us - hours * HOUR_US,
            until_us=now_us - (hours - 1) * HOUR_US,
            in_id=b"i" * 16,
            out_id=None,
            marks=0,
        )
        for hours in (9, 5)
    ]
    (row,) = trace_listings.list_points(stays, {"P1": "Chợ"}).rows

    assert row.cells == (
        "Chợ",
        "P1",
        NOW - timedelta(hours=9),
        NOW - timedelta(hours=4),
        2,
    )
