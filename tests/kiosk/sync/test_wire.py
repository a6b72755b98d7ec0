"""A wire ends by its deadline, whatever the other side does, and waits for what moves."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import closing

import pytest

from kiosk.sync.route import Route, make_context
from kiosk.sync.wire import Deadline, TcpWire, TlsWire, WireFile, connect
from tests.authorities import make_authority

Pair = tuple[TcpWire, socket.socket]


@pytest.fixture
def pair() -> Iterator[Pair]:
    """Return a wire with half a second, and its other end."""
    ours, theirs = socket.socketpair()
    theirs.settimeout(5)
    with ours, theirs:
        yield TcpWire(ours, Deadline(0.5)), theirs


def test_silence_ends_by_the_deadline(pair: Pair) -> None:
    wire, _ = pair
    with pytest.raises(TimeoutError):
        wire.receive(1)


def test_who_takes_nothing_ends_it_too(pair: Pair) -> None:
    wire, _ = pair
    with pytest.raises(TimeoutError):
        wire.send(bytes(16 * 1024 * 1024))


def test_a_deadline_that_has_passed_is_over() -> None:
    with pytest.raises(TimeoutError):
        Deadline(0).left_s()


def test_every_kilobyte_that_moves_is_a_second_more(pair: Pair) -> None:
    wire, theirs = pair
    theirs.sendall(bytes(3000))
    received = 0
    while received < 3000:
        received += len(wire.receive(1024))
    assert 3.0 < wire.deadline.left_s() <= 3.5


def test_a_quiet_connection_is_good_and_an_ended_one_is_not(pair: Pair) -> None:
    wire, theirs = pair
    assert wire.is_quiet()
    theirs.close()
    assert not wire.is_quiet()


def test_what_nobody_asked_for_is_not_quiet(pair: Pair) -> None:
    wire, theirs = pair
    theirs.sendall(b"x")
    assert not wire.is_quiet()


def test_a_wire_reads_as_a_file(pair: Pair) -> None:
    wire, theirs = pair
    theirs.sendall(b"one\ntwo")
    theirs.close()
    file = WireFile(wire)
    with closing(file.makefile("rb")) as lines:
        assert lines.readline() == b"one\n"
        assert not file.has_ended
        assert lines.read() == b"two"
    assert file.has_ended


@pytest.mark.parametrize("host", ["no-such-province.invalid", "a..b", "x" * 64])
def test_a_name_that_is_none_is_not_resolved(host: str) -> None:
    with pytest.raises(socket.gaierror):
        connect(host, 80, Deadline(5))


def test_an_address_that_does_not_answer_does_not_hide_the_next() -> None:
    """`localhost` is ::1 and 127.0.0.1 where there is IPv6; only one is listened at."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        connect("localhost", port, Deadline(5)).close()


def echo_once(listener: socket.socket, contexts: list[ssl.SSLContext]) -> None:
    """Take one connection, TLS in TLS as deep as there are contexts, and say it back."""
    near, _ = listener.accept()
    near.settimeout(5)
    with near:
        wire: TcpWire | ServerTls = TcpWire(near, Deadline(5))
        for context in contexts:
            wire = ServerTls(wire, context)
        wire.send(wire.receive(100))


class ServerTls(TlsWire):
    """The other end of TLS over a wire."""

    def __init__(self, below: "TcpWire | ServerTls", context: ssl.SSLContext) -> None:
        self._below = below
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = context.wrap_bio(self._incoming, self._outgoing, server_side=True)
        self._step(self._tls.do_handshake)


@pytest.mark.parametrize("depth", [1, 2])
def test_tls_stands_on_any_wire(depth: int) -> None:
    ours = make_authority()
    contexts = [ours.make_server_context("127.0.0.1") for _ in range(depth)]
    trusted = make_context(Route(pinned_ca=ours.certificate))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = threading.Thread(target=echo_once, args=(listener, contexts))
        server.start()
        wire: TcpWire | TlsWire = connect(
            "127.0.0.1", listener.getsockname()[1], Deadline(5)
        )
        for _ in contexts:
            wire = TlsWire(wire, trusted, "127.0.0.1")
        with closing(wire):
            wire.send(b"hello")
            assert wire.receive(100) == b"hello"
            assert wire.receive(100) == b""
        server.join()
