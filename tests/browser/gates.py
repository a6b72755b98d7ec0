"""Gates: a province's register as a clerk has it, kiosks that send late and early, and days that pass."""

import io
import itertools
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import requests
from openpyxl import Workbook

from kiosk.protocol import batch, enrolment
from kiosk.protocol.batch import Batch
from kiosk.protocol.enrolment import Code
from province import server
from province.ledger.columns import to_us
from province.nation import Part, read_nation
from province.server import Options
from province.services import Services
from province.words import load_sets
from tests.province.builders import FakeKiosk, an_entry
from tests.province.loopback import serve_in_thread

POINTS = 6_128
"""As one of the letters has them."""
PROVINCE = "08"
_HEADINGS = ("Tên điểm", "Loại", "Mã đơn vị", "Địa chỉ", "Người liên hệ", "Điện thoại")
_TIMEOUT_S = 60


@dataclass(slots=True)
class Calendar:
    """A clock that stands still until a test turns it."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


@dataclass(frozen=True, slots=True, kw_only=True)
class Lived:
    """A province that lives by a calendar; `password` is the first administrator's."""

    url: str
    password: str
    services: Services


@contextmanager
def serve_at(data: Path, calendar: Calendar) -> Iterator[Lived]:
    """Serve the province in `data` by `calendar`."""
    prepared = server.prepare(Options(data=str(data)), "http://127.0.0.1:8080")
    told = re.search(r"password: (\S+)", " ".join(prepared.notices))
    services = replace(prepared.services, clock=calendar)
    try:
        with serve_in_thread(services) as url:
            password = told[1] if told else ""
            yield Lived(url=url, password=password, services=services)
    finally:
        services.database.close()


def list_communes() -> list[tuple[str, str]]:
    """Return codes and names of the province's communes."""
    tree = read_nation(Part.NEW, PROVINCE)
    return [(unit.code, unit.name) for unit in tree.units if unit.parent]


def name_point(number: int) -> str:
    """Return what the clerk calls the point of a line."""
    return f"Điểm mẫu {number:04}"


def find_unit(number: int) -> str:
    """Return the code of the commune that the point of a line lies in."""
    communes = list_communes()
    return communes[number % len(communes)][0]


def write_register(points: int = POINTS) -> bytes:
    """Return the clerk's table of points as XLSX; three lines at its end are wrong."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Điểm kiểm soát")
    sheet.append(_HEADINGS)
    words = sorted(phrase.vi for phrase in load_sets()["category"].values())
    communes = list_communes()
    for number in range(points):
        code, name = communes[number % len(communes)]
        kind = words[number % len(words)]
        contact = "NGUYỄN VĂN MẪU", "0900000000"
        sheet.append((name_point(number), kind, code, f"Thôn Mẫu, {name}", *contact))
    sheet.append(("Quán không loại", "Không có", communes[0][0]))
    sheet.append(("Quán không đơn vị", words[0], "99999"))
    sheet.append(("Quán sai số", words[0], communes[0][0], "", "", "12"))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


class Gate:
    """A kiosk at a gate that keeps what it sees until it sends."""

    def __init__(self, seed: int) -> None:
        self.kiosk = FakeKiosk(seed)
        self._numbers = itertools.count(seed * 1_000)

    def enrol(self, url: str, code: str) -> None:
        """Use a one-time code, as it stood on the clerk's page."""
        parsed = enrolment.parse_code(code)
        assert isinstance(parsed, Code)
        asked = self.kiosk.ask(parsed.token)
        answer = requests.post(f"{url}/v1/enrolments", data=asked, timeout=_TIMEOUT_S)
        assert answer.status_code == 200, answer.text

    def make(self, moments: Iterable[datetime], until: datetime) -> Batch:
        """Return the next batch: an entry at each moment, complete `until`."""
        rows = [
            an_entry(
                number,
                decided_at_us=to_us(at),
                claims={"document": f"0010990{number:05}", "name": "NGUYỄN VĂN MẪU"},
            )
            for at, number in zip(moments, self._numbers, strict=False)
        ]
        made = self.kiosk.make_batch(*rows, covered_until_us=to_us(until))
        health = msgspec.structs.replace(made.health, pending=0)
        return msgspec.structs.replace(made, health=health)

    def send(self, url: str, made: Batch, at: datetime) -> None:
        """Bring a batch to the province; when it leaves is in what is signed."""
        left = msgspec.structs.replace(made, sent_at_us=to_us(at))
        sealed = batch.seal(left, self.kiosk.key)
        answer = requests.post(f"{url}/v1/batches", data=sealed, timeout=_TIMEOUT_S)
        assert answer.status_code == 200, answer.text


def spread(first: datetime, entries: int) -> list[datetime]:
    """Return moments of `entries` from `first` on, every few minutes."""
    return [first + timedelta(minutes=7 * number) for number in range(entries)]
