"""Test how a province's document becomes one point's policy, or is refused whole."""

import json
from datetime import time, timedelta

import pytest

from kiosk.credentials.credential import Claim, Kind
from kiosk.declaration import Declaration, PhoneRule, Question
from kiosk.outcome import Outcome
from kiosk.policy import DEFAULT_POLICY, Hours, Policy
from kiosk.reason import Reason
from kiosk.rulebook import PolicyFault, read_policy


def read(point: str = "P1", **document: object) -> Policy:
    found = read_policy(json.dumps({"version": 1} | document).encode(), point)
    assert isinstance(found, Policy), found
    return found


def refuse(**document: object) -> str:
    found = read_policy(json.dumps({"version": 1} | document).encode(), "P1")
    assert isinstance(found, PolicyFault), found
    return found.detail


def test_what_a_document_leaves_out_is_built_in() -> None:
    assert read() == Policy(version=1, accepted=DEFAULT_POLICY.accepted)


def test_the_point_s_own_rules_stand_above_the_default_s() -> None:
    default = {"accepted": ["cccd"], "capacity": 50, "retention_days": 10}
    policy = read(default=default, points={"P1": {"accepted": ["cccd", "shc"]}})
    assert policy.accepted == {Kind.CCCD, Kind.SHC, Kind.MANUAL}
    assert (policy.capacity, policy.retention) == (50, timedelta(days=10))


def test_another_point_s_rules_do_not_count() -> None:
    assert read(points={"P2": {"capacity": 5}}).capacity is None


def test_every_rule_is_read() -> None:
    policy = read(
        default={
            "checked": ["bhyt"],
            "findings": {"expired": "deny"},
            "watch_list": "deny",
            "binds_passes": False,
            "needs_declaration": True,
            "opening_hours": [
                {"days": ["mon", "sun"], "since": "06:00", "until": "22:30"}
            ],
            "repeat_seconds": 5,
            "completion_seconds": 60,
            "kept": ["name"],
            "health_rules": [{"Identifier": "VN-1"}],
        }
    )
    assert policy == Policy(
        version=1,
        checked=frozenset({Kind.BHYT}),
        findings={Reason.EXPIRED: Outcome.DENY, Reason.WATCH_LISTED: Outcome.DENY},
        binds_passes=False,
        needs_declaration=True,
        opening_hours=(
            Hours(weekday=0, since=time(6), until=time(22, 30)),
            Hours(weekday=6, since=time(6), until=time(22, 30)),
        ),
        repeat_window=timedelta(seconds=5),
        completion_window=timedelta(seconds=60),
        kept=frozenset({Claim.NAME}),
        rules=({"Identifier": "VN-1"},),
    )


def test_a_point_changes_single_findings() -> None:
    policy = read(
        default={"findings": {"expired": "deny", "not_yet_valid": "deny"}},
        points={"P1": {"findings": {"expired": "check"}}},
    )
    assert policy.findings == {
        Reason.EXPIRED: Outcome.CHECK,
        Reason.NOT_YET_VALID: Outcome.DENY,
    }


FEVER = {"name": "fever", "vi": "Có sốt không?", "en": "Any fever?"}


def asking(**changes: str) -> dict[str, object]:
    return {"declaration": {"questions": [FEVER | changes]}}


def test_what_is_asked_is_read_in_its_order() -> None:
    well = {
        "name": "well",
        "vi": "Khoẻ chứ?",
        "en": "Well?",
        "yes": "allow",
        "no": "deny",
    }
    rules = {"declaration": {"questions": [FEVER, well], "phone": "required"}}
    assert read(default=rules).declaration == Declaration(
        questions=(
            Question(name="fever", vi="Có sốt không?", en="Any fever?"),
            Question(
                name="well",
                vi="Khoẻ chứ?",
                en="Well?",
                yes=Outcome.ALLOW,
                no=Outcome.DENY,
            ),
        ),
        phone=PhoneRule.REQUIRED,
    )


def test_a_question_is_kept_composed() -> None:
    question = read(default=asking(vi="Co\u0301 sốt không?")).declaration.questions[0]
    assert question.vi == "Có sốt không?"


def test_a_point_may_ask_something_else() -> None:
    own = {"P1": {"declaration": {"phone": "optional"}}}
    declaration = read(default=asking(), points=own).declaration
    assert declaration == Declaration(phone=PhoneRule.OPTIONAL)


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        ({"accepted": ["ccd"]}, "'ccd' in default.accepted is not known. Did you mean"),
        ({"kept": ["zzzzzz"]}, "'zzzzzz' in default.kept is not known. 'kiosk words'"),
        ({"findings": {"expried": "deny"}}, "Did you mean 'expired'?"),
        ({"findings": {"expired": "forbid"}}, "'forbid' in default.findings"),
        ({"findings": {"expired": "unreadable"}}, "write allow, check or deny"),
        ({"findings": {"revoked": "allow"}}, "'revoked' in default.findings can't be"),
        ({"watch_list": "never"}, "'never' in default.findings"),
        (asking(yes="forbid"), "'forbid' in default.declaration.questions.fever.yes"),
        (asking(no="unreadable"), "write allow, check or deny"),
        ({"declaration": {}}, "default.declaration asks nothing"),
        (
            {"declaration": {"questions": [FEVER, FEVER]}},
            "'fever' in default.declaration.questions is the name of two",
        ),
        (asking(name="Sốt"), "declaration.questions[0].name"),
        (asking(name="fever\n"), "declaration.questions[0].name"),
        (asking(vi=""), "declaration.questions[0].vi"),
        (asking(vi="   "), "declaration.questions[0].vi"),
        (asking(en="x" * 161), "declaration.questions[0].en"),
        (asking(maybe="check"), "unknown field `maybe`"),
        (
            {"declaration": {"phone": "perhaps"}},
            "'perhaps' - at `$.default.declaration",
        ),
        (
            {
                "declaration": {
                    "questions": [FEVER | {"name": f"q{n}"} for n in range(9)]
                }
            },
            "length <= 8",
        ),
    ],
)
def test_a_wrong_name_is_told_with_its_key(rules: object, told: str) -> None:
    assert told in refuse(default=rules)


def test_a_fault_in_another_point_s_rules_refuses_the_whole() -> None:
    assert "points.P2.accepted" in refuse(points={"P2": {"accepted": ["x"]}})


def test_what_is_no_document_is_refused() -> None:
    assert isinstance(read_policy(b"{", "P1"), PolicyFault)


def test_what_the_province_lacks_is_kept_longer() -> None:
    policy = read(default={"retention_days": 10, "unsettled_retention_days": 90})
    kept = (policy.retention, policy.unsettled_retention)
    assert kept == (timedelta(days=10), timedelta(days=90))


def test_a_long_retention_is_the_unsettled_one_s_too() -> None:
    policy = read(default={"retention_days": 400})
    assert policy.unsettled_retention == timedelta(days=400)


def test_what_the_province_lacks_never_goes_first() -> None:
    default = {"retention_days": 30, "unsettled_retention_days": 29}
    assert "unsettled_retention_days" in refuse(default=default)
