"""Markdown read as plain words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesdesk.domain.plain_words import cut, one_line, plain_words


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("## A morning with Maeve", "A morning with Maeve"),
        ("- Eleven empty rooms\n* One full", "• Eleven empty rooms\n• One full"),
        ("- [ ] call back\n- [x] asked", "☐ call back\n☑ asked"),
        ("**Never** on a *Friday*, ~~maybe~~ `ever`", "Never on a Friday, maybe ever"),
        ("> She said so\n\n---\nand left", "She said so\n\nand left"),
        ("[the offer](https://example.com/a_b) and <https://example.com>",
         "the offer and https://example.com"),
        (r"5 \* 3 \# 2", "5 * 3 # 2"),
        ("#1 of 2 * 3 * 4, file_name_here, C#", "#1 of 2 * 3 * 4, file_name_here, C#"),
        ("", ""),
    ],
)  # fmt: skip
def test_marks_go_and_words_stay(markdown: str, words: str) -> None:
    assert plain_words(markdown) == words


def test_one_line_has_no_breaks() -> None:
    assert one_line("# Call\n\n- one\n- two") == "Call • one • two"


@given(st.text(alphabet="ab1 *_`~#[]()<>-\\\n", max_size=60))
def test_no_letter_is_ever_lost(text: str) -> None:
    kept = [c for c in plain_words(text) if c in "ab1"]
    given_ = [c for c in text if c in "ab1"]
    if "](" not in text and "```" not in text and "~~~" not in text:
        assert kept == given_


@pytest.mark.parametrize(
    ("words", "most", "shown"),
    [
        ("I pay that line every month", 27, "I pay that line every month"),
        ("I pay that line every month", 26, "I pay that line every…"),
        ("I pay that line, every month", 17, "I pay that line…"),
        ("Rahmenvertragsverhandlung im Mai", 20, "Rahmenvertragsverha…"),
        ("A Rahmenvertragsverhandlung", 20, "A Rahmenvertragsver…"),
    ],
)
def test_words_are_cut_between_words_unless_one_is_very_long(
    words: str, most: int, shown: str
) -> None:
    assert cut(words, most) == shown
