"""Tests of one kiosk's page: its history, and what an officer decides with a reason."""

from collections.abc import Sequence

import pytest
from sqlalchemy import select

from kiosk.protocol import chain
from province.fleet import AlarmKind
from province.ledger import alarms, forks, held
from province.ledger.arrivals import append_batch
from province.ledger.office_tables import audit
from province.services import Services
from tests.province.builders import NOW, FakeKiosk, add_point, an_entry, enrol, revoke
from tests.province.web.clerk import Clerk, open_office

KIOSK = FakeKiosk().kiosk_id
AT = f"/fleet/{KIOSK}"


@pytest.fixture
def kiosk(services: Services) -> FakeKiosk:
    """Return a kiosk whose second batch never came."""
    made = FakeKiosk()
    enrol(services.database, made, add_point(services.database))
    said = [made.sign(an_entry(number)) for number in (1, 2, 3)]
    append_batch(services.database, said[0], NOW)
    append_batch(services.database, said[2], NOW)
    return made


@pytest.fixture
def clerk(services: Services, kiosk: FakeKiosk) -> Clerk:
    """Return an officer of the province."""
    assert kiosk.kiosk_id == KIOSK
    return open_office(services)


def list_acts(services: Services) -> Sequence[tuple[str, object]]:
    with services.database.reading() as connection:
        query = select(audit.c.act, audit.c.told).where(audit.c.subject == KIOSK)
        return [(row.act, row.told) for row in connection.execute(query)]


def test_history_and_gaps_are_shown_and_taken_along(clerk: Clerk) -> None:
    gaps = clerk.get(f"{AT}?table=fleet_gaps&form=csv").content.decode("utf-8-sig")
    batches = clerk.get(f"{AT}?table=fleet_batches&form=csv").text.splitlines()

    assert gaps.splitlines()[1:] == ["e1,2,2"]
    assert len(batches) == 3


def test_a_kiosk_is_revoked_and_restored_with_a_reason(
    clerk: Clerk, services: Services
) -> None:
    clerk.send(f"{AT}/revoke", at=AT, reason="Máy bị mất")
    assert "Đã thu hồi" in clerk.read(AT)
    clerk.send(f"{AT}/restore", at=AT, reason="Đã tìm thấy")

    assert "Đã thu hồi" not in clerk.read(AT)
    assert list_acts(services) == [
        ("kiosk_revoked", {"reason": "Máy bị mất"}),
        ("kiosk_restored", {"reason": "Đã tìm thấy"}),
    ]


@pytest.mark.parametrize("act", ["revoke", "held", "forks"])
def test_nothing_is_decided_without_a_reason(
    clerk: Clerk, services: Services, act: str
) -> None:
    answer = clerk.send(f"{AT}/{act}", at=AT, reason=" ")

    assert answer.status_code == 400
    assert "Hãy ghi lý do" in answer.text
    assert list_acts(services) == []


def test_held_entries_are_accepted(
    clerk: Clerk, services: Services, kiosk: FakeKiosk
) -> None:
    revoke(services.database, kiosk)
    append_batch(services.database, kiosk.sign(an_entry(4), an_entry(5)), NOW)
    assert "2 lượt đến sau khi máy bị thu hồi" in clerk.read(AT)

    clerk.send(f"{AT}/held", at=AT, reason="Máy được trả lại")

    with services.database.reading() as connection:
        assert held.count_by_kiosk(connection) == {}
    told = {"reason": "Máy được trả lại", "entries": 2}
    assert list_acts(services) == [("held_accepted", told)]


def test_a_fork_is_decided_once_and_by_whom_is_kept(
    clerk: Clerk, services: Services
) -> None:
    other = FakeKiosk()
    append_batch(services.database, other.sign(an_entry(77)), NOW)
    assert other.head != chain.GENESIS
    clerk.send(f"{AT}/forks", at=AT, reason="Bản sao đã huỷ", epoch="e1", kind="fork")

    with services.database.reading() as connection:
        (fork,) = forks.list_forks(connection, KIOSK)
    assert fork.decided_by == "province"
    assert [act for act, _ in list_acts(services)] == ["fork_decided"]


def test_an_alarm_rests_once_it_was_looked_into(
    clerk: Clerk, services: Services
) -> None:
    with services.database.writing() as connection:
        alarms.renew(connection, [(AlarmKind.SILENT, KIOSK)], NOW)
        (alarm,) = alarms.list_of(connection, KIOSK)

    clerk.send(f"{AT}/alarms", at=AT, alarm=str(alarm.alarm_id), note="Mất điện")

    assert "Mất điện" in clerk.read(AT)
    assert list_acts(services) == [("alarm_seen", {"kind": "silent"})]


@pytest.mark.parametrize("act", ["alarms", "forks", "held", "revoke", "restore"])
def test_another_units_kiosk_is_not_there(services: Services, act: str) -> None:
    enrol(services.database, FakeKiosk(), add_point(services.database))
    other = open_office(services, "clerk", "05")

    answer = other.send(
        f"{AT}/{act}", at="/fleet", reason="x", note="x", alarm="1", epoch="", kind=""
    )

    assert answer.status_code == 404
    assert other.get(AT).status_code == 404
    assert list_acts(services) == []


def test_whoever_only_looks_gets_no_form(services: Services, kiosk: FakeKiosk) -> None:
    officer = open_office(services, "auditor")

    page = officer.read(f"/fleet/{kiosk.kiosk_id}")

    assert "/revoke" not in page
    assert 'name="reason"' not in page
