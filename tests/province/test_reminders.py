"""Tests of the letter to a silent unit."""

from datetime import date
from string import ascii_letters

from msgspec.structs import replace

from province.activity import Activity
from province.dispatch import load_letter_texts
from province.period import find_week
from province.reminders import MOST_NAMED, Silence, SilentPoint, write_letter
from tests.province.builders import NOW

TEXTS = load_letter_texts()
POINT = SilentPoint(
    point_id="P000001",
    name="Chợ Mẫu",
    address="Số 1 Đường Mẫu",
    standing=Activity.ZERO,
    last_contact=NOW,
    contact_name="NGUYỄN VĂN MẪU",
    contact_phone="0900 000 001",
)


def a_silence(*points: SilentPoint, name: str = "Xã Mẫu") -> Silence:
    return Silence(
        unit="04",
        unit_name=name,
        period=find_week(date(2026, 11, 9)),
        registered=6128,
        active=620,
        zero=sum(one.standing is Activity.ZERO for one in points),
        no_report=sum(one.standing is Activity.NO_REPORT for one in points),
        points=points,
    )


def test_the_letter_has_week_figures_and_points() -> None:
    silent = replace(POINT, standing=Activity.NO_REPORT, last_contact=None)

    text = write_letter(a_silence(POINT, silent), TEXTS, NOW)

    assert text.subject == (
        "Đôn đốc điểm kiểm soát không hoạt động tuần 2026-W46: Xã Mẫu, 2 điểm"
    )
    assert "từ ngày 09/11/2026 đến hết ngày 15/11/2026" in text.body
    assert "6.128 điểm kiểm soát" in text.body
    assert "620 điểm có lượt ra vào được ghi nhận (đạt 10,1%)" in text.body
    assert "Tình trạng: không có lượt; liên lạc gần nhất: 12:00 20/11/2026" in text.body
    assert "không báo cáo; liên lạc gần nhất: chưa bao giờ" in text.body
    assert "Người phụ trách: NGUYỄN VĂN MẪU, 0900 000 001" in text.body
    assert text.body.endswith("Trân trọng./.\n")


def test_a_unit_of_thousands_names_two_hundred_and_counts_the_rest() -> None:
    text = write_letter(a_silence(*[POINT] * (MOST_NAMED + 1234)), TEXTS, NOW)

    assert f"\n{MOST_NAMED}. " in text.body
    assert f"\n{MOST_NAMED + 1}. " not in text.body
    assert "… và 1.234 điểm nữa" in text.body


def test_what_people_wrote_stays_on_its_line_and_is_no_pattern() -> None:
    evil = "Chợ\r\nBcc: x@y.vn {silent}"

    text = write_letter(
        a_silence(replace(POINT, name=evil, address=evil), name=evil), TEXTS, NOW
    )

    assert "\r" not in text.subject + text.body
    assert "\nBcc" not in text.subject + text.body
    assert "{silent}" in text.subject


def test_a_unit_without_points_is_not_divided_by() -> None:
    silence = Silence(
        unit="",
        unit_name=ascii_letters,
        period=find_week(date(2026, 11, 9)),
        registered=0,
        active=0,
        zero=0,
        no_report=0,
        points=(),
    )

    assert "(đạt 0,0%)" in write_letter(silence, TEXTS, NOW).body
