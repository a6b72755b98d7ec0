"""Each kiosk may ask so often, and no other kiosk's asking counts."""

from province.api.rations import MOST_KIOSKS, Rations


def test_rations_come_back_and_are_each_kiosks_own() -> None:
    rations = Rations(at_once=60, every_s=1.0)
    assert all(rations.take("one", 0.0) for _ in range(60))
    assert not rations.take("one", 0.0)
    assert rations.take("other", 0.0)
    assert rations.take("one", 1.0)
    assert not rations.take("one", 1.0)


def test_a_kiosk_that_was_silent_has_no_more_than_at_first() -> None:
    rations = Rations(at_once=2, every_s=1.0)
    rations.take("one", 0.0)
    assert [rations.take("one", 1e6) for _ in range(3)] == [True, True, False]


def test_rations_of_many_kiosks_take_no_more_room() -> None:
    rations = Rations(at_once=1, every_s=1.0)
    for number in range(MOST_KIOSKS + 5):
        rations.take(str(number), 0.0)
    assert len(rations) == MOST_KIOSKS
