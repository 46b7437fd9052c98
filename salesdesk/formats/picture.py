"""Whether bytes are a picture that we take as a logo, without decoding it, and how large it is.

Called when a logo is chosen and when one is kept. The pixels are decoded by the screen, within the
limits stated here; what is kept is always a PNG.
Source: PNG specification 11.2.2 (IHDR); ISO 10918-1 B.1 (JPEG markers).
"""

from __future__ import annotations

import re
import struct
from typing import Final, Literal

from salesdesk.domain.errors import KnownError
from salesdesk.support.i18n import _

Kind = Literal["png", "jpeg", "svg"]
LARGEST_BYTES: Final = 5_000_000
MOST_PIXELS: Final = 25_000_000
"""A photo of a good camera; decoded, it takes 100 MB."""
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""The markers of a JPEG's frame head, which says how large it is."""
_OUTSIDE = re.compile(
    rb"<!DOCTYPE|<!ENTITY|<script|<image\b|<foreignObject|@import|url\(\s*['\"]?\s*[^#'\"\s]"
    rb"|href\s*=\s*['\"]\s*[^#'\"\s]",
    re.IGNORECASE,
)
"""What in an SVG leads out of it, or runs."""


def kind_of(content: bytes) -> Kind:
    """What sort of picture it is. Raises KnownError when it is none that we take."""
    if len(content) > LARGEST_BYTES:
        raise KnownError(
            _("That picture has more than 5 MB. The logo was not changed; save it smaller and "
              "choose it again.")
        )  # fmt: skip
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        _within(png_size(content))
        return "png"
    if content.startswith(b"\xff\xd8\xff"):
        _within(jpeg_size(content))
        return "jpeg"
    head = content[:2000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith((b"<?xml", b"<svg", b"<!--")) and b"<svg" in head:
        if _OUTSIDE.search(content.replace(b'href="http://www.w3.org', b'href="#')):
            raise KnownError(
                _("That SVG refers to something outside of it. The logo was not changed; save it "
                  "as PNG and choose that.")
            )  # fmt: skip
        return "svg"
    raise no_picture()


def png_size(content: bytes) -> tuple[int, int]:
    """Width and height of a PNG in pixels. Raises KnownError when it is none."""
    if len(content) < 33 or content[12:16] != b"IHDR":
        raise no_picture()
    width, height = struct.unpack(">II", content[16:24])
    if not width or not height:
        raise no_picture()
    return width, height


def jpeg_size(content: bytes) -> tuple[int, int]:
    """Width and height of a JPEG in pixels. Raises KnownError when its head cannot be read."""
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4])
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            if width and height:
                return width, height
            break
        at += 2 + max(length, 2)
    raise no_picture()


def no_picture() -> KnownError:
    """What is said of a file that is no picture."""
    return KnownError(
        _("That file is no picture that can be read. The logo was not changed; choose a PNG, a "
          "JPEG or an SVG.")
    )  # fmt: skip


def _within(size: tuple[int, int]) -> None:
    if size[0] * size[1] > MOST_PIXELS:
        raise KnownError(
            _("That picture has too many pixels. The logo was not changed; save it smaller and "
              "choose it again.")
        )  # fmt: skip
