"""The rules in use are read whole, and a change is noticed once."""

import json
from datetime import timedelta

from kiosk.credentials.credential import Kind
from kiosk.credentials.trust_list import pack_key
from kiosk.place import Place
from kiosk.policy import DEFAULT_POLICY
from kiosk.protocol import trust
from kiosk.protocol.trust import TrustDocument
from kiosk.roster import Roster
from kiosk.rules import Rules
from kiosk.storage import given_keys, roster
from kiosk.storage.database import Database
from kiosk.sync.rules import RulesWatch, read_rules
from tests.fakes import START
from tests.guards import LogWatch
from tests.signing import Issuer

HEAD = Roster(version=1, issued_at=START, expires_at=START + timedelta(days=1))
KEY, OTHER = Issuer().trusted, Issuer().trusted
TRUST = trust.encode(TrustDocument(keys=(pack_key(KEY),)))
STRICT = json.dumps({"version": 4, "default": {"accepted": ["pass"]}}).encode()


def read(place: Place) -> Rules:
    with place.database.read() as connection:
        return read_rules(connection, place.folder)


def put(database: Database, **files: bytes) -> None:
    with database.write() as connection:
        named = {name.replace("_", "."): data for name, data in files.items()}
        roster.put(connection, HEAD, named)


def test_a_kiosk_that_was_told_nothing_has_what_is_built_in(place: Place) -> None:
    rules = read(place)
    assert (rules.policy, rules.roster, rules.point) == (DEFAULT_POLICY, None, "")


def test_keys_and_policy_come_from_the_roster(place: Place) -> None:
    put(place.database, trust_json=TRUST, policy_json=STRICT)
    rules = read(place)
    assert rules.trust.keys == (KEY,)
    assert (rules.policy.version, Kind.CCCD in rules.policy.accepted) == (4, False)


def test_keys_given_by_hand_are_believed_with_and_without_a_roster(
    place: Place,
) -> None:
    with place.database.write() as connection:
        given_keys.add(connection, (pack_key(OTHER),))
    assert read(place).trust.keys == (OTHER,)
    put(place.database, trust_json=TRUST)
    assert read(place).trust.keys == (KEY, OTHER)


def test_an_enrolled_kiosk_knows_its_point(enrolled: Place, point: str) -> None:
    assert read(enrolled).point == point


def test_an_older_program_goes_on_with_what_it_understands(
    place: Place, log_watch: LogWatch
) -> None:
    log_watch.expect("kiosk.sync.rules", "used without its lists")
    log_watch.expect("kiosk.sync.rules", "the built-in one is used")
    put(place.database, trust_json=b"{", policy_json=b"{")
    rules = read(place)
    assert (rules.policy, rules.roster) == (DEFAULT_POLICY, HEAD)


def test_a_change_is_noticed_once(place: Place) -> None:
    watch = RulesWatch(place.database, place.folder, place.clock_judge)
    assert watch.look() is not None
    assert watch.look() is None
    put(place.database, policy_json=STRICT)
    found = watch.look()
    assert found is not None
    assert found.policy.version == 4
    assert watch.look() is None


def test_a_disk_that_fails_leaves_the_rules_as_they_are(place: Place) -> None:
    watch = RulesWatch(place.database, place.folder, place.clock_judge)
    place.database.close()
    place.database.path.write_bytes(b"no database" * 1000)
    assert watch.look() is None
