"""Every error of ours is told in words that can be translated."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "salesdesk").rglob("*.py"))


def _errors(trees: dict[Path, ast.Module]) -> set[str]:
    """The names of KnownError and of all that derive from it."""
    bases = {
        node.name: {base.id for base in node.bases if isinstance(base, ast.Name)}
        for tree in trees.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    known, before = {"KnownError"}, 0
    while len(known) > before:
        before = len(known)
        known |= {name for name, above in bases.items() if above & known}
    return known


def _plain_words(call: ast.Call) -> Iterator[str]:
    """What a call is given as bare English: a sentence has a blank in it."""
    for given in call.args:
        parts = given.values if isinstance(given, ast.JoinedStr) else [given]
        for part in parts:
            value = part.value if isinstance(part, ast.Constant) else None
            if isinstance(value, str) and " " in value.strip():
                yield value


def test_no_error_is_raised_with_words_that_nobody_can_translate() -> None:
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in SOURCES}
    errors = _errors(trees)
    assert len(errors) > 10
    found = {
        f"{path.name}:{node.lineno}": words
        for path, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in errors
        for words in _plain_words(node)
    }
    assert found == {}
