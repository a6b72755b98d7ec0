"""Tests of PostgreSQL's own refusal of other units' rows."""

import contextlib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import (
    Connection,
    Table,
    create_engine,
    func,
    insert,
    make_url,
    select,
    text,
    update,
)
from sqlalchemy.exc import ProgrammingError

from province.ledger import figures, walls
from province.ledger.arrivals import append_batch
from province.ledger.database import Database, open_database
from province.ledger.entry_tables import entries, worded
from province.ledger.every_table import metadata
from province.ledger.place_tables import places, point_days, unit_ancestors
from province.ledger.reforms import move_point
from province.ledger.scope import Scope
from province.ledger.tables import kiosks, points
from province.ledger.walls import FREE, WALLS, Wall
from province.server import Options, prepare
from tests.province.builders import NOW, FakeKiosk, add_point, an_entry, enrol
from tests.province.weeks import PROVINCE, SILENT_WEEK, WEEK, find_commune, lay

MINE, WITHIN, OTHER = "076", "02545", "077"
WALLED = (points, kiosks, entries, worded, point_days)
GUEST = "guest_of_the_ledger"


@pytest.fixture
def walled(postgres_url: str, tmp_path: Path) -> Iterator[Database]:
    """Give a ledger on PostgreSQL: a point, a kiosk and an entry in each of three units."""
    with contextlib.closing(open_database(tmp_path, postgres_url)) as database:
        with database.writing() as connection:
            pair = {"code": WITHIN, "ancestor": MINE}
            connection.execute(insert(unit_ancestors), [pair])
        for seed, unit in enumerate((MINE, WITHIN, OTHER), 1):
            kiosk = FakeKiosk(seed)
            enrol(database, kiosk, add_point(database, f"Cổng {unit}", unit))
            append_batch(database, kiosk.sign(an_entry(-seed)), NOW)
        yield database


def count(connection: Connection, table: Table) -> int:
    """Count what a query that forgot its officer's unit would find."""
    return connection.scalar(select(func.count()).select_from(table)) or 0


@pytest.mark.parametrize("table", WALLED, ids=[table.name for table in WALLED])
@pytest.mark.parametrize(("unit", "found"), [(MINE, 2), (WITHIN, 1), ("", 3), ("9", 0)])
def test_a_query_that_forgot_the_unit_finds_none_of_others(
    walled: Database, table: Table, unit: str, found: int
) -> None:
    with walled.reading() as connection:
        walls.enter(connection, unit)
        assert count(connection, table) == found


def test_who_entered_without_a_unit_finds_nothing(walled: Database) -> None:
    with walled.reading() as connection:
        connection.execute(text(f"SET LOCAL ROLE {walls.OFFICER}"))
        assert count(connection, points) == 0


def test_the_next_transaction_of_a_connection_is_free_again(walled: Database) -> None:
    with walled.reading() as connection:
        walls.enter(connection, WITHIN)
    with walled.reading() as connection:
        assert count(connection, points) == 3


def test_rows_of_others_cannot_be_changed(walled: Database) -> None:
    with walled.writing() as connection:
        walls.enter(connection, MINE)
        changed = connection.execute(update(points).values(name="của tôi"))
        assert changed.rowcount == 2


def test_rows_for_others_cannot_be_added(walled: Database) -> None:
    place = {"name": "Chợ", "folded": "cho", "category": "market", "unit": OTHER}
    refused = pytest.raises(ProgrammingError, match="row-level security")
    with refused, walled.writing() as connection:
        walls.enter(connection, MINE)
        connection.execute(insert(places), [place | {"address": "", "added_at": NOW}])


def test_the_audit_can_be_added_to_and_not_changed(walled: Database) -> None:
    refused = pytest.raises(ProgrammingError, match="permission denied")
    with refused, walled.writing() as connection:
        walls.enter(connection, "")
        connection.execute(text("DELETE FROM audit"))


def test_figures_of_days_before_a_move_stay_with_the_unit_of_that_day(
    walled: Database,
) -> None:
    with walled.writing() as connection:
        move_point(connection, "P000002", OTHER, NOW.date())
    with walled.reading() as connection:
        walls.enter(connection, WITHIN)
        assert (count(connection, points), count(connection, entries)) == (1, 0)


