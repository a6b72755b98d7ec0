"""X11: an X server of our own, and keys pressed in it as a reader would."""

import os
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from unicodedata import normalize

from Xlib import X, display
from Xlib.ext import xinput, xtest

STOP_S = 10
ALT = 64
KEYPAD = dict(zip("7894561230", (79, 80, 81, 83, 84, 85, 87, 88, 89, 90), strict=True))
"""Key codes of X11 on a PC's keyboard."""
VIETNAMESE = (
    "".join(
        normalize("NFC", letter + tone)
        for letter in "aăâeêioôơuưy"
        for tone in ("", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323")
        if not normalize("NFC", letter + tone).isascii()
    )
    + "đ"
)
FIRST_SPARE = 187
"""From here on a PC's keyboard has no key that types."""


@contextmanager
def x_server(size: str = "1280x800x24") -> Iterator[str]:
    """Run an Xvfb and give its name, such as `:7`."""
    told, tell = os.pipe()
    # Without -noreset it forgets its keymap when the last client leaves.
    server = subprocess.Popen(
        f"Xvfb -displayfd {tell} -noreset -nolisten tcp -screen 0 {size}".split(),
        pass_fds=(tell,),
        stderr=subprocess.DEVNULL,
    )
    os.close(tell)
    # It stamps the keys; on a busy machine it would stamp them late.
    with suppress(PermissionError):
        os.setpriority(os.PRIO_PROCESS, server.pid, -10)
    try:
        with os.fdopen(told) as number:
            yield ":" + number.readline().strip()
    finally:
        server.terminate()
        server.wait(STOP_S)


class Typist:
    """Presses the keys that a US keyboard has for a text, whatever the layout is."""

    def __init__(self, server: str) -> None:
        self._server = server
        self._display = display.Display(server)
        self._keys = us_keys(self._display)
        self._shift = self._display.keysym_to_keycode(0xFFE1)

    def close(self) -> None:
        """Leave the server."""
        self._display.close()

    def load_layout(self, layout: str) -> None:
        """Load `layout` for every keyboard, XTEST's own among them."""
        keymap = subprocess.run(
            ["setxkbmap", "-display", self._server, layout, "-print"],
            check=True,
            capture_output=True,
        ).stdout
        for device in keyboards(self._display):
            subprocess.run(
                ["xkbcomp", "-w", "0", "-i", str(device), "-", self._server],
                input=keymap,
                check=True,
                capture_output=True,
            )

    def load_vietnamese(self) -> None:
        """Give every Vietnamese letter a key of its own beside the US layout's."""
        for device in keyboards(self._display):
            subprocess.run(
                ["xkbcomp", "-w", "0", "-i", str(device), "-", self._server],
                input=compose_vietnamese().encode(),
                check=True,
                capture_output=True,
            )
        for code, letter in enumerate(VIETNAMESE, FIRST_SPARE):
            self._keys |= {letter: (code, False), letter.upper(): (code, True)}

    def press_caps_lock(self) -> None:
        """Press Caps Lock."""
        self._tap(self._display.keysym_to_keycode(0xFFE5), 0)
        self._display.sync()

    def type(self, text: str, gap_ms: int, pause_ms: int = 200) -> None:
        """Press the keys of `text` after a pause; the server keeps the gaps."""
        for place, character in enumerate(text):
            code, shifted = self._keys[character]
            delay_ms = gap_ms if place else pause_ms
            if shifted:
                self._fake(X.KeyPress, self._shift, delay_ms)
            self._tap(code, 0 if shifted else delay_ms)
            if shifted:
                self._fake(X.KeyRelease, self._shift, 0)
        self._display.sync()

    def type_numbers(
        self, numbers: Iterable[str], gap_ms: int, pause_ms: int = 200
    ) -> None:
        """Type each number on the keypad with ALT held, a report each `gap_ms`."""
        for place, number in enumerate(numbers):
            self._fake(X.KeyPress, ALT, gap_ms if place else pause_ms)
            for digit in number:
                self._fake(X.KeyPress, KEYPAD[digit], gap_ms)
                self._fake(X.KeyRelease, KEYPAD[digit], gap_ms)
            self._fake(X.KeyRelease, ALT, gap_ms)
        self._display.sync()

    def _tap(self, code: int, delay_ms: int) -> None:
        self._fake(X.KeyPress, code, delay_ms)
        self._fake(X.KeyRelease, code, 0)

    def _fake(self, kind: int, code: int, delay_ms: int) -> None:
        xtest.fake_input(self._display, kind, code, delay_ms)


def compose_vietnamese() -> str:
    """Return a keymap of the US layout with Vietnamese letters on spare keys."""
    spare = list(enumerate(VIETNAMESE, FIRST_SPARE))
    codes = "".join(f"<V{code}> = {code};" for code, _ in spare)
    symbols = "".join(
        f"key <V{code}> {{ [ U{ord(letter):04X}, U{ord(letter.upper()):04X} ] }};"
        for code, letter in spare
    )
    return f"""xkb_keymap {{
        xkb_keycodes {{ include "evdev+aliases(qwerty)" {codes} }};
        xkb_types {{ include "complete" }};
        xkb_compat {{ include "complete" }};
        xkb_symbols {{ include "pc+us" {symbols} }};
    }};"""


def us_keys(server: display.Display) -> dict[str, tuple[int, bool]]:
    """Return each character's key code and whether it needs Shift.

    From the server's own US map, not from ours, so that ours is put to the test.
    """
    keysyms = {chr(number): number for number in range(0x20, 0x7F)}
    keysyms |= {"\r": 0xFF0D, "\t": 0xFF09}
    keys = {}
    for character, keysym in keysyms.items():
        # The lowest code is the main block's; 187 is a "(" of its own.
        code, level = min(server.keysym_to_keycodes(keysym))
        keys[character] = (code, level == 1)
    return keys


def keyboards(server: display.Display) -> list[int]:
    """Return the numbers of all keyboards."""
    kinds = (xinput.MasterKeyboard, xinput.SlaveKeyboard)
    devices = server.xinput_query_device(xinput.AllDevices).devices
    return [device.deviceid for device in devices if device.use in kinds]
