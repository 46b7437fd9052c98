"""Names and texts in which there is nothing to see count as empty, and all others are kept."""

from __future__ import annotations

import pytest

from salesdesk.domain import entry
from salesdesk.domain.errors import KnownError
from salesdesk.domain.importing_rows import _text

NOTHING = ("", " ", "\u200b", "\ufeff\u00ad", "\x00\x07\x9f", "\u2060 \u202e\u2028", "\u3164",
           "\u2800", "\u200d\ufe0f", "\u034f", "\U000e0041")  # fmt: skip
SOMETHING = ("A", "\u200bA", "–", "0", "ü", "🙂", "👩\u200d💻", "\u0301", "\u64cd", "\ue000")


@pytest.mark.parametrize("value", NOTHING, ids=ascii)
def test_signs_that_show_nothing_are_no_name(value: str) -> None:
    with pytest.raises(KnownError, match="A name is needed"):
        entry.name(value, "A name is needed")
    assert entry.text(value) is entry.line(value) is _text(value) is None


@pytest.mark.parametrize("value", SOMETHING, ids=ascii)
def test_a_name_with_anything_to_see_is_kept_as_it_is(value: str) -> None:
    assert entry.name(value, "") == entry.text(value) == _text(value) == value
