"""Policy form: the common rules of a policy as fields, put into its document; pure.

What has no field stays as the document has it.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from kiosk.credentials.credential import Kind
from kiosk.policy import Policy

KINDS = (
    Kind.CCCD,
    Kind.CAN_CUOC,
    Kind.QD1405,
    Kind.BHYT,
    Kind.DCC,
    Kind.CLAIM169,
    Kind.NZCP,
    Kind.SHC,
    Kind.VDSNC,
    Kind.PASS,
    Kind.BADGE,
    Kind.NUMBER,
)
"""Kinds that a person may show; each is accepted, looked at by staff, or denied."""
ACCEPT, CHECK, DENY = "accept", "check", "deny"
NUMBERS = {
    "capacity": (1, 1_000_000),
    "repeat_seconds": (0, 3600),
    "completion_seconds": (0, 3600),
    "retention_days": (1, 3660),
}
"""Fields of numbers, with the least and the most (kiosk/protocol/policy.py)."""
SWITCHES = ("needs_declaration", "binds_passes")


def describe(policy: Policy) -> dict[str, str]:
    """Return the fields' values as `policy` has them."""
    values = {f"kind_{kind}": _find_choice(policy, kind) for kind in KINDS}
    return values | {
        "capacity": "" if policy.capacity is None else str(policy.capacity),
        "repeat_seconds": str(int(policy.repeat_window.total_seconds())),
        "completion_seconds": str(int(policy.completion_window.total_seconds())),
        "retention_days": str(policy.retention.days),
        "needs_declaration": "yes" if policy.needs_declaration else "",
        "binds_passes": "yes" if policy.binds_passes else "",
    }


def find_faults(fields: Mapping[str, str]) -> tuple[str, ...]:
    """Return the fields whose number is none or out of bounds."""
    return tuple(name for name in NUMBERS if not _is_number(name, fields.get(name, "")))


def fill(text: bytes | None, fields: Mapping[str, str]) -> bytes:
    """Return the document `text` with `fields` in its default, as its next version."""
    # Any: JSON, of which only the default's own keys are touched.
    document: dict[str, Any] = {} if text is None else msgspec.json.decode(text)
    default = dict(document.get("default", {}))
    default["accepted"] = _list_kinds(fields, ACCEPT)
    default["checked"] = _list_kinds(fields, CHECK)
    for name in NUMBERS:
        said = fields.get(name, "")
        default[name] = int(said) if said else None
    for name in SWITCHES:
        default[name] = fields.get(name) == "yes"
    version = int(document.get("version", 0)) + 1
    return write(document | {"version": version, "default": default})


def renumber(text: bytes, version: int) -> bytes:
    """Return the document `text` as `version`, to be set once more."""
    return write(msgspec.json.decode(text) | {"version": version})


def write(document: Mapping[str, Any]) -> bytes:
    """Return the JSON of a document, as an officer can read it."""
    ordered = {"version": document["version"], **document}
    return msgspec.json.format(msgspec.json.encode(ordered), indent=2)


def _find_choice(policy: Policy, kind: Kind) -> str:
    if kind in policy.accepted:
        return ACCEPT
    return CHECK if kind in policy.checked else DENY


def _list_kinds(fields: Mapping[str, str], choice: str) -> list[str]:
    return [kind.value for kind in KINDS if fields.get(f"kind_{kind}") == choice]


def _is_number(name: str, said: str) -> bool:
    if not said:
        return name == "capacity"  # without limit
    least, most = NUMBERS[name]
    is_number = said.isascii() and said.isdecimal() and len(said) <= len(str(most))
    return is_number and least <= int(said) <= most
