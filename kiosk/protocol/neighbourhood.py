"""Neighbourhood: whom the kiosks of one point believe, as the province tells each."""

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.protocol import signature
from kiosk.protocol.identifiers import make_kiosk_id
from kiosk.protocol.sealed import open_sealed, seal_to

PATH = "/v1/neighbours"
"""`{PATH}/{kiosk id}` is an age file that this kiosk's own key opens."""
FOLDER = "neighbours"
"""Where the same files stand on a stick."""

MAX_KIOSKS = 64
"""A point has one kiosk a gate; more than this is a slip of the register."""
KEY_BYTES = 32
MAX_BYTES = 8 * 1024

_CONTEXT = "neighbours 1"
_SIGNATURE_BYTES = 64


class Neighbourhood(msgspec.Struct, frozen=True, array_like=True, kw_only=True):
    """The kiosks of a point by their public keys, and the key that they share.

    It is for `kiosk_id` alone. `issued_at` is seconds since 1970 UTC by the
    province's clock: an older one never takes a newer one's place. `key` is
    new when a kiosk of the point is revoked.
    """

    kiosk_id: str
    issued_at: int
    key: bytes
    kiosks: tuple[bytes, ...]

    @property
    def public_keys(self) -> dict[str, bytes]:
        """Return the kiosks' public keys by their ids."""
        return {make_kiosk_id(key): key for key in self.kiosks}


def issue(
    neighbourhood: Neighbourhood, signer: Ed25519PrivateKey, public_key: bytes
) -> bytes:
    """Return `neighbourhood` signed by the province, sealed to the kiosk it is for."""
    body = pack(neighbourhood)
    return seal_to(signature.sign(signer, _CONTEXT, body) + body, public_key)


def receive(
    sealed: bytes, private_key: Ed25519PrivateKey, signers: tuple[bytes, ...]
) -> Neighbourhood | None:
    """Return what one of `signers` issued to the kiosk of `private_key`, else None."""
    opened = None if len(sealed) > MAX_BYTES else open_sealed(sealed, private_key)
    if opened is None:
        return None
    mark, body = opened[:_SIGNATURE_BYTES], opened[_SIGNATURE_BYTES:]
    if not any(signature.is_signed(key, _CONTEXT, body, mark) for key in signers):
        return None
    found = unpack(body)
    me = make_kiosk_id(signature.get_public_bytes(private_key))
    return found if found is not None and found.kiosk_id == me else None


def pack(neighbourhood: Neighbourhood) -> bytes:
    """Return the bytes of `neighbourhood`."""
    return msgspec.msgpack.encode(neighbourhood)


def unpack(body: bytes) -> Neighbourhood | None:
    """Return the neighbourhood in `body`, None where there is none that is sound."""
    try:
        found = msgspec.msgpack.decode(body, type=Neighbourhood)
    except (msgspec.MsgspecError, RecursionError):
        return None
    sound = len(found.key) == KEY_BYTES and len(found.kiosks) <= MAX_KIOSKS
    return found if sound else None
