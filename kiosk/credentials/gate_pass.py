"""Gate_pass: the province's own passes `VP1:`."""

from kiosk.credentials.credential import Credential, Kind, Part, Unreadable
from kiosk.credentials.trust import TrustStore
from kiosk.reason import Reason


def parse_gate_pass(text: str, trust: TrustStore) -> Credential | Part | Unreadable:
    """Return the credential in `text`, verified where `trust` knows its issuer."""
    del text, trust
    return Unreadable(reason=Reason.UNSUPPORTED_KIND, kind=Kind.PASS)
