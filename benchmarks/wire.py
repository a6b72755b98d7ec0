"""Wire: how many bytes an entry takes on its way, and how long a slow link takes for all.

Bounds (issue 7). A batch of reference entries (the CCCD samples of `../shared/data`
under the default policy; invented people too, whose names differ) has at most 1.2
times the bytes of `zstd -19` of the same fields of the same entries: id, salt and
content of each, as rows of msgpack, without the batch around them, its checkpoint
and its signature. Ids and salts are random: 26 bytes an entry that nothing packs.

Over 1 Mbit/s, by a proxy that paces both ways, a drain takes at most 1.3 times
what the bytes that the kiosk sends take at that rate; the receipts come on top.
"""

import contextlib
import random
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import msgspec
import zstandard

from benchmarks.drain import open_enrolled
from benchmarks.rounds import judge
from kiosk.entry import RANDOM_BYTES, Entry
from kiosk.place import Place
from kiosk.protocol import batch, chain
from kiosk.protocol.batch import Row
from kiosk.sending import read_batch_health
from kiosk.storage import roster
from kiosk.storage.outbox import Run
from kiosk.sync.fault import Fault
from kiosk.sync.packing import make_batch
from kiosk.sync.transport import Reply, Transport
from kiosk.sync.uploader import Sent, Uploader
from tests.backlog import decide_entry, fill, make_entries
from tests.builders import a_payload
from tests.fakes import START, SteppedClock
from tests.faulty import FaultyProxy, Trouble, always
from tests.provinces import serve

SAMPLES = Path(__file__).parents[2] / "shared" / "data" / "payloads.tsv"
SIZES = (100, 1000, batch.MAX_ROWS)
LINK_BYTES_PER_S = 125_000.0
SLOW_ENTRIES = 20_000


def main() -> None:
    with (
        tempfile.TemporaryDirectory(dir=Path.cwd()) as folder,
        serve(Path(folder, "province")) as province,
        open_enrolled(Path(folder, "kiosk"), province) as place,
    ):
        if SAMPLES.exists():
            compare_bytes(place, "the CCCD samples", make_samples(max(SIZES)))
        else:
            print("../shared/data is not there: its samples are left out")
        compare_bytes(place, "invented people", list(make_entries(0, max(SIZES))))
        measure_slow_link(place, int(province.url.rsplit(":", 1)[1]))


def make_samples(count: int) -> list[Entry]:
    """Return entries of the CCCD samples in turn, a person every half second."""
    named = (line.split("\t") for line in SAMPLES.read_text("utf-8").splitlines())
    payloads = [
        a_payload(text)
        for name, text in named
        if name.startswith(("CCCD", "CANCUOC")) and "UNVERIFIED" not in name
    ]
    clock, chance = SteppedClock(START), random.Random(1)
    made: list[Entry] = []
    for number in range(count):
        clock.advance(0.5)
        payload = payloads[number % len(payloads)]
        made.append(decide_entry(payload, clock(), chance.randbytes(RANDOM_BYTES)))
    return made


def compare_bytes(place: Place, name: str, made: Sequence[Entry]) -> None:
    for size in SIZES:
        rows = tuple(Row(one.entry_id, one.salt, one.encoded) for one in made[:size])
        sent = len(
            batch.seal(wrap(place, rows, made[size - 1]), place.identity.private_key)
        )
        least = len(zstandard.compress(msgspec.msgpack.encode(rows), level=19))
        print(
            f"{name}, batch of {size:,}: {sent / size:.1f} B an entry, "
            f"zstd -19 {least / size:.1f} B"
        )
        judge("  of zstd -19", sent / least, 1.2, "times")


def wrap(place: Place, rows: tuple[Row, ...], last: Entry) -> batch.Batch:
    """Return the batch that holds `rows`, as the uploader makes it."""
    links = ((row.entry_id, chain.commit(row.salt, row.content)) for row in rows)
    run = Run(
        first=1,
        start=chain.GENESIS,
        end=chain.extend(chain.GENESIS, links),
        rows=rows,
        covered_until_us=last.content.decided_at_us,
    )
    return make_batch(
        place.identity,
        run,
        sequence=1,
        reaches_head=True,
        sent_at_us=last.content.decided_at_us,
        health=read_batch_health(place, 0),
    )


class Counting:
    """A way to the province that counts what goes over it."""

    def __init__(self, way: Transport) -> None:
        self._way = way
        self.sent_bytes = 0
        self.answered_bytes = 0

    def post(self, path: str, body: bytes, content_type: str) -> Reply | Fault:
        reply = self._way.post(path, body, content_type)
        self.sent_bytes += len(body)
        self.answered_bytes += len(reply.body) if isinstance(reply, Reply) else 0
        return reply


def measure_slow_link(place: Place, port: int) -> None:
    fill(place.database, SLOW_ENTRIES)
    with place.database.read() as connection:
        current = roster.read_head(connection)
    assert current is not None
    with (
        FaultyProxy(port) as proxy,
        contextlib.closing(Transport(proxy.url)) as transport,
    ):
        proxy.plan = always(Trouble(bytes_per_s=LINK_BYTES_PER_S))
        way = Counting(transport)
        uploader = Uploader(
            place.database,
            place.identity,
            way,
            now=place.now,
            health=lambda pending: read_batch_health(place, pending),
        )
        start, sent = time.perf_counter(), 0
        while sent < SLOW_ENTRIES:
            answer = uploader.send(current.receipt_keys)
            assert isinstance(answer, Sent), answer
            sent += answer.rows
        taken_s = time.perf_counter() - start
    link_s = way.sent_bytes / LINK_BYTES_PER_S
    print(
        f"1 Mbit/s: {sent:,} entries in {taken_s:.1f} s; {way.sent_bytes / sent:.1f} B "
        f"an entry there, {way.answered_bytes / sent:.1f} B back"
    )
    judge("  of the link's time", taken_s / link_s, 1.3, "times")


if __name__ == "__main__":
    main()
