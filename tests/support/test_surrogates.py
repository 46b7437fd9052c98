"""Half a character is found in text, wherever it stands, and nothing else is."""

from __future__ import annotations

import pytest

from salesdesk.support.surrogates import has_surrogate


@pytest.mark.parametrize("text", ["\ud800", "é\udfff", "plain \udc80 words"])
def test_half_a_character_is_found(text: str) -> None:
    assert has_surrogate(text)
    with pytest.raises(UnicodeEncodeError):
        text.encode()


@pytest.mark.parametrize("value", ["", "plain", "é漢字🙂\ue000\ud7ff", None, 3, 2.5])
def test_whole_characters_and_what_is_no_text_pass(value: object) -> None:
    assert not has_surrogate(value)
