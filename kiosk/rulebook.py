"""Rulebook: a province's policy document, read for one point.

It is taken whole or not at all: a document with one wrong key is refused, and
the last good one stays.
"""

import difflib
from collections.abc import Iterable, Mapping
from datetime import time, timedelta
from enum import StrEnum
from typing import TypeVar
from unicodedata import normalize

import msgspec
from msgspec import UNSET, UnsetType

from kiosk.credentials.credential import Claim, Kind
from kiosk.declaration import Declaration, PhoneRule, Question
from kiosk.outcome import Outcome
from kiosk.policy import DEFAULT_POLICY, NEVER_ALLOWED, Hours, Policy
from kiosk.protocol import policy as wire
from kiosk.protocol.policy import (
    DAYS,
    AskedDeclaration,
    OpeningHours,
    PointRules,
    PolicyDocument,
)
from kiosk.reason import Reason

_Name = TypeVar("_Name", bound=StrEnum)
_Value = TypeVar("_Value")
_VERDICTS = (Outcome.ALLOW, Outcome.CHECK, Outcome.DENY)
_NO_CODE = frozenset({Kind.MANUAL})
"""Reception writes this kind down itself; no policy takes it away."""


class PolicyFault(msgspec.Struct, frozen=True, kw_only=True):
    """Why a document is refused, in words with the key and what to write."""

    detail: str


class _WrongNameError(ValueError):
    """A name that is not of its set."""


def read_policy(data: bytes, point: str) -> Policy | PolicyFault:
    """Return what `data` rules for `point`, or why the whole of it is refused."""
    document = wire.decode(data)
    if isinstance(document, str):
        return PolicyFault(detail=document)
    try:
        _judge_all(document)
        return _read(document, point)
    except _WrongNameError as error:
        return PolicyFault(detail=str(error))


def _judge_all(document: PolicyDocument) -> None:
    """Read every point's rules: a fault in one refuses all."""
    for point in ("", *document.points):
        _read(document, point)


def _read(document: PolicyDocument, point: str) -> Policy:
    built_in = DEFAULT_POLICY
    where = f"points.{point}" if point in document.points else "default"
    rules = (document.points.get(point, PointRules()), document.default)
    retention, unsettled_retention = _read_retention(rules, where)
    return Policy(
        version=document.version,
        accepted=_read_names(rules, "accepted", Kind, built_in.accepted, where)
        | _NO_CODE,
        checked=_read_names(rules, "checked", Kind, built_in.checked, where),
        findings=_read_findings(rules, where),
        binds_passes=_pick((one.binds_passes for one in rules), built_in.binds_passes),
        needs_declaration=_pick(
            (one.needs_declaration for one in rules), built_in.needs_declaration
        ),
        declaration=_read_declaration(
            _pick((one.declaration for one in rules), None), f"{where}.declaration"
        ),
        capacity=_pick((one.capacity for one in rules), built_in.capacity),
        opening_hours=_read_hours(_pick((one.opening_hours for one in rules), ())),
        repeat_window=_read_span(
            _pick((one.repeat_seconds for one in rules), None), built_in.repeat_window
        ),
        completion_window=_read_span(
            _pick((one.completion_seconds for one in rules), None),
            built_in.completion_window,
        ),
        kept=_read_names(rules, "kept", Claim, built_in.kept, where),
        retention=retention,
        unsettled_retention=unsettled_retention,
        rules=_pick((one.health_rules for one in rules), ()),
    )


def _read_retention(
    rules: tuple[PointRules, ...], where: str
) -> tuple[timedelta, timedelta]:
    """Return how long contents are kept, settled and not; what the province lacks never goes first."""
    settled = _pick(
        (one.retention_days for one in rules), DEFAULT_POLICY.retention.days
    )
    unsettled = _pick((one.unsettled_retention_days for one in rules), None)
    built_in = max(DEFAULT_POLICY.unsettled_retention.days, settled)
    if unsettled is not None and unsettled < settled:
        raise _WrongNameError(
            f"{unsettled} in {where}.unsettled_retention_days is less than the "
            f"retention_days of {settled}: write as much or more."
        )
    last = built_in if unsettled is None else unsettled
    return timedelta(days=settled), timedelta(days=last)


