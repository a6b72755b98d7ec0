"""Errors: environment faults and wrong use at the province, each with what to do.

ProvinceError
├── RefusedError     exit 1: what was brought is not taken
├── UsageError       exit 2: wrong option or argument
└── OutsideError     exit 3: disk, database, key
    ├── LedgerError  the database can't be opened or written
    └── KeyFileError a key is missing or can't be read
"""


class ProvinceError(Exception):
    """A fault that a person can mend; its text says how."""

    exit_code = 3


class RefusedError(ProvinceError):
    """What was brought is not taken, and nothing was written."""

    exit_code = 1


class UsageError(ProvinceError):
    """A wrong option or argument."""

    exit_code = 2


class OutsideError(ProvinceError):
    """Something outside the program does not do its part."""


class LedgerError(OutsideError):
    """The database can't be opened or written."""


class KeyFileError(OutsideError):
    """A key is missing or can't be read."""
