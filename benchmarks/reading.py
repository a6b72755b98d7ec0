"""Reading: every figure of reading codes, beside the other decoders, in one run.

Each part is a module of its own and can be run alone. They run one after the
other, each in a process of its own: what one has loaded burdens no other.
"""

import subprocess
import sys

PARTS = ("serial", "wedge", "camera", "video", "pictures")


def main() -> None:
    for part in PARTS:
        print(f"-- reading_{part}", flush=True)
        subprocess.run([sys.executable, "-m", f"benchmarks.reading_{part}"], check=True)


if __name__ == "__main__":
    main()
