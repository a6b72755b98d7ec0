"""Rules name the keys that are believed, and ask the watch list for documents."""

from datetime import UTC, datetime

import msgspec
import pytest

from kiosk.credentials.credential import Claim, Credential, Kind, Unreadable
from kiosk.credentials.trust import make_store
from kiosk.policy import DEFAULT_POLICY
from kiosk.reason import Reason
from kiosk.roster import Roster
from kiosk.rules import Rules
from tests.signing import Issuer

AT = datetime(2026, 11, 20, tzinfo=UTC)
RULES = Rules(policy=DEFAULT_POLICY)


class Wanted:
    """Looks for one document."""

    def contains(self, document: str) -> bool:
        return document == "001190000123"


def a_credential(claim: Claim, number: str) -> Credential:
    return Credential(kind=Kind.CCCD, claims={claim: number}, holder=None)


def test_keys_given_by_hand_count_where_there_is_no_roster() -> None:
    given = make_store([Issuer().trusted])
    assert msgspec.structs.replace(RULES, given=given).trust is given


def test_a_roster_s_trust_holds_all_keys() -> None:
    trust = make_store([Issuer().trusted])
    roster = Roster(version=1, issued_at=AT, expires_at=AT, trust=trust)
    assert msgspec.structs.replace(RULES, roster=roster).trust is trust


@pytest.mark.parametrize(
    ("claim", "number", "watched"),
    [
        (Claim.DOCUMENT, "001190000123", True),
        (Claim.OLD_DOCUMENT, "001190000123", True),
        (Claim.DOCUMENT, "001190000124", False),
        (Claim.PHONE, "001190000123", False),
        (Claim.DOCUMENT, "", False),
    ],
)
def test_a_document_is_looked_for(
    claim: Claim,
    number: str,
    watched: bool,  # noqa: FBT001 - a case
) -> None:
    rules = msgspec.structs.replace(RULES, watch=Wanted())
    assert rules.is_watched(a_credential(claim, number)) is watched


def test_without_a_list_or_a_credential_nobody_is_looked_for() -> None:
    assert not RULES.is_watched(a_credential(Claim.DOCUMENT, "001190000123"))
    rules = msgspec.structs.replace(RULES, watch=Wanted())
    assert not rules.is_watched(Unreadable(reason=Reason.TOO_LONG))
