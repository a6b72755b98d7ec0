"""Body: a request's bytes, read up to a limit of size, of time and of room."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus

from fastapi import HTTPException, Request
from starlette.requests import ClientDisconnect

log = logging.getLogger(__name__)

WAIT_S = 5
"""Then a kiosk that found no room asks again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long a body may take: `at_first_s`, and more for all that came of it.

    A line of 1 kB/s sends twice as fast as what is given up.
    """

    at_first_s: float = 60
    slowest_bytes_s: float = 500


PATIENCE = Patience()


class Room:
    """What the bodies of one process take from their first byte to the answer."""

    def __init__(self, largest_bytes: int) -> None:
        self._free = largest_bytes

    @asynccontextmanager
    async def receive(
        self, request: Request, limit: int
    ) -> AsyncIterator[bytes | None]:
        """Give the body, None where it is longer than `limit`; then its room is free again.

        Raises:
            HTTPException: It came too slowly, or there is no room for it.
        """
        taken = 0

        def take(size: int) -> None:
            nonlocal taken
            if size > self._free:
                raise HTTPException(
                    HTTPStatus.TOO_MANY_REQUESTS,
                    f"Too many send at once. Ask again in {WAIT_S} s.",
                    {"Retry-After": str(WAIT_S)},
                )
            self._free -= size
            taken += size

        try:
            yield await read_body(request, limit, take=take)
        finally:
            self._free += taken


async def read_body(
    request: Request,
    limit: int,
    *,
    patience: Patience = PATIENCE,
    take: Callable[[int], object] = int,
) -> bytes | None:
    """Return the body, None once it is longer than `limit`; `take` is told of each part.

    Raises:
        HTTPException: It came too slowly, or was cut off.
    """
    stated = request.headers.get("content-length", "")
    if stated.isdigit() and int(stated) > limit:
        return None
    try:
        return await _read(request, limit, patience, take)
    except TimeoutError as error:
        raise HTTPException(
            HTTPStatus.REQUEST_TIMEOUT, "The body came too slowly."
        ) from error
    except ClientDisconnect as error:  # nobody hears the answer; a bad line is no bug
        log.info("a body of %s was cut off on its way", request.url.path)
        raise HTTPException(HTTPStatus.BAD_REQUEST, "The body was cut off.") from error


async def _read(
    request: Request, limit: int, patience: Patience, take: Callable[[int], object]
) -> bytes | None:
    chunks: list[bytes] = []
    size, start_s = 0, asyncio.get_running_loop().time()
    async with asyncio.timeout(patience.at_first_s) as end:
        async for chunk in request.stream():
            size += len(chunk)
            if size > limit:
                return None
            take(len(chunk))
            chunks.append(chunk)
            may_take_s = patience.at_first_s + size / patience.slowest_bytes_s
            end.reschedule(start_s + may_take_s)
    return b"".join(chunks)
