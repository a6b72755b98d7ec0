"""Dcc: health certificates `HC1:` (HCERT specification 1.0.1)."""

from kiosk.credentials.credential import Credential, Kind, Part, Unreadable
from kiosk.credentials.trust import TrustStore
from kiosk.reason import Reason


def parse_dcc(text: str, trust: TrustStore) -> Credential | Part | Unreadable:
    """Return the credential in `text`, verified where `trust` knows its issuer."""
    del text, trust
    return Unreadable(reason=Reason.UNSUPPORTED_KIND, kind=Kind.DCC)
