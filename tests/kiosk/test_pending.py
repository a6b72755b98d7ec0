"""What a gate waits for: the card of a bound pass, the other parts of a code."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import msgspec
import pytest

from kiosk.credentials.classify import classify
from kiosk.credentials.cose import Algorithm
from kiosk.credentials.credential import (
    Claim,
    Credential,
    Kind,
    Part,
    Understood,
    Unreadable,
)
from kiosk.credentials.trust import NO_TRUST
from kiosk.decision import NOTHING_KNOWN, Circumstances, Decision
from kiosk.declaration import Declaration, Declared, PhoneRule, Question
from kiosk.outcome import Outcome
from kiosk.pending import (
    Awaited,
    AwaitedCard,
    AwaitedParts,
    Joined,
    find_asked,
    find_awaited,
    is_over,
    join,
    join_declared,
)
from kiosk.policy import Policy
from kiosk.presentation import Decided
from kiosk.protocol.gate_pass import bind
from kiosk.reason import Reason
from tests import codes
from tests.signing import NOW, Issuer, a_grant, a_pass, an_shc, as_digits

PROVINCE = Issuer(Algorithm.EDDSA)
PROVINCE_SHC = Issuer(Algorithm.ES256)
DOCUMENT, OLD_DOCUMENT = "001190000123", "012345678"
PASS_ID = bytes(range(12))
FIRST, SECOND = b"1" * 16, b"2" * 16
WINDOW = timedelta(seconds=20)


def understand(code: str) -> Understood:
    return classify(codes.a_payload(code), PROVINCE.trust)


def a_bound_pass(document: str = DOCUMENT) -> Credential:
    grant = a_grant(bound_to=bind(PASS_ID, document))
    found = understand(a_pass(PROVINCE, grant))
    assert isinstance(found, Credential)
    return found


def await_card(document: str = DOCUMENT) -> AwaitedCard:
    return AwaitedCard(gate_pass=a_bound_pass(document), entry_id=FIRST, at=NOW)


def a_part(number: int, total: int = 2, text: str = "") -> Part:
    return Part(kind=Kind.SHC, number=number, total=total, text=text or str(number))


def await_parts(*parts: Part) -> AwaitedParts:
    return AwaitedParts(parts=parts, entry_id=FIRST, at=NOW)


def a_decision(outcome: Outcome, *reasons: Reason) -> Decision:
    return Decision(
        outcome=outcome,
        kind=Kind.PASS,
        reasons=reasons,
        verified=True,
        claims={},
        holder=None,
    )


INCOMPLETE = a_decision(Outcome.CHECK, Reason.INCOMPLETE)


@pytest.mark.parametrize(
    ("seconds", "over"), [(0, False), (20, False), (20.001, True), (-1, True)]
)
def test_a_waiting_ends_with_its_window_or_a_clock_set_back(
    seconds: float,
    over: bool,  # noqa: FBT001 - of the table above
) -> None:
    now = NOW + timedelta(seconds=seconds)
    assert is_over(await_card(), WINDOW, now) is over


@pytest.mark.parametrize("code", [codes.CCCD, codes.QD1405])
def test_the_document_of_the_pass_s_holder_completes_it(code: str) -> None:
    joined = join(await_card(), understand(code), NO_TRUST)
    gate_pass = a_bound_pass()
    assert (joined.companion, joined.refers) == (True, FIRST)
    assert joined.credential == msgspec.structs.replace(
        gate_pass,
        claims={**gate_pass.claims, Claim.DOCUMENT: DOCUMENT},
        holder=DOCUMENT,
    )


def test_a_pass_bound_to_the_old_number_goes_with_the_card_that_names_it() -> None:
    joined = join(await_card(OLD_DOCUMENT), understand(codes.CCCD), NO_TRUST)
    assert joined.companion is True


def test_what_is_odd_about_the_card_is_told_with_the_pass() -> None:
    odd = codes.replace_field(codes.CCCD, 4, "Nam")
    joined = join(await_card(), understand(odd), NO_TRUST)
    assert isinstance(joined.credential, Credential)
    assert joined.credential.warnings == (Reason.ID_SEX_DIFFERS,)


def test_another_s_document_is_told_under_the_name_of_who_shows_it() -> None:
    joined = join(await_card(), understand(codes.CAN_CUOC), NO_TRUST)
    assert (joined.companion, joined.refers) == (False, FIRST)
    assert isinstance(joined.credential, Credential)
    claims = joined.credential.claims
    assert claims[Claim.NAME] == "Phạm Ngọc Ví Dụ"
    assert (claims[Claim.DOCUMENT], claims[Claim.PASS]) == (
        "048301000789",
        PASS_ID.hex(),
    )


@pytest.mark.parametrize(
    "code", [codes.QD1405_MASKED, codes.BHYT_NEW, "https://example.org", "nothing"]
)
def test_what_names_no_document_is_decided_by_itself(code: str) -> None:
    understood = understand(code)
    joined = join(await_card(), understood, NO_TRUST)
    assert (joined.credential, joined.companion, joined.refers) == (
        understood,
        None,
        b"",
    )


def test_a_card_without_a_pass_before_it_is_decided_by_itself() -> None:
    card = understand(codes.CCCD)
    assert join(None, card, NO_TRUST).credential == card
    assert join(await_parts(a_part(1)), card, NO_TRUST).credential == card


def test_what_grants_nothing_waits_for_no_card() -> None:
    card = understand(codes.CCCD)
    assert isinstance(card, Credential)
    awaited = AwaitedCard(gate_pass=card, entry_id=FIRST, at=NOW)
    assert join(awaited, card, NO_TRUST).companion is None


def test_the_last_part_makes_the_card_with_those_before() -> None:
    jws = an_shc(PROVINCE_SHC, {"vc": {"credentialSubject": {}}})
    digits = as_digits(jws)
    half = len(digits) // 4 * 2
    first = join(None, understand(f"shc:/1/2/{digits[:half]}"), NO_TRUST)
    awaited = AwaitedParts(parts=first.parts, entry_id=FIRST, at=NOW)
    last = join(awaited, understand(f"shc:/2/2/{digits[half:]}"), PROVINCE_SHC.trust)
    assert isinstance(first.credential, Part)
    assert isinstance(last.credential, Credential)
    assert (last.credential.kind, last.refers, last.parts) == (Kind.SHC, FIRST, ())


def test_parts_are_gathered_one_entry_after_the_other() -> None:
    joined = join(await_parts(a_part(3, 3)), a_part(1, 3), NO_TRUST)
    assert joined.parts == (a_part(3, 3), a_part(1, 3))
    assert joined.refers == FIRST


def test_a_part_again_is_gathered_once() -> None:
    joined = join(await_parts(a_part(1), a_part(2, 3)), a_part(1), NO_TRUST)
    assert joined.parts == (a_part(1),)
    again = join(await_parts(a_part(1)), a_part(1), NO_TRUST)
    assert again.parts == (a_part(1),)


@pytest.mark.parametrize("other", [a_part(2, 3), a_part(1, text="other")])
def test_a_part_of_another_code_begins_anew(other: Part) -> None:
    joined = join(await_parts(a_part(1)), other, NO_TRUST)
    assert (joined.parts, joined.refers) == ((other,), b"")


def test_parts_that_make_nothing_are_told() -> None:
    joined = join(await_parts(a_part(1)), a_part(2, text="22"), NO_TRUST)
    assert isinstance(joined.credential, Unreadable)


def find(
    before: Awaited | None, understood: Understood, decision: Decision
) -> Awaited | None:
    joined = join(before, understood, NO_TRUST)
    return find_awaited(before, joined, decision, entry_id=SECOND, at=NOW)


def test_a_bound_pass_waits_for_its_card() -> None:
    gate_pass = a_bound_pass()
    assert find(None, gate_pass, INCOMPLETE) == AwaitedCard(
        gate_pass=gate_pass, entry_id=SECOND, at=NOW
    )


@pytest.mark.parametrize(
    "decision",
    [
        a_decision(Outcome.ALLOW),
        a_decision(Outcome.DENY, Reason.EXPIRED, Reason.INCOMPLETE),
        a_decision(Outcome.CHECK, Reason.ALREADY_INSIDE),
    ],
)
def test_a_pass_that_no_card_would_help_waits_for_none(decision: Decision) -> None:
    assert find(None, a_bound_pass(), decision) is None


def test_a_part_waits_for_the_others() -> None:
    assert find(None, a_part(1), INCOMPLETE) == AwaitedParts(
        parts=(a_part(1),), entry_id=SECOND, at=NOW
    )


def test_a_completed_pass_waits_no_more() -> None:
    card = understand(codes.CCCD)
    assert find(await_card(), card, a_decision(Outcome.ALLOW)) is None


def test_a_code_that_has_nothing_to_do_with_it_ends_no_waiting() -> None:
    link, awaited = understand("https://example.org"), await_card()
    unread = a_decision(Outcome.UNREADABLE, Reason.LINK)
    assert find(awaited, link, unread) == awaited


FORM = Declaration(
    questions=(Question(name="fever", vi="Sốt?", en="Fever?"),),
    phone=PhoneRule.OPTIONAL,
)
ASKING = Policy(needs_declaration=True, declaration=FORM)
NEEDED = Reason.DECLARATION_NEEDED


def a_card() -> Joined:
    credential = understand(codes.CCCD)
    assert isinstance(credential, Credential)
    return Joined(credential=credential, companion=True)


def a_decided(decision: Decision, joined: Joined, policy: Policy = ASKING) -> Decided:
    return Decided(
        entry_id=UUID(bytes=FIRST),
        decision=decision,
        kept={},
        payload=codes.a_payload(codes.CCCD),
        decided_at=NOW,
        latency_ms=0.0,
        asks=find_asked(joined, decision, policy),
    )


@pytest.mark.parametrize(
    ("reasons", "asked"),
    [
        ((NEEDED,), True),
        ((NEEDED, Reason.MASKED), True),
        ((NEEDED, Reason.ALREADY_INSIDE), False),
        ((Reason.REVOKED, NEEDED), False),
        ((Reason.ALREADY_INSIDE,), False),
        ((), False),
    ],
)
def test_only_who_lacks_nothing_but_a_declaration_is_asked(
    reasons: tuple[Reason, ...],
    asked: bool,  # noqa: FBT001 - of the table above
) -> None:
    found = find_asked(a_card(), a_decision(Outcome.CHECK, *reasons), ASKING)
    assert (found is not None) is asked


def test_a_policy_without_questions_asks_nothing() -> None:
    needed = a_decision(Outcome.CHECK, NEEDED)
    assert find_asked(a_card(), needed, Policy(needs_declaration=True)) is None


def test_nobody_is_asked_again_after_their_time() -> None:
    policy = replace(ASKING, findings={Reason.INCOMPLETE: Outcome.ALLOW})
    late = a_decision(Outcome.CHECK, NEEDED, Reason.INCOMPLETE)
    assert find_asked(a_card(), late, policy) is not None
    assert (
        find_asked(msgspec.structs.replace(a_card(), gave_up=True), late, policy)
        is None
    )


def test_what_is_declared_stands_with_the_credential_that_was_decided() -> None:
    decided = a_decided(a_decision(Outcome.CHECK, NEEDED), a_card())
    said = Declared(answers={"fever": True}, phone="0912345678")
    joined = join_declared(decided, said)
    assert isinstance(joined.credential, Credential)
    claims = joined.credential.claims
    assert (claims[Claim.ANSWERS], claims[Claim.PHONE]) == ("fever=yes", said.phone)
    assert claims[Claim.DOCUMENT] == DOCUMENT
    assert (joined.refers, joined.companion) == (FIRST, True)
    assert joined.add_to(NOTHING_KNOWN) == Circumstances(
        companion=True, has_declared=True, answered=(Reason.ANSWER_TO_CHECK,)
    )


def test_nobody_s_answer_declares_nothing() -> None:
    decided = a_decided(a_decision(Outcome.CHECK, NEEDED), a_card())
    joined = join_declared(decided, None)
    assert joined.credential == a_card().credential
    around = joined.add_to(NOTHING_KNOWN)
    assert (around.has_declared, around.gave_up) == (False, True)


def test_a_telephone_that_was_left_out_is_no_claim() -> None:
    decided = a_decided(a_decision(Outcome.CHECK, NEEDED), a_card())
    joined = join_declared(decided, Declared(answers={"fever": False}, phone=""))
    assert isinstance(joined.credential, Credential)
    assert Claim.PHONE not in joined.credential.claims


def test_what_asked_nothing_is_not_decided_again() -> None:
    decided = a_decided(a_decision(Outcome.ALLOW), a_card())
    with pytest.raises(ValueError, match="nothing was asked"):
        join_declared(decided, None)
