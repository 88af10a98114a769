"""The languages for which an interpreter can be chosen by a button: the thirteen of Hello Work's contact centre, and
Japanese sign language. Any other may be typed. Never here: a name of theirs (the catalogues know them).
"""

from __future__ import annotations

TONGUES = ("en", "zh", "pt", "es", "fil", "vi", "ne", "ko", "th", "id", "km", "mn", "my", "jsl")
