"""TOTP: codes of an officer's telephone (RFC 6238), and the picture it learns them from; pure."""

import hmac
import io
from datetime import datetime

import pyotp
import segno

STEP_S = 30
DIGITS = 6
DRIFT_STEPS = 1
"""How many steps a telephone's clock may be off (RFC 6238, 5.2)."""


def make_secret() -> str:
    """Return a new secret, 160 bits in base32."""
    return pyotp.random_base32()


def name_secret(secret: str, name: str, province: str) -> str:
    """Return the address by which an app on a telephone takes `secret`."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=province)


def find_step(secret: str, code: str, now: datetime, last: int | None) -> int | None:
    """Return the step that `code` is of, None where it is of none, or was used.

    Whoever looks over a shoulder can't use it again: only steps after `last` count.
    """
    given = "".join(code.split()).encode("utf-8", "replace")
    this = int(now.timestamp()) // STEP_S
    made = pyotp.TOTP(secret)
    for step in range(this - DRIFT_STEPS, this + DRIFT_STEPS + 1):
        is_new = last is None or step > last
        right = made.generate_otp(step).encode()
        if hmac.compare_digest(given, right) and is_new:
            return step
    return None


def draw(address: str) -> str:
    """Return a QR of `address` as SVG to stand in a page, dark on white."""
    drawing = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawing,
        kind="svg",
        scale=5,
        border=4,
        light="#ffffff",
        xmldecl=False,
        svgns=True,
        nl=False,
    )
    return drawing.getvalue().decode("ascii")
