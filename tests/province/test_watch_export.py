"""The files for a stick are the list as it was sealed last, and nothing else."""

from pathlib import Path

import pytest

from kiosk.protocol import signature
from kiosk.protocol.neighbourhood import receive
from kiosk.protocol.watch_list import name_blob, unwrap_keys
from province import watch_tree, watching
from province.errors import OutsideError
from province.ledger.database import Database
from province.watch_export import export_list, export_neighbourhoods
from tests.lan import a_key
from tests.province.builders import NOW, FakeKiosk, add_point, enrol

ONE, TWO = "001190000123", "B1234567"


def test_each_blob_has_its_name_and_each_kiosk_its_keys(
    sqlite: Database, tmp_path: Path
) -> None:
    kiosk = FakeKiosk()
    enrol(sqlite, kiosk, add_point(sqlite))
    watching.add_document(sqlite, ONE, NOW)
    root = watch_tree.seal(sqlite, NOW)
    export_list(sqlite, tmp_path / "stick")
    blobs = {path.name: path.read_bytes() for path in tmp_path.glob("stick/blobs/*")}
    assert root in blobs
    assert all(name_blob(blob).hex() == name for name, blob in blobs.items())
    wrapped = (tmp_path / "stick" / "keys" / kiosk.kiosk_id).read_bytes()
    assert unwrap_keys(wrapped, kiosk.key) is not None


def test_what_is_no_longer_on_the_list_leaves_the_stick(
    sqlite: Database, tmp_path: Path
) -> None:
    watching.add_document(sqlite, ONE, NOW)
    watch_tree.seal(sqlite, NOW)
    export_list(sqlite, tmp_path)
    watching.remove_document(sqlite, ONE)
    watch_tree.seal(sqlite, NOW)
    export_list(sqlite, tmp_path)
    assert list((tmp_path / "blobs").iterdir()) == []


def test_each_kiosk_finds_its_neighbours_there(
    sqlite: Database, tmp_path: Path
) -> None:
    kiosk, province = FakeKiosk(), a_key(100)
    enrol(sqlite, kiosk, add_point(sqlite))
    export_neighbourhoods(sqlite, tmp_path, province, NOW)
    sealed = (tmp_path / "neighbours" / kiosk.kiosk_id).read_bytes()
    signer = signature.get_public_bytes(province)
    assert receive(sealed, kiosk.key, (signer,)) is not None
    (tmp_path / "file").touch()
    with pytest.raises(OutsideError, match="neighbours can't be copied"):
        export_neighbourhoods(sqlite, tmp_path / "file", province, NOW)


def test_a_stick_that_can_not_be_written_is_told(
    sqlite: Database, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutsideError, match="can't be copied"):
        export_list(sqlite, tmp_path / "file")
