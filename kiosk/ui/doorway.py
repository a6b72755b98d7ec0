"""Doorway: where payloads go, also while the screens behind the gate are still loaded."""

from collections.abc import Callable
from threading import Lock

from kiosk.payload import Payload
from kiosk.protocol.enrolment import is_enrolment_code


class Doorway:
    """Lets payloads through to the road, and later to who takes them before it.

    An enrolment code is nobody's presentation while there is no enrolment: it
    waits for who knows what to do with it. From any thread.
    """

    def __init__(
        self, submit: Callable[[Payload], None], *, keeps_enrolment_codes: bool
    ) -> None:
        self._submit = submit
        self._keeps = keeps_enrolment_codes
        self._taker: Callable[[Payload], None] | None = None
        self._kept: list[Payload] = []
        self._lock = Lock()

    def take(self, payload: Payload) -> None:
        """Take what a reader read."""
        if self._taker is None and self._keeps and is_enrolment_code(payload.data):
            with self._lock:
                if self._taker is None:
                    self._kept.append(payload)
                    return
        (self._taker or self._submit)(payload)

    def lead(self, taker: Callable[[Payload], None]) -> None:
        """Give `taker` what comes from now on, and what was kept for it."""
        with self._lock:
            self._taker = taker
            kept, self._kept = self._kept, []
        for payload in kept:
            taker(payload)
