"""Look screens: what a code is, in words, with its number masked."""

from datetime import date

import msgspec
import pytest

from kiosk.credentials.credential import Claim
from kiosk.decision import Outcome
from kiosk.presentation import Looked
from kiosk.reason import Reason
from kiosk.ui.staff.look_screens import LookScreen, compose_look
from kiosk.ui.staff.taps import StaffAct, StaffPress
from tests.ui.samples import DOCUMENT, EN, NAME, VI, a_decided


def looked(outcome: Outcome = Outcome.ALLOW, *reasons: Reason) -> Looked:
    return Looked(decision=a_decided(outcome, reasons).decision)


def show(looked: Looked | None) -> LookScreen:
    return compose_look(looked, VI, None)


def lines_of(looked: Looked) -> dict[str, str]:
    return {line.label: line.text for line in show(looked).lines}


def test_before_the_first_code_it_says_what_to_do() -> None:
    screen = show(None)
    assert (screen.title, screen.outcome) == ("CHỈ XEM – KHÔNG GHI", "")
    assert "Không có lượt nào được ghi" in screen.hint
    assert [button.tap for button in screen.buttons] == [StaffPress(act=StaffAct.BACK)]


def test_a_code_is_told_with_its_number_masked() -> None:
    screen = show(looked())
    assert (screen.name, screen.hint) == (NAME, "")
    assert lines_of(looked())["Số"] == "•••• 2345"
    assert DOCUMENT not in str(screen)


@pytest.mark.parametrize("verified", [True, False])
def test_it_says_whether_a_signature_was_checked(
    verified: bool,  # noqa: FBT001 - of the table above
) -> None:
    code = Looked(decision=a_decided(verified=verified).decision)
    basis = "basis.verified" if verified else "basis.read"
    assert lines_of(code)["Cách đọc"] == VI.say(basis)


@pytest.mark.parametrize("outcome", Outcome)
def test_what_would_be_decided_is_said_in_words(outcome: Outcome) -> None:
    said = {compose_look(looked(outcome), texts, None).outcome for texts in (VI, EN)}
    assert len(said) == 2
    others = {show(looked(one)).outcome for one in Outcome if one is not outcome}
    assert not said & others


def test_every_reason_is_told_with_its_code() -> None:
    reasons = (Reason.EXPIRED, Reason.MASKED)
    told = show(looked(Outcome.CHECK, *reasons)).reasons
    assert told.split("\n") == [
        f"{VI.explain(Reason.EXPIRED)} (E-203)",
        f"{VI.explain(Reason.MASKED)} (E-404)",
    ]


@pytest.mark.parametrize(
    ("since", "until", "told"),
    [
        (None, None, None),
        (date(2026, 1, 2), None, "từ 02/01/2026"),
        (None, date(2030, 3, 5), "đến 05/03/2030"),
        (date(2026, 1, 2), date(2030, 3, 5), "02/01/2026 – 05/03/2030"),
    ],
)
def test_the_validity_is_told_where_the_code_names_it(
    since: date | None, until: date | None, told: str | None
) -> None:
    code = msgspec.structs.replace(looked(), since=since, until=until)
    assert lines_of(code).get("Hiệu lực") == told


def test_the_issuer_is_told_where_the_code_names_it() -> None:
    decision = looked().decision
    claims = {**decision.claims, Claim.ISSUER: "Tỉnh Ví Dụ"}
    code = Looked(decision=msgspec.structs.replace(decision, claims=claims))
    assert lines_of(code)["Nơi cấp"] == "Tỉnh Ví Dụ"
    assert "Nơi cấp" not in lines_of(looked())


def test_what_is_unreadable_has_no_basis() -> None:
    code = looked(Outcome.UNREADABLE, Reason.TRUNCATED)
    assert set(lines_of(code)) == {"Loại mã"}
