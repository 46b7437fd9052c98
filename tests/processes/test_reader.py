"""What a process file says comes out whole, with the files that it includes."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest

from salesdesk.domain.errors import KnownError
from salesdesk.domain.process import Rule
from salesdesk.processes.builtin import builtin_keys, builtin_path, load_builtin
from salesdesk.processes.check import check_file
from salesdesk.processes.faults import ProcessFaults
from salesdesk.processes.reader import read_process
from tests.processes.written import process_text

Put = Callable[..., Path]

ODD = (
    "yes", "no", "12", "1.5", "null", "true", "~", "a: b", "- a", "# a", 'say "so"', "it's",
    "back\\slash", "naïve – “quoted” 漢字 😀", "*star", "&and", "!bang", "%per", "@at",
    "two\nlines", "three\n\nlines: here", "tab\there", "word " * 60 + "end", "2026-11-22",
    "{brace}", "[list]", "? what", "a #b", "x" * 300,
)  # fmt: skip
"""Wordings that YAML reads as something else where they stand without quotes."""


def test_a_sound_file_becomes_a_process_with_every_part(put: Put, small_text: str) -> None:
    process = read_process(put(small_text))

    assert (process.key, process.name, process.gate_policy) == ("small", "Small", "reason")
    assert process.summary == "Two lines that are one sentence."
    stage = process.stage("first")
    assert (stage.probability, stage.stall_days, stage.tasks) == (10, 14, ())
    assert stage.criteria[0].rule == Rule("fact", of=("pain",))
    assert stage.signals[0].key == "replied"
    assert process.plays[0].respond == ("Go back to the cost of today",)
    assert process.handoff[0].items[0].required
    assert process.reasons[0].outcome == "won"


@pytest.mark.parametrize("key", builtin_keys())
def test_a_shipped_process_written_as_one_file_and_read_again_is_equal(put: Put, key: str) -> None:
    process = load_builtin(key)

    assert read_process(put(process_text(process))) == process


@pytest.mark.parametrize("text", ODD)
def test_any_wording_in_quotes_is_read_as_it_stands(put: Put, small_text: str, text: str) -> None:
    process = read_process(put(small_text))
    stage = dataclasses.replace(process.stages[0], goal=text, buyer_does=(text, "Talks"))
    changed = dataclasses.replace(process, summary=text, stages=(stage,))

    assert read_process(put(process_text(changed), "changed.yaml")) == changed


def test_a_question_without_a_layer_takes_that_of_its_topic(put: Put, small_text: str) -> None:
    text = small_text.replace("name: Pain, layer: pain", "name: Pain, layer: buying_process")

    question = read_process(put(text)).question("pain-what")

    assert question is not None
    assert question.layer == "buying_process"


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(put: Put, small_text: str) -> None:
    with_mark = put(b"\xef\xbb\xbf" + small_text.replace("\n", "\r\n").encode())

    assert read_process(with_mark) == read_process(put(small_text, "plain.yaml"))


def test_included_lists_are_joined_and_own_items_replace_those_of_the_same_key(
    put: Put, small_text: str
) -> None:
    put(
        "topics:\n"
        "  - {key: pain, name: From the library, layer: pain}\n"
        "  - {key: money, name: Money, layer: buying_process}\n",
        "library/topics.yaml",
    )
    process = read_process(put("include: [library/topics.yaml]\n" + small_text))

    assert [(topic.key, topic.name) for topic in process.topics] == [
        ("pain", "Pain"),
        ("money", "Money"),
    ]


def test_lists_of_several_included_files_follow_each_other(put: Put, small_text: str) -> None:
    put("reasons:\n  - {key: price, name: Price, outcome: lost}\n", "a.yaml")
    put("reasons:\n  - {key: timing, name: Timing, outcome: lost}\n", "b.yaml")

    process = read_process(put("include:\n  - a.yaml\n  - b.yaml\n" + small_text))

    assert [reason.key for reason in process.reasons] == ["price", "timing", "fit"]


@pytest.mark.parametrize(
    "name",
    [
        "../outside.yaml",
        "/etc/hostname",
        "C:\\x.yaml",
        "library/../../outside.yaml",
        "\\\\h\\s.yaml",
    ],
)
def test_a_file_outside_the_folder_is_not_included(put: Put, small_text: str, name: str) -> None:
    put("topics: []\n", "outside.yaml")
    path = put(f"include: ['{name}']\n" + small_text, "inner/process.yaml")

    (fault,) = check_file(path)

    assert (fault.line, fault.column, fault.where) == (1, 11, "include")
    assert "not in the folder" in fault.message


def test_a_link_that_leads_out_of_the_folder_is_not_followed(
    put: Put, tmp_path: Path, small_text: str
) -> None:
    put("topics: []\n", "outside.yaml")
    path = put("include: [link.yaml]\n" + small_text, "inner/process.yaml")
    (tmp_path / "inner" / "link.yaml").symlink_to(tmp_path / "outside.yaml")

    (fault,) = check_file(path)

    assert "not in the folder" in fault.message


def test_a_mistake_in_an_included_file_is_reported_there_and_once(
    put: Put, small_text: str
) -> None:
    library = put(
        "questions: []\nreasons:\n  - {key: price, name: Price, outcome: loss}\n", "library.yaml"
    )

    (fault,) = check_file(put("include: [library.yaml]\n" + small_text))

    assert (fault.file, fault.line, fault.column) == (str(library), 3, 40)
    assert "Did you mean “lost”?" in fault.message


def test_an_included_file_may_hold_shared_lists_only(put: Put, small_text: str) -> None:
    library = put("reasons: []\nstages: []\ninclude: [more.yaml]\n", "library.yaml")

    faults = check_file(put("include: [library.yaml]\n" + small_text))

    assert [(f.file, f.line) for f in faults] == [(str(library), 2), (str(library), 3)]
    assert all("there is no field" in f.message for f in faults)


def test_a_missing_included_file_is_named_where_it_is_asked_for(put: Put, small_text: str) -> None:
    (fault,) = check_file(put("include:\n  - gone.yaml\n" + small_text))

    assert (fault.line, fault.column) == (2, 5)
    assert "gone.yaml" in fault.message


def test_a_library_file_can_be_checked_alone_but_not_read_as_a_process(put: Put) -> None:
    path = put("reasons:\n  - {key: price, name: Price, outcome: lost}\n")

    assert check_file(path) == ()
    with pytest.raises(ProcessFaults, match="shared lists only"):
        read_process(path)


def test_a_missing_file_is_a_known_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(KnownError, match=r"nowhere\.yaml"):
        read_process(tmp_path / "nowhere.yaml")
    with pytest.raises(KnownError, match="cannot be read"):
        check_file(tmp_path)


def test_the_error_lists_every_fault_with_file_line_and_column(put: Put, small_text: str) -> None:
    text = small_text.replace("place: board", "place: bord").replace("ask: pain-what", "ask: pane")
    path = put(text)

    with pytest.raises(ProcessFaults) as caught:
        read_process(path)

    assert len(caught.value.faults) == 2
    lines = str(caught.value).splitlines()
    assert "2 mistakes" in lines[0]
    assert lines[1].startswith(f"{path}:12:12: stages › first › place: ")
    assert lines[2].startswith(f"{path}:27:14: stages › first › criteria › pain-known: ")


def test_a_copy_of_a_shipped_file_is_whole_wherever_it_lies(tmp_path: Path) -> None:
    copy = tmp_path / "mine.yaml"
    copy.write_bytes(builtin_path("eight-step").read_bytes())
    assert check_file(copy) == ()
    assert read_process(copy).questions == load_builtin("eight-step").questions


def test_a_missing_included_file_does_not_make_mistakes_of_what_names_its_items(
    tmp_path: Path,
) -> None:
    copy = tmp_path / "mine.yaml"
    text = builtin_path("eight-step").read_text(encoding="utf-8")
    copy.write_text(text.replace("library/objections.yaml", "library/plays.yaml"), encoding="utf-8")
    places = [fault.message for fault in check_file(copy)]
    assert any("library/plays.yaml" in message for message in places)
    assert not any("there is no objection play" in message for message in places)
