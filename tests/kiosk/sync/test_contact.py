"""A contact says whether the province answers, and how far sending is while it goes on."""

from kiosk.drain import Drain
from kiosk.health import Link
from kiosk.sync.contact import Contact
from kiosk.sync.fault import FaultClass
from kiosk.sync.sender import SyncReport


def follow(*reports: SyncReport) -> Contact:
    contact = Contact()
    for number, report in enumerate(reports):
        contact.note(report, number * 1_000)
    return contact


def test_before_any_report_nothing_is_known() -> None:
    contact = Contact()
    assert (contact.link, contact.drain, contact.last_report) == (
        Link.UNKNOWN,
        None,
        None,
    )


def test_a_batch_among_others_is_part_of_a_drain() -> None:
    contact = follow(SyncReport(sent=100, pending=900))
    assert (contact.link, contact.drain) == (Link.ONLINE, Drain(done=100, total=1000))


def test_a_drain_ends_with_the_last_entry() -> None:
    contact = follow(SyncReport(sent=100, pending=900), SyncReport(sent=1000))
    assert (contact.link, contact.drain) == (Link.ONLINE, None)


def test_a_fault_ends_a_drain_and_the_next_counts_from_nothing() -> None:
    fault = SyncReport(sent=100, pending=900, fault=FaultClass.TCP)
    cut = (SyncReport(sent=100, pending=900), fault)
    assert (follow(*cut).link, follow(*cut).drain) == (Link.OFFLINE, None)
    again = follow(*cut, SyncReport(sent=50, pending=850))
    assert again.drain == Drain(done=50, total=900)


def test_another_sender_says_nothing_about_the_line() -> None:
    busy = SyncReport(pending=3, fault=FaultClass.BUSY)
    contact = follow(SyncReport(sent=1, pending=3), busy)
    assert (contact.link, contact.drain) == (Link.ONLINE, None)
    assert contact.last_report == busy
