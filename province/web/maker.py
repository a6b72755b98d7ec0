"""Maker: who made something, in words where nobody who logs in did."""

from collections.abc import Mapping

from province.schedules import SHELL

_SCHEDULE = "schedule "


def tell_maker(made_by: str, texts: Mapping[str, str]) -> str:
    """Return an officer's name as it is, a schedule and the command line in words."""
    if made_by == SHELL:
        return texts["made_by_shell"]
    number = made_by.removeprefix(_SCHEDULE)
    if number != made_by and number.isdecimal():
        return texts["made_by_schedule"].format(number=number)
    return made_by
