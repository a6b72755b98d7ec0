"""0018: what names a person is sealed, and an entry keeps no decoded copy of what it says.

The tables of entries are made anew beside the old ones, row by row: changed in
place, PostgreSQL would keep both forms of every row. A million entries take some
minutes, in one transaction; the walls are raised again afterwards.
"""

from collections.abc import Callable, Iterator
from typing import Any

from alembic import op
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Row,
    SmallInteger,
    Table,
    Text,
    cast,
    column,
    delete,
    insert,
    select,
    table,
    text,
    update,
)

from province.ledger import vault
from province.ledger.columns import EntryId, Json, UtcTime, to_kiosk_number
from province.ledger.loading import Loader
from province.ledger.piece import Value
from province.ledger.vault import Place, Sealer

revision = "0018"
down_revision = "0017"

AT_ONCE = 5_000
_NEW = {"sealed", "is_visit", "kiosk_id"}
"""What the old tables don't have, or not so."""

IS_HELD, IS_VISIT = text("status = 'held'"), text("is_visit IS NOT NULL")
IS_BOOTED, IS_PLACED = text("boot IS NOT NULL"), text("placed_at IS NOT NULL")
REFERS = text("refers IS NOT NULL")
INDEXES = (
    ("ix_entries_point_id_decided_at", "entries", ["point_id", "decided_at"], None),
    ("ix_entries_decided_at", "entries", ["decided_at"], None),
    ("ix_entries_kiosk_id_position", "entries", ["kiosk_id", "position"], None),
    ("ix_entries_boot", "entries", ["kiosk_id", "boot"], IS_BOOTED),
    ("ix_entries_placed", "entries", ["point_id", "placed_at"], IS_PLACED),
    ("ix_entries_refers", "entries", ["refers"], REFERS),
    ("ix_entries_held", "entries", ["kiosk_id"], IS_HELD),
    ("ix_entries_visits", "entries", ["decided_at", "entry_id"], IS_VISIT),
    ("ix_admin_log_point_id_decided_at", "admin_log", ["point_id", "decided_at"], None),
    ("ix_admin_log_kiosk_id_position", "admin_log", ["kiosk_id", "position"], None),
)


def upgrade() -> None:
    """Add the keys, seal what names people, and make the tables of entries anew."""
    op.create_table(
        "ledger_keys",
        Column("purpose", Text, nullable=False),
        Column("number", Integer, autoincrement=False, nullable=False),
        Column("wrapped", LargeBinary, nullable=False),
        Column("made_at", UtcTime, nullable=False),
        PrimaryKeyConstraint("purpose", "number", name="pk_ledger_keys"),
    )
    for name in ("stays", "person_aliases"):
        key_number = Column(
            "key_number", SmallInteger, server_default="0", nullable=False
        )
        op.add_column(name, key_number)
    connection = op.get_bind()
    holds = _take_holds(connection)
    _make_anew(connection, "entries", list_entry_columns, Place.ENTRY)
    _make_anew(connection, "admin_log", list_act_columns, Place.ACT)
    for name, its_table, columns, term in INDEXES:
        op.create_index(
            name, its_table, columns, sqlite_where=term, postgresql_where=term
        )
    _give_back(connection, holds)
    _seal_conflicts(connection)
    _seal_column(connection, "watched", ("entry", "document"), Place.WATCHED)
    _seal_column(connection, "passes", ("pass_id", "name"), Place.PASS)
    _seal_column(connection, "cases", ("case_id", "reason"), Place.REASON)
    _seal_watch_keys(connection)


def list_entry_columns() -> list[Column[Any]]:
    """Return the columns of `entries`; times as they are stored, nothing is reckoned."""
    return [
        Column("entry_id", EntryId, nullable=False),
        Column("batch_id", BigInteger, nullable=False),
        Column("kiosk_id", BigInteger, nullable=False),
        Column("position", BigInteger, nullable=False),
        Column("decided_at", BigInteger, nullable=False),
        Column("received_at", BigInteger, nullable=False),
        Column("refers", EntryId),
        Column("monotonic_ms", BigInteger),
        Column("placed_at", BigInteger),
        Column("verified", Boolean, nullable=False),
        Column("is_visit", Boolean),
        Column("point_id", Text, nullable=False),
        Column("act", Text, nullable=False),
        Column("direction", Text, nullable=False),
        Column("gate", Text, nullable=False),
        Column("outcome", Text, nullable=False),
        Column("kind", Text, nullable=False),
        Column("reasons", Json, nullable=False),
        Column("status", Text, nullable=False),
        Column("commitment", LargeBinary, nullable=False),
        Column("sealed", LargeBinary),
        Column("boot", Text),
        Column("placing", Text),
    ]


def list_act_columns() -> list[Column[Any]]:
    """Return the columns of `admin_log`."""
    return [
        Column("entry_id", EntryId, nullable=False),
        Column("batch_id", BigInteger, nullable=False),
        Column("kiosk_id", BigInteger, nullable=False),
        Column("point_id", Text, nullable=False),
        Column("position", BigInteger, nullable=False),
        Column("act", Text, nullable=False),
        Column("decided_at", BigInteger, nullable=False),
        Column("received_at", BigInteger, nullable=False),
        Column("refers", EntryId),
        Column("status", Text, nullable=False),
        Column("commitment", LargeBinary, nullable=False),
        Column("sealed", LargeBinary),
    ]


HOLDS = table("purge_holds", column("entry_id", EntryId), column("case_id", Text))


