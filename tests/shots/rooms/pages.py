"""Every page of the sidebar, and what the window shows over all of them."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QScrollArea

from tests.shots.camera import Camera
from tests.shots.rooms import desks
from tests.shots.series import Look
from tests.shots.stage import Stage, staged

APP = ("app.preferences", "app.palette", "app.shortcuts", "app.about", "app.manual")


def every_page(stage: Stage, *, down: bool = True) -> None:
    """A picture of each page that needs no item."""
    for key in stage.window.pages:
        if key != "deal":
            stage.window.go(key)
            stage.settle(0.4)
            page: Any = stage.window.page(key)
            areas = [a for a in page.findChildren(QScrollArea) if a.isVisible()]
            tall = max(areas, key=lambda a: a.viewport().height(), default=None)
            stage.take_down(key, tall if down and key != "board" else None)


def app_dialogs(stage: Stage) -> None:
    """Preferences, palette, keys, about, manual, and questions."""
    from salesdesk.ui.widgets import ask

    for key in APP:
        stage.over(key.replace(".", "_"), lambda key=key: stage.window.book.run(key))
    for topic in ("", "printing", "board", "command-line", "words"):
        stage.over(f"manual_{topic or 'first'}", lambda topic=topic: _manual(stage, topic))
    stage.over("palette_found", lambda: _find(stage, "fleet"))
    stage.over("palette_none", lambda: _find(stage, "zzzz"))
    words = "Nothing was saved: the disk is full. What you typed is kept here. Free some room."
    stage.over("error", lambda: ask.tell_error(stage.window, words, detail="disk is full\n" * 4))
    stage.over(
        "confirm",
        lambda: ask.confirm(
            stage.window, "Delete 3 deals?", words, "Delete 3 deals", is_danger=True
        ),
    )
    stage.over(
        "ask_text", lambda: ask.ask_text(stage.window, "Rename", "Name of the deal", "Rename")
    )


def _manual(stage: Stage, topic: str) -> None:
    stage.window.book.run("app.manual")
    manual: Any = next(
        w for w in stage.app.topLevelWidgets() if w.objectName() == "manual" and w.isVisible()
    )
    manual.open_at(topic)


def _find(stage: Stage, words: str) -> None:
    stage.window.book.run("app.palette")
    palette: Any = next(
        w for w in stage.app.topLevelWidgets() if w.objectName() == "palette" and w.isVisible()
    )
    palette.line.setText(words)
    stage.settle(0.5)


def messages(stage: Stage) -> None:
    """Banners in each tone, and toasts."""
    long = (
        "The last changes could not be written to the disk: it is full. They wait here and are "
        "written as soon as there is room. Free some room on the disk and press Try again."
    )
    for tone in ("info", "ok", "warn", "late"):
        stage.window.warn(long, tone, "Try again", lambda: None)
        stage.take(f"banner_{tone}")
    stage.window.banner.hide()
    stage.window.tell_undoable("Moved Fleet telematics to Proposal")
    stage.take("toast")
    stage.window.tell(long)
    stage.take("toast_long")


def shoot(camera: Camera, look: Look) -> None:
    """The demo desk, a page after the other."""
    with staged(camera, look, desks.demo, "pages") as stage:
        every_page(stage)
        app_dialogs(stage)
        messages(stage)
        for key in stage.window.pages:
            if key in {"today", "deals", "accounts", "process"}:
                stage.window.go(key)
                stage.settle()
                _today_dialogs(stage) if key == "today" else None


def _today_dialogs(stage: Stage) -> None:
    from salesdesk.ui.today.dialogs import DoneDialog, FirstStepDialog, RescheduleDialog

    today: Any = stage.window.page("today")
    stage.until(lambda: bool(today.model.lines))
    item = next(line for line in today.model.lines if line.item).item
    day = stage.desk.clock.today()
    for make in (DoneDialog, RescheduleDialog, FirstStepDialog):
        stage.over(f"today_{make.__name__}", lambda make=make: make(item, day, stage.window).show())
