"""The demonstration's door: `make run`."""

import sys

from kiosk.demonstration.show import show

if __name__ == "__main__":
    sys.exit(show())
