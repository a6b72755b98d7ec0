"""Badge: the province's pass in digits only, for readers that act as keyboards."""

from kiosk.credentials.credential import Credential, Kind, Unreadable
from kiosk.credentials.gate_pass import read_message
from kiosk.credentials.trust import TrustStore
from kiosk.protocol import badge


def parse_badge(text: str, trust: TrustStore) -> Credential | Unreadable:
    """Return the pass in the digits `text`, verified as any pass is."""
    return read_message(badge.decode(text), trust, kind=Kind.BADGE)
