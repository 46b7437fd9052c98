"""Labels, buttons and texts show what they are given as it is, and stay usable with any of it."""

from __future__ import annotations

import time

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QMimeData, Qt
from PySide6.QtGui import QFocusEvent, QTextCursor
from PySide6.QtWidgets import QToolTip, QWidget

from salesdesk.ui import widgets
from tests.ui.checks import assert_named

HOSTILE = '<b>Acme</b> & Co <img src="file:///etc/passwd"> //host/share'


@pytest.mark.parametrize("make", [widgets.PlainLabel, widgets.ElidedLabel])
def test_a_label_shows_markup_as_text(qtbot, make) -> None:
    label = make(HOSTILE)
    qtbot.addWidget(label)
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert label.text() == HOSTILE


def test_an_elided_label_offers_the_rest_escaped(qtbot) -> None:
    label = widgets.ElidedLabel(HOSTILE)
    qtbot.addWidget(label)
    label.show()
    label.resize(60, 20)
    assert "&lt;b&gt;Acme" in label.toolTip()
    label.resize(2000, 20)
    assert label.toolTip() == ""


@pytest.mark.parametrize("size", [1_000_000])
def test_a_word_of_a_megabyte_is_laid_out_at_once(qtbot, size: int) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    started = time.process_time()
    label = widgets.PlainLabel("x" * size, wrap=True, parent=host)
    label.resize(300, 100)
    box = widgets.TextBox("box", "Box", words="y" * size, parent=host)
    view = widgets.MarkdownView("view", "View", "z" * size, parent=host)
    host.show()
    host.grab()
    view.grab()
    assert time.process_time() - started < 2
    assert box.words().replace("\n", "") == "y" * size


def test_an_ampersand_in_a_name_is_shown_and_makes_no_shortcut(qtbot) -> None:
    button = widgets.Button("Call Smith & Sons", "call")
    qtbot.addWidget(button)
    assert button.words == "Call Smith & Sons"
    assert button.accessibleName() == "Call Smith & Sons"
    assert button.shortcut().isEmpty()


def test_a_button_calls_without_arguments(qtbot) -> None:
    called: list[int] = []
    button = widgets.Button("Go", "go", on_click=lambda: called.append(1))
    qtbot.addWidget(button)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert called == [1]


def test_a_button_is_wide_enough_for_its_words(qtbot) -> None:
    button = widgets.Button("Move · 2 to go", "move", kind="primary", icon="arrow-right")
    qtbot.addWidget(button)
    metrics = button.fontMetrics()
    assert button.minimumSizeHint().width() > metrics.horizontalAdvance("Move · 2 to go") + 16


def test_a_text_box_grows_with_its_text_and_then_scrolls(qtbot) -> None:
    box = widgets.TextBox("box", "Answer", most_rows=5)
    qtbot.addWidget(box)
    box.resize(300, 30)
    box.show()
    one = box.height()
    box.setPlainText("\n".join("abc"))
    three = box.height()
    box.setPlainText("\n".join("abcdefghijkl"))
    assert one < three < box.height()
    assert box.height() == box.sizeHint().height()
    assert box.verticalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAsNeeded


