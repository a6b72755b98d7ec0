"""Packing: what an entry's content takes once pressed, and the dictionary for it.

`--train FILE` makes the dictionary of `province.ledger.packing` anew, of contents
that are made here: never of real ones. What was packed by one is read by no other,
so a new one goes in beside the old, under a number of its own.
"""

import argparse
import random
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path

import zstandard

from benchmarks.rounds import judge
from kiosk.protocol import content
from kiosk.protocol.content import Content
from province.ledger.columns import to_us
from province.ledger.packing import pack
from tests.province.builders import NOW

SAMPLES = 40_000
BYTES = 8192
MOST = 72.0

_Change = Callable[[random.Random, Content], Content]
_Claims = Callable[[random.Random], Mapping[str, str]]

_FAMILIES = [
    "NGUYỄN",
    "TRẦN",
    "LÊ",
    "PHẠM",
    "HOÀNG",
    "HUỲNH",
    "PHAN",
    "VŨ",
    "VÕ",
    "ĐẶNG",
    "BÙI",
    "ĐỖ",
    "HỒ",
    "NGÔ",
    "DƯƠNG",
    "LÝ",
    "ĐINH",
    "TRỊNH",
    "ĐOÀN",
    "LÂM",
    "MAI",
    "TÔ",
    "TRƯƠNG",
    "CAO",
    "HÀ",
    "LƯƠNG",
    "VƯƠNG",
    "TẠ",
]
_MIDDLES = [
    "VĂN",
    "THỊ",
    "MINH",
    "NGỌC",
    "QUỐC",
    "THANH",
    "ĐỨC",
    "HỮU",
    "XUÂN",
    "HOÀNG",
    "ANH",
    "THU",
    "KIM",
    "PHƯƠNG",
    "GIA",
    "BẢO",
    "CÔNG",
    "ĐÌNH",
    "TUẤN",
    "HỒNG",
    "THÙY",
    "MỸ",
    "NHẬT",
]
_GIVEN = [
    "AN",
    "ANH",
    "BÌNH",
    "CHÂU",
    "CƯỜNG",
    "DŨNG",
    "DUY",
    "ĐẠT",
    "GIANG",
    "HÀ",
    "HẢI",
    "HẠNH",
    "HẰNG",
    "HIẾU",
    "HOA",
    "HÒA",
    "HƯƠNG",
    "HUY",
    "HÙNG",
    "KHÁNH",
    "KHOA",
    "LAN",
    "LINH",
    "LONG",
    "LOAN",
    "MAI",
    "MINH",
    "NAM",
    "NGA",
    "NGỌC",
    "NHUNG",
    "PHÚC",
    "PHƯỢNG",
    "PHƯƠNG",
    "QUÂN",
    "QUANG",
    "SƠN",
    "TÂM",
    "THẮNG",
    "THẢO",
    "THỦY",
    "TIẾN",
    "TRANG",
    "TRUNG",
    "TÚ",
    "TUẤN",
    "TÙNG",
    "UYÊN",
    "VÂN",
    "VIỆT",
    "YẾN",
]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--train", type=Path, metavar="FILE")
    asked = parser.parse_args()
    chance = random.Random(20261121)
    samples = [content.encode(make(chance, number)) for number in range(SAMPLES)]
    if asked.train:
        made = zstandard.train_dictionary(BYTES, [*samples[::2]], level=3)
        asked.train.write_bytes(made.as_bytes())
    held_out = samples[1::2]
    packed = sum(len(pack(one)) for one in held_out) / len(held_out)
    print(f"{sum(map(len, held_out)) / len(held_out):.0f} bytes before")
    judge("a content, packed", packed, MOST, "bytes")


