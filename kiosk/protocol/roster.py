"""Roster: the files that TUF carries from the province to every kiosk.

`roster.json` names the others: keys, policy and lists, each a target of its
own, so that a change moves what has changed.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping

import msgspec

from kiosk.protocol import notices, policy, revocation, trust

TARGET = "roster.json"
METADATA_PATH = "/v1/roster/metadata"
TIMESTAMP = "timestamp.json"
KNOWN = "known"
"""`{METADATA_PATH}/timestamp.json?known={hash_state}` answers 204 while that is the
newest; a mirror of mere files answers with the file, which is as good."""
TARGETS_PATH = "/v1/roster/targets"
ROOTS_PATH = "/v1/roster/roots"
"""`{ROOTS_PATH}/{sha256 hex}.json` is the root.json that an enrolment code names."""


class RosterTarget(msgspec.Struct, frozen=True, kw_only=True):
    """The content of `roster.json`.

    `issued_at` is seconds since 1970 UTC. `receipt_keys` are raw Ed25519
    public keys, base64 in JSON. `bundle_recipients` are the age recipients
    that bundles are sealed to. `files` are the other targets of this version;
    a kiosk leaves out those that it does not know. `watch` is SHA-256 (hex) of
    the watch list's root, empty where there is none.
    """

    version: int
    issued_at: int
    receipt_keys: tuple[bytes, ...]
    bundle_recipients: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    watch: str = ""


def encode(target: RosterTarget) -> bytes:
    """Return the JSON of `target`."""
    return msgspec.json.encode(target)


def decode(data: bytes) -> RosterTarget | None:
    """Return the roster in `data`, None where there is none."""
    try:
        return msgspec.json.decode(data, type=RosterTarget)
    except (msgspec.MsgspecError, RecursionError):
        return None


def hash_state(timestamp: bytes, root: bytes) -> str:
    """Return by what kiosk and province compare what they have, without any file.

    The timestamp's file stands for all that is published, but a new root.
    """
    return hashlib.sha256(timestamp + root).hexdigest()[:_STATE_DIGITS]


_STATE_DIGITS = 32
_STATUS_LIST = re.compile(r"status-(0|[1-9][0-9]{0,5})\.bin", re.ASCII)
_KNOWN = frozenset(
    {
        trust.TARGET,
        policy.TARGET,
        notices.TARGET,
        *map(revocation.name_shard, range(revocation.SHARDS)),
    }
)


def name_status_list(list_id: int) -> str:
    """Return the name of a status list among the roster's files."""
    return f"status-{list_id}.bin"


def choose_files(names: Iterable[str]) -> tuple[str, ...]:
    """Return those of `names` that this program knows what to do with."""
    return tuple(
        name for name in names if name in _KNOWN or _STATUS_LIST.fullmatch(name)
    )


def find_status_lists(files: Mapping[str, bytes]) -> dict[int, bytes]:
    """Return the packed status lists among the roster's files, by their ids."""
    found = ((_STATUS_LIST.fullmatch(name), data) for name, data in files.items())
    return {int(match[1]): data for match, data in found if match is not None}
