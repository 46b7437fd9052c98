"""The handoff dialog with its editors."""

from __future__ import annotations

from typing import Any

from tests.shots.camera import Camera
from tests.shots.rooms import desks
from tests.shots.series import Look
from tests.shots.stage import staged

KEYS = ("success-outcomes", "people-billing", "deal-value", "open-items", "risks-known")


def shoot(camera: Camera, look: Look) -> None:
    """The won deal, and one in the middle of its way."""
    with staged(camera, look, desks.demo, "handoff") as stage:
        for name in ("Starter bundle", "Data platform"):
            deal_id = stage.deal(name)
            stage.window.open("handoff", deal_id)
            dialog: Any = stage.window.dialogs.shown["handoff", deal_id]
            width, height = look.size
            dialog.resize(min(1120, width - 32), min(780, height - 56))
            stage.settle(0.6)
            stage.take(name.split()[0].lower(), dialog)
            for key in KEYS if name == "Starter bundle" else ():
                dialog.checklist.open_item(key)
                stage.settle(0.5)
                stage.take(key, dialog)
            dialog.reject()
