"""Every panel of the deal page for the demo's three full deals, and all that scrolls in it."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QScrollArea

from tests.shots.camera import Camera
from tests.shots.rooms import desks
from tests.shots.series import Look
from tests.shots.stage import Stage, staged

DEALS = ("Fleet telematics", "Data platform", "Starter bundle")
SHORT = {"Fleet telematics": "fleet", "Data platform": "data", "Starter bundle": "starter"}


def panels(stage: Stage, deal_id: str, name: str, *, down: bool = True) -> None:
    """Each panel, with its further screenfuls."""
    from salesdesk.ui.deal.panels import PANELS

    stage.window.go("deal", deal_id)
    stage.settle(0.3)
    page: Any = stage.window.page("deal")
    for row in PANELS:
        page.tabs.set_key(row.key)
        stage.settle(0.6 if row.key == "overview" else 0.25)  # parts below the fold come later
        panel = page.panel(row.key)
        areas = [a for a in panel.findChildren(QScrollArea) if a.isVisible()]
        if isinstance(panel, QScrollArea):
            areas.append(panel)
        tall = max(areas, key=lambda a: a.viewport().height(), default=None)
        stage.take_down(f"{name}_{row.key}", tall if down else None)


def worked_on(stage: Stage, deal_id: str) -> None:
    """An open question, an objection, a form in the rail, a form for an activity."""
    stage.window.go("deal", deal_id)
    page: Any = stage.window.page("deal")
    page.tabs.set_key("discover")
    stage.settle()
    discover = page.panel("discover")
    page.room.jump("discover", discover.view.layers[1].questions[0].key)
    stage.take("open_question")
    page.tabs.set_key("objections")
    panel = page.panel("objections")
    stage.settle()
    if panel.view.open:
        panel._work_on(panel.view.open[0].objection.id)
    stage.settle()
    unmet = [each for each in page.room.view.gate.states if not each.is_met]
    if unmet:
        page.rail.open_form(unmet[0].criterion.key)
    stage.take("workbench")
    page.rail.open_form("")
    page.tabs.set_key("overview")
    for part in ("activities", "people", "notes", "items", "custom", "rivals"):
        overview = page.panel("overview")
        section = overview.part(part)
        if section is not None and hasattr(section, "start"):
            section.start()
            stage.settle(0.3)
            overview._scroller.ensureWidgetVisible(section, 0, 300)
            stage.take(f"form_{part}")


def shoot(camera: Camera, look: Look) -> None:
    """The demo's three full deals."""
    with staged(camera, look, desks.demo, "deal") as stage:
        for name in DEALS:
            panels(stage, stage.deal(name), SHORT[name], down=name != "Starter bundle")
        worked_on(stage, stage.deal("Fleet telematics"))
