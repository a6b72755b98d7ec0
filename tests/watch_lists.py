"""Watch lists: trees as a province seals them, and a source that gives them out."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.protocol import signature
from kiosk.protocol.identifiers import make_kiosk_id
from kiosk.protocol.watch_list import (
    BLOBS_PATH,
    KEYS_PATH,
    NODES,
    NOTHING,
    SHARDS,
    SHARDS_PER_NODE,
    Root,
    WatchKeys,
    find_shard,
    hash_document,
    make_check,
    name_blob,
    pack_blobs,
    seal_node,
    seal_root,
    seal_shard,
    split_names,
    wrap_keys,
)
from kiosk.sync.fault import Fault
from kiosk.sync.transport import Reply

KEYS = WatchKeys(hash_key=b"h" * 32, seal_keys={1: b"s" * 32})


@dataclass(frozen=True, slots=True)
class Tree:
    """A sealed list: its root's name in hex, and every blob by its name."""

    root: str
    blobs: dict[bytes, bytes]


def make_tree(documents: Iterable[str], keys: WatchKeys = KEYS) -> Tree:
    """Return the list of `documents`, sealed by the newest key of `keys`."""
    key = max(keys.seal_keys.items())
    shards: list[list[bytes]] = [[] for _ in range(SHARDS)]
    for document in documents:
        entry = hash_document(keys.hash_key, document)
        shards[find_shard(entry)].append(entry)
    sealed = [seal_shard(entries, n, key) for n, entries in enumerate(shards)]
    names = [name_blob(blob) for blob in sealed]
    nodes = [
        seal_node(names[n * SHARDS_PER_NODE : (n + 1) * SHARDS_PER_NODE], n, key)
        for n in range(NODES)
    ]
    check = make_check(keys.hash_key)
    root = seal_root(Root(check, tuple(map(name_blob, nodes))), key)
    blobs = {name_blob(blob): blob for blob in (*sealed, *nodes, root)}
    return Tree(name_blob(root).hex() if root else "", blobs)


@dataclass
class Shelf:
    """Gives out trees and wrapped keys, and remembers what was asked for."""

    blobs: dict[bytes, bytes] = field(default_factory=lambda: {NOTHING: b""})
    wrapped: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    fault: Fault | None = None

    def put(self, tree: Tree) -> str:
        """Give out `tree` from now on; return its root."""
        self.blobs |= tree.blobs
        return tree.root

    def welcome(self, kiosk: Ed25519PrivateKey, keys: WatchKeys = KEYS) -> None:
        """Give `kiosk` the list's keys."""
        public_key = signature.get_public_bytes(kiosk)
        self.wrapped[make_kiosk_id(public_key)] = wrap_keys(keys, public_key)

    def get(self, path: str) -> Reply | Fault:
        """Answer as a province does."""
        self.asked.append(path)
        if self.fault is not None:
            return self.fault
        asked, _, name = path.rpartition("/")
        if asked == KEYS_PATH:
            return answer(self.wrapped.get(name))
        assert asked == BLOBS_PATH
        blobs = [self.blobs.get(one) for one in split_names(name) or ()]
        found = [blob for blob in blobs if blob is not None]
        return answer(pack_blobs(found) if len(found) == len(blobs) else None)


def answer(body: bytes | None) -> Reply:
    """Return what a province answers: 404 for None."""
    return Reply(
        status=404 if body is None else 200,
        content_type="",
        body=body or b"",
        date=None,
        retry_after_s=None,
    )
