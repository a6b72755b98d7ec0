"""Search: a reader that reads every known reader, also one plugged in later."""

import threading
from collections.abc import Callable

from kiosk.payload import Payload
from kiosk.scanner.reader import Gate, Reader, ReaderReport

LOOK_S = 2.0
"""Listing the ports costs some 40 ms of USB look-ups, so not more often."""


class SearchingReader:
    """Gives each reader that is found a thread of its own.

    `emit` and `report` are called from those threads.
    """

    def __init__(
        self,
        *,
        gate: Gate,
        find: Callable[[Gate], list[Reader]],
        look_s: float = LOOK_S,
    ) -> None:
        self._gate = gate
        self._find = find
        self._look_s = look_s

    @property
    def name(self) -> str:
        """Return the name of the search; what it finds has names of its own."""
        return "serial"

    def run(
        self,
        emit: Callable[[Payload], None],
        report: Callable[[ReaderReport], None],
        stop: threading.Event,
    ) -> None:
        """Look until `stop` is set, then wait for the readers to end.

        A bug that ends a reader's thread is raised here, where it is told.
        """
        threads: dict[str, threading.Thread] = {}
        bugs: list[Exception] = []

        def run_guarded(reader: Reader) -> None:
            try:
                reader.run(emit, report, stop)
            except Exception as error:  # noqa: BLE001 - a thread's boundary: `run` raises it
                bugs.append(error)

        while not stop.is_set():
            for reader in self._look():
                if reader.name in threads:
                    continue
                threads[reader.name] = threading.Thread(
                    target=run_guarded, args=(reader,), name=reader.name
                )
                threads[reader.name].start()
            stop.wait(self._look_s)
            if bugs:
                raise bugs[0]
        for thread in threads.values():
            thread.join()

    def _look(self) -> list[Reader]:
        try:
            return self._find(self._gate)
        except OSError:
            # A device went away while it was looked at; look again later.
            return []
