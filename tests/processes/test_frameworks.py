"""Frameworks in process files: the shipped ones are whole, mistakes in own ones are named."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from salesdesk.domain import facts
from salesdesk.domain.process import Framework
from salesdesk.domain.process_plain import from_plain, to_plain
from salesdesk.processes.builtin import builtin_frameworks, load_builtin
from salesdesk.processes.check import check_file
from salesdesk.processes.reader import read_process
from tests.processes.written import process_text

Put = Callable[..., Path]
OWN = """
frameworks:
  - key: ours
    name: Ours
    summary: Our own two.
    scale: [No, Yes]
    elements:
      - key: fit
        name: Fit
        asks: Do they fit?
        levels: [They do not., They do.]
        facts: [pain]
        roles: [champion]
        fed_by: [bant.need]
red_flags:
  - {key: quiet, text: Nothing said, advice: Ask., rule: {test: fact, of: pain}, after_days: 7}
  - {key: odd, text: Something is odd, advice: Ask.}
research:
  - {key: site, text: What do they sell?}
"""


@cache
def shipped() -> tuple[Framework, ...]:
    return load_builtin("eight-step").frameworks


def messages(put: Put, text: str) -> list[str]:
    return [str(fault) for fault in check_file(put(text))]


def test_all_known_frameworks_are_shipped_with_all_their_elements() -> None:
    found = {f.key: tuple(e.key for e in f.elements) for f in shipped()}
    expected = {key: set(elements) for key, elements in facts.FRAMEWORK_ELEMENTS.items()}
    assert {key: set(elements) for key, elements in found.items()} == expected
    assert shipped()[0].key == "plain"


@pytest.mark.parametrize("framework", shipped(), ids=lambda f: f.key)
def test_each_element_has_a_rubric_of_its_own_words_for_each_level(framework: Framework) -> None:
    texts = [text for element in framework.elements for text in element.levels]
    assert len(set(texts)) == len(texts)
    for element in framework.elements:
        assert len(element.levels) == len(framework.scale), element.key
        assert all(text.endswith(".") for text in element.levels), element.key
        assert element.asks.endswith("?"), element.key


def test_no_rubric_is_used_in_two_frameworks() -> None:
    texts = [text for f in shipped() for e in f.elements for text in e.levels]
    assert {text for text in texts if texts.count(text) > 1} == set()


def test_both_processes_and_the_library_alone_have_the_same() -> None:
    seven, library = load_builtin("seven-step"), builtin_frameworks()
    assert seven.frameworks == library.frameworks == shipped()
    assert seven.red_flags == library.red_flags
    assert seven.research == library.research
    assert len(library.research) >= 6
    assert any(flag.rule is None for flag in library.red_flags)


def test_an_own_framework_is_read_written_and_kept(
    put: Put, small_text: str, tmp_path: Path
) -> None:
    process = read_process(put(small_text + OWN))
    assert [f.key for f in process.frameworks] == ["ours"]
    assert process.red_flags[0].rule is not None
    assert process.red_flags[1].rule is None
    assert from_plain(to_plain(process)) == process
    again = tmp_path / "again.yaml"
    again.write_text(process_text(process), encoding="utf-8")
    assert read_process(again) == process


def test_a_question_can_feed_an_own_framework(put: Put, small_text: str) -> None:
    text = small_text.replace("fills: [meddpicc.identified_pain]", "fills: [ours.fit]")
    assert messages(put, text + OWN) == []
    assert "there is no framework “ours”" in messages(put, text)[0]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("levels: [They do not., They do.]", "levels: [A., B., C.]", "the scale has 2"),
        ("facts: [pain]", "facts: [pian]", "Did you mean “pain”?"),
        ("roles: [champion]", "roles: [chief]", "there is no role “chief”"),
        ("fed_by: [bant.need]", "fed_by: [bant.needs]", "Did you mean “need”?"),
        ("key: ours", "key: research", "“research” is kept for other things"),
        ("of: pain}, after_days: 7", "of: pian}, after_days: 7", "Did you mean “pain”?"),
        ("after_days: 7", "after_days: -7", "a whole number from 0 to 3650"),
        ("after_days: 7", "when: never", "expected one of: missing, met"),
        ("scale: [No, Yes]", "scale: [No]", "scale"),
        ("{key: odd,", "{key: quiet,", "stands twice"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_what_was_expected(
    put: Put, small_text: str, old: str, new: str, sentence: str
) -> None:
    assert OWN.count(old) >= 1
    found = messages(put, small_text + OWN.replace(old, new, 1))
    assert any(sentence in message for message in found), found
