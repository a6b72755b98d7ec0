"""Watch list: keyed hashes of documents in sealed shards, each named by its hash.

An entry is HMAC-SHA-256 of a document's number under the list's own key, cut to
12 bytes. Its first 12 bits choose one of 4,096 shards, 64 to a node; the root
names the nodes. Shards, nodes and root are sealed, and named by SHA-256 of the
sealed bytes: the roster names the root, so TUF vouches for the whole list, and
one change moves one shard, one node and the root.
"""

import hashlib
import hmac
import importlib
import unicodedata
from collections.abc import Sequence
from types import ModuleType

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

HASH_BYTES = 12
"""A million entries meet a stranger's number once in 10^22 look-ups: exact."""

NODES = 64
SHARDS_PER_NODE = 64
SHARDS = NODES * SHARDS_PER_NODE
"""Of 2.9 kB each at a million entries."""

NAME_BYTES = 32
NOTHING = bytes(NAME_BYTES)
"""The name of a shard or node that has no entry, and no bytes."""

KEY_BYTES = 32
MAX_KEYS_BYTES = 64 * 1024

BLOBS_PATH = "/v1/roster/blobs"
"""`{BLOBS_PATH}/{names in hex, with a comma between}`, at most `MOST_BLOBS`."""
KEYS_PATH = "/v1/watch/keys"
"""`{KEYS_PATH}/{kiosk id}` is an age file that this kiosk's own key opens."""

MOST_BLOBS = 32
"""2 kB of path, which every proxy passes, and 100 kB of answer at a million entries."""

_SEPARATORS = str.maketrans("", "", " .-/")
_KEY_NUMBER_BYTES = 4
_TAG_BYTES = 16
_NONCE = bytes(12)
"""GCM-SIV makes its own from the content: the same content is the same blob."""


class WatchKeys(msgspec.Struct, frozen=True, kw_only=True):
    """What opens the list: `hash_key` for look-ups, `seal_keys` by their numbers.

    A new seal key is made when a kiosk is revoked, and what changes from then on
    is sealed by it; older shards hold what the revoked kiosk knew anyway.
    """

    hash_key: bytes
    seal_keys: dict[int, bytes]


class Root(msgspec.Struct, frozen=True):
    """The names of all nodes, and the check value of the hash key they rest on."""

    check: bytes
    nodes: tuple[bytes, ...]


def normalise(document: str) -> str:
    """Return a document's number as it is hashed: capital letters and digits.

    Empty where it is none, such as a masked one.
    """
    text = unicodedata.normalize("NFKC", document).upper()
    number = text.translate(_SEPARATORS)
    return number if number.isascii() and number.isalnum() else ""


def hash_document(hash_key: bytes, document: str) -> bytes:
    """Return the entry of `document`, however it is spaced or cased."""
    number = normalise(document).encode("ascii")
    return hmac.digest(hash_key, number, hashlib.sha256)[:HASH_BYTES]


def find_shard(entry: bytes) -> int:
    """Return the number of the shard that holds `entry`."""
    return int.from_bytes(entry[:2]) >> 4


def find_span(shard: int) -> tuple[bytes, bytes]:
    """Return the least entry of a shard and a bound above its greatest."""
    lowest = (shard << 4).to_bytes(2)
    return lowest, ((shard << 4) | 0xF).to_bytes(2) + b"\xff" * HASH_BYTES


def contains(shard: bytes, entry: bytes) -> bool:
    """Say whether `entry` is among the sorted entries of an opened shard."""
    low, high = 0, len(shard) // HASH_BYTES
    while low < high:
        middle = (low + high) // 2
        if shard[middle * HASH_BYTES : (middle + 1) * HASH_BYTES] < entry:
            low = middle + 1
        else:
            high = middle
    return shard[low * HASH_BYTES : (low + 1) * HASH_BYTES] == entry


def make_check(hash_key: bytes) -> bytes:
    """Return the value by which a wrong hash key is told from the right one."""
    return hmac.digest(hash_key, b"", hashlib.sha256)[:HASH_BYTES]


def name_blob(blob: bytes) -> bytes:
    """Return the name of sealed bytes; nothing has a name too."""
    return hashlib.sha256(blob).digest() if blob else NOTHING


def seal_shard(entries: Sequence[bytes], number: int, key: tuple[int, bytes]) -> bytes:
    """Return the sealed shard of `entries`; `key` is a seal key with its number."""
    return _seal(b"".join(sorted(entries)), f"shard {number}", key)


def seal_node(shards: Sequence[bytes], number: int, key: tuple[int, bytes]) -> bytes:
    """Return the sealed node of its shards' names, nothing where all are empty."""
    named = b"".join(shards)
    return _seal(named if any(named) else b"", f"node {number}", key)


