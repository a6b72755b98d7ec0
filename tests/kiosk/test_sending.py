"""What is sent says how the kiosk is, and goes the way that is set."""

from contextlib import closing
from datetime import timedelta

import msgspec

from kiosk.clock import Anchor
from kiosk.place import Place
from kiosk.protocol.batch import Health
from kiosk.roster import Roster
from kiosk.sending import is_watch_current, make_transport, read_batch_health
from kiosk.storage import clock, reader_faults, roster
from kiosk.storage.settings import Enrolment
from kiosk.sync.route import Route
from kiosk.sync.transport import Reply
from kiosk.version import VERSION
from tests.authorities import make_authority
from tests.fakes import START
from tests.http_servers import ConnectProxy, Server, make_answer

HEAD = Roster(version=7, issued_at=START, expires_at=START + timedelta(days=1))


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
    assert not is_watch_current(place, msgspec.structs.replace(HEAD, watch="ab" * 32))


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
            make_transport(
                msgspec.structs.replace(place, route=Route(proxy=proxy.address)),
                enrolment,
            )
        ) as transport,
    ):
        reply = transport.get("/v1/health")
    assert isinstance(reply, Reply)
    assert reply.body == b"heard"
