"""Desks at the edges: empty, with one deal, only looked at, long words, large text."""

from __future__ import annotations

from tests.shots.camera import Camera
from tests.shots.rooms import deal as deal_room
from tests.shots.rooms import desks, dialogs, pages
from tests.shots.series import Look
from tests.shots.stage import staged

LARGE_PX = 19


def empty(camera: Camera, look: Look) -> None:
    """Every page of a desk with nothing in it."""
    with staged(camera, look, desks.bare, "empty") as stage:
        pages.every_page(stage)


def single(camera: Camera, look: Look) -> None:
    """A desk with one deal of which nothing is known."""
    with staged(camera, look, desks.single, "single") as stage:
        pages.every_page(stage)
        deal_room.panels(stage, stage.deal("First deal"), "deal")


def looking(camera: Camera, look: Look) -> None:
    """A desk that may not be written to."""
    with staged(camera, look, desks.demo, "looking", may_write=False) as stage:
        pages.every_page(stage, down=False)
        deal_room.panels(stage, stage.deal("Fleet telematics"), "deal", down=False)


def long(camera: Camera, look: Look) -> None:
    """Names of forty letters, amounts of twelve digits."""
    with staged(camera, look, desks.long, "long") as stage:
        pages.every_page(stage, down=False)
        (ids,) = zip(
            *stage.desk.raw.execute(
                "SELECT deal_id FROM fact GROUP BY deal_id ORDER BY count(*) DESC LIMIT 2"
            ).fetchall(),
            strict=True,
        )
        for number, deal_id in enumerate(ids):
            deal_room.panels(stage, deal_id, f"deal{number}")
        for key, item, name in dialogs.registered(stage, ids[0]):
            stage.dialog(key, item, name)


def large(camera: Camera, look: Look) -> None:
    """The largest text of the preferences."""
    with staged(camera, look, desks.demo, "large", font_px=LARGE_PX) as stage:
        pages.every_page(stage)
        deal_room.panels(stage, stage.deal("Fleet telematics"), "deal")
        pages.app_dialogs(stage)
        for key, item, name in dialogs.registered(stage, stage.deal("Fleet telematics")):
            stage.dialog(key, item, name)
