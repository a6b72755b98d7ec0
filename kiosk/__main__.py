"""The command line's door: `python -m kiosk` and the `kiosk` script."""

import sys

from kiosk.cli import main

if __name__ == "__main__":
    sys.exit(main())
