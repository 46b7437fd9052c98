"""Keeps text from being run as a formula by a spreadsheet. Used by CSV writers and by imports.

Source: reliability rule 13 (cells that start with = + - @ TAB CR get a leading apostrophe).
:func:`unguard` is the exact inverse, so that what we export comes back as it was.
"""

from __future__ import annotations

_STARTS = "=+-@\t\r"


def guard(text: str) -> str:
    """`text` with a leading apostrophe when a spreadsheet could take it for a formula.

    Text that already looks guarded gets one more, so that :func:`unguard` cannot mistake it.
    """
    bare = text.lstrip("'")
    return f"'{text}" if bare[:1] and bare[0] in _STARTS else text


def unguard(text: str) -> str:
    """`text` without the apostrophe that :func:`guard` put there."""
    if text[:1] != "'":
        return text
    bare = text.lstrip("'")
    return text[1:] if bare[:1] and bare[0] in _STARTS else text
