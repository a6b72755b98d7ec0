"""A receipts file that is none is refused; tests/system takes a real one."""

from pathlib import Path

import pytest

from kiosk.commands.receipts import run
from kiosk.errors import RefusedError
from tests.kiosk.commands.conftest import Ask


def test_garbage_settles_nothing(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "r").write_bytes(b"garbage")
    with pytest.raises(RefusedError, match="Nothing was changed"):
        run(ask("receipts", str(tmp_path / "r")))
