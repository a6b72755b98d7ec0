"""Watch export: the watch list as files for kiosks without a network.

DIR/blobs/NAME       one sealed shard, node or root
DIR/keys/KIOSK_ID    the list's keys, which only this kiosk opens
"""

import os
from collections.abc import Iterable
from pathlib import Path

from province import watch_tree
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


def _write(folder: Path, files: Iterable[tuple[str, bytes]]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    strays = {path.name for path in folder.iterdir()}
    for name, content in files:
        (folder / name).write_bytes(content)
        strays.discard(name)
    for name in strays:
        (folder / name).unlink()
