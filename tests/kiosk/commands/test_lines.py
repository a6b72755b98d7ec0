"""Programs read UTF-8 JSON on stdout, people read words on stderr."""

import subprocess
import sys

import pytest

from kiosk.commands.lines import print_line, print_words


def test_a_line_is_one_json_object(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    print_line({"name": "Trần\nThị", "reasons": [], "fault": None})
    expected = '{"name":"Trần\\nThị","reasons":[],"fault":null}\n'
    assert capfdbinary.readouterr() == (expected.encode("utf-8"), b"")


def test_words_end_with_one_line_end(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    print_words("Reader is missing.\n\n")
    assert capfdbinary.readouterr() == (b"", b"Reader is missing.\n")


def test_a_line_is_utf_8_whatever_the_console_speaks() -> None:
    program = "from kiosk.commands.lines import print_line; print_line({'a': 'Nữ'})"
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONIOENCODING": "latin-1"},
        capture_output=True,
        check=True,
    )
    assert done.stdout == '{"a":"Nữ"}\n'.encode()
