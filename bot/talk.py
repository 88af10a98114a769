"""`madoguchi talk`: the same conversation in a terminal, both sides, on a clock that stands until it is moved.

A line is what the job seeker types; `staff: …` is what a clerk types; lines that begin with `!` move the clock or
the world (`!help`). A script on standard input gives the same transcript every time.
"""

from __future__ import annotations
