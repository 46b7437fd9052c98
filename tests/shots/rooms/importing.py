"""The import wizard, page after page.

Uses the Maven files when they are beside the checkout (`SALESDESK_DATA`), else small ones.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from tests.shots.camera import Camera
from tests.shots.rooms import desks
from tests.shots.series import Look
from tests.shots.stage import staged

FILES = {
    "accounts.csv": "account,sector,revenue\nIsdom,retail,12\nCancity,retail,7\nZoomzone,it,3\n",
    "products.csv": "product,series,sales_price\nGTX Pro,GTX,4821\nMG Special,MG,55\n",
    "pipeline.csv": "opportunity_id,product,account,deal_stage,engage_date,close_date,close_value\n"
    "A1,GTXPro,Isdom,Won,2017-10-20,2017-11-01,4514\n"
    "A2,GTX Pro,Cancity,Engaging,2017-10-20,,\n"
    "A3,MG Special,,Prospecting,,,\n"
    "A4,MG Special,Zoomzone,Lost,2017-10-20,2017-19-01,0\n",
}


def files(folder: Path) -> list[Path]:
    """The files to import, and one that has a bad date."""
    real = Path(os.environ.get("SALESDESK_DATA", "")) / "maven-crm-opportunities"
    if (real / "sales_pipeline.csv").exists():
        return [real / name for name in ("accounts.csv", "products.csv", "sales_pipeline.csv")]
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in FILES]


def shoot(camera: Camera, look: Look) -> None:
    """One picture of each page."""
    with staged(camera, look, desks.bare, "importing") as stage:
        from salesdesk.ui.importing.controller import ImportController

        wizard: Any = ImportController(stage.window.context).open_with(())
        stage.take("1_start", wizard)
        wizard.add_files(files(stage.desk.path.parent))
        stage.until(lambda: not wizard.session.is_busy)
        stage.take("2_review", wizard)
        wizard.review.pane.reading.toggle.click()
        bar = wizard.review._scroller.verticalScrollBar()
        stage.settle()
        bar.setValue(bar.maximum())
        stage.take("3_reading", wizard)
        wizard.next.click()
        stage.until(lambda: wizard._pages.currentWidget() is wizard.check)
        stage.take("4_check", wizard)
        wizard.next.click()
        stage.until(lambda: wizard._pages.currentWidget() is wizard.done_page)
        stage.take("5_done", wizard)
        wizard.accept()
        for page in ("today", "board", "triage", "deals", "accounts"):
            stage.window.go(page)
            stage.settle(0.4)
            stage.take(f"after_{page}")
