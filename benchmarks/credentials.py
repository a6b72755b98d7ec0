"""Credentials: from a payload in hand to its decision, for every kind of code.

Bounds (issue 5): p50 ≤ 0.3 ms, p99 ≤ 1 ms on a quiet machine, and no more than
1.5 × what a signed code rests on in the same run: its base45 or base32, zlib,
cbor2 and one signature checked by cryptography, with no look at what came out.
"""

import base64
import statistics
import zlib
from collections.abc import Callable
from functools import partial

import cbor2

from benchmarks.rounds import ROUNDS, get_percentile, judge, time_calls
from kiosk.credentials.classify import classify
from kiosk.credentials.cose import Algorithm, is_signed_by
from kiosk.credentials.trust import NO_TRUST, PublicKey, TrustStore
from kiosk.decision import Decision, Presented, decide
from kiosk.payload import Direction, Payload
from kiosk.policy import DEFAULT_POLICY
from kiosk.protocol import base45
from tests.codes import BHYT_NEW, CAN_CUOC, CCCD, QD1405, a_payload
from tests.signing import NOW, Issuer, a_dcc, a_pass, an_identity, an_nzcp

CALLS = 300
MOST_P50_MS, MOST_P99_MS, MOST_RATIO = 0.3, 1.0, 1.5
TEXTS = {"cccd": CCCD, "can_cuoc": CAN_CUOC, "qd1405": QD1405, "bhyt": BHYT_NEW}
SIGNED: dict[str, tuple[Callable[[Issuer], str], str, tuple[Algorithm, ...]]] = {
    "dcc": (a_dcc, "HC1:", (Algorithm.ES256, Algorithm.PS256)),
    "pass": (a_pass, "VP1:", (Algorithm.ES256, Algorithm.EDDSA)),
    "claim169": (an_identity, "", (Algorithm.ES256, Algorithm.EDDSA)),
    "nzcp": (an_nzcp, "NZCP:/1/", (Algorithm.ES256,)),
}


def main() -> None:
    for name, code in TEXTS.items():
        tell(name, [time_decisions(a_payload(code), NO_TRUST) for _ in range(ROUNDS)])
    for name, (make, prefix, algorithms) in SIGNED.items():
        for algorithm in algorithms:
            issuer = Issuer(algorithm)
            compare(f"{name} {algorithm.name}", make(issuer), prefix, issuer)


def compare(name: str, code: str, prefix: str, issuer: Issuer) -> None:
    payload, trust = a_payload(code), issuer.trust
    bare = partial(rest_on, code.removeprefix(prefix), prefix, issuer.key.public_key())
    assert decide_once(payload, trust).verified
    rounds = [(time_bare(bare), time_decisions(payload, trust)) for _ in range(ROUNDS)]
    tell(name, [ours for _, ours in rounds])
    ratios = [get_percentile(o, 50) / get_percentile(b, 50) for b, o in rounds]
    judge(f"{name}, to what it rests on", statistics.median(ratios), MOST_RATIO, "×")


def tell(name: str, rounds: list[list[float]]) -> None:
    for percent, most_ms in ((50, MOST_P50_MS), (99, MOST_P99_MS)):
        found = statistics.median(get_percentile(one, percent) for one in rounds)
        judge(f"{name}, p{percent}", found, most_ms)


def time_decisions(payload: Payload, trust: TrustStore) -> list[float]:
    return time_calls(lambda _: decide_once(payload, trust), CALLS)


def time_bare(bare: Callable[[], object]) -> list[float]:
    return time_calls(lambda _: bare(), CALLS)


def decide_once(payload: Payload, trust: TrustStore) -> Decision:
    presented = Presented(credential=classify(payload, trust), direction=Direction.IN)
    return decide(presented, DEFAULT_POLICY, None, None, NOW)


def rest_on(body: str, prefix: str, key: PublicKey) -> None:
    """Do what the code can't be verified without, and nothing else."""
    if prefix == "NZCP:/1/":
        packed = base64.b32decode(body + "=" * (-len(body) % 8))
    else:
        packed = base45.decode(body) or b""
    message = cbor2.loads(
        packed if prefix[:2] in ("VP", "NZ") else zlib.decompress(packed)
    )
    protected, _, payload, signature = getattr(message, "value", message)
    algorithm = Algorithm(cbor2.loads(protected)[1])
    cbor2.loads(payload)
    signed = cbor2.dumps(["Signature1", protected, b"", payload])
    assert is_signed_by(key, algorithm, signature, signed)


if __name__ == "__main__":
    main()
