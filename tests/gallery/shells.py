"""The window, the palette, the manual and preferences for the gallery, over a desk of paper."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from salesdesk.domain.changes import Changes
from salesdesk.domain.clock import Clock
from salesdesk.support.settings import Settings
from salesdesk.ui import widgets
from salesdesk.ui.actions import all_rows
from salesdesk.ui.bridge import Bridge
from salesdesk.ui.context import Context
from salesdesk.ui.live_settings import LiveSettings
from salesdesk.ui.preferences.dialog import Preferences
from salesdesk.ui.shell.about import Shortcuts
from salesdesk.ui.shell.manual import ManualWindow
from salesdesk.ui.shell.pages import PageRow
from salesdesk.ui.shell.palette import Hit, Palette
from salesdesk.ui.shell.window import MainWindow


@dataclass(frozen=True)
class PaperEntry:
    """A line of a history that is not kept."""

    label: str
    on: str = "2026-11-22"
    rows: int = 3


class PaperDesk:
    """Does nothing, at once; enough for the window to stand on."""

    def __init__(self) -> None:
        self.done: list[Any] = []
        self.may_write = True
        self.entry: PaperEntry | None = PaperEntry("Move Fleet telematics to Proposal")

    def submit(self, command: Any) -> Future[Changes]:
        self.done.append(command)
        return _answered(Changes(str(command)))

    def undo(self, only: int | None = None) -> Future[Changes]:
        return _answered(Changes(self.entry.label if self.entry else "", how="undone"))

    def redo(self) -> Future[Changes]:
        return _answered(Changes(self.entry.label if self.entry else "", how="redone"))

    def undo_entry(self) -> PaperEntry | None:
        return self.entry

    def redo_entry(self) -> PaperEntry | None:
        return None


def _answered(changes: Changes) -> Future[Changes]:
    future: Future[Changes] = Future()
    future.set_result(changes)
    return future


def paper_page(context: Context) -> QWidget:
    """A page with a bar and a few rows, as Today will have them."""
    page = QWidget()
    page.setObjectName("paper_page")
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    bar = widgets.Panel("bottom")
    row = QHBoxLayout(bar)
    row.setContentsMargins(16, 9, 16, 9)
    row.addWidget(widgets.PlainLabel("Sunday 22 November", "title"))
    row.addStretch(1)
    row.addWidget(widgets.Button("Plan week", "plan"))
    row.addWidget(widgets.Button("New", "new", kind="primary", icon="plus"))
    column.addWidget(bar)
    scroller = widgets.Scroller("paper_scroll", "Today")
    scroller.body.addWidget(widgets.SectionHeader("Late", 2))
    for late, words, detail in (
        (
            "11 days",
            "Call Globex about the ERP connector",
            "+351 21 000 00 00 · Discovery · €23,400",
        ),
        ("3 days", "Email Hooli Finance the compliance outline", "Qualification · €18,500"),
    ):
        scroller.body.addWidget(_paper_row(late, words, detail))
    column.addWidget(scroller, 1)
    return page


def _paper_row(late: str, words: str, detail: str) -> QWidget:
    card = widgets.Card()
    row = QHBoxLayout()
    row.setSpacing(12)
    row.addWidget(widgets.CheckBox("", f"done_{late}", label=f"Done: {words}", is_round=True))
    when = widgets.PlainLabel(late, "strong", "late")
    when.setFixedWidth(86)
    row.addWidget(when)
    texts = QVBoxLayout()
    texts.setSpacing(1)
    texts.addWidget(widgets.PlainLabel(words))
    texts.addWidget(widgets.PlainLabel(detail, "small", "muted"))
    row.addLayout(texts, 1)
    row.addWidget(widgets.Button("Reschedule", f"move_{late}"))
    card.body.addLayout(row)
    return card


PAGES = (
    PageRow("today", "Today", "list-todo", "tests.gallery.shells:paper_page", "Ctrl+1"),
    PageRow("board", "Board", "square-kanban", "tests.gallery.shells:paper_page", "Ctrl+2"),
    PageRow("deals", "Deals", "table-2", "tests.gallery.shells:paper_page", "Ctrl+3"),
    PageRow("accounts", "Accounts", "building-2", "tests.gallery.shells:paper_page", "Ctrl+4"),
    PageRow("process", "Process", "workflow", "tests.gallery.shells:paper_page", section="how"),
)


def find(words: str) -> list[Hit]:
    """What the search of a full desk would give."""
    return [
        Hit("Fleet telematics", "Deal · Zoomzone · €64,000", "handshake", page="board", item="7")
    ]


def make_window(desk: PaperDesk | None = None, settings: Settings | None = None) -> MainWindow:
    """A window over a desk of paper."""
    bridge = Bridge(desk or PaperDesk())
    clock = Clock(fixed_day=dt.date(2026, 11, 22))
    window = MainWindow(
        bridge,
        clock,
        LiveSettings(settings or Settings()),
        all_rows(),
        pages=PAGES,
        search=find,
        title="My desk",
    )
    window.set_badge("today", 2, is_alert=True)
    window.set_badge("board", 10)
    window.set_backed_up("backup 09:12")
    window.start("today")
    return window


def shell_pages() -> dict[str, QWidget]:
    """The pages of the gallery made of the shell."""
    window = make_window()
    window.resize(1440, 900)
    small = make_window()
    small.resize(911, 512)
    palette = Palette(window, window.bridge, find)
    palette.resize(620, 430)
    asked = Palette(window, window.bridge, None)
    asked.resize(620, 300)
    asked.line.setText("tex")
    manual = ManualWindow(_manual_folder())
    return {
        "window": window,
        "small": small,
        "palette": palette,
        "palette-asked": asked,
        "preferences": Preferences(LiveSettings(Settings())),
        "shortcuts": Shortcuts(window.book, window.pages.values()),
        "manual": manual,
    }


def _manual_folder() -> Path:
    folder = Path(mkdtemp())
    (folder / "10-start.md").write_text(
        "# Getting started\n\nSalesDesk keeps your deals in one file.\n\n## Three steps\n\n"
        "1. Import what you have.\n2. Set a next step.\n3. Ask.\n\n"
        "- See [the board](board.md)\n- **Nothing** leaves it.\n\n> Evidence, not vibes.\n\n"
        "| key | does |\n|---|---|\n| Ctrl+K | find anything |\n",
        encoding="utf-8",
    )
    (folder / "20-board.md").write_text("# The board\n\nDrag a card.\n", encoding="utf-8")
    return folder
