"""Fault: how an export can end otherwise, as a closed set with its own words each."""

from enum import StrEnum


class ExportFault(StrEnum):
    """Why there is no export; nothing that looks whole was left anywhere."""

    NO_STICK = "no_stick"
    TWO_STICKS = "two_sticks"
    READ_ONLY = "read_only"
    FULL = "full"
    PULLED_OUT = "pulled_out"
    """The stick or folder was gone before the end."""
    WORN_OUT = "worn_out"
    """What was read back differs from what was written."""
    CANCELLED = "cancelled"
