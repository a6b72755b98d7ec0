"""Trust commands: what `province trust add`, `remove` and `revoke` do with a ledger."""

import argparse
from datetime import datetime

from province.ledger.database import Database
from province.revocations import add_list
from province.trusts import add_keys, remove_keys


def change(
    database: Database, options: argparse.Namespace, now: datetime
) -> dict[str, object]:
    """Change what kiosks believe and return the answer that is printed."""
    if options.action == "add":
        issuer, scopes = options.issuer, options.scope
        names = add_keys(database, options.file, issuer, scopes=scopes, now=now)
        return {"added": names}
    if options.action == "remove":
        return {"removed": remove_keys(database, options.key)}
    return {"revoked": add_list(database, options.file)}
