"""Test the udev rule that lets the kiosk read HID POS readers."""

import re
from pathlib import Path

from kiosk.scanner.found import READER_VENDORS

FOLDER = Path(__file__).resolve().parents[3] / "installers" / "systemd"
RULES = FOLDER / "70-kiosk-readers.rules"


def test_every_maker_of_readers_has_its_rule() -> None:
    text = RULES.read_text(encoding="utf-8")
    vendors = {
        int(found, 16) for found in re.findall(r'idVendor}=="([0-9a-f]+)"', text)
    }
    assert vendors == READER_VENDORS.keys()


def test_a_rule_gives_no_more_than_reading_to_the_group() -> None:
    lines = RULES.read_text(encoding="utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert all(rule.startswith('SUBSYSTEM=="hidraw", ') for rule in rules)
    assert all(rule.endswith('GROUP="input", MODE="0640"') for rule in rules)


def test_the_installer_puts_the_rule_and_takes_it_away() -> None:
    script = (FOLDER / "install.sh").read_text(encoding="utf-8")
    assert f"rules=/etc/udev/rules.d/{RULES.name}" in script
    assert script.count('"$rules"') == 2
