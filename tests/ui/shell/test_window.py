"""The window: pages load when shown, undo asks where it must, nothing is lost on closing."""

from __future__ import annotations

import subprocess
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from salesdesk.domain.changes import Changes
from salesdesk.support.settings import Settings
from salesdesk.ui.live_settings import LiveSettings
from salesdesk.ui.shell.window import MainWindow
from tests.gallery.shells import PaperDesk, PaperEntry, make_window
from tests.ui.checks import assert_named


@pytest.fixture
def desk() -> PaperDesk:
    return PaperDesk()


@pytest.fixture
def window(qtbot, desk: PaperDesk):
    made = make_window(desk)
    qtbot.addWidget(made)
    made.show()
    made.finish()
    made.bridge.refresh_history()
    qtbot.waitUntil(lambda: made.bridge.undo_entry is not None)
    yield made
    made.bridge.close()


def test_a_page_is_loaded_when_it_is_first_shown(window: MainWindow) -> None:
    assert list(window._made) == ["today"]
    window.go("board")
    assert list(window._made) == ["today", "board"]
    assert window.sidebar.items["board"].isChecked()
    assert not window.sidebar.items["today"].isChecked()


def test_back_returns_to_the_page_before(window: MainWindow) -> None:
    window.go("board")
    window.go("deals")
    window.controller.back()
    assert window.current_page == "board"


def test_only_registered_pages_are_in_the_sidebar(window: MainWindow) -> None:
    assert list(window.sidebar.items) == list(window.pages)


def test_the_sidebar_says_how_many_and_how_safe(window: MainWindow) -> None:
    assert window.sidebar.items["today"].accessibleName() == "Today, 2"
    assert window.sidebar.status == "Saved · backup 09:12"


def test_a_desk_that_is_only_looked_at_does_not_say_that_it_is_saved(
    window: MainWindow, desk: PaperDesk
) -> None:
    desk.may_write = False
    window.set_backed_up("backup 09:12")
    assert window.sidebar.status == "Opened read-only"
    window._on_bridge_busy_changed(True)
    assert window.sidebar.status == "Opened read-only"


def test_a_narrow_window_shows_icons_only(window: MainWindow) -> None:
    window.resize(1400, 800)
    wide = window.sidebar.width()
    window.resize(900, 500)
    assert window.sidebar.width() < wide / 2


def test_every_menu_row_is_in_a_menu(window: MainWindow) -> None:
    assert window._menus is not None
    shown = {
        action.objectName()
        for menu in window._menus.menus
        for action in menu.actions()
        if action.objectName()
    }
    assert set(window.book.rows) <= shown
    assert {f"go_{key}" for key in window.pages} <= shown


def test_undo_names_what_it_takes_back_and_offers_redo(window: MainWindow, qtbot) -> None:
    action = window.book.actions["app.undo"]
    assert action.text() == "Undo: Move Fleet telematics to Proposal"
    with qtbot.waitSignal(window.bridge.changed):
        action.trigger()
    assert window.toast.words.text() == "Undone: Move Fleet telematics to Proposal"
    assert window.toast.action.words == "Redo"


def test_undo_asked_for_before_the_history_is_known_is_done_once_it_is(
    qtbot, desk: PaperDesk, monkeypatch
) -> None:
    made = make_window(desk)
    qtbot.addWidget(made)
    made.show()
    made.finish()
    undone: list[object] = []
    monkeypatch.setattr(made.bridge, "undo", undone.append)
    made.book.actions["app.undo"].trigger()
    assert undone == []
    with qtbot.waitSignal(made.bridge.history_changed):
        made.bridge.refresh_history()
    assert len(undone) == 1
    with qtbot.waitSignal(made.bridge.history_changed):
        made.bridge.refresh_history()
    assert len(undone) == 1
    made.bridge.close()


@pytest.mark.parametrize(
    "entry", [PaperEntry("Import", rows=8800), PaperEntry("Move", on="2026-11-21")]
)
def test_undo_asks_before_something_large_or_old(window, desk, qtbot, monkeypatch, entry) -> None:
    asked: list[str] = []
    monkeypatch.setattr(
        "salesdesk.ui.widgets.ask.confirm",
        lambda _parent, title, *_rest, **_more: bool(asked.append(title)),
    )
    undone: list[object] = []
    monkeypatch.setattr(window.bridge, "undo", undone.append)
    window.bridge.undo_entry = entry
    window.controller.undo()
    assert len(asked) == 1
    assert undone == []


