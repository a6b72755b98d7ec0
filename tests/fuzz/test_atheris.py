"""Fuzz the core with atheris, which follows the branches that a payload takes."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import cbor2
import pytest

from kiosk.protocol import gate_pass
from tests.codes import TRANSFER, WHOLE
from tests.signing import VACCINATION, a_grant, a_token

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 45
PAYLOADS = 2_000_000
"""`make fuzz` decides so many; beside it hypothesis has its own."""

THROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "fuzz"


@pytest.mark.fuzz
def test_atheris_finds_no_payload_that_is_not_decided_well(tmp_path: Path) -> None:
    if importlib.util.find_spec("atheris") is None:
        pytest.skip("atheris is not installed: it has no wheel for this Python")
    corpus, limit = tmp_path / "corpus", f"-max_total_time={SECONDS}"
    corpus.mkdir()
    plant(corpus)
    found = subprocess.run(
        [
            *(sys.executable, "-m", "tests.fuzz.any_payload", str(corpus)),
            *("-max_len=4096", "-verbosity=0", "-print_final_stats=1"),
            *("-timeout=10", f"-artifact_prefix={tmp_path}/"),
            "-rss_limit_mb=0",  # it would count what pytest had; tests.limits counts
            f"-runs={PAYLOADS}" if THROUGH else limit,
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, (found.stdout + found.stderr)[-4000:]
    assert count_payloads(found.stderr) > (PAYLOADS - 1 if THROUGH else 1000)


def plant(corpus: Path) -> None:
    """Give atheris codes to begin with, plain and as what others carry."""
    seeds = [
        *(
            b"\0" + code.encode()
            for code in (*WHOLE, TRANSFER, "WIFI:S:x;;", "user|1|x")
        ),
        b"\x03" + cbor2.dumps(a_token()),
        b"\x06" + gate_pass.encode(a_grant()),
        b"\x04" + cbor2.dumps(VACCINATION),
        b"\x0a" + cbor2.dumps({1: "ID-0001", 4: "Thử", 8: "19900305", 9: 1}),
        b'\x0e{"vc": {"credentialSubject": {}}}',
        b'\x0f{"fhirBundle": {"entry": [{"resource": {"resourceType": "Patient"}}]}}',
        b'\x10{"uvci": "1", "pid": {"n": "Thu", "dob": "1990-03-05", "sex": "F"}}',
    ]
    for number, seed in enumerate(seeds):
        (corpus / str(number)).write_bytes(seed)


def count_payloads(told: str) -> int:
    """Return libFuzzer's own count."""
    lines = (line.split(":") for line in told.splitlines() if line.count(":") == 3)
    counts = {parts[-2].strip(): parts[-1] for parts in lines}
    return int(counts["number_of_executed_units"])
