"""Tests of places from a file, on both databases."""

from sqlalchemy import func, select

from province.ledger.database import Database
from province.ledger.place_tables import places
from province.ledger.scope import WHOLE, Scope
from province.place_register import Listed, carry_out, plan_places
from province.row_plan import RowPlan
from tests.province.builders import NOW, add_point
from tests.province.tables import a_csv

HEAD = "Tên cơ sở;Loại hình;Mã xã;Địa chỉ"


def load(ledger: Database, *rows: str, scope: Scope = WHOLE) -> Listed:
    with ledger.writing() as connection:
        plan = plan_places(connection, scope, a_csv(HEAD, *rows))
        assert isinstance(plan, RowPlan), plan
        return carry_out(connection, scope, plan, NOW)


def test_places_are_added_once_and_find_their_points(ledger: Database) -> None:
    add_point(ledger, "Chợ Lớn")
    rows = ("Chợ Lớn;Chợ;04;Số 1", "Trường Mẫu;Trường học;05;")

    first, again = load(ledger, *rows), load(ledger, *rows)

    assert first == Listed(added=2, updated=0, matched=1)
    assert again == Listed(added=0, updated=2, matched=0)


def test_a_changed_address_is_taken_over(ledger: Database) -> None:
    load(ledger, "Chợ Lớn;Chợ;04;Số 1")
    load(ledger, "Chợ Lớn;;04;Số 2", "chợ lớn;Siêu thị;04;")

    with ledger.reading() as connection:
        query = select(places.c.category, places.c.address)
        assert connection.execute(query).one() == ("supermarket", "Số 2")


def test_a_unit_lists_its_own_places_only(ledger: Database) -> None:
    done = load(ledger, "A;Chợ;04;", "B;Chợ;05;", scope=Scope(unit="05"))

    assert done.added == 1
    with ledger.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(places)) == 1
