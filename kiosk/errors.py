"""Errors: environment faults and wrong use, each with what, where and what to do.

KioskError
├── RefusedError       exit 1: the province says no
├── UsageError         exit 2: wrong option or configuration
└── OutsideError       exit 3: disk, reader, network, key
    ├── StorageError   the database can't be opened or written
    ├── KeySlotError   no key slot opens the database
    ├── ReaderError    a reader can't be opened
    └── ProvinceError  the province can't be reached or believed
"""

from enum import StrEnum


class StorageCause(StrEnum):
    """Why the database can't be opened or written: what to do depends on it."""

    FULL = "full"
    READ_ONLY = "read_only"
    FAILING = "failing"
    """The disk reports errors."""
    GONE = "gone"
    """The file, its folder or its disk is not there."""
    DAMAGED = "damaged"
    """What was kept can't be read: no try mends that."""
    OTHER = "other"


class KioskError(Exception):
    """A fault that a person can mend; its text says how."""

    exit_code = 3


class RefusedError(KioskError):
    """The province says no."""

    exit_code = 1


class UsageError(KioskError):
    """A wrong option or configuration."""

    exit_code = 2


class OutsideError(KioskError):
    """Something outside the program does not do its part."""


class StorageError(OutsideError):
    """The database can't be opened or written."""

    def __init__(self, sentence: str, cause: StorageCause = StorageCause.OTHER) -> None:
        super().__init__(sentence)
        self.cause = cause


class KeySlotError(OutsideError):
    """No key slot opens the database."""


class ReaderError(OutsideError):
    """A reader can't be opened."""


class ProvinceError(OutsideError):
    """The province can't be reached or believed."""
