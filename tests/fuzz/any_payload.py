"""Any payload: atheris' program, which looks for bytes that the core does not decide well.

python -m tests.fuzz.any_payload CORPUS [-runs=N] [-max_total_time=SECONDS]

It ends with 0 where it found none. The first byte picks what carries the rest.
"""

import sys

import atheris

with atheris.instrument_imports(include=["kiosk.credentials", "kiosk.decision"]):
    from tests.limits import MOST_CPU_S, decide_within_limits, is_sound
    from tests.wrapping import TRUST, WRAPS

INSTRUMENTED = 4
"""Coverage of each branch makes Python so much slower."""


def decide_one(data: bytes) -> None:
    kind, rest = data[:1], data[1:]
    number = kind[0] % (len(WRAPS) + 1) if kind else 0
    payload = WRAPS[number - 1](rest).encode() if number else rest
    decision = decide_within_limits(
        payload, TRUST, most_cpu_s=INSTRUMENTED * MOST_CPU_S
    )
    assert is_sound(decision), decision


if __name__ == "__main__":
    atheris.Setup(sys.argv, decide_one)
    atheris.Fuzz()
