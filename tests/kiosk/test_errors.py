"""Each fault ends the command with the exit code of cli.md."""

import pytest

from kiosk.errors import (
    KeySlotError,
    KioskError,
    OutsideError,
    ProvinceError,
    ReaderError,
    StorageError,
    UsageError,
)


@pytest.mark.parametrize(
    ("kind", "exit_code"),
    [
        (UsageError, 2),
        (OutsideError, 3),
        (StorageError, 3),
        (KeySlotError, 3),
        (ReaderError, 3),
        (ProvinceError, 3),
    ],
)
def test_each_fault_has_its_exit_code(kind: type[KioskError], exit_code: int) -> None:
    assert kind("Disk full: free space.").exit_code == exit_code


def test_wrong_use_is_not_called_a_fault_of_the_surroundings() -> None:
    assert not issubclass(UsageError, OutsideError)
