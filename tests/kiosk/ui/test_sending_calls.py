"""Sending calls: each question is its own."""

from kiosk.ui.sending_calls import ResendCall, SendingCall, SendNowCall


def test_each_question_is_its_own() -> None:
    calls = [SendingCall(), SendNowCall(), ResendCall(), ResendCall(entry_id=b"1")]
    assert len(set(calls)) == len(calls)
    assert ResendCall() == ResendCall(entry_id=None)
