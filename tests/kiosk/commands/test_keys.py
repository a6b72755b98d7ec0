"""Key slots are listed by kind, and a key beside its database is called weak."""

import msgspec
import pytest

from kiosk.commands.keys import run
from kiosk.storage import slots
from kiosk.storage.folder import Folder
from tests.kiosk.commands.conftest import Ask


def test_only_the_key_file_is_weak(
    ask: Ask, folder: Folder, capfd: pytest.CaptureFixture[str]
) -> None:
    held = slots.load(folder.slots)
    key = slots.open_with_key_file(held, folder.key_file)
    slots.save(slots.put_passphrase(held, key, "invented words"), folder.slots)
    assert run(ask("keys", "list")) == 0
    assert msgspec.json.decode(capfd.readouterr().out) == {
        "slots": [
            {"kind": "key_file", "weak": True},
            {"kind": "passphrase", "weak": False},
        ]
    }
