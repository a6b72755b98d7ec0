"""The command line takes what cli.md names, and refuses the rest with exit code 2."""

from pathlib import Path

import pytest

from kiosk.options import make_parser, parse
from kiosk.version import VERSION


def test_a_run_takes_several_readers_and_their_gate() -> None:
    command = (
        "run --data D --headless --serial /dev/a --serial /dev/b,9600,out,B "
        "--direction out --gate N --no-sync --exit-when-idle 1.5"
    )
    options = make_parser().parse_args(command.split())
    assert options.data == Path("D")
    assert options.serial == ["/dev/a", "/dev/b,9600,out,B"]
    assert (options.direction, options.gate) == ("out", "N")
    assert (options.headless, options.no_sync) == (True, True)
    assert options.exit_when_idle == 1.5


@pytest.mark.parametrize("way", ["serial", "evdev", "hidraw", "rawinput"])
def test_each_way_of_reading_may_be_named_several_times(way: str) -> None:
    command = ["run", f"--{way}", "a", f"--{way}", "b,out"]
    assert getattr(make_parser().parse_args(command), way) == ["a", "b,out"]


def test_a_run_that_names_nothing_leaves_all_to_config_and_search() -> None:
    options = make_parser().parse_args(["run"])
    assert (options.data, options.serial, options.replay) == (None, [], None)
    assert (options.direction, options.gate, options.exit_when_idle) == (None,) * 3
    assert (options.headless, options.wedge, options.no_sync) == (False,) * 3


@pytest.mark.parametrize("command", ["check", "check -", "check --jsonl"])
def test_check_reads_stdin_with_or_without_its_dash(command: str) -> None:
    assert make_parser().parse_args(command.split()).source == "-"


@pytest.mark.parametrize(
    "command",
    [
        "",
        "stauts",
        "run --directon in",
        "run --direction sideways",
        "run --exit-when-idle soon",
        "check file.txt",
        "void 1",
        "settle 1 maybe",
        "keys burn",
    ],
)
def test_wrong_use_ends_with_exit_code_two(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        make_parser().parse_args(command.split())
    assert ended.value.code == 2
    assert "usage: kiosk" in capsys.readouterr().err


def test_the_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        make_parser().parse_args(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"{VERSION}\n"


@pytest.mark.parametrize(
    "command", ["run", "run --wedge --gate B", "status", "--verbose run --no-sync"]
)
def test_what_a_gate_waits_for_is_read_as_everything_is(command: str) -> None:
    words = command.split()
    assert parse(words) == make_parser().parse_args(words)


@pytest.mark.parametrize("command", ["run --nonsense", "run extra"])
def test_a_wrong_run_is_refused_in_the_same_words(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    said = []
    for read in (parse, make_parser().parse_args):
        with pytest.raises(SystemExit):
            read(command.split())
        said.append(capsys.readouterr().err)
    assert said[0] == said[1]
