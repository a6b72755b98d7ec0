"""Walls: PostgreSQL's own refusal of rows of other units, behind that of every query.

Officers' transactions run as a role that owns nothing and that row security
binds; what kiosks send goes on as the ledger's owner, whom it does not slow.
Walls are no migration: they need a right that the ledger's user may not have,
and are raised again whenever what is declared here has changed.
"""

import hashlib
from collections.abc import Iterator, Mapping
from enum import Enum
from itertools import chain

from sqlalchemy import Connection, text
from sqlalchemy.exc import ProgrammingError

from province.ledger.entry_tables import VIEWS
from province.ledger.every_table import metadata

OFFICER = "province_officer"
"""Of the whole cluster, as roles are; what it may is said in each database."""

_EVERYTHING = "*"
_UNIT = "(SELECT current_setting('province.unit', true))"
"""In a SELECT of its own, so that it is asked once for a query and not for each row."""
_CODES = (
    f"(SELECT code FROM unit_ancestors WHERE ancestor = {_UNIT} UNION SELECT {_UNIT})"  # noqa: S608 - ours
)

_IN_UNIT = f"unit IN {_CODES}"
_AT_POINT = f"point_id IN (SELECT p.point_id FROM points p WHERE p.unit IN {_CODES})"  # noqa: S608 - ours
# What has ever lain in the unit: figures of the days before a move count it there.
_EVER_AT_POINT = f"""point_id IN (
    SELECT l.point_id FROM point_units l WHERE l.unit IN {_CODES})"""  # noqa: S608 - ours
_EVER_IN_UNIT = f"{_IN_UNIT} OR {_EVER_AT_POINT}"
_AT_KIOSK = f"""kiosk_id IN (
    SELECT k.kiosk_id FROM kiosks k JOIN points p USING (point_id)
    WHERE p.unit IN {_CODES})"""  # noqa: S608 - ours
_IN_CASE = f"case_id IN (SELECT c.case_id FROM cases c WHERE c.unit IN {_CODES})"  # noqa: S608 - ours

_TOUCHED = "case_id IN (SELECT t.case_id FROM case_points t)"

WALLS: Mapping[str, str] = {
    "points": _EVER_IN_UNIT,
    "kiosks": _EVER_AT_POINT,
    "point_days": _EVER_IN_UNIT,
    "point_months": _EVER_IN_UNIT,
    "unit_days": _IN_UNIT,
    "suspensions": _EVER_AT_POINT,
    "places": _IN_UNIT,
    "applications": _IN_UNIT,
    "posters": _AT_POINT,
    "enrolment_codes": _AT_POINT,
    "entries": _AT_POINT,
    "admin_log": _AT_POINT,
    "batches": _AT_KIOSK,
    "conflicts": _AT_KIOSK,
    "forks": _AT_KIOSK,
    "audit": _IN_UNIT,
    "users": _IN_UNIT,
    "reminders": _IN_UNIT,
    "reports": _IN_UNIT,
    "report_letters": _IN_UNIT,
    "schedules": _IN_UNIT,
    "stays": _AT_POINT,
    # Officers of a point that a case touched are told of it.
    "cases": f"{_IN_UNIT} OR {_TOUCHED}",
    "case_points": _AT_POINT,
    "case_contacts": _IN_CASE,
    "case_looks": _IN_CASE,
    "health_keys": _IN_UNIT,
    "purge_holds": _IN_CASE,
}
"""Which rows of a table an officer of one unit may see, change or add."""

FREE = {
    "anchors": "the clocks of kiosks, no page shows them",
    "epochs": "hashes of chains",
    "heads": "hashes of chains",
    "point_units": "which codes a point has lain in; the walls themselves ask it",
    "purge_floors": "how far retention is; days alone",
    "stretches": "the clocks of kiosks, no page shows them",
    "untraced": "which batches are still to be looked through",
}
"""Tables that name a unit, a point or a kiosk and still have no wall, and why."""

_KEPT = {"audit"}
"""What officers add to and never change."""


class Wall(Enum):
    """Whether the second wall stands; SQLite has none to raise."""

    STANDS = "stands"
    MISSING = "missing"
    NONE = "none"


def enter(connection: Connection, unit: str) -> None:
    """Bind the transaction of `connection` to `unit` and what lies in it; empty: everything."""
    connection.execute(
        text(
            "SELECT set_config('role', :role, true), "
            "set_config('province.unit', :unit, true)"
        ),
        {"role": OFFICER, "unit": unit or _EVERYTHING},
    )


def look(connection: Connection) -> Wall:
    """Say whether the walls stand as they are declared here."""
    if connection.dialect.name != "postgresql":
        return Wall.NONE
    query = text(
        "SELECT EXISTS (SELECT FROM pg_policy WHERE polname = :role "
        "AND polrelid = to_regclass('points') "
        "AND obj_description(oid, 'pg_policy') = :mark) "
        "AND EXISTS (SELECT FROM pg_roles WHERE rolname = :role "
        "AND pg_has_role(current_user, oid, 'MEMBER'))"
    )
    stands = connection.scalar(query, {"mark": _make_mark(), "role": OFFICER})
    return Wall.STANDS if stands else Wall.MISSING


def raise_walls(connection: Connection) -> Wall:
    """Raise the walls in the transaction of `connection`, as far as its user may."""
    found = look(connection)
    if found is not Wall.MISSING:
        return found
    try:
        with connection.begin_nested():
            for statement in chain(_make_role(connection), _list_statements()):
                connection.execute(text(statement))
    except ProgrammingError:
        # No right to make the role, or to become it: pages go on behind one wall.
        return Wall.MISSING
    return Wall.STANDS


def _make_role(connection: Connection) -> Iterator[str]:
    """Yield what makes the role and lets the ledger's user become it, first of all.

    Where that may not be, no table was locked yet.
    """
    role = {"role": OFFICER}
    is_there = text("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = :role)")
    if not connection.scalar(is_there, role):
        yield f"CREATE ROLE {OFFICER} NOLOGIN"
    is_mine = text("SELECT pg_has_role(current_user, :role, 'MEMBER')")
    if not connection.scalar(is_mine, role):
        yield f"GRANT {OFFICER} TO CURRENT_USER"


def _list_statements() -> Iterator[str]:
    for name in VIEWS:
        yield f"GRANT SELECT ON {name} TO {OFFICER}"
    for name in sorted(metadata.tables):
        rights = "SELECT, INSERT" if name in _KEPT else "SELECT, INSERT, UPDATE, DELETE"
        yield f"GRANT {rights} ON {name} TO {OFFICER}"
    yield f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {OFFICER}"
    for name, term in sorted(WALLS.items()):
        within = f"{_UNIT} = '{_EVERYTHING}' OR {term}"
        yield f"DROP POLICY IF EXISTS {OFFICER} ON {name}"
        yield f"CREATE POLICY {OFFICER} ON {name} TO {OFFICER} USING ({within})"
        yield f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY"
    yield f"COMMENT ON POLICY {OFFICER} ON points IS '{_make_mark()}'"


def _make_mark() -> str:
    """Return what these walls are known by; a table that came since changes it."""
    declared = repr((OFFICER, sorted(WALLS.items()), sorted(metadata.tables), VIEWS))
    return f"walls {hashlib.sha256(declared.encode()).hexdigest()[:16]}"
