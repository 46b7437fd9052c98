"""The history and the bin of a desk on which much was done, an import among it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from salesdesk.usecases.desk import Desk
from tests.shots.camera import Camera
from tests.shots.rooms import desks
from tests.shots.series import Look
from tests.shots.stage import TODAY, Stage, staged


def shoot(camera: Camera, look: Look) -> None:
    """Text whose place is gone, a change opened, an import opened, the bin."""
    with staged(camera, look, _worked_on, "history") as stage:
        _unfinished(stage)
        stage.window.go("history", "*")
        page: Any = stage.window.page("history")
        stage.until(lambda: page.details is not None)
        page.list.setCurrentIndex(page.model.index(2, 0))
        stage.settle(0.4)
        stage.take("change")
        lines = (page.model.index(at, 0) for at in range(1, page.model.rowCount()))
        large = next(at for at in lines if (line := at.data(256)) and line.rows > 15)
        page.list.setCurrentIndex(large)
        stage.until(lambda: page.details.line.rows > 15)
        stage.take("import")
        stage.window.go("bin")
        of_bin: Any = stage.window.page("bin")
        stage.until(lambda: of_bin.model.rows)
        stage.take("bin")


def _unfinished(stage: Stage) -> None:
    """The banner, the dialog with each state of a text, and the empty dialog."""
    from salesdesk.ui.shell import upkeep

    upkeep.keep_drafts(stage.app, stage.window, stage.window.bridge, stage.desk)
    stage.until(lambda: "banner" in stage.window.__dict__)
    stage.take("unfinished_banner")
    stage.window.banner.action.click()
    dialog: Any = stage.window.dialogs.shown["unfinished", ""]
    stage.until(lambda: dialog.texts)
    for row in range(dialog.list.count()):
        dialog.list.setCurrentRow(row)
        stage.take(f"unfinished_{row}", dialog)
    dialog._take([])
    stage.take("unfinished_none", dialog)
    dialog.reject()


def _leave_text(desk: Desk, gone: str, there: str) -> None:
    from salesdesk.usecases import drafts
    from salesdesk.usecases.drafts import Draft

    note = ("Jana says the plant manager decides alone up to 50,000. Above that the board has to "
            "agree, and it meets on the second Thursday.\n\nAsk for December.")  # fmt: skip
    left = ((gone, "What happened · Log an activity", note), (there, "Their words", "By hand."),
            ("page_today", "Note", "Call the fair about the stand."),
            ("0" * 32, "Why · Mark as lost", "They froze the budget " * 90))  # fmt: skip
    drafts.keep(desk, [Draft(place, f"left~{n}", words, label, "[]")
                       for n, (place, label, words) in enumerate(left)], [])  # fmt: skip


def _worked_on(folder: Path) -> Path:
    """The forty deals, an import, and some changes on top."""
    from salesdesk.domain.clock import Clock
    from salesdesk.usecases import importing
    from salesdesk.usecases.deals import EditDeal
    from salesdesk.usecases.notes import AddNote, BinNote
    from salesdesk.usecases.shelving import BinDeals, PauseDeals
    from tests.usecases.imports import STAGES, small

    path = desks.many(folder)
    desk = Desk(path, Clock(TODAY), threaded=False)
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
    _leave_text(desk, deals[2], one)
    desk.close()
    return path
