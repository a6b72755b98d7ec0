"""Declarations: invented questions, and decisions that ask them."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import msgspec

from kiosk.credentials.credential import Credential
from kiosk.declaration import Declaration, PhoneRule, Question
from kiosk.outcome import Outcome
from kiosk.presentation import Asked, Decided
from kiosk.reason import Reason
from tests.ui.samples import NAME, a_decided

FEVER = Question(
    name="fever",
    vi="Quý vị có sốt, ho hoặc khó thở không?",
    en="Do you have fever, cough or trouble breathing?",
)
LONGEST = Question(
    name="away",
    vi="Trong 14 ngày qua, quý vị có đến vùng đang có dịch, hoặc tiếp xúc gần với người "
    "được xác định mắc bệnh truyền nhiễm phải cách ly theo quy định không?",
    en="In the last 14 days, have you been to an area of an outbreak, or in close contact "
    "with somebody who must be isolated for an infectious disease?",
    yes=Outcome.DENY,
)
WINDOW_MS = 20_000
PHONE = "0912345678"


def an_asking(
    phone: PhoneRule = PhoneRule.OPTIONAL,
    *,
    holder: str = "001190012345",
    number: int = 1,
    questions: tuple[Question, ...] = (FEVER, LONGEST),
) -> Decided:
    decided = a_decided(Outcome.CHECK, [Reason.DECLARATION_NEEDED], name=NAME)
    decision = msgspec.structs.replace(decided.decision, holder=holder)
    credential = Credential(
        kind=decision.kind, claims=decision.claims, holder=decision.holder
    )
    return msgspec.structs.replace(
        decided,
        entry_id=UUID(int=number),
        decision=decision,
        payload=replace(decided.payload, data=holder.encode()),
        asks=Asked(
            declaration=Declaration(questions=questions, phone=phone),
            credential=credential,
            window=timedelta(milliseconds=WINDOW_MS),
        ),
    )
