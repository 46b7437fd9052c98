"""Files that were never meant to be processes: each gets a sentence with a line, never a crash."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from salesdesk.processes.check import check_file
from salesdesk.processes.faults import ProcessFaults
from salesdesk.processes.reader import read_process
from salesdesk.processes.source import MAX_BYTES

Put = Callable[..., Path]

BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{b}: &{b} [*{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}]\n"
    for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        (b"", 1, "the file is empty"),
        (b"# only a comment\n", 1, "the file is empty"),
        (b"just words\n", 1, "expected fields"),
        (b"- a\n- b\n", 1, "expected fields"),
        (BOMB.encode(), 1, "anchors (&name) are not read"),
        (b"key: x\nname: *nothing\n", 2, "references (*name) are not read"),
        (b"key: x\nname: !!python/object/apply:os.system ['true']\n", 2, "tags"),
        (b"key: x\nname: 'open\n", 2, "not YAML"),
        (b"key: x\n\tname: tab\n", 2, "not YAML"),
        (b"key: x\nname: [1, 2\n", 2, "not YAML"),
        (b"key: x\n---\nkey: y\n", 2, "second document"),
        (b"key: x\n? [a, b]\n: c\n", 2, "expected the name of a field"),
        (b"PK\x03\x04\x14\x00\x00\x00", 1, "not text"),
        (b"key: x\nname: caf\xe9\n", 2, "not text in UTF-8"),
        (b"key: x\nname: a\x01b\n", 2, "not YAML"),
        (b"key: x\nname: " + b"[" * 5000, 2, "nested too deeply"),
        (b"".join(b" " * n + b"a:\n" for n in range(200)), 25, "nested too deeply"),
        (b"a: [" + b"1," * 60_000 + b"1]", 1, "too many values"),
        (b"x" * (MAX_BYTES + 1), 1, "larger than"),
        (b"{" * 3, 1, "not YAML"),
        (b"%YAML 9.9\n---\nkey: x\n", 1, "not YAML"),
        (b"<<: [a]\nkey: x\n", 1, "no field"),
    ],
)
def test_a_hostile_file_is_refused_with_a_line(
    put: Put, content: bytes, line: int, message: str
) -> None:
    path = put(content)
    started = time.process_time()

    faults = check_file(path)

    assert time.process_time() - started < 20
    hits = [fault for fault in faults if message in fault.message]
    assert hits, [str(fault) for fault in faults]
    assert hits[0].line == line
    with pytest.raises(ProcessFaults):
        read_process(path)


def test_a_list_of_mistakes_that_never_ends_is_cut_short(put: Put, small_text: str) -> None:
    text = small_text + "".join(f"odd{n}: 1\n" for n in range(5000))

    with pytest.raises(ProcessFaults) as caught:
        read_process(put(text))

    assert len(caught.value.faults) == 5000
    assert len(str(caught.value).splitlines()) < 250
    assert "4800 more" in str(caught.value)


def test_a_hostile_word_is_cut_in_the_message(put: Put, small_text: str) -> None:
    text = small_text.replace("place: board", "place: " + "b" * 1_000_000)

    (fault,) = check_file(put(text))

    assert len(str(fault)) < 500


WRONG = ["null", "[]", "{}", "12", "-1.5", "true", "text", "''", "[[]]", "[{}]", "{key: {}}", "~"]


@settings(
    # A third of the profile's: each reads whole files. `explore` makes it hundreds.
    max_examples=settings.default.max_examples // 3,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_any_value_of_a_wrong_type_gives_faults_or_a_process_and_nothing_else(
    put: Put, small_text: str, data: st.DataObject
) -> None:
    lines = small_text.splitlines()
    for _time in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(lines) - 1))
        name, colon, _value = lines[at].partition(": ")
        if colon:
            lines[at] = f"{name}: {data.draw(st.sampled_from(WRONG))}"
    path = put("\n".join(lines))

    if check_file(path):
        with pytest.raises(ProcessFaults):
            read_process(path)
    else:
        read_process(path)


@settings(
    # A third of the profile's: each reads whole files. `explore` makes it hundreds.
    max_examples=settings.default.max_examples // 3,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=st.integers(0, 2**32))
def test_a_file_with_scattered_damage_never_crashes_the_reader(
    put: Put, small_text: str, seed: int
) -> None:
    dice = random.Random(seed)
    damaged = bytearray(small_text.encode())
    for _time in range(dice.randint(1, 12)):
        at = dice.randrange(len(damaged))
        damaged[at : at + dice.randint(0, 3)] = bytes(
            dice.choice(b"{}[]&*!|>%@`'\"\t\n\x00\xff: -#,?") for _n in range(dice.randint(0, 3))
        )
    path = put(bytes(damaged))

    if check_file(path):
        with pytest.raises(ProcessFaults, match=re.escape(str(path))):
            read_process(path)
    else:
        assert read_process(path).stages
