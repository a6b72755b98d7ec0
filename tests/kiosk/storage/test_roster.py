"""The roster in use is kept with its files, and changes whole."""

import hashlib
from datetime import UTC, datetime, timedelta

from kiosk.protocol import policy
from kiosk.roster import Roster
from kiosk.storage import roster, roster_files, settings
from kiosk.storage.database import Database

AT = datetime(2026, 11, 20, tzinfo=UTC)
HEAD = Roster(
    version=3,
    issued_at=AT,
    expires_at=AT + timedelta(days=60),
    receipt_keys=(b"k" * 32,),
    bundle_recipients=("age1",),
    watch="ab" * 32,
)
FILES = {"trust.json": b"keys", "policy.json": b"rules"}


def test_without_a_roster_there_is_nothing(database: Database) -> None:
    with database.read() as connection:
        assert roster.read_head(connection) is None
        assert roster.read_files(connection) == {}
        assert roster.list_files(connection) == []
        assert roster.read_policy_fault(connection) == ""


def test_a_roster_comes_back_with_its_files(database: Database) -> None:
    with database.write() as connection:
        roster.put(connection, HEAD, FILES)
    with database.read() as connection:
        assert roster.read_head(connection) == HEAD
        assert roster.read_files(connection) == FILES
        assert roster.list_files(connection) == ["policy.json", "trust.json"]


def test_a_file_that_is_named_no_more_is_a_stray(database: Database) -> None:
    with database.write() as connection:
        roster.put(connection, HEAD, FILES)
        assert roster.list_strays(connection) == []
        roster.put(connection, HEAD, {"trust.json": b"keys"})
        assert roster.read_files(connection) == {"trust.json": b"keys"}
        (stray,) = roster.list_strays(connection)
    assert stray.startswith("roster." + hashlib.sha256(b"rules").hexdigest())


def test_a_file_that_a_version_before_kept_whole_is_still_read(
    database: Database,
) -> None:
    with database.write() as connection:
        roster.put(connection, HEAD, FILES)
        for name in roster_files.list_names(connection):
            settings.drop(connection, name)
        assert not roster.is_whole(connection)
        for name, content in FILES.items():
            settings.put(connection, f"roster.{name}", content)
        assert roster.is_whole(connection)
        assert roster.read_files(connection) == FILES
        assert roster.list_strays(connection) == []


def test_a_roster_that_is_forgotten_leaves_nothing(database: Database) -> None:
    with database.write() as connection:
        roster.put(connection, HEAD, FILES)
        roster.forget(connection)
        assert roster.read_head(connection) is None
        assert roster_files.list_names(connection) == []


def test_a_policy_with_a_fault_leaves_the_one_before(database: Database) -> None:
    with database.write() as connection:
        roster.put(connection, HEAD, FILES)
        bad = {"trust.json": b"other", policy.TARGET: b"bad"}
        roster.put(connection, HEAD, bad, policy_fault="why")
        kept = roster.read_files(connection)
        assert roster.read_policy_fault(connection) == "why"
    assert kept == {"trust.json": b"other", "policy.json": b"rules"}


def test_a_first_policy_with_a_fault_is_none(database: Database) -> None:
    with database.write() as connection:
        roster.put(connection, HEAD, FILES, policy_fault="why")
        assert roster.read_files(connection) == {"trust.json": b"keys"}


def test_only_a_change_is_marked(database: Database) -> None:
    with database.write() as connection:
        roster.put(connection, HEAD, FILES)
        first = settings.read_rules_mark(connection)
        roster.put(connection, HEAD, FILES)
        same = settings.read_rules_mark(connection)
        roster.put(connection, HEAD, {})
        changed = settings.read_rules_mark(connection)
    assert (first == same, first == changed) == (True, False)
