"""Command line: one dispatch table, the only place that imports late."""


def main() -> int:
    """Run the command that was asked for and return its exit code."""
    return 2
