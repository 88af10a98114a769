"""What each end of a call means, as two tables: a reply may not be repeated, a push may."""

from __future__ import annotations

import pytest

from bot.channels.line.answers import Accepted, Answer, Refused, Unclear, Unheard, of_push, of_reply
from bot.envelope import Gone, Later, Outcome, Rejected, Sent, Shut, Unknown

MONTH = "You have reached your monthly limit."
RATE = "The API rate limit has been exceeded. Try again later."
BOTH: list[tuple[Answer, Outcome]] = [
    (Accepted(("1", "2")), Sent(("1", "2"))),
    (Unheard("ClientConnectorError"), Later(None, "ClientConnectorError")),
    (Refused(401, "Authentication failed"), Shut("401")),
    (Refused(403, "Access to this API is not available for your account"), Shut("403")),
    (Refused(429, RATE, after=7.0), Later(7.0, "rate limit")),
    (Refused(429, MONTH), Shut("quota")),
    (Refused(400, "Failed to send messages"), Gone("not reachable")),
    (Refused(400, "2 errors", ("messages[0].text", "to")), Rejected("400 messages[0].text to")),
    (Refused(413), Rejected("413")),
]
REPLY: list[tuple[Answer, Outcome]] = [
    (Refused(500), Unknown("reply: 500")),
    (Refused(502), Unknown("reply: 502")),
    (Unclear("TimeoutError"), Unknown("reply: TimeoutError")),
    (Refused(409), Rejected("409")),
]
PUSH: list[tuple[Answer, Outcome]] = [
    (Refused(500), Later(None, "push: 500")),
    (Refused(503, after=3.0), Later(3.0, "push: 503")),
    (Unclear("TimeoutError"), Later(None, "push: TimeoutError")),
    (Refused(409, "The retry key is already accepted", ids=("1",)), Sent(("1",))),
]


@pytest.mark.parametrize(("answer", "outcome"), BOTH + REPLY)
def test_a_reply_ended_as_the_table_says(answer: Answer, outcome: Outcome) -> None:
    assert of_reply(answer) == outcome


@pytest.mark.parametrize(("answer", "outcome"), BOTH + PUSH)
def test_a_push_ended_as_the_table_says(answer: Answer, outcome: Outcome) -> None:
    assert of_push(answer) == outcome


def test_only_lines_own_word_says_that_a_token_is_used_up() -> None:
    assert Refused(400, "Invalid reply token").token_used_up
    assert not Refused(400, "The request body has 1 error(s)").token_used_up
    assert not Refused(500, "Invalid reply token").token_used_up
