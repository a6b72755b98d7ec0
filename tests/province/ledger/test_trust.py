"""Tests of issuers' keys and revoked certificates in the ledger, on both databases."""

from msgspec.structs import replace

from kiosk.protocol.trust import IssuerKey, name_key
from province.ledger import trust
from province.ledger.database import Database
from tests.province.builders import NOW

ONE = IssuerKey(issuer="Một", key=b"1", kids=(b"\xff",), scopes=("health",))
TWO = IssuerKey(issuer="Hai", key=b"2", scopes=("pass",), not_after=5)


def test_keys_come_back_as_they_were(ledger: Database) -> None:
    with ledger.writing() as connection:
        names = trust.put_keys(connection, [ONE, TWO], NOW)
        assert names == [name_key(ONE), name_key(TWO)]
    with ledger.reading() as connection:
        assert set(trust.list_keys(connection)) == {ONE, TWO}


def test_a_key_given_again_is_kept_anew(ledger: Database) -> None:
    renamed = replace(ONE, issuer="Một, đổi tên")
    with ledger.writing() as connection:
        trust.put_keys(connection, [ONE], NOW)
        trust.put_keys(connection, [renamed], NOW)
        assert trust.list_keys(connection) == (renamed,)


def test_a_key_is_dropped_by_its_name(ledger: Database) -> None:
    with ledger.writing() as connection:
        trust.put_keys(connection, [ONE, TWO], NOW)
        assert trust.drop_keys(connection, [name_key(ONE), "none"]) == 1
        assert trust.list_keys(connection) == (TWO,)


def test_revoked_certificates_are_kept_once_each(ledger: Database) -> None:
    many = {number.to_bytes(16): number for number in range(1200)}
    with ledger.writing() as connection:
        assert trust.put_revoked(connection, many) == 1200
        assert trust.put_revoked(connection, {bytes(16): 9, b"n" * 16: 0}) == 1
        found = dict(trust.list_revoked(connection))
    assert found == many | {bytes(16): 9, b"n" * 16: 0}
