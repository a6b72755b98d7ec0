"""Rules: what the lane decides by, as the province and the admin left it."""

import logging
from collections.abc import Mapping

from kiosk.clock import ClockJudge
from kiosk.credentials.trust import make_store
from kiosk.errors import StorageError
from kiosk.policy import DEFAULT_POLICY, Policy
from kiosk.protocol import policy as wire
from kiosk.roster import Roster
from kiosk.rulebook import PolicyFault, read_policy
from kiosk.rules import Rules
from kiosk.storage import clock, given_keys, roster, settings, watch
from kiosk.storage.connection import Connection
from kiosk.storage.database import Database
from kiosk.storage.folder import Folder
from kiosk.storage.given_keys import GivenKeys
from kiosk.storage.watch import WatchFolder
from kiosk.sync import lists

log = logging.getLogger(__name__)


def read_rules(connection: Connection, folder: Folder) -> Rules:
    """Return the rules in use; keys and lists are decoded here, and only here."""
    enrolment = settings.read_enrolment(connection)
    point = "" if enrolment is None else enrolment.point
    files = roster.read_files(connection)
    head = roster.read_head(connection)
    given = given_keys.read(connection)
    return Rules(
        policy=_read_policy(files, point),
        roster=None if head is None else _fill(head, files, given),
        point=point,
        given=make_store(lists.unpack(given.keys), given.opening_keys),
        watch=watch.open_list(connection, WatchFolder(folder.watch)),
    )


class RulesWatch:
    """Notices that other rules are in use, and another time told, whichever process did it."""

    def __init__(
        self, database: Database, folder: Folder, clock_judge: ClockJudge
    ) -> None:
        self._database = database
        self._folder = folder
        self._clock_judge = clock_judge
        self._mark: bytes | None = None

    def look(self) -> Rules | None:
        """Return the rules where they are others than at the last look."""
        try:
            with self._database.read() as connection:
                self._clock_judge.anchor = clock.read_anchor(connection)
                mark = settings.read_rules_mark(connection)
                if mark == self._mark:
                    return None
                found = read_rules(connection, self._folder)
        except StorageError as error:  # the lane tells it to people
            log.info("rules not read: %s", error)
            return None
        self._mark = mark
        return found


def _fill(head: Roster, files: Mapping[str, bytes], given: GivenKeys) -> Roster:
    whole = lists.fill(head, files, given)
    if isinstance(whole, str):  # an older program, put in the newer one's place
        log.error("roster %d: %s; it is used without its lists", head.version, whole)
        return head
    return whole


def _read_policy(files: Mapping[str, bytes], point: str) -> Policy:
    if wire.TARGET not in files:
        return DEFAULT_POLICY
    read = read_policy(files[wire.TARGET], point)
    if isinstance(read, PolicyFault):  # an older program, put in the newer one's place
        log.error("policy not understood, the built-in one is used: %s", read.detail)
        return DEFAULT_POLICY
    return read
