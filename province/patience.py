"""Patience: how long a connection may hold a place before its request is whole."""

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

HEADERS_WITHIN_S = 20
"""A kiosk sends all of them in one packet; who sends a byte a minute wants the place."""


class PatientProtocol(H11Protocol):
    """Uvicorn's own, which closes idle connections only once they have had an answer."""

    headers_within_s: float = HEADERS_WITHIN_S
    _closing: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Wait for headers from now on."""
        super().connection_made(transport)
        self._watch()

    def data_received(self, data: bytes) -> None:
        """Wait no more once a request's headers are whole."""
        super().data_received(data)
        self._watch()

    def on_response_complete(self) -> None:
        """Wait for the next request's."""
        super().on_response_complete()
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing."""
        super().connection_lost(exc)
        self._stop()

    def _watch(self) -> None:
        if self.conn.their_state is not h11.IDLE:
            self._stop()
        elif self._closing is None:
            self._closing = self.loop.call_later(
                self.headers_within_s, self.transport.close
            )

    def _stop(self) -> None:
        if self._closing is not None:
            self._closing.cancel()
            self._closing = None
