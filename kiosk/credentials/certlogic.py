"""Certlogic: rules of health authorities, evaluated over a certificate.

The language is ehn-dcc-development/eu-dcc-business-rules, CertLogic 1.3: a part
of JsonLogic with dates. A rule that can't be evaluated fails: it is never taken
for met.
"""

import calendar
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

from kiosk.credentials.trust import Usage

MAX_DEPTH = 32
MAX_STEPS = 10_000
"""More than any published rule takes by far; a rule that takes more fails."""

_GROUPS = {"v": Usage.VACCINATION, "t": Usage.TEST, "r": Usage.RECOVERY}
_GENERAL = "general"


class _RuleError(Exception):
    """The rule can't be evaluated."""


def find_failing(
    rules: Sequence[Mapping[str, Any]], certificate: Mapping[str, Any], now: datetime
) -> tuple[str, ...]:
    """Return the `Identifier` of each rule that `certificate` does not meet at `now`.

    A rule's `CertificateType` is General, Vaccination, Test or Recovery; it
    holds for certificates of that type only. `Logic` is CertLogic.
    """
    kinds = {_GENERAL} | {
        usage.value for name, usage in _GROUPS.items() if certificate.get(name)
    }
    data = {"payload": certificate, "external": {"validationClock": now.isoformat()}}
    return tuple(
        str(rule.get("Identifier", ""))
        for rule in rules
        if str(rule.get("CertificateType", _GENERAL)).lower() in kinds
        and not is_met(rule.get("Logic"), data)
    )


def is_met(logic: Any, data: Mapping[str, Any]) -> bool:
    """Say whether `logic` evaluates to something true over `data`."""
    try:
        return _is_true(_Evaluation().evaluate(logic, data))
    except (_RuleError, ValueError, TypeError, OverflowError, KeyError, IndexError):
        return False


class _Evaluation:
    """One evaluation of one rule, with what it may still cost."""

    def __init__(self) -> None:
        self._steps = 0
        self._depth = 0

    def evaluate(self, logic: Any, data: Any) -> Any:
        """Return the value of `logic`; any: JSON in, JSON or a date out."""
        self._steps += 1
        self._depth += 1
        if self._steps > MAX_STEPS or self._depth > MAX_DEPTH:
            raise _RuleError
        value = self._evaluate(logic, data)
        self._depth -= 1
        return value

    def _evaluate(self, logic: Any, data: Any) -> Any:
        if isinstance(logic, list):
            return [self.evaluate(one, data) for one in logic]
        if not isinstance(logic, Mapping):
            return logic
        if len(logic) != 1:
            raise _RuleError
        [(name, operands)] = logic.items()
        if name == "var":
            return _look_up(data, operands)
        if not isinstance(operands, list):
            operands = [operands]
        return self._operate(name, operands, data)

    def _operate(self, name: str, operands: list[Any], data: Any) -> Any:
        if name == "if":
            met = _is_true(self.evaluate(operands[0], data))
            return self.evaluate(operands[1 if met else 2], data)
        if name == "and":
            return self._conjoin(operands, data)
        if name == "reduce":
            return self._reduce(operands, data)
        values = [self.evaluate(one, data) for one in operands]
        if name in _CHAINS:
            return _holds_along(_CHAINS[name], values)
        if name in _OPERATIONS:
            return _OPERATIONS[name](*values)
        raise _RuleError

    def _conjoin(self, operands: list[Any], data: Any) -> Any:
        value: Any = True
        for operand in operands:
            value = self.evaluate(operand, data)
            if not _is_true(value):
                break
        return value

    def _reduce(self, operands: list[Any], data: Any) -> Any:
        items, logic, value = operands
        value = self.evaluate(value, data)
        for item in self.evaluate(items, data) or ():
            around = {"current": item, "accumulator": value, "data": data}
            value = self.evaluate(logic, around)
        return value


def _is_true(value: Any) -> bool:
    """Say what CertLogic takes for true; dates are."""
    return bool(value)


