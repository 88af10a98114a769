"""The width and height of a PNG or JPEG, read from its head.

Here lives reading; never which size is allowed.
"""

import struct

_PNG = b"\x89PNG\r\n\x1a\n"
_SIZES = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})


def dimensions(image: bytes) -> tuple[int, int] | None:
    """None where it is neither a PNG nor a JPEG."""
    if image.startswith(_PNG) and len(image) > len(_PNG) + 16:
        width, height = struct.unpack(">II", image[16:24])
        return width, height
    return _jpeg(image) if image.startswith(b"\xff\xd8") else None


def _jpeg(image: bytes) -> tuple[int, int] | None:
    position = 2
    while position + 9 < len(image):
        marker, length = image[position + 1], struct.unpack(">H", image[position + 2 : position + 4])[0]
        if marker in _SIZES:
            height, width = struct.unpack(">HH", image[position + 5 : position + 9])
            return width, height
        position += 2 + length
    return None
