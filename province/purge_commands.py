"""Purge commands: what `province purge` does, and what it answers."""

import argparse
from datetime import datetime

from province.disposal import foresee, purge
from province.ledger.database import Database
from province.retention import Matter

MADE_BY = "shell"


def run(
    database: Database, options: argparse.Namespace, now: datetime
) -> dict[str, object]:
    """Destroy what is past its time, or only count it; say how much.

    Raises:
        LedgerError: The policy in the ledger can't be read; nothing was destroyed.
    """
    if options.dry_run:
        done = foresee(database, now)
    else:
        done = purge(database, now, made_by=MADE_BY)
    counts = {matter.value: done.counts[matter] for matter in Matter}
    if options.dry_run:
        # Known only once the stays are gone, and nothing was wiped.
        del counts[Matter.ALIASES.value]
        return {"until": done.until.isoformat(), **counts, "dry_run": True}
    return {"until": done.until.isoformat(), **counts, "wiped": done.is_wiped}
