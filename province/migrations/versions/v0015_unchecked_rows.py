"""0015: PostgreSQL checks no foreign keys of the rows that batches bring.

It did so row by row, three queries for each: as long as all the rest of the
load (20.8 µs of its CPU a row with them, 11.5 without; 5,000 rows a batch).
The batch of a row is made, and its kiosk locked, in the transaction that loads
it; the kiosk's own key holds its point, and none of the three is ever deleted.
SQLite checks them in passing, and could only drop them by writing the table anew.
"""

from alembic import op

revision = "0015"
down_revision = "0014"

DROPPED = [
    (f"fk_{table}_{column}", table)
    for table in ("entries", "admin_log")
    for column in ("batch_id", "kiosk_id", "point_id")
]


def upgrade() -> None:
    """Drop the foreign keys of both tables on PostgreSQL."""
    if op.get_context().dialect.name != "postgresql":
        return
    for name, table in DROPPED:
        op.drop_constraint(name, table)
