"""Keys of what is kept about a person, and of erasing it."""

from __future__ import annotations

from flows.keys.key import CODE, DAY, OFFICE, PHONE, PHONE_ONLY, START, Key, Keys, label
from flows.values import Text, Values

KEPT: Values = {"days": 30, "unused": 365, "records": 1095}
LINE: Values = {"code": CODE, "start": START, "status": Text("status.deemed_cancelled"), "office": OFFICE}
BASE = "mydata"


def mydata() -> Keys:
    return {
        "mydata.what.show": label("Button: what do you keep about me?", BASE),
        "mydata.what.erase": label("Button: erase what I gave.", BASE),
        "mydata.line": Key("One booking of a list: code, time (of the booking or the request), status.", BASE, LINE),
        "mydata.held": Key(
            "What is kept: these bookings, with name, number, telephone and answers; how long. Never the data itself.",
            BASE,
            {**KEPT, "lines": (Text("mydata.line", LINE),) * 3},
        ),
        "mydata.none": Key("Nothing of a booking is kept, only the way to this chat; how long.", BASE, KEPT),
        "mydata.not_erased": Key("They did not erase after all.", BASE),
        "mydata.erased": Key("All is erased now; the way to this chat within a day or so.", BASE, PHONE_ONLY),
        "mydata.erased_refused": Key(
            "The same, but the refusal of use stays until that day, without the name.",
            BASE,
            {"phone": PHONE, "until": DAY},
        ),
    }