def make(chance: random.Random, number: int) -> Content:
    """Return some content, mostly of a CCCD that was let in."""
    at = NOW + timedelta(seconds=chance.randrange(-(10**7), 10**7))
    told = Content(
        version=1,
        act="presented",
        decided_at_us=to_us(at) + chance.randrange(10**6),
        monotonic_ms=chance.randrange(10**9),
        boot=f"{chance.getrandbits(32):08x}",
        clock=chance.choice(["trusted"] * 9 + ["unknown", "unproven"]),
        direction=chance.choice(["in", "out"]),
        gate=chance.choice(["G1", "G1", "G2", "G3"]),
        outcome="allow",
        kind="cccd",
        verified=False,
        reasons=(),
        claims=make_claims(chance),
        refers=b"",
        text="",
    )
    return _CHANGES[number % len(_CHANGES)](chance, told)


def make_claims(chance: random.Random) -> dict[str, str]:
    names = (chance.choice(_FAMILIES), chance.choice(_MIDDLES), chance.choice(_GIVEN))
    born = NOW.date() - timedelta(days=chance.randrange(6_000, 30_000))
    return {
        "birth_date": born.isoformat(),
        "document": f"0{chance.randrange(10, 970):02}{chance.randrange(10**9):09}",
        "name": " ".join(names),
        "sex": chance.choice(["male", "female"]),
    }


def _claim_nothing(chance: random.Random) -> Mapping[str, str]:
    del chance
    return {}


def _change(more: _Claims = _claim_nothing, **changes: object) -> _Change:
    def apply(chance: random.Random, told: Content) -> Content:
        made = {
            name: one(chance) if callable(one) else one for name, one in changes.items()
        }
        claims = {**told.claims, **more(chance)}
        fields = {name: getattr(told, name) for name in Content.__struct_fields__}
        return Content(**{**fields, "claims": claims, **made})

    return apply


def _act(act: str, text: str) -> _Change:
    return _change(
        act=act,
        text=text,
        direction="",
        outcome="",
        kind="",
        claims={},
        refers=lambda chance: chance.randbytes(16),
    )


_PLAIN = _change()
_CHANGES = (
    *[_PLAIN] * 30,
    _change(kind="can_cuoc"),
    _change(kind="can_cuoc", reasons=("id_birth_differs",)),
    _change(
        more=lambda c: {
            "issued_on": "2021-05-10",
            "old_document": f"{c.randrange(10**9):09}",
        }
    ),
    _change(
        more=lambda c: {
            "address": f"Thôn {c.randrange(20)}, xã Sơn Dương, tỉnh Tuyên Quang",
            "phone": f"09{c.randrange(10**8):08}",
        }
    ),
    _change(
        kind="qd1405",
        more=lambda c: {
            "phone": f"03{c.randrange(10**8):08}",
            "qid": c.randbytes(8).hex(),
        },
    ),
    _change(
        kind="bhyt",
        more=lambda c: {
            "insurance_number": f"GD4{c.randrange(10**12):012}",
            "valid_from": "2026-01-01",
            "valid_until": "2026-12-31",
        },
    ),
    _change(
        kind="pass",
        verified=True,
        more=lambda c: {"pass": c.randbytes(12).hex(), "issuer": "Tuyên Quang"},
    ),
    _change(outcome="check", reasons=("already_inside",)),
    _change(outcome="check", reasons=("number_only",), kind="number"),
    _change(outcome="deny", reasons=("watch_listed",)),
    _change(outcome="deny", reasons=("expired",)),
    _change(
        outcome="check",
        reasons=("declaration_needed",),
        more=lambda _: {"answers": "fever=no; travel=no"},
    ),
    _change(outcome="unreadable", reasons=("unknown_kind",), kind="unknown", claims={}),
    _change(
        kind="manual",
        visit={"host": "Phòng Một cửa", "company": "Công ty TNHH", "purpose": "Họp"},
    ),
    _change(kind="can_cuoc", visit={"host": "Văn phòng UBND", "purpose": "Nộp hồ sơ"}),
    _act("void", "Quét nhầm"),
    _act("admitted", "Đã kiểm tra giấy tờ"),
    _act("turned_away", "Không có giấy tờ"),
    _act("closed", ""),
)

if __name__ == "__main__":
    main()