def _look_up(data: Any, path: Any) -> Any:
    """Return what stands at a path such as `payload.v.0.dn`, None where nothing does."""
    for name in str(path).split(".") if path != "" else ():
        if isinstance(data, Mapping):
            data = data.get(name)
        elif isinstance(data, Sequence) and not isinstance(data, str):
            data = data[int(name)] if int(name) < len(data) else None
        else:
            return None
    return data


def _holds_along(holds: Callable[[Any, Any], bool], values: list[Any]) -> bool:
    """Say whether two values, or each of three and the next, stand so."""
    if len(values) not in (2, 3):
        raise _RuleError
    return all(holds(one, other) for one, other in pairwise(values))


def _is_numbers(holds: Callable[[int, int], bool]) -> Callable[[Any, Any], bool]:
    def compare(one: Any, other: Any) -> bool:
        if type(one) is not int or type(other) is not int:
            raise _RuleError
        return holds(one, other)

    return compare


def _is_times(
    holds: Callable[[datetime, datetime], bool],
) -> Callable[[Any, Any], bool]:
    def compare(one: Any, other: Any) -> bool:
        return holds(_as_time(one), _as_time(other))

    return compare


def _as_time(value: Any) -> datetime:
    if isinstance(value, datetime):
        return value
    return read_time(value)


def read_time(value: Any) -> datetime:
    """Return a date or a time of ISO 8601; a date is its midnight, UTC."""
    if not isinstance(value, str):
        raise _RuleError
    if len(value) == len("2026-11-21"):
        return datetime.combine(date.fromisoformat(value), time(), UTC)
    parsed = datetime.fromisoformat(value)
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)


def _add_time(value: Any, amount: Any, unit: Any) -> datetime:
    start = _as_time(value)
    if type(amount) is not int:
        raise _RuleError
    match unit:
        case "hour":
            return start + timedelta(hours=amount)
        case "day":
            return start + timedelta(days=amount)
        case "month":
            return _add_months(start, amount)
        case "year":
            return _add_months(start, 12 * amount)
        case _:
            raise _RuleError


def _add_months(start: datetime, months: int) -> datetime:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return start.replace(year=year, month=month + 1, day=min(start.day, last))


def _read_birth_date(value: Any) -> datetime:
    """Return the last day that a birth date can be: `1963` is 1963-12-31."""
    parts = [int(part) for part in str(value).split("-")]
    year, month, day = (*parts, 0, 0)[:3]
    month = month or 12
    return datetime(year, month, day or calendar.monthrange(year, month)[1], tzinfo=UTC)


def _extract_from_uvci(uvci: Any, index: Any) -> str | None:
    """Return a fragment of a UVCI, which `/`, `#` and `:` part."""
    if not isinstance(uvci, str) or type(index) is not int:
        return None
    text = uvci.removeprefix("URN:UVCI:").replace("#", "/").replace(":", "/")
    fragments = text.split("/")
    return fragments[index] if 0 <= index < len(fragments) else None


def _is_among(value: Any, values: Any) -> bool:
    if not isinstance(values, Sequence) or isinstance(values, str):
        raise _RuleError
    return value in values


def _add(one: Any, other: Any) -> int:
    if type(one) is not int or type(other) is not int:
        raise _RuleError
    return one + other


_CHAINS: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": _is_numbers(lambda one, other: one < other),
    ">": _is_numbers(lambda one, other: one > other),
    "<=": _is_numbers(lambda one, other: one <= other),
    ">=": _is_numbers(lambda one, other: one >= other),
    "after": _is_times(lambda one, other: one > other),
    "before": _is_times(lambda one, other: one < other),
    "not-after": _is_times(lambda one, other: one <= other),
    "not-before": _is_times(lambda one, other: one >= other),
}
_OPERATIONS: Mapping[str, Callable[..., Any]] = {
    "===": lambda one, other: type(one) is type(other) and one == other,
    "!": lambda value: not _is_true(value),
    "in": _is_among,
    "+": _add,
    "plusTime": _add_time,
    "dccDateOfBirth": _read_birth_date,
    "extractFromUVCI": _extract_from_uvci,
}
