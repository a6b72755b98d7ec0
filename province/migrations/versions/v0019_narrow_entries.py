"""0019: entries say their words by number, and keep nothing that is known elsewhere.

The table is made anew beside the old one, inside the database: a million entries take
half a minute, in one transaction. The walls are raised again afterwards.
"""

from collections.abc import Iterator
from typing import Any

import msgspec
from alembic import op
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Computed,
    Connection,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Text,
    TextClause,
    UniqueConstraint,
    insert,
    text,
)

from province.ledger import rollups
from province.ledger.columns import EntryId, Json
from province.ledger.wordings import Wording, make_hash

revision = "0019"
down_revision = "0018"

WORDS = ("act", "direction", "gate", "outcome", "kind", "verified", "reasons")
_FILL = """
INSERT INTO entries_anew ({names})
SELECT entry_id, position, decided_at,
    CASE WHEN boot IS NOT NULL OR decided_at > received_at THEN received_at END,
    monotonic_ms, placed_at, refers, batch_id, wording_id,
    CASE WHEN status = 'held' THEN {true} END, is_visit, point_id, sealed,
    CASE WHEN sealed IS NULL THEN commitment END, boot, "placing"
FROM entries JOIN wordings USING ({words})
"""
# As whoever asks, so that the walls of `entries` stand before it too. SQLite takes the
# tables of a CROSS JOIN in their order: it would look for all entries of each wording.
_VIEW = """
CREATE VIEW worded {rights} AS
SELECT entries.*, act, direction, gate, outcome, kind, verified, reasons,
    CASE WHEN is_held IS NULL THEN 'accepted' ELSE 'held' END AS status
FROM entries {join} wordings ON wordings.wording_id = entries.wording_id
"""
_DAY = "(decided_at + 25200000000) / 86400000000"
_MINUTE = "{least}(decided_at / 60000000, 2147483647)"
INDEXES: tuple[tuple[str, list[str], TextClause | None], ...] = (
    ("ix_entries_day", ["point_id", "day"], None),
    ("ix_entries_minute", ["minute"], None),
    ("ix_entries_batch_id", ["batch_id"], None),
    ("ix_entries_boot", ["boot"], text("boot IS NOT NULL")),
    ("ix_entries_placed", ["point_id", "placed_at"], text("placed_at IS NOT NULL")),
    ("ix_entries_refers", ["refers"], text("refers IS NOT NULL")),
    ("ix_entries_held", ["batch_id"], text("is_held IS NOT NULL")),
    ("ix_entries_visits", ["minute"], text("is_visit IS NOT NULL")),
)


def upgrade() -> None:
    """Add the wordings that there are, and make the table of entries anew."""
    connection = op.get_bind()
    is_postgresql = connection.dialect.name == "postgresql"
    _make_wordings(connection)
    held = _take_holds(connection)
    op.create_table(
        "entries_anew",
        *list_columns(is_postgresql=is_postgresql),
        *([] if is_postgresql else _list_constraints()),
    )
    names = ", ".join(
        f'"{one.name}"'
        for one in list_columns(is_postgresql=is_postgresql)
        if one.computed is None
    )
    true = "true" if is_postgresql else "1"
    connection.execute(
        text(_FILL.format(names=names, words=", ".join(WORDS), true=true))
    )
    op.drop_table("entries")
    op.rename_table("entries_anew", "entries")
    if is_postgresql:
        op.create_primary_key("pk_entries", "entries", ["entry_id"])
    for name, columns, term in INDEXES:
        op.create_index(
            name, "entries", columns, sqlite_where=term, postgresql_where=term
        )
    last = Computed("first + count - 1", persisted=is_postgresql)
    op.add_column("batches", Column("last", BigInteger, last))
    has_entries = text("count > 0")
    op.create_index(
        "ix_batches_last",
        "batches",
        ["kiosk_id", "last"],
        sqlite_where=has_entries,
        postgresql_where=has_entries,
    )
    _give_back(connection, held)
    rights = "WITH (security_invoker = true)" if is_postgresql else ""
    join = "JOIN" if is_postgresql else "CROSS JOIN"
    op.execute(_VIEW.format(rights=rights, join=join))
    _count(connection)


