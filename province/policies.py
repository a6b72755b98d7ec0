"""Policies: the rules of the province's points, judged before any kiosk sees them."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, insert, select

from kiosk.protocol import policy as wire
from kiosk.protocol.policy import PolicyDocument
from kiosk.rulebook import PolicyFault, read_policy
from province.clock import read_now
from province.errors import OutsideError, UsageError
from province.ledger import settings
from province.ledger.database import Database
from province.ledger.office_tables import policy_versions
from province.ledger.tables import points
from province.schedules import SHELL

_SETTING = "policy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A policy that rules or did, with who set it."""

    version: int
    made_at: datetime
    made_by: str


def set_policy(database: Database, file: Path) -> int:
    """Let the document in `file` rule from now on; return its version.

    Raises:
        UsageError: It does not validate, names a point that is not registered,
            or its version is not above the one in use. Nothing was changed.
        OutsideError: The file can't be read.
    """
    try:
        text = file.read_bytes()
    except OSError as error:
        raise OutsideError(f"'{file}' can't be read: {error.strerror}.") from error
    with database.writing() as connection:
        return put(
            connection, text, f"The policy '{file}'", made_by=SHELL, now=read_now()
        )


def put(
    connection: Connection, text: bytes, name: str, *, made_by: str, now: datetime
) -> int:
    """Let `text` rule from now on and keep who said so; return its version.

    Raises:
        UsageError: As of `judge`, or its version is not above the one in use.
    """
    document = judge(connection, text, name)
    held = read_policy_text(connection)
    _refuse_older(held, text, document)
    if held == text:
        return document.version
    settings.store(connection, _SETTING, text.decode("utf-8"))
    connection.execute(
        insert(policy_versions).values(
            version=document.version,
            text=text.decode("utf-8"),
            made_at=now,
            made_by=made_by,
        )
    )
    return document.version


def judge(connection: Connection, text: bytes, name: str) -> PolicyDocument:
    """Return the document in `text`, which a fault calls `name`.

    Raises:
        UsageError: It does not validate, or names a point that is not registered.
    """
    document, read = wire.decode(text), read_policy(text, "")
    if isinstance(document, str):
        raise UsageError(f"{name} is not taken: {document}.")
    if isinstance(read, PolicyFault):
        raise UsageError(f"{name} is not taken: {read.detail}")
    _refuse_unknown_points(connection, document, name)
    return document


def read_policy_text(connection: Connection) -> bytes | None:
    """Return the document that rules, None where none was set."""
    text = settings.read(connection, _SETTING)
    return None if text is None else text.encode("utf-8")


def list_versions(connection: Connection, most: int = 50) -> tuple[Version, ...]:
    """Return the policies that were set, the newest first."""
    table = policy_versions.c
    query = select(table.version, table.made_at, table.made_by)
    rows = connection.execute(query.order_by(table.version.desc()).limit(most))
    return tuple(Version(**row._asdict()) for row in rows)


def read_version(connection: Connection, version: int) -> bytes | None:
    """Return the policy that was set as `version`, None where none was."""
    query = select(policy_versions.c.text).where(policy_versions.c.version == version)
    text = connection.scalar(query)
    return None if text is None else text.encode("utf-8")


def _refuse_unknown_points(
    connection: Connection, document: PolicyDocument, name: str
) -> None:
    known = set(
        connection.execute(
            select(points.c.point_id).where(points.c.point_id.in_(document.points))
        ).scalars()
    )
    strange = sorted(document.points.keys() - known)
    if strange:
        raise UsageError(
            f"{name} is not taken: 'points.{strange[0]}' is no point that is "
            "registered. Correct its id, or register it with 'province point add'."
        )


def _refuse_older(held: bytes | None, text: bytes, document: PolicyDocument) -> None:
    if held is None or held == text:
        return
    before = wire.decode(held)
    if isinstance(before, PolicyDocument) and document.version <= before.version:
        raise UsageError(
            f"The policy in use has version {before.version}: give the changed one "
            f"'version' {before.version + 1} or above."
        )
