"""The list on the disk is looked into as it was taken, and never stops the gate."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.errors import StorageError
from kiosk.protocol.watch_list import (
    NOTHING,
    SHARDS_PER_NODE,
    WatchKeys,
    find_shard,
    hash_document,
    name_blob,
    open_node,
    open_root,
)
from kiosk.storage import watch
from kiosk.storage.database import Database
from kiosk.storage.watch import (
    DiskWatchList,
    WatchFolder,
    get_root_name,
    open_list,
    put_keys,
)
from tests.guards import LogWatch
from tests.watch_lists import KEYS, make_tree

WANTED, OTHER = "001190000123", "001190000124"
TREE = make_tree([WANTED])
NODE, SLOT = divmod(find_shard(hash_document(KEYS.hash_key, WANTED)), SHARDS_PER_NODE)
LOGGER = "kiosk.storage.watch"


@pytest.fixture
def kept(tmp_path: Path) -> WatchFolder:
    """Return the folder of a kiosk that has taken `TREE` into use."""
    made = WatchFolder(tmp_path / "watch")
    root_blob = TREE.blobs[bytes.fromhex(TREE.root)]
    root = open_root(root_blob, KEYS)
    assert root is not None
    names = open_node(TREE.blobs[root.nodes[NODE]], NODE, KEYS)
    assert names is not None
    shards = [TREE.blobs.get(name, b"") for name in names]
    made.put_node(root.nodes[NODE], shards)
    made.put_root(root_blob)
    return made


def use(database: Database, kept: WatchFolder) -> DiskWatchList | None:
    with database.write() as connection:
        put_keys(connection, KEYS)
        return open_list(connection, kept)


def use_whole(database: Database, kept: WatchFolder) -> DiskWatchList:
    found = use(database, kept)
    assert found is not None
    return found


def get_node_file(kept: WatchFolder) -> Path:
    return next(path for path in kept.path.iterdir() if path.name != "root")


def test_who_is_on_the_list_is_found_and_nobody_else(
    database: Database, kept: WatchFolder
) -> None:
    found = use_whole(database, kept)
    assert found.contains(WANTED)
    assert found.contains("001 190-000 123")
    assert not found.contains(OTHER)


@pytest.mark.parametrize("document", ["", "00119000••••", "bhyt:HN123"])
def test_what_is_no_number_is_not_looked_for(
    database: Database, kept: WatchFolder, document: str
) -> None:
    assert not use_whole(database, kept).contains(document)


def test_nobody_is_looked_for_where_node_or_shard_is_empty(
    database: Database, kept: WatchFolder
) -> None:
    found = use_whole(database, kept)
    numbers = [f"07920{number:07d}" for number in range(500)]
    places = {divmod(find_shard(hash_document(KEYS.hash_key, n)), 64) for n in numbers}
    assert any(node == NODE and slot != SLOT for node, slot in places)
    assert any(node != NODE for node, _ in places)
    assert not any(found.contains(number) for number in numbers)


def test_no_document_stands_on_the_disk(kept: WatchFolder) -> None:
    entry = hash_document(KEYS.hash_key, WANTED)
    content = b"".join(path.read_bytes() for path in kept.path.iterdir())
    assert WANTED.encode() not in content
    assert entry not in content


def test_a_kiosk_that_was_given_none_has_none(
    database: Database, tmp_path: Path
) -> None:
    assert use(database, WatchFolder(tmp_path / "watch")) is None
    assert WatchFolder(tmp_path / "watch").read_root() == b""


def test_a_list_whose_keys_are_elsewhere_is_told_and_left(
    database: Database, kept: WatchFolder, log_watch: LogWatch
) -> None:
    log_watch.expect(LOGGER, "its keys are not here")
    with database.write() as connection:
        assert open_list(connection, kept) is None
        put_keys(connection, WatchKeys(hash_key=b"o" * 32, seal_keys={}))
        assert open_list(connection, kept) is None


def test_a_root_that_can_not_be_read_is_told_and_left(
    database: Database, tmp_path: Path, log_watch: LogWatch
) -> None:
    log_watch.expect(LOGGER, "Watch list folder")
    (tmp_path / "watch" / "root").mkdir(parents=True)
    assert use(database, WatchFolder(tmp_path / "watch")) is None


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (lambda content: content[:-33] + b"~" + content[-32:], "damaged"),
        (lambda _: b"", "cut off"),
        (lambda content: content[:270], "damaged"),
    ],
)
def test_a_damaged_node_is_told_and_holds_nobody(
    database: Database,
    kept: WatchFolder,
    log_watch: LogWatch,
    damage: Callable[[bytes], bytes],
    told: str,
) -> None:
    log_watch.expect(LOGGER, told)
    file = get_node_file(kept)
    file.write_bytes(damage(file.read_bytes()))
    assert not use_whole(database, kept).contains(WANTED)
    assert kept.read_shards(bytes.fromhex(file.name)) is None


def test_a_node_that_is_gone_is_told_and_holds_nobody(
    database: Database, kept: WatchFolder, log_watch: LogWatch
) -> None:
    log_watch.expect(LOGGER, "unread")
    get_node_file(kept).unlink()
    assert not use_whole(database, kept).contains(WANTED)


def test_a_node_comes_back_as_it_was_put(kept: WatchFolder) -> None:
    shards = tuple(bytes([number]) * number for number in range(SHARDS_PER_NODE))
    kept.put_node(b"n" * 32, shards)
    assert kept.read_shards(b"n" * 32) == shards
    assert kept.read_shard(b"n" * 32, 9) == b"\x09" * 9
    assert kept.read_shards(NOTHING) is None


def test_other_nodes_are_dropped_and_what_can_not_be_stays(kept: WatchFolder) -> None:
    node = bytes.fromhex(get_node_file(kept).name)
    kept.put_node(b"n" * 32, (b"",) * SHARDS_PER_NODE)
    (kept.path / "held").mkdir()
    kept.drop_others({node})
    left = {path.name for path in kept.path.iterdir()}
    assert left == {"root", node.hex(), "held"}


def test_a_folder_that_can_not_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "watch").write_bytes(b"a file in its place")
    kept = WatchFolder(tmp_path / "watch")
    with pytest.raises(StorageError, match="Free space"):
        kept.put_node(b"n" * 32, (b"",) * SHARDS_PER_NODE)
    with pytest.raises(StorageError, match="Free space"):
        kept.put_root(b"root")


def test_keys_come_back_whole(database: Database) -> None:
    with database.write() as connection:
        assert watch.read_keys(connection) is None
        put_keys(connection, KEYS)
        assert watch.read_keys(connection) == KEYS


def test_a_root_is_named_as_the_roster_names_it() -> None:
    assert get_root_name(TREE.blobs[bytes.fromhex(TREE.root)]) == TREE.root
    assert get_root_name(b"") == ""
    assert name_blob(b"") == NOTHING
