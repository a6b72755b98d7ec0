"""Classify: which kind of code a payload is, told by its shape.

The order is that of formats.md 10; each payload is read by one parser at most.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from kiosk.credentials.bhyt import is_bhyt, parse_bhyt
from kiosk.credentials.cccd import is_cccd, parse_cccd
from kiosk.credentials.credential import Credential, Unreadable
from kiosk.credentials.qd1405 import is_qd1405, parse_qd1405
from kiosk.credentials.text import has_controls, read_text
from kiosk.payload import MAX_FRAME_BYTES, Payload, ReadFault
from kiosk.reason import Reason

_OTHER_KINDS = tuple(
    (re.compile(form, re.IGNORECASE), reason)
    for form, reason in (
        (r"\Z", Reason.EMPTY),
        # Signed codes that are known and have no parser yet.
        (r"HC1:|SHC:/|NZCP:/|VP1:", Reason.UNSUPPORTED_KIND),
        (r"https?://kbyt\.khambenh\.gov\.vn/qr/", Reason.LOCATION_CODE),
        (r"[a-z][a-z0-9+.-]{0,20}://|www\.", Reason.LINK),
        # A CMND's or a personal number: a CMND has no code, so someone typed it.
        (r"(?:[0-9]{9}|[0-9]{12})\Z", Reason.UNSUPPORTED_KIND),
        (r"[^|]+\Z", Reason.UNKNOWN_KIND),
    )
)
"""How a text begins that is no code of fields; the first that matches counts."""

_FAULTS = {
    ReadFault.TOO_LONG: Reason.TOO_LONG,
    ReadFault.DROPPED: Reason.TRUNCATED,
    ReadFault.UNFINISHED: Reason.TRUNCATED,
}

_DECLARATION = "user"
_Shape = Callable[[Sequence[str]], bool]
_Parser = Callable[[Sequence[str]], Credential | Unreadable]

_PARSERS: tuple[tuple[_Shape, _Parser], ...] = (
    (is_qd1405, parse_qd1405),
    (is_bhyt, parse_bhyt),
    (is_cccd, parse_cccd),
)
"""Decision 1405 first: its date with hyphens is the surest of the three."""


def classify(payload: Payload) -> Credential | Unreadable:
    """Return what `payload` is; never raises, whatever the bytes are."""
    if payload.fault is not None:
        return Unreadable(reason=_FAULTS[payload.fault])
    if len(payload.data) > MAX_FRAME_BYTES:
        return Unreadable(reason=Reason.TOO_LONG)
    text = read_text(payload.data)
    if isinstance(text, Reason):
        return Unreadable(reason=text)
    credential = _classify_text(text.value)
    if text.repaired and isinstance(credential, Credential):
        warnings = (*credential.warnings, Reason.TEXT_REPAIRED)
        return replace(credential, warnings=warnings)
    return credential


def _classify_text(text: str) -> Credential | Unreadable:
    for form, reason in _OTHER_KINDS:
        if form.match(text):
            return Unreadable(reason=reason)
    if has_controls(text):
        return Unreadable(reason=Reason.BINARY)
    return _classify_fields([field.strip() for field in text.split("|")])


def _classify_fields(fields: Sequence[str]) -> Credential | Unreadable:
    if not any(fields):
        return Unreadable(reason=Reason.MALFORMED)
    if fields[0].casefold() == _DECLARATION and len(fields) == 3:
        return Unreadable(reason=Reason.DECLARATION_CODE)
    for is_shape, parse in _PARSERS:
        if is_shape(fields):
            return parse(fields)
    return Unreadable(reason=Reason.UNKNOWN_KIND)
