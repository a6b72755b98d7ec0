"""Tests of the sentences of a report."""

from dataclasses import replace
from datetime import date

import pytest

from province.period import Period, find_month
from province.reports.wording import (
    compare,
    name_period,
    tell_number,
    tell_share,
    write_sections,
    write_title,
)
from tests.province.builders import NOW
from tests.province.reports.samples import (
    WEEK,
    make_figures,
    make_report,
    make_totals,
)


def read_text(report: object = None) -> str:
    sections = write_sections(report or make_report())  # type: ignore[arg-type]  # a Report or the usual one
    return "\n".join(one for section in sections for one in section.paragraphs)


def test_every_figure_stands_in_the_text() -> None:
    text = read_text()
    assert "đã thiết lập 12 điểm kiểm soát" in text
    assert "2 điểm tạm dừng; số điểm phải hoạt động là 10 điểm" in text
    assert "7 điểm hoạt động trên 10 điểm, đạt 70,0%" in text
    assert "tăng 2 điểm so với tuần trước" in text
    assert "Có 3 điểm không hoạt động, gồm 2 điểm báo cáo không phát sinh" in text
    assert "và 1 điểm không có báo cáo" in text
    assert "1.500 lượt (giảm 500 lượt, tương ứng 25,0%, so với tuần trước)" in text
    assert "1.400 lượt được vào, ra và 28 lượt bị từ chối" in text


def test_units_that_lead_and_lag_are_named() -> None:
    text = read_text()
    assert "tỷ lệ điểm hoạt động cao: Xã Một 70,0% (7/10 điểm)" in text
    assert "còn nhiều điểm không hoạt động: Xã Hai 9/10 điểm" in text


def test_a_report_says_how_complete_it_is() -> None:
    told = "đầy đủ đến 10 giờ 00 phút ngày 20/11/2026 (trừ 3 điểm chưa gửi đủ)"
    assert told in read_text()
    figures = replace(make_figures(), complete_until=None)
    assert "chưa điểm nào gửi đủ số liệu" in read_text(make_report(figures))


def test_this_week_to_date_is_told_beside_the_last() -> None:
    report = replace(make_report(), to_date=make_figures())
    assert "5. Từ đầu tuần này đến" in read_text(report)
    assert "5. Từ đầu tuần này" not in read_text()


def test_a_correction_tells_what_came_late() -> None:
    before = make_figures(totals=make_totals(entries=1_450, active=6))
    report = replace(make_report(), corrected=before, corrected_at=NOW)
    assert "số lượt ghi nhận thay đổi +50 lượt" in read_text(report)
    assert "số điểm hoạt động thay đổi +1 điểm" in read_text(report)
    assert write_title(report).endswith("(cập nhật số liệu gửi muộn)")


def test_no_silence_is_no_failing() -> None:
    totals = make_totals(active=10, zero=0, no_report=0)
    text = read_text(make_report(make_figures(totals=totals)))
    assert "Không có điểm kiểm soát nào không hoạt động" in text
    assert "đôn đốc" not in text


def test_the_silent_are_pressed() -> None:
    text = read_text()
    assert "kiểm tra thiết bị và đường truyền tại 1 điểm" in text
    assert "đôn đốc 2 điểm không phát sinh" in text


@pytest.mark.parametrize(
    ("period", "name"),
    [
        (WEEK, "tuần 46 năm 2026 (từ ngày 09/11/2026 đến ngày 15/11/2026)"),
        (find_month(date(2026, 2, 3)), "tháng 02 năm 2026"),
        (
            Period(first=date(2026, 11, 3), last=date(2026, 11, 4)),
            "từ ngày 03/11/2026 đến ngày 04/11/2026",
        ),
    ],
)
def test_a_period_has_its_name(period: Period, name: str) -> None:
    assert name_period(period) == name


def test_numbers_are_as_people_here_write_them() -> None:
    assert (tell_number(6128), tell_number(-6019)) == ("6.128", "−6.019")
    assert (tell_share(0.1012), tell_share(None)) == ("10,1%", "")


def test_the_table_compares_with_the_period_before() -> None:
    rows = {
        row.name: (row.now, row.before, row.change) for row in compare(make_figures())
    }
    assert rows["Tổng lượt ghi nhận"] == (1_500, 2_000, -500)
    assert rows["Điểm hoạt động"] == (7, 5, 2)
