"""Released: databases as earlier versions made them, with rows in every table.

The migrations up to a revision make the tables; the rows are written by SQL of
that time, so that no later code can lend them its own shape.
"""

from dataclasses import dataclass
from pathlib import Path

import msgspec
from alembic import command
from alembic.config import Config
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import text

from kiosk.protocol import chain, content
from kiosk.storage.connection import Connection
from kiosk.storage.database import Database
from kiosk.storage.folder import Folder
from kiosk.storage.migration import FOLDER
from tests.backlog import make_entries

REVISIONS = ("0001", "0002", "0003", "0004")
"""What kiosks out there may have; the newest is made by the code itself."""

ENTRIES, SETTLED, REFUSED = 40, 10, 3
"""Of the entries the oldest are settled, those after them refused, the rest pending."""

_ADMIN_ACTS = {"0002": ("exported",), "0003": ("exported", "pin_changed")}
_ADMIN_ACTS["0004"] = (*_ADMIN_ACTS["0003"], "pin_reset")
_FIRST_FIELDS = 15
"""Fields of a content before visits were."""

_ENTRY = text(
    "INSERT INTO entries (position, entry_id, decided_at_us, act, outcome, direction, "
    "gate, kind, holder, refers, commitment, link, salt, content) VALUES (:position, "
    ":entry_id, :decided_at_us, :act, :outcome, :direction, :gate, :kind, :holder, "
    "NULL, :commitment, :link, :salt, :content)"
)
_OUTBOX = text(
    "INSERT INTO outbox (position, state, reason) VALUES (:at, :state, :why)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """What a database of an earlier version has."""

    position: int
    link: bytes
    pending: int
    refused: int
    admin: int


def make(path: Path, key: str, revision: str) -> Released:
    """Make the database of `revision` at `path`; another key has other entries."""
    database = Database(path, key)
    with database.write() as connection:
        _migrate(connection, revision)
        made = _write_entries(connection, revision, seed=int(key[:4], 16))
        _write_rest(connection)
        if revision >= "0002":
            _write_visits(connection)
        if revision >= "0004":
            connection.execute(
                text("INSERT INTO pass_uses VALUES (:id, :pass, 1, :end)"),
                {"id": _id(connection, 1), "pass": bytes(16), "end": 2**50},
            )
    database.close()
    return made


def replace_by(folder: Folder, key: bytes, revision: str) -> Released:
    """Put the database of `revision` in the place of the one in `folder`."""
    folder.database.unlink()
    return make(folder.database, key.hex(), revision)


def list_tables(connection: Connection) -> dict[str, int]:
    """Return how many rows each table has."""
    names = connection.execute(
        text("SELECT name FROM sqlite_master WHERE type = 'table'")
    ).scalars()
    count = "SELECT count(*) FROM"
    return {
        name: connection.execute(text(f'{count} "{name}"')).scalar_one()
        for name in names.all()
    }


def _migrate(connection: Connection, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection.core
    command.upgrade(config, revision)


def _write_entries(connection: Connection, revision: str, *, seed: int) -> Released:
    acts = _ADMIN_ACTS.get(revision, ())
    link = chain.GENESIS
    for position, entry in enumerate(make_entries(seed, ENTRIES), start=1):
        at_end = position - (ENTRIES - len(acts)) - 1
        act = acts[at_end] if at_end >= 0 else "presented"
        encoded = _encode(entry.content, act, revision)
        commitment = chain.commit(entry.salt, encoded)
        link = chain.link(link, entry.entry_id, commitment)
        is_act = act != "presented"
        row = {
            "position": position,
            "entry_id": entry.entry_id,
            "decided_at_us": entry.content.decided_at_us,
            "act": act,
            "outcome": "" if is_act else entry.content.outcome,
            "direction": "" if is_act else entry.content.direction,
            "gate": "" if is_act else entry.content.gate,
            "kind": "" if is_act else entry.content.kind,
            "holder": None if is_act else commitment[:16],
            "commitment": commitment,
            "link": link,
            "salt": entry.salt,
            "content": encoded,
        }
        connection.execute(_ENTRY, row)
        _write_outbox(connection, position)
    made = Released(
        position=ENTRIES,
        link=link,
        pending=ENTRIES - SETTLED - REFUSED,
        refused=REFUSED,
        admin=len(acts),
    )
    _write_head(connection, made, revision)
    return made


def _encode(facts: content.Content, act: str, revision: str) -> bytes:
    """Return the bytes as that version wrote them: the first one knew no visits."""
    if act != "presented":
        facts = msgspec.structs.replace(
            facts, act=act, outcome="", direction="", gate="", kind="", claims={}
        )
    fields = msgspec.to_builtins(facts, builtin_types=(bytes,))
    kept = fields[:_FIRST_FIELDS] if revision == "0001" else fields
    return msgspec.msgpack.Encoder(order="deterministic").encode(kept)


def _write_outbox(connection: Connection, position: int) -> None:
    if position <= SETTLED:
        return
    is_refused = position <= SETTLED + REFUSED
    connection.execute(
        _OUTBOX,
        {
            "at": position,
            "state": "refused" if is_refused else "pending",
            "why": "conflict" if is_refused else "",
        },
    )


def _write_head(connection: Connection, made: Released, revision: str) -> None:
    connection.execute(
        text(
            "UPDATE head SET position = :position, link = :link, pending = :pending, "
            "refused = :refused"
        ),
        {
            "position": made.position,
            "link": made.link,
            "pending": made.pending,
            "refused": made.refused,
        },
    )
    if revision >= "0002":
        connection.execute(
            text("UPDATE head SET admin = :admin"), {"admin": made.admin}
        )


def _write_rest(connection: Connection) -> None:
    first = _id(connection, 1)
    identity = msgspec.msgpack.encode(
        {
            "private_key": Ed25519PrivateKey.generate().private_bytes_raw(),
            "hash_key": bytes(range(32)),
            "epoch": "0a1b2c3d",
        }
    )
    rows: tuple[tuple[str, dict[str, object]], ...] = (
        ("presence VALUES (:h, :id, 'in', 'A', 1)", {"h": bytes(16), "id": first}),
        ("recent VALUES (:h, 'A', 'in', :id, 1)", {"h": bytes(16), "id": first}),
        (
            "batches VALUES (1, :h, 1, :last, 1, :h)",
            {"h": bytes(32), "last": SETTLED},
        ),
        ("settings VALUES ('identity', :value)", {"value": identity}),
    )
    for insert, values in rows:
        connection.execute(text(f"INSERT INTO {insert}"), values)


def _write_visits(connection: Connection) -> None:
    visit = (
        "INSERT INTO visits VALUES (1, :id, :hash, :hash, NULL, '17', 'an', 1, 1, "
        "NULL, '', NULL)"
    )
    connection.execute(text(visit), {"id": _id(connection, 1), "hash": bytes(16)})
    connection.execute(text("INSERT INTO visit_tails VALUES ('an', 1)"))
    connection.execute(text("INSERT INTO hosts VALUES ('Chị An', 'chi an', 1, 0)"))


def _id(connection: Connection, position: int) -> bytes:
    found = text("SELECT entry_id FROM entries WHERE position = :at")
    entry_id: bytes = connection.execute(found, {"at": position}).scalar_one()
    return entry_id
