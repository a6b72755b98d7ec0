"""Probe: whether a window can be opened here, asked by the doctor in a process of its own."""

import sys

from PySide6.QtGui import QGuiApplication


def describe_screen() -> str:
    """Return size and window system of the first screen."""
    application = QGuiApplication.instance() or QGuiApplication([])
    assert isinstance(application, QGuiApplication)  # noqa: S101 - what Qt's own types can't say
    size = application.primaryScreen().size()
    return f"{size.width()}x{size.height()} {application.platformName()}"


def run() -> int:
    """Print what the screen is; where there is none, Qt has ended this process."""
    sys.stdout.write(describe_screen() + "\n")
    return 0
