"""Lists: the roster's files made into what decisions use."""

import importlib
from collections.abc import Iterable, Mapping

import msgspec

from kiosk.credentials.trust import TrustedKey, make_store
from kiosk.protocol import policy, revocation, status_list, trust
from kiosk.protocol.roster import find_status_lists
from kiosk.protocol.trust import IssuerKey, TrustDocument
from kiosk.roster import Roster
from kiosk.rulebook import PolicyFault, read_policy
from kiosk.storage.given_keys import GivenKeys

NO_KEYS = GivenKeys()


def fill(
    head: Roster, files: Mapping[str, bytes], given: GivenKeys = NO_KEYS
) -> Roster | str:
    """Return `head` with all its lists, or which file is none; `given` is trusted too."""
    document = trust.decode(files[trust.TARGET]) if trust.TARGET in files else _NONE
    if document is None:
        return f"{trust.TARGET} can't be read"
    revoked = revocation.read_shards(files)
    if isinstance(revoked, str):
        return f"{revoked} can't be read"
    bits = _unpack(find_status_lists(files))
    if isinstance(bits, str):
        return bits
    keys = (*unpack(document.keys), *unpack(given.keys))
    return msgspec.structs.replace(
        head,
        trust=make_store(keys, given.opening_keys),
        status_lists=bits,
        revoked=revoked,
    )


_NONE = TrustDocument()


def unpack(keys: Iterable[IssuerKey]) -> list[TrustedKey]:
    """Return the keys that this program can verify with.

    What reads a key (0.01 s) is loaded where there is one.
    """
    packed = tuple(keys)
    if not packed:
        return []
    trust_list = importlib.import_module("kiosk.credentials.trust_list")
    read = (trust_list.unpack_key(one) for one in packed)
    return [key for key in read if key is not None]


def find_policy_fault(files: Mapping[str, bytes]) -> str:
    """Return why the policy among `files` is refused; empty where it is not."""
    if policy.TARGET not in files:
        return ""
    read = read_policy(files[policy.TARGET], "")
    return read.detail if isinstance(read, PolicyFault) else ""


def _unpack(packed: Mapping[int, bytes]) -> dict[int, bytes] | str:
    unpacked = {number: status_list.unpack(data) for number, data in packed.items()}
    found = {number: bits for number, bits in unpacked.items() if bits is not None}
    for number in unpacked.keys() - found.keys():
        return f"status list {number} can't be read"
    return found
