"""A process written and read again is the same; an edit in place changes nothing else."""

from __future__ import annotations

import dataclasses
import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from salesdesk.domain.errors import KnownError
from salesdesk.processes.builtin import builtin_keys, load_builtin
from salesdesk.processes.faults import ProcessFaults
from salesdesk.processes.reader import read_process
from salesdesk.processes.writer import edit_process, process_text

Put = Callable[..., Path]

ODD = [
    "yes",
    "no",
    "12",
    "1.5",
    "null",
    "true",
    "~",
    "a: b",
    "- a",
    "# a",
    'say "so"',
    "it's",
    "back\\slash",
    "naïve – “quoted” 漢字 😀",
    "*star",
    "&and",
    "!bang",
    "%per",
    "@at",
    "two\nlines",
    "three\n\nlines: here",
    "tab\there",
    "word " * 60 + "end",
    "2026-11-22",
    "{brace}",
    "[list]",
    "? what",
    "a #b",
    "x" * 300,
]


@pytest.mark.parametrize("key", builtin_keys())
def test_a_shipped_process_written_and_read_again_is_equal(tmp_path: Path, key: str) -> None:
    process = load_builtin(key)
    path = tmp_path / "one-file.yaml"

    path.write_text(process_text(process), encoding="utf-8")

    assert "include" not in path.read_text("utf-8").split("stages:")[0]
    assert read_process(path) == process


def test_the_same_process_gives_the_same_text_whatever_file_it_came_from(
    put: Put, small_text: str
) -> None:
    once = process_text(read_process(put(small_text)))

    assert process_text(read_process(put(once, "again.yaml"))) == once


@pytest.mark.parametrize("text", ODD)
def test_any_wording_survives_writing_whole_and_editing_in_place(
    put: Put, small_text: str, text: str
) -> None:
    process = read_process(put(small_text))
    stage = dataclasses.replace(process.stages[0], goal=text, buyer_does=(text, "Talks"))
    changed = dataclasses.replace(process, summary=text, stages=(stage,))

    assert read_process(put(process_text(changed), "whole.yaml")) == changed

    path = put(small_text, "edited.yaml")
    edit_process(path, {("summary",): text, ("stages", "first", "goal"): text})
    edited = read_process(path)
    assert (edited.summary, edited.stages[0].goal) == (text, text)


@settings(
    # A third of the profile's: each reads whole files. `explore` makes it hundreds.
    max_examples=settings.default.max_examples // 3,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200))
def test_random_wording_survives_an_edit_in_place(put: Put, small_text: str, text: str) -> None:
    path = put(small_text)
    if not text.strip() or "\0" in text:
        return

    edit_process(path, {("stages", "first", "goal"): text})

    edited = read_process(path)
    assert edited.stages[0].goal == text.strip()
    assert read_process(put(process_text(edited))) == edited


def test_renaming_a_stage_changes_its_name_and_not_a_character_else(
    put: Put, small_text: str
) -> None:
    path = put(small_text)

    edit_process(path, {("stages", "first", "name"): "Getting going"})

    expected = small_text.replace("name: First   #", 'name: "Getting going"   #')
    assert path.read_text("utf-8") == expected
    assert read_process(path).stages[0].name == "Getting going"


def test_several_edits_land_together_and_blocks_may_become_lines(put: Put, small_text: str) -> None:
    path = put(small_text)

    edit_process(
        path,
        {
            ("stages", "first", "probability"): 25,
            ("summary",): "One: line",
            ("questions", "pain-what", "follow_ups", "1"): "Since when?",
            ("stages", "first", "criteria", "pain-known", "rule", "of"): "metric",
        },
    )

    process = read_process(path)
    assert (process.summary, process.stages[0].probability) == ("One: line", 25)
    assert process.questions[0].follow_ups == ("Since when?",)
    assert process.stages[0].criteria[0].rule.of == ("metric",)
    assert "# shown on the board" in path.read_text("utf-8")


def test_an_edit_fills_a_value_that_was_left_out(put: Put, small_text: str) -> None:
    path = put(small_text.replace("marks: pain", "marks:   # which kind?"))

    edit_process(path, {("questions", "pain-what", "marks"): "goal"})

    assert 'marks: "goal"   # which kind?' in path.read_text("utf-8")
    assert read_process(path).questions[0].marks == "goal"


def test_an_edit_keeps_windows_line_ends(put: Put, small_text: str) -> None:
    path = put(small_text.replace("\n", "\r\n").encode())

    edit_process(path, {("stages", "first", "name"): "Going"})

    assert path.read_bytes().count(b"\r\n") == small_text.count("\n")
    assert path.read_bytes().count(b"\n") == small_text.count("\n")


def test_an_edit_that_would_break_the_file_is_refused_and_the_file_kept(
    put: Put, small_text: str
) -> None:
    path = put(small_text)

    with pytest.raises(ProcessFaults) as caught:
        edit_process(path, {("stages", "first", "probability"): 200})

    assert [(f.file, f.line) for f in caught.value.faults] == [(str(path), 19)]
    assert path.read_text("utf-8") == small_text
    assert [entry.name for entry in path.parent.iterdir()] == ["process.yaml"]


@pytest.mark.parametrize(
    "way", [("stages", "frist", "name"), ("stages", "first"), ("stages", "9", "name"), ("nmae",)]
)
def test_an_edit_that_leads_nowhere_is_a_known_error(
    put: Put, small_text: str, way: tuple[str, ...]
) -> None:
    path = put(small_text)

    with pytest.raises(KnownError, match="no single value"):
        edit_process(path, {way: "x"})

    assert path.read_text("utf-8") == small_text


def test_an_empty_file_cannot_be_edited(put: Put) -> None:
    with pytest.raises(ProcessFaults, match="the file is empty"):
        edit_process(put(""), {("name",): "x"})


def test_an_edit_that_the_disk_refuses_leaves_the_file_as_it_was_and_nothing_beside_it(
    put: Put, small_text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    path = put(small_text)
    monkeypatch.setattr(os, "fsync", refuse)

    with pytest.raises(KnownError, match="could not be written: No space left"):
        edit_process(path, {("name",): "Other"})

    assert path.read_text("utf-8") == small_text
    assert list(path.parent.iterdir()) == [path]
