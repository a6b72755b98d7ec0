"""Signed: the parsers of signed kinds, loaded together once a gate is open.

`kiosk.credentials.classify` takes each by its name, and would load it with the
first code of its kind. X.509, for seals that nobody here shows, is not among them.
"""

from kiosk.credentials.badge import parse_badge
from kiosk.credentials.certlogic import find_failing
from kiosk.credentials.claim169 import parse_claim169
from kiosk.credentials.dcc import parse_dcc
from kiosk.credentials.gate_pass import is_bound_to, parse_gate_pass
from kiosk.credentials.nzcp import parse_nzcp
from kiosk.credentials.shc import combine, parse_jws, parse_shc

__all__ = [
    "combine",
    "find_failing",
    "is_bound_to",
    "parse_badge",
    "parse_claim169",
    "parse_dcc",
    "parse_gate_pass",
    "parse_jws",
    "parse_nzcp",
    "parse_shc",
]
