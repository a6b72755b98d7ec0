"""Awake: the screen is not blanked while the kiosk runs; each way is tried, none is needed.

Settings of an X server stay after us, as `xset s off -dpms` would leave them;
what a desktop or Windows was asked for ends with the process.
"""

import ctypes
import os
import sys
from typing import Any

from PySide6.QtGui import QGuiApplication

if sys.platform == "linux":
    from PySide6.QtDBus import QDBusConnection, QDBusMessage

SCREEN_SAVER = "org.freedesktop.ScreenSaver"
_PATH = "/org/freedesktop/ScreenSaver"
_CONTINUOUS_SYSTEM_DISPLAY = 0x8000_0003
"""ES_CONTINUOUS, ES_SYSTEM_REQUIRED and ES_DISPLAY_REQUIRED."""


def keep_awake(reason: str) -> None:
    """Ask this machine not to blank its screen, by each way that it has."""
    platform = QGuiApplication.platformName()
    if platform == "windows":
        _ask_windows()
    if platform == "xcb":
        still_x_server(os.environ.get("DISPLAY", ""))
    if platform in {"xcb", "wayland"} and os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        _ask_desktop(reason)


def still_x_server(display: str) -> bool:
    """Switch off an X server's screen saver and power saving; say whether it was told."""
    x11 = _load("X11")
    if x11 is None:
        return False
    x11.XOpenDisplay.restype = ctypes.c_void_p
    opened = x11.XOpenDisplay(display.encode())
    if not opened:
        return False
    server = ctypes.c_void_p(opened)
    x11.XSetScreenSaver(server, 0, 0, 0, 0)
    _stop_power_saving(server)
    x11.XSync(server, 0)
    x11.XCloseDisplay(server)
    return True


def _stop_power_saving(server: ctypes.c_void_p) -> None:
    extensions = _load("Xext")
    if extensions is None:
        return
    first, second = ctypes.c_int(), ctypes.c_int()
    found = extensions.DPMSQueryExtension(
        server, ctypes.byref(first), ctypes.byref(second)
    )
    if found and extensions.DPMSCapable(server):
        extensions.DPMSDisable(server)


def _load(name: str) -> Any:  # a C library, or None: ctypes knows no types
    file = {"X11": "libX11.so.6", "Xext": "libXext.so.6"}[name]
    try:
        return ctypes.CDLL(file)
    except OSError:
        return None


def _ask_desktop(reason: str) -> None:
    """Ask the desktop, without waiting for its answer: it may have none."""
    if sys.platform == "linux":
        message = QDBusMessage.createMethodCall(
            SCREEN_SAVER, _PATH, SCREEN_SAVER, "Inhibit"
        )
        message.setArguments(["Kiosk", reason])
        QDBusConnection.sessionBus().send(message)


def _ask_windows() -> None:
    if sys.platform == "win32":
        ctypes.windll.kernel32.SetThreadExecutionState(_CONTINUOUS_SYSTEM_DISPLAY)
