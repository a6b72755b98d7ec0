"""Reading pictures: `kiosk read --all` beside other decoders, on the shared pictures.

Goals (issue 4): BoofCV markers ≥ 90 %, median ≤ 120 ms of CPU a picture; zxing's
pictures ≥ 95 % exact, jsQR's 100 %; no wrong content, no code where none is;
2,100 Vietnamese payloads without an ECI, exact in NFC.
"""

import random
import statistics
import time
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
import segno
from pyzbar import pyzbar

from benchmarks.rounds import get_percentile
from kiosk.scanner import zbar, zxing
from kiosk.scanner.code import Code, Corner, Gray
from kiosk.scanner.decoding import read_codes
from kiosk.scanner.variants import FURTHER, VARIANTS, map_back
from tests.shared_pictures import (
    DISPUTED,
    Truth,
    find_markers,
    lies_in,
    load_truth,
)

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data" / "qr"
SEED = 20261120

Decode = Callable[[Gray], list[Code]]


@dataclass(slots=True)
class Tally:
    """What one decoder made of one set of pictures."""

    known: int = 0
    right: int = 0
    wrong: list[str] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)
    wall_ms: list[float] = field(default_factory=list)

    def tell(self) -> str:
        """Return the tally as a cell of a table."""
        share = 100 * self.right / self.known if self.known else 0.0
        return (
            f"{self.right:4}/{self.known:<4} {share:5.1f} %  wrong {len(self.wrong):3}  "
            f"median {statistics.median(self.cpu_ms):6.1f} ms CPU "
            f"{statistics.median(self.wall_ms):6.1f} ms wall  "
            f"p95 {get_percentile(self.cpu_ms, 95):6.1f} ms CPU"
        )


def main() -> None:
    if FOLDER.is_dir():
        for kind in ("boofcv", "zxing", "jsqr", "no-code"):
            compare(kind)
        count_disagreements()
    else:
        print("../shared/data/qr is not there: its pictures are left out")
    read_vietnamese()


def compare(kind: str) -> None:
    truths = list(load_truth(FOLDER, kind))
    tallies = {name: Tally() for name in DECODERS}
    for truth in truths:
        picture = truth.load()
        for name, decode in DECODERS.items():
            judge(truth, measure(decode, picture, tallies[name]), tallies[name])
    print(f"\n{kind}: {len(truths)} pictures")
    for name, tally in tallies.items():
        print(f"  {name:22} {tally.tell()}")
    print(f"  kiosk's wrong ones: {tallies['kiosk read --all'].wrong}")


def measure(decode: Decode, picture: Gray, tally: Tally) -> list[Code]:
    cpu, wall = time.process_time(), time.perf_counter()
    codes = decode(picture)
    tally.cpu_ms.append(1000 * (time.process_time() - cpu))
    tally.wall_ms.append(1000 * (time.perf_counter() - wall))
    return codes


def judge(truth: Truth, codes: list[Code], tally: Tally) -> None:
    """Count what was found; a code beside every marker or other text is wrong."""
    if truth.outlines:
        tally.known += len(truth.outlines)
        tally.right += len(find_markers(truth, codes))
        strays = [c for c in codes if not any(lies_in(c, o) for o in truth.outlines)]
    else:
        tally.known += 1
        strays = [code for code in codes if not truth.is_told(code)]
        told = any(truth.is_told(code) for code in codes)
        tally.right += told if truth.content is not None else not codes
    if strays:
        why = DISPUTED.get(truth.file, "")
        tally.wrong += [f"{truth.file} {code.text!r} {why}" for code in strays]


def count_disagreements() -> None:
    """Read each marker with every rendering and both decoders: all must agree."""
    readings, wrong = 0, []
    for truth in load_truth(FOLDER, "boofcv"):
        codes = list(read_every_way(truth.load()))
        for number, outline in enumerate(truth.outlines):
            said = [code.data for code in codes if lies_in(code, outline)]
            readings += len(said)
            if len(set(said)) > 1:
                wrong.append(f"{truth.file} {number}")
    print(f"\nBoofCV markers read in every way: {readings} readings, ", end="")
    print(f"{len(wrong)} markers with two contents {wrong}")


def read_every_way(picture: Gray) -> Iterable[Code]:
    yield from read_codes(picture, every=True)
    yield from zxing.read_codes(picture)
    yield from zbar.read_codes(picture)
    for variant in VARIANTS + FURTHER:
        for code in zxing.read_codes(variant.render(picture)):
            yield map_back(code, scale=variant.scale)


def read_vietnamese() -> None:
    payloads = list(invent_payloads(random.Random(SEED)))
    right = dict.fromkeys(DECODERS, 0)
    for payload in payloads:
        picture = draw(payload)
        for name, decode in DECODERS.items():
            told = [unicodedata.normalize("NFC", code.text) for code in decode(picture)]
            right[name] += told == [payload]
    print(f"\nVietnamese without an ECI: {len(payloads)} payloads, seed {SEED}")
    for name, count in right.items():
        print(f"  {name:22} {count}")


