"""Roster: the target that TUF carries from the province to every kiosk."""

import msgspec

TARGET = "roster.json"
METADATA_PATH = "/v1/roster/metadata"
TARGETS_PATH = "/v1/roster/targets"
ROOTS_PATH = "/v1/roster/roots"
"""`{ROOTS_PATH}/{sha256 hex}.json` is the root.json that an enrolment code names."""


class RosterTarget(msgspec.Struct, frozen=True, kw_only=True):
    """The content of `roster.json`.

    `issued_at` is seconds since 1970 UTC. `receipt_keys` are raw Ed25519
    public keys, base64 in JSON. `bundle_recipients` are the age recipients
    that bundles are sealed to.
    """

    version: int
    issued_at: int
    receipt_keys: tuple[bytes, ...]
    bundle_recipients: tuple[str, ...] = ()


def encode(target: RosterTarget) -> bytes:
    """Return the JSON of `target`."""
    return msgspec.json.encode(target)


def decode(data: bytes) -> RosterTarget | None:
    """Return the roster in `data`, None where there is none."""
    try:
        return msgspec.json.decode(data, type=RosterTarget)
    except (msgspec.MsgspecError, RecursionError):
        return None
