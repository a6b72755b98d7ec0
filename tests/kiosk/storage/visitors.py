"""Visitors: who comes and goes at a desk, for tests of what is kept of them."""

from sqlalchemy import Table, func, select

from kiosk.desk import Reception
from kiosk.reception import CheckedIn, Form, VisitField
from kiosk.storage import visit_lists
from kiosk.storage.database import Database
from kiosk.storage.visit_lists import REACH, Reach
from tests.fakes import START

START_US = int(START.timestamp()) * 1_000_000


def come(desk: Reception, name: str, document: str = "", badge: str = "") -> bytes:
    """Let a visitor in and return the entry that began the visit."""
    fields = {VisitField.BADGE: badge}
    answer = desk.check_in(Form(name=name, document=document, fields=fields))
    assert isinstance(answer, CheckedIn)
    return answer.visit.visit_id.bytes


def return_often(desk: Reception, name: str, times: int) -> list[bytes]:
    """Let the same person in and out; return the entries in."""
    came = []
    for _ in range(times):
        came.append(come(desk, name, "001090000007"))
        desk.sign_out(desk.find_inside("", limit=1)[0].visit_id)
    return came


def find_earlier(
    database: Database, search: str, *, limit: int = 50, reach: Reach = REACH
) -> list[str]:
    with database.read() as connection:
        found = visit_lists.list_earlier(connection, search, limit=limit, reach=reach)
    return [visit.name for visit in found]


def count(database: Database, table: Table) -> int:
    with database.read() as connection:
        query = select(func.count()).select_from(table)
        return connection.execute(query).scalar_one()
