"""A place tells how its kiosk is, and makes what works on it."""

from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import msgspec

from kiosk.clock import Anchor
from kiosk.place import (
    Place,
    is_watch_current,
    make_lane,
    make_transport,
    read_batch_health,
    read_status,
)
from kiosk.protocol.batch import Health
from kiosk.roster import Roster
from kiosk.storage import attention, clock, reader_faults, roster
from kiosk.storage.settings import Enrolment
from kiosk.sync import waiting
from kiosk.sync.route import Route
from kiosk.sync.transport import Reply
from kiosk.version import VERSION
from tests.authorities import make_authority
from tests.builders import a_payload
from tests.fakes import START
from tests.http_servers import ConnectProxy, Server, make_answer

HEAD = Roster(version=7, issued_at=START, expires_at=START + timedelta(days=1))


def test_status_has_the_keys_of_the_command_line(place: Place) -> None:
    with make_lane(place) as lane:
        lane.present(a_payload())
    status = read_status(place)
    assert isinstance(status.pop("disk_free"), int)
    assert isinstance(status.pop("disk_days"), int)
    assert status == {
        "entries": 1,
        "pending": 1,
        "settled": 0,
        "refused": 0,
        "purged": 0,
        "purged_unsettled": 0,
        "notice": None,
        "overdue": 0,
        "copies_held": 0,
        "chain": "ok",
        "lost": 0,
        "damage": None,
        "roster_age_s": None,
        "roster_state": "none",
        "policy_fault": None,
        "fault": "none",
        "next_attempt_s": None,
        "refused_by": {},
        "reader_faults": {},
        "watch_current": True,
        "disk_state": "ok",
        "clock": "unknown",
        "backup_age_s": None,
        "backup_fault": None,
        "key": "key_file",
        "key_fallback": False,
        "kiosk_id": None,
        "version": "0.1.0",
    }


def test_status_tells_why_sending_waits_and_what_is_kept_back(place: Place) -> None:
    with make_lane(place) as lane:
        lane.present(a_payload())
    wait = waiting.begin(place.now(), 90.4, faults=1, fault="dns", detail="")
    with place.database.write() as connection:
        waiting.put(connection, wait)
        attention.set_aside(connection, {1: "too_large"}, now_us=0, version=VERSION)
        reader_faults.note(connection, "serial:1")
    status = read_status(place)
    assert (status["fault"], status["next_attempt_s"]) == ("dns", 90)
    assert (status["refused"], status["refused_by"]) == (1, {"in_the_way": 1})
    assert status["reader_faults"] == {"serial:1": 1}


def test_status_names_the_kiosk_only_once_it_is_enrolled(place: Place) -> None:
    enrolled = replace(place, enrolment=an_enrolment("http://127.0.0.1:1"))
    assert read_status(enrolled)["kiosk_id"] == place.identity.kiosk_id


def an_enrolment(url: str) -> Enrolment:
    return Enrolment(
        token=bytes(16),
        url=url,
        root=b"{}",
        point="1",
        point_name="Chốt Thử",
        gate="A",
        province="Tỉnh Thử",
    )


def test_status_tells_why_a_policy_is_not_in_use(place: Place) -> None:
    head = Roster(version=1, issued_at=START, expires_at=START + timedelta(days=1))
    assert read_status(place)["policy_fault"] is None
    with place.database.write() as connection:
        roster.put(connection, head, policy_fault="'x' is not known")
    assert read_status(place)["policy_fault"] == "'x' is not known"


def test_a_batch_says_which_roster_is_in_use(place: Place) -> None:
    assert read_batch_health(place, 0).roster_version == 0
    with place.database.write() as connection:
        roster.put(connection, HEAD)
    assert read_batch_health(place, 3).roster_version == 7


def test_a_batch_says_how_the_kiosk_is(place: Place) -> None:
    with place.database.write() as connection:
        reader_faults.note(connection, "serial:1")
        clock.put(connection, Anchor(at=place.now(), told=START))
    told = read_batch_health(place, 37)
    assert told.disk_free > 0
    assert msgspec.structs.replace(told, disk_free=0) == Health(
        app_version=VERSION,
        clock="trusted",
        pending=37,
        roster_version=0,
        disk_free=0,
        reader_faults=1,
        boot=place.now().boot,
        monotonic_ms=place.now().monotonic_ms,
    )


def test_a_watch_list_that_was_not_brought_yet_is_told(place: Place) -> None:
    assert is_watch_current(place, HEAD)
    assert not is_watch_current(place, replace(HEAD, watch="ab" * 32))


def test_the_way_to_the_province_is_the_settings_and_the_codes(place: Place) -> None:
    authority, host = make_authority(), "province.example"
    enrolment = msgspec.structs.replace(
        an_enrolment(f"https://{host}"), ca=authority.certificate
    )
    context = authority.make_server_context(host)
    with (
        Server(make_answer("200 OK", b"heard"), context=context) as far,
        ConnectProxy(far.port) as proxy,
        closing(
            make_transport(replace(place, route=Route(proxy=proxy.address)), enrolment)
        ) as transport,
    ):
        reply = transport.get("/v1/health")
    assert isinstance(reply, Reply)
    assert reply.body == b"heard"
