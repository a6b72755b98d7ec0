"""Builders: values that tests start from, each told apart by what the test is about."""

from kiosk.payload import Direction, Payload

CARD = (
    "001190000123|012345678|Trần Thị Thử Nghiệm|05031990|Nữ|"
    "Số 1 Phố Giả Định, Phường Mẫu, Quận Thử, Hà Nội|10052021"
)
OTHER_CARD = (
    "079201000456||Lê Văn Giả Định|20112001|Nam|"
    "12/3 Đường Thử, Phường Mẫu, Quận Giả, TP. Hồ Chí Minh|22062022"
)


def a_payload(
    text: str = CARD, *, direction: Direction = Direction.IN, gate: str = "A"
) -> Payload:
    """Return what a reader at `gate` yields for `text`."""
    return Payload(
        data=text.encode("utf-8"),
        symbology="]Q1",
        reader="test",
        gate=gate,
        direction=direction,
        received_ns=0,
    )


def a_card(number: int) -> str:
    """Return the payload of the invented card with this serial number."""
    return f"001090{number:06d}||Người Thử Số {number}|01011990|Nam|Phường Mẫu|01012022"
