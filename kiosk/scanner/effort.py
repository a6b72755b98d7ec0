"""Effort: when a frame without a code is worth a harder look.

A harder look costs several times what the first one does, and most frames show
nobody. So looks without any sign of a code are rationed; a code that is
located though not read is a sign, and then every frame is worth it.
"""

PURSE = 12.0
"""Looks without a sign that can be taken in a row."""
INCOME = 1 / 90
"""What a frame earns: in the long run one frame in ninety costs more."""
SIGN_FRAMES = 3
"""How many frames a sign of a code holds."""
PATIENCE = 60
"""Looks in vain after which a sign is none any more: a poster, a worn card."""


HUNCH_PRICE = 0.8
"""What a look costs while only harder looks have seen a sign: clutter laid on
itself may give one, too."""


class Effort:
    """Rations harder looks; ask once a frame, and say what came of it."""

    def __init__(self) -> None:
        self._purse = PURSE
        self._price = 1.0
        self._sign_frames = self._hunch_frames = 0
        self._in_vain = 0

    @property
    def has_sign(self) -> bool:
        """Tell whether there was a sign of a code lately."""
        return self._sign_frames > 0 or self._hunch_frames > 0

    def allows(self, *, has_sign: bool, is_settled: bool) -> bool:
        """Tell whether the next frame is worth a harder look.

        `is_settled` is a frame like the one before, where something moved lately.
        """
        self._purse = min(PURSE, self._purse + INCOME)
        self._sign_frames = SIGN_FRAMES if has_sign else max(0, self._sign_frames - 1)
        self._hunch_frames = max(0, self._hunch_frames - 1)
        if not self._sign_frames:
            self._in_vain = 0
        elif self._in_vain < PATIENCE:
            self._price = 0.0
            return True
        self._price = HUNCH_PRICE if self._hunch_frames else 1.0
        return is_settled and self._purse >= self._price

    def lapse(self) -> None:
        """Forget the sign there was: something else is shown now."""
        self._sign_frames = self._hunch_frames = self._in_vain = 0

    def note(self, *, has_sign: bool, has_code: bool) -> None:
        """Take note of what a harder look came to."""
        if has_code:
            self._purse = PURSE
            self.lapse()
            return
        self._in_vain += 1
        self._purse = max(0.0, self._purse - self._price)
        if has_sign:
            self._hunch_frames = SIGN_FRAMES
