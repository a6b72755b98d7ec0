"""Only what has changed is fetched, and the list in use stays until another is whole."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.place import Place
from kiosk.protocol.watch_list import (
    BLOBS_PATH,
    KEYS_PATH,
    Root,
    WatchKeys,
    name_blob,
    open_root,
    seal_root,
    split_names,
)
from kiosk.storage import settings
from kiosk.storage.watch import WatchFolder, get_root_name, open_list
from kiosk.sync.fault import Fault, FaultClass
from kiosk.sync.watch import Progress, WatchSync
from tests.watch_lists import KEYS, Shelf, Tree, make_tree

PEOPLE = [f"001190{number:06d}" for number in range(300)]
WANTED, NEW = PEOPLE[0], "079201000456"
TREE, GROWN = make_tree(PEOPLE), make_tree([*PEOPLE, NEW])


def always() -> bool:
    return True


@dataclass
class Kiosk:
    """A kiosk that fetches from a shelf."""

    place: Place
    shelf: Shelf
    folder: WatchFolder

    def take(self, wanted: str) -> Progress | Fault:
        return self.make_sync().take(wanted, always)

    def make_sync(self) -> WatchSync:
        place = self.place
        return WatchSync(self.shelf, place.database, self.folder, place.identity)

    def looks_for(self, document: str) -> bool:
        with self.place.database.read() as connection:
            found = open_list(connection, self.folder)
        return found is not None and found.contains(document)

    def read_mark(self) -> bytes:
        with self.place.database.read() as connection:
            return settings.read_rules_mark(connection)


@pytest.fixture
def kiosk(place: Place, tmp_path: Path) -> Kiosk:
    """Return a kiosk whose province holds `TREE` and gives it the keys."""
    shelf = Shelf()
    shelf.put(TREE)
    shelf.welcome(place.identity.private_key)
    return Kiosk(place=place, shelf=shelf, folder=WatchFolder(tmp_path / "watch"))


def count_blobs(shelf: Shelf) -> int:
    paths = [path for path in shelf.asked if path.startswith(BLOBS_PATH)]
    return sum(len(split_names(path.rpartition("/")[2]) or ()) for path in paths)


def test_the_whole_list_is_taken_and_looked_into(kiosk: Kiosk) -> None:
    assert kiosk.take(TREE.root) is Progress.WHOLE
    assert all(kiosk.looks_for(one) for one in PEOPLE)
    assert not kiosk.looks_for(NEW)


def test_one_change_moves_a_root_a_node_and_a_shard(kiosk: Kiosk) -> None:
    kiosk.take(TREE.root)
    kiosk.shelf.asked.clear()
    assert kiosk.take(kiosk.shelf.put(GROWN)) is Progress.WHOLE
    assert (kiosk.looks_for(NEW), kiosk.looks_for(WANTED)) == (True, True)
    assert count_blobs(kiosk.shelf) == 3


def test_a_list_that_is_here_is_not_asked_for(kiosk: Kiosk) -> None:
    kiosk.take(TREE.root)
    kiosk.shelf.asked.clear()
    mark = kiosk.read_mark()
    assert kiosk.take(TREE.root) is Progress.WHOLE
    assert kiosk.shelf.asked == []
    assert kiosk.read_mark() == mark


def test_the_running_lane_is_told_of_another_list(kiosk: Kiosk) -> None:
    mark = kiosk.read_mark()
    kiosk.take(TREE.root)
    assert kiosk.read_mark() != mark


def test_the_nodes_of_before_stay_until_the_next_list(kiosk: Kiosk) -> None:
    """The lane may look into them for two seconds more."""
    kiosk.take(TREE.root)
    before = set(kiosk.folder.path.iterdir())
    kiosk.take(kiosk.shelf.put(GROWN))
    assert before < set(kiosk.folder.path.iterdir())
    kiosk.take(GROWN.root)
    assert len(list(kiosk.folder.path.iterdir())) == len(before)


def test_no_list_any_more_looks_for_nobody(kiosk: Kiosk) -> None:
    kiosk.take(TREE.root)
    assert kiosk.take("") is Progress.WHOLE
    assert not kiosk.looks_for(WANTED)
    mark = kiosk.read_mark()
    assert kiosk.take("") is Progress.WHOLE
    assert kiosk.read_mark() == mark


def lose_a_shard(tree: Tree) -> Shelf:
    """Return a shelf with root and node of `tree`, but without what changed below."""
    added = tree.blobs.keys() - TREE.blobs.keys()
    shard = min(added, key=lambda name: len(tree.blobs[name]))
    blobs = {name: blob for name, blob in tree.blobs.items() if name != shard}
    return Shelf(blobs=blobs)


def test_a_part_that_is_gone_leaves_the_list_in_use(kiosk: Kiosk) -> None:
    kiosk.take(TREE.root)
    kiosk.shelf = lose_a_shard(GROWN)
    fault = kiosk.take(GROWN.root)
    assert isinstance(fault, Fault)
    assert fault.fault_class is FaultClass.SERVER
    assert (kiosk.looks_for(WANTED), kiosk.looks_for(NEW)) == (True, False)
    assert get_root_name(kiosk.folder.read_root()) == TREE.root


def test_a_part_that_was_altered_is_not_taken(kiosk: Kiosk) -> None:
    for name, blob in TREE.blobs.items():
        kiosk.shelf.blobs[name] = blob[:-1] + b"~"
    fault = kiosk.take(TREE.root)
    assert isinstance(fault, Fault)
    assert "altered" in fault.detail


@pytest.mark.parametrize("wanted", ["x", "../root", "ab" * 31, f"{'ab' * 32},ab"])
def test_a_root_that_is_no_name_is_a_fault(kiosk: Kiosk, wanted: str) -> None:
    fault = kiosk.take(wanted)
    assert isinstance(fault, Fault)
    assert kiosk.shelf.asked == []


def test_a_network_that_fails_is_told_as_it_failed(kiosk: Kiosk) -> None:
    kiosk.shelf.fault = Fault(fault_class=FaultClass.DNS)
    assert kiosk.take(TREE.root) == kiosk.shelf.fault


def test_a_node_that_is_gone_leaves_the_list_in_use(kiosk: Kiosk) -> None:
    kiosk.take(TREE.root)
    root = bytes.fromhex(GROWN.root)
    kiosk.shelf = Shelf(blobs={root: GROWN.blobs[root]})
    assert isinstance(kiosk.take(GROWN.root), Fault)
    assert kiosk.looks_for(WANTED)


def test_a_kiosk_that_gets_no_keys_keeps_what_it_has(kiosk: Kiosk) -> None:
    kiosk.shelf.wrapped.clear()
    fault = kiosk.take(TREE.root)
    assert isinstance(fault, Fault)
    assert (fault.fault_class, fault.detail) == (FaultClass.SERVER, "HTTP 404")


def test_a_network_that_fails_before_the_keys_is_told(kiosk: Kiosk) -> None:
    kiosk.take(TREE.root)
    kiosk.shelf.fault = Fault(fault_class=FaultClass.TCP)
    with kiosk.place.database.write() as connection:
        settings.drop(connection, "watch_keys")
    assert kiosk.take(TREE.root) == kiosk.shelf.fault


def test_keys_of_another_kiosk_or_another_list_are_refused(kiosk: Kiosk) -> None:
    mine = kiosk.place.identity
    kiosk.shelf.wrapped[mine.kiosk_id] = b"no age file"
    fault = kiosk.take(TREE.root)
    assert isinstance(fault, Fault)
    assert "not for this kiosk" in fault.detail
    kiosk.shelf.welcome(mine.private_key, WatchKeys(hash_key=b"x" * 32, seal_keys={}))
    fault = kiosk.take(TREE.root)
    assert isinstance(fault, Fault)
    assert "do not open it" in fault.detail


def test_a_new_seal_key_is_asked_for_once(kiosk: Kiosk) -> None:
    kiosk.take(TREE.root)
    both = WatchKeys(
        hash_key=KEYS.hash_key, seal_keys={1: KEYS.seal_keys[1], 2: b"t" * 32}
    )
    kiosk.shelf.welcome(kiosk.place.identity.private_key, both)
    resealed = make_tree([*PEOPLE, NEW], both)
    kiosk.shelf.asked.clear()
    assert kiosk.take(kiosk.shelf.put(resealed)) is Progress.WHOLE
    assert kiosk.looks_for(NEW)
    assert sum(path.startswith(KEYS_PATH) for path in kiosk.shelf.asked) == 1


def test_a_node_that_its_keys_do_not_open_is_a_fault(kiosk: Kiosk) -> None:
    """Only a province in error names what nobody can open."""
    older = WatchKeys(hash_key=KEYS.hash_key, seal_keys={1: b"u" * 32})
    wrong = make_wrong_nodes(older)
    kiosk.shelf.put(wrong)
    fault = kiosk.take(wrong.root)
    assert isinstance(fault, Fault)
    assert "does not open" in fault.detail


def make_wrong_nodes(keys: WatchKeys) -> Tree:
    """Return a list whose root opens by `KEYS` and whose nodes only by `keys`."""
    sealed = make_tree(PEOPLE, keys)
    root = open_root(sealed.blobs[bytes.fromhex(sealed.root)], keys)
    assert root is not None
    blob = seal_root(Root(root.check, root.nodes), (1, KEYS.seal_keys[1]))
    return Tree(name_blob(blob).hex(), {**sealed.blobs, name_blob(blob): blob})


def test_what_comes_first_interrupts_and_what_came_is_kept(kiosk: Kiosk) -> None:
    allowed = iter([True] * 20)
    paused = kiosk.make_sync().take(TREE.root, lambda: next(allowed, False))
    assert paused is Progress.PAUSED
    assert not kiosk.looks_for(WANTED)
    fetched = count_blobs(kiosk.shelf)
    kiosk.shelf.asked.clear()
    assert kiosk.take(TREE.root) is Progress.WHOLE
    assert kiosk.looks_for(WANTED)
    assert count_blobs(kiosk.shelf) < fetched + len(PEOPLE)


def test_a_damaged_node_is_fetched_again(kiosk: Kiosk) -> None:
    kiosk.take(TREE.root)
    nodes = [path for path in kiosk.folder.path.iterdir() if path.name != "root"]
    nodes[0].write_bytes(b"damaged")
    kiosk.shelf.asked.clear()
    assert kiosk.take(TREE.root) is Progress.WHOLE
    assert all(kiosk.looks_for(one) for one in PEOPLE)
    assert count_blobs(kiosk.shelf) > 0
