"""Reading: what a test of readers shows of a read, nothing of which is kept; no Qt."""

from kiosk.credentials.classify import classify
from kiosk.credentials.credential import Claim, Credential, mask_claims
from kiosk.payload import Payload
from kiosk.scanner.teaching import TYPING
from kiosk.ui.setup.calls import Seen

_NAMED = (Claim.NAME, Claim.DOCUMENT, Claim.QID, Claim.INSURANCE_NUMBER)


def see(payload: Payload, now_ns: int) -> Seen:
    """Return what may be shown of `payload`, whose last byte came some time ago."""
    credential = classify(payload)
    types = payload.reader.startswith(TYPING)
    return Seen(
        reader=payload.reader,
        kind=credential.kind.value,
        about=_name(credential) if isinstance(credential, Credential) else "",
        symbology=payload.symbology,
        types=types,
        pace_ms=None if types else (now_ns - payload.received_ns) / 1e6,
    )


def _name(credential: Credential) -> str:
    claims = mask_claims(credential.claims)
    return next((claims[claim] for claim in _NAMED if claims.get(claim)), "")
