"""Visitors: invented visits and receptions for the desk's tests and pictures."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from kiosk.clock import Instant
from kiosk.credentials.credential import Claim
from kiosk.declaration import Declaration, PhoneRule
from kiosk.reason import Reason
from kiosk.reception import UNDO_WITHIN, Filled, Form, Visit, VisitField
from kiosk.ui.desk_declaring import DeskDeclaring
from kiosk.ui.draft import Box, Draft
from kiosk.ui.notes import Note, NoteKind, Undo
from kiosk.ui.reception_flow import Listing, Reception, State
from kiosk.ui.roll_call import begin
from tests.ui.declarations import FEVER, LONGEST, PHONE
from tests.ui.samples import DOCUMENT, LONG_NAME, NAME, WALL, a_payload

HOSTS = (
    "Chị Lan, phòng Hành chính",
    "Anh Dũng, Xưởng 2",
    "Cô Hạnh, Kế toán",
    "Ông Phúc, Giám đốc",
    "Anh Khoa, Kho",
    "Chị Vân, Nhân sự",
)
PEOPLE = (
    ("TRẦN QUỐC ĐẠT", "Anh Dũng, Xưởng 2", "Cơ khí Minh Phát", "29C-123.45"),
    ("LÊ HOÀNG PHƯƠNG UYÊN", "Chị Lan, phòng Hành chính", "Bưu điện", ""),
    ("PHẠM NGỌC VÍ DỤ", "Cô Hạnh, Kế toán", "Kiểm toán Ước Lệ", "30A-678.90"),
    ("ĐẶNG THỊ MINH HOẠ", "Anh Khoa, Kho", "Vận tải Giả Định", "51D-246.80"),
    ("HOÀNG VĂN TƯỢNG TRƯNG", "Ông Phúc, Giám đốc", "", ""),
    ("VŨ THỊ MINH HOẠ", "Chị Vân, Nhân sự", "Đào tạo Mô Phỏng", ""),
    ("PHÙNG GIA MÔ PHỎNG", "Anh Dũng, Xưởng 2", "Bảo trì Thí Nghiệm", "15C-222.11"),
    ("TÔN NỮ NGỌC ƯỚC LỆ", "Chị Lan, phòng Hành chính", "", "75A-090.09"),
    ("NGUYỄN ĐÌNH KHUÊ", "Anh Khoa, Kho", "Bao bì Tưởng Tượng", "99C-777.00"),
    ("BÙI THỊ THƯỞNG", "Cô Hạnh, Kế toán", "", ""),
    ("ĐỖ QUỲNH NHƯ Ý", "Ông Phúc, Giám đốc", "Báo Ví Dụ", ""),
)


COMPANIES = ("Công ty Giao nhận Thí Dụ", "Cơ khí Minh Phát", "Bưu điện")
NAMES = (
    ("NGUYỄN", "TRẦN", "LÊ", "PHẠM", "HOÀNG", "VŨ", "ĐẶNG"),
    ("VĂN", "THỊ", "QUỐC", "MINH", "NGỌC"),
    ("ĐỊNH", "THÍ", "MẪU", "ƯỚC", "HOẠ", "DỤ", "LỆ", "VÍ", "PHỎNG", "KHUÊ", "Ý"),
)


def a_visit(number: int = 1, **changes: str | datetime | None) -> Visit:
    """Return visit `number`; `changes` name fields of the visit, `name`, or times."""
    name, host, company, plate = PEOPLE[number % len(PEOPLE)]
    if number > len(PEOPLE):
        name = " ".join(names[number % len(names)] for names in NAMES)
    fields: Mapping[VisitField, str] = {
        VisitField.HOST: str(changes.get("host", host)),
        VisitField.COMPANY: str(changes.get("company", company)),
        VisitField.PURPOSE: "Giao hàng",
        VisitField.PLATE: str(changes.get("plate", plate)),
        VisitField.BADGE: str(changes.get("badge", f"261120{number:02d}")),
    }
    came_at = changes.get("came_at", WALL - timedelta(minutes=7 * number))
    left_at = changes.get("left_at")
    assert isinstance(came_at, datetime)
    assert left_at is None or isinstance(left_at, datetime)
    document = str(changes.get("document", f"0011900{number:05d}"))
    return Visit(
        visit_id=UUID(int=number),
        claims={Claim.NAME: str(changes.get("name", name)), Claim.DOCUMENT: document},
        fields={key: value for key, value in fields.items() if value},
        came_at=came_at,
        left_at=left_at,
    )


def some_visits(count: int) -> tuple[Visit, ...]:
    return tuple(a_visit(number) for number in range(1, count + 1))


def an_instant(at_ms: int = 0) -> Instant:
    wall = WALL + timedelta(milliseconds=at_ms)
    return Instant(wall=wall, monotonic_ms=at_ms, boot="")


def a_filled(
    name: str = NAME, *, earlier: Visit | None = None, reasons: tuple[Reason, ...] = ()
) -> Filled:
    form = Form(name=name, document=DOCUMENT, fields={}, payload=a_payload())
    return Filled(form=form, earlier=earlier, reasons=reasons)


def a_full_draft(name: str = NAME, earlier: Visit | None = None) -> Draft:
    texts = {
        Box.NAME: name,
        Box.DOCUMENT: DOCUMENT,
        Box.HOST: HOSTS[0],
        Box.COMPANY: "Công ty Giao nhận Thí Dụ",
        Box.PURPOSE: "Giao hàng",
        Box.PLATE: "29C-123.45",
        Box.BELONGINGS: "1 laptop, 2 thùng hàng",
        Box.BADGE: "26112007",
    }
    return Draft(texts=texts, payload=a_payload(), earlier=earlier)


def a_reception(state: State, note: Note | None = None) -> Reception:
    return Reception(
        state=state,
        draft=Draft(texts={Box.BADGE: "26112007"}),
        badge="26112007",
        hosts=HOSTS,
        companies=COMPANIES,
        note=note,
    )


def list_receptions() -> dict[str, tuple[Reception, int]]:
    """Return one reception of each screen, the hardest of each kind, and its time."""
    form = a_reception(State.FORM)
    known = a_visit(4, came_at=WALL - timedelta(days=8))
    inside = a_visit(3, came_at=WALL - timedelta(hours=1))
    filled = replace(form, draft=a_full_draft())
    offered = replace(
        form, draft=Draft(texts=_CARD_TEXTS, payload=a_payload(), earlier=known)
    )
    typed = replace(
        form,
        draft=Draft(texts={Box.NAME: "Đặng", Box.BADGE: "26112007"}),
        earlier=(a_visit(3), a_visit(9, name="ĐẶNG VĂN MẪU", company="")),
    )
    long = replace(
        filled,
        draft=a_full_draft(LONG_NAME),
        note=Note(kind=NoteKind.BADGE_TAKEN, visit=inside, box=Box.BADGE),
    )
    late = a_visit(6, came_at=WALL - timedelta(hours=15), name=LONG_NAME)
    visits = (*some_visits(4), late, *(a_visit(n) for n in range(7, 43)))
    listed = Listing(visits=visits, count=41, is_loading=False)
    roll = begin(visits, WALL)
    roll = replace(roll, seen=frozenset(v.visit_id for v in roll.visits[:3]))
    called = replace(a_reception(State.ROLL_CALL), roll=roll)
    nobody = Listing(search="zzz", is_loading=False)
    return {
        "desk-form": (form, 0),
        "desk-form-offer": (offered, 0),
        "desk-form-typed": (typed, 0),
        "desk-form-filled": (filled, 0),
        "desk-form-refused": (long, 0),
        "desk-form-done": (replace(form, note=_done(NoteKind.PRINTED)), 0),
        "desk-form-filed": (replace(form, note=_done(NoteKind.FILED)), 0),
        "desk-form-unprinted": (replace(form, note=_done(NoteKind.NOT_PRINTED)), 0),
        "desk-form-warning": (filled, 65_000),
        "desk-list": (replace(a_reception(State.LIST), listing=listed), 0),
        "desk-list-note": (
            replace(
                a_reception(State.LIST, _done(NoteKind.SIGNED_OUT)), listing=listed
            ),
            0,
        ),
        "desk-list-nobody": (replace(a_reception(State.LIST), listing=nobody), 0),
        "desk-roll": (called, 0),
        "desk-roll-unseen": (
            replace(called, roll=replace(roll, only_unseen=True)),
            0,
        ),
        "desk-roll-note": (replace(called, note=Note(kind=NoteKind.NOT_ON_LIST)), 0),
        "desk-roll-ending": (replace(called, is_ending=True), 0),
        "desk-roll-loading": (a_reception(State.ROLL_CALL), 0),
        "desk-declaration": (_ask(filled), 0),
        "desk-declaration-longest": (_ask(replace(long, note=None), number=1), 0),
        "desk-declaration-phone": (_ask(filled, number=2, digits=PHONE), 0),
    }


_CARD_TEXTS = {Box.NAME: NAME, Box.DOCUMENT: DOCUMENT, Box.BADGE: "26112007"}


def _ask(reception: Reception, number: int = 0, digits: str = "") -> Reception:
    declaration = Declaration(questions=(FEVER, LONGEST), phone=PhoneRule.OPTIONAL)
    declaring = DeskDeclaring(
        declaration=declaration, shown_ms=0, number=number, digits=digits
    )
    return replace(reception, state=State.DECLARE, declaring=declaring)


def _done(kind: NoteKind) -> Note:
    text = "no_printer" if kind is NoteKind.NOT_PRINTED else "Máy in thẻ ở quầy"
    visit = a_visit(1, left_at=WALL)
    if kind is NoteKind.FILED:
        text = "/var/lib/kiosk/papers/badge-001.pdf"
    undo = Undo(entry_id=visit.visit_id, until=WALL + UNDO_WITHIN)
    return Note(kind=kind, visit=visit, text=text, undo=undo)
