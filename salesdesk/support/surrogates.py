"""Halves of characters: text that no file can hold as it is. For imports and exports."""

from __future__ import annotations

import re

_HALF = re.compile("[\ud800-\udfff]")


def has_surrogate(value: object) -> bool:
    """Whether `value` is text with half a character (a lone surrogate) in it."""
    return isinstance(value, str) and not value.isascii() and _HALF.search(value) is not None
