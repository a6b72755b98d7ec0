"""Tests of the codes of an officer's telephone."""

from datetime import datetime, timedelta
from xml.etree import ElementTree as ET

import pytest

from province.totp import STEP_S, draw, find_step, make_secret, name_secret
from tests.province.builders import NOW

# RFC 6238, appendix B (SHA-1), the last six digits.
RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@pytest.mark.parametrize(
    ("second", "code"),
    [(59, "287082"), (1111111109, "081804"), (20000000000, "353130")],
)
def test_the_codes_are_those_of_the_rfc(second: int, code: str) -> None:
    now = datetime.fromtimestamp(second, NOW.tzinfo)

    assert find_step(RFC_SECRET, code, now, None) == second // STEP_S


@pytest.mark.parametrize(("off_s", "is_found"), [(0, True), (30, True), (90, False)])
def test_a_clock_may_be_off_by_a_step(off_s: int, is_found: bool) -> None:  # noqa: FBT001
    then = datetime.fromtimestamp(59 + off_s, NOW.tzinfo)

    assert (find_step(RFC_SECRET, "287 082", then, None) is not None) == is_found


def test_a_step_that_was_used_counts_no_more() -> None:
    now = datetime.fromtimestamp(59, NOW.tzinfo)

    assert find_step(RFC_SECRET, "287082", now, 1) is None
    assert find_step(RFC_SECRET, "287082", now + timedelta(seconds=30), 0) == 1


@pytest.mark.parametrize("code", ["", "abcdef", "٢٨٧٠٨٢", "2870820", "\ud800"])
def test_what_is_no_code_opens_nothing(code: str) -> None:
    assert (
        find_step(RFC_SECRET, code, datetime.fromtimestamp(59, NOW.tzinfo), 0) is None
    )


def test_secrets_differ_and_have_160_bits() -> None:
    assert len({make_secret() for _ in range(20)}) == 20
    assert len(make_secret()) * 5 == 160


def test_the_picture_is_svg_without_styles() -> None:
    address = name_secret(RFC_SECRET, "nguyễn văn mẫu", "Tỉnh Mẫu")

    picture = draw(address)

    assert ET.fromstring(picture).tag.endswith("svg")  # noqa: S314 - our own
    assert "style" not in picture
    assert "secret=" + RFC_SECRET in address
