"""Keys of the printed poster of an office: what hangs on a wall beside its QR codes."""

from __future__ import annotations

from flows.keys.key import PHONE_ONLY, Key, Keys


def poster() -> Keys:
    screen = "printed poster"
    return {
        "poster.what": Key("One sentence under the office's name: what this is.", screen),
        "poster.web": Key("Under the large QR code, which opens the web chat.", screen),
        "poster.telegram": Key("Under the QR code that opens Telegram. Very short.", screen),
        "poster.line": Key("Under the QR code that opens LINE. Very short.", screen),
        "poster.phone": Key("At the foot of the page.", screen, PHONE_ONLY),
    }
