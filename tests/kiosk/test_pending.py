"""What a gate waits for: the card of a bound pass, the other parts of a code."""

from dataclasses import replace
from datetime import timedelta

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
from kiosk.decision import Decision
from kiosk.outcome import Outcome
from kiosk.pending import (
    Awaited,
    AwaitedCard,
    AwaitedParts,
    find_awaited,
    is_over,
    join,
)
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
    assert joined.credential == replace(
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
