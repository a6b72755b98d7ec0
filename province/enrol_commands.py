"""Enrol commands: what `province enrol` does, and what it answers."""

import argparse
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from kiosk.protocol.enrolment_file import MAX_REQUEST_BYTES
from province import enrolment_files
from province.enrolment import Refused, issue_code
from province.enrolment_files import Answered, Desk, Wish
from province.errors import OutsideError, RefusedError, UsageError
from province.files import write_whole
from province.keys import KeyFolder
from province.ledger.database import Database
from province.picture import write_code
from province.publishing import Publication

Tell = Callable[[str], None]


def run(
    database: Database,
    publication: Publication,
    options: argparse.Namespace,
    now: datetime,
    tell: Tell,
) -> dict[str, object]:
    """Make a code, or answer a request that came on a stick.

    Raises:
        UsageError: There is no such point, or nothing to do was named.
        RefusedError: The request is not one that this province answers.
    """
    if options.answer is None and options.out is None:
        return _issue(database, publication, options, now)
    if options.answer is None or options.out is None:
        raise UsageError("Give --answer REQUEST and --out FILE together.")
    desk = Desk(
        database=database,
        keys=KeyFolder(options.data),
        publication=publication,
        now=now,
    )
    return _answer(desk, options, tell)


def _issue(
    database: Database,
    publication: Publication,
    options: argparse.Namespace,
    now: datetime,
) -> dict[str, object]:
    if options.point is None:
        raise UsageError("Say for which POINT the code is, as 'point add' named it.")
    root_sha256 = publication.hash_root()
    if root_sha256 is None:
        raise UsageError(
            f"No address of this province is known in '{options.data}'. "
            "Start 'province serve' once with this --data."
        )
    code = issue_code(
        database, options.point, options.gate, root_sha256=root_sha256, now=now
    )
    if options.png is not None:
        write_code(code.text, options.png)
    return {"code": code.text, "expires_at": code.expires_at.isoformat()}


def _answer(desk: Desk, options: argparse.Namespace, tell: Tell) -> dict[str, object]:
    request = _read(options.answer)
    wish = Wish(point_id=options.point or "", gate=options.gate)
    match enrolment_files.answer(desk, request, wish):
        case Refused(detail=detail):
            raise RefusedError(f"'{options.answer}' is not answered: {detail}")
        case Answered() as answered:
            _write(options.out, answered.content)
    told = "its code vouches for both sides" if answered.has_code else "compare it"
    tell(
        f"{answered.kiosk_id} is enrolled at {answered.point_id}. Fingerprint "
        f"{answered.fingerprint}: {told} with what the kiosk shows."
    )
    return {
        "file": str(options.out),
        "kiosk_id": answered.kiosk_id,
        "point": answered.point_id,
        "fingerprint": answered.fingerprint,
    }


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_REQUEST_BYTES + 1)
    except OSError as error:
        raise OutsideError(f"'{path}' can't be read: {error.strerror}.") from error


def _write(path: Path, content: bytes) -> None:
    try:
        write_whole(path, content)
    except OSError as error:
        raise OutsideError(
            f"'{path}' can't be written: {error.strerror}. Ask again with another "
            "--out; the answer will be the same."
        ) from error
