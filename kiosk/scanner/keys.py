"""Keys: which character a scan code means on the US layout that readers use.

A wedge sends keys, not characters. The layout, Caps Lock and input methods of
this machine would rewrite them ("001" is "àà&" on a French layout), so the
scan code is decoded here. Numbers are evdev's; X11 adds 8; PC set 1, as
Windows tells it, is the same in the main block.
"""

ENTER, TAB = "\r", "\t"

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
