"""The list is exact, opens with its keys only, and is named by its bytes."""

import secrets

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from kiosk.protocol import signature
from kiosk.protocol.watch_list import (
    HASH_BYTES,
    MAX_KEYS_BYTES,
    MOST_BLOBS,
    NODES,
    NOTHING,
    SHARDS,
    SHARDS_PER_NODE,
    Root,
    WatchKeys,
    contains,
    find_shard,
    find_span,
    hash_document,
    join_names,
    make_check,
    name_blob,
    normalise,
    open_node,
    open_root,
    open_shard,
    pack_blobs,
    seal_node,
    seal_root,
    seal_shard,
    split_names,
    unpack_blobs,
    unwrap_keys,
    wrap_keys,
)
from tests.watch_lists import KEYS

KEY = (1, KEYS.seal_keys[1])
NAMES = tuple(name_blob(bytes([number])) for number in range(SHARDS_PER_NODE))
OTHER = WatchKeys(hash_key=b"o" * 32, seal_keys={1: b"x" * 32})
entries = st.binary(min_size=HASH_BYTES, max_size=HASH_BYTES)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("001190000123", "001190000123"),
        (" 001 190 000.123", "001190000123"),
        ("b 1234567", "B1234567"),
        ("AB-12/3", "AB123"),
        ("１２３４５６", "123456"),
        ("00119000••••", ""),
        ("0011******23", ""),
        ("số 123", ""),
        ("", ""),
    ],
)
def test_a_number_is_the_same_however_it_is_written(written: str, number: str) -> None:
    assert normalise(written) == number


@given(st.text(max_size=30))
def test_any_text_has_a_hash_of_its_size(text: str) -> None:
    assert len(hash_document(KEYS.hash_key, text)) == HASH_BYTES


def test_the_hash_needs_the_key() -> None:
    number = "001190000123"
    assert hash_document(OTHER.hash_key, number) != hash_document(KEYS.hash_key, number)


@given(entries)
def test_an_entry_lies_in_the_span_of_its_shard_only(entry: bytes) -> None:
    number = find_shard(entry)
    spans = map(find_span, range(SHARDS))
    fitting = [n for n, (low, above) in enumerate(spans) if low <= entry < above]
    assert fitting == [number]


@given(st.sets(entries, max_size=40), entries)
def test_a_shard_holds_what_was_put_in_and_nothing_else(
    chosen: set[bytes], other: bytes
) -> None:
    shard = b"".join(sorted(chosen))
    assert all(contains(shard, entry) for entry in chosen)
    assert contains(shard, other) is (other in chosen)


def test_a_sealed_shard_opens_at_its_place_with_its_keys() -> None:
    sealed = seal_shard([b"b" * 12, b"a" * 12], 7, KEY)
    assert open_shard(sealed, 7, KEYS) == b"a" * 12 + b"b" * 12


@pytest.mark.parametrize(
    ("number", "keys", "cut"),
    [
        (8, KEYS, None),
        (7, OTHER, None),
        (7, WatchKeys(hash_key=KEYS.hash_key, seal_keys={2: KEY[1]}), None),
        (7, KEYS, -1),
        (7, KEYS, 4),
        (7, KEYS, 20),
        (7, KEYS, 0),
    ],
)
def test_what_is_altered_moved_or_anothers_does_not_open(
    number: int, keys: WatchKeys, cut: int | None
) -> None:
    sealed = seal_shard([b"a" * 12], 7, KEY)[:cut]
    assert open_shard(sealed, number, keys) is None


def test_a_shard_of_broken_entries_does_not_open() -> None:
    assert open_shard(seal_shard([b"short"], 7, KEY), 7, KEYS) is None


def test_what_has_not_changed_has_the_same_name_again() -> None:
    first, second = (seal_shard([b"a" * 12], 7, KEY) for _ in range(2))
    assert name_blob(first) == name_blob(second)


def test_what_is_empty_has_no_bytes() -> None:
    empty = (NOTHING,) * NODES
    assert seal_shard([], 7, KEY) == b""
    assert seal_node((NOTHING,) * SHARDS_PER_NODE, 7, KEY) == b""
    assert seal_root(Root(make_check(KEYS.hash_key), empty), KEY) == b""
    assert name_blob(b"") == NOTHING


def test_a_node_names_its_shards() -> None:
    assert open_node(seal_node(NAMES, 7, KEY), 7, KEYS) == NAMES
    assert open_node(seal_node(NAMES, 7, KEY), 6, KEYS) is None
    assert open_node(seal_node(NAMES[1:], 7, KEY), 7, KEYS) is None


def test_a_root_names_its_nodes() -> None:
    root = Root(make_check(KEYS.hash_key), NAMES)
    assert open_root(seal_root(root, KEY), KEYS) == root
    assert open_root(b"", KEYS) is None


def test_a_root_of_another_hash_key_or_of_few_nodes_does_not_open() -> None:
    rekeyed = msgspec.structs.replace(KEYS, hash_key=OTHER.hash_key)
    root = Root(make_check(KEYS.hash_key), NAMES)
    assert open_root(seal_root(root, KEY), rekeyed) is None
    few = Root(make_check(KEYS.hash_key), NAMES[1:])
    assert open_root(seal_root(few, KEY), KEYS) is None


def test_names_go_into_a_path_and_back() -> None:
    assert split_names(join_names(NAMES[:MOST_BLOBS])) == NAMES[:MOST_BLOBS]


@pytest.mark.parametrize(
    "path", ["", "x", "ab", "../root", join_names(NAMES[: MOST_BLOBS + 1])]
)
def test_a_path_of_no_names_or_too_many_is_refused(path: str) -> None:
    assert split_names(path) is None


def test_blobs_are_taken_only_as_they_are_named() -> None:
    blobs = (b"one", b"two")
    names = [name_blob(blob) for blob in blobs]
    assert unpack_blobs(pack_blobs(blobs), names) == blobs
    assert unpack_blobs(pack_blobs(blobs[::-1]), names) is None
    assert unpack_blobs(pack_blobs(blobs[:1]), names) is None


@given(st.binary(max_size=100))
def test_any_answer_is_blobs_or_nothing(body: bytes) -> None:
    assert unpack_blobs(body, [bytes(32)]) in (None, (b"",))


def test_keys_open_for_the_kiosk_they_are_wrapped_for() -> None:
    mine, others = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    wrapped = wrap_keys(KEYS, signature.get_public_bytes(mine))
    assert unwrap_keys(wrapped, mine) == KEYS
    assert unwrap_keys(wrapped, others) is None
    assert KEYS.hash_key not in wrapped


@pytest.mark.parametrize(
    "wrapped", [b"", b"age", secrets.token_bytes(400), bytes(MAX_KEYS_BYTES + 1)]
)
def test_what_is_no_age_file_opens_for_nobody(wrapped: bytes) -> None:
    assert unwrap_keys(wrapped, Ed25519PrivateKey.generate()) is None


def test_keys_of_a_wrong_length_are_not_taken() -> None:
    mine = Ed25519PrivateKey.generate()
    short = WatchKeys(hash_key=b"h", seal_keys={1: b"short"})
    wrapped = wrap_keys(short, signature.get_public_bytes(mine))
    assert unwrap_keys(wrapped, mine) is None
