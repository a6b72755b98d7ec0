"""Classify: which kind of code a payload is, told by its shape.

The order is that of formats.md 10; each payload is read by one parser at most.
"""

import importlib
import re
from collections.abc import Callable, Sequence

from kiosk.credentials import number
from kiosk.credentials.bhyt import is_bhyt, parse_bhyt
from kiosk.credentials.cccd import is_cccd, parse_cccd
from kiosk.credentials.credential import Credential, Part, Unreadable
from kiosk.credentials.links import recognise
from kiosk.credentials.number import parse_number
from kiosk.credentials.qd1405 import is_qd1405, parse_qd1405
from kiosk.credentials.repair import note_repairs
from kiosk.credentials.text import has_controls, read_text
from kiosk.credentials.trust import NO_TRUST, TrustStore
from kiosk.payload import MAX_FRAME_BYTES, Payload, ReadFault
from kiosk.protocol import badge
from kiosk.reason import Reason

_Read = Callable[[str, TrustStore], Credential | Part | Unreadable]


def _load(module: str, name: str) -> _Read:
    """Return a parser whose module is loaded with the first code of its kind.

    Those of signed kinds bring CBOR, curves and X.509 along: 0.02 s that no start
    and no card waits for. `kiosk.credentials.signed` loads most of them before.
    """

    def parse(text: str, trust: TrustStore) -> Credential | Part | Unreadable:
        read: _Read = getattr(
            importlib.import_module(f"kiosk.credentials.{module}"), name
        )
        return read(text, trust)

    return parse


_TEXTS: tuple[tuple[re.Pattern[str], _Read], ...] = tuple(
    (re.compile(form), parse)
    for form, parse in (
        (r"HC1:", _load("dcc", "parse_dcc")),
        (r"VP1:", _load("gate_pass", "parse_gate_pass")),
        (r"(?i:shc:/)", _load("shc", "parse_shc")),
        (r"NZCP:/", _load("nzcp", "parse_nzcp")),
        (r"\{", _load("vdsnc", "parse_vdsnc")),
        # A card's JWS as it stands in its file.
        (r"eyJ[\w-]+\.", _load("shc", "parse_jws")),
        (rf"{number.FORM}\Z", parse_number),
        # Longer than any number that people have.
        (rf"[0-9]{{{badge.MIN_DIGITS},}}\Z", _load("badge", "parse_badge")),
        # Bare base45 of CBOR: a COSE tag, an array of four, or a CWT's map.
        (r"[0-9A-Z $%*+./:-]{40,}\Z", _load("claim169", "parse_claim169")),
    )
)
"""How a code of one text begins; each is told by its letters, and read by one parser."""

_NEVER_FOREIGN = ("HC1:", "VP1:", "NZCP:/")
"""No link or payment begins so, and most signed codes do."""

_FAULTS = {
    ReadFault.TOO_LONG: Reason.TOO_LONG,
    ReadFault.DROPPED: Reason.TRUNCATED,
    ReadFault.UNFINISHED: Reason.TRUNCATED,
}

_Shape = Callable[[Sequence[str]], bool]
_Parser = Callable[[Sequence[str]], Credential | Unreadable]

_PARSERS: tuple[tuple[_Shape, _Parser], ...] = (
    (is_qd1405, parse_qd1405),
    (is_bhyt, parse_bhyt),
    (is_cccd, parse_cccd),
)
"""Decision 1405 first: its date with hyphens is the surest of the three."""


def classify(
    payload: Payload, trust: TrustStore = NO_TRUST
) -> Credential | Part | Unreadable:
    """Return what `payload` is; never raises, whatever the bytes are."""
    if payload.fault is not None:
        return Unreadable(reason=_FAULTS[payload.fault])
    if len(payload.data) > MAX_FRAME_BYTES:
        return Unreadable(reason=Reason.TOO_LONG)
    text = read_text(payload.data)
    if isinstance(text, Reason):
        return _name_foreign(payload.data) or Unreadable(reason=text)
    credential = _classify_text(text.value, trust)
    if not isinstance(credential, Credential):
        return credential
    repairs = (*payload.repairs, *((text.repair,) if text.repair else ()))
    return note_repairs(credential, *repairs)


def _name_foreign(data: bytes) -> Unreadable | None:
    """Return what is known of `data` that has letters which no personal code has."""
    return recognise(data.decode("utf-8", "replace").strip("\ufeff\r\n\t "))


def _classify_text(text: str, trust: TrustStore) -> Credential | Part | Unreadable:
    if not text:
        return Unreadable(reason=Reason.EMPTY)
    foreign = None if text.startswith(_NEVER_FOREIGN) else recognise(text)
    if foreign is not None:
        return foreign
    for form, parse in _TEXTS:
        if form.match(text):
            return parse(text, trust)
    if "|" not in text:
        return Unreadable(reason=Reason.UNKNOWN_KIND)
    if has_controls(text):
        return Unreadable(reason=Reason.BINARY)
    return _classify_fields([field.strip() for field in text.split("|")])


def _classify_fields(fields: Sequence[str]) -> Credential | Unreadable:
    if not any(fields):
        return Unreadable(reason=Reason.MALFORMED)
    for is_shape, parse in _PARSERS:
        if is_shape(fields):
            return parse(fields)
    return Unreadable(reason=Reason.UNKNOWN_KIND)
