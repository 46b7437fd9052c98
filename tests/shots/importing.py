"""Pictures of the import wizard over the real window: `python -m tests.shots.importing FOLDER`.

Uses the Maven files when they are beside the checkout (`SALESDESK_DATA`), else small ones.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from salesdesk.domain.clock import Clock
from salesdesk.usecases.desk import Desk, create

TODAY = dt.date(2018, 1, 8)
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


def wait(app: QApplication, until: Callable[[], bool], seconds: float = 60) -> None:
    """Let the window live until something is so."""
    end = time.monotonic() + seconds
    while not until():
        app.processEvents()
        if time.monotonic() > end:
            raise TimeoutError
    for _ in range(4):
        app.processEvents()


def shoot(out: Path, folder: Path, scheme: str, size: tuple[int, int], name: str) -> None:
    """One picture of each face."""
    from salesdesk import app as program_module
    from salesdesk.processes import builtin
    from salesdesk.ui import theme

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    path = folder / "shots.desk"
    create(path, Clock(TODAY), builtin.load_builtin("eight-step"), "USD", "Sales")
    desk = Desk(path, Clock(TODAY))
    program = program_module.compose(app, desk)
    theme.current().set_look(scheme)  # type: ignore[arg-type]
    window = program.window
    window.resize(*size)
    window.show()
    desk.warm().result()
    from salesdesk.ui.importing.controller import ImportController

    controller = ImportController(window.context)
    wizard = controller.open_with(())

    def grab(face: str) -> None:
        for _ in range(4):
            app.processEvents()
        wizard.grab().save(str(out / f"import_{face}_{name}.png"))

    grab("1start")
    wizard.add_files(files(folder))
    wait(app, lambda: not wizard.session.is_busy)
    grab("2review")
    wizard.review.pane.reading.toggle.click()
    bar = wizard.review._scroller.verticalScrollBar()
    for _ in range(6):
        app.processEvents()
    bar.setValue(bar.maximum())
    grab("3reading")
    wizard.next.click()
    wait(app, lambda: wizard._pages.currentWidget() is wizard.check)
    grab("4check")
    wizard.next.click()
    wait(app, lambda: wizard.session.is_busy)
    wait(app, lambda: wizard._pages.currentWidget() is wizard.done_page)
    grab("5done")
    wizard.accept()
    program.close()


def _one(out: Path, scheme: str, width: str, height: str, name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SALESDESK_HOME"] = str(Path(folder) / "home")
        shoot(out, Path(folder), scheme, (int(width), int(height)), name)


def _screen(folder: Path, size: tuple[int, int]) -> str:
    """The offscreen platform with a screen of this many pixels: dialogs keep within it."""
    numbers = {"x": 0, "y": 0, "width": size[0], "height": size[1], "logicalDpi": 96,
               "logicalBaseDpi": 96, "dpr": 1}  # fmt: skip
    file = folder / f"screen_{size[0]}.json"
    file.write_text(json.dumps({"screens": [{"name": "screen", **numbers}]}), encoding="utf-8")
    return f"offscreen:configfile={file}"


def main(out: Path, wanted: str = "") -> None:
    """Every picture, each look in a process of its own, for Qt reads the scale once."""
    out.mkdir(parents=True, exist_ok=True)
    for scheme, size, scale in (
        ("light", (1366, 768), 1.0),
        ("dark", (1366, 768), 1.5),
        ("light", (1920, 1080), 1.5),
        ("dark", (1920, 1080), 1.0),
    ):
        name = f"{scheme}_{size[0]}_{scale:g}x"
        if wanted and wanted not in name:
            continue
        screen = _screen(out, size)
        environ = {
            **os.environ,
            "QT_QPA_PLATFORM": screen,
            "QT_SCALE_FACTOR": str(scale),
            "LC_ALL": "C.UTF-8",
        }
        command = [sys.executable, "-m", "tests.shots.importing", "--one", str(out), scheme,
                   str(round(size[0] / scale)), str(round(size[1] / scale)), name]  # fmt: skip
        subprocess.run(command, env=environ, check=True)


if __name__ == "__main__":
    if sys.argv[1] == "--one":
        _one(Path(sys.argv[2]), *sys.argv[3:7])
    else:
        main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "")