def test_every_table_of_a_unit_a_point_or_a_kiosk_has_a_wall_or_a_reason() -> None:
    asked = {"unit", "point_id", "kiosk_id", "case_id"}
    named = {
        name
        for name, table in metadata.tables.items()
        if asked & set(table.columns.keys())
    }
    assert named - WALLS.keys() == FREE.keys()


def test_an_open_ledger_says_that_the_wall_stands(
    walled: Database, sqlite: Database
) -> None:
    assert (walled.wall, sqlite.wall) == (Wall.STANDS, Wall.NONE)


@pytest.fixture
def guest_url(cluster: str) -> Iterator[str]:
    """Give a database whose owner may make no role, nor become that of officers."""
    url = make_url(cluster)
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE ROLE {GUEST} LOGIN"))
        connection.execute(text(f"CREATE DATABASE {GUEST} OWNER {GUEST}"))
        yield url.set(username=GUEST, database=GUEST).render_as_string()
        connection.execute(text(f"DROP DATABASE {GUEST} WITH (FORCE)"))
        connection.execute(text(f"DROP ROLE {GUEST}"))
    engine.dispose()


def test_without_the_right_to_make_a_role_the_ledger_opens_and_says_so(
    guest_url: str, tmp_path: Path
) -> None:
    with contextlib.closing(open_database(tmp_path, guest_url)) as database:
        assert database.wall is Wall.MISSING


def test_an_administrator_lets_the_wall_be_raised_at_the_next_start(
    cluster: str, guest_url: str, tmp_path: Path
) -> None:
    open_database(tmp_path, guest_url).close()
    engine = create_engine(cluster)
    with engine.begin() as connection:
        connection.execute(text(f"GRANT {walls.OFFICER} TO {GUEST}"))
    engine.dispose()
    with contextlib.closing(open_database(tmp_path, guest_url)) as database:
        assert database.wall is Wall.STANDS


@pytest.mark.parametrize("unit", [PROVINCE, find_commune(80)])
def test_figures_behind_the_wall_are_those_in_front_of_it(
    postgres_url: str, tmp_path: Path, unit: str
) -> None:
    with contextlib.closing(open_database(tmp_path, postgres_url)) as database:
        lay(database, SILENT_WEEK)
        with database.writing() as connection:
            moved = find_commune(81)
            move_point(connection, "P000080", moved, WEEK.first + timedelta(days=3))
        with database.reading() as connection:
            free = figures.read(connection, Scope(unit=unit), WEEK, NOW)
            walls.enter(connection, unit)
            assert figures.read(connection, Scope(unit=unit), WEEK, NOW) == free


def test_serve_tells_how_the_second_wall_is_raised(
    guest_url: str, tmp_path: Path
) -> None:
    options = Options(data=str(tmp_path / "data"), database=guest_url)
    prepared = prepare(options, "http://127.0.0.1:8080")
    prepared.services.database.close()
    told = [each for each in prepared.notices if "second wall" in each]
    assert [f"GRANT {walls.OFFICER} TO" in each for each in told] == [True]


def walk(plan: dict[str, object]) -> Iterator[dict[str, object]]:
    """Yield every step of a plan."""
    yield plan
    below = plan.get("Plans", [])
    assert isinstance(below, list)
    for step in below:
        yield from walk(step)


def explain(connection: Connection, unit: str) -> list[dict[str, object]]:
    """Return the steps by which a unit's points are found behind the wall."""
    query = select(points.c.name).where(Scope(unit=unit).holds(points.c.unit))
    told = query.compile(connection, compile_kwargs={"literal_binds": True})
    plans = connection.scalar(text(f"EXPLAIN (FORMAT JSON) {told}"))
    assert isinstance(plans, list)
    return list(walk(plans[0]["Plan"]))


def test_the_wall_leaves_queries_their_index(walled: Database) -> None:
    rows = [
        {"point_id": f"X{n:05}", "name": "x", "category": "market"}
        | {"unit": f"{n % 150:05}", "created_at": NOW}
        for n in range(6128)
    ]
    with walled.writing() as connection:
        connection.execute(insert(points), rows)
    with walled.reading() as connection:
        connection.execute(text("ANALYZE points, unit_ancestors"))
        # So few rows are read whole for nearly as little: only what may be is asked.
        connection.execute(text("SET LOCAL enable_seqscan = off"))
        walls.enter(connection, WITHIN)
        steps = explain(connection, WITHIN)
    asked = {step.get("Index Name") for step in steps if "Index Cond" in step}
    assert asked & {"ix_points_unit", "ix_points_unit_point_id"}
