"""Crowd: kiosks that come back at once after an outage, each with what it kept."""

import contextlib
import http.client
import threading
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import urlsplit

from kiosk.protocol import receipt
from kiosk.protocol.receipt import Status
from province.ledger.columns import to_us
from province.ledger.database import Database
from tests.province.builders import NOW, FakeKiosk, add_point, an_entry, enrol

FIRST_SEED = 1000
ROWS = 1000
"""Entries in a batch, as kiosks send them."""
TIMEOUT_S = 240
_DAY = timedelta(days=1)


class Crowd:
    """So many kiosks with so many entries each; `answers` counts statuses of all requests."""

    def __init__(self, kiosks: int, entries: int) -> None:
        self.kiosks = [FakeKiosk(FIRST_SEED + number) for number in range(kiosks)]
        self.entries = entries
        self.answers: Counter[int] = Counter()
        self.settled: Counter[Status] = Counter()
        self.faults: list[str] = []

    def enrol(self, ledger: Database) -> None:
        """Let all of them send."""
        point = add_point(ledger)
        for kiosk in self.kiosks:
            enrol(ledger, kiosk, point)

    def come_back(self, url: str) -> None:
        """Let all of them send all they have, at the same time."""
        ready = threading.Barrier(len(self.kiosks))
        threads = [
            threading.Thread(
                target=self._come, args=(kiosk, number, url, ready), name="kiosk"
            )
            for number, kiosk in enumerate(self.kiosks)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _come(
        self, kiosk: FakeKiosk, number: int, url: str, ready: threading.Barrier
    ) -> None:
        batches = self._pack(kiosk, number)
        ready.wait()
        parts = urlsplit(url)
        try:
            with contextlib.closing(
                http.client.HTTPConnection(parts.netloc, timeout=TIMEOUT_S)
            ) as link:
                for batch in batches:
                    self._settle(link, batch)
        except OSError as error:  # told by the test's own thread
            self.faults.append(repr(error))

    def _pack(self, kiosk: FakeKiosk, number: int) -> Sequence[bytes]:
        first = number * self.entries
        return [
            kiosk.pack(
                *(
                    an_entry(first + row, decided_at_us=to_us(NOW - _DAY) + row)
                    for row in range(begin, min(begin + ROWS, self.entries))
                )
            )
            for begin in range(0, self.entries, ROWS)
        ]

    def _settle(self, link: http.client.HTTPConnection, batch: bytes) -> None:
        """Send until there is a receipt, as late as the province says."""
        while True:
            link.request("POST", "/v1/batches", batch)
            response = link.getresponse()
            body = response.read()
            self.answers[response.status] += 1
            if response.status != 429:
                break
            link.close()  # idle for so long, the province would
            threading.Event().wait(float(response.headers["Retry-After"]))
        told = receipt.peek(body) if response.status == 200 else None
        if told is not None:
            self.settled.update(line.status for line in told.lines)
