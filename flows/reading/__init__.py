"""What a person typed, read: a value, a question about it, or None.

Pure functions of text (and of the day, where a day is needed) live here.
No office rule, no clock and no wording may: whether a day is too late, or open at all, is decided elsewhere.
"""
