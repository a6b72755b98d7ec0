"""Tests of reports as they are kept."""

from dataclasses import replace

from province.reports.report import decode, encode
from tests.province.builders import NOW
from tests.province.reports.samples import make_figures, make_report


def test_a_kept_report_is_the_report() -> None:
    report = replace(
        make_report(),
        to_date=make_figures(),
        corrected=make_figures(unit_name="Xã Một"),
        corrected_at=NOW,
    )
    assert decode(encode(report)) == report
    assert encode(decode(encode(report))) == encode(report)
