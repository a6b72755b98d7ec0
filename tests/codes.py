"""Codes: invented personal codes, and what a test does with one."""

from kiosk.credentials.classify import classify
from kiosk.credentials.credential import Credential, Unreadable
from kiosk.payload import Direction, Payload, ReadFault

CCCD = (
    "001190000123|012345678|Trần Thị Thử Nghiệm|05031990|Nữ"
    "|Số 1 Phố Giả Định, Phường Mẫu, Hà Nội|10052021"
)
CAN_CUOC = (
    "048301000789||Phạm Ngọc Ví Dụ|07092001|Nữ"
    "|Tổ 5, Phường Thử Nghiệm, Đà Nẵng|01082024||||"
)
QD1405 = (
    "001190000123|TRAN THI THU NGHIEM|1990-03-05|0|163100000000000001"
    "|<2<GD4010100000001<0912000001"
)
QD1405_MASKED = "******000123|TRAN THI THU NGHIEM|1990-**-**|0|163100000000000001|<2<<"
NAME_HEX = "5472e1baa76e205468e1bb8b205468e1bbad204e676869e1bb876d"
BHYT_OLD = (
    f"GD4010100000001|{NAME_HEX}|05/03/1990|2|4dc3a0204ee1bb9969|01 - 001"
    "|01/01/2019|31/12/2019|02/01/2019|01010100000001|-|4|-|0123456789abcdef-0101|$"
)
BHYT_NEW = (
    f"0100000001|{NAME_HEX}|05/03/1990|2|-|01 - 001|01/01/2026|-|02/01/2026"
    "|01010100000001|-|4| 01/10/2027|0123456789abcdef-1202|4|4dc3a0204ee1bb9969|$"
)
TRANSFER = (
    "00020101021138540010A0000007270124000697040001100000000000"
    "0208QRIBFTTA53037045802VN63045382"
)
"""VietQR: an account that nobody has, at a bank that there is not."""
WHOLE = (CCCD, CAN_CUOC, QD1405, QD1405_MASKED, BHYT_OLD, BHYT_NEW)


def a_payload(
    code: str | bytes,
    *,
    direction: Direction = Direction.IN,
    fault: ReadFault | None = None,
) -> Payload:
    return Payload(
        data=code.encode() if isinstance(code, str) else code,
        symbology="]Q1",
        reader="serial:test",
        gate="A",
        direction=direction,
        received_ns=0,
        fault=fault,
    )


def replace_field(code: str, index: int, value: str) -> str:
    fields = code.split("|")
    fields[index] = value
    return "|".join(fields)


def understand(code: str | bytes) -> Credential:
    found = classify(a_payload(code))
    assert isinstance(found, Credential), found
    return found


def refuse(code: str | bytes) -> Unreadable:
    found = classify(a_payload(code))
    assert isinstance(found, Unreadable), found
    return found
