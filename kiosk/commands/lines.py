"""Lines: JSON for programs on stdout, words for people on stderr."""

import sys
from collections.abc import Mapping

import msgspec


def print_line(values: Mapping[str, object]) -> None:
    """Print one JSON object, UTF-8 whatever the console's own encoding is."""
    sys.stdout.buffer.write(msgspec.json.encode(values) + b"\n")
    sys.stdout.buffer.flush()


def print_words(text: str) -> None:
    """Print words for people."""
    sys.stderr.write(text.rstrip() + "\n")
    sys.stderr.flush()