def test_a_text_box_commits_a_change_when_left_and_not_otherwise(qtbot) -> None:
    box = widgets.TextBox("box", "Answer", words="before")
    qtbot.addWidget(box)
    said: list[str] = []
    box.committed.connect(said.append)
    box.show()
    qtbot.keyClick(box, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert said == []
    box.setPlainText("after ")
    qtbot.keyClick(box, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert said == ["after"]


def test_a_text_box_takes_the_words_of_a_rich_paste(qtbot) -> None:
    box = widgets.TextBox("box", "Answer")
    qtbot.addWidget(box)
    data = QMimeData()
    data.setHtml("<b>bold</b>")
    data.setText("bold")
    box.insertFromMimeData(data)
    assert box.toPlainText() == "bold"


def test_a_paste_that_is_too_long_is_refused_whole_with_a_sentence(qtbot) -> None:
    box = widgets.TextBox("box", "Answer", longest=100)
    qtbot.addWidget(box)
    box.show()
    box.setPlainText("They said: ")
    box.moveCursor(QTextCursor.MoveOperation.End)
    data = QMimeData()
    data.setText("a b " * 500)
    box.insertFromMimeData(data)
    assert box.toPlainText() == "They said: "
    assert "2,000 characters; 100 fit" in QToolTip.text()
    data.setText("x" * 89)
    box.insertFromMimeData(data)
    assert len(box.toPlainText()) == 100
    box.selectAll()
    data.setText("y" * 100)
    box.insertFromMimeData(data)
    assert box.toPlainText() == "y" * 100, "what is replaced makes room"
    qtbot.keyClick(box, "z")
    assert box.toPlainText() == "y" * 100
    assert "No more than 100 characters" in QToolTip.text()


def test_what_is_kept_is_shown_whole_even_when_it_is_longer_than_may_be_typed(qtbot) -> None:
    box, line = widgets.TextBox("box", "Answer"), widgets.LineEdit("line", "Measure", longest=20)
    qtbot.addWidget(box)
    qtbot.addWidget(line)
    kept = "They told it at length. " * 5_000
    box.set_words(kept)
    line.setText("Late buses in a week of school")
    assert box.words() == kept.strip()
    said: list[str] = []
    box.committed.connect(said.append)
    box.set_words("x" * 3_000)  # a word that is broken to be laid out
    box.show()
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert said == [], "nobody changed it"
    assert line.words() == "Late buses in a week of school"


def test_more_than_fits_into_a_line_is_said(qtbot) -> None:
    line = widgets.LineEdit("line", "Measure", longest=20)
    qtbot.addWidget(line)
    line.show()
    qtbot.keyClicks(line, "x" * 21)
    assert line.words() == "x" * 20
    assert "No more than 20 characters" in QToolTip.text()


def test_escape_empties_a_search_and_the_button_has_a_name(qtbot) -> None:
    line = widgets.SearchEdit("find", "Search deals", "Search")
    qtbot.addWidget(line)
    line.setText("acme")
    assert_named(line)
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert line.text() == ""


def test_tags_are_added_once_and_taken_off_by_key(qtbot) -> None:
    edit = widgets.TagEdit("tags", "Tags", ["Two sites"])
    qtbot.addWidget(edit)
    said: list[tuple[str, ...]] = []
    edit.changed.connect(said.append)
    for words in ("two  SITES", " new "):
        edit.line.setText(words)
        qtbot.keyClick(edit.line, Qt.Key.Key_Return)
    assert edit.value() == ("Two sites", "new")
    assert_named(edit)
    first = next(
        tag for tag in edit.findChildren(QWidget) if getattr(tag, "words", "") == "Two sites"
    )
    qtbot.keyClick(first, Qt.Key.Key_Delete)
    assert edit.value() == ("new",)
    assert said == [("Two sites", "new"), ("new",)]


@pytest.mark.parametrize("kind", [widgets.LineEdit, widgets.TextBox])
def test_a_field_that_very_much_was_typed_in_forgets_the_letters_when_it_is_left(
    qtbot, monkeypatch: pytest.MonkeyPatch, kind
) -> None:
    monkeypatch.setattr(f"{kind.__module__}.MOST_KEYS", 4)
    field = kind("field", "Field")
    qtbot.addWidget(field)
    can_undo = (
        field.isUndoAvailable if kind is widgets.LineEdit else field.document().isUndoAvailable
    )
    for words, is_left_to_undo in (("four", True), ("more", False)):
        qtbot.keyClicks(field, words)
        field.focusOutEvent(QFocusEvent(QEvent.Type.FocusOut))
        assert can_undo() is is_left_to_undo
    assert field.words() == "fourmore"
    qtbot.keyClicks(field, "s")
    assert can_undo()


def test_a_row_of_chips_frees_what_it_held(qtbot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    row = widgets.FlowLayout(host)
    row.addWidget(widgets.PlainLabel("A"))
    item = row.itemAt(0)
    assert item is not None
    assert shiboken6.isValid(item)
    shiboken6.delete(row)
    assert not shiboken6.isValid(item)
