"""Harder: the second look at a frame, at the one place where a code may be."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import zxingcpp

from kiosk.scanner import zbar, zxing
from kiosk.scanner.code import Code, Corner, Gray
from kiosk.scanner.deblur import print_gray
from kiosk.scanner.fusion import Fusion
from kiosk.scanner.glimpse import GUIDE
from kiosk.scanner.rendering import (
    RENDERINGS,
    Straight,
    is_slanted,
    straighten,
)
from kiosk.scanner.sight import Outline
from kiosk.scanner.texture import LEAST_PX, Patch, Real, find_busy
from kiosk.scanner.variants import enlarge, threshold

DOUBTED_AFTER = 3
"""Looks without a sign of a code, and the place is given up for another one."""
DOUBTED_ALONE_AFTER = 9
"""The same where there is no other: a smeared code shows after some frames."""
STALE_AFTER = 45
"""Looks without a code, and the frames are laid on one another anew."""
ODD_EVERY = 6
"""Looks from one at the last frame alone to the next: glare from everywhere."""
SLIVER = 0.25
"""Shortest side of a code to its longest, at least; tilted by 70° it has 0.3."""
SMALL_PX = 90_000
"""Pixels of a fused picture of which two renderings are tried a frame."""

Locate = Callable[[Corner], Corner]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a harder look came to; `outline` is a code, read or only located."""

    codes: tuple[Code, ...] = ()
    outline: Outline | None = None


