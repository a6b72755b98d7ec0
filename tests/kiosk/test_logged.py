"""A kept entry says whether it is void, and whether anybody has settled it."""

import pytest

from kiosk.outcome import Outcome
from kiosk.protocol.content import Act
from tests.ui.fake_log import a_later, a_logged


@pytest.mark.parametrize(
    ("outcome", "acts", "is_open", "is_void"),
    [
        (Outcome.CHECK, (), True, False),
        (Outcome.CHECK, (Act.ADMITTED,), False, False),
        (Outcome.CHECK, (Act.PRESENTED,), False, False),
        (Outcome.CHECK, (Act.ADMITTED, Act.VOID), False, True),
        (Outcome.ALLOW, (), False, False),
        (Outcome.DENY, (Act.VOID,), False, True),
    ],
)
def test_only_a_check_without_any_act_is_open(
    outcome: Outcome, acts: tuple[Act, ...], *, is_open: bool, is_void: bool
) -> None:
    entry = a_logged(1, outcome, later=tuple(a_later(act) for act in acts))
    assert (entry.is_open, entry.is_void) == (is_open, is_void)
