"""Byte code kept for sources that a library compiles at every start."""

from __future__ import annotations

import builtins
import importlib
import re
from pathlib import Path

import pytest

from salesdesk.support import compiled


def run(folder: Path, source: bytes = b"found = 6 * 7") -> dict[str, object]:
    names: dict[str, object] = {}
    with compiled.kept_in(folder):
        exec(compile(source, "library/part.py", "exec"), names)
    return names


def kept_file(folder: Path) -> Path:
    (found,) = folder.iterdir()
    return found


def test_what_was_compiled_once_is_not_compiled_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    assert run(tmp_path)["found"] == 42
    assert kept_file(tmp_path).stat().st_mode & 0o77 == 0

    def refuse(*_given: object, **_named: object) -> None:
        raise AssertionError("compiled again")

    monkeypatch.setattr(builtins, "compile", refuse)
    with compiled.kept_in(tmp_path):
        code = builtins.compile(b"found = 6 * 7", "library/part.py", "exec")
    names: dict[str, object] = {}
    exec(code, names)
    assert names["found"] == 42


def test_another_source_of_the_same_name_is_compiled_anew(tmp_path: Path) -> None:
    run(tmp_path)
    assert run(tmp_path, b"found = 43")["found"] == 43


@pytest.mark.parametrize("harm", [b"", b"short", b"x" * 4000])
def test_a_damaged_file_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harm: bytes
) -> None:
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    run(tmp_path)
    whole = kept_file(tmp_path).read_bytes()
    kept_file(tmp_path).write_bytes(harm or whole[:-1])
    assert run(tmp_path)["found"] == 42
    assert len(kept_file(tmp_path).read_bytes()) == len(whole)


def test_a_folder_that_is_not_there_costs_nothing(tmp_path: Path) -> None:
    assert run(tmp_path / "none")["found"] == 42
    assert not (tmp_path / "none").exists()


def test_short_expressions_are_kept_too_and_all_else_is_compiled_as_ever(tmp_path: Path) -> None:
    with compiled.kept_in(tmp_path):
        assert eval(compile("6 * 7", "<text>", "eval")) == 42
        assert eval(compile(b"6 * 7", "<text>", "eval")) == 42
        with pytest.raises(SyntaxError):
            compile("6 *", "<text>", "eval")
    assert compile is builtins.compile


WORDS = r"(?P<day>\d{4}-\d\d)|[a-zé]+\b(?!x)"


def test_a_pattern_made_of_kept_parts_finds_what_the_first_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    text = "am 2026-11 Égal naïvex"
    wanted = [
        found.groupdict() | {"is": found[0]} for found in re.finditer(WORDS, text, re.IGNORECASE)
    ]
    made = []
    for _start in range(2):
        re.purge()
        with compiled.kept_in(tmp_path):
            made.append(re.compile(WORDS, re.IGNORECASE))
    assert made[0].flags == made[1].flags == re.compile(WORDS, re.IGNORECASE).flags
    for pattern in made:
        found = [each.groupdict() | {"is": each[0]} for each in pattern.finditer(text)]
        assert found == wanted


def test_a_kept_pattern_is_not_parsed_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    with compiled.kept_in(tmp_path):
        re.compile(WORDS)
    re.purge()
    parser = importlib.import_module("re._parser")

    def refuse(*_given: object) -> None:
        raise AssertionError("parsed again")

    monkeypatch.setattr(parser, "parse", refuse)
    with compiled.kept_in(tmp_path):
        assert re.compile(WORDS).match("2026-11")


def test_a_pattern_that_is_wrong_is_refused_as_ever(tmp_path: Path) -> None:
    with compiled.kept_in(tmp_path), pytest.raises(re.error):
        re.compile("(")
    assert re.fullmatch("a+", "aaa")
