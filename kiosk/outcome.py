"""Outcome: the four verdicts; a closed set, stable on the wire."""

from enum import StrEnum


class Outcome(StrEnum):
    """What the point does with a presentation."""

    ALLOW = "allow"
    CHECK = "check"
    DENY = "deny"
    UNREADABLE = "unreadable"
