"""Watch: the watch list fetched beside the one in use, only what has changed of it."""

import logging
from collections.abc import Callable, Sequence
from enum import StrEnum

from kiosk.protocol.watch_list import (
    BLOBS_PATH,
    KEYS_PATH,
    MOST_BLOBS,
    NODES,
    NOTHING,
    Root,
    WatchKeys,
    join_names,
    name_blob,
    open_node,
    open_root,
    split_names,
    unpack_blobs,
    unwrap_keys,
)
from kiosk.storage import settings, watch
from kiosk.storage.database import Database
from kiosk.storage.settings import Identity
from kiosk.storage.watch import WatchFolder
from kiosk.sync.fault import Fault, FaultClass
from kiosk.sync.roster import Source
from kiosk.sync.transport import classify_status

log = logging.getLogger(__name__)

GoesOn = Callable[[], bool]


class Progress(StrEnum):
    """How far the list is."""

    WHOLE = "whole"
    PAUSED = "paused"
    """Something else comes first; what was fetched is kept."""


class WatchSync:
    """Brings the list on the disk to the one that the roster names.

    `source` is the province or a stick. A node is kept as soon as it is whole,
    so that a list fetched over a slow line goes on where it stopped.
    """

    def __init__(
        self, source: Source, database: Database, folder: WatchFolder, me: Identity
    ) -> None:
        self._source = source
        self._database = database
        self._folder = folder
        self._me = me

    def take(self, wanted: str, goes_on: GoesOn) -> Progress | Fault:
        """Take the list whose root is `wanted` (hex, empty for none) into use.

        `goes_on` is asked between requests. After a fault the list of before is
        still in use.

        Raises:
            StorageError: the disk does not keep the list.
        """
        held = self._folder.read_root()
        if not wanted:
            if held:
                self._use(b"")
            return Progress.WHOLE
        blob = self._find_root(wanted, held)
        if isinstance(blob, Fault):
            return blob
        opened = self._open_root(blob)
        if isinstance(opened, Fault):
            return opened
        root, keys = opened
        old = open_root(held, keys)
        known = old.nodes if old is not None else (NOTHING,) * NODES
        self._folder.drop_others({*known, *root.nodes})
        done = self._take_nodes(root, known, keys, goes_on)
        if done is Progress.WHOLE and blob != held:
            self._use(blob)
            log.info("watch list taken")
        return done

    def _find_root(self, wanted: str, held: bytes) -> bytes | Fault:
        names = split_names(wanted)
        if names is None:
            return _refuse("the roster names no root")
        if (name_blob(held),) == names:
            return held
        fetched = self._get(names)
        return fetched if isinstance(fetched, Fault) else fetched[0]

    def _open_root(self, blob: bytes) -> tuple[Root, WatchKeys] | Fault:
        """Open a root by the keys that are here, else by those that the province has."""
        with self._database.read() as connection:
            keys = watch.read_keys(connection)
        root = None if keys is None else open_root(blob, keys)
        if keys is not None and root is not None:
            return root, keys
        fetched = self._fetch_keys()
        if isinstance(fetched, Fault):
            return fetched
        root = open_root(blob, fetched)
        if root is None:
            return _refuse("its keys do not open it")
        with self._database.write() as connection:
            watch.put_keys(connection, fetched)
        return root, fetched

    def _fetch_keys(self) -> WatchKeys | Fault:
        reply = self._source.get(f"{KEYS_PATH}/{self._me.kiosk_id}")
        if isinstance(reply, Fault):
            return reply
        fault = classify_status(reply)
        if fault is not None:
            return fault
        keys = unwrap_keys(reply.body, self._me.private_key)
        return _refuse("its keys are not for this kiosk") if keys is None else keys

    def _take_nodes(
        self,
        root: Root,
        known: Sequence[bytes],
        keys: WatchKeys,
        goes_on: GoesOn,
    ) -> Progress | Fault:
        missing = [
            number
            for number, name in enumerate(root.nodes)
            if name != NOTHING and self._folder.read_shards(name) is None
        ]
        for at in range(0, len(missing), MOST_BLOBS):
            some = missing[at : at + MOST_BLOBS]
            blobs = self._get([root.nodes[number] for number in some])
            if isinstance(blobs, Fault):
                return blobs
            for number, blob in zip(some, blobs, strict=True):
                done = self._take_node(number, blob, known[number], keys, goes_on)
                if done is not Progress.WHOLE:
                    return done
        return Progress.WHOLE

    def _take_node(
        self,
        number: int,
        blob: bytes,
        known: bytes,
        keys: WatchKeys,
        goes_on: GoesOn,
    ) -> Progress | Fault:
        names = open_node(blob, number, keys)
        if names is None:
            return _refuse(f"node {number} does not open")
        held = self._folder.read_shards(known) or ()
        shards = {name_blob(shard): shard for shard in (b"", *held)}
        missing = [name for name in names if name not in shards]
        for at in range(0, len(missing), MOST_BLOBS):
            if not goes_on():
                return Progress.PAUSED
            some = missing[at : at + MOST_BLOBS]
            fetched = self._get(some)
            if isinstance(fetched, Fault):
                return fetched
            shards.update(zip(some, fetched, strict=True))
        self._folder.put_node(name_blob(blob), [shards[name] for name in names])
        return Progress.WHOLE

    def _get(self, names: Sequence[bytes]) -> tuple[bytes, ...] | Fault:
        reply = self._source.get(f"{BLOBS_PATH}/{join_names(names)}")
        if isinstance(reply, Fault):
            return reply
        fault = classify_status(reply)
        if fault is not None:
            return fault
        blobs = unpack_blobs(reply.body, names)
        return _refuse("a part was altered on the way") if blobs is None else blobs

    def _use(self, root: bytes) -> None:
        self._folder.put_root(root)
        with self._database.write() as connection:
            settings.mark_rules(connection)


def _refuse(detail: str) -> Fault:
    return Fault(fault_class=FaultClass.BAD_RECEIPT, detail=f"watch list: {detail}")
