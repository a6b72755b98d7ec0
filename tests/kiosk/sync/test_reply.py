"""A status is a success or a fault of its own class."""

import pytest

from kiosk.sync.fault import FaultClass
from kiosk.sync.reply import Reply, classify_status


def make_reply(
    status: int, content_type: str = "", retry_after_s: float | None = None
) -> Reply:
    return Reply(
        status=status,
        content_type=content_type,
        body=b"",
        date=None,
        retry_after_s=retry_after_s,
    )


@pytest.mark.parametrize("status", [200, 201])
def test_a_success_is_no_fault(status: int) -> None:
    assert classify_status(make_reply(status, "application/json")) is None


@pytest.mark.parametrize(
    ("status", "fault_class"),
    [
        (302, FaultClass.CAPTIVE_PORTAL),
        (401, FaultClass.UNAUTHORISED),
        (403, FaultClass.UNAUTHORISED),
        (307, FaultClass.CAPTIVE_PORTAL),
        (511, FaultClass.CAPTIVE_PORTAL),
        (503, FaultClass.SERVER),
        (407, FaultClass.PROXY),
        (413, FaultClass.TOO_LARGE),
        (429, FaultClass.RATE_LIMITED),
        (500, FaultClass.SERVER),
        (404, FaultClass.SERVER),
    ],
)
def test_each_status_has_its_class(status: int, fault_class: FaultClass) -> None:
    fault = classify_status(make_reply(status))
    assert fault is not None
    assert (fault.fault_class, fault.detail) == (fault_class, f"HTTP {status}")


def test_a_page_for_people_is_a_captive_portals() -> None:
    fault = classify_status(make_reply(200, "text/HTML; charset=utf-8"))
    assert fault is not None
    assert fault.fault_class is FaultClass.CAPTIVE_PORTAL


def test_retry_after_is_told() -> None:
    fault = classify_status(make_reply(429, retry_after_s=7.0))
    assert fault is not None
    assert fault.retry_after_s == 7.0
