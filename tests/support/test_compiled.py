"""Byte code kept for sources that a library compiles at every start."""

from __future__ import annotations

import builtins
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
    assert kept_file(tmp_path).read_bytes() == whole


def test_a_folder_that_is_not_there_costs_nothing(tmp_path: Path) -> None:
    assert run(tmp_path / "none")["found"] == 42
    assert not (tmp_path / "none").exists()


def test_text_and_expressions_are_compiled_as_ever(tmp_path: Path) -> None:
    with compiled.kept_in(tmp_path):
        assert eval(compile("6 * 7", "<text>", "eval")) == 42
        assert eval(compile(b"6 * 7", "<text>", "eval")) == 42
    assert compile is builtins.compile
    assert list(tmp_path.iterdir()) == []
