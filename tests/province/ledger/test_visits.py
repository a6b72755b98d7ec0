"""Tests of visits as officers see them, on both databases."""

import pytest

from province.ledger import views, visits
from province.ledger.arrivals import append_batch
from province.ledger.columns import to_us
from province.ledger.database import Database
from province.ledger.scope import Scope
from province.ledger.views import Position, Wanted
from province.ledger.visits import Left, VisitView
from tests.province.builders import NOW, FakeKiosk, add_point, an_entry, enrol

FIELDS = {"host": "Bà Ánh", "company": "Công ty Mẫu", "badge": "17"}
CAME = an_entry(1, visit=FIELDS)
BEGAN = CAME.entry_id
AT_US = to_us(NOW)


@pytest.fixture
def kiosk(ledger: Database) -> FakeKiosk:
    """Return a kiosk that may send to `ledger`."""
    made = FakeKiosk()
    enrol(ledger, made, add_point(ledger))
    return made


def list_today(
    ledger: Database, unit: str = "", after: Position | None = None
) -> tuple[VisitView, ...]:
    with ledger.reading() as connection:
        wanted = Wanted(scope=Scope(unit=unit), period=views.find_day(NOW))
        return visits.list_visits(connection, wanted, after).rows


def find_left(ledger: Database, kiosk: FakeKiosk, *later: object) -> Left | None:
    rows = [
        an_entry(number, **changes)  # type: ignore[arg-type]  # fields of an entry
        for number, changes in enumerate(later, start=2)
    ]
    append_batch(ledger, kiosk.sign(CAME, *rows), NOW)
    (view,) = list_today(ledger)
    return view.left


def an_out(**changes: object) -> dict[str, object]:
    return {"direction": "out", "refers": BEGAN, **changes}


def test_a_visit_has_host_company_and_a_masked_number(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    append_batch(ledger, kiosk.sign(CAME, an_entry(2)), NOW)

    (view,) = list_today(ledger)

    assert (view.name, view.document, view.point_name) == (
        "NGUYỄN VĂN MẪU",
        "••••••••0001",
        "Cổng chợ",
    )
    assert (view.host, view.company, view.left) == ("Bà Ánh", "Công ty Mẫu", None)


def test_an_entry_out_ends_the_visit(ledger: Database, kiosk: FakeKiosk) -> None:
    left = find_left(ledger, kiosk, an_out(decided_at_us=AT_US))
    assert left == Left(at=NOW, is_closed=False)


def test_the_night_rule_is_told_from_leaving(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    closed = {"act": "closed", "refers": BEGAN, "decided_at_us": AT_US, "outcome": ""}
    assert find_left(ledger, kiosk, closed) == Left(at=NOW, is_closed=True)


def test_an_entry_out_that_was_not_admitted_ends_nothing(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    assert find_left(ledger, kiosk, an_out(outcome="check")) is None


@pytest.mark.parametrize(("act", "has_left"), [("admitted", True), ("void", False)])
def test_what_staff_did_about_the_entry_out_counts(
    ledger: Database, kiosk: FakeKiosk, act: str, *, has_left: bool
) -> None:
    outcome = "check" if act == "admitted" else "allow"
    out = an_out(outcome=outcome)
    done = {"act": act, "refers": an_entry(2, **out).entry_id}
    assert (find_left(ledger, kiosk, out, done) is not None) == has_left


def test_a_voided_visit_is_not_shown(ledger: Database, kiosk: FakeKiosk) -> None:
    void = an_entry(2, act="void", refers=BEGAN)
    append_batch(ledger, kiosk.sign(CAME, void), NOW)
    assert list_today(ledger) == ()


def test_fields_with_a_nul_are_kept_clean(ledger: Database, kiosk: FakeKiosk) -> None:
    append_batch(ledger, kiosk.sign(an_entry(1, visit={"host": "a\0b"})), NOW)
    (view,) = list_today(ledger)
    assert (view.host, view.company) == ("a\ufffdb", "")


def test_a_unit_sees_its_own_visits_a_page_at_a_time(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    rows = [an_entry(number, visit=FIELDS) for number in range(1, 56)]
    append_batch(ledger, kiosk.sign(*rows), NOW)

    first = list_today(ledger, "04")
    second = list_today(ledger, "04", first[-1].position)

    assert (len(first), len(second), list_today(ledger, "05")) == (50, 5, ())