def _take_holds(connection: Connection) -> list[dict[str, Any]]:
    """Take off what refers to entries while their table is made anew; `Any` as rows are."""
    if connection.dialect.name == "postgresql":
        op.drop_constraint("fk_purge_holds_entry_id", "purge_holds")
        return []
    held = [row._asdict() for row in connection.execute(select(HOLDS))]
    connection.execute(delete(HOLDS))
    return held


def _give_back(connection: Connection, holds: list[dict[str, Any]]) -> None:
    if holds:
        connection.execute(insert(HOLDS), holds)
    if connection.dialect.name == "postgresql":
        op.create_foreign_key(
            "fk_purge_holds_entry_id",
            "purge_holds",
            "entries",
            ["entry_id"],
            ["entry_id"],
        )


def _make_anew(
    connection: Connection,
    name: str,
    list_columns: Callable[[], list[Column[Any]]],
    place: Place,
) -> None:
    is_postgresql = connection.dialect.name == "postgresql"
    made = op.create_table(
        f"{name}_anew",
        *list_columns(),
        *([] if is_postgresql else _list_constraints(name)),
    )
    assert made is not None  # noqa: S101 - Alembic's type is wider than what it does
    names = [one.name for one in list_columns()]
    loader = Loader(made, names)
    for rows in _read(connection, name, list_columns()):
        sealer = vault.start_sealing(connection)
        loader.load(connection, [_convert(row, names, place, sealer) for row in rows])
    op.drop_table(name)
    op.rename_table(f"{name}_anew", name)
    if is_postgresql:
        op.create_primary_key(f"pk_{name}", name, ["entry_id"])


def _list_constraints(name: str) -> list[PrimaryKeyConstraint | ForeignKeyConstraint]:
    return [
        PrimaryKeyConstraint("entry_id", name=f"pk_{name}"),
        *(
            ForeignKeyConstraint([one], [f"{parent}.{one}"], name=f"fk_{name}_{one}")
            for one, parent in (
                ("batch_id", "batches"),
                ("point_id", "points"),
            )
        ),
    ]


def _read(
    connection: Connection, name: str, columns: list[Column[Any]]
) -> Iterator[list[Row[*tuple[Any, ...]]]]:
    """Yield the rows of a table as it was, in pieces, as they are stored."""
    kept = [one for one in columns if one.name not in _NEW]
    more: list[Column[Any]] = [Column("salt", LargeBinary)]
    more += [Column("content", LargeBinary), Column("kiosk_id", Text)]
    if name == "entries":
        more.append(Column("visit", Json))
    old = Table(name, MetaData(), *kept, *more)
    asked = [
        cast(one, Text).label(one.name) if isinstance(one.type, Json) else one
        for one in old.c
    ]
    after = bytes(16)
    while True:
        query = select(*asked).where(old.c.entry_id > after)
        rows = connection.execute(query.order_by(old.c.entry_id).limit(AT_ONCE)).all()
        if not rows:
            return
        yield list(rows)
        after = rows[-1].entry_id


def _convert(
    row: Row[*tuple[Any, ...]],
    names: list[str],
    place: Place,
    sealer: Sealer,
) -> tuple[Value, ...]:
    told = row._asdict()
    told["kiosk_id"] = to_kiosk_number(row.kiosk_id)
    told["is_visit"] = True if told.get("visit") is not None else None
    told["sealed"] = (
        None
        if row.content is None
        else sealer.seal_content(place, row.entry_id, row.salt or b"", row.content)
    )
    return tuple(told[name] for name in names)


def _seal_conflicts(connection: Connection) -> None:
    op.add_column("conflicts", Column("sealed", LargeBinary))
    old = table(
        "conflicts",
        column("entry_id", EntryId),
        column("commitment", LargeBinary),
        column("salt", LargeBinary),
        column("content", LargeBinary),
        column("sealed", LargeBinary),
    )
    sealer = None
    for row in connection.execute(select(old).where(old.c.content != b"")).all():
        sealer = sealer or vault.start_sealing(connection)
        sealed = sealer.seal_content(
            Place.CONFLICT, row.entry_id + row.commitment, row.salt, row.content
        )
        this = old.c.entry_id == row.entry_id, old.c.commitment == row.commitment
        connection.execute(update(old).where(*this).values(sealed=sealed))
    for name in ("salt", "content"):
        op.drop_column("conflicts", name)


def _seal_column(
    connection: Connection, name: str, columns: tuple[str, str], place: Place
) -> None:
    """Put sealed bytes in the place of a text that names somebody."""
    key, said = columns
    kind = Text if name == "cases" else LargeBinary
    # SQLite adds no column that must be given without something to begin with, and
    # could only make the table anew, to which others refer.
    empty = Column("sealed", LargeBinary, server_default="", nullable=False)
    op.add_column(name, empty)
    old = table(
        name, column(key, kind), column(said, Text), column("sealed", LargeBinary)
    )
    sealer = None
    for row in connection.execute(select(old.c[key], old.c[said])).all():
        sealer = sealer or vault.start_sealing(connection)
        its_key = row[0].encode() if isinstance(row[0], str) else row[0]
        sealed = sealer.seal(place, its_key, row[1].encode())
        this = old.c[key] == row[0]
        connection.execute(update(old).where(this).values(sealed=sealed))
    op.drop_column(name, said)
    op.execute(f"ALTER TABLE {name} RENAME COLUMN sealed TO {said}")


def _seal_watch_keys(connection: Connection) -> None:
    keys = table("watch_keys", column("number", Integer), column("key", LargeBinary))
    for row in connection.execute(select(keys)).all():
        sealer = vault.start_sealing(connection)
        sealed = sealer.seal(Place.WATCH_KEY, str(row.number).encode("ascii"), row.key)
        this = keys.c.number == row.number
        connection.execute(update(keys).where(this).values(key=sealed))
