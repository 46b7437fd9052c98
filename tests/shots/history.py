"""Pictures of the history and the bin: ``python -m tests.shots.history FOLDER [WANTED]``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from salesdesk.usecases import importing
from salesdesk.usecases.deals import EditDeal
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.notes import AddNote, BinNote
from salesdesk.usecases.shelving import BinDeals, PauseDeals
from tests.shots import board
from tests.shots.lists import wait
from tests.shots.series import Size, run
from tests.usecases.imports import STAGES, small


def make(folder: Path) -> Desk:
    """The forty deals, an import, and some changes on top."""
    desk = board.make(folder)
    deals = [str(row[0]) for row in desk.raw.execute("SELECT id FROM deal WHERE status='open'")]
    importing.import_files(desk, small(folder), stages=dict.fromkeys(STAGES, "Proposal"))
    one = deals[0]
    desk.run(EditDeal(one, {"amount_minor": 5_250_000, "expected_close_on": "2026-12-18",
                            "source": "Trade fair"}))  # fmt: skip
    desk.run(AddNote("They count the returns by hand every Friday and lose half a day.", one))
    (note,) = desk.raw.execute("SELECT id FROM note ORDER BY id DESC LIMIT 1").fetchone()
    desk.run(BinNote(note))
    desk.run(PauseDeals((deals[1],), "Budget comes in spring", "2027-03-01"))
    desk.run(BinDeals(tuple(deals[2:4])))
    desk.run(EditDeal(one, {"name": "Cold chain monitoring, all plants", "owner": "Ines Duarte"}))
    desk.run(EditDeal(deals[5], {"amount_minor": None}))
    desk.undo().result()
    return desk


def shoot(out: Path, desk: Desk, scheme: str, size: Size, scale: float) -> None:
    """The history, an import opened, the bin."""
    from salesdesk import app as program_module
    from salesdesk.ui import theme

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    program = program_module.compose(app, desk)
    theme.current().set_look(scheme)  # type: ignore[arg-type]
    window = program.window
    window.resize(round(size[0] / scale), round(size[1] / scale))
    window.show()
    desk.warm().result()
    name = f"{scheme}-{size[0]}-{scale:g}"
    window.go("history", "*")
    page: Any = window.page("history")
    wait(app, lambda: page.details is not None)
    page.list.setCurrentIndex(page.model.index(2, 0))
    wait(app, lambda: page.details.line.label.startswith(("Edit", "Change", "Rename")))
    window.grab().save(str(out / f"history-{name}.png"))
    at = next(a for a in range(1, page.model.rowCount())
              if (line := page.model.index(a, 0).data(256)) and line.rows > 15)  # fmt: skip
    page.list.setCurrentIndex(page.model.index(at, 0))
    wait(app, lambda: page.details.line.rows > 15)
    window.grab().save(str(out / f"history-import-{name}.png"))
    window.go("bin")
    bin_page: Any = window.page("bin")
    wait(app, lambda: bool(bin_page.model.rows))
    window.grab().save(str(out / f"bin-{name}.png"))
    program.close()


if __name__ == "__main__":
    run("tests.shots.history", make, shoot)
