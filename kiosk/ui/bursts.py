"""Bursts: whether what a reader typed is a code, or text for the field it came to; no Qt."""

from dataclasses import replace
from enum import Enum

from kiosk.credentials.classify import classify
from kiosk.credentials.credential import Credential, Unreadable
from kiosk.guest import read_badge
from kiosk.payload import Payload, Repair
from kiosk.reason import Reason
from kiosk.scanner.keyed import undo_hex

NO_CODES = frozenset({Reason.UNKNOWN_KIND, Reason.LINK})
"""What a text is called that is no code of any known kind."""


class Asked(Enum):
    """What the place asks for that the keys went to."""

    NOTHING = "nothing"
    """It is no field: whatever is read is a presentation."""
    TEXT = "text"
    NUMBER = "number"
    """A badge, a plate, a document: its digits are text, not a presentation."""


def understand(payload: Payload, asked: Asked) -> Payload | None:
    """Return what was presented; None where it is text for the field."""
    mended = _mend_hex(payload)
    return None if _is_text(mended, asked) else mended


def _is_text(payload: Payload, asked: Asked) -> bool:
    """Say whether a field is meant: digits elsewhere are a badge that leaves."""
    if asked is Asked.NOTHING or payload.fault is not None:
        return False
    if read_badge(payload) is not None:
        return asked is Asked.NUMBER
    understood = classify(payload)
    return isinstance(understood, Unreadable) and understood.reason in NO_CODES


def _mend_hex(payload: Payload) -> Payload:
    """Undo hex mode where that makes a code of what is none."""
    meant = undo_hex(payload.data.decode("ascii", "replace"))
    if meant is None:
        return payload
    repairs = (*payload.repairs, Repair.HEX)
    mended = replace(payload, data=meant.encode(), repairs=repairs)
    if isinstance(classify(payload), Credential) or isinstance(
        classify(mended), Unreadable
    ):
        return payload
    return mended
