"""Dialogs, banners and toasts: verbs, keys, sizes, and links that open nothing by themselves."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QTextDocument, QTextFormat
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from salesdesk.domain.changes import Changes
from salesdesk.ui import widgets
from salesdesk.ui.stylesheet import SCROLL_BAR
from salesdesk.ui.widgets import dialog as dialogs
from salesdesk.ui.widgets.markdown import is_safe_link, open_link
from salesdesk.ui.widgets.wrapped_link import WrappedLink
from tests.ui.checks import assert_named


def _answer(press: str) -> None:
    """Press a button, or a key, of the dialog that opens next."""

    def act() -> None:
        shown = QApplication.activeModalWidget()
        assert shown is not None
        assert_named(shown)
        if press == "escape":
            shown.close()
        else:
            shown.findChild(widgets.Button, press).click()

    QTimer.singleShot(0, act)


@pytest.mark.parametrize(
    ("press", "answer"), [("confirm_yes", True), ("confirm_cancel", False), ("escape", False)]
)
def test_confirm_is_yes_only_by_its_verb(qtbot, press: str, answer: bool) -> None:
    _answer(press)
    assert (
        widgets.confirm(
            None, "Delete?", "<b>3</b> deals go to the bin.", "Delete 3 deals", is_danger=True
        )
        is answer
    )


@pytest.mark.parametrize(
    ("press", "answer"), [("choose_b", "b"), ("choose_a", "a"), ("choose_cancel", None)]
)
def test_choose_gives_the_value_of_the_button(qtbot, press: str, answer: str | None) -> None:
    _answer(press)
    assert widgets.choose(None, "Which?", "There are two.", [("a", "Skip"), ("b", "Add")]) == answer


def test_an_empty_answer_is_refused_where_one_is_needed(qtbot) -> None:
    asked = widgets.TextQuestion("Why?", "Reason", "Move anyway")
    qtbot.addWidget(asked)
    asked.show()
    asked.primary.click()
    assert asked.isVisible()
    assert asked.form.row("words").below.text() == "Please fill this in."
    asked.field.setText("They insist")
    asked.primary.click()
    assert asked.result() == asked.DialogCode.Accepted


def test_escape_rejects_and_ctrl_enter_accepts(qtbot) -> None:
    for key, modifier, result in (
        (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier, 0),
        (Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier, 1),
    ):
        dialog = widgets.Dialog("Title", "dialog")
        qtbot.addWidget(dialog)
        dialog.set_primary("Do it")
        dialog.show()
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
        qtbot.keyClick(dialog, key, modifier)
        assert dialog.result() == result
        assert not dialog.isVisible()


class _Memory:
    def __init__(self) -> None:
        self.sizes: dict[str, tuple[int, int]] = {}

    def dialog_size(self, name: str) -> tuple[int, int] | None:
        return self.sizes.get(name)

    def keep_dialog_size(self, name: str, width: int, height: int) -> None:
        self.sizes[name] = (width, height)


def test_a_dialog_remembers_its_size(qtbot, qapp) -> None:
    dialogs.remember_sizes(qapp, _Memory())
    try:
        for wanted in ((600, 400), None):
            dialog = widgets.Dialog("Title", "remembering")
            qtbot.addWidget(dialog)
            dialog.show()
            if wanted:
                dialog.resize(*wanted)
            assert (dialog.width(), dialog.height()) == (600, 400)
            dialog.reject()
    finally:
        qapp.setProperty("salesdesk_sizes", None)


def test_a_dialog_grows_for_a_fault_and_is_not_remembered_so(qtbot, qapp) -> None:
    memory = _Memory()
    dialogs.remember_sizes(qapp, memory)
    try:
        dialog = widgets.Dialog("Title", "growing")
        qtbot.addWidget(dialog)
        form = widgets.Form("form")
        for key in ("one", "two", "three"):
            form.add(key, key, widgets.LineEdit(key, key), is_required=True)
        dialog.body.addWidget(form)
        dialog.show()
        high, bar = dialog.height(), dialog.findChild(QScrollArea, "growing_scroll")
        form.check()
        qtbot.waitUntil(lambda: dialog.height() > high)
        qtbot.waitUntil(lambda: not bar.verticalScrollBar().isVisible())
        dialog.reject()
        assert memory.sizes["growing"][1] == high
    finally:
        qapp.setProperty("salesdesk_sizes", None)


def test_a_dialog_that_was_made_small_stays_small(qtbot) -> None:
    dialog = widgets.Dialog("Title", "small")
    qtbot.addWidget(dialog)
    line = QWidget()
    line.setMinimumHeight(300)
    dialog.body.addWidget(line)
    dialog.show()
    dialog.resize(dialog.width(), dialog.height() - 100)
    high, bar = dialog.height(), dialog.findChild(QScrollArea, "small_scroll").verticalScrollBar()
    qtbot.waitUntil(bar.isVisible)
    QApplication.processEvents()
    assert dialog.height() == high


def test_a_tall_dialog_stays_within_the_screen(qtbot) -> None:
    dialog = widgets.Dialog("Title", "tall", size=(4000, 4000))
    qtbot.addWidget(dialog)
    dialog.show()
    area = dialog.screen().availableGeometry()
    assert dialog.width() <= area.width()
    assert dialog.height() <= area.height()


def test_a_scroll_bar_stands_in_the_margin_and_makes_nothing_narrower(qtbot) -> None:
    dialog = widgets.Dialog("Title", "barred", size=(400, 300))
    qtbot.addWidget(dialog)
    line = QWidget()
    dialog.body.addWidget(line)
    dialog.show()
    wide = line.width()
    line.setMinimumHeight(900)
    bar = dialog.findChild(QScrollArea, "barred_scroll").verticalScrollBar()
    qtbot.waitUntil(lambda: bar.isVisible() and line.height() == 900)
    assert (bar.width(), line.width()) == (SCROLL_BAR, wide)


def test_a_toast_does_its_action_and_goes(qtbot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(800, 600)
    host.show()
    toast = widgets.Toast(host)
    done: list[int] = []
    toast.tell("Moved", "Undo", lambda: done.append(1))
    assert_named(host)
    assert toast.geometry().bottom() < host.height()
    toast.action.click()
    assert done == [1]
    assert not toast.isVisible()


def test_a_toast_stands_above_the_bar_in_which_one_types(qtbot) -> None:
    host = QWidget()
    page = QWidget(host)
    qtbot.addWidget(host)
    host.resize(800, 600)
    page.setGeometry(host.rect())
    foot = widgets.Panel("top", parent=page)
    foot.setGeometry(0, 520, 800, 80)
    widgets.LineEdit("line", "Line", parent=foot).setGeometry(300, 10, 300, 30)
    host.show()
    qtbot.waitExposed(host)
    toast = widgets.Toast(host, over=page)
    toast.tell("Moved", "Undo", lambda: None)
    assert toast.geometry().bottom() < foot.y()
    foot.hide()
    toast.tell("Moved", "Undo", lambda: None)
    assert toast.geometry().bottom() > foot.y()
    foot.show()
    qtbot.waitUntil(lambda: toast.geometry().bottom() < foot.y())  # another tab was shown


def test_the_further_lines_of_a_point_begin_below_its_words(qtbot) -> None:
    words = "a sentence that goes on for so long that it needs two lines"
    for point in (
        widgets.PointLabel(words),
        WrappedLink(words, "link", lambda: None, mark="›", tone="text"),
    ):
        qtbot.addWidget(point)
        point.resize(240, point.heightForWidth(240))
        picture = point.grab().toImage()
        assert picture.height() <= 2 * point.fontMetrics().lineSpacing() + 6
        ground, half = picture.pixel(0, 0), picture.height() // 2
        inked = [
            next(x for x in range(picture.width()) for y in rows if picture.pixel(x, y) != ground)
            for rows in (range(half), range(half, picture.height()))
        ]
        assert inked[1] >= inked[0] + 8


def test_a_banner_replaces_its_message(qtbot) -> None:
    banner = widgets.Banner("messages")
    qtbot.addWidget(banner)
    banner.tell("<b>first</b>", "late", "Try again", lambda: None)
    banner.tell("second")
    assert banner.words.text() == "second"
    assert not banner.action.isVisible()
    assert_named(banner)
    undone = Changes("Win", how="undone")
    banner.judge(undone)
    assert banner.isVisible(), "what has no end stays"
    banner.tell("third", until=lambda changes: changes is undone)
    banner.judge(Changes("Other"))
    assert banner.isVisible()
    banner.judge(undone)
    assert not banner.isVisible()


@pytest.mark.parametrize(
    "link", ["https://example.org", "mailto:a@example.org", "tel:+351210000000"]
)
def test_web_mail_and_telephone_links_are_safe(link: str) -> None:
    assert is_safe_link(QUrl(link))


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "smb://host/share",
        "file:///etc/passwd",
        "//host/share",
        "board.md",
        "data:text/html,x",
    ],
)
def test_other_links_are_not_opened(qtbot, monkeypatch, link: str) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    _answer("error_ok")
    assert open_link(None, QUrl(link)) is False
    assert opened == []


def test_a_link_is_opened_only_after_it_was_shown_and_agreed(qtbot, monkeypatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: opened.append(url.toString()) or True
    )
    _answer("open_link_cancel")
    assert open_link(None, QUrl("https://example.org/a")) is False
    _answer("open_link_yes")
    assert open_link(None, QUrl("https://example.org/a")) is True
    assert opened == ["https://example.org/a"]


def test_markdown_shows_html_as_typed_and_loads_no_picture(qtbot, tmp_path) -> None:
    view = widgets.MarkdownView("note", "Note", f"# Hi\n\n<b>x</b> ![p](file://{tmp_path}/a.png)")
    qtbot.addWidget(view)
    assert "<b>x</b>" in view.toPlainText()
    kind = int(QTextDocument.ResourceType.ImageResource.value)
    picture = view.loadResource(kind, QUrl("file:///etc/hostname"))
    assert (picture.width(), picture.height()) == (1, 1)
    assert view.markdown().startswith("# Hi")


def test_markdown_headings_have_rank_and_tables_no_empty_line(qtbot) -> None:
    words = "# One\n\n## Two\n\nbody\n\n| key | does |\n|---|---|\n| a | b |\n"
    view = widgets.MarkdownView("note", "Note", words)
    qtbot.addWidget(view)
    view.resize(600, 400)
    view.grab()
    heading = view.document().begin().begin().fragment().charFormat()
    assert heading.intProperty(QTextFormat.Property.FontSizeAdjustment) == 2
    assert "\n\nkey" not in view.toPlainText()
    assert "key\ndoes" in view.toPlainText()


def test_deeply_nested_markdown_is_laid_out(qtbot) -> None:
    view = widgets.MarkdownView("note", "Note", ">" * 5000 + " deep\n" + " " * 3000 + "- x")
    qtbot.addWidget(view)
    view.grab()
    assert "deep" in view.toPlainText()
