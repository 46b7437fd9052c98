"""Each gate of the shipped processes can be met in its dialog: every item filled, deal moved."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from salesdesk.ui.board.gate_base import Editor, HandEditor, WordsEditor
from salesdesk.ui.board.gate_dialog import GateDialog
from salesdesk.ui.board.gate_editors import PersonEditor
from salesdesk.ui.board.gate_voices import VoicePick
from salesdesk.ui.widgets import DateEdit, LineEdit, MoneyEdit, TextBox
from tests import desks
from tests.ui.board.boards import open_board
from tests.ui.live import with_dialog

GATES = [
    (key, stage.key, after.key)
    for key in ("eight-step", "seven-step")
    for stages in [desks.shipped_process(key).board_stages()]
    for stage, after in itertools.pairwise(stages)
]


_NUMBERS = itertools.count(1)
"""Two people asked for are two people: no name comes twice."""


def fill(editor: Editor) -> None:
    """Enters something into every empty field that a person sees, as they would."""
    for field in editor.findChildren(QWidget):
        if field.isHidden():
            continue
        if isinstance(field, TextBox) and not field.words():
            field.set_words("They told us so on the call")
        elif isinstance(field, DateEdit) and field.value() is None:
            field.set_value(desks.TODAY.replace(day=28))
        elif isinstance(field, MoneyEdit) and field.value() is None:
            field.set_value(120_000)
        elif isinstance(field, LineEdit) and not field.words():
            field.setText(f"Ines Berg {next(_NUMBERS)}")
            field.editingFinished.emit()
    if isinstance(editor, PersonEditor) and not editor.is_filled:
        who = editor.findChild(VoicePick)
        assert who is not None
        who.pick.picked.emit(who.pick.value())


@pytest.mark.parametrize(("process", "stage", "after"), GATES)
def test_what_a_shipped_gate_asks_can_be_entered_where_it_asks(
    tmp_path: Path, qtbot: QtBot, process: str, stage: str, after: str
) -> None:
    desk = desks.make_desk(tmp_path, desks.shipped_process(process))
    deal = desks.add_deal(desk, "Alpha", stage_key=stage, account="Alpha Ltd")
    board = open_board(desk, qtbot)
    by_hand: list[str] = []

    def work(dialog: GateDialog) -> None:
        assert dialog.items, "an empty deal meets no shipped gate"
        for item in dialog.items:
            for editor in item.editors:
                if type(editor) in (HandEditor, WordsEditor):
                    by_hand.append(item.case.state.criterion.key)
                fill(editor)
            assert item.is_filled, item.case.state.criterion.text
        dialog.accept()

    def start() -> Any:
        board.page.controller.mover.move((deal,), after)
        board.settle()

    try:
        with_dialog(work, start)
        stood = desk.raw.execute("SELECT stage_key FROM deal").fetchall()
        assert stood == [(after,)]
        assert desk.raw.execute("SELECT count(*) FROM gate_override").fetchone() == (0,)
        assert by_hand == [], "these have no field of their own"
    finally:
        board.bridge.close()
        board.settle()
