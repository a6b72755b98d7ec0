"""Checkup: the doctor's findings for the screen of the kiosk that runs."""

import argparse
from dataclasses import replace

from kiosk.commands.doctor import Words, load_doctor_words, look, say
from kiosk.commands.place import get_folder
from kiosk.doctor import Check, Finding
from kiosk.machine import Computer
from kiosk.ui.probe import describe_screen
from kiosk.ui.setup.calls import CheckShown, Said
from kiosk.words import LANGUAGES


class RunningComputer(Computer):
    """The computer seen from the kiosk's own process, whose window is there."""

    def look_at_screen(self) -> str:
        """Return what the window stands on: another process would cover it."""
        return describe_screen()


def examine(options: argparse.Namespace) -> tuple[CheckShown, ...]:
    """Return what the doctor found, the bad ones first.

    The camera is the kiosk's own now, and no other process can open it: what it
    sees is on the idle screen.
    """
    findings, config = look(options, RunningComputer(get_folder(options)), cameras=())
    shown = [
        replace(one, code="in_use", values={})
        if one.check is Check.CAMERA and config.camera
        else one
        for one in findings
    ]
    words = {language: load_doctor_words(language) for language in LANGUAGES}
    checks = [
        CheckShown(
            is_good=finding.ok,
            said={language: _word(finding, words[language]) for language in LANGUAGES},
        )
        for finding in shown
    ]
    return tuple(sorted(checks, key=lambda one: one.is_good))


def _word(finding: Finding, words: Words) -> Said:
    detail, fix = say(finding, words)
    return Said(name=words["check"][finding.check], detail=detail, fix=fix)
