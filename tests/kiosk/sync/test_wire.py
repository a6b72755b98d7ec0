"""A wait on a socket ends by the deadline, whatever the other side does, and goes on for what moves."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from kiosk.sync.address import make_context
from kiosk.sync.route import Route
from kiosk.sync.wire import Attempt, Deadline, Step, TcpSocket, bind, connect
from tests.authorities import make_authority

FLOOR_S = 0.5


@pytest.fixture
def attempt() -> Attempt:
    """Return an attempt that has half a second."""
    return Attempt(FLOOR_S)


@pytest.fixture(params=["tcp", "tls"])
def pair(
    request: pytest.FixtureRequest, attempt: Attempt
) -> Iterator[tuple[socket.socket, socket.socket]]:
    """Return a connection of `attempt`, plain or not, and its other end."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        ours = connect("127.0.0.1", listener.getsockname()[1], attempt)
        theirs, _ = listener.accept()
    theirs.settimeout(5)
    if request.param == "tcp":
        with ours, theirs:
            yield ours, theirs
    else:
        with shaking_hands(ours, theirs, attempt) as wrapped:
            yield wrapped


@contextmanager
def shaking_hands(
    ours: TcpSocket, theirs: socket.socket, attempt: Attempt
) -> Iterator[tuple[ssl.SSLSocket, ssl.SSLSocket]]:
    """Speak TLS between two ends."""
    authority = make_authority()
    context = make_context(Route(pinned_ca=authority.certificate))
    bind(context, attempt)
    shown = authority.make_server_context("127.0.0.1")
    served: list[ssl.SSLSocket] = []
    server = threading.Thread(
        target=lambda: served.append(shown.wrap_socket(theirs, server_side=True))
    )
    server.start()
    wrapped = context.wrap_socket(ours, server_hostname="127.0.0.1")
    server.join()
    with wrapped, served[0]:
        attempt.set_off()
        yield wrapped, served[0]


Pair = tuple[socket.socket, socket.socket]


def read(ours: socket.socket, size: int) -> bytes:
    buffer = bytearray(size)
    return bytes(buffer[: ours.recv_into(buffer)])


def test_silence_ends_by_the_deadline(pair: Pair) -> None:
    ours, _ = pair
    with pytest.raises(TimeoutError):
        read(ours, 1)


def test_who_takes_nothing_ends_it_too(pair: Pair) -> None:
    ours, _ = pair
    with pytest.raises(TimeoutError):
        ours.sendall(bytes(16 * 1024 * 1024))


def test_a_library_that_waits_for_ever_waits_until_the_deadline(pair: Pair) -> None:
    """urllib3 sets the time-outs that it was told, which are none."""
    ours, _ = pair
    ours.settimeout(None)
    with pytest.raises(TimeoutError):
        read(ours, 1)


def test_every_kilobyte_that_comes_is_a_second_more(
    pair: Pair, attempt: Attempt
) -> None:
    ours, theirs = pair
    theirs.sendall(bytes(3000))
    received = 0
    while received < 3000:
        received += len(read(ours, 1024))
    assert 3.0 < attempt.deadline.left_s() <= 3.0 + FLOOR_S


def test_the_end_is_noted(pair: Pair, attempt: Attempt) -> None:
    ours, theirs = pair
    theirs.sendall(b"x")
    theirs.close()
    assert read(ours, 10) == b"x"
    assert not attempt.has_ended
    assert read(ours, 10) == b""
    assert attempt.has_ended


def test_what_goes_comes(pair: Pair) -> None:
    ours, theirs = pair
    ours.sendall(b"hello")
    assert theirs.recv(10) == b"hello"


def test_a_server_that_shakes_no_hand_ends_by_the_deadline(attempt: Attempt) -> None:
    context = make_context(Route(pinned_ca=make_authority().certificate))
    bind(context, attempt)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        ours = connect("127.0.0.1", listener.getsockname()[1], attempt)
        with pytest.raises(TimeoutError):
            context.wrap_socket(ours, server_hostname="127.0.0.1")


def test_a_deadline_that_has_passed_is_over() -> None:
    with pytest.raises(TimeoutError):
        Deadline(0).left_s()


def test_a_request_has_time_by_its_size_and_its_connection_has_not() -> None:
    attempt = Attempt(1.0)
    attempt.begin(9000)
    attempt.approach(Step.SERVER)
    assert attempt.deadline.left_s() <= 1.0
    attempt.set_off()
    assert 9.0 < attempt.deadline.left_s() <= 10.0


@pytest.mark.parametrize("host", ["no-such-province.invalid", "a..b", "x" * 64])
def test_a_name_that_is_none_is_not_resolved(host: str, attempt: Attempt) -> None:
    with pytest.raises(socket.gaierror):
        connect(host, 80, attempt)


def test_an_address_that_does_not_answer_does_not_hide_the_next(
    attempt: Attempt,
) -> None:
    """`localhost` is ::1 and 127.0.0.1 where there is IPv6; only one is listened at."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        connect("localhost", port, attempt).close()


@pytest.mark.skipif(not hasattr(socket, "TCP_USER_TIMEOUT"), reason="Linux' own")
def test_what_the_other_side_never_confirms_is_given_up_by_the_kernel(
    attempt: Attempt,
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        ours = connect("127.0.0.1", listener.getsockname()[1], attempt)
        with ours:
            assert (
                ours.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 30_000
            )
            assert ours.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
