"""An expression of SQLAlchemy's is run by the driver, by the names of its values."""

from sqlalchemy import bindparam, insert, select

from kiosk.storage.compiled import make_statement
from kiosk.storage.database import Database
from kiosk.storage.tables import OUTBOX

PUT = make_statement(insert(OUTBOX))
FIND = make_statement(
    select(OUTBOX.c.position, OUTBOX.c.state).where(
        OUTBOX.c.reason == bindparam("why"), OUTBOX.c.position > bindparam("after")
    )
)


def test_values_go_where_their_names_are(database: Database) -> None:
    with database.write() as connection:
        PUT.run(connection, {"state": "pending", "reason": "r", "position": 7})
        assert FIND.find(connection, {"after": 6, "why": "r"}) == (7, "pending")
        assert FIND.list(connection, {"after": 7, "why": "r"}) == []
