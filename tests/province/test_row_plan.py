"""Tests of what the rows of a file would do."""

from hypothesis import given
from hypothesis import strategies as st

from province.category import Category
from province.place import Field, Place
from province.row_plan import Register, RowPlan, plan_rows
from province.sheet import SheetFault
from tests.province.tables import a_csv, an_xlsx

HEAD = "Mã điểm;Tên;Loại;Đơn vị;Điện thoại;Thuộc điểm"
KNOWN = Place(name="Chợ Lớn", category=Category.MARKET, unit="04", address="Số 1")
ROOM = Place(name="Kho", category=Category.OTHER, unit="04", parent_id="P000001")


def plan_of(*rows: str, head: str = HEAD) -> RowPlan:
    return take(a_csv(head, *rows))


def take(content: bytes) -> RowPlan:
    plan = plan_rows(content, a_register())
    assert isinstance(plan, RowPlan), plan
    return plan


def a_register() -> Register:
    return Register(
        places={"P000001": KNOWN, "P000002": ROOM},
        find_unit=lambda said: said if said in {"04", "05"} else None,
        fields=tuple(Field),
    )


def list_faults(plan: RowPlan) -> list[tuple[int, list[str]]]:
    return [
        (one.line.number, [fault.field.value for fault in one.faults])
        for one in plan.refused
    ]


def test_a_new_name_is_a_new_place() -> None:
    plan = plan_of(";Trường Mẫu;Trường học;05;912345678;")

    (draft,) = plan.added
    assert draft.place == Place(
        name="Trường Mẫu",
        category=Category.SCHOOL,
        unit="05",
        contact_phone="0912345678",
    )


def test_a_known_name_in_its_unit_is_changed_and_keeps_what_is_not_said() -> None:
    (draft,) = plan_of(";CHỢ LỚN;siêu thị;04;;").changed

    assert (draft.known, draft.place.address) == ("P000001", "Số 1")
    assert draft.place.category is Category.SUPERMARKET


def test_an_id_names_its_point_whatever_else_changes() -> None:
    (draft,) = plan_of("P000001;Chợ Mới;;05;;").changed

    assert (draft.known, draft.place.name, draft.place.unit) == (
        *("P000001", "Chợ Mới"),
        "05",
    )


def test_a_row_that_says_nothing_new_is_counted_only() -> None:
    plan = plan_of("P000001;Chợ Lớn;Chợ;04;;")

    assert (plan.added, plan.changed, plan.same) == ((), (), 1)


def test_each_bad_row_is_told_with_its_fields_and_stops_no_other() -> None:
    plan = plan_of("P999999;A;Chợ;04;;", ";B;Tiệm;99;x;", ";;Chợ;04;;", ";C;Chợ;04;;")

    assert [draft.place.name for draft in plan.added] == ["C"]
    assert list_faults(plan) == [
        (2, ["point"]),
        (3, ["unit", "category", "contact_phone"]),
        (4, ["name"]),
    ]


def test_rooms_may_come_before_the_agency_of_the_same_file() -> None:
    plan = plan_of(";Phòng 1;Phòng họp;04;;Sở Mẫu", ";Sở Mẫu;Cơ quan;04;;")

    top, room = plan.added
    assert (top.place.name, top.parent, room.parent) == ("Sở Mẫu", None, top.place.key)


def test_a_parent_is_named_by_id_or_name() -> None:
    plan = plan_of(";A;Chợ;04;;P000001", ";B;Chợ;04;;Chợ Lớn")

    assert [draft.place.parent_id for draft in plan.added] == ["P000001", "P000001"]


def test_a_parent_is_no_room_no_stranger_and_not_itself() -> None:
    plan = plan_of(
        ";A;Chợ;04;;P000002",
        ";B;Chợ;04;;Không có",
        ";C;Chợ;04;;C",
        "P000001;;;;;A",
        "P000002;;;;;P000002",
    )

    assert list_faults(plan) == [(line, ["parent"]) for line in range(2, 7)]


def test_a_room_can_not_become_a_parent_later_in_the_file() -> None:
    plan = plan_of(";A;Chợ;04;;", ";B;Chợ;04;;", ";C;Chợ;04;;A", ";A;Chợ;04;;B")

    assert list_faults(plan) == [(5, ["parent"])]


def test_a_workbook_without_headings_is_told() -> None:
    assert plan_rows(an_xlsx(["a", "b"]), a_register()) is SheetFault.NO_HEADING


@given(
    st.lists(
        st.tuples(
            *(
                st.sampled_from(
                    [
                        "",
                        "P000001",
                        "P000002",
                        "A",
                        "B",
                        "market",
                        "04",
                        "05",
                        "Chợ Lớn",
                    ]
                )
                for _ in range(6)
            )
        )
    )
)
def test_whatever_rows_say_each_is_counted_once(rows: list[tuple[str, ...]]) -> None:
    filled = [row for row in rows if any(row)]
    plan = plan_of(*(";".join(row) for row in rows))

    new = {draft.place.key for draft in plan.added}
    assert all(draft.parent in new | {None} for draft in (*plan.added, *plan.changed))
    counted = len(plan.added) + len(plan.changed) + plan.same + len(plan.refused)
    assert counted == len(filled)
