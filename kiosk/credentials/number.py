"""Number: the number of a card that somebody typed, with what it says by itself."""

from kiosk.credentials import identity_number
from kiosk.credentials.credential import Claim, Credential, Kind
from kiosk.credentials.trust import TrustStore

FORM = "(?:[0-9]{9}|[0-9]{12})"
"""A CMND's, which has no code on its card, or a personal number."""


def parse_number(text: str, _trust: TrustStore) -> Credential:
    """Return what is known of whoever has the number `text`, of 9 or 12 digits.

    Of the year of birth there are only two digits, and cards differ from them
    (formats.md 2): it is no claim.
    """
    claims = {Claim.DOCUMENT: text}
    number = identity_number.parse(text)
    if number is not None:
        claims[Claim.SEX] = number.sex
    return Credential(
        kind=Kind.NUMBER,
        claims=claims,
        holder=text,
        warnings=identity_number.find_warnings(claims),
    )
