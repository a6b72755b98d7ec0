"""Key commands: what `province keys` does, and what it answers."""

import argparse
from collections.abc import Callable
from pathlib import Path

from province import rekeying
from province.clock import read_now
from province.errors import UsageError
from province.keys import KeyFolder, KeyName
from province.ledger.database import Database
from province.publishing import Publication
from province.rotation import EVERY_DAY, rotate

Tell = Callable[[str], None]


def change(options: argparse.Namespace, tell: Tell) -> None:
    """Make what is missing, or move the offline keys elsewhere."""
    keys = KeyFolder(options.data)
    if options.action == "init":
        keys.create_missing()
    elif options.action == "backup":
        for copy in keys.back_up(options.to):
            tell(f"Moved to {copy}")


def renew(
    options: argparse.Namespace,
    publication: Publication,
    database: Database,
) -> None:
    """Rotate the keys that `options` name, else all that are used by themselves.

    Of the ledger's own keys `serve` brings along afterwards what is under former ones.

    Raises:
        UsageError: A name is none, or a key that is needed was moved.
    """
    now = read_now()
    known = (*KeyName, rekeying.LEDGER)
    strange = [name for name in options.name if name not in known]
    if strange:
        raise UsageError(
            f"There is no key '{strange[0]}'. Name some of {', '.join(known)}."
        )
    named = options.name or (*EVERY_DAY, rekeying.LEDGER)
    names = [KeyName(one) for one in dict.fromkeys(named) if one != rekeying.LEDGER]
    if names:
        rotate(KeyFolder(options.data, options.offline), publication, names, now)
    if rekeying.LEDGER in named:
        rekeying.renew(database, now)


def describe(folder: Path) -> list[dict[str, object]]:
    """Return what may be told of every key."""
    return [
        {
            "name": key.name,
            "algorithm": key.algorithm,
            "public": key.public,
            "place": key.place,
            "made_at": key.made_at.isoformat(),
            "retired": key.retired,
        }
        for key in KeyFolder(folder).list_keys()
    ]
