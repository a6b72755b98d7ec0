"""Datagrams come and go, and nothing about a network raises."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from kiosk.neighbours.mailbox import Mailbox
from kiosk.protocol.neighbour import MAX_BYTES

LOOPBACK = "127.0.0.1"


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """Return a mailbox on a free port of loopback."""
    with closing(Mailbox(0, LOOPBACK)) as made:
        yield made


def test_what_is_sent_is_taken_with_its_sender(mailbox: Mailbox) -> None:
    with closing(Mailbox(0, LOOPBACK)) as other:
        other.send([(b"word", (LOOPBACK, mailbox.port))])
        mailbox.wait(5)
        assert list(mailbox.take()) == [(b"word", (LOOPBACK, other.port))]


def test_a_datagram_that_is_too_long_is_seen_to_be(mailbox: Mailbox) -> None:
    mailbox.send([(bytes(MAX_BYTES + 100), (LOOPBACK, mailbox.port))])
    mailbox.wait(5)
    ((data, _),) = mailbox.take()
    assert len(data) == MAX_BYTES + 1


def test_a_ring_ends_a_wait(mailbox: Mailbox) -> None:
    for _ in range(10_000):  # more than a bell holds
        mailbox.ring()
    mailbox.wait(60)
    assert list(mailbox.take()) == []


@pytest.mark.parametrize("address", [("255.255.255.255", 9), ("256.0.0.1", 9)])
def test_an_address_that_takes_nothing_does_no_harm(
    mailbox: Mailbox, address: tuple[str, int]
) -> None:
    mailbox.send([(b"lost", address), (b"word", (LOOPBACK, mailbox.port))])
    mailbox.wait(5)
    assert [data for data, _ in mailbox.take()] == [b"word"]


def test_where_the_port_is_taken_another_is_used(mailbox: Mailbox) -> None:
    with closing(Mailbox(mailbox.port, LOOPBACK)) as other:
        assert other.port != mailbox.port


def test_a_ring_after_the_end_is_heard_by_nobody() -> None:
    ended = Mailbox(0, LOOPBACK)
    ended.close()
    ended.ring()
