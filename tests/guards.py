"""Guards: what watches over every test for logs and threads."""

import logging
import threading


class LogWatch(logging.Handler):
    """Keeps the warnings and errors that a test logs, and those it expects."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []
        self._expected: list[tuple[str, str]] = []
        self._allowed: list[tuple[str, str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep `record`."""
        self.records.append(record)

    def expect(self, logger: str, text: str = "") -> None:
        """Expect at least one record of `logger` or below that holds `text`."""
        self._expected.append((logger, text))

    def allow(self, logger: str, text: str) -> None:
        """Let records of `logger` or below that hold `text` come or not, as chance has it."""
        self._allowed.append((logger, text))

    def find_unexpected(self) -> list[str]:
        """Return the records that no one expected, as lines."""
        return [
            f"{record.levelname} {record.name}: {record.getMessage()}"
            for record in self.records
            if not any(
                _fits(record, *known) for known in (*self._expected, *self._allowed)
            )
        ]

    def find_missing(self) -> list[str]:
        """Return what was expected and never came."""
        return [
            f"{logger}: {text!r}"
            for logger, text in self._expected
            if not any(_fits(record, logger, text) for record in self.records)
        ]


def _fits(record: logging.LogRecord, logger: str, text: str) -> bool:
    return f"{record.name}.".startswith(f"{logger}.") and text in record.getMessage()


def find_left_threads(before: set[threading.Thread], grace_s: float) -> list[str]:
    """Return the names of threads that are not in `before` and do not end.

    A thread of Qt shows as a dummy that never ends, so it can't be judged here.
    """
    new = [
        thread
        for thread in threading.enumerate()
        if thread not in before and not isinstance(thread, threading._DummyThread)
    ]
    for thread in new:
        thread.join(grace_s)
    return sorted(thread.name for thread in new if thread.is_alive())
