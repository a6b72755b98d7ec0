"""Who the kiosk is survives its database."""

from kiosk.storage import identity_copy, settings
from kiosk.storage.database import Database
from kiosk.storage.folder import Folder


def test_the_copy_holds_what_names_the_kiosk(
    folder: Folder, database: Database
) -> None:
    key, path = bytes.fromhex(database.key), folder.identity_copy
    with database.read() as connection:
        assert identity_copy.keep(connection, path, key)
        stored = settings.get(connection, "identity")
    assert identity_copy.read(path, key) == {"identity": stored}


def test_it_is_written_only_when_something_changed(
    folder: Folder, database: Database
) -> None:
    key, path = bytes.fromhex(database.key), folder.identity_copy
    with database.write() as connection:
        identity_copy.keep(connection, path, key)
        assert not identity_copy.keep(connection, path, key)
        settings.renew_epoch(connection)
        assert identity_copy.keep(connection, path, key)


def test_no_other_key_opens_it(folder: Folder, database: Database) -> None:
    path = folder.identity_copy
    with database.read() as connection:
        identity_copy.keep(connection, path, bytes.fromhex(database.key))
    assert identity_copy.read(path, bytes(48)) == {}


def test_the_private_key_is_not_in_it_as_it_is(
    folder: Folder, database: Database
) -> None:
    path = folder.identity_copy
    with database.read() as connection:
        identity_copy.keep(connection, path, bytes.fromhex(database.key))
        identity = settings.read_identity(connection)
    assert identity.private_key.private_bytes_raw() not in path.read_bytes()
    assert identity.hash_key not in path.read_bytes()


def test_no_copy_is_an_empty_one(folder: Folder) -> None:
    assert identity_copy.read(folder.identity_copy, bytes(48)) == {}
    folder.identity_copy.write_bytes(b"short")
    assert identity_copy.read(folder.identity_copy, bytes(48)) == {}
