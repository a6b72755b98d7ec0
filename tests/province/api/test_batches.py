"""Tests of sending batches to a running province."""

import contextlib
import http.client
import itertools
from datetime import timedelta

import pytest
import requests
import zstandard
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import func, select

from kiosk.protocol import batch, receipt, signature
from kiosk.protocol.batch import Row
from kiosk.protocol.receipt import Receipt
from kiosk.protocol.roster import METADATA_PATH
from kiosk.protocol.watch_list import KEYS_PATH
from province.api.batches import _receive, make_router
from province.api.rations import Rations
from province.clock import read_now
from province.keys import KeyFolder, KeyName
from province.ledger.columns import to_us
from province.ledger.database import Database
from province.ledger.entry_tables import entries
from province.ledger.kiosks import find_sender
from province.ledger.tables import batches, kiosks
from province.services import Services
from tests.province.builders import (
    FakeKiosk,
    add_point,
    an_entry,
    enrol,
    open_entry,
    revoke,
    unpack,
)
from tests.province.processes import Running

_seeds = itertools.count(100)
_entries = itertools.count(1)

pytestmark = pytest.mark.system


@pytest.fixture
def kiosk(served: Database) -> FakeKiosk:
    """Return a kiosk that the running province has enrolled."""
    made = FakeKiosk(next(_seeds))
    enrol(served, made, add_point(served))
    return made


def fresh() -> Row:
    """Return an entry that no other test has sent."""
    return an_entry(next(_entries))


def send(province: Running, body: bytes) -> requests.Response:
    return requests.post(f"{province.url}/v1/batches", data=body, timeout=30)


def open_receipt(province: Running, response: requests.Response) -> Receipt:
    assert response.status_code == 200, response.text
    key = KeyFolder(province.data).load(KeyName.RECEIPT)
    opened = receipt.open_receipt(response.content, (signature.get_public_bytes(key),))
    assert opened is not None
    return opened


def tell(opened: Receipt) -> list[str]:
    return [line.reason or line.status.value for line in opened.lines]


def test_a_receipt_names_the_batch_and_each_entry(
    province: Running, kiosk: FakeKiosk
) -> None:
    rows = (fresh(), fresh())
    packed = kiosk.pack(*rows)

    opened = open_receipt(province, send(province, packed))

    assert opened.batch == unpack(packed).hash
    assert (opened.kiosk_id, tell(opened)) == (kiosk.kiosk_id, ["accepted"] * 2)
    assert [line.entry_id for line in opened.lines] == [row.entry_id for row in rows]


def test_a_receipt_is_for_what_is_durable(
    province: Running, kiosk: FakeKiosk, served: Database
) -> None:
    row = fresh()
    send(province, kiosk.pack(row))

    assert open_entry(served, row.entry_id) == (row.salt, row.content)


def test_a_batch_sent_again_is_all_duplicates(
    province: Running, kiosk: FakeKiosk
) -> None:
    packed = kiosk.pack(fresh(), fresh())
    send(province, packed)

    opened = open_receipt(province, send(province, packed))

    assert tell(opened) == ["duplicate", "duplicate"]


def test_conflict_and_poison_are_refused_beside_good_entries(
    province: Running, kiosk: FakeKiosk
) -> None:
    row = fresh()
    send(province, kiosk.pack(row))
    other = Row(row.entry_id, b"other salt, 16 b", row.content)
    poison = Row(fresh().entry_id, bytes(16), b"")

    opened = open_receipt(province, send(province, kiosk.pack(other, poison, fresh())))

    assert tell(opened) == ["conflict", "malformed", "accepted"]


def test_what_a_revoked_kiosk_sends_is_held(
    province: Running, kiosk: FakeKiosk, served: Database
) -> None:
    revoke(served, kiosk)

    opened = open_receipt(province, send(province, kiosk.pack(fresh())))

    assert tell(opened) == ["held"]


def test_an_empty_batch_gets_a_receipt(province: Running, kiosk: FakeKiosk) -> None:
    assert tell(open_receipt(province, send(province, kiosk.pack()))) == []


def make_refused() -> dict[str, bytes]:
    """Return bodies that the province refuses, by the reason it must give."""
    stranger, known = FakeKiosk(99), FakeKiosk(98)
    theirs = known.make_batch()
    broken = FakeKiosk(98).make_batch(an_entry(10**6), start=bytes([1] * 32))
    bomb = zstandard.ZstdCompressor(level=19).compress(bytes(batch.MAX_BATCH_BYTES + 1))
    return {
        "unknown_kiosk": stranger.pack(),
        "bad_signature": batch.seal(theirs, stranger.key),
        "broken_chain": batch.seal(broken, known.key),
        "malformed": b"not a batch",
        "too_large": bomb,
    }


def enrol_known(served: Database) -> FakeKiosk:
    """Return the kiosk that refused batches are of, enrolled."""
    known = FakeKiosk(98)
    if not is_enrolled(served, known):
        enrol(served, known, add_point(served))
    return known


@pytest.mark.parametrize(
    ("reason", "status"),
    [
        ("unknown_kiosk", 403),
        ("bad_signature", 403),
        ("broken_chain", 422),
        ("malformed", 400),
        ("too_large", 413),
    ],
)
def test_a_refused_batch_is_told_why_and_leaves_nothing(
    province: Running, served: Database, reason: str, status: int
) -> None:
    enrol_known(served)
    before = count_batches(served)

    response = send(province, make_refused()[reason])

    assert (response.status_code, response.json()["reason"]) == (status, reason)
    assert response.headers["Content-Type"] == "application/problem+json"
    assert count_batches(served) == before


