"""Tests of chains that are told in two ways."""

import json

import msgspec
import pytest

from kiosk.protocol import content
from kiosk.protocol.content import Content
from province.forks import (
    Found,
    Kind,
    Known,
    Origin,
    Point,
    Shared,
    find_fork,
    find_restores,
    find_shared,
    join,
    list_links,
    read_origin,
)
from province.ingest import read_head
from tests.province.builders import FakeKiosk, an_entry

LINK = bytes(32)


def an_origin(begins: str, epoch: str, position: int) -> Origin:
    return Origin(begins=begins, epoch=epoch, position=position, link=LINK)


def a_known(epoch: str, first: int, last: int, origin: Origin | None = None) -> Known:
    return Known(epoch=epoch, first=first, last=last, origin=origin)


def an_act(text: str, act: str = "restored") -> Content:
    facts = content.decode(an_entry(1).content)
    assert facts is not None
    return msgspec.structs.replace(facts, act=act, text=text)


SAID = {"epoch": "e2", "after_epoch": "e1", "after_position": 7, "after_link": "00"}


def test_links_that_agree_are_no_fork() -> None:
    signed = FakeKiosk().sign(an_entry(1), an_entry(2), an_entry(3))
    links = list_links(signed.batch)
    known = [Point(position=at, link=link) for at, link in links.items()]
    assert links[3] == read_head(signed)
    assert find_fork(signed.batch, links[3], known) is None


@pytest.mark.parametrize("at", [0, 2, 3])
def test_the_first_link_that_differs_is_told(at: int) -> None:
    signed = FakeKiosk().sign(an_entry(1), an_entry(2), an_entry(3))
    known = [Point(position=one, link=b"other") for one in range(at, 9)]
    assert find_fork(signed.batch, read_head(signed), known) == at


def test_the_act_of_a_new_epoch_says_where_it_goes_on() -> None:
    assert read_origin(an_act(json.dumps(SAID))) == Origin(
        begins="e2", epoch="e1", position=7, link=b"\0"
    )


@pytest.mark.parametrize(
    ("text", "act"),
    [
        (json.dumps(SAID), "exported"),
        ("no JSON", "restored"),
        (json.dumps(SAID | {"after_position": -1}), "restored"),
        (json.dumps(SAID | {"after_position": 2**60}), "restored"),
        (json.dumps(SAID | {"after_link": "xyz"}), "restored"),
        ("{}", "restored"),
    ],
)
def test_any_other_act_begins_no_epoch(text: str, act: str) -> None:
    assert read_origin(an_act(text, act)) is None


def test_an_epoch_that_goes_on_before_the_newest_position_was_restored() -> None:
    known = [a_known("e1", 1, 100), a_known("e2", 61, 70, an_origin("e2", "e1", 60))]
    assert find_restores(known) == [
        Found(kind=Kind.RESTORED, epoch="e2", position=60, beyond=100)
    ]


def test_an_epoch_that_goes_on_at_the_end_is_nothing_to_tell() -> None:
    known = [a_known("e1", 1, 60), a_known("e2", 61, 70, an_origin("e2", "e1", 60))]
    assert find_restores(known) == []
    assert find_restores(known[1:]) == []


def test_epochs_share_what_was_before_they_parted() -> None:
    known = [
        a_known("e1", 1, 100),
        a_known("e2", 61, 90, an_origin("e2", "e1", 60)),
        a_known("e3", 81, 90, an_origin("e3", "e2", 80)),
        a_known("e4", 41, 90, an_origin("e4", "e1", 40)),
    ]
    shared = find_shared("e3", known)
    assert {name: (one.epoch, one.until) for name, one in shared.items()} == {
        "e1": ("e1", 60),
        "e2": ("e2", 80),
        "e3": ("e3", 2**53),
        "e4": ("e1", 40),
    }


def test_epochs_that_name_each_other_end_the_search() -> None:
    known = [
        a_known("e1", 1, 9, an_origin("e1", "e2", 5)),
        a_known("e2", 1, 9, an_origin("e2", "e1", 5)),
    ]
    assert find_shared("e1", known)["e1"] == Shared(epoch="e1", until=2**53)


def test_what_two_batches_say_of_an_epoch_is_joined() -> None:
    origin = an_origin("e2", "e1", 60)
    parts = a_known("e2", 61, 70), a_known("e2", 50, 60, origin)
    assert join(*parts) == join(*reversed(parts)) == a_known("e2", 50, 70, origin)
