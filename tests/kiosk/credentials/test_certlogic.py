"""Test CertLogic: published kinds of rules, and that what can't be said fails."""

from datetime import UTC, datetime
from typing import Any

import pytest

from kiosk.credentials.certlogic import MAX_DEPTH, MAX_STEPS, find_failing, is_met

NOW = datetime(2026, 7, 1, tzinfo=UTC)
CERTIFICATE = {
    "dob": "1963-02",
    "v": [
        {
            "dn": 2,
            "sd": 2,
            "dt": "2026-06-01",
            "mp": "EU/1/21/1529",
            "ci": "URN:UVCI:01:VN:ABC#4",
        }
    ],
}
DATA = {
    "payload": CERTIFICATE,
    "external": {"validationClock": "2026-07-01T00:00:00+00:00"},
}
DOSE = "payload.v.0."
CLOCK = {"var": "external.validationClock"}
DAYS_14 = {"plusTime": [{"var": DOSE + "dt"}, 14, "day"]}


@pytest.mark.parametrize(
    "logic",
    [
        {">=": [{"var": DOSE + "dn"}, {"var": DOSE + "sd"}]},
        {"<": [0, {"var": DOSE + "dn"}, 3]},
        {"in": [{"var": DOSE + "mp"}, ["EU/1/20/1528", "EU/1/21/1529"]]},
        {"not-before": [CLOCK, DAYS_14]},
        {"after": [CLOCK, DAYS_14]},
        {"before": [DAYS_14, CLOCK, "2026-12-31"]},
        {"not-after": [CLOCK, {"plusTime": [{"var": DOSE + "dt"}, 1, "month"]}]},
        {"not-after": [CLOCK, {"plusTime": [{"var": DOSE + "dt"}, 1, "year"]}]},
        {"before": [DAYS_14, {"plusTime": [CLOCK, 1, "hour"]}]},
        {"after": [CLOCK, {"plusTime": ["2026-03-31", -1, "month"]}]},
        {"after": [{"dccDateOfBirth": [{"var": "payload.dob"}]}, "1963-02-27"]},
        {"before": [{"dccDateOfBirth": ["1963"]}, "1964-01-01"]},
        {"===": [{"extractFromUVCI": [{"var": DOSE + "ci"}, 1]}, "VN"]},
        {"===": [{"extractFromUVCI": [{"var": DOSE + "ci"}, 9]}, None]},
        {"===": [{"extractFromUVCI": [None, 0]}, None]},
        {"===": [{"+": [1, {"var": DOSE + "dn"}]}, 3]},
        {"and": [True, {"var": "payload"}, 1]},
        {"!": [{"and": [0, {"bogus": []}]}]},
        {"!": [{"var": "payload.t.0.tr"}]},
        {"!": [{"var": "payload.v.7"}]},
        {"!": {"var": "payload.v.0.dn.deeper"}},
        {"if": [{"var": "payload.t"}, False, True]},
        {"if": [{"var": "payload.v"}, [1, 2], False]},
        {"var": ""},
        {
            "===": [
                {
                    "reduce": [
                        {"var": "payload.v"},
                        {"+": [{"var": "accumulator"}, {"var": "current.dn"}]},
                        1,
                    ]
                },
                3,
            ]
        },
        {"===": [{"reduce": [{"var": "payload.t"}, 1, 7]}, 7]},
    ],
)
def test_a_rule_that_is_met(logic: Any) -> None:
    assert is_met(logic, DATA)


@pytest.mark.parametrize(
    "logic",
    [
        None,
        {},
        {">": [{"var": DOSE + "dn"}, 2]},
        {">": [1, "2"]},
        {">": [1]},
        {"===": [1, True]},
        {"in": [1, "1"]},
        {"after": [5, CLOCK]},
        {"after": ["never", CLOCK]},
        {"plusTime": [CLOCK, "1", "day"]},
        {"plusTime": [CLOCK, 1, "week"]},
        {"plusTime": [CLOCK, 10**9, "year"]},
        {"+": [1, "1"]},
        {"bogus": [1]},
        {"if": [True]},
        {"===": [1]},
        {"and": [1], "!": [1]},
        {"reduce": [1, 2]},
        {"var": "payload.v.x"},
        {"dccDateOfBirth": [""]},
    ],
)
def test_what_is_not_met_or_can_t_be_said_fails(logic: Any) -> None:
    assert not is_met(logic, DATA)


def test_a_rule_that_takes_too_long_or_goes_too_deep_fails() -> None:
    deep: Any = True
    for _ in range(MAX_DEPTH + 1):
        deep = {"and": [deep]}
    assert not is_met(deep, DATA)
    assert not is_met([True] * MAX_STEPS, DATA)


def test_a_time_without_a_zone_is_utc() -> None:
    assert is_met({"after": ["2026-07-01T00:00:01", CLOCK]}, DATA)


def test_a_rule_holds_for_its_own_type_only() -> None:
    rules: list[dict[str, Any]] = [
        {"Identifier": "VN-1", "CertificateType": "Test", "Logic": False},
        {"Identifier": "VN-2", "CertificateType": "Vaccination", "Logic": False},
        {"Identifier": "VN-3", "CertificateType": "General", "Logic": False},
        {"Identifier": "VN-4", "Logic": {">": [{"var": DOSE + "dn"}, 1]}},
        {"Logic": None},
    ]
    assert find_failing(rules, CERTIFICATE, NOW) == ("VN-2", "VN-3", "")
