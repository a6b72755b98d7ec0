"""Tests of the fleet looked over: silence becomes an alarm, and speaking ends it."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from province import vigil
from province.ledger.alarms import Changed
from province.ledger.arrivals import append_batch
from province.ledger.columns import to_us
from province.ledger.place_tables import alarms
from province.ledger.tables import points
from province.services import Services
from tests.province.builders import NOW, FakeKiosk, add_point, enrol, revoke

LATER = NOW + timedelta(days=3)
NOTHING = Changed(begun=0, over=0)


@pytest.fixture
def kiosk(services: Services) -> FakeKiosk:
    """Return a kiosk that spoke at `NOW`."""
    made = FakeKiosk()
    enrol(services.database, made, add_point(services.database))
    append_batch(services.database, made.sign(), NOW)
    return made


def list_kinds(services: Services) -> list[str]:
    with services.database.reading() as connection:
        query = select(alarms.c.kind).where(alarms.c.is_over.is_(False))
        return sorted(connection.execute(query).scalars())


def say(services: Services, kiosk: FakeKiosk, at: datetime) -> None:
    batch = kiosk.sign(covered_until_us=to_us(at), sent_at_us=to_us(at))
    append_batch(services.database, batch, at)


def test_silence_is_an_alarm_until_the_kiosk_speaks(
    services: Services, kiosk: FakeKiosk
) -> None:
    assert vigil.review(services, NOW) == NOTHING

    assert vigil.review(services, LATER) == Changed(begun=1, over=0)
    assert list_kinds(services) == ["silent"]

    say(services, kiosk, LATER)
    assert vigil.review(services, LATER) == Changed(begun=0, over=1)


def test_a_revoked_kiosk_may_be_silent(services: Services, kiosk: FakeKiosk) -> None:
    revoke(services.database, kiosk)

    assert vigil.review(services, LATER) == NOTHING


@pytest.mark.usefixtures("kiosk")
def test_a_suspended_point_may_be_silent(services: Services) -> None:
    with services.database.writing() as connection:
        connection.execute(update(points).values(suspended_at=NOW))

    assert vigil.review(services, LATER) == NOTHING


def test_a_roster_of_long_ago_is_an_alarm(services: Services, kiosk: FakeKiosk) -> None:
    month = NOW + timedelta(days=30)
    say(services, kiosk, month)

    vigil.review(services, month)

    assert list_kinds(services) == ["roster"]
