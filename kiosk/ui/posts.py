"""Posts: which screens stand behind a gate, before they are loaded."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:  # lends its type; loaded, it would hold up the first code
    from kiosk.ui.behind import Open


class Posts(msgspec.Struct, frozen=True, kw_only=True):
    """What the window knows of them; `load` loads them, in a thread, and builds no widgets."""

    load: "Callable[[], Open]"
    has_desk: bool = False
    has_counter: bool = False
    is_enrolled: bool = True
