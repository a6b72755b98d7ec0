"""Asked samples: what a declaration asks, and what is only looked at, as staff's screens."""

from dataclasses import replace
from datetime import date

import msgspec

from kiosk.credentials.credential import Claim, Kind
from kiosk.decision import Outcome
from kiosk.declaration import PhoneRule, Question
from kiosk.lane import Refusal
from kiosk.presentation import Looked, answer
from kiosk.reason import Reason
from kiosk.ui.staff.declaration_flow import Declaring, begin_declaring
from kiosk.ui.staff.flow import StaffFlow, State
from tests.ui.declarations import FEVER, LONGEST, PHONE, WINDOW_MS, an_asking
from tests.ui.samples import LONG_NAME, a_decided


def declare(
    phone: PhoneRule = PhoneRule.OPTIONAL,
    *questions: Question,
    **changes: object,
) -> StaffFlow:
    asking = an_asking(phone, questions=questions or (FEVER, LONGEST))
    declaring = begin_declaring(asking, 0)
    assert declaring is not None
    changed = replace(declaring, **changes)  # type: ignore[arg-type]  # one of each kind
    return StaffFlow(state=State.DECLARE, declaring=changed)


def answer_all() -> Declaring:
    declaring = declare(PhoneRule.NO, FEVER).declaring
    assert declaring is not None
    declared = msgspec.structs.replace(
        declaring.pending.declared, answers={"fever": True}
    )
    return replace(declaring, pending=answer(declaring.pending, declared), number=1)


def look(outcome: Outcome, *reasons: Reason, **claims: str) -> StaffFlow:
    decision = a_decided(outcome, reasons, verified=bool(claims)).decision
    more = {Claim(name): text for name, text in claims.items()}
    decision = msgspec.structs.replace(decision, claims={**decision.claims, **more})
    looked = Looked(decision=decision, since=date(2026, 1, 2), until=date(2030, 3, 5))
    return StaffFlow(state=State.LOOK, looked=looked)


def look_longest() -> StaffFlow:
    flow = look(
        Outcome.DENY,
        *(Reason.REVOKED, Reason.UNKNOWN_ISSUER, Reason.NOT_INSIDE, Reason.EXPIRED),
        name=LONG_NAME,
        issuer="UBND tỉnh Thừa Thiên Huế – Sở Thông tin và Truyền thông",
        plate="75A-12345",
    )
    assert flow.looked is not None
    decision = msgspec.structs.replace(flow.looked.decision, kind=Kind.VDSNC)
    return replace(flow, looked=msgspec.structs.replace(flow.looked, decision=decision))


FLOWS = {
    "declaration-question": declare(),
    "declaration-longest": declare(number=1),
    "declaration-phone": declare(number=2, digits=PHONE),
    "declaration-phone-empty": declare(PhoneRule.REQUIRED, number=2),
    "declaration-phone-foreign": declare(number=2, digits="00123456789012345"),
    "declaration-keeping": StaffFlow(
        state=State.DECLARE, declaring=replace(answer_all(), is_asked=True)
    ),
    "declaration-failed": StaffFlow(
        state=State.DECLARE, declaring=answer_all(), fault=Refusal.ALREADY_SETTLED
    ),
    "declaration-warning": declare(),
    "look-idle": StaffFlow(state=State.LOOK),
    "look-allow": look(Outcome.ALLOW),
    "look-check": look(Outcome.CHECK, Reason.ALREADY_INSIDE),
    "look-longest": look_longest(),
    "look-unreadable": StaffFlow(
        state=State.LOOK,
        looked=Looked(
            decision=a_decided(Outcome.UNREADABLE, [Reason.INPUT_METHOD]).decision
        ),
    ),
}
AT_MS = {"declaration-warning": WINDOW_MS - 5_000}


def list_asked() -> dict[str, tuple[StaffFlow, int]]:
    """Return the screens by name, each with the moment at which it is shown."""
    return {name: (flow, AT_MS.get(name, 0)) for name, flow in FLOWS.items()}