def seal_root(root: Root, key: tuple[int, bytes]) -> bytes:
    """Return the sealed root, nothing where the list is empty."""
    named = b"".join(root.nodes)
    return _seal(root.check + named if any(named) else b"", "root", key)


def open_shard(blob: bytes, number: int, keys: WatchKeys) -> bytes | None:
    """Return the sorted entries of a shard, None where `keys` do not open it."""
    entries = _open(blob, f"shard {number}", keys)
    return None if entries is None or len(entries) % HASH_BYTES else entries


def open_node(blob: bytes, number: int, keys: WatchKeys) -> tuple[bytes, ...] | None:
    """Return the names of a node's shards, None where `keys` do not open it."""
    named = _open(blob, f"node {number}", keys)
    return None if named is None else _split(named, SHARDS_PER_NODE)


def open_root(blob: bytes, keys: WatchKeys) -> Root | None:
    """Return the root, None where `keys` are not this list's."""
    content = _open(blob, "root", keys)
    if content is None or content[:HASH_BYTES] != make_check(keys.hash_key):
        return None
    nodes = _split(content[HASH_BYTES:], NODES)
    return None if nodes is None else Root(check=content[:HASH_BYTES], nodes=nodes)


def join_names(names: Sequence[bytes]) -> str:
    """Return the last part of the path at which the blobs of `names` are asked for."""
    return ",".join(name.hex() for name in names)


def split_names(path: str) -> tuple[bytes, ...] | None:
    """Return the names that a path asks for, None where it names none or too many."""
    parts = path.split(",")
    try:
        names = tuple(bytes.fromhex(part) for part in parts[: MOST_BLOBS + 1])
    except ValueError:
        return None
    whole = all(len(name) == NAME_BYTES for name in names)
    return names if whole and len(names) <= MOST_BLOBS else None


def pack_blobs(blobs: Sequence[bytes]) -> bytes:
    """Return blobs as one answer, in the order in which they were asked for."""
    return msgspec.msgpack.encode(blobs)


def unpack_blobs(answer: bytes, names: Sequence[bytes]) -> tuple[bytes, ...] | None:
    """Return the blobs of an answer, None unless they are those of `names`."""
    try:
        blobs = msgspec.msgpack.decode(answer, type=tuple[bytes, ...])
    except (msgspec.MsgspecError, RecursionError):
        return None
    return blobs if [name_blob(blob) for blob in blobs] == list(names) else None


def wrap_keys(keys: WatchKeys, public_key: bytes) -> bytes:
    """Return `keys` sealed to the kiosk that holds the private half of `public_key`."""
    sealed: bytes = _load_sealed().seal_to(msgspec.msgpack.encode(keys), public_key)
    return sealed


def unwrap_keys(wrapped: bytes, private_key: Ed25519PrivateKey) -> WatchKeys | None:
    """Return the keys that were sealed to this kiosk, None where they are not."""
    opened = None
    if len(wrapped) <= MAX_KEYS_BYTES:
        opened = _load_sealed().open_sealed(wrapped, private_key)
    if opened is None:
        return None
    try:
        keys = msgspec.msgpack.decode(opened, type=WatchKeys)
    except msgspec.MsgspecError:
        return None
    sound = all(len(key) == KEY_BYTES for key in keys.seal_keys.values())
    return keys if sound else None


def _load_sealed() -> ModuleType:
    """Return what seals to a kiosk's key, which loads age.

    A list comes with the roster; no start needs that.
    """
    return importlib.import_module("kiosk.protocol.sealed")


def _seal(content: bytes, place: str, key: tuple[int, bytes]) -> bytes:
    if not content:
        return b""
    number, secret = key
    sealed = AESGCMSIV(secret).encrypt(_NONCE, content, _bind(place))
    return number.to_bytes(_KEY_NUMBER_BYTES) + sealed


def _open(blob: bytes, place: str, keys: WatchKeys) -> bytes | None:
    secret = keys.seal_keys.get(int.from_bytes(blob[:_KEY_NUMBER_BYTES]))
    if secret is None or len(blob) <= _KEY_NUMBER_BYTES + _TAG_BYTES:
        return None
    try:
        return AESGCMSIV(secret).decrypt(_NONCE, blob[_KEY_NUMBER_BYTES:], _bind(place))
    except InvalidTag:
        return None


def _bind(place: str) -> bytes:
    """Return what is sealed with the content: a shard moved elsewhere does not open."""
    return b"watch list 1 " + place.encode("ascii")


def _split(named: bytes, count: int) -> tuple[bytes, ...] | None:
    if len(named) != count * NAME_BYTES:
        return None
    return tuple(named[at : at + NAME_BYTES] for at in range(0, len(named), NAME_BYTES))
