"""Style and types, checked by the tools; names and headers, checked here."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OURS = sorted(
    file
    for folder in ("salesdesk", "tests", "packaging")
    for file in (ROOT / folder).rglob("*.py")
    if "__pycache__" not in file.parts and "data" not in file.relative_to(ROOT).parts
)
EMPTY_NAMES = {
    "utils", "util", "helpers", "helper", "manager", "managers", "common", "misc", "stuff"
}  # fmt: skip
LONGEST_FILE = 400
LONG_BY_NATURE: set[str] = set()


def _tool(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_ruff_finds_nothing() -> None:
    done = _tool("ruff", "check", "--output-format", "concise", ".")
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_code_is_formatted() -> None:
    done = _tool("ruff", "format", "--check", ".")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_mypy_finds_nothing() -> None:
    done = _tool("mypy", "--no-error-summary")
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        str(file.relative_to(ROOT))
        for file in OURS
        if not file.is_relative_to(ROOT / "tests")
        and not ast.get_docstring(ast.parse(file.read_text(encoding="utf-8")))
    ]
    assert silent == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [str(file.relative_to(ROOT)) for file in OURS if file.stem in EMPTY_NAMES] == []


def test_files_stay_readable() -> None:
    """The aim is under 300 lines; no module of the program may go far beyond."""
    long = {
        str(file.relative_to(ROOT)): lines
        for file in OURS
        if file.is_relative_to(ROOT / "salesdesk")
        and file.relative_to(ROOT).as_posix() not in LONG_BY_NATURE
        and (lines := len(file.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    }
    assert long == {}


def test_nothing_is_global_that_changes() -> None:
    """``global`` is how module state starts; what a thing needs, it is given."""
    wrong = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for file in OURS
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Global)
    ]
    assert wrong == []
