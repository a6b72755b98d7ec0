"""Keys that an admin gave stay until they are taken away, by their names."""

from kiosk.protocol.trust import IssuerKey, name_key
from kiosk.storage import given_keys, settings
from kiosk.storage.database import Database
from kiosk.storage.given_keys import GivenKeys, name_opening_key

ONE = IssuerKey(issuer="Một", key=b"1", scopes=("health",))
TWO = IssuerKey(issuer="Hai", key=b"2", scopes=("pass",))
OPENING = bytes(32)


def read(database: Database) -> GivenKeys:
    with database.read() as connection:
        return given_keys.read(connection)


def test_a_new_kiosk_was_given_none(database: Database) -> None:
    assert read(database) == GivenKeys()


def test_a_key_given_again_takes_its_own_place(database: Database) -> None:
    renamed = IssuerKey(issuer="Một, đổi tên", key=b"1", scopes=("pass",))
    with database.write() as connection:
        given_keys.add(connection, (ONE, TWO))
        given_keys.add(connection, (renamed,))
    assert read(database).keys == (TWO, renamed)


def test_keys_that_open_are_kept_once_and_beside_the_others(database: Database) -> None:
    with database.write() as connection:
        given_keys.add(connection, (ONE,))
        given_keys.add_opening(connection, OPENING)
        given_keys.add_opening(connection, OPENING)
    assert read(database) == GivenKeys(keys=(ONE,), opening_keys=(OPENING,))


def test_keys_of_both_sorts_go_by_their_names(database: Database) -> None:
    with database.write() as connection:
        given_keys.add(connection, (ONE, TWO))
        given_keys.add_opening(connection, OPENING)
        names = frozenset({name_key(ONE), name_opening_key(OPENING), "none"})
        assert given_keys.remove(connection, names) == 2
    assert read(database) == GivenKeys(keys=(TWO,))


def test_every_change_is_marked_for_whoever_is_running(database: Database) -> None:
    with database.write() as connection:
        given_keys.add(connection, (ONE,))
        first = settings.read_rules_mark(connection)
        given_keys.remove(connection, frozenset({name_key(ONE)}))
        second = settings.read_rules_mark(connection)
    assert b"" not in {first, second}
    assert first != second
