"""The relay carries both ways, can be cut and mended, and leaves nothing behind."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest

from kiosk.demonstration.network import Network

PATIENCE_S = 5.0


class Echo:
    """A server on loopback that answers each connection in capitals."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, name="echo")
        self._thread.start()

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()

    def _serve(self) -> None:
        while True:
            try:
                end, _ = self._listener.accept()
            except OSError:
                return
            with end:
                try:
                    while chunk := end.recv(65536):
                        end.sendall(chunk.upper())
                except ConnectionError:
                    continue


@pytest.fixture
def echo() -> Iterator[Echo]:
    """Return a running server."""
    server = Echo()
    yield server
    server.close()


@pytest.fixture
def network(echo: Echo) -> Iterator[Network]:
    """Return a network that leads to the server."""
    with Network() as relay:
        relay.lead_to("127.0.0.1", echo.port)
        yield relay


def find_address(network: Network) -> tuple[str, int]:
    parts = urlsplit(network.url)
    return str(parts.hostname), parts.port or 0


@contextmanager
def calling(network: Network) -> Iterator[socket.socket]:
    address = find_address(network)
    with socket.create_connection(address, timeout=PATIENCE_S) as end:
        yield end


def ask(end: socket.socket, words: bytes) -> bytes:
    """Return the answer, empty where the connection ends instead."""
    try:
        end.sendall(words)
        return end.recv(65536)
    except ConnectionError:
        return b""


def test_both_ways_are_carried(network: Network) -> None:
    with calling(network) as end:
        assert ask(end, b"one") == b"ONE"
        assert ask(end, b"two") == b"TWO"


def test_what_is_carried_is_counted_both_ways(network: Network) -> None:
    with calling(network) as end:
        ask(end, b"four")
    assert network.relayed_bytes == 8


def test_an_end_on_one_side_is_an_end_on_the_other(network: Network) -> None:
    with calling(network) as end:
        end.sendall(b"last")
        end.shutdown(socket.SHUT_WR)
        answer = b"".join(iter(lambda: end.recv(65536), b""))
    assert answer == b"LAST"


def test_much_is_carried_whole(network: Network) -> None:
    sent = b"abcdefgh" * 100_000
    with calling(network) as end:
        sending = threading.Thread(target=end.sendall, args=(sent,))
        sending.start()
        received = bytearray()
        while len(received) < len(sent):
            received += end.recv(65536)
        sending.join()
    assert bytes(received) == sent.upper()


def test_a_cut_ends_what_is_open_and_what_is_new(network: Network) -> None:
    with calling(network) as opened:
        assert ask(opened, b"before") == b"BEFORE"
        network.cut()
        assert ask(opened, b"after") == b""
        with calling(network) as new:
            assert ask(new, b"after") == b""


def test_a_mended_network_carries_again(network: Network) -> None:
    network.cut()
    network.mend()
    with calling(network) as end:
        assert ask(end, b"again") == b"AGAIN"


def test_a_network_that_leads_nowhere_ends_every_connection() -> None:
    with Network() as network, calling(network) as end:
        assert ask(end, b"anybody") == b""


def test_nobody_at_the_other_end_ends_every_connection(echo: Echo) -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    with Network() as network:
        network.lead_to("127.0.0.1", port)
        with calling(network) as end:
            assert ask(end, b"anybody") == b""
        network.lead_to("127.0.0.1", echo.port)
        with calling(network) as end:
            assert ask(end, b"somebody") == b"SOMEBODY"


def test_nothing_is_left_behind(echo: Echo) -> None:
    """Threads end, and sockets close without a ResourceWarning."""
    before = set(threading.enumerate())
    with Network() as network:
        network.lead_to("127.0.0.1", echo.port)
        address = find_address(network)
        with calling(network) as end:
            assert ask(end, b"a") == b"A"
            assert set(threading.enumerate()) - before
    assert set(threading.enumerate()) <= before
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(address, timeout=PATIENCE_S)


def test_cutting_while_somebody_connects_harms_nobody(network: Network) -> None:
    """A thread that dies of an error fails the test."""
    for _ in range(100):
        with calling(network) as end:
            network.cut()
            assert end.recv(1) == b""
        network.mend()
