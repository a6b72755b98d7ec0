"""Watch: the watch list on this kiosk's disk, sealed as it came.

DATA/watch/root      the sealed root of the list in use
DATA/watch/NAME      one node's shards: 64 lengths of 4 bytes, then the shards,
                     then SHA-256 of all that; NAME is the node's own, in hex

A node's file never changes. The root is replaced once all its nodes are here,
so a list that came half-way is never looked into. The keys that open it stand
in the encrypted database, and what is opened stays in memory.
"""

import hashlib
import logging
import os
import struct
from collections.abc import Sequence
from pathlib import Path

import msgspec

from kiosk.errors import StorageError
from kiosk.protocol.watch_list import (
    NOTHING,
    SHARDS_PER_NODE,
    Root,
    WatchKeys,
    contains,
    find_shard,
    hash_document,
    name_blob,
    normalise,
    open_root,
    open_shard,
)
from kiosk.storage import settings, slots
from kiosk.storage.connection import Connection

log = logging.getLogger(__name__)

_SETTING = "watch_keys"
_LENGTHS = struct.Struct(f">{SHARDS_PER_NODE}I")
_DIGEST_BYTES = 32


class WatchFolder:
    """The files of the list."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read_root(self) -> bytes:
        """Return the sealed root of the list in use, empty where there is none."""
        try:
            return (self.path / "root").read_bytes()
        except FileNotFoundError:
            return b""
        except OSError as error:
            raise _make_error(self.path, error) from error

    def put_root(self, root: bytes) -> None:
        """Take the list of `root` into use; empty is no list. All its nodes are here."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            _write_whole(self.path / "root", root)
        except OSError as error:
            raise _make_error(self.path, error) from error

    def read_shards(self, node: bytes) -> tuple[bytes, ...] | None:
        """Return a node's sealed shards, None where its file is not whole."""
        try:
            content = (self.path / node.hex()).read_bytes()
        except OSError:
            return None
        body, digest = content[:-_DIGEST_BYTES], content[-_DIGEST_BYTES:]
        if hashlib.sha256(body).digest() != digest:
            return None
        shards, at = [], _LENGTHS.size
        for length in _LENGTHS.unpack_from(body):
            shards.append(body[at : at + length])
            at += length
        return tuple(shards)

    def put_node(self, node: bytes, shards: Sequence[bytes]) -> None:
        """Keep the sealed shards of a node, durably."""
        body = b"".join([_LENGTHS.pack(*map(len, shards)), *shards])
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            _write_whole(self.path / node.hex(), body + hashlib.sha256(body).digest())
        except OSError as error:
            raise _make_error(self.path, error) from error

    def read_shard(self, node: bytes, slot: int) -> bytes:
        """Return one sealed shard of a node; raises OSError or ValueError for none."""
        with (self.path / node.hex()).open("rb") as file:
            head = file.read(_LENGTHS.size)
            if len(head) < _LENGTHS.size:
                raise ValueError("node cut off")
            lengths = _LENGTHS.unpack(head)
            file.seek(sum(lengths[:slot]), os.SEEK_CUR)
            return file.read(lengths[slot])

    def drop_others(self, nodes: set[bytes]) -> None:
        """Delete the files of all nodes but `nodes`; one that is in use stays."""
        names = {"root", *(node.hex() for node in nodes)}
        for path in self.path.glob("*"):
            if path.name not in names:
                try:
                    path.unlink()
                except OSError as error:  # Windows keeps what is open
                    log.info("watch list file stays: %s", error.strerror)


class DiskWatchList(msgspec.Struct, frozen=True):
    """The list in use (`kiosk.rules.WatchList`); any thread may ask."""

    folder: WatchFolder
    root: Root
    keys: WatchKeys

    def contains(self, document: str) -> bool:
        """Say whether the document with this number is looked for.

        A shard that the disk does not give back holds nobody: the gate goes on,
        the log says so, and the next sync fetches the node again.
        """
        if not normalise(document):
            return False
        entry = hash_document(self.keys.hash_key, document)
        number = find_shard(entry)
        node, slot = divmod(number, SHARDS_PER_NODE)
        if self.root.nodes[node] == NOTHING:
            return False
        try:
            sealed = self.folder.read_shard(self.root.nodes[node], slot)
        except (OSError, ValueError) as error:
            log.error("watch list unread: node %d: %s", node, error)  # noqa: TRY400
            return False
        if not sealed:
            return False
        shard = open_shard(sealed, number, self.keys)
        if shard is None:
            log.error("watch list unread: shard %d is damaged", number)
            return False
        return contains(shard, entry)


def open_list(connection: Connection, folder: WatchFolder) -> DiskWatchList | None:
    """Return the list in use, None where there is none that can be opened."""
    keys = read_keys(connection)
    try:
        sealed = folder.read_root()
    except StorageError as error:  # the gate goes on without it
        log.error("watch list unread: %s", error)  # noqa: TRY400
        return None
    if not sealed:
        return None
    root = None if keys is None else open_root(sealed, keys)
    if keys is None or root is None:
        log.error("watch list unread: its keys are not here")
        return None
    return DiskWatchList(folder, root, keys)


def get_root_name(root: bytes) -> str:
    """Return how a roster names the list of `root`, empty for no list."""
    return name_blob(root).hex() if root else ""


def read_keys(connection: Connection) -> WatchKeys | None:
    """Return the keys of the list, None where there are none yet."""
    value = settings.get(connection, _SETTING)
    return None if value is None else msgspec.msgpack.decode(value, type=WatchKeys)


def put_keys(connection: Connection, keys: WatchKeys) -> None:
    """Keep the keys of the list."""
    settings.put(connection, _SETTING, msgspec.msgpack.encode(keys))


def _write_whole(path: Path, content: bytes) -> None:
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    slots.sync_folder(path.parent)


def _make_error(path: Path, error: OSError) -> StorageError:
    return StorageError(
        f"Watch list folder {path}: {error.strerror or error}. "
        "Free space on this disk, or make the folder writable."
    )
