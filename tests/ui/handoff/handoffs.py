"""A handoff dialog on a real desk, without a window: the shell remembers what it was told."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from salesdesk.support.settings import Settings
from salesdesk.ui.actions import ActionBook
from salesdesk.ui.bridge import Bridge
from salesdesk.ui.context import Context
from salesdesk.ui.handoff.dialog import HandoffDialog
from salesdesk.ui.live_settings import LiveSettings
from salesdesk.usecases.closing import WinDeal
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.discovery import AnswerQuestion, MarkAnswer
from tests.desks import add_deal, add_fact, add_person
from tests.ui.live import settle
from tests.ui.shells import FakeShell

DAY = "2026-11-17"


class HandoffShell(FakeShell):
    """A shell whose toasts and warnings stand in one list, in their order."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.undoable = self.warned = self.told


@dataclass
class Scene:
    """A desk with a deal, what stands around a dialog, and ways to wait for it."""

    desk: Desk
    context: Context
    bridge: Bridge
    shell: HandoffShell
    deal_id: str
    person_id: str
    answer_id: str = ""

    def wait(self, is_so: Callable[[], object], seconds: float = 100) -> None:
        """Let answers arrive until something is so."""
        until = time.monotonic() + seconds
        while not is_so():
            assert time.monotonic() < until, "it did not come to be so"
            QApplication.processEvents()

    def settle(self) -> None:
        """Let everything queued arrive."""
        settle()

    def dialog(self, qtbot: QtBot) -> HandoffDialog:
        """The dialog, shown, with its preview filled."""
        made = HandoffDialog(self.context, self.deal_id)
        qtbot.addWidget(made)
        made.show()
        self.wait(lambda: made.preview.page_count)
        return made


def make_scene(desk: Desk, qtbot: QtBot, *, is_won: bool = True) -> Scene:
    """A deal with a champion, an answered question that is a confirmed goal, and a bare outcome."""
    window = QWidget()
    qtbot.addWidget(window)
    bridge = Bridge(desk)
    shell = HandoffShell(window)
    context = Context(bridge, desk.clock, LiveSettings(Settings()), ActionBook((), window), shell)  # type: ignore[arg-type]
    deal = add_deal(desk, stage_key="discovery", account="Zoomzone", amount_minor=6_400_000)
    person = add_person(desk, deal, "Ines Duarte", role="champion")
    scene = Scene(desk, context, bridge, shell, deal, person)
    answer = AnswerQuestion(deal, "outcome-success-look", "No missed slots in Lyon", person, DAY)
    desk.run(answer)
    scene.answer_id = desk.raw.execute("SELECT id FROM answer").fetchone()[0]
    desk.run(MarkAnswer(scene.answer_id, "goal", {"confirmed": True}))
    add_fact(desk, deal, "outcome", "Fewer missed slots", person_id=person, confirmed=True,
             said_on=DAY, measure="missed slots a week", baseline="3", target="0")  # fmt: skip
    if is_won:
        desk.run(WinDeal(deal, 6_400_000, "2026-11-20", ("won-fit",)))
    return scene
