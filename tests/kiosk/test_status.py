"""Status tells how the kiosk of a place is."""

from datetime import timedelta

import msgspec

from kiosk.place import Place, make_lane
from kiosk.roster import Roster
from kiosk.status import read_status
from kiosk.storage import attention, reader_faults, roster
from kiosk.storage.settings import Enrolment
from kiosk.sync import waiting
from kiosk.version import VERSION
from tests.builders import a_payload
from tests.fakes import START


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
    enrolled = msgspec.structs.replace(
        place, enrolment=an_enrolment("http://127.0.0.1:1")
    )
    assert read_status(enrolled)["kiosk_id"] == place.identity.kiosk_id


def test_status_tells_why_a_policy_is_not_in_use(place: Place) -> None:
    head = Roster(version=1, issued_at=START, expires_at=START + timedelta(days=1))
    assert read_status(place)["policy_fault"] is None
    with place.database.write() as connection:
        roster.put(connection, head, policy_fault="'x' is not known")
    assert read_status(place)["policy_fault"] == "'x' is not known"
