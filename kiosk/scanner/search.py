"""Search: a reader that reads every known port, also one plugged in later."""

import threading
from collections.abc import Callable

from kiosk.payload import Payload
from kiosk.scanner.found import FoundPort, find_serial_ports
from kiosk.scanner.reader import Gate, Reader, ReaderReport
from kiosk.scanner.serial import SerialReader

LOOK_S = 2.0
"""Listing the ports costs some 40 ms of USB look-ups, so not more often."""


class SearchingReader:
    """Gives each port that surely has a reader on it a thread of its own.

    `emit` and `report` are called from those threads.
    """

    def __init__(
        self,
        *,
        gate: Gate,
        find: Callable[[], list[FoundPort]] = find_serial_ports,
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
        """Look until `stop` is set, then wait for the readers to end."""
        threads: dict[str, threading.Thread] = {}
        while not stop.is_set():
            for path in self._look() - threads.keys():
                reader: Reader = SerialReader(path, gate=self._gate)
                threads[path] = threading.Thread(
                    target=reader.run, args=(emit, report, stop), name=reader.name
                )
                threads[path].start()
            stop.wait(self._look_s)
        for thread in threads.values():
            thread.join()

    def _look(self) -> set[str]:
        try:
            return {port.path for port in self._find() if port.certain}
        except OSError:
            # A device went away while it was looked at; look again later.
            return set()