def list_columns(*, is_postgresql: bool) -> list[Column[Any]]:
    """Return the columns of `entries`; times as they are stored.

    SQLite reckons a step when it is asked for, and keeps it in the index alone.
    """
    minute = _MINUTE.format(least="least" if is_postgresql else "min")
    return [
        Column("entry_id", EntryId, nullable=False),
        Column("position", BigInteger, nullable=False),
        Column("decided_at", BigInteger, nullable=False),
        Column("received_at", BigInteger),
        Column("monotonic_ms", BigInteger),
        Column("placed_at", BigInteger),
        Column("refers", EntryId),
        Column("day", Integer, Computed(_DAY, persisted=is_postgresql)),
        Column("minute", Integer, Computed(minute, persisted=is_postgresql)),
        Column("batch_id", Integer, nullable=False),
        Column("wording_id", Integer, nullable=False),
        Column("is_held", Boolean),
        Column("is_visit", Boolean),
        Column("point_id", Text, nullable=False),
        Column("sealed", LargeBinary),
        Column("commitment", LargeBinary),
        Column("boot", Text),
        Column("placing", Text),
    ]


def _list_constraints() -> Iterator[PrimaryKeyConstraint | ForeignKeyConstraint]:
    yield PrimaryKeyConstraint("entry_id", name="pk_entries")
    for one, parent in (
        ("batch_id", "batches"),
        ("wording_id", "wordings"),
        ("point_id", "points"),
    ):
        yield ForeignKeyConstraint([one], [f"{parent}.{one}"], name=f"fk_entries_{one}")


def _make_wordings(connection: Connection) -> None:
    made = op.create_table(
        "wordings",
        Column("wording_id", Integer, nullable=False),
        Column("hash", LargeBinary, nullable=False),
        Column("act", Text, nullable=False),
        Column("direction", Text, nullable=False),
        Column("gate", Text, nullable=False),
        Column("outcome", Text, nullable=False),
        Column("kind", Text, nullable=False),
        Column("verified", Boolean, nullable=False),
        Column("reasons", Json, nullable=False),
        PrimaryKeyConstraint("wording_id", name="pk_wordings"),
        UniqueConstraint("hash", name="uq_wordings_hash"),
    )
    assert made is not None  # noqa: S101 - Alembic's type is wider than what it does
    _write_alike(connection)
    words = ", ".join(WORDS)
    found = connection.execute(text(f"SELECT DISTINCT {words} FROM entries")).all()  # noqa: S608 - ours
    rows = [_flatten(one._asdict()) for one in found]
    if rows:
        connection.execute(insert(made), rows)


def _write_alike(connection: Connection) -> None:
    """Let SQLite, which keeps JSON as the text that it was given, have one text for a list."""
    if connection.dialect.name == "postgresql":
        return
    query = text("SELECT DISTINCT reasons FROM entries")
    for was in connection.scalars(query).all():
        written = msgspec.json.encode(msgspec.json.decode(was)).decode()
        if written != was:
            change = text("UPDATE entries SET reasons = :now WHERE reasons = :was")
            connection.execute(change, {"now": written, "was": was})


def _count(connection: Connection) -> None:
    """Count the days of a ledger of before v0008, which made the tables for them."""
    if connection.scalar(text("SELECT count(*) FROM point_days")) == 0:
        rollups.rebuild(connection)


def _flatten(told: dict[str, Any]) -> dict[str, Any]:
    """Return the columns of a wording; `Any`: each has its own type."""
    said = told["reasons"]
    reasons = msgspec.json.decode(said) if isinstance(said, str) else said
    verified = bool(told["verified"])
    told |= {"verified": verified, "reasons": reasons}
    written = msgspec.json.encode(reasons).decode()
    made = make_hash(Wording(**{**told, "reasons": written}))
    return {**told, "hash": made}


def _take_holds(connection: Connection) -> list[dict[str, Any]]:
    """Take off what refers to entries while their table is made anew; `Any` as rows are."""
    if connection.dialect.name == "postgresql":
        op.drop_constraint("fk_purge_holds_entry_id", "purge_holds")
        return []
    held = connection.execute(text("SELECT entry_id, case_id FROM purge_holds")).all()
    connection.execute(text("DELETE FROM purge_holds"))
    return [row._asdict() for row in held]


def _give_back(connection: Connection, held: list[dict[str, Any]]) -> None:
    if held:
        giving = text("INSERT INTO purge_holds VALUES (:entry_id, :case_id)")
        connection.execute(giving, held)
    if connection.dialect.name == "postgresql":
        op.create_foreign_key(
            "fk_purge_holds_entry_id",
            "purge_holds",
            "entries",
            ["entry_id"],
            ["entry_id"],
        )
