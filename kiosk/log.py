"""Log: one line per decision, batch, fault and recovery, on stderr.

Never a payload, a holder, a key or a token.
"""

import logging
import sys


def start_log(*, verbose: bool = False) -> None:
    """Send this process's log to stderr."""
    logging.basicConfig(
        stream=sys.stderr,
        level=logging.INFO if verbose else logging.WARNING,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )
    # TUF tells each file it looks at; we tell the roster's version.
    logging.getLogger("tuf").setLevel(logging.ERROR)
