"""How long contents are kept is what the policy in use says."""

from kiosk.commands.terms import read_terms
from kiosk.disposal import make_terms
from kiosk.place import Place
from kiosk.policy import DEFAULT_POLICY


def test_without_a_policy_it_is_the_built_in_one(place: Place) -> None:
    assert read_terms(place) == make_terms(DEFAULT_POLICY)
