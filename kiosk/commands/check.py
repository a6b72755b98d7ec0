"""Check: what a payload is and what would be decided; nothing is stored."""

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from kiosk.clock import system_clock
from kiosk.commands.key_files import ADVICE, read_key_file
from kiosk.commands.lines import print_line, print_words
from kiosk.credentials.classify import classify
from kiosk.credentials.credential import mask_claims
from kiosk.credentials.key_file import KeyFault, read_keys
from kiosk.credentials.trust import TrustedKey, make_store
from kiosk.decision import Circumstances, Decision, Outcome, Presented, decide
from kiosk.errors import UsageError
from kiosk.payload import MAX_FRAME_BYTES, Direction, Payload, ReadFault
from kiosk.policy import DEFAULT_POLICY
from kiosk.rules import Rules

BUILT_IN = Rules(policy=DEFAULT_POLICY)


class Question(msgspec.Struct, frozen=True):
    """One line of `kiosk check --jsonl`."""

    payload: str
    at: str | None = None
    trust: list[str] | None = None


def run(options: argparse.Namespace, rules: Rules = BUILT_IN) -> int:
    """Answer for the payload, or the many payloads, on stdin."""
    keys = tuple(key for path in options.trust for key in read_key_file(Path(path)))
    if options.jsonl:
        answer_lines(
            sys.stdin.buffer, unmasked=options.unmasked, keys=keys, rules=rules
        )
        return 0
    at = parse_time(options.at)
    data = sys.stdin.buffer.read(MAX_FRAME_BYTES + 3)
    decision = check(data, at, add_keys(rules, keys))
    print_line(describe(decision, unmasked=options.unmasked))
    return 0 if decision.outcome is Outcome.ALLOW else 1


def add_keys(rules: Rules, keys: Sequence[TrustedKey]) -> Rules:
    """Return `rules` under which `keys` are believed too."""
    if not keys:
        return rules
    trust = make_store((*rules.trust.keys, *keys), rules.trust.opening_keys)
    if rules.roster is None:
        return msgspec.structs.replace(rules, given=trust)
    return msgspec.structs.replace(
        rules, roster=msgspec.structs.replace(rules.roster, trust=trust)
    )


def answer_lines(
    lines: Iterable[bytes],
    *,
    unmasked: bool,
    keys: Sequence[TrustedKey] = (),
    rules: Rules = BUILT_IN,
) -> None:
    """Print one answer for each question, in order."""
    for line in lines:
        if line.strip():
            question = _parse_question(line)
            data = question.payload.encode("utf-8", "surrogatepass")
            given = (*keys, *_read_pems(question.trust or ()))
            decision = check(data, parse_time(question.at), add_keys(rules, given))
            print_line(describe(decision, unmasked=unmasked))


def _read_pems(pems: Sequence[str]) -> Iterator[TrustedKey]:
    """Yield the keys of a line; one that is not taken is trusted as little as none."""
    for pem in pems:
        keys = read_keys(pem.encode("utf-8", "replace"))
        if isinstance(keys, KeyFault):
            print_words(f"kiosk: a key of 'trust' is not taken: {ADVICE[keys]}")
        else:
            yield from keys


def check(data: bytes, at: datetime, rules: Rules = BUILT_IN) -> Decision:
    """Decide a payload as a point would that nobody has entered, at time `at`."""
    stripped = data.rstrip(b"\r\n")
    too_long = len(stripped) > MAX_FRAME_BYTES
    payload = Payload(
        data=b"" if too_long else stripped,
        symbology="",
        reader="check",
        gate="",
        direction=Direction.IN,
        received_ns=0,
        fault=ReadFault.TOO_LONG if too_long else None,
    )
    credential = classify(payload, rules.trust)
    presented = Presented(
        credential=credential,
        direction=payload.direction,
        circumstances=Circumstances(
            point=rules.point, is_watched=rules.is_watched(credential)
        ),
    )
    return decide(presented, rules.policy, rules.roster, None, at)


def describe(decision: Decision, *, unmasked: bool) -> dict[str, object]:
    """Return the keys of cli.md for one payload."""
    claims = dict(decision.claims) if unmasked else mask_claims(decision.claims)
    return {
        "kind": decision.kind.value,
        "claims": {claim.value: value for claim, value in claims.items()},
        "verified": decision.verified,
        "outcome": decision.outcome.value,
        "reasons": [reason.value for reason in decision.reasons],
    }


def parse_time(text: str | None) -> datetime:
    """Return the time that ISO 8601 `text` names, now where it is None; no zone means UTC."""
    if text is None:
        return system_clock()().wall
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageError(
            f"Time '{text}' is not ISO 8601: write it as 2026-11-20T08:41:00+07:00."
        ) from error
    return min(max(_FIRST, at if at.tzinfo else at.replace(tzinfo=UTC)), _LAST)


_FIRST = datetime(1, 1, 2, tzinfo=UTC)
_LAST = datetime(9999, 12, 30, tzinfo=UTC)
"""Beyond these a time of another zone can't be told; no card is decided otherwise for it."""


def _parse_question(line: bytes) -> Question:
    try:
        return msgspec.json.decode(line, type=Question)
    except msgspec.MsgspecError as error:
        raise UsageError(
            f"A line of --jsonl is not a question ({error}): write "
            '{"payload": "…", "at": "2026-11-20T08:41:00Z"}.'
        ) from error
