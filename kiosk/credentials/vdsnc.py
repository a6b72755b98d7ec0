"""Vdsnc: ICAO visible digital seals for non-constrained environments."""

from kiosk.credentials.credential import Credential, Kind, Part, Unreadable
from kiosk.credentials.trust import TrustStore
from kiosk.reason import Reason


def parse_vdsnc(text: str, trust: TrustStore) -> Credential | Part | Unreadable:
    """Return the credential in `text`, verified where `trust` knows its issuer."""
    del text, trust
    return Unreadable(reason=Reason.UNSUPPORTED_KIND, kind=Kind.VDSNC)
