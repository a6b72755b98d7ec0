"""Start: the first Python that kiosk.exe and kioskw.exe run."""

import os
import sys
from pathlib import Path

from platformdirs import user_log_path

from kiosk.cli import main


def open_streams(folder: Path) -> None:
    """Give a program without a console somewhere to write.

    kioskw.exe has no streams at all. What it says to people stands in
    `kiosk.log` until the next start; its JSON lines are for scripts, which
    start kiosk.exe.
    """
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: PTH123, SIM115 - lasts as long as the process
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - as above
    if sys.stderr is None:
        folder.mkdir(parents=True, exist_ok=True)
        sys.stderr = (folder / "kiosk.log").open("w", encoding="utf-8", buffering=1)


if __name__ == "__main__":
    open_streams(user_log_path("kiosk", appauthor=False))
    sys.exit(main())
