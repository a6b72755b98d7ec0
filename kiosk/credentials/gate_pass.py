"""Gate pass: the province's own pass, `VP1:`, verified by its roster's keys."""

from datetime import UTC, datetime

from kiosk.credentials.cbor import read_cbor
from kiosk.credentials.cose import judge, read_signed
from kiosk.credentials.credential import Claim, Credential, Kind, Terms, Unreadable
from kiosk.credentials.trust import Scope, TrustStore
from kiosk.protocol import base45, gate_pass
from kiosk.protocol.gate_pass import GatePass
from kiosk.reason import Reason


def parse_gate_pass(text: str, trust: TrustStore) -> Credential | Unreadable:
    """Return the pass in `text`, verified where `trust` knows who signed."""
    message = base45.decode(text.removeprefix(gate_pass.PREFIX))
    return read_message(message, trust, kind=Kind.PASS)


def read_message(
    message: bytes | None, trust: TrustStore, *, kind: Kind
) -> Credential | Unreadable:
    """Return the pass in a COSE_Sign1, shown as a code of `kind`."""
    signed = Reason.MALFORMED if message is None else read_signed(message)
    if isinstance(signed, Reason):
        return Unreadable(reason=signed, kind=kind)
    granted = gate_pass.decode(read_cbor(signed.payload))
    if granted is None:
        return Unreadable(reason=Reason.MALFORMED, kind=kind)
    judged = judge(signed, trust.find(signed.kid, Scope.PASS) if signed.kid else ())
    faults = (judged,) if isinstance(judged, Reason) else ()
    return Credential(
        kind=kind,
        claims=_tell(granted),
        # A bound pass's holder is told by the document that comes with it.
        holder=None if granted.bound_to else f"pass:{granted.pass_id.hex()}",
        verified=not faults,
        faults=faults,
        not_before=datetime.fromtimestamp(granted.not_before, UTC),
        not_after=datetime.fromtimestamp(granted.not_after, UTC),
        terms=_read_terms(granted),
    )


def is_bound_to(terms: Terms, document: str) -> bool:
    """Say whether a pass was issued to the holder of `document`."""
    return gate_pass.bind(terms.pass_id, document) == terms.bound_to


def _tell(granted: GatePass) -> dict[Claim, str]:
    claims = {
        Claim.NAME: granted.name,
        Claim.PASS: granted.pass_id.hex(),
        Claim.ISSUER: granted.issuer,
        Claim.POINTS: "; ".join(granted.points),
        Claim.PLATE: granted.plate,
        Claim.USES: "" if granted.uses is None else str(granted.uses),
        Claim.VALID_FROM: _write_time(granted.not_before),
        Claim.VALID_UNTIL: _write_time(granted.not_after),
    }
    return {claim: value for claim, value in claims.items() if value}


def _write_time(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat()


def _read_terms(granted: GatePass) -> Terms:
    return Terms(
        pass_id=granted.pass_id,
        list_id=granted.list_id,
        index=granted.index,
        points=frozenset(granted.points),
        uses=granted.uses,
        plate=granted.plate,
        bound_to=granted.bound_to,
    )
