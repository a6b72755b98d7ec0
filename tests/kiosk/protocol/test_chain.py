"""Test that a chain's head holds every entry and their order."""

import hashlib

import pytest

from kiosk.protocol.chain import GENESIS, commit, commit_all, extend, link

ENTRIES = [(bytes([n]) * 16, commit(b"salt", bytes([n]))) for n in range(4)]


def test_a_link_is_the_hash_of_what_came_before_the_id_and_the_commitment() -> None:
    commitment = hashlib.sha256(b"salt" + b"content").digest()
    expected = hashlib.sha256(GENESIS + b"i" * 16 + commitment).digest()
    assert link(GENESIS, b"i" * 16, commit(b"salt", b"content")) == expected


def test_no_entries_leave_the_head_as_it_was() -> None:
    assert extend(b"h" * 32, []) == b"h" * 32


def test_a_chain_goes_on_where_it_stopped() -> None:
    half = extend(GENESIS, ENTRIES[:2])
    assert extend(half, ENTRIES[2:]) == extend(GENESIS, ENTRIES)


@pytest.mark.parametrize(
    "others",
    [
        ENTRIES[:-1],
        [ENTRIES[1], ENTRIES[0], *ENTRIES[2:]],
        [*ENTRIES, ENTRIES[0]],
        [(ENTRIES[0][0], commit(b"salt", b"altered")), *ENTRIES[1:]],
    ],
)
def test_a_missing_moved_added_or_altered_entry_changes_the_head(
    others: list[tuple[bytes, bytes]],
) -> None:
    assert extend(GENESIS, others) != extend(GENESIS, ENTRIES)


def test_the_same_content_under_another_salt_cannot_be_recognised() -> None:
    assert commit(b"one", b"content") != commit(b"two", b"content")


def test_many_are_committed_to_as_each_alone_is() -> None:
    salts, contents = [b"a" * 16, b"b" * 16], [b"one", b""]

    assert commit_all(salts, contents) == [*map(commit, salts, contents)]


def test_a_head_is_the_last_of_the_links() -> None:
    head = GENESIS
    for entry_id, commitment in ENTRIES:
        head = link(head, entry_id, commitment)

    assert extend(GENESIS, ENTRIES) == head
