"""Report: what a salvage told, which stands beside the damaged files."""

from collections.abc import Mapping
from pathlib import Path

import msgspec

from kiosk.storage.whole_file import read_or_none, write_whole

REPORT = "report.json"


def write(aside: Path, told: Mapping[str, object]) -> None:
    """Put the report of a salvage beside what it moved there."""
    write_whole(aside / REPORT, msgspec.json.encode(told))


def complete(data: Path, answer: Mapping[str, object]) -> bool:
    """Add what the province answered to the newest report; say whether there is one.

    Gaps of earlier salvages are asked about with those of the newest.
    """
    reports = sorted(data.glob(f"damaged-*/{REPORT}"), key=_date)
    if not reports:
        return False
    try:
        told = msgspec.json.decode(
            read_or_none(reports[-1]) or b"", type=dict[str, object]
        )
    except msgspec.MsgspecError:
        return False
    write_whole(reports[-1], msgspec.json.encode({**told, "province": answer}))
    return True


def _date(report: Path) -> float:
    return report.stat().st_mtime
