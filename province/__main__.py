"""The command line's door: `python -m province` and the `province` script."""

import sys

from province.cli import main

if __name__ == "__main__":
    sys.exit(main())
