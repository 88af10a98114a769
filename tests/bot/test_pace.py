"""Pace: bursts, the steady rate after them, groups slower than chats, and all chats together."""

from __future__ import annotations

from bot import pace
from bot.pace import Bucket, Limits, Pace, pace_of


def test_a_burst_goes_at_once_and_then_one_at_a_time() -> None:
    bucket = Bucket(3, 1.0)

    assert [bucket.take(100.0) for _ in range(5)] == [0.0, 0.0, 0.0, 1.0, 2.0]


def test_a_rest_gives_the_burst_back_and_no_more() -> None:
    bucket = Bucket(3, 1.0)
    for _ in range(3):
        bucket.take(100.0)

    assert [bucket.take(1000.0) for _ in range(4)] == [0.0, 0.0, 0.0, 1.0]


def test_half_a_rest_gives_half_of_it_back() -> None:
    bucket = Bucket(4, 1.0)
    for _ in range(4):
        bucket.take(100.0)

    assert [bucket.take(102.0) for _ in range(3)] == [0.0, 0.0, 1.0]


def test_a_chat_waits_for_itself_alone() -> None:
    paced = Pace(Limits(chat=(1, 1.0), overall=(100, 0.01)))

    assert paced.wait("taro", group=False, now=50.0) == 0.0
    assert paced.wait("taro", group=False, now=50.0) == 1.0
    assert paced.wait("hanako", group=False, now=50.0) == 0.0


def test_all_chats_together_never_get_more_than_thirty_in_a_second() -> None:
    paced = pace_of("telegram")

    waits = [paced.wait(f"chat-{number}", group=False, now=10.0) for number in range(100)]

    assert most_within(1.0, waits) <= 30
    assert waits[-1] < 5


def test_a_group_never_gets_more_than_twenty_in_a_minute() -> None:
    paced = pace_of("telegram")

    waits = [paced.wait("group", group=True, now=10.0) for _ in range(100)]

    assert most_within(60.0, waits) <= 20
    assert waits[4] == 0.0


def most_within(seconds: float, moments: list[float]) -> int:
    """How many fall into the fullest span of that length."""
    return max(sum(begin <= each < begin + seconds for each in moments) for begin in moments)


def test_a_channel_without_known_limits_is_not_slowed() -> None:
    paced = pace_of("line")

    assert {paced.wait("taro", group=False, now=10.0) for _ in range(500)} == {0.0}


def test_the_memory_of_chats_is_bounded() -> None:
    paced = pace_of("telegram")
    for number in range(pace.FORGOTTEN_AFTER + 5):
        paced.wait(str(number), group=False, now=float(number))

    assert len(paced._chats) < 10
