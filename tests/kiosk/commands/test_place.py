"""A command works on the folder that is named, or on the platform's own."""

from pathlib import Path

import pytest

from kiosk.commands.place import (
    get_folder,
    open_to_look,
    open_to_work,
    read_rules_in_use,
)
from kiosk.errors import StorageError
from kiosk.options import make_parser
from kiosk.storage import given_keys
from kiosk.storage.folder import Folder
from kiosk.storage.migration import upgrade
from tests.kiosk.commands.conftest import Ask


def test_the_folder_is_the_one_named(ask: Ask, folder: Folder) -> None:
    assert get_folder(ask("status")) == folder


def test_without_a_name_it_is_the_platforms_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    folder = get_folder(make_parser().parse_args(["status"]))
    assert folder.path.name == "kiosk"


def test_looking_makes_nothing_and_working_makes_a_database(tmp_path: Path) -> None:
    options = make_parser().parse_args(["status", "--data", str(tmp_path / "new")])
    options.upgrade = upgrade
    with pytest.raises(StorageError, match="no kiosk database"), open_to_look(options):
        pass
    assert not (tmp_path / "new").exists()
    with open_to_work(options) as made:
        kiosk_id = made.identity.kiosk_id
    with open_to_look(options) as there:
        assert there.identity.kiosk_id == kiosk_id


def test_the_clock_of_a_place_is_this_machines(ask: Ask) -> None:
    with open_to_look(ask("status")) as there:
        first, then = there.now(), there.now()
    assert then.monotonic_ms >= first.monotonic_ms


def test_the_rules_in_use_are_the_folder_s(ask: Ask) -> None:
    with open_to_look(ask("status")) as there, there.database.write() as connection:
        given_keys.add_opening(connection, bytes(32))
    assert read_rules_in_use(ask("check")).trust.opening_keys == (bytes(32),)
