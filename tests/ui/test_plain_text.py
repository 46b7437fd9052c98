"""No screen may show user text through a Qt class that renders markup found in it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.ui.checks import assert_named

UI = Path(__file__).resolve().parents[2] / "salesdesk" / "ui"
RAW = {
    "QLabel",
    "QMessageBox",
    "QToolTip",
    "QInputDialog",
    "QProgressDialog",
    "QWizard",
    "QTextEdit",
    "QTextBrowser",
    "QErrorMessage",
    "QWhatsThis",
    "QSplashScreen",
}
TIPS = {"setToolTip", "setWhatsThis"}
RICH = {"setHtml", "insertHtml", "appendHtml", "setMarkdown"}
SAFE_TIPS = {"plain_tip"}
PAPER = {"paging.py"}
"""Lay out our own templates, which escape what is put into them, on paper and not on a screen."""


def _files() -> list[Path]:
    return [file for file in sorted(UI.rglob("*.py")) if UI / "widgets" not in file.parents]


def faults_in(source: str) -> list[str]:
    """What a module does that could render markup, each with its line."""
    found = []
    if "ToolTipRole" in source and "plain_tip" not in source:
        found.append("ToolTipRole without plain_tip")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("PySide6"):
            found += [f"{node.lineno}: {each.name}" for each in node.names if each.name in RAW]
        elif isinstance(node, ast.Attribute) and node.attr in RAW:
            found.append(f"{node.lineno}: {node.attr}")
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            name = node.func.attr
            if name in RICH or (name in TIPS and not _is_safe_tip(node)):
                found.append(f"{node.lineno}: {name}")
    return found


def _is_safe_tip(call: ast.Call) -> bool:
    words = call.args[0] if call.args else None
    if isinstance(words, ast.IfExp):
        return all(_is_safe(each) for each in (words.body, words.orelse))
    return words is not None and _is_safe(words)


def _is_safe(words: ast.expr) -> bool:
    if isinstance(words, ast.Constant):
        return words.value == ""
    return isinstance(words, ast.Call) and getattr(words.func, "id", "") in SAFE_TIPS


@pytest.mark.parametrize("file", _files(), ids=lambda file: file.relative_to(UI).as_posix())
def test_a_screen_shows_plain_text_only(file: Path) -> None:
    faults = faults_in(file.read_text(encoding="utf-8"))
    if file.relative_to(UI).as_posix() in PAPER:
        faults = [fault for fault in faults if not fault.endswith("setHtml")]
    assert faults == []


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("from PySide6.QtWidgets import QLabel", "1: QLabel"),
        ("import PySide6.QtWidgets as w\nw.QMessageBox.about(None, '', '')", "2: QMessageBox"),
        ("button.setToolTip(deal.name)", "1: setToolTip"),
        ("button.setToolTip(plain_tip(a) if b else a)", "1: setToolTip"),
        ("view.setHtml(words)", "1: setHtml"),
    ],
)
def test_the_lint_finds_what_renders_markup(source: str, fault: str) -> None:
    assert fault in faults_in(source)


def test_the_lint_lets_escaped_tooltips_pass() -> None:
    assert (
        faults_in("button.setToolTip(plain_tip(name))\nb.setToolTip(plain_tip(a) if c else '')")
        == []
    )


def test_every_page_of_the_gallery_is_named_and_plain(qtbot) -> None:
    from tests.gallery.wall import pages

    for page in pages().values():
        qtbot.addWidget(page)
        assert_named(page)
