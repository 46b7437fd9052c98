"""Pictures of the board in the real window: `python -m tests.shots.board FOLDER`.

Forty varied deals on the eight-step process, at two window sizes, light and dark, also at 150 %.
"""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from salesdesk.domain.clock import Clock
from salesdesk.domain.ids import new_id
from salesdesk.usecases.desk import Desk, create
from tests.shots import series

TODAY = dt.date(2026, 11, 22)
NAMES = (
    "Warehouse rollout|Bluth Logistics|42000", "Compliance 2027|Hooli Finance|18500",
    "Plant 4 monitoring|Stark Castings|96000", "Fleet telematics|Zoomzone|64000",
    "ERP connector|Globex|23400", "Regional pilot|Cancity|12000",
    "Call centre renewal|Dontechi|71000", "Analytics suite|Isdom|55000",
    "Three-site licence|Konex|88000", "Data platform|Betasoloin|120000",
    "Spare parts portal|Initech|31500", "Shift planning|Vandelay Industries|27000",
    "Predictive maintenance for the northern plants and the harbour|Wonka Works|148000",
    "Field service app|Acme Pumps|39900", "Quality gates|Tyrell|",
    "Supplier onboarding|Umbrella|17250",
    "Training package|Soylent|8400", "Cold chain sensors|Massive Dynamic|205000",
    "Energy dashboard|Cyberdyne|46000", "Route optimiser|Duff Freight|58000",
)  # fmt: skip


def fill(desk: Desk) -> list[str]:
    """Forty deals over all stages, with every state that a card can have."""
    from salesdesk.usecases.deals import AddDeal, PauseDeals

    pipeline = desk.raw.execute("SELECT id FROM pipeline").fetchone()[0]
    stages = [stage.key for stage in desk.process(pipeline).board_stages()]
    spread = [0] * 11 + [1] * 9 + [2] * 7 + [3] * 6 + [4] * 4 + [5] * 3
    ids = []
    for number, at in enumerate(spread):
        name, account, amount = NAMES[number % len(NAMES)].split("|")
        if number >= len(NAMES):
            name = f"{name} II"
        deal_id = new_id()
        minor = int(amount) * 100 if amount else None
        currency = "USD" if number % 13 == 5 else None
        close = (TODAY + dt.timedelta(days=5 + 7 * number)).isoformat()
        desk.run(
            AddDeal(
                pipeline, stages[at], name, account=account, amount_minor=minor, currency=currency,
                expected_close_on=close, deal_id=deal_id,
            )
        )  # fmt: skip
        ids.append(deal_id)
        _steps(desk, deal_id, number)
        _evidence(desk, deal_id, number)
    desk.run(PauseDeals((ids[6], ids[21]), "Budget round", "2027-01-15"))
    _age(desk, ids)
    _win(desk, ids[-1])
    return ids


