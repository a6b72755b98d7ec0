"""Links: codes that are known and are nobody's, so that the screen can name them."""

import re
from binascii import crc_hqx

from kiosk.credentials.credential import Kind, Unreadable
from kiosk.reason import Reason

_DECLARATION = (Kind.DECLARATION, Reason.DECLARATION_CODE)
_LOCATION = (Kind.LOCATION, Reason.LOCATION_CODE)
_LINK = (Kind.LINK, Reason.LINK)

_FOREIGN = tuple(
    (re.compile(form, re.IGNORECASE), Unreadable(kind=kind, reason=reason))
    for form, (kind, reason) in (
        # tokhaiyte.vn: everything but a number is on its server.
        (r"user\|[^|]*\|[^|]*\Z", _DECLARATION),
        (r"https?://kbyt\.khambenh\.gov\.vn/#tokhai_yte/ketqua", _DECLARATION),
        (r"https?://kbyt\.khambenh\.gov\.vn/qr/", _LOCATION),
        (r"https?://qr\.(?:tokhaiyte|pccovid\.gov)\.vn/", _LOCATION),
        (r"geo:", _LOCATION),
        (r"WIFI:", (Kind.WIFI, Reason.WIFI_CODE)),
        (r"BEGIN:VCARD\b|MECARD:|BIZCARD:", (Kind.CONTACT, Reason.CONTACT_CODE)),
        (r"https?://|www\.|(?:mailto|tel|smsto|sms):", _LINK),
        # Never in capitals: base45 has all that links are made of.
        (r"(?-i:[a-z][a-z0-9+.-]{0,20}://)", _LINK),
        (r"(?-i:(?:[a-z0-9-]{1,40}\.){1,4}[a-z]{2,20}/)", _LINK),
    )
)
"""How they begin; the first that matches counts."""

_PAYMENT = re.compile(r"000201[^|]{20,}\Z", re.DOTALL)
"""EMVCo's merchant code, as VietQR: tag 00 is the version 01, and stands first."""

_CHECKED = re.compile(r"(.*6304)([0-9A-F]{4})\Z", re.IGNORECASE | re.DOTALL)


def recognise(text: str) -> Unreadable | None:
    """Return what `text` is where it is nobody's code, None where it may be one."""
    if _PAYMENT.match(text):
        return Unreadable(reason=_judge_payment(text), kind=Kind.PAYMENT)
    return next((named for form, named in _FOREIGN if form.match(text)), None)


def _judge_payment(text: str) -> Reason:
    # CRC-16/CCITT-FALSE over all that stands before it.
    checked = _CHECKED.match(text)
    if checked is None:
        return Reason.PAYMENT_CODE if _has_whole_tags(text) else Reason.TRUNCATED
    body, check = checked.groups()
    fits = crc_hqx(body.encode("utf-8"), 0xFFFF) == int(check, 16)
    return Reason.PAYMENT_CODE if fits else Reason.MALFORMED


def _has_whole_tags(text: str) -> bool:
    """Say whether `text` is tags of two digits, lengths of two, and their values."""
    at = 0
    while at < len(text):
        head = text[at : at + 4]
        if not (head.isascii() and head.isdigit() and len(head) == 4):
            return False
        at += 4 + int(head[2:])
    return at == len(text)
