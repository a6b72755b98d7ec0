"""Settings come back as they were put, and a kiosk stays who it is."""

import pytest

from kiosk.storage import settings
from kiosk.storage.database import Database
from kiosk.storage.settings import Enrolment

PLACE = Enrolment(
    token=b"0123456789abcdef",
    url="https://province.example",
    root=b'{"signed": {}}',
    point="17",
    point_name="Chốt Thử",
    gate="Bắc",
    province="Tỉnh Thử",
)


def test_what_is_put_is_read_again_until_it_is_dropped(database: Database) -> None:
    with database.write() as connection:
        settings.put(connection, "one", b"\x00\xff")
        settings.put(connection, "other", b"")
        settings.drop(connection, "one")
        assert settings.get(connection, "one") is None
        assert settings.get(connection, "other") == b""


def test_a_value_put_again_takes_the_place_of_the_first(database: Database) -> None:
    with database.write() as connection:
        settings.put(connection, "one", b"first")
        settings.put(connection, "one", b"second")
    with database.read() as connection:
        assert settings.get(connection, "one") == b"second"


def test_dropping_what_is_not_there_does_no_harm(database: Database) -> None:
    with database.write() as connection:
        settings.drop(connection, "never put")
        assert settings.get(connection, "never put") is None


def test_a_kiosk_that_is_not_enrolled_has_no_place(database: Database) -> None:
    with database.read() as connection:
        assert settings.read_enrolment(connection) is None


def test_a_place_comes_back_whole(database: Database) -> None:
    with database.write() as connection:
        settings.put_enrolment(connection, PLACE)
    with database.read() as connection:
        assert settings.read_enrolment(connection) == PLACE


def test_an_identity_is_the_same_each_time_it_is_read(database: Database) -> None:
    with database.read() as connection:
        first, again = (settings.read_identity(connection) for _ in range(2))
    assert (first.kiosk_id, first.hash_key, first.epoch) == (
        again.kiosk_id,
        again.hash_key,
        again.epoch,
    )
    assert first.private_key.sign(b"x") == again.private_key.sign(b"x")


@pytest.mark.parametrize("part", ["kiosk_id", "hash_key", "epoch"])
def test_each_identity_made_is_another(database: Database, part: str) -> None:
    with database.write() as connection:
        first = settings.read_identity(connection)
        settings.make_identity(connection)
        other = settings.read_identity(connection)
    assert getattr(first, part) != getattr(other, part)


def test_a_new_epoch_renames_the_chain_and_nothing_else(database: Database) -> None:
    with database.write() as connection:
        before = settings.read_identity(connection)
        after = settings.renew_epoch(connection)
        assert settings.read_identity(connection).epoch == after.epoch
    assert after.epoch != before.epoch
    assert (after.kiosk_id, after.hash_key) == (before.kiosk_id, before.hash_key)