FAMILIES = [
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Huỳnh",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
    "Giàng",
    "Sùng",
]
MIDDLES = [
    "Văn",
    "Thị",
    "Đức",
    "Ngọc",
    "Thử",
    "Ví",
    "Hữu",
    "Quỳnh",
    "A",
    "Bảo",
    "Khánh",
    "Mỹ",
    "Tuyết",
    "Xuân",
    "Phước",
    "Hải",
]
GIVEN = [
    "Nghiệm",
    "Dụ",
    "Ánh",
    "Ẩn",
    "Bình",
    "Cường",
    "Diễm",
    "Đạt",
    "Giỏi",
    "Hậu",
    "Ích",
    "Khuê",
    "Lữ",
    "Mẫn",
    "Nữ",
    "Oanh",
    "Phụng",
    "Quý",
    "Sình",
    "Tường",
    "Uyển",
    "Vỹ",
    "Yến",
]
PLACES = "Thôn Bản Xóm Tổ|Hoa Sen Suối Đá Nà Lũng Cốc Pàng Hồng Thái|Xã Phường|Đồng Vĩnh Mường Yên Nghĩa Lộ"
PURPOSES = [
    "thăm người bệnh",
    "nộp hồ sơ đất đai",
    "giao hàng ở kho số 3",
    "họp tổ dân phố",
    "làm việc với Sở Y tế",
]


def invent_payloads(dice: random.Random) -> Iterable[str]:
    """Yield 600 CCCD payloads, 600 bookings, 600 names and 300 words, all invented."""
    yield from (invent_card(dice) for _ in range(600))
    for _ in range(600):
        phone = f"09{dice.randrange(10**8):08}"
        yield f"{invent_name(dice)};{phone};{dice.choice(PURPOSES)}"
    yield from (invent_name(dice) for _ in range(600))
    words = FAMILIES + MIDDLES + GIVEN + " ".join(PURPOSES).split()
    yield from (dice.choice(words) for _ in range(300))


def invent_name(dice: random.Random) -> str:
    return " ".join(dice.choice(names) for names in (FAMILIES, MIDDLES, GIVEN))


def invent_card(dice: random.Random) -> str:
    born = f"{dice.randrange(1, 29):02}{dice.randrange(1, 13):02}{dice.randrange(1950, 2010)}"
    issued = f"{dice.randrange(1, 29):02}{dice.randrange(1, 13):02}2021"
    place = " ".join(dice.choice(part.split()) for part in PLACES.split("|"))
    number, old = dice.randrange(10**12), dice.randrange(10**9)
    sex = dice.choice(("Nam", "Nữ"))
    name = invent_name(dice)
    return f"{number:012}|{old:09}|{name}|{born}|{sex}|{place}, Huyện Ví Dụ|{issued}"


def draw(payload: str) -> Gray:
    code = segno.make_qr(payload, error="m", mode="byte", encoding="utf-8", eci=False)
    dark = np.array(list(code.matrix_iter(border=4)), dtype=bool)
    return np.kron(~dark * np.uint8(255), np.ones((4, 4), np.uint8))


def read_kiosk(picture: Gray) -> list[Code]:
    return read_codes(picture, every=True)


def read_pyzbar(picture: Gray) -> list[Code]:
    """Read with pyzbar as it is shipped, QR codes only."""
    return [
        make_code(found.data, [(float(p.x), float(p.y)) for p in found.polygon])
        for found in pyzbar.decode(picture, symbols=[pyzbar.ZBarSymbol.QRCODE])
        if len(found.polygon) == 4
    ]


def read_opencv(picture: Gray) -> list[Code]:
    """Read with cv2.QRCodeDetector as it is shipped."""
    try:
        _, texts, quads, _ = cv2.QRCodeDetector().detectAndDecodeMulti(picture)
    except (UnicodeDecodeError, cv2.error):  # UTF-8 only, and not every mode
        return []
    return [
        make_code(text.encode(), [(float(x), float(y)) for x, y in quad])
        for text, quad in zip(texts, quads if texts else (), strict=True)
        if text
    ]


def make_code(data: bytes, corners: list[Corner]) -> Code:
    one, two, three, four = corners
    text = data.decode(errors="replace")
    return Code(data=data, text=text, symbology="", corners=(one, two, three, four))


DECODERS: dict[str, Decode] = {
    "kiosk read --all": read_kiosk,
    "zxing-cpp alone": zxing.read_codes,
    "pyzbar as shipped": read_pyzbar,
    "cv2.QRCodeDetector": read_opencv,
}

if __name__ == "__main__":
    main()
