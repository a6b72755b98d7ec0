"""Numbers: what a start tells Qt, as the plain numbers that Qt's enumerations are.

PySide makes all 93 enumerations of the `Qt` namespace together, when the first of
them is named (15 ms), or where a pen, a brush or a palette is made of a colour.
Properties and keys are numbers as well.
"""

ALIGN_LEFT = 0x1
ALIGN_MIDDLE = 0x4
"""From side to side."""
ALIGN_HALFWAY = 0x80
"""From top to bottom."""
PLAIN_TEXT = 0
PRECISE_TIMER = 0
TAB_FOCUS = 1

FRAMELESS = 0x801
"""A window without a frame."""
IN_FRONT = FRAMELESS | 0x40000
"""One that stays before all others."""

SHIFT = 0x02000000
CONTROL = 0x04000000
ALT = 0x08000000
META = 0x10000000
NOT_TYPED = CONTROL | ALT | META
"""What is held down with a key that types nothing."""

KEY_TAB = 0x01000001
KEY_RETURN = 0x01000004
KEY_ENTER = 0x01000005
KEY_ALT = 0x01000023
KEY_F10 = 0x01000039
MODIFIER_KEYS = frozenset(
    {
        0x01000020,  # Shift
        0x01000021,  # Control
        0x01000022,  # Meta
        KEY_ALT,
        0x01000024,  # Caps Lock
        0x01000025,  # Num Lock
        0x01001103,  # AltGr
    }
)
