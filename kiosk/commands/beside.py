"""Beside: what runs beside a road that reads, in threads of its own."""

import argparse
from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from pathlib import Path

from kiosk.app import Beside
from kiosk.commands.terms import read_terms
from kiosk.config import Config
from kiosk.disposal import Disposed, purge_nightly
from kiosk.inquiry import inquire_on
from kiosk.place import Place
from kiosk.recovery import watch_over
from kiosk.safekeeping import Plan, keep_safe


def choose(
    options: argparse.Namespace, config: Config, place: Place
) -> Mapping[str, Beside]:
    """Return what runs beside the road of `place`."""
    return {
        **choose_beside(config, place),
        **choose_care(place),
        "disposal": choose_disposal(options, config, place),
    }


def choose_care(place: Place) -> Mapping[str, Beside]:
    """Return what looks after the database beside the road, and asks for what it lost."""
    return {
        "scrub": partial(watch_over, place.folder, place.database, place.now),
        "inquiry": partial(inquire_on, place),
    }


def choose_beside(config: Config, place: Place) -> Mapping[str, Beside]:
    """Return what runs beside the road: backups, where they have a folder."""
    if not config.backup_dir:
        return {}
    plan = Plan(to=Path(config.backup_dir), every=timedelta(hours=config.backup_hours))
    return {"backup": partial(keep_safe, place, plan)}


def choose_disposal(
    options: argparse.Namespace, config: Config, place: Place
) -> Beside:
    """Return what destroys contents past their time, and carries what was not sent."""
    card = Path(config.backup_dir) if config.backup_dir else None
    return partial(
        purge_nightly,
        place.database,
        now=place.now,
        hour=0 if config.night_hour == "off" else config.night_hour,
        find_terms=partial(read_terms, place),
        on_done=partial(_carry, options, place, card),
        card=card,
    )


def _carry(
    options: argparse.Namespace, place: Place, card: Path | None, disposed: Disposed
) -> None:
    """Bundle what is overdue; what that needs is not loaded where nothing is."""
    if disposed.overdue or place.folder.overdue.exists():
        options.carry(place, disposed.plan, card)
