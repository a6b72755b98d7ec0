"""Month: an empty province filled with a month of people at gates, whose contacts are known.

`python -m tests.browser.month DATA` fills the new folder DATA and prints whom to trace.
"""

import json
import sys
from contextlib import closing
from datetime import date, datetime, time, timedelta
from pathlib import Path

from sqlalchemy import insert, update

from kiosk.decision import LOCAL
from province.ledger import settings
from province.ledger.database import Database, open_database
from province.ledger.place_tables import unit_ancestors, units
from province.ledger.tables import points
from province.words import load_sets
from tests.province.builders import NOW
from tests.province.simulator import Month, name_document
from tests.province.weeks import ACTIVE_WEEK, PROVINCE, Letter, lay

PEOPLE, DAYS = 60, 28
TOWN = "04"
"""The unit that the simulator's points lie in."""
SINCE, UNTIL = date(2026, 11, 17), date(2026, 11, 18)
"""The days in which somebody is traced, before `NOW`."""
_SPAN = (
    datetime.combine(SINCE, time(), LOCAL),
    datetime.combine(UNTIL + timedelta(days=1), time(), LOCAL),
)
_COUNTER = "point_counter"


def make_month(database: Database, letter: Letter = ACTIVE_WEEK) -> Month:
    """Fill an empty ledger: the points of `letter` in two weeks, and a town's month."""
    lay(database, letter)
    with database.writing() as connection:
        settings.store(connection, _COUNTER, str(letter.points))
        named = {"name": "Phường Thử", "folded": "phuong thu", "level": "commune"}
        connection.execute(
            insert(units).values(
                code=TOWN, valid_from=date(2025, 7, 1), parent=PROVINCE, **named
            )
        )
        for ancestor in (TOWN, PROVINCE):
            pair = {"code": TOWN, "ancestor": ancestor}
            connection.execute(insert(unit_ancestors).values(pair))
    month = Month(seed=20261120, people=PEOPLE, days=DAYS)
    month.play(database)
    _settle(database, month)
    return month


def list_met(month: Month, person: int) -> set[int]:
    """Return whom a person met from `SINCE` to `UNTIL`, as far as the data contain it."""
    told = [one for one in month.truths if one.is_told and one.is_within(*_SPAN)]
    return {
        other.person
        for one in told
        for other in told
        if one.person == person != other.person and one.meets(other, *_SPAN)
    }


def choose_person(month: Month) -> int:
    """Return who met the most people: a case that is worth to be traced."""
    return max(range(PEOPLE), key=lambda person: len(list_met(month, person)))


def list_visited(month: Month, person: int) -> set[str]:
    """Return the points at which a person was from `SINCE` to `UNTIL`, and is known to be."""
    return {
        one.spot.point_id
        for one in month.truths
        if one.person == person and one.is_told and one.is_within(*_SPAN)
    }


def _settle(database: Database, month: Month) -> None:
    """Let the town's points have been there before, by names as a town has them."""
    words = load_sets()["category"]
    with database.writing() as connection:
        for number, spot in enumerate(month.spots, start=1):
            name = f"{words[spot.sort].vi} Mẫu {number}"
            connection.execute(
                update(points)
                .where(points.c.point_id == spot.point_id)
                .values(
                    name=name,
                    folded=name.casefold(),
                    created_at=NOW - timedelta(days=DAYS + 30),
                )
            )


def main() -> None:
    """Fill the folder that is named."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True)
    with closing(open_database(folder)) as database:
        month = make_month(database)
    person = choose_person(month)
    told = {
        "document": name_document(person),
        "since": SINCE.isoformat(),
        "until": UNTIL.isoformat(),
        "met": len(list_met(month, person)),
        "today": NOW.isoformat(),
    }
    sys.stdout.write(f"{json.dumps(told)}\n")


if __name__ == "__main__":
    main()
