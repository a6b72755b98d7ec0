"""A desk lets visitors in and out, each with its entry, and knows who is inside."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import msgspec
import pytest

from kiosk.credentials.cose import Algorithm
from kiosk.credentials.credential import Claim
from kiosk.decision import Outcome
from kiosk.declaration import Declaration, Declared
from kiosk.desk import Reception
from kiosk.errors import StorageError
from kiosk.lane import Lane
from kiosk.night import CLOSED_AT_ONCE
from kiosk.payload import Direction
from kiosk.place import Place, open_place
from kiosk.policy import DEFAULT_POLICY, Policy
from kiosk.presentation import Decided
from kiosk.protocol import content
from kiosk.protocol.content import Act, Content
from kiosk.reason import Reason
from kiosk.reception import (
    AlreadyInside,
    Asks,
    BadgeTaken,
    CheckedIn,
    Desk,
    Filled,
    Form,
    FormFault,
    Leaving,
    NotInside,
    NotUnderstood,
    ReadAgain,
    SignedOut,
    TurnedAway,
    Undone,
    Visit,
    VisitField,
)
from kiosk.roster import Roster
from kiosk.sending import make_sender
from kiosk.storage import entries, outbox
from kiosk.storage.database import Database
from kiosk.storage.folder import Folder
from kiosk.sync import enrolment
from kiosk.sync.fault import FaultClass
from province.ledger import told, vault
from province.ledger.database import open_database
from province.ledger.entry_tables import entries as ledger
from tests.builders import CARD, OTHER_CARD, a_card, a_payload
from tests.codes import BHYT_NEW, BHYT_OLD
from tests.fakes import START, SteppedClock
from tests.provinces import Province, serve
from tests.signing import Issuer, a_badge, a_grant, a_pass
from tests.ui.declarations import FEVER
from tests.ui.declarations import LONGEST as AWAY

MIDNIGHT = datetime(2026, 11, 20, 17, tzinfo=UTC)
"""The end of the day of `START` in Hà Nội."""


def a_form(name: str = "Lê Văn Giả", document: str = "", **fields: str) -> Form:
    return Form(
        name=name,
        document=document,
        fields={VisitField(field): text for field, text in fields.items()},
    )


def fill(desk: Reception, card: str = CARD, **fields: str) -> Form:
    """Present a card at the desk and return the form with `fields`."""
    filled = desk.present(a_payload(card))
    assert isinstance(filled, Filled)
    named = {VisitField(field): text for field, text in fields.items()}
    return msgspec.structs.replace(filled.form, fields=named)


def check_in(desk: Reception, form: Form) -> Visit:
    answer = desk.check_in(form)
    assert isinstance(answer, CheckedIn)
    return answer.visit


def read_contents(database: Database) -> list[Content]:
    with database.read() as connection:
        rows = outbox.read_run(connection, limit=1000).rows
    decoded = [content.decode(row.content) for row in rows]
    return [one for one in decoded if one is not None]


def read_names(desk: Reception, search: str = "") -> list[str]:
    return [visit.name for visit in desk.find_inside(search, limit=100)]


def decide_at_gate(lane: Lane, direction: Direction, card: str = CARD) -> Decided:
    presentation = lane.present(a_payload(card, direction=direction, gate="G"))
    assert isinstance(presentation, Decided)
    return presentation


def test_a_desk_is_what_the_screens_ask(desk: Reception) -> None:
    asked: Desk = desk
    assert asked.count_inside() == 0


def test_a_check_in_is_one_entry_with_claims_and_fields(
    desk: Reception, database: Database
) -> None:
    fields = {
        "host": "Bà Ánh",
        "company": "Công ty Mẫu",
        "purpose": "Họp",
        "plate": "29A-123.45",
        "belongings": "1 laptop",
        "badge": "17",
    }
    visit = check_in(desk, fill(desk, **fields))
    (kept,) = read_contents(database)
    assert (kept.act, kept.direction, kept.outcome) == ("presented", "in", "allow")
    assert (kept.kind, kept.visit) == ("cccd", fields)
    assert set(kept.claims) == {"document", "name", "birth_date", "sex"}
    assert list(desk.find_inside("", limit=9)) == [visit]


def test_a_walk_in_is_written_down_and_never_verified(
    desk: Reception, database: Database
) -> None:
    check_in(desk, a_form("Lê Văn Giả", "001090000007", host="Bà Ánh"))
    (kept,) = read_contents(database)
    assert (kept.kind, kept.verified, kept.gate) == ("manual", False, "A")
    assert kept.claims == {"name": "Lê Văn Giả", "document": "001090000007"}


def test_the_entry_is_durable_before_the_answer(
    desk: Reception, database: Database
) -> None:
    visit = check_in(desk, a_form())
    with database.read() as connection:
        assert entries.find(connection, visit.visit_id.bytes) is not None
        assert entries.read_head(connection).pending == 1


def test_what_can_not_be_kept_is_no_visit(desk: Reception, database: Database) -> None:
    with database.write() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER full BEFORE INSERT ON hosts "
            "BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
        )
    with pytest.raises(StorageError, match="Free space"):
        desk.check_in(a_form(host="Bà Ánh"))
    assert (desk.count_inside(), read_contents(database)) == (0, [])


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        (a_form(" "), FormFault.NAME_MISSING),
        (a_form("A" * 201), FormFault.TEXT_TOO_LONG),
        (a_form(badge="B7"), FormFault.BADGE_NOT_DIGITS),
    ],
)
def test_a_faulty_form_makes_no_entry(
    desk: Reception, database: Database, written: Form, fault: FormFault
) -> None:
    assert desk.check_in(written) == fault
    assert read_contents(database) == []


def test_a_name_of_200_letters_is_taken_whole(desk: Reception) -> None:
    assert check_in(desk, a_form("Ễ" * 200)).name == "Ễ" * 200


def test_a_second_check_in_is_answered_with_the_first(
    desk: Reception, database: Database
) -> None:
    visit = check_in(desk, fill(desk))
    again = a_form("Trần Thị Thử Nghiệm", "001190000123")
    assert desk.check_in(again) == AlreadyInside(visit=visit)
    assert len(read_contents(database)) == 1


def test_who_came_in_by_the_gate_is_already_inside(desk: Reception, lane: Lane) -> None:
    admitted = decide_at_gate(lane, Direction.IN)
    answer = desk.check_in(a_form("Trần Thị Thử Nghiệm", "001190000123"))
    assert isinstance(answer, AlreadyInside)
    assert answer.visit.visit_id == admitted.entry_id
    assert isinstance(desk.sign_out(admitted.entry_id), SignedOut)
    assert isinstance(desk.sign_out(admitted.entry_id), NotInside)


def test_a_code_is_known_again_whatever_was_typed_over_it(desk: Reception) -> None:
    form = msgspec.structs.replace(fill(desk), name="Trần Thị Khác", document="")
    visit = check_in(desk, form)
    assert desk.check_in(form) == AlreadyInside(visit=visit)


def test_another_person_can_not_have_the_same_badge(desk: Reception) -> None:
    visit = check_in(desk, fill(desk, badge="17"))
    assert desk.check_in(fill(desk, OTHER_CARD, badge="17")) == BadgeTaken(visit=visit)
    desk.sign_out(visit.visit_id)
    check_in(desk, fill(desk, a_card(1), badge="17"))


def test_the_same_code_signs_out(
    desk: Reception, database: Database, clock: SteppedClock
) -> None:
    visit = check_in(desk, fill(desk))
    clock.advance(3600)
    answer = desk.present(a_payload())
    left = {"left_at": clock().wall, "leaving": Leaving.PRESENTED}
    assert isinstance(answer, SignedOut)
    assert answer.visit == msgspec.structs.replace(visit, **left)
    out = read_contents(database)[-1]
    assert (out.act, out.direction, out.outcome) == ("presented", "out", "allow")
    assert (out.refers, out.claims["document"]) == (
        visit.visit_id.bytes,
        "001190000123",
    )
    assert desk.count_inside() == 0


def test_the_badge_signs_out_with_the_claims_of_the_entry_in(
    desk: Reception, database: Database
) -> None:
    visit = check_in(desk, fill(desk, badge="007"))
    answer = desk.present(a_payload("007"))
    assert isinstance(answer, SignedOut)
    assert answer.visit.leaving is Leaving.PRESENTED
    came, out = read_contents(database)
    assert (out.refers, out.claims, out.kind) == (
        visit.visit_id.bytes,
        came.claims,
        "cccd",
    )


def test_a_tap_signs_out_and_says_that_no_code_was_presented(
    desk: Reception, database: Database
) -> None:
    visit = check_in(desk, a_form())
    answer = desk.sign_out(visit.visit_id)
    assert isinstance(answer, SignedOut)
    assert answer.visit.leaving is Leaving.TAPPED
    assert read_contents(database)[-1].text == "tapped"
    assert [one.leaving for one in desk.find_earlier("", limit=1)] == [Leaving.TAPPED]


def test_who_typed_a_document_signs_out_with_the_card_that_filled_the_form(
    desk: Reception, clock: SteppedClock
) -> None:
    form = msgspec.structs.replace(fill(desk, BHYT_NEW), document="001190000123")
    visit = check_in(desk, form)
    clock.advance(60)
    answer = desk.present(a_payload(BHYT_NEW))
    assert isinstance(answer, SignedOut)
    assert answer.visit.visit_id == visit.visit_id


def test_nobody_is_signed_out_who_is_not_inside(
    desk: Reception, database: Database
) -> None:
    visit = check_in(desk, a_form())
    desk.sign_out(visit.visit_id)
    assert desk.sign_out(visit.visit_id) == NotInside()
    assert desk.sign_out(uuid4()) == NotInside()
    assert len(read_contents(database)) == 2


def test_a_card_left_at_the_reader_does_not_sign_out(
    desk: Reception, clock: SteppedClock
) -> None:
    form = fill(desk)
    clock.advance(2.0)
    assert desk.present(a_payload()) == ReadAgain()
    clock.advance(30.0)
    check_in(desk, form)
    clock.advance(2.9)
    assert desk.present(a_payload()) == ReadAgain()
    assert desk.count_inside() == 1


def test_a_badge_read_twice_signs_out_once(desk: Reception) -> None:
    check_in(desk, fill(desk, badge="17"))
    assert isinstance(desk.present(a_payload("17")), SignedOut)
    assert desk.present(a_payload("17")) == ReadAgain()


@pytest.mark.parametrize(
    ("text", "reason"),
    [("https://example.vn", Reason.LINK), ("17", Reason.UNKNOWN_KIND)],
)
def test_a_code_that_is_nobodys_is_said(
    desk: Reception, text: str, reason: Reason
) -> None:
    for _ in range(2):
        assert desk.present(a_payload(text)) == NotUnderstood(reason=reason)


def test_a_kind_that_the_point_refuses_fills_no_form(
    desk: Reception, lane: Lane
) -> None:
    strict = Policy(accepted=frozenset())
    desk._lane.rules = msgspec.structs.replace(lane.rules, policy=strict)
    refused = NotUnderstood(reason=Reason.KIND_NOT_ACCEPTED)
    assert desk.present(a_payload()) == refused
    check_in(desk, a_form())


def test_a_card_that_has_expired_is_shown_and_admitted_by_reception(
    desk: Reception, database: Database, clock: SteppedClock
) -> None:
    filled = desk.present(a_payload(BHYT_OLD))
    assert isinstance(filled, Filled)
    assert filled.reasons == (Reason.EXPIRED,)
    visit = check_in(desk, filled.form)
    clock.advance(60)
    assert [one.act for one in read_contents(database)] == ["presented", "admitted"]
    assert isinstance(desk.present(a_payload(BHYT_OLD)), SignedOut)
    assert desk.sign_out(visit.visit_id) == NotInside()


def ask_questions(desk: Reception, lane: Lane, *answers: bool) -> Form:
    """Let the point ask two questions, and return a form with `answers` to them."""
    declaration = Declaration(questions=(FEVER, AWAY))
    policy = replace(lane.rules.policy, declaration=declaration, needs_declaration=True)
    desk._lane.rules = msgspec.structs.replace(lane.rules, policy=policy)
    names = (FEVER.name, AWAY.name)
    said = Declared(answers=dict(zip(names, answers, strict=False)))
    return msgspec.structs.replace(fill(desk), declared=said)


@pytest.mark.parametrize("answers", [(), (False,)])
def test_what_the_point_asks_is_asked_before_anything_is_kept(
    desk: Reception, lane: Lane, database: Database, answers: tuple[bool, ...]
) -> None:
    form = ask_questions(desk, lane, *answers)
    assert desk.check_in(form) == Asks(declaration=Declaration(questions=(FEVER, AWAY)))
    assert (read_contents(database), desk.count_inside()) == ([], 0)


def test_who_answered_all_is_admitted_with_the_answers_and_no_check(
    desk: Reception, lane: Lane, database: Database
) -> None:
    check_in(desk, ask_questions(desk, lane, False, False))
    (entry,) = read_contents(database)
    assert (entry.outcome, entry.claims["answers"]) == ("allow", "fever=no; away=no")


def test_a_walk_in_is_asked_too(desk: Reception, lane: Lane) -> None:
    ask_questions(desk, lane)
    assert isinstance(desk.check_in(a_form()), Asks)


def test_an_answer_that_wants_a_look_is_admitted_by_reception(
    desk: Reception, lane: Lane, database: Database
) -> None:
    check_in(desk, ask_questions(desk, lane, True, False))
    contents = read_contents(database)
    assert [one.act for one in contents] == ["presented", "admitted"]
    assert contents[0].reasons == (Reason.ANSWER_TO_CHECK,)


def test_who_is_turned_away_by_an_answer_has_an_entry_and_no_visit(
    desk: Reception, lane: Lane, database: Database
) -> None:
    answered = desk.check_in(ask_questions(desk, lane, False, True))
    assert answered == TurnedAway(reason=Reason.ANSWER_NOT_ACCEPTED)
    (entry,) = read_contents(database)
    assert (entry.outcome, entry.visit) == ("deny", {})
    assert desk.count_inside() == 0


def test_a_returning_visitor_is_offered_the_newest_visit(
    desk: Reception, clock: SteppedClock
) -> None:
    for host in ("Bà Ánh", "Ông Bình"):
        visit = check_in(desk, fill(desk, host=host))
        clock.advance(60)
        desk.sign_out(visit.visit_id)
        clock.advance(60)
    filled = desk.present(a_payload())
    assert isinstance(filled, Filled)
    assert filled.earlier is not None
    assert filled.earlier.fields == {VisitField.HOST: "Ông Bình"}
    (found,) = desk.find_earlier("tran thi", limit=5)
    assert found == filled.earlier


def test_hosts_grow_and_come_with_the_last_visited_first(desk: Reception) -> None:
    for number, host in enumerate(("Bà Ánh", "Ông Bình", "Bà Ánh")):
        check_in(desk, a_form(f"Khách {number}", f"{number}", host=host))
    assert desk.find_hosts("", limit=5) == ["Bà Ánh", "Ông Bình"]
    assert desk.find_hosts("binh", limit=5) == ["Ông Bình"]


def test_who_is_inside_is_found_without_accents(desk: Reception) -> None:
    check_in(desk, a_form("Đặng Thị Ánh", badge="12"))
    check_in(desk, a_form("Lê Văn Giả"))
    assert read_names(desk) == ["Lê Văn Giả", "Đặng Thị Ánh"]
    assert read_names(desk, "anh dang") == ["Đặng Thị Ánh"]
    assert read_names(desk, "12") == ["Đặng Thị Ánh"]
    assert read_names(desk, "ang") == []


def test_who_left_by_the_desk_is_outside_for_the_gate(
    desk: Reception, lane: Lane, clock: SteppedClock
) -> None:
    visit = check_in(desk, fill(desk))
    doubted = decide_at_gate(lane, Direction.IN)
    assert doubted.decision.reasons == (Reason.ALREADY_INSIDE,)
    desk.sign_out(visit.visit_id)
    clock.advance(60)
    assert decide_at_gate(lane, Direction.IN).decision.outcome is Outcome.ALLOW


def test_who_left_by_the_gate_has_ended_the_visit(
    desk: Reception, lane: Lane, database: Database
) -> None:
    visit = check_in(desk, fill(desk))
    decide_at_gate(lane, Direction.OUT)
    assert (desk.count_inside(), read_contents(database)[-1].refers) == (
        0,
        visit.visit_id.bytes,
    )


def test_who_staff_let_out_at_the_gate_has_ended_the_visit(
    desk: Reception, lane: Lane
) -> None:
    check_in(desk, fill(desk, BHYT_OLD))
    doubted = decide_at_gate(lane, Direction.OUT, BHYT_OLD)
    assert (doubted.decision.outcome, desk.count_inside()) == (Outcome.CHECK, 1)
    lane.settle(doubted.entry_id, Act.ADMITTED)
    assert desk.count_inside() == 0


def test_gate_and_desk_write_one_chain_at_the_same_time(
    desk: Reception, lane: Lane, database: Database
) -> None:
    def read_cards() -> None:
        for number in range(30):
            lane.present(a_payload(a_card(number)))

    gate = threading.Thread(target=read_cards)
    gate.start()
    for number in range(30):
        check_in(desk, a_form(f"Khách {number}"))
    gate.join()
    with database.read() as connection:
        assert entries.find_chain_fault(connection, tail=100) == "ok"
        assert entries.read_head(connection).position == 60


def test_a_voided_visit_is_no_more(desk: Reception, lane: Lane) -> None:
    visit = check_in(desk, fill(desk))
    assert isinstance(lane.void(visit.visit_id, "wrong person"), UUID)
    assert (desk.count_inside(), list(desk.find_earlier("", limit=5))) == (0, [])
    check_in(desk, a_form("Trần Thị Thử Nghiệm", "001190000123"))


@pytest.mark.parametrize("written", [a_form(), a_form(document="001090000007")])
def test_a_voided_sign_out_lets_the_visit_go_on(
    desk: Reception, lane: Lane, database: Database, written: Form
) -> None:
    visit = check_in(desk, written)
    desk.sign_out(visit.visit_id)
    with database.read() as connection:
        (out,) = entries.find_referring(connection, visit.visit_id.bytes)
    lane.void(UUID(bytes=out.entry_id), "still here")
    assert list(desk.find_inside("", limit=5)) == [visit]
    assert isinstance(desk.sign_out(visit.visit_id), SignedOut)


def test_the_night_rule_closes_and_never_says_seen(
    desk: Reception, database: Database, clock: SteppedClock
) -> None:
    visit = check_in(desk, fill(desk))
    clock.advance(16 * 3600)
    assert desk.close_visits(MIDNIGHT) == 1
    closed = read_contents(database)[-1]
    assert (closed.act, closed.outcome, closed.direction, closed.refers) == (
        "closed",
        "",
        "",
        visit.visit_id.bytes,
    )
    (ended,) = desk.find_earlier("", limit=5)
    assert (ended.leaving, ended.left_at) == (Leaving.CLOSED, clock().wall)
    assert desk.close_visits(MIDNIGHT) == 0


def test_who_was_closed_may_come_again_also_after_a_void(
    desk: Reception, lane: Lane, clock: SteppedClock
) -> None:
    check_in(desk, fill(desk))
    clock.advance(16 * 3600)
    desk.close_visits(MIDNIGHT)
    again = check_in(desk, fill(desk))
    lane.void(again.visit_id, "wrong person")
    clock.advance(60)
    assert decide_at_gate(lane, Direction.IN).decision.outcome is Outcome.ALLOW


def test_who_came_after_the_closing_time_stays(
    desk: Reception, clock: SteppedClock
) -> None:
    check_in(desk, a_form("Khách Hôm Qua"))
    clock.advance(16 * 3600)
    check_in(desk, a_form("Khách Hôm Nay"))
    desk.close_visits(MIDNIGHT)
    assert read_names(desk) == ["Khách Hôm Nay"]


def test_more_visits_than_close_at_once_are_all_closed(desk: Reception) -> None:
    for number in range(CLOSED_AT_ONCE + 1):
        check_in(desk, a_form(f"Khách {number}"))
    assert desk.close_visits(MIDNIGHT) == CLOSED_AT_ONCE + 1
    assert desk.count_inside() == 0


def test_a_check_in_that_is_undone_is_void_and_nobody_is_inside(
    desk: Reception, database: Database
) -> None:
    visit = check_in(desk, fill(desk))
    undone = desk.undo(visit.visit_id)
    assert (undone, desk.count_inside()) == (
        Undone(visit=visit, direction=Direction.IN),
        0,
    )
    void = read_contents(database)[-1]
    assert (void.act, void.refers) == ("void", visit.visit_id.bytes)


def test_an_undone_visitor_may_come_in_again_at_once(desk: Reception) -> None:
    desk.undo(check_in(desk, fill(desk)).visit_id)
    assert isinstance(desk.present(a_payload()), Filled)


def test_the_companies_of_recent_visitors_are_known(desk: Reception) -> None:
    check_in(desk, a_form("Lê Văn Giả", company="Cơ khí Minh Phát"))
    check_in(desk, a_form("Trần Thử", company="Bưu điện"))
    found = (desk.find_companies("", limit=9), desk.find_companies("minh", limit=9))
    assert found == (["Bưu điện", "Cơ khí Minh Phát"], ["Cơ khí Minh Phát"])


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Province]:
    """Run a province for the tests of this module."""
    with serve(tmp_path_factory.mktemp("province") / "data") as served:
        yield served


@pytest.fixture
def enrolled(
    province: Province, folder: Folder, database: Database, clock: SteppedClock
) -> Place:
    """Return the place of a reception that the province knows."""
    code = enrolment.read_code(province.make_code(province.add_point("Lễ tân")))
    enrolment.enrol(database, folder, code, "test")
    return open_place(folder, database, clock)


def receive_morning(desk: Reception, clock: SteppedClock) -> list[str]:
    """Let fifteen visitors in, two of them twice; return who must be inside."""
    for number in range(15):
        form = a_form(f"Khách Số {number}") if number == 7 else None
        card = a_card(number)
        filled = form or fill(desk, card)
        fields = {field: f"{field} {number}" for field in VisitField}
        fields[VisitField.BADGE] = str(number)
        check_in(desk, msgspec.structs.replace(filled, fields=fields))
        clock.advance(240)
    for number in (0, 1):
        desk.present(a_payload(a_card(number)))
        clock.advance(60)
        check_in(desk, fill(desk, a_card(number), host="Bà Ánh"))
        clock.advance(60)
    for badge in ("2", "3", "4"):
        desk.present(a_payload(badge))
    desk.sign_out(desk.find_inside("khach so 7", limit=1)[0].visit_id)
    return [f"Người Thử Số {number}" for number in (1, 0, *range(14, 7, -1), 6, 5)]


def test_a_mornings_visitors_reach_the_province_with_every_field(
    desk: Reception, enrolled: Place, province: Province, clock: SteppedClock
) -> None:
    assert receive_morning(desk, clock) == read_names(desk)
    assert enrolled.enrolment is not None
    sender = make_sender(enrolled, enrolled.enrolment, lambda _: None)
    assert sender.send_all(threading.Event()).fault is FaultClass.NONE
    sender.close()
    database = open_database(province.data)
    with database.reading() as connection:
        rows = connection.execute(ledger.select()).all()
        opener = vault.open_sealed(connection)
        visits = [told.read(opener, row).visit for row in rows if row.is_visit]
    database.close()
    assert (len(rows), len(visits)) == (23, 17)
    assert visits[3] == {
        field.value: f"{field} 3" if field is not VisitField.BADGE else "3"
        for field in VisitField
    }


def test_claims_and_policy_of_a_visit_are_the_points(desk: Reception) -> None:
    visit = check_in(desk, fill(desk))
    assert set(visit.claims) <= DEFAULT_POLICY.kept
    assert visit.claims[Claim.NAME] == "Trần Thị Thử Nghiệm"


PROVINCE = Issuer(Algorithm.EDDSA)


@pytest.fixture
def trusting(desk: Reception) -> Reception:
    """Return the desk of a point whose roster trusts `PROVINCE` and revokes bit 6."""
    roster = Roster(
        version=1,
        issued_at=START,
        expires_at=START + timedelta(days=60),
        trust=PROVINCE.trust,
        status_lists={1: bytes([1 << 6])},
    )
    desk._lane.rules = msgspec.structs.replace(desk._lane.rules, roster=roster)
    return desk


def test_a_pass_fills_a_form_and_is_used_by_the_visit(
    trusting: Reception, clock: SteppedClock
) -> None:
    code = a_pass(PROVINCE, a_grant(uses=1, not_before=0))
    visit = check_in(trusting, fill(trusting, code))
    assert visit.claims[Claim.NAME] == "NGUYỄN VĂN THỬ"
    trusting.sign_out(visit.visit_id)
    clock.advance(60)
    assert trusting.present(a_payload(code)) == NotUnderstood(
        reason=Reason.PASS_USED_UP
    )


def test_a_revoked_pass_fills_no_form(trusting: Reception) -> None:
    code = a_pass(PROVINCE, a_grant(index=6, not_before=0))
    assert trusting.present(a_payload(code)) == NotUnderstood(reason=Reason.REVOKED)


def test_one_part_of_a_code_fills_no_form(desk: Reception) -> None:
    part = a_payload("shc:/1/2/5676")
    assert desk.present(part) == NotUnderstood(reason=Reason.INCOMPLETE)


def test_a_signed_badge_signs_its_holder_out(
    trusting: Reception, clock: SteppedClock
) -> None:
    code = a_badge(PROVINCE, a_grant(not_before=0))
    check_in(trusting, fill(trusting, code))
    clock.advance(60)
    assert isinstance(trusting.present(a_payload(code)), SignedOut)
