"""Enrolment files: request and answer of a kiosk that never has a network, each a file of JSON.

The answer is all that the province would have said over the network: its
root.json, the CA, the roster's files, and the signed answer. Trust starts at
the root: a code names it by its hash; without one, people compare a
fingerprint that both sides show.
"""

import base64
import hashlib
from collections.abc import Mapping

import msgspec

from kiosk.protocol.enrolment import Request, SignedAnswer

MAX_REQUEST_BYTES = 16 * 1024
MAX_ANSWER_BYTES = 64 * 1024 * 1024
"""The lists of a whole roster are a few MB, and base64 adds a third."""

_CONTEXT = b"kiosk enrolment fingerprint 1\0"
_FINGERPRINT_BYTES = 15
"""120 bits: whoever forges the files of both sides has to find a collision, 2^60."""
_GROUP = 4


class AskedByFile(msgspec.Struct, frozen=True, kw_only=True):
    """A request in a file; `root_sha256` is what its code names, empty without one."""

    request: Request
    root_sha256: bytes = b""


class AnsweredByFile(msgspec.Struct, frozen=True, kw_only=True):
    """An answer in a file; `files` are the roster's by `metadata/NAME` or `targets/NAME`."""

    answer: SignedAnswer
    root: bytes
    ca: bytes
    files: Mapping[str, bytes]


def encode(value: AskedByFile | AnsweredByFile) -> bytes:
    """Return the JSON of a request or an answer; byte strings are base64 in it."""
    return msgspec.json.encode(value)


def decode_request(data: bytes) -> AskedByFile | None:
    """Return the request in `data`, None where there is none."""
    try:
        return msgspec.json.decode(data, type=AskedByFile)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def decode_answer(data: bytes) -> AnsweredByFile | None:
    """Return the answer in `data`, None where there is none."""
    try:
        return msgspec.json.decode(data, type=AnsweredByFile)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def make_fingerprint(public_key: bytes, root: bytes) -> str:
    """Return what people compare: it is the kiosk's key and the province's root.json.

    Where it is the same on both sides, nobody stands between them.
    """
    told = _CONTEXT + public_key + hashlib.sha256(root).digest()
    text = base64.b32encode(hashlib.sha256(told).digest()[:_FINGERPRINT_BYTES]).decode()
    return "-".join(text[at : at + _GROUP] for at in range(0, len(text), _GROUP))
