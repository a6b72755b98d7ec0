"""Tests of two people having been at one place."""

from province.contacts import clip, gather, meet
from province.stays import Doubt, Stay, Sureness, pack

MINUTE = 60_000_000


def a_stay(since: int, until: int, *doubts: Doubt, point: str = "P1") -> Stay:
    return Stay(
        point_id=point,
        since_us=since * MINUTE,
        until_us=until * MINUTE,
        in_id=b"i" * 16,
        out_id=b"o" * 16,
        marks=pack(doubts),
    )


def test_the_overlap_is_what_both_have_in_common() -> None:
    meeting = meet(a_stay(0, 60), a_stay(45, 90), 0)

    assert meeting is not None
    assert meeting.overlap_us == 15 * MINUTE
    assert meeting.sureness is Sureness.HIGH


def test_who_came_within_the_window_is_near_and_never_sure() -> None:
    meeting = meet(a_stay(0, 60), a_stay(70, 90), 15 * MINUTE)

    assert meeting is not None
    assert (meeting.overlap_us, meeting.apart_us) == (0, 10 * MINUTE)
    assert meeting.reasons == (Doubt.NEAR,)
    assert meeting.sureness is Sureness.MEDIUM


def test_beyond_the_window_or_elsewhere_nobody_met() -> None:
    assert meet(a_stay(0, 60), a_stay(70, 90), 5 * MINUTE) is None
    assert meet(a_stay(0, 60), a_stay(0, 60, point="P2"), 0) is None


def test_a_meeting_is_as_doubtful_as_its_stays() -> None:
    meeting = meet(a_stay(0, 60, Doubt.EXIT_ASSUMED), a_stay(0, 60, Doubt.NAMED), 0)

    assert meeting is not None
    assert meeting.reasons == (Doubt.EXIT_ASSUMED, Doubt.NAMED)
    assert meeting.sureness is Sureness.LOW


def test_a_contact_sums_its_meetings_and_is_as_sure_as_the_surest() -> None:
    mine = [a_stay(0, 60), a_stay(600, 660), a_stay(0, 9, point="P2")]
    theirs = [
        a_stay(30, 60, Doubt.EXIT_ASSUMED),
        a_stay(650, 700),
        a_stay(5, 9, point="P2"),
    ]
    first, second = gather(mine, theirs, 0)

    assert (first.point_id, first.overlap_us) == ("P1", 40 * MINUTE)
    assert first.sureness is Sureness.HIGH
    assert (second.point_id, second.overlap_us) == ("P2", 4 * MINUTE)


def test_a_stay_is_cut_to_the_period() -> None:
    cut = clip(a_stay(0, 60), 30 * MINUTE, 90 * MINUTE)

    assert cut is not None
    assert (cut.since_us, cut.until_us) == (30 * MINUTE, 60 * MINUTE)
    assert clip(a_stay(0, 60), 61 * MINUTE, 90 * MINUTE) is None
