"""Pass commands: what `province pass issue` and `pass revoke` do with a ledger."""

import argparse
from datetime import datetime

from province.keys import KeyFolder
from province.ledger.database import Database
from province.passes import Grant, issue, parse_time, revoke
from province.picture import write_code


def change(
    database: Database, options: argparse.Namespace, now: datetime
) -> dict[str, object]:
    """Issue or revoke a pass and return the answer that is printed."""
    if options.action == "revoke":
        return {"revoked": revoke(database, options.name, now)}
    keys = KeyFolder(options.data)
    keys.create_missing()  # a province of an older version has none that signs passes
    issued = issue(database, keys, _read_grant(options), now=now)
    if options.png is not None:
        write_code(issued.payload, options.png)
    return {"pass": issued.pass_id, "payload": issued.payload}


def _read_grant(options: argparse.Namespace) -> Grant:
    return Grant(
        name=options.name,
        document=options.document,
        since=parse_time(options.valid_from, "--valid-from"),
        until=parse_time(options.valid_until, "--valid-until"),
        points=tuple(options.point),
        plate=options.plate,
        uses=options.uses,
        is_digits=options.digits,
    )
