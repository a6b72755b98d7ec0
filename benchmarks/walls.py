"""Walls: what PostgreSQL's second wall costs the pages of 6,128 points, against the same without it."""

import contextlib
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, text

from benchmarks.rounds import ROUNDS, judge
from province.ledger import figures, walls
from province.ledger.database import Database, open_database
from province.ledger.scope import Scope
from province.ledger.unit_loading import load
from province.nation import read_nation
from province.units import Tree
from tests.province.builders import NOW
from tests.province.postgres import run_cluster
from tests.province.weeks import (
    COMMUNES,
    PROVINCE,
    SILENT_WEEK,
    WEEK,
    find_commune,
    lay,
)

BOUND = 1.25
"""One round trip to enter, and for each row a look into a hash beside that of the query's own."""
UNITS = {"whole": "", "province": PROVINCE, "commune": find_commune(COMMUNES // 2)}
CALLS = 5


def main() -> int:
    """Print the ratios; return whether one is out of bounds."""
    with (
        tempfile.TemporaryDirectory() as folder,
        run_cluster() as url,
        contextlib.closing(open_database(Path(folder), url)) as database,
    ):
        lay(database, SILENT_WEEK, days=7)
        with database.writing() as connection:
            nation = read_nation()
            load(connection, Tree(units=nation.units, successions=nation.successions))
            connection.execute(text("ANALYZE"))
        verdicts = [
            judge(
                f"figures of {name} behind the wall",
                measure(database, unit),
                BOUND,
                "×",
            )
            for name, unit in UNITS.items()
        ]
    return 0 if all(verdicts) else 1


def measure(database: Database, unit: str) -> float:
    """Return the median ratio of the same page's questions with the wall to without."""

    def bind(connection: Connection) -> None:
        walls.enter(connection, unit)

    ratios = []
    for _ in range(ROUNDS):
        free = time_page(database, unit, lambda _: None)
        bound = time_page(database, unit, bind)
        ratios.append(bound / free)
    return statistics.median(ratios)


def time_page(
    database: Database, unit: str, bind: Callable[[Connection], None]
) -> float:
    """Return the least time, in seconds, that the dashboard's questions took."""
    times = []
    for _ in range(CALLS):
        start = time.perf_counter()
        with database.reading() as connection:
            bind(connection)
            figures.read(connection, Scope(unit=unit), WEEK, NOW)
        times.append(time.perf_counter() - start)
    return min(times)


if __name__ == "__main__":
    sys.exit(main())
