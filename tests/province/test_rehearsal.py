"""Tests of what a kiosk would decide."""

from dataclasses import replace

from kiosk.credentials.credential import Kind
from kiosk.credentials.trust import NO_TRUST
from kiosk.outcome import Outcome
from kiosk.policy import DEFAULT_POLICY
from kiosk.reason import Reason
from province.rehearsal import Code, Scene, list_samples, rehearse
from province.words import load_page_texts
from tests.province.builders import NOW

SCENE = Scene(now=NOW, trust=NO_TRUST)


def test_every_sample_is_decided_the_same_by_the_same_policy() -> None:
    decided = rehearse(list_samples(), DEFAULT_POLICY, DEFAULT_POLICY, SCENE)

    assert len(decided) >= 10
    assert not any(one.is_changed for one in decided)


def test_every_sample_has_its_name_in_both_languages() -> None:
    texts = load_page_texts()

    names = [texts[code.name] for code in list_samples()]

    assert names[0].vi == "CCCD"
    assert len({phrase.vi for phrase in names}) == len(names)
    assert f"rules_sample_{len(names) + 1}" not in texts


def test_a_kind_that_is_taken_out_is_denied_and_told() -> None:
    stricter = replace(DEFAULT_POLICY, accepted=frozenset({Kind.BHYT}))
    card = list_samples()[0]

    (one,) = rehearse([card], DEFAULT_POLICY, stricter, SCENE)

    assert (one.before, one.after) == (Outcome.ALLOW, Outcome.DENY)
    assert one.after_reasons == (Reason.KIND_NOT_ACCEPTED,)
    assert (one.kind, one.is_changed) == ("cccd", True)


def test_whatever_is_held_up_is_decided() -> None:
    codes = [Code(name="", payload=text) for text in ("", "x" * 9000, "\ud800", "{")]

    decided = rehearse(codes, DEFAULT_POLICY, DEFAULT_POLICY, SCENE)

    assert {one.after for one in decided} == {Outcome.UNREADABLE}


def test_how_many_are_inside_counts() -> None:
    card = list_samples()[:1]
    full = replace(DEFAULT_POLICY, capacity=5)

    (one,) = rehearse(card, DEFAULT_POLICY, full, replace(SCENE, inside=5))

    assert one.after_reasons == (Reason.CAPACITY_REACHED,)
