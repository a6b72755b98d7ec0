"""Tests of issued passes on both databases."""

from dataclasses import replace
from datetime import timedelta

from province.ledger import passes
from province.ledger.database import Database
from province.ledger.passes import Issue
from tests.province.builders import NOW

FIRST = Issue(
    pass_id=bytes(12),
    list_id=1,
    index=5,
    name="Lê Văn Giả",
    not_before=NOW,
    not_after=NOW + timedelta(days=30),
)


def test_a_bit_is_given_once(ledger: Database) -> None:
    same_bit = replace(FIRST, pass_id=bytes(11) + b"1")
    other_list = replace(same_bit, list_id=2)
    with ledger.writing() as connection:
        assert passes.insert_pass(connection, FIRST, NOW)
        assert not passes.insert_pass(connection, same_bit, NOW)
        assert passes.insert_pass(connection, other_list, NOW)


def test_lists_are_numbered_from_one(ledger: Database) -> None:
    with ledger.writing() as connection:
        at_first = passes.find_newest_list(connection)
        passes.insert_pass(connection, replace(FIRST, list_id=7), NOW)
        assert (at_first, passes.find_newest_list(connection)) == (1, 7)


def test_only_revoked_passes_are_listed(ledger: Database) -> None:
    other = replace(FIRST, pass_id=bytes(11) + b"1", index=6)
    with ledger.writing() as connection:
        passes.insert_pass(connection, FIRST, NOW)
        passes.insert_pass(connection, other, NOW)
        assert passes.revoke(connection, other.pass_id, NOW)
        assert not passes.revoke(connection, b"unknown", NOW)
        assert passes.list_revoked(connection) == {1: [6]}