def _pick(values: Iterable[_Value | UnsetType], built_in: _Value) -> _Value:
    """Return the first value that is said: the point's, the default's, the built-in."""
    said = (value for value in values if not isinstance(value, UnsetType))
    return next(said, built_in)


def _read_span(seconds: int | None, built_in: timedelta) -> timedelta:
    return built_in if seconds is None else timedelta(seconds=seconds)


def _read_names(
    rules: Iterable[PointRules],
    key: str,
    names: type[_Name],
    built_in: frozenset[_Name],
    where: str,
) -> frozenset[_Name]:
    said: tuple[str, ...] | None = _pick((getattr(one, key) for one in rules), None)
    if said is None:
        return built_in
    return frozenset(_read_name(text, names, f"{where}.{key}") for text in said)


def _read_name(text: str, names: type[_Name], key: str) -> _Name:
    try:
        return names(text)
    except ValueError:
        near = difflib.get_close_matches(text, [name.value for name in names], 1)
        hint = f" Did you mean '{near[0]}'?" if near else ""
        raise _WrongNameError(
            f"'{text}' in {key} is not known.{hint} 'kiosk words' lists the names."
        ) from None


def _read_findings(
    rules: tuple[PointRules, ...], where: str
) -> Mapping[Reason, Outcome]:
    """Return what findings make; the point's own stand above the default's."""
    findings: dict[Reason, Outcome] = {}
    for one in reversed(rules):
        said = {} if one.findings is UNSET else dict(one.findings)
        if one.watch_list is not UNSET:
            said[Reason.WATCH_LISTED.value] = one.watch_list
        for reason, outcome in said.items():
            name = _read_name(reason, Reason, f"{where}.findings")
            findings[name] = _read_verdict(name, outcome, f"{where}.findings")
    return findings


def _read_verdict(reason: Reason, text: str, key: str) -> Outcome:
    outcome = _read_answer(text, key)
    if outcome is Outcome.ALLOW and reason in NEVER_ALLOWED:
        raise _WrongNameError(
            f"'{reason}' in {key} can't be allowed: write check or deny."
        )
    return outcome


def _read_declaration(said: AskedDeclaration | None, where: str) -> Declaration:
    """Return what is asked; a declaration that asks nothing is a mistake."""
    if said is None:
        return DEFAULT_POLICY.declaration
    names = [question.name for question in said.questions]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise _WrongNameError(
            f"'{twice[0]}' in {where}.questions is the name of two: give each its own."
        )
    declaration = Declaration(
        questions=tuple(
            Question(
                name=one.name,
                vi=normalize("NFC", one.vi),
                en=normalize("NFC", one.en),
                yes=_read_answer(one.yes, f"{where}.questions.{one.name}.yes"),
                no=_read_answer(one.no, f"{where}.questions.{one.name}.no"),
            )
            for one in said.questions
        ),
        phone=PhoneRule(said.phone),
    )
    if not declaration.asks:
        raise _WrongNameError(
            f"{where} asks nothing: write questions, or leave it out."
        )
    return declaration


def _read_answer(text: str, key: str) -> Outcome:
    outcome = _read_name(text, Outcome, key)
    if outcome not in _VERDICTS:
        raise _WrongNameError(f"'{text}' in {key}: write allow, check or deny.")
    return outcome


def _read_hours(opening_hours: tuple[OpeningHours, ...]) -> tuple[Hours, ...]:
    return tuple(
        Hours(
            weekday=DAYS.index(day),
            since=time.fromisoformat(hours.since),
            until=time.fromisoformat(hours.until),
        )
        for hours in opening_hours
        for day in hours.days
    )
