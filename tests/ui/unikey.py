"""Unikey: the Vietnamese input method of Linux, at work on an X server of ours."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

ENGINE = "Unikey"
COMPONENT = Path("/usr/share/ibus/component/unikey.xml")
PATIENCE_S = 30.0
STEP_S = 0.05


def is_installed() -> bool:
    """Say whether ibus, its engine and a message bus are there."""
    programs = ("ibus-daemon", "ibus", "dbus-daemon")
    return COMPONENT.exists() and all(map(shutil.which, programs))


@contextmanager
def unikey(server: str) -> Iterator[Mapping[str, str]]:
    """Run it on `server` with Telex on; give the environment of a user's session."""
    with tempfile.TemporaryDirectory() as home, message_bus() as address:
        session = {
            "DISPLAY": server,
            "DBUS_SESSION_BUS_ADDRESS": address,
            "HOME": home,
            "XDG_CONFIG_HOME": home,
            "XDG_CACHE_HOME": home,
            "XDG_RUNTIME_DIR": home,
            "GSETTINGS_BACKEND": "memory",
            "QT_IM_MODULE": "ibus",
            "QT_IM_MODULES": "ibus",
            "XMODIFIERS": "@im=ibus",
        }
        daemon = subprocess.Popen(
            ["ibus-daemon", "--xim", "--panel=disable"],
            env=os.environ | session,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            choose_engine(os.environ | session)
            yield session
        finally:
            daemon.terminate()
            daemon.wait(PATIENCE_S)


@contextmanager
def message_bus() -> Iterator[str]:
    """Run a session bus of our own and give its address."""
    bus = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address=1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert bus.stdout is not None
    try:
        yield bus.stdout.readline().strip()
    finally:
        bus.terminate()
        bus.wait(PATIENCE_S)
        bus.stdout.close()


def choose_engine(environment: Mapping[str, str]) -> None:
    """Ask for the engine until it is the one: the daemon takes its time."""
    end_s = time.monotonic() + PATIENCE_S
    # Its own attempt to load a layout fails here; what counts is the engine.
    while ask_ibus(environment) != ENGINE:
        assert time.monotonic() < end_s, "ibus did not start its engine"
        ask_ibus(environment, ENGINE)
        time.sleep(STEP_S)


def ask_ibus(environment: Mapping[str, str], *engine: str) -> str:
    """Return which engine is on, or try to change it."""
    answer = subprocess.run(
        ["ibus", "engine", *engine],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return answer.stdout.strip()
