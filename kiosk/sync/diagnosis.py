"""Diagnosis: which class of fault an error of the network is."""

import errno
import socket
import ssl
import zlib
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPException, IncompleteRead

from cryptography import x509

from kiosk.sync.fault import Fault, FaultClass

# OpenSSL's numbers (x509_vfy.h); Python names none of them.
NOT_YET_VALID = 9
EXPIRED = 10
_WRONG_HOST = frozenset({62, 64})
_UNKNOWN_ISSUER = frozenset({2, 7, 18, 19, 20, 21})
"""7: somebody of the same name as the issuer that is known."""

_NO_ROUTE = frozenset({errno.ENETUNREACH, errno.ENETDOWN})

_BY_TYPE: tuple[tuple[type[BaseException], FaultClass, str], ...] = (
    (socket.gaierror, FaultClass.DNS, "name not resolved"),
    (ssl.SSLEOFError, FaultClass.TCP, "cut off"),
    (ssl.SSLZeroReturnError, FaultClass.TCP, "cut off"),
    (ssl.SSLError, FaultClass.TLS, "no TLS is spoken there"),
    (TimeoutError, FaultClass.TCP, "timed out"),
    (ConnectionRefusedError, FaultClass.TCP, "refused"),
    (ConnectionError, FaultClass.TCP, "cut off"),
    (IncompleteRead, FaultClass.TCP, "cut off"),
    (HTTPException, FaultClass.TCP, "no HTTP is spoken there"),
    (zlib.error, FaultClass.TCP, "no HTTP is spoken there"),
)
"""The first that fits: many are kinds of those further down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Validity:
    """From when to when a certificate counts."""

    since: datetime
    until: datetime

    def covers(self, at: datetime) -> bool:
        """Say whether it counts at `at`."""
        return self.since <= at <= self.until


def read_validity(certificate: bytes) -> Validity | None:
    """Return when `certificate` (DER) counts, None where it is none."""
    try:
        read = x509.load_der_x509_certificate(certificate)
    except ValueError:
        return None
    return Validity(since=read.not_valid_before_utc, until=read.not_valid_after_utc)


def is_of_date(error: BaseException) -> bool:
    """Say whether a certificate was refused for its dates alone."""
    return isinstance(error, ssl.SSLCertVerificationError) and error.verify_code in {
        NOT_YET_VALID,
        EXPIRED,
    }


def classify_error(error: BaseException) -> Fault:
    """Return which class of fault `error` is, from how it came about."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return _tell(FaultClass.TLS, _describe_refusal(error))
    if isinstance(error, OSError) and error.errno in _NO_ROUTE:
        return _tell(FaultClass.NO_LINK, "network unreachable")
    for kind, fault_class, detail in _BY_TYPE:
        if isinstance(error, kind):
            return _tell(fault_class, detail)
    return _tell(FaultClass.TCP, type(error).__name__)


def judge_dates(
    validity: Validity | None, now: datetime, province_time: datetime | None
) -> Fault:
    """Return whose dates are wrong where a certificate was refused for them.

    `province_time` is what the other side says without proof: good enough to
    tell a person where to look, and for nothing else. Without it a
    certificate of the future speaks against this clock, as no province serves
    one early, and an old one against the province.
    """
    if validity is None or validity.covers(now):
        return _tell(FaultClass.TLS, "certificate out of date")
    if province_time is None:
        ours = now < validity.since
    else:
        ours = validity.covers(province_time)
    detail = (
        f"certificate valid {validity.since:%Y-%m-%d} to {validity.until:%Y-%m-%d}, "
        f"this clock says {now:%Y-%m-%d}"
    )
    return _tell(FaultClass.CLOCK if ours else FaultClass.TLS, detail)


def _describe_refusal(error: ssl.SSLCertVerificationError) -> str:
    code = error.verify_code
    if code in _WRONG_HOST:
        return "certificate of another host"
    if code in _UNKNOWN_ISSUER:
        return "certificate of an unknown issuer"
    if code in {NOT_YET_VALID, EXPIRED}:
        return "certificate out of date"
    return f"certificate refused: {error.verify_message}"


def _tell(fault_class: FaultClass, detail: str) -> Fault:
    return Fault(fault_class=fault_class, detail=detail)
