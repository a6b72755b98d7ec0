"""Neighbours: the two threads that talk to the other kiosks of the point.

One listens and tells, and never waits for anything but datagrams and the disk.
The other asks the province and looks for kiosks on the LAN, which takes seconds.
Lanes only look into the hearsay.
"""

import logging
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Protocol

from kiosk.errors import StorageError
from kiosk.lane import hash_locally
from kiosk.neighbours.conversation import Address, Conversation, Heard
from kiosk.neighbours.hearsay import Hearsay
from kiosk.neighbours.mailbox import Mailbox
from kiosk.neighbours.register import fetch
from kiosk.neighbours.telling import Telling
from kiosk.place import Place
from kiosk.protocol.neighbour import Ignored, make_tag
from kiosk.protocol.neighbourhood import Neighbourhood
from kiosk.sending import make_transport
from kiosk.storage import neighbours
from kiosk.sync.fault import Fault

log = logging.getLogger(__name__)

LOOK_S = 0.25
"""How soon what another process kept (a void at a desk) is told; the gate's own rings."""
ROUND_S = 10.0
SEARCH_S = 2.0
ASK_S = 3600.0
"""As often as the roster."""
ASK_AGAIN_S = 60.0
"""After a fault, and where a kiosk is heard that the register does not name."""
AGAIN_S = 5.0
_STRANGERS = (Ignored.FOREIGN, Ignored.UNKNOWN_KEY)


class Search(Protocol):
    """Looks for kiosks on the LAN."""

    def renew(self) -> None:
        """Announce this kiosk where it is not announced."""

    def list_found(self) -> list[Address]:
        """Return the addresses that were found."""

    def close(self) -> None:
        """Be silent."""


MakeSearch = Callable[[str, int], Search]


