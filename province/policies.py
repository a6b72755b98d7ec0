"""Policies: the rules of the province's points, judged before any kiosk sees them."""

from pathlib import Path

from sqlalchemy import Connection, select

from kiosk.protocol import policy as wire
from kiosk.protocol.policy import PolicyDocument
from kiosk.rulebook import PolicyFault, read_policy
from province.errors import OutsideError, UsageError
from province.ledger import settings
from province.ledger.database import Database
from province.ledger.tables import points

_SETTING = "policy"


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
    document = _judge(text, file)
    with database.writing() as connection:
        _refuse_unknown_points(connection, document, file)
        _refuse_older(read_policy_text(connection), text, document)
        settings.store(connection, _SETTING, text.decode("utf-8"))
    return document.version


def read_policy_text(connection: Connection) -> bytes | None:
    """Return the document that rules, None where none was set."""
    text = settings.read(connection, _SETTING)
    return None if text is None else text.encode("utf-8")


def _judge(text: bytes, file: Path) -> PolicyDocument:
    document, read = wire.decode(text), read_policy(text, "")
    if isinstance(document, str):
        raise UsageError(f"The policy '{file}' is not taken: {document}.")
    if isinstance(read, PolicyFault):
        raise UsageError(f"The policy '{file}' is not taken: {read.detail}")
    return document


def _refuse_unknown_points(
    connection: Connection, document: PolicyDocument, file: Path
) -> None:
    known = set(connection.execute(select(points.c.point_id)).scalars())
    strange = sorted(document.points.keys() - known)
    if strange:
        raise UsageError(
            f"The policy '{file}' is not taken: 'points.{strange[0]}' is no point that is "
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
