"""Reading wedge: codes that are typed at every pace, and from the last key to the payload.

Bound (issue 4): every code of every cell is read exactly: 0 to 10 ms a key, five
layouts, Caps Lock, beside ibus-unikey. The limit of the latency is what Qt itself
takes to bring that key to the window. At 0 ms a key all codes are typed at once,
and wait for each other: that is told as keys a second.
"""

import time
from collections.abc import Sequence

from benchmarks.rounds import ROUNDS, get_percentile, judge, time_calls
from kiosk.scanner.burst import BurstRecogniser
from tests.ui.wedge_matrix import GAPS_MS, Cell, list_layouts, run_matrix

CODES = 20
KEYS = "001190000123||TRAN THI THU NGHIEM|05031990\r"


def main() -> None:
    layouts = list_layouts()
    print(f"layouts: {', '.join(layouts)}; Caps Lock off and on; {CODES} codes a cell")
    cells = run_matrix(CODES, layouts)
    for gap_ms in GAPS_MS:
        tell_pace(gap_ms, [cell for cell in cells if cell.gap_ms == gap_ms])
    lost = sum(cell.typed - cell.exact for cell in cells)
    judge("codes typed and not read exactly", lost, 0, "codes")
    judge("characters in the field", sum(len(cell.leaked) for cell in cells), 0, "")
    paced = [cell for cell in cells if cell.gap_ms]
    heard = [ms for cell in paced for ms in cell.heard_ms]
    payload = [ms for cell in paced for ms in cell.payload_ms]
    for percent in (50, 99):
        limit = get_percentile(heard, percent)
        print(f"limit p{percent}, last key to the window by Qt: {limit:.3f} ms")
        judge(
            f"last key to payload, p{percent}",
            get_percentile(payload, percent),
            1.5 * limit + 1,
        )
    print(f"ruling on a key: {measure_ruling_us():.1f} µs of CPU")


def tell_pace(gap_ms: int, cells: Sequence[Cell]) -> None:
    """Print what became of all codes of one pace."""
    typed = sum(cell.typed for cell in cells)
    exact = sum(cell.exact for cell in cells)
    payload = [ms for cell in cells for ms in cell.payload_ms]
    print(
        f"{gap_ms:2} ms a key: {exact} of {typed} exact; last key to payload"
        f" p50 {get_percentile(payload, 50):.2f}, p99 {get_percentile(payload, 99):.2f} ms"
    )


def measure_ruling_us() -> float:
    """Return what the recogniser itself costs a key."""
    recogniser = BurstRecogniser()

    def read(number: int) -> None:
        for place, key in enumerate(KEYS):
            recogniser.press(key, number * 1000 + place)

    began = time.thread_time()
    calls = len(time_calls(read, ROUNDS * 100))
    return (time.thread_time() - began) * 1e6 / (calls * len(KEYS))


if __name__ == "__main__":
    main()
