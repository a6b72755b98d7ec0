"""Each error of the network is of one class, and dates tell whose clock is wrong."""

import errno
import socket
import ssl
from datetime import UTC, datetime
from http.client import BadStatusLine, RemoteDisconnected

import pytest

from kiosk.sync.diagnosis import Validity, classify_error, judge_dates, read_validity
from kiosk.sync.fault import FaultClass
from tests.authorities import make_authority


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


VALID = Validity(since=day("2026-01-01"), until=day("2026-12-31"))


@pytest.mark.parametrize(
    ("error", "fault_class", "detail"),
    [
        (socket.gaierror(-2, "x"), FaultClass.DNS, "name not resolved"),
        (TimeoutError(), FaultClass.TCP, "timed out"),
        (ConnectionRefusedError(), FaultClass.TCP, "refused"),
        (ConnectionResetError(), FaultClass.TCP, "cut off"),
        (RemoteDisconnected("x"), FaultClass.TCP, "cut off"),
        (ssl.SSLEOFError(), FaultClass.TCP, "cut off"),
        (ssl.SSLError(), FaultClass.TLS, "no TLS is spoken there"),
        (BadStatusLine("x"), FaultClass.TCP, "no HTTP is spoken there"),
        (OSError(errno.ENETUNREACH, "x"), FaultClass.NO_LINK, "network unreachable"),
        (OSError(errno.EIO, "x"), FaultClass.TCP, "OSError"),
    ],
)
def test_an_error_is_of_one_class(
    error: Exception, fault_class: FaultClass, detail: str
) -> None:
    fault = classify_error(error)
    assert (fault.fault_class, fault.detail) == (fault_class, detail)


@pytest.mark.parametrize(
    ("now", "province_time", "fault_class"),
    [
        ("2019-05-01", None, FaultClass.CLOCK),
        ("2019-05-01", "2026-05-01", FaultClass.CLOCK),
        ("2027-05-01", "2026-05-01", FaultClass.CLOCK),
        ("2027-05-01", None, FaultClass.TLS),
        ("2027-05-01", "2027-05-01", FaultClass.TLS),
        ("2019-05-01", "2019-05-01", FaultClass.TLS),
    ],
)
def test_a_certificate_out_of_date_speaks_against_one_of_two_clocks(
    now: str, province_time: str | None, fault_class: FaultClass
) -> None:
    told = None if province_time is None else day(province_time)
    fault = judge_dates(VALID, day(now), told)
    assert fault.fault_class is fault_class
    assert "valid 2026-01-01 to 2026-12-31" in fault.detail
    assert now in fault.detail


@pytest.mark.parametrize("validity", [None, VALID])
def test_dates_that_say_nothing_leave_it_at_tls(validity: Validity | None) -> None:
    fault = judge_dates(validity, day("2026-05-01"), None)
    assert fault.fault_class is FaultClass.TLS


def test_a_certificate_says_when_it_counts() -> None:
    made = make_authority(since=VALID.since, until=VALID.until)
    assert read_validity(made.certificate) == VALID
    assert read_validity(b"none") is None
