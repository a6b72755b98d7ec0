"""A body takes neither more room nor more time than it may."""

import asyncio
import contextlib
import http.client
from collections.abc import Iterator

import pytest
import zstandard
from fastapi import FastAPI, HTTPException, Request
from fastapi.testclient import TestClient
from starlette.types import Message, Scope

from kiosk.protocol.batch import MAX_BATCH_BYTES
from province.api.app import create_app
from province.api.body import Patience, Room, read_body
from province.services import Services
from tests.province.processes import Running, read_peak_kb

LIMIT = 100
HURRIED = Patience(at_first_s=0.05, slowest_bytes_s=1e6)
MOST_MORE_KB = 200 * 1024
"""What hostile bodies may add to a server: eight at a time are unpacked, 16 MB each."""


def ask(*parts: bytes) -> Request:
    """Return a request whose body comes in `parts`; after the last it hangs on b""."""
    waiting = iter(parts)

    async def receive() -> Message:
        part = next(waiting, b"")
        if not part:
            await asyncio.Event().wait()
        is_last = part.endswith(b".")
        return {"type": "http.request", "body": part, "more_body": not is_last}

    return Request({"type": "http", "headers": [], "method": "POST"}, receive)


def read(request: Request) -> bytes | None:
    return asyncio.run(read_body(request, LIMIT, patience=HURRIED))


def test_a_body_comes_in_parts() -> None:
    assert read(ask(b"one ", b"two.")) == b"one two."


def test_one_that_is_too_long_is_not_read_to_its_end() -> None:
    assert read(ask(b"x" * LIMIT, b"x", b"")) is None


def test_one_that_stops_is_given_up() -> None:
    with pytest.raises(HTTPException) as caught:
        read(ask(b"one ", b""))
    assert caught.value.status_code == 408


def test_one_that_breaks_off_is_no_bug() -> None:
    async def receive() -> Message:
        return {"type": "http.disconnect"}

    scope: Scope = {
        "type": "http",
        "method": "POST",
        "scheme": "http",
        "server": ("province", 80),
        "path": "/",
        "query_string": b"",
        "headers": [],
    }
    with pytest.raises(HTTPException) as caught:
        read(Request(scope, receive))
    assert caught.value.status_code == 400


def test_a_part_a_minute_does_not_keep_it_waiting() -> None:
    with pytest.raises(HTTPException):
        asyncio.run(
            read_body(
                ask(*[b"x"] * 10),
                LIMIT,
                patience=Patience(at_first_s=0.0, slowest_bytes_s=1e9),
            )
        )


async def fill(room: Room) -> list[int | bytes | None]:
    """Return what a second and a third body get, while one and when none is held."""
    told: list[int | bytes | None] = []
    async with room.receive(ask(b"123456."), LIMIT):
        try:
            async with room.receive(ask(b"1234."), LIMIT) as second:
                told.append(second)
        except HTTPException as error:
            told.append(error.status_code)
    async with room.receive(ask(b"123456789."), LIMIT) as third:
        told.append(third)
    return told


def test_bodies_share_their_room_and_give_it_back() -> None:
    assert asyncio.run(fill(Room(10))) == [429, b"123456789."]


@pytest.mark.parametrize(("status", "reason"), [(408, "too_slow"), (429, "too_often")])
def test_both_are_named_to_the_sender(
    services: Services, status: int, reason: str
) -> None:
    app: FastAPI = create_app(services)

    @app.get("/refused")
    def refuse() -> None:
        raise HTTPException(status, "No.", {"Retry-After": "5"})

    told = TestClient(app).get("/refused")
    assert (told.status_code, told.json()["reason"]) == (status, reason)
    assert told.headers["Retry-After"] == "5"


def send_endlessly(link: http.client.HTTPConnection) -> None:
    """Send a gigabyte without saying so, or what of it is taken."""
    link.putrequest("POST", "/v1/batches")
    link.putheader("Transfer-Encoding", "chunked")
    link.endheaders()
    with contextlib.suppress(ConnectionError):
        for _ in range(1024):
            link.send(b"100000\r\n" + bytes(1024 * 1024) + b"\r\n")


def make_bomb() -> Iterator[bytes]:
    """Yield zstd of ten times what may be unpacked, so that it is small."""
    packer = zstandard.ZstdCompressor().compressobj()
    for _ in range(10):
        yield packer.compress(bytes(MAX_BATCH_BYTES))
    yield packer.flush()


@pytest.mark.system
def test_neither_bombs_nor_endless_bodies_make_a_server_grow(province: Running) -> None:
    before = read_peak_kb(province.process.pid)
    bomb, told = b"".join(make_bomb()), []
    for _ in range(3):
        with contextlib.closing(http.client.HTTPConnection(province.url[7:])) as link:
            send_endlessly(link)
        with contextlib.closing(http.client.HTTPConnection(province.url[7:])) as link:
            link.request("POST", "/v1/batches", bomb)
            told.append(link.getresponse().status)

    assert told == [413] * 3
    assert read_peak_kb(province.process.pid) - before < MOST_MORE_KB
