"""Weeks: those of the letters, laid into a ledger as its rollups have them.

`lay(database, ACTIVE_WEEK)` and `lay(database, SILENT_WEEK)` fill an empty ledger
with 6,128 points in 160 communes of a province, over WEEK and the week before.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, insert

from province.category import Category
from province.ledger import summaries
from province.ledger.database import Database
from province.ledger.place_tables import (
    HOURS,
    point_days,
    point_units,
    unit_ancestors,
    units,
)
from province.ledger.tables import kiosks, points
from province.period import Period, find_week
from tests.province.builders import NOW

WEEK = find_week(date(2026, 11, 9))
"""2026-W46, the last full week before NOW (Friday of W47)."""

PROVINCE = "08"
COMMUNES = 160
_ADDED_AT = WEEK.start - timedelta(days=60)
_FIRST_DAY = date(2025, 7, 1)
_CATEGORIES = tuple(Category)
_MOST_A_WEEK = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What a letter says of its week; `change` is against the week before."""

    active: int
    zero: int
    no_report: int
    change: int

    @property
    def points(self) -> int:
        """Return the points that are registered, none of them suspended."""
        return self.active + self.zero + self.no_report


ACTIVE_WEEK = Letter(active=620, zero=4_000, no_report=1_508, change=1_234)
"""6,128 points, of which 620 active."""

SILENT_WEEK = Letter(active=5_755, zero=253, no_report=120, change=-6_019)
"""6,128 points: 253 report zero, 120 nothing, and 6,019 entries fewer."""


def find_commune(number: int) -> str:
    """Return the code of the commune that the point `number` lies in."""
    return f"{PROVINCE}{number % COMMUNES + 1:03d}"


def lay(
    database: Database, letter: Letter, *, week: Period = WEEK, days: int = 2
) -> None:
    """Fill an empty ledger with the week of `letter`, points working on `days` days."""
    with database.writing() as connection:
        _lay_units(connection)
        _lay_points(connection, letter, week)
        done = (
            *_work(count_before(letter), week.previous, days),
            *_work(count_admitted(letter), week, days),
        )
        connection.execute(insert(point_days), done)
        summaries.rebuild(connection)


def count_before(letter: Letter) -> tuple[int, ...]:
    """Return the admitted entries of each active point in the week before."""
    now = count_admitted(letter)
    each, rest = divmod(abs(letter.change), letter.active)
    sign = -1 if letter.change > 0 else 1
    return tuple(
        admitted + sign * (each + (number < rest))
        for number, admitted in enumerate(now)
    )


def count_admitted(letter: Letter) -> tuple[int, ...]:
    """Return the admitted entries of each active point in the week: more than 3."""
    return tuple(4 + number % _MOST_A_WEEK for number in range(letter.active))


def count_refused(number: int) -> int:
    """Return what an active point refused, in both weeks alike."""
    return 2 if number % 7 == 0 else 0


def _lay_units(connection: Connection) -> None:
    codes = [find_commune(number) for number in range(COMMUNES)]
    rows = [_unit(code, f"Xã Mẫu {code[2:]}", PROVINCE) for code in codes]
    rows.append(_unit(PROVINCE, "Tỉnh Mẫu", None))
    connection.execute(insert(units), rows)
    pairs = [(PROVINCE, PROVINCE)]
    pairs += [(code, above) for code in codes for above in (code, PROVINCE)]
    connection.execute(
        insert(unit_ancestors),
        [{"code": code, "ancestor": ancestor} for code, ancestor in pairs],
    )


def _unit(code: str, name: str, parent: str | None) -> dict[str, Any]:
    return {
        "code": code,
        "valid_from": _FIRST_DAY,
        "valid_until": None,
        "name": name,
        "folded": name.casefold(),
        "level": "commune" if parent else "province",
        "parent": parent,
    }


def _lay_points(connection: Connection, letter: Letter, week: Period) -> None:
    numbers = range(letter.points)
    connection.execute(insert(points), [_point(number) for number in numbers])
    connection.execute(
        insert(point_units),
        [
            {
                "point_id": _name_point(number),
                "valid_from": _FIRST_DAY,
                "unit": find_commune(number),
            }
            for number in numbers
        ],
    )
    reporting = letter.active + letter.zero
    connection.execute(
        insert(kiosks),
        [_kiosk(number, week, covers=number < reporting) for number in numbers],
    )


def _point(number: int) -> dict[str, Any]:
    return {
        "point_id": _name_point(number),
        "name": f"Điểm mẫu {number + 1}",
        "folded": f"diem mau {number + 1}",
        "category": _CATEGORIES[number % len(_CATEGORIES)].value,
        "unit": find_commune(number),
        "created_at": _ADDED_AT,
    }


def _kiosk(number: int, week: Period, *, covers: bool) -> dict[str, Any]:
    said = max(week.end, NOW) if covers else week.start
    return {
        "kiosk_id": f"k{number:06d}",
        "public_key": number.to_bytes(32),
        "point_id": _name_point(number),
        "gate": "G1",
        "machine": "",
        "enrolled_at": _ADDED_AT,
        "last_contact": said,
        "last_pending": 0,
        "last_covered_until": said,
    }


def _work(admitted: Iterable[int], week: Period, days: int) -> Iterator[dict[str, Any]]:
    for number, count in enumerate(admitted):
        for place, share in enumerate(_share_out(count, days)):
            refused = count_refused(number) if place == 0 else 0
            day = week.days[(number + place) % len(week.days)]
            yield _day(number, day, share, refused)


def _share_out(count: int, days: int) -> Iterable[int]:
    each, rest = divmod(count, days)
    return (each + (place < rest) for place in range(days))


def _day(number: int, day: date, admitted: int, refused: int) -> dict[str, Any]:
    busy = {HOURS[6 + number % 12]: admitted}
    return {
        "day": day,
        "point_id": _name_point(number),
        "unit": find_commune(number),
        "entries": admitted + refused,
        "admitted": admitted,
        "refused": refused,
        **(dict.fromkeys(HOURS, 0) | busy),
    }


def _name_point(number: int) -> str:
    return f"P{number + 1:06d}"
