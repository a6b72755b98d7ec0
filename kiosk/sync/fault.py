"""Fault: why entries do not move, as a closed set with its own words each."""

from dataclasses import dataclass
from enum import StrEnum

from kiosk.errors import ProvinceError


class FaultClass(StrEnum):
    """What stands between kiosk and province."""

    NONE = "none"
    BUSY = "busy"
    NO_LINK = "no_link"
    DNS = "dns"
    TCP = "tcp"
    TLS = "tls"
    CAPTIVE_PORTAL = "captive_portal"
    PROXY = "proxy"
    UNAUTHORISED = "unauthorised"
    TOO_LARGE = "too_large"
    RATE_LIMITED = "rate_limited"
    SERVER = "server"
    BAD_RECEIPT = "bad_receipt"
    CLOCK = "clock"
    NOT_ENROLLED = "not_enrolled"


OF_THE_WAY = frozenset(
    {
        FaultClass.NO_LINK,
        FaultClass.DNS,
        FaultClass.TCP,
        FaultClass.TLS,
        FaultClass.CAPTIVE_PORTAL,
        FaultClass.PROXY,
    }
)
"""What another network may mend; the others are the province's word, which stands."""


class Distrust(StrEnum):
    """Why a roster that came is not believed."""

    ROLLED_BACK = "rolled_back"
    """Older than what was seen before, or mixed of two versions."""
    EXPIRED = "expired"
    ALTERED = "altered"
    NOT_SIGNED = "not_signed"
    INCOMPLETE = "incomplete"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One failed attempt; `retry_after_s` is what the province asked for.

    `was_cut` says that the request was on its way: a smaller one may get through.
    `distrust` is of a roster that came.
    """

    fault_class: FaultClass
    detail: str = ""
    retry_after_s: float | None = None
    was_cut: bool = False
    distrust: Distrust | None = None


class UnansweredError(ProvinceError):
    """The province gave no good answer; `fault` says why, in a word that has its own."""

    def __init__(self, sentence: str, fault: FaultClass) -> None:
        super().__init__(sentence)
        self.fault = fault
