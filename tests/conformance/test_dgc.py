"""Test the official EU DCC cases: every flag as expected, each known miss by name."""

import base64
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kiosk.credentials.classify import classify
from kiosk.credentials.credential import Credential, Kind, Unreadable
from kiosk.credentials.key_file import read_keys
from kiosk.credentials.trust import TrustStore, make_store
from kiosk.decision import Presented, decide
from kiosk.payload import Direction
from kiosk.policy import DEFAULT_POLICY
from kiosk.reason import Reason
from tests.codes import a_payload

VERIFY_MISSES = {"ES/2DCode/raw/401", "ES/2DCode/raw/402", "ES/2DCode/raw/403"}
"""A P-384 key under ES256: the project's own known issue 228."""

KEY_USAGE_MISSES = {"IS/2DCode/raw/3"}
"""Its key may sign tests only, by its certificate, and signed a recovery."""


@dataclass(frozen=True, kw_only=True)
class Case:
    name: str
    text: str
    trust: TrustStore
    at: datetime
    expected: dict[str, bool]

    def read(self) -> Credential | Unreadable:
        found = classify(a_payload(self.text), self.trust)
        assert isinstance(found, Credential | Unreadable)
        return found

    def decide(self) -> tuple[Reason, ...]:
        presented = Presented(credential=self.read(), direction=Direction.IN)
        return decide(presented, DEFAULT_POLICY, None, None, self.at).reasons


def load(path: Path, root: Path) -> Case:
    case: dict[str, Any] = json.loads(path.read_text(encoding="utf-8-sig"))
    context = case["TESTCTX"]
    keys = read_keys(base64.b64decode(context.get("CERTIFICATE") or ""))
    at = datetime.fromisoformat(context.get("VALIDATIONCLOCK") or "2021-06-01")
    return Case(
        name=path.relative_to(root).with_suffix("").as_posix(),
        text=case["PREFIX"],
        trust=make_store(keys if isinstance(keys, tuple) else ()),
        at=at if at.tzinfo else at.replace(tzinfo=UTC),
        expected=case["EXPECTEDRESULTS"],
    )


@pytest.fixture(scope="module")
def cases(shared: Path) -> list[Case]:
    root = shared / "data" / "dgc"
    return [load(path, root) for path in sorted(root.rglob("*.json"))]


def choose(cases: list[Case], flag: str) -> list[tuple[Case, bool]]:
    named = f"EXPECTED{flag}"
    chosen = [(case, case.expected[named]) for case in cases if named in case.expected]
    assert len(chosen) > 100
    return chosen


def is_verified(case: Case) -> bool:
    found = case.read()
    return isinstance(found, Credential) and found.verified


def test_signatures_verify_as_expected(cases: list[Case]) -> None:
    misses = {
        case.name
        for case, expected in choose(cases, "VERIFY")
        if is_verified(case) is not expected
    }
    assert misses == VERIFY_MISSES


def test_a_foreign_prefix_is_no_certificate(cases: list[Case]) -> None:
    misses = [
        case.name
        for case, expected in choose(cases, "UNPREFIX")
        if (case.read().kind is Kind.DCC) is not expected
    ]
    assert misses == []


@pytest.mark.parametrize("flag", ["B45DECODE", "COMPRESSION"])
def test_what_does_not_unpack_is_malformed(cases: list[Case], flag: str) -> None:
    refused = Unreadable(reason=Reason.MALFORMED, kind=Kind.DCC)
    misses = [
        case.name
        for case, expected in choose(cases, flag)
        if (case.read() != refused) is not expected
    ]
    assert misses == []


def test_a_certificate_ends_when_its_token_does(cases: list[Case]) -> None:
    misses = [
        case.name
        for case, expected in choose(cases, "EXPIRATIONCHECK")
        if (Reason.EXPIRED not in case.decide()) is not expected
    ]
    assert misses == []


def test_a_key_signs_what_it_may(cases: list[Case]) -> None:
    misses = {
        case.name
        for case, expected in choose(cases, "KEYUSAGE")
        if (Reason.WRONG_KEY_USAGE not in case.decide()) is not expected
    }
    assert misses == KEY_USAGE_MISSES


def test_the_invented_vietnamese_certificate_verifies(shared: Path) -> None:
    keys = read_keys((shared / "data" / "hc1_test_dsc.pem").read_bytes())
    assert isinstance(keys, tuple)
    text = (shared / "data" / "hc1_synthetic.txt").read_text().strip()
    found = classify(a_payload(text), make_store(keys))
    assert isinstance(found, Credential)
    assert found.verified
