"""A database's pages are made as its key's salt says, and read as they were made."""

import hmac
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.storage import entries, formats, slots
from kiosk.storage.database import connect
from kiosk.storage.folder import Folder, open_existing, read_key
from kiosk.storage.formats import CURRENT, FIRST, FORMATS, Format
from kiosk.storage.images import Images
from kiosk.storage.migration import upgrade
from tests.backlog import fill
from tests.folders import in_every_format

_RESERVED_AT = 20
"""Where SQLite's first page says how many bytes of each page it does not use."""


@pytest.mark.parametrize("form", FORMATS)
def test_a_key_and_its_salt_say_the_format(form: Format) -> None:
    key = slots.make_key(form)
    assert len(key) == slots.KEY_BYTES
    assert formats.find(key) is formats.find(key[-formats.SALT_BYTES :]) is form
    assert slots.make_key(form) != key


def test_a_salt_without_a_mark_is_of_the_first_format() -> None:
    assert formats.find(bytes(48)) is FIRST
    assert formats.find(bytes(range(48))) is FIRST


def test_a_new_kiosk_has_the_current_format(folder: Folder) -> None:
    assert formats.find(read_key(folder)) is CURRENT
    assert formats.find(folder.database.read_bytes()[:16]) is CURRENT


@in_every_format
def test_an_older_kiosk_goes_on_in_its_format(folder: Folder, form: Format) -> None:
    with closing(open_existing(folder, upgrade)) as database:
        fill(database, 10)
        database.empty_wal()
        with database.read() as connection:
            assert entries.read_head(connection).position == 10
            told = connection.exec_driver_sql("PRAGMA page_size").scalar_one()
    assert int(told) == form.page_bytes
    assert formats.find(read_key(folder)) is form


@in_every_format
def test_sqlite_uses_as_much_of_a_page_as_the_format_says(
    folder: Folder, form: Format
) -> None:
    """A library that reserved less would need a format of its own."""
    with Images(folder.database, read_key(folder)) as images:
        first = images.get(1)
    assert first is not None
    assert len(first) == form.page_bytes - first[_RESERVED_AT] == form.usable_bytes


@in_every_format
def test_what_is_sealed_behind_sqlites_part_is_read_by_both(
    folder: Folder, tmp_path: Path
) -> None:
    """The database is sealed page by page by us, and read by SQLCipher."""
    key, copy = read_key(folder), tmp_path / "copy.db"
    with Images(folder.database, key) as images:
        sealed = [images.key.seal(one.number, one.page) for one in images]
    copy.write_bytes(b"".join(sealed))
    with closing(connect(copy, key.hex())) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_version_that_knows_one_format_has_no_key_for_another() -> None:
    """It compares the check value it knows, and touches nothing."""
    for form, is_known in ((FIRST, True), (CURRENT, False)):
        key = slots.make_key(form)
        known = hmac.digest(key, b"kiosk database key check 1", "sha256")[:16]
        held = slots.make_slots(key)
        assert slots.fits(held, key)
        assert (held.check == known) is is_known
