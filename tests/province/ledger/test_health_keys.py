"""Tests of the keys of the health department's programs."""

from sqlalchemy import select

from province.ledger import health_keys
from province.ledger.database import Database
from province.ledger.health_keys import HealthKey
from province.ledger.trace_tables import health_keys as table
from tests.province.builders import NOW

KEY = HealthKey(key_id="H1", name="CDC", unit="", made_at=NOW)


def test_a_key_opens_until_it_is_revoked(ledger: Database) -> None:
    with ledger.writing() as connection:
        health_keys.add(connection, KEY, "secret")
        assert health_keys.find(connection, "secret") == KEY
        assert health_keys.find(connection, "Secret") is None

        assert health_keys.revoke(connection, "H1", NOW)
        assert not health_keys.revoke(connection, "H1", NOW)
        assert health_keys.find(connection, "secret") is None
        assert [key.revoked_at for key in health_keys.list_keys(connection)] == [NOW]


def test_only_a_hash_of_it_is_kept(ledger: Database) -> None:
    with ledger.writing() as connection:
        health_keys.add(connection, KEY, "secret")
        health_keys.touch(connection, "H1", NOW)
        row = connection.execute(select(table)).one()

    assert len(row.sha256) == 32
    assert b"secret" not in row.sha256
    assert row.used_at == NOW
