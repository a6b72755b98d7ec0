"""Report: what one report tells, as it was known when it was made; pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import msgspec

from province.figures import Figures
from province.reports.letterhead import Letterhead


class ReportKind(StrEnum):
    """Why a report is made."""

    WEEK = "week"
    MONTH = "month"
    ASKED = "asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A draft: all that its document is made of, so that it can be made again.

    `number` counts a unit's drafts; the clerk gives the official one. `to_date` is
    the week that has begun, in Friday's report. `corrected` is what an earlier draft
    told of the same period, where this one tells it again with what came late.
    """

    number: int
    kind: ReportKind
    made_at: datetime
    made_by: str
    letterhead: Letterhead
    full: Figures
    to_date: Figures | None = None
    corrected: Figures | None = None
    corrected_at: datetime | None = None


def encode(report: Report) -> bytes:
    """Return `report` as JSON; the same report gives the same bytes."""
    return msgspec.json.encode(report)


def decode(kept: bytes) -> Report:
    """Return the report that `encode` made."""
    return msgspec.json.decode(kept, type=Report)