class HarderLook:
    """Follows what may be a code from frame to frame, and tries to read it."""

    def __init__(self) -> None:
        self._fusion = Fusion()
        self._patch: Patch | None = None
        self._looks = 0
        self._unsigned = 0
        self._places = 0
        self._patience = DOUBTED_AFTER

    @property
    def side_px(self) -> float:
        """Return how large what is followed is, 0 where nothing is."""
        return self._patch.side if self._patch else 0.0

    @property
    def shift_px(self) -> float:
        """Return how far it went between the last two frames."""
        return self._fusion.shift_px

    def forget(self) -> None:
        """Follow nothing any more."""
        self._fusion.forget()
        self._patch = None
        self._looks = self._unsigned = 0

    def look(self, frame: Gray, located: Outline | None) -> Finding:
        """Look at `frame`, at what is `located` there if anything is."""
        if not self._follow(frame, located):
            return Finding()
        self._looks += 1
        finding = self._read(frame)
        if finding.codes:
            self.forget()
        elif finding.outline is None and located is None:
            self._unsigned += 1
        else:
            self._unsigned = 0
        return finding

    def _follow(self, frame: Gray, located: Outline | None) -> bool:
        """Lay `frame` on those before, or begin; False where there is nothing."""
        if (
            self._unsigned >= self._patience
            or self._looks >= STALE_AFTER
            or self._is_elsewhere(located)
        ):
            self.forget()
        if self._fusion.frames:
            return self._fusion.add(frame)
        self._patch = self._pick(frame, located)
        if self._patch is None:
            return False
        self._looks = 0
        self._fusion.begin(frame, self._patch)
        return True

    def _is_elsewhere(self, located: Outline | None) -> bool:
        """Tell whether a code is located away from what is followed."""
        if located is None:
            return False
        across, down = np.array(located).mean(axis=0)
        return not self._fusion.covers((float(across), float(down)))

    def _pick(self, frame: Gray, located: Outline | None) -> Patch | None:
        left, top, region = cut_region(frame, located)
        patches = find_busy(region)
        if not patches:
            return None
        is_only = len(patches) == 1
        self._patience = DOUBTED_ALONE_AFTER if is_only else DOUBTED_AFTER
        patch = patches[self._places % len(patches)]
        self._places += 1
        return Patch(
            across=patch.across + left,
            down=patch.down + top,
            side=patch.side,
            spread=patch.spread,
        )

    def _read(self, frame: Gray) -> Finding:
        if self._looks % ODD_EVERY == 0:
            return self._read_alone(frame)
        fused = self._fusion.fuse()
        count = 2 if fused.size <= SMALL_PX else 1
        turns = range((self._looks - 1) * count, self._looks * count)
        outline = None
        for turn in turns:
            picture, locate = self._render(fused, turn)
            finding = sort_out(zxing.locate(picture), locate)
            if finding.codes:
                return finding
            outline = outline or finding.outline
        return Finding(outline=outline)

    def _render(self, fused: Real, turn: int) -> tuple[Gray, Locate]:
        """Return the fused picture in one of the ways, each in its turn."""
        spread = self._patch.spread if self._patch else (1.0, 1.0, 0.0)
        if not is_slanted(spread):
            way = RENDERINGS[turn % len(RENDERINGS)]
            return print_gray(way.render(fused, self._fusion.zoom)), self._fusion.place
        # Twice each: stretched to what it is from the front, and as it is.
        way = RENDERINGS[turn // 2 % len(RENDERINGS)]
        picture = way.render(fused, self._fusion.zoom)
        if turn % 2:
            return print_gray(picture), self._fusion.place
        straight = straighten(picture, spread)
        return print_gray(straight.picture), lambda corner: self._fusion.place(
            move(straight, corner)
        )

    def _read_alone(self, frame: Gray) -> Finding:
        """Read the last frame alone: a plain threshold, or the other decoder."""
        left, top, window = self._fusion.cut(frame)
        zoom = 2 if window.size <= SMALL_PX else 1

        def locate(corner: Corner) -> Corner:
            return corner[0] / zoom + left, corner[1] / zoom + top

        picture = enlarge(window, zoom)
        if self._looks % (2 * ODD_EVERY):
            binary = threshold(picture, window=30 * zoom)
            return sort_out(zxing.locate(binary), locate)
        codes = [map_code(code, locate) for code in zbar.read_codes(picture)]
        if not codes:
            return Finding()
        return Finding(codes=tuple(codes), outline=codes[0].corners)


def sort_out(barcodes: list[zxingcpp.Barcode], locate: Locate) -> Finding:
    """Return what was read, or where something was located."""
    codes = tuple(
        map_code(zxing.read(barcode), locate) for barcode in barcodes if barcode.valid
    )
    if codes:
        return Finding(codes=codes, outline=codes[0].corners)
    for barcode in barcodes:
        # Its format was read: clutter gives other errors.
        error = barcode.error
        if error is None or error.type is not zxingcpp.ErrorType.Checksum:
            continue
        one, two, three, four = map(locate, zxing.read_corners(barcode))
        if is_likely((one, two, three, four)):
            return Finding(outline=(one, two, three, four))
    return Finding()


def is_likely(outline: Outline) -> bool:
    """Tell whether an outline may be a code's: not tiny, nor a sliver."""
    corners = np.array(outline)
    sides = np.hypot(*(np.roll(corners, -1, axis=0) - corners).T)
    return bool(sides.max() >= LEAST_PX and sides.min() >= SLIVER * sides.max())


def map_code(code: Code, locate: Locate) -> Code:
    """Return `code` with its corners where `locate` says."""
    one, two, three, four = (locate(corner) for corner in code.corners)
    return Code(
        data=code.data,
        text=code.text,
        symbology=code.symbology,
        corners=(one, two, three, four),
    )


def move(straight: Straight, corner: Corner) -> Corner:
    """Return a corner of a straightened picture in the one it was made from."""
    across, down, _ = straight.back @ np.array([*corner, 1.0])
    return float(across), float(down)


def cut_guide(frame: Gray) -> tuple[int, int, Gray]:
    """Return the part of `frame` where a code is best held, and its corner."""
    height, width = frame.shape
    left, right = (int(share[0] * width) for share in GUIDE)
    top, bottom = (int(share[1] * height) for share in GUIDE)
    return left, top, frame[top:bottom, left:right]


def cut_region(frame: Gray, located: Outline | None) -> tuple[int, int, Gray]:
    """Return where to look: as much as the guide, about what is `located`."""
    left, top, guided = cut_guide(frame)
    if located is None:
        return left, top, guided
    corners = np.array(located)
    middle = corners.mean(axis=0)
    # What is located of a spoilt code is often a part of it.
    reach = np.ptp(corners, axis=0)
    wide, high = np.maximum(reach * 1.5, guided.shape[::-1]) / 2
    height, width = frame.shape
    left, right = (int(np.clip(middle[0] + sign * wide, 0, width)) for sign in (-1, 1))
    top, bottom = (int(np.clip(middle[1] + sign * high, 0, height)) for sign in (-1, 1))
    return left, top, frame[top:bottom, left:right]