def _steps(desk: Desk, deal_id: str, number: int) -> None:
    from salesdesk.usecases.next_steps import PlannedStep, SetNextStep

    plans: dict[int, tuple[str, int, str | None]] = {
        0: ("Call", 2, "10:00"), 1: ("Email", -3, None), 3: ("Demo", 4, None),
        4: ("Call", -11, None),
        5: ("Meet", 1, "09:30"), 6: ("Demo with the whole plant team", 3, "15:00"),
        7: ("Walk-through", 5, None), 8: ("Call", 0, "09:00"), 9: ("Legal", 1, None),
    }  # fmt: skip
    plan = plans.get(number % 10)
    if plan is not None:
        what, days, time = plan
        due = (TODAY + dt.timedelta(days=days + number // 10)).isoformat()
        desk.run(SetNextStep(deal_id, PlannedStep(what, due, "call", time)))


def _evidence(desk: Desk, deal_id: str, number: int) -> None:
    from salesdesk.usecases.facts import AddFact
    from salesdesk.usecases.objections import LogObjection
    from salesdesk.usecases.people import AddPerson, PutOnDeal

    if number % 3 != 2:
        person = new_id()
        desk.run(AddPerson(f"Ines Berg {number}", person_id=person))
        desk.run(PutOnDeal(deal_id, person, role="champion"))
        said = {"person_id": person, "said_on": "2026-11-17", "confirmed": True}
        desk.run(AddFact(deal_id, "pain", "Too many stops are noticed too late", said))
        if number % 2:
            desk.run(AddFact(deal_id, "metric", "Stops", {**said, "measure": "11 h a week"}))
            desk.run(AddFact(deal_id, "criterion", "Works offline", said))
    if number % 7 == 1:
        desk.run(LogObjection(deal_id, "Too expensive"))


def _age(desk: Desk, ids: list[str]) -> None:
    """Some deals have stood in their stage for long; some were imported and not looked at."""
    desk.run(_Age(tuple(ids)))


class _Age:
    label = "Age deals"

    def __init__(self, ids: tuple[str, ...]) -> None:
        self.ids = ids

    def apply(self, unit: Any) -> None:
        from salesdesk.store.schema import Deal, Fact

        for number, deal_id in enumerate(self.ids):
            deal = unit.get(Deal, deal_id)
            if number % 5 == 1:
                deal.entered_on = "2026-10-05"
                for fact in unit.find(Fact, Fact.deal_id == deal_id):
                    fact.said_on = "2026-10-01"
            if number in (10, 14):
                deal.triage = "due"


def _win(desk: Desk, deal_id: str) -> None:
    from salesdesk.usecases.closing import WinDeal

    desk.run(WinDeal(deal_id, 7_200_000, TODAY.isoformat(), ("won-fit",)))


def make(folder: Path) -> Desk:
    """A filled desk in a folder."""
    from salesdesk.processes.builtin import load_builtin

    path = folder / "shots.desk"
    create(path, Clock(TODAY), load_builtin(), "EUR", "Sales")
    desk = Desk(path, Clock(TODAY), threaded=False)
    fill(desk)
    return desk


def shoot(out: Path, desk: Desk, scheme: str, size: tuple[int, int], scale: float) -> None:
    """One picture of the window with the board in it, and some of what appears over it."""
    from PySide6.QtCore import QPoint
    from PySide6.QtWidgets import QApplication

    from salesdesk.support.settings import Settings
    from salesdesk.ui import theme
    from salesdesk.ui.actions import all_rows
    from salesdesk.ui.bridge import Bridge
    from salesdesk.ui.live_settings import LiveSettings
    from salesdesk.ui.shell.pages import PageRow
    from salesdesk.ui.shell.window import MainWindow

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme.Theme(app, scheme)  # type: ignore[arg-type]
    bridge = Bridge(desk)
    homes = ("salesdesk.ui.shell.actions", "salesdesk.ui.board.actions")
    row = PageRow("board", "Board", "square-kanban", "salesdesk.ui.board.page:make")
    window = MainWindow(
        bridge, desk.clock, LiveSettings(Settings()), all_rows(homes), pages=(row,), title="Shots"
    )
    window.resize(*size)
    window.show()
    window.go("board")
    for _ in range(6):
        app.processEvents()
    name = f"board_{scheme}_{size[0]}x{size[1]}_{scale:g}x"
    window.grab().save(str(out / f"{name}.png"))
    page: Any = window.page("board")
    column = page.area.columns[1]
    cards = column.cards.column.rows
    page.begin_drag((cards[2].deal_id,))
    target = page.area.columns[2]
    target.cards._show_gap(1)
    where = target.cards.mapToGlobal(QPoint(40, 230))
    page.on_drag_moved(where)
    app.processEvents()
    window.grab().save(str(out / f"{name}_drag.png"))
    page.end_drag()
    if scale == 1.0 and size[0] == 1366:
        _dialogs(out, name, page, window)
    window.close()
    bridge.close()


def _dialogs(out: Path, name: str, page: Any, window: Any) -> None:
    """What opens over the board, and the compact board."""
    from PySide6.QtWidgets import QApplication

    from salesdesk.ui.board.close_dialogs import LostDialog, PauseDialog, WonDialog
    from salesdesk.ui.board.gate_dialog import GateDialog
    from salesdesk.ui.board.look import CardLook
    from salesdesk.ui.board.new_deal import NewDealDialog
    from salesdesk.usecases.moves import GateUnmet, MoveDeals

    content, desk = page.content, page.content.desk
    reasons = page.controller.outcomes._reasons
    rows = content.rows("discovery")
    made: dict[str, Any] = {}
    for key, row in (("gate", rows[1]), ("gate2", content.rows("proposal")[1])):
        move = MoveDeals((row.deal_id,), "commitment" if key == "gate2" else "solution")
        try:
            desk.run(move)
        except GateUnmet as unmet:
            stage = content.column_name(move.stage_key)
            made[key] = GateDialog(unmet, move, stage, desk, window)
    made["won"] = WonDialog(rows[0], reasons("won"), TODAY, window)
    lost = {kind: reasons(kind) for kind in ("lost", "no_decision")}
    stages = [(stage.key, stage.name) for stage in content.view.stages]
    made["lost"] = LostDialog(rows[:1], lost, stages, TODAY, window)
    made["pause"] = PauseDialog(rows[:2], TODAY, window)
    made["new"] = NewDealDialog(content.view, "discovery", window)
    for key, dialog in made.items():
        dialog.show()
        for _ in range(5):
            QApplication.processEvents()
        dialog.grab().save(str(out / f"{name}_{key}.png"))
        dialog.close()
    page.controller.filters.open(page.top.add_filter)
    QApplication.processEvents()
    popup = QApplication.activePopupWidget()
    assert popup is not None
    popup.grab().save(str(out / f"{name}_filter.png"))
    popup.close()
    page.top.set_look(CardLook("compact"))
    page.collapse("qualification", True)
    page.top.set_filter(type(content.filter)(stalled=True))
    for _ in range(4):
        QApplication.processEvents()
    window.grab().save(str(out / f"{name}_compact.png"))


if __name__ == "__main__":
    series.run("tests.shots.board", make, shoot)