def test_a_focused_text_field_keeps_its_own_undo(window: MainWindow, qtbot, monkeypatch) -> None:
    undone: list[object] = []
    monkeypatch.setattr(window.bridge, "undo", undone.append)
    line = QLineEdit(window.centralWidget())
    line.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    line.setFocus()
    qtbot.keyClicks(line, "abc")
    qtbot.keyClick(line, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert line.text() == ""
    assert undone == []


def test_ctrl_z_outside_a_field_undoes_the_last_command(window: MainWindow, qtbot) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.sidebar.items["today"].setFocus()
    with qtbot.waitSignal(window.bridge.changed):
        qtbot.keyClick(
            window.sidebar.items["today"], Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier
        )


def test_a_failure_is_a_banner_that_stays(window: MainWindow) -> None:
    window.bridge.failed.emit("The disk is full. Your text is still here.")
    assert window.banner.isVisible()
    assert window.banner.words.text() == "The disk is full. Your text is still here."
    assert_named(window)


def test_a_banner_with_an_end_goes_when_the_desk_changes_so(window: MainWindow) -> None:
    window.warn("Fleet telematics is won.", "ok", until=lambda changes: changes.how == "undone")
    window.bridge.changed.emit(Changes("Another deal"))
    assert window.banner.isVisible()
    window.bridge.changed.emit(Changes("Win Fleet telematics", how="undone"))
    assert not window.banner.isVisible()


def test_the_short_play_is_about_the_card_in_hand(window: MainWindow, monkeypatch) -> None:
    opened: list[tuple[str, str]] = []
    monkeypatch.setattr(window, "open", lambda *what: opened.append(what))
    window.go("board")
    window.page("board").deal_in_hand = lambda: "the deal"
    window.controller.handle_objection()
    window.go("today")
    window.controller.handle_objection()
    assert opened == [("short_play", "the deal"), ("short_play", "")]


def test_a_page_that_may_not_be_left_stays(window: MainWindow, monkeypatch) -> None:
    window.page("today").may_leave = lambda: False
    window.go("board")
    assert window.current_page == "today"
    assert window.close() is False
    window.page("today").may_leave = lambda: True
    assert window.close() is True


def test_a_fault_while_closing_keeps_the_window(window: MainWindow, monkeypatch) -> None:
    caught: list[BaseException] = []
    monkeypatch.setattr("salesdesk.ui.guard.caught", caught.append)

    def fail() -> bool:
        raise ZeroDivisionError

    window.page("today").may_leave = fail
    assert window.close() is False
    assert isinstance(caught[0], ZeroDivisionError)
    window.page("today").may_leave = lambda: True


def test_page_geometry_and_text_size_are_kept(window: MainWindow, qtbot) -> None:
    window.go("deals")
    window.resize(760, 600)
    settings = window.context.settings
    window.close()
    again = MainWindow(
        window.bridge,
        window.context.clock,
        LiveSettings(settings.now),
        (),
        pages=tuple(window.pages.values()),
    )
    qtbot.addWidget(again)
    again.start("today")
    assert again.current_page == "deals"
    assert (again.width(), again.height()) == (760, 600)


def test_text_can_be_made_larger_and_usual_again(window: MainWindow, qapp: QApplication) -> None:
    window.controller.enlarge_text()
    assert qapp.font().pixelSize() == 14
    assert window.context.settings.screen("look")["font_px"] == 14
    window.controller.reset_text()
    assert qapp.font().pixelSize() == 13


def test_settings_are_written_once_after_several_changes(qtbot) -> None:
    class File:
        def __init__(self) -> None:
            self.saved: list[Settings] = []

        def save(self, settings: Settings) -> None:
            self.saved.append(settings)

    file = File()
    live = LiveSettings(Settings(), file)  # type: ignore[arg-type]
    live.change(currency="USD")
    live.keep("board", width=200)
    live.keep("board", sort="name")
    live.flush()
    assert len(file.saved) == 1
    assert file.saved[0].currency == "USD"
    assert file.saved[0].screens["board"] == {"width": 200, "sort": "name"}


def test_pyside_does_not_read_the_source_of_our_modules() -> None:
    code = (
        "import linecache, salesdesk.ui.shell.window\n"
        "names = [name for name in linecache.cache if 'salesdesk' in name.replace('\\\\', '/')]\n"
        "print([name for name in names if not name.endswith('__init__.py')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_importing_the_shell_loads_nothing_heavy() -> None:
    heavy = (
        "sqlalchemy jinja2 pydantic ruamel alembic babel rapidfuzz dateparser "
        "PySide6.QtSvg PySide6.QtPrintSupport"
    )
    code = (
        "import sys, salesdesk.ui.shell.window, salesdesk.ui.shell.actions\n"
        f"print([name for name in {heavy.split()!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
