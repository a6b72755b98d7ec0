"""Rotation: a new key in the place of one of the province's, without losing a kiosk.

What kiosks verify by goes out before anything is signed with it, and what was
signed or sealed before goes on to be believed and opened.
"""

from collections.abc import Sequence
from datetime import datetime

from province import root
from province.errors import UsageError
from province.keys import OFFLINE, KeyFolder, KeyName
from province.publishing import Publication

EVERY_DAY = (
    KeyName.TIMESTAMP,
    KeyName.SNAPSHOT,
    KeyName.TARGETS,
    KeyName.RECEIPT,
    KeyName.PASS,
    KeyName.BUNDLE,
)
"""What `keys rotate` without a name renews: the keys that are used by themselves."""


def rotate(
    keys: KeyFolder, publication: Publication, names: Sequence[KeyName], now: datetime
) -> None:
    """Renew the keys `names`; done again after a crash, it ends what was begun.

    Raises:
        UsageError: A key that must sign, or be renewed, is not here.
        OutsideError: Keys or roster can't be written.
    """
    _refuse_absent(keys, names)
    for name in names:
        keys.stage(name)
    publication.publish_if_due(now)
    roles = [name for name in names if name in root.ROLES]
    if roles:
        _follow(keys, publication, roles, now)
    for name in names:
        keys.promote(name)
    publication.publish_if_due(now)


def _follow(
    keys: KeyFolder, publication: Publication, roles: Sequence[KeyName], now: datetime
) -> None:
    """Sign a root that names the staged keys, where the present one does not yet."""
    staged = {name: keys.load_candidates(name)[-1] for name in roles}
    if all(publication.names_key(name, key) for name, key in staged.items()):
        return
    # A root key that a cut-off rotation has named already signs instead of the old.
    named = (
        key
        for key in keys.load_candidates(KeyName.ROOT)
        if publication.names_key(KeyName.ROOT, key)
    )
    signer = next(named, None)
    if signer is None:
        raise UsageError(
            "The key root is not the one that the roster was signed with last. Give the "
            "folder with the newest one as --offline FOLDER."
        )
    publication.follow_keys(staged, signer, now)


def _refuse_absent(keys: KeyFolder, names: Sequence[KeyName]) -> None:
    wanted = {name for name in names if name in OFFLINE}
    if set(names) & set(root.ROLES):
        wanted.add(KeyName.ROOT)  # signs every change of them
    absent = sorted(name.value for name in wanted if not keys.is_here(name))
    if absent:
        raise UsageError(
            f"The key {' and '.join(absent)} was moved from this machine. Give the folder "
            "that 'province keys backup' moved it to, as --offline FOLDER."
        )
