"""What is lost is asked of the province once, and comes back from it."""

import threading
from dataclasses import dataclass, field, replace

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import delete, select

from kiosk.inquiry import NothingToAsk, inquire, inquire_on
from kiosk.place import Place
from kiosk.protocol.recovery import (
    Answer,
    Request,
    Row,
    SignedRequest,
    parse_request,
    seal_answer,
)
from kiosk.protocol.signature import get_public_bytes
from kiosk.roster import Roster
from kiosk.storage import lost, rebuilding, report, roster
from kiosk.storage.refilling import Inquired
from kiosk.storage.report import REPORT
from kiosk.storage.tables import ENTRIES
from kiosk.sync.fault import Fault, FaultClass
from kiosk.sync.transport import Reply
from tests.backlog import fill
from tests.fakes import START

KEY = Ed25519PrivateKey.generate()


@dataclass
class FakeProvince:
    """Holds some rows, and answers whoever signs as `public_key`."""

    public_key: bytes
    rows: tuple[Row, ...] = ()
    asked: list[Request] = field(default_factory=list)

    def post(self, path: str, body: bytes, content_type: str) -> Reply | Fault:
        del path, content_type
        signed = parse_request(body)
        assert isinstance(signed, SignedRequest)
        assert signed.is_of(self.public_key)
        self.asked.append(signed.request)
        answer = Answer(
            kiosk_id=signed.request.kiosk_id,
            request=signed.hash,
            highest=20,
            rows=self.rows,
            epochs=(),
        )
        return Reply(
            status=200,
            content_type="",
            body=seal_answer(answer, KEY),
            date=None,
            retry_after_s=None,
        )


class NoLink:
    """A way that leads nowhere."""

    def post(self, path: str, body: bytes, content_type: str) -> Reply | Fault:
        del path, body, content_type
        return Fault(fault_class=FaultClass.NO_LINK)


def lose(place: Place, *positions: int) -> FakeProvince:
    """Lose entries that the province has; return that province."""
    fill(place.database, 20, settled=True)
    found = ENTRIES.c.position.in_(positions)
    head = Roster(
        version=1,
        issued_at=START,
        expires_at=START,
        receipt_keys=(get_public_bytes(KEY),),
    )
    with place.database.write() as connection, rebuilding.unlocked(connection):
        kept = connection.execute(select(ENTRIES).where(found)).all()
        connection.execute(delete(ENTRIES).where(found))
        gaps = rebuilding.follow_chain(connection, {}, 1).gaps
        rebuilding.put_gaps(connection, gaps, ())
        roster.put(connection, head)
    rows = tuple(
        Row(row.position, row.entry_id, row.commitment, row.act, 1, "e") for row in kept
    )
    return FakeProvince(get_public_bytes(place.identity.private_key), rows)


def count_lost(place: Place) -> int:
    with place.database.read() as connection:
        return lost.count(connection)


def test_what_the_province_holds_comes_back(place: Place) -> None:
    province = lose(place, 4, 5, 11)
    said = inquire(place, province)
    assert isinstance(said, Inquired)
    assert (said.held, said.put_back, count_lost(place)) == (3, 3, 0)
    assert province.asked[0].ranges == ((4, 5), (11, 11))


def test_the_answer_stands_in_the_report_of_the_salvage(place: Place) -> None:
    aside = place.folder.path / "damaged-20261120-000000"
    aside.mkdir()
    report.write(aside, {"missing": 3})
    inquire(place, lose(place, 4, 5, 11))
    assert msgspec.json.decode((aside / REPORT).read_bytes()) == {
        "missing": 3,
        "province": {"held": 3, "put_back": 3, "highest": 20, "missing": 0},
    }


def test_it_is_asked_once(place: Place) -> None:
    province = replace(lose(place, 4), rows=())
    assert isinstance(inquire(place, province), Inquired)
    assert inquire(place, province) == NothingToAsk()
    assert (len(province.asked), count_lost(place)) == (1, 1)


def test_without_a_link_it_is_asked_later(place: Place) -> None:
    province = lose(place, 4)
    assert isinstance(inquire(place, NoLink()), Fault)
    assert isinstance(inquire(place, province), Inquired)


def test_without_a_roster_nobody_is_believed(place: Place) -> None:
    province = lose(place, 4)
    with place.database.write() as connection:
        roster.forget(connection)
    assert isinstance(inquire(place, province), Fault)
    assert province.asked == []


def test_a_whole_kiosk_asks_nothing(place: Place) -> None:
    assert inquire(place, NoLink()) == NothingToAsk()


def test_a_kiosk_without_a_province_does_not_wait_for_one(place: Place) -> None:
    inquire_on(place, threading.Event())