class Neighbours:
    """Keeps `hearsay` filled, and neighbours told, from `start` to `stop`."""

    def __init__(
        self, place: Place, mailbox: Mailbox, search: MakeSearch, *, asks: bool = True
    ) -> None:
        self.hearsay = Hearsay()
        self._place = place
        self._mailbox = mailbox
        self._make_search = search
        self._asks = asks and place.enrolment is not None
        self._search: Search | None = None
        self._searched: Neighbourhood | None = None
        self._conversation: Conversation | None = None
        hash_local = partial(hash_locally, place.identity.hash_key)
        self._telling = Telling(
            place.database, self.hearsay.names, hash_local, place.clock_judge
        )
        self._stop = threading.Event()
        self._asks_now = threading.Event()
        self._finds = threading.Event()
        self._found: list[Address] = []
        self._count = 0
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Begin to talk."""
        for run, name in ((self._run, "neighbours"), (self._run_search, "search")):
            thread = threading.Thread(
                target=partial(self._guard, run), name=name, daemon=True
            )
            self._threads.append(thread)
            thread.start()

    def wake(self) -> None:
        """Tell what was kept just now."""
        self._mailbox.ring()

    def stop(self) -> None:
        """Be silent."""
        self._stop.set()
        self._asks_now.set()
        self._mailbox.ring()
        for thread in self._threads:
            thread.join()
        self._mailbox.close()

    def _guard(self, run: Callable[[], None]) -> None:
        while not self._stop.is_set():
            try:
                run()
            except StorageError as error:
                log.warning("neighbours not told: %s", error)
            except Exception:  # a thread's boundary: the gate goes on without it
                log.exception("neighbours stopped by a bug; they are talked to again")
            self._stop.wait(AGAIN_S)

    def _run(self) -> None:
        round_at = 0.0
        while not self._stop.is_set():
            self._mailbox.wait(LOOK_S)
            if time.monotonic() >= round_at or self._finds.is_set():
                self._finds.clear()
                round_at = time.monotonic() + ROUND_S
                self._renew()
                self._tell_round()
            if self._conversation is not None:
                self._hear(self._conversation)
                self._tell_new(self._conversation)

    def _renew(self) -> None:
        """Take the register that is in use now, whichever process took it."""
        with self._place.database.read() as connection:
            found = neighbours.read(connection)
        held = self._conversation
        if found is None or (held is not None and held.neighbourhood == found):
            return
        if held is not None and held.neighbourhood.key == found.key:
            held.use(found)
            self.hearsay.forget_all_but(found.public_keys)
            return
        self.hearsay.use(found.key)
        self._telling.begin(self._place.now())
        with self._place.database.write() as connection:
            now_s = int(self._place.now().wall.timestamp())
            start = neighbours.count_start(connection, now_s)
        self._conversation = Conversation(
            me=self._place.identity.kiosk_id,
            private_key=self._place.identity.private_key,
            neighbourhood=found,
            start=start,
        )

    def _tell_round(self) -> None:
        conversation = self._conversation
        if conversation is None:
            return
        now = self._place.now()
        self._mailbox.send(conversation.greet(self._found, now.monotonic_ms))
        words = self._telling.list_round(now)
        self._mailbox.send(conversation.tell(words, now.monotonic_ms))
        count = conversation.count(now.monotonic_ms)
        if count != self._count:
            self._count = count
            ignored = dict(conversation.ignored)
            log.info("neighbours: %d talked to, ignored so far: %s", count, ignored)

    def _hear(self, conversation: Conversation) -> None:
        for data, address in self._mailbox.take():
            now = self._place.now()
            heard = conversation.hear(data, address, now.monotonic_ms)
            if isinstance(heard, Ignored):
                if heard in _STRANGERS:
                    self._asks_now.set()
                continue
            self._mailbox.send(heard.answers)
            self._note(conversation, heard)

    def _note(self, conversation: Conversation, heard: Heard) -> None:
        now = self._place.now()
        self.hearsay.take(heard.sender, heard.words, now.monotonic_ms)
        if heard.is_new:
            words = self._telling.list_round(now)
            told = conversation.tell(words, now.monotonic_ms, only=heard.sender)
            self._mailbox.send(told)

    def _tell_new(self, conversation: Conversation) -> None:
        now = self._place.now()
        self._telling.look(now)
        words = self._telling.list_new(now)
        if words:
            self._mailbox.send(conversation.tell(words, now.monotonic_ms))

    def _run_search(self) -> None:
        ask_at = 0.0
        try:
            while not self._stop.is_set():
                if self._asks and time.monotonic() >= ask_at:
                    asked = self._ask()
                    wait_s = ASK_AGAIN_S if isinstance(asked, Fault) else ASK_S
                    ask_at = time.monotonic() + wait_s
                    self._asks_now.clear()
                elif self._asks_now.is_set():
                    self._asks_now.clear()
                    ask_at = min(ask_at, time.monotonic() + ASK_AGAIN_S)
                self._renew_search()
                self._stop.wait(SEARCH_S)
        finally:
            if self._search is not None:
                self._search.close()

    def _ask(self) -> Neighbourhood | Fault | None:
        enrolment = self._place.enrolment
        if enrolment is None:
            return None
        transport = make_transport(self._place, enrolment)
        try:
            asked = fetch(transport, self._place.database, self._place.identity)
        finally:
            transport.close()
        if isinstance(asked, Fault):
            log.info("neighbours not asked for: %s", asked.fault_class)
        return asked

    def _renew_search(self) -> None:
        with self._place.database.read() as connection:
            found = neighbours.read(connection)
        if found is None:
            return
        if self._searched is None or self._searched.key != found.key:
            if self._search is not None:
                self._search.close()
            self._search = self._make_search(make_tag(found.key), self._mailbox.port)
            self._finds.set()
        self._searched = found
        if self._search is None:
            return
        self._search.renew()
        addresses = self._search.list_found()
        if addresses != self._found:
            self._found = addresses
            self._finds.set()
        self._mailbox.ring()
