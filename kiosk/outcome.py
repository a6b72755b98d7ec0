"""Outcome: the four verdicts; a closed set, stable on the wire."""

from enum import StrEnum


class Outcome(StrEnum):
    """What the point does with a presentation."""

    # As in Kind: Enum's own hash is slow.
    __hash__ = str.__hash__

    ALLOW = "allow"
    CHECK = "check"
    DENY = "deny"
    UNREADABLE = "unreadable"
