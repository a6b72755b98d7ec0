"""Watch export: the watch list as files for kiosks without a network.

DIR/blobs/NAME            one sealed shard, node or root
DIR/keys/KIOSK_ID         the list's keys, which only this kiosk opens
DIR/neighbours/KIOSK_ID   the kiosks of its point, sealed likewise
"""

import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.protocol.neighbourhood import FOLDER
from province import neighbourhoods, watch_tree
from province.errors import OutsideError
from province.ledger import watch
from province.ledger.database import Database


def export_list(database: Database, target: Path) -> None:
    """Write the list as it was sealed last below `target`, and only that.

    A file is verified by the kiosk that reads it, so it is not read back here,
    and the disk is waited for once: 4,161 waits take a slow stick minutes.
    """
    try:
        with database.reading() as connection:
            _write(target / "blobs", watch.list_blobs(connection))
            _write(target / "keys", watch_tree.wrap_for_all(connection))
    except OSError as error:
        raise OutsideError(
            f"The watch list can't be copied to '{target}': {error.strerror}. "
            "Mend its rights or give a folder on another stick."
        ) from error
    os.sync()


def export_neighbourhoods(
    database: Database, target: Path, signer: Ed25519PrivateKey, now: datetime
) -> None:
    """Write to each kiosk who is at its point, below `target`.

    Raises:
        OutsideError: The folder takes no files.
    """
    neighbourhoods.prepare(database)
    try:
        with database.reading() as connection:
            sealed = neighbourhoods.seal_for_all(connection, signer, now)
            _write(target / FOLDER, sealed)
    except OSError as error:
        raise OutsideError(
            f"The kiosks' neighbours can't be copied to '{target}': {error.strerror}. "
            "Mend its rights or give a folder on another stick."
        ) from error


def _write(folder: Path, files: Iterable[tuple[str, bytes]]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    strays = {path.name for path in folder.iterdir()}
    for name, content in files:
        (folder / name).write_bytes(content)
        strays.discard(name)
    for name in strays:
        (folder / name).unlink()
