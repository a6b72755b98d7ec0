"""Samples: decisions and surroundings for the screens' tests; invented people."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from uuid import UUID

from kiosk.credentials.credential import Claim, Kind
from kiosk.decision import Decision, Outcome
from kiosk.health import Health, Link, OutOfOrder
from kiosk.payload import Direction, Payload
from kiosk.presence import Presence
from kiosk.presentation import Decided, Repeated
from kiosk.reason import Reason
from kiosk.roster import RosterState
from kiosk.scanner.reader import Gate
from kiosk.ui.flow import Flow, State, advance
from kiosk.ui.screens import Screen, compose_screen
from kiosk.ui.surroundings import Surroundings
from kiosk.ui.translations import load_texts

VI, EN = load_texts("vi"), load_texts("en")
WALL = datetime(2026, 11, 20, 1, 41, tzinfo=UTC)  # 08:41 in Vietnam
DOCUMENT = "001190012345"
NAME = "NGUYỄN THỊ ÁNH NGUYỆT"
GATE = Gate(name="Cổng A", direction=Direction.IN)
LONG_NAME = "NGUYỄN PHẠM HOÀNG THỤC ĐOAN TRƯỜNG GIANG"
FAULT = OutOfOrder(
    code="E-901",
    sentence="Ổ đĩa đầy: không ghi được lượt vào. Giải phóng ổ đĩa rồi chạy lại.",
)
DISK_FAILS = OutOfOrder(code="E-503", sentence="Disk I/O error.")
"""The longest words of a fault."""


def a_payload(direction: Direction = Direction.IN) -> Payload:
    return Payload(
        data=b"invented",
        symbology="]Q1",
        reader="wedge",
        gate=GATE.name,
        direction=direction,
        received_ns=0,
    )


def claims_of(name: str = NAME) -> Mapping[Claim, str]:
    return {
        Claim.DOCUMENT: DOCUMENT,
        Claim.OLD_DOCUMENT: "012345678",
        Claim.NAME: name,
        Claim.BIRTH_DATE: "1990-03-05",
        Claim.PHONE: "0987654321",
        Claim.INSURANCE_NUMBER: "GD4010110012345",
        Claim.QID: "3301990000123",
    }


def a_decided(
    outcome: Outcome = Outcome.ALLOW,
    reasons: Iterable[Reason] = (),
    *,
    name: str = NAME,
    direction: Direction = Direction.IN,
    seen: Presence | None = None,
    verified: bool = False,
) -> Decided:
    unreadable = outcome is Outcome.UNREADABLE
    decision = Decision(
        outcome=outcome,
        kind=Kind.UNKNOWN if unreadable else Kind.CCCD,
        reasons=tuple(reasons),
        verified=verified,
        claims={} if unreadable else claims_of(name),
        holder=None if unreadable else DOCUMENT,
        seen=seen,
    )
    return Decided(
        kept={},
        entry_id=UUID(int=1),
        decision=decision,
        payload=a_payload(direction),
        decided_at=WALL,
        latency_ms=4.2,
    )


def a_repeat() -> Repeated:
    return Repeated(repeat_of=UUID(int=1), payload=a_payload(), at=WALL)


def a_presence(direction: Direction = Direction.IN) -> Presence:
    at = datetime(2026, 11, 20, 1, 12, tzinfo=UTC)
    return Presence(direction=direction, gate="Cổng B", at=at)


def a_health(**changes: int | Link | RosterState | str) -> Health:
    values: dict[str, int | Link | RosterState | str] = {
        "link": Link.OFFLINE,
        "pending": 37,
        "refused": 0,
        "roster_state": RosterState.FRESH,
        "point_name": "Chốt kiểm soát Tân Trào",
    }
    return Health(**(values | changes))  # type: ignore[arg-type]  # one of each kind


def surroundings(health: Health | None = None) -> Surroundings:
    return Surroundings(gate=GATE, title="Kiosk", health=health or a_health())


def verdict(decided: Decided) -> Flow:
    return advance(Flow(), decided, 0)


def screen_of(decided: Decided, health: Health | None = None) -> Screen:
    return compose_screen(verdict(decided), surroundings(health), (VI, EN), WALL)


def list_flows() -> dict[str, Flow]:
    """Return one flow of each screen, and the hardest of each kind."""
    already = a_decided(
        Outcome.CHECK, [Reason.ALREADY_INSIDE], name="TRẦN QUỐC ĐẠT", seen=a_presence()
    )
    longest = a_decided(
        Outcome.CHECK,
        [Reason.NOT_INSIDE, Reason.TEXT_REPAIRED],
        name=LONG_NAME,
        direction=Direction.OUT,
        seen=a_presence(Direction.OUT),
    )
    denied = a_decided(
        Outcome.DENY, [Reason.KIND_NOT_ACCEPTED], name="LÊ HOÀNG PHƯƠNG UYÊN"
    )
    warned = a_decided(Outcome.ALLOW, [Reason.ID_BIRTH_DIFFERS], name=LONG_NAME)
    return {
        "idle": Flow(),
        "allow": verdict(a_decided()),
        "allow-warned": verdict(warned),
        "check": verdict(already),
        "check-longest": verdict(longest),
        "deny": verdict(denied),
        "unreadable": verdict(a_decided(Outcome.UNREADABLE, [Reason.INPUT_METHOD])),
        "out-of-order": Flow(state=State.OUT_OF_ORDER, fault=FAULT),
        "out-of-order-disk": Flow(state=State.OUT_OF_ORDER, fault=DISK_FAILS),
    }