def test_a_body_beyond_the_limit_is_cut_off(province: Running) -> None:
    chunks = (bytes(1024 * 1024) for _ in range(9))

    response = requests.post(f"{province.url}/v1/batches", data=chunks, timeout=30)

    assert (response.status_code, response.json()["reason"]) == (413, "too_large")


def test_a_gigabyte_is_refused_before_it_comes(province: Running) -> None:
    with contextlib.closing(http.client.HTTPConnection(province.url[7:])) as link:
        link.putrequest("POST", "/v1/batches")
        link.putheader("Content-Length", str(10**9))
        link.endheaders()
        response = link.getresponse()
        assert (response.status, b"too_large" in response.read()) == (413, True)


def test_a_batch_cut_off_or_altered_anywhere_leaves_nothing(
    province: Running, served: Database
) -> None:
    packed = enrol_known(served).pack(fresh(), fresh())
    before = count_batches(served)
    flipped = (
        packed[:at] + bytes([packed[at] ^ 1]) + packed[at + 1 :]
        for at in range(20, len(packed), len(packed) // 25)
    )
    cut = (packed[:at] for at in range(0, len(packed), len(packed) // 25))

    told = [send(province, body) for body in (*flipped, *cut)]

    assert {one.status_code for one in told} <= {400, 403, 413}
    named = {one.json()["reason"] for one in told}
    assert named <= {"malformed", "bad_signature", "too_large", "unknown_kiosk"}
    assert count_batches(served) == before


def test_a_time_to_come_is_refused_beside_good_entries(
    province: Running, kiosk: FakeKiosk
) -> None:
    ahead = to_us(read_now() + timedelta(days=3))
    future = an_entry(next(_entries), decided_at_us=ahead)

    opened = open_receipt(province, send(province, kiosk.pack(future, fresh())))

    assert tell(opened) == ["future", "accepted"]


def run_sync(session: requests.Session, url: str, kiosk: FakeKiosk) -> list[int]:
    """Do what a kiosk does each time; return the statuses."""
    told = [
        session.get(f"{url}{METADATA_PATH}/timestamp.json"),
        session.post(f"{url}/v1/batches", data=kiosk.pack(fresh())),
        session.get(f"{url}{KEYS_PATH}/{kiosk.kiosk_id}"),
    ]
    return [one.status_code for one in told]


def test_twenty_sync_runs_in_a_minute_pass(province: Running, kiosk: FakeKiosk) -> None:
    with requests.Session() as session:
        told = [run_sync(session, province.url, kiosk) for _ in range(20)]

    assert {tuple(one[:2]) for one in told} == {(200, 200)}
    assert {one[2] for one in told} <= {200, 404}  # no list yet: there is no key


def test_an_old_batch_sent_again_after_newer_ones_changes_nothing(
    province: Running, kiosk: FakeKiosk, served: Database
) -> None:
    old, newer = kiosk.pack(fresh()), kiosk.pack(fresh())
    for body in (old, newer):
        send(province, body)
    before = count_batches(served)

    opened = open_receipt(province, send(province, old))

    assert (tell(opened), count_batches(served)) == (["duplicate"], before)


def test_when_it_was_sent_is_kept_beside_when_it_came(
    province: Running, kiosk: FakeKiosk, served: Database
) -> None:
    """A late entry is as any other; how far the clocks are apart is kept."""
    late = to_us(read_now() - timedelta(days=30))
    sent = to_us(read_now() - timedelta(hours=2))
    row = an_entry(next(_entries), decided_at_us=late)

    opened = open_receipt(
        province,
        send(province, kiosk.pack(row, sent_at_us=sent, covered_until_us=sent)),
    )

    with served.reading() as connection:
        kept = connection.execute(
            select(entries.c.decided_at, batches.c.received_at)
            .join(batches, batches.c.batch_id == entries.c.batch_id)
            .where(entries.c.entry_id == row.entry_id)
        ).one()
        drift_s = connection.scalar(
            select(kiosks.c.last_drift_s).where(kiosks.c.kiosk_id == kiosk.kiosk_id)
        )
    assert tell(opened) == ["accepted"]
    assert (to_us(kept[0]), to_us(kept[1])) == (late, opened.received_at_us)
    assert drift_s is not None
    assert -2 * 3600 - 60 < drift_s <= -2 * 3600


def test_a_kiosk_that_sends_without_end_waits(services: Services) -> None:
    kiosk, other = FakeKiosk(1), FakeKiosk(2)
    for one in (kiosk, other):
        enrol(services.database, one, add_point(services.database))
    rations = Rations(at_once=1, every_s=60)

    told = [
        _receive(services, rations, one.pack(fresh())) for one in (kiosk, kiosk, other)
    ]

    assert [one.status_code for one in told] == [200, 429, 200]
    assert told[1].headers["Retry-After"] == "5"
    assert count_batches(services.database) == 2


def test_a_crowd_is_told_when_to_come(services: Services) -> None:
    app = FastAPI()
    app.include_router(make_router(services, most_waiting=0))

    told = TestClient(app).post("/v1/batches", content=b"x")

    assert (told.status_code, told.headers["Retry-After"]) == (429, "5")


def is_enrolled(served: Database, kiosk: FakeKiosk) -> bool:
    with served.reading() as connection:
        return find_sender(connection, kiosk.kiosk_id) is not None


def count_batches(served: Database) -> int:
    with served.reading() as connection:
        return connection.scalar(select(func.count()).select_from(batches)) or 0
