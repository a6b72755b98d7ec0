"""Tests of the secret by which people are known again."""

import stat

import pytest

from province import join_key
from province.errors import KeyFileError
from province.keys import KeyFolder


def test_it_is_made_once_and_only_its_owner_reads_it(keys: KeyFolder) -> None:
    first = join_key.load(keys)

    assert join_key.load(keys) == first
    assert len(first) == join_key.SECRET_BYTES
    path = keys.folder / join_key.NAME
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("content", ["", "zz", "00ff"])
def test_a_damaged_one_is_never_replaced(keys: KeyFolder, content: str) -> None:
    path = keys.folder / join_key.NAME
    path.write_text(content)

    with pytest.raises(KeyFileError, match=r"join\.key"):
        join_key.load(keys)
    assert path.read_text() == content
