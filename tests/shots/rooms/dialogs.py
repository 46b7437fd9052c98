"""Every registered dialog, what each action of a page opens, and what each "…" button opens."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from salesdesk.ui import widgets
from tests.shots.camera import Camera
from tests.shots.rooms import desks
from tests.shots.rooms.deal import SHORT
from tests.shots.series import Look
from tests.shots.stage import Stage, staged

NOT_RUN = (
    "bin", "quit", "print", "call", "present", "export", "back_up", "check", "palette", "map",
    "preferences", "shortcuts", "about", "manual", "undo", "redo", "larger", "smaller", "sidebar",
    "usual_text", "move", "move_back", "reopen", "resume", "objection", "practice", "collapse",
)  # fmt: skip
"""Verbs that change the desk or the look, or are pictured by name."""


def registered(stage: Stage, deal: str) -> Iterator[tuple[str, str, str]]:
    """(key, item, name) of each dialog of the register."""
    from salesdesk.documents import PRINTABLES
    from salesdesk.ui.shell.dialogs import DIALOGS

    for row in DIALOGS:
        if row.key == "paper":
            for paper in PRINTABLES:
                if paper.kind != "process":
                    yield "paper", f"{paper.kind}/{deal}", f"paper_{paper.kind}"
        elif row.key == "move":
            yield "move", f"close/{deal}", ""
        elif row.key == "add_files":
            yield row.key, json.dumps([deal, str(_card(stage))]), ""
            yield row.key, json.dumps(["", str(_mail(stage))]), "add_files_mail"
        elif row.key == "take_desk":
            yield row.key, str(stage.desk.path.with_name("Field sales.json")), ""
        elif row.key == "held_call":
            call = stage.desk.raw.execute("SELECT id FROM call WHERE state='done'").fetchone()
            yield row.key, call[0], ""
        elif row.key not in {"call", "handoff"}:
            yield row.key, "" if row.key in {"pipeline", "company", "price_list"} else deal, ""


def _card(stage: Stage) -> Path:
    file = stage.desk.path.with_name("anna.vcf")
    lines = ("BEGIN:VCARD", "VERSION:3.0", "FN:Anna Keller", "ORG:Keller Logistik GmbH",
             "TITLE:Head of dispatch", "EMAIL:anna@keller.example", "TEL:+49 30 1234567",
             "END:VCARD", "")  # fmt: skip
    file.write_text("\r\n".join(lines), encoding="utf-8")
    return file


def _mail(stage: Stage) -> Path:
    file = stage.desk.path.with_name("answer.eml")
    lines = ("From: Anna Keller <anna@keller.example>", "To: Sam Seller <sam@seller.example>",
             "Subject: Your offer for the three depots", "Date: Fri, 20 Nov 2026 10:12:00 +0100",
             "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "",
             "We have looked at the offer. Two questions about the notice period.", "")  # fmt: skip
    file.write_text("\r\n".join(lines), encoding="utf-8")
    return file


def actions(stage: Stage, context: str) -> None:
    """What each action of a page opens."""
    book = stage.window.book
    for row in book.rows.values() if hasattr(book.rows, "values") else book.rows:
        if row.context == context and row.key.split(".")[1] not in NOT_RUN:
            book.refresh()
            if book.actions[row.key].isEnabled():
                stage.over(f"{context}_{row.key.split('.')[1]}", book.actions[row.key].trigger)


def buttons(stage: Stage, name: str) -> None:
    """What each button of each panel opens that says so with "…", and each menu."""
    from salesdesk.ui.deal.panels import PANELS

    page: Any = stage.window.page("deal")
    for row in PANELS:
        page.tabs.set_key(row.key)
        stage.settle(0.2)
        panel, done = page.panel(row.key), set()
        for _turn in range(30):
            left = [b for b in _opening(panel) if b.objectName() not in done]
            if not left:
                break
            button = left[0]
            done.add(button.objectName())
            stage.over(f"{name}_{row.key}_{button.objectName()}", button.click)


def _opening(panel: Any) -> list[Any]:
    found = []
    for button in panel.findChildren(widgets.Button):
        says = button.words.endswith("…") or button.menu() is not None
        if says and button.isVisible() and button.isEnabled():
            kind = "".join(c for c in button.objectName() if not c.isdigit())[:24]
            if not any(kind == known for known, _b in found):
                found.append((kind, button))
    return [button for _kind, button in found]


def more(stage: Stage, deal_id: str) -> None:
    """Dialogs that a row or a key opens."""
    from salesdesk.ui.deal.discovery.fact_dialog import FactDialog
    from salesdesk.ui.deal.discovery.own_dialog import OwnQuestionDialog
    from salesdesk.ui.deal.discovery.texts import agenda_dialog, summary_dialog
    from salesdesk.ui.deal.discovery.unfiled import QuestionPicker, UnfiledDialog
    from salesdesk.ui.deal.next_deal import NextDealDialog
    from salesdesk.ui.deal.value.presenter import Presenter
    from salesdesk.ui.deal.value.reaction_dialog import ReactionDialog

    stage.window.go("deal", deal_id)
    page: Any = stage.window.page("deal")
    for key in ("discover", "value"):
        page.tabs.set_key(key)
        stage.settle()
    room, view, window = page.room, page.panel("discover").view, stage.window
    made: dict[str, Any] = {
        "fact": lambda: FactDialog(room, view.facts[0], window),
        "own_question": lambda: OwnQuestionDialog(room, view.layers[0].key, window),
        "agenda": lambda: agenda_dialog(room, window),
        "summary": lambda: summary_dialog(room, window),
        "unfiled": lambda: UnfiledDialog(room, window),
        "next_deal": lambda: NextDealDialog(room),
        "picker": lambda: QuestionPicker(room, "Something they said", window),
    }
    for name, make in made.items():
        stage.over(name, lambda make=make: make().show())
    from salesdesk.usecases.value import value_view

    plan = value_view(stage.desk, deal_id).plan
    if plan:
        stage.over("reaction", lambda: ReactionDialog(room, plan[0], window).show())
    presenter = Presenter(room, window)
    presenter.show()
    presenter.resize(*stage.look.size)
    presenter.setWindowState(presenter.windowState().WindowNoState)
    for number in range(4):
        presenter.resize(*stage.look.size)
        stage.take(f"presenter_{number}", presenter)
        presenter.go(number + 1)
    presenter.close()


def shoot(camera: Camera, look: Look) -> None:
    """All over the demo desk."""
    with staged(camera, look, desks.demo, "dialogs") as stage:
        fleet, data = stage.deal("Fleet telematics"), stage.deal("Data platform")
        stage.window.go("deal", fleet)
        for key, item, name in registered(stage, fleet):
            stage.dialog(key, item, name)
        more(stage, data)
        for title, name in SHORT.items():
            stage.window.go("deal", stage.deal(title))
            stage.settle(0.3)
            buttons(stage, name)
        stage.window.go("deal", data)
        stage.settle(0.3)
        actions(stage, "deal")
        for page in ("board", "today", "deals", "accounts", "process", "triage"):
            stage.window.go(page)
            stage.settle(0.3)
            actions(stage, page)
        actions(stage, "files")
        actions(stage, "importing")
