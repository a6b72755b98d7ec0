"""Keys: which character a scan code means on the US layout that readers use.

A wedge sends keys, not characters. The layout, Caps Lock and input methods of
this machine would rewrite them ("001" is "àà&" on a French layout), so the
scan code is decoded here. Numbers are evdev's. X11 and Wayland add 8. Windows
tells PC set 1, which is the same in the main block and on the keypad; the keys
that came with later keyboards bear an extra bit.
"""

ENTER, LF, TAB = "\r", "\n", "\t"
NO_KEY = 0
X11_OFFSET = 8
EXTENDED = 0x100
WINDOWS = {
    EXTENDED | 0x1C: 96,  # Enter of the keypad
    EXTENDED | 0x1D: 97,  # right Ctrl
    EXTENDED | 0x35: 98,  # slash of the keypad
    EXTENDED | 0x38: 100,  # AltGr
    EXTENDED | 0x47: 102,  # Home
    EXTENDED | 0x48: 103,  # up
    EXTENDED | 0x49: 104,  # page up
    EXTENDED | 0x4B: 105,  # left
    EXTENDED | 0x4D: 106,  # right
    EXTENDED | 0x4F: 107,  # End
    EXTENDED | 0x50: 108,  # down
    EXTENDED | 0x51: 109,  # page down
    EXTENDED | 0x52: 110,  # Insert
    EXTENDED | 0x53: 111,  # Delete
    EXTENDED | 0x5B: 125,  # left Windows key
    EXTENDED | 0x5C: 126,  # right Windows key
    EXTENDED | 0x5D: 127,  # menu
}
"""Windows' extended keys, by evdev's number."""

ROWS = (
    (2, "1234567890-=", "!@#$%^&*()_+"),
    (16, "qwertyuiop[]", "QWERTYUIOP{}"),
    (30, "asdfghjkl;'`", 'ASDFGHJKL:"~'),
    (43, "\\zxcvbnm,./", "|ZXCVBNM<>?"),
    (55, "*", "*"),
    (57, " ", " "),
    (71, "789-456+1230.", "789-456+1230."),
    (86, "<", ">"),
    (98, "/", "/"),
    (15, TAB, TAB),
    (28, ENTER, ENTER),
    (96, ENTER, ENTER),
)
"""First scan code of a row, what it and the following mean, the same shifted."""

PLAIN = {
    code: character
    for first, plain, _ in ROWS
    for code, character in enumerate(plain, first)
}
SHIFTED = {
    code: character
    for first, _, shifted in ROWS
    for code, character in enumerate(shifted, first)
}


def decode_key(code: int, *, shifted: bool) -> str | None:
    """Return the character of a key, or None where it means none."""
    return (SHIFTED if shifted else PLAIN).get(code)


def number_key(native: int, platform: str) -> int:
    """Return evdev's number of a key that Qt's `platform` calls `native`.

    `NO_KEY` where the platform does not tell, or the key has no number here.
    """
    if platform in {"xcb", "wayland"}:
        return max(NO_KEY, native - X11_OFFSET)
    if platform == "windows" and native & EXTENDED:
        return WINDOWS.get(native, NO_KEY)
    return native
