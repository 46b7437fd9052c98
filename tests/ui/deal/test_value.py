"""The Value panel: the map by mouse and by keyboard, the plan, criteria, the value question."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from salesdesk.domain.value import MapLine
from salesdesk.ui.deal.discovery.fact_dialog import FactDialog
from salesdesk.ui.deal.value import wires
from salesdesk.ui.deal.value.board import MapBoard
from salesdesk.ui.deal.value.cell import Cell
from salesdesk.ui.deal.value.cell_editor import CellEditor
from salesdesk.ui.deal.value.reaction_dialog import ReactionDialog
from salesdesk.ui.widgets import Dialog, LineEdit, Pill, PlainLabel, Scroller, TextBox
from salesdesk.usecases import value as use
from salesdesk.usecases.discovery import discover_view
from salesdesk.usecases.value import ValueView, value_view
from tests import desks
from tests.ui.checks import assert_named
from tests.ui.deal.pages import Deal


def view(deal: Deal) -> ValueView:
    return value_view(deal.desk, deal.deal_id)


def lines(deal: Deal) -> tuple[MapLine, ...]:
    return view(deal).lines


def add(deal: Deal, kind: str, words: str, **more: Any) -> str:
    fields = {"confirmed": True, "person_id": deal.person_id, "said_on": "2026-11-17", **more}
    return desks.add_fact(deal.desk, deal.deal_id, kind, words, **fields)


def tie(deal: Deal, fact: str, capability: str, **cells: str) -> None:
    deal.desk.run(use.EditLine(deal.deal_id, fact, {"capability": capability, **cells}))


def cell(deal: Deal, row: int, column: str) -> Cell:
    return deal.find(Cell, f"value_{row}_{column}")


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def test_an_empty_map_says_where_pains_come_from_and_takes_the_first_one(deal: Deal) -> None:
    panel = deal.show("value")
    assert panel.map.empty.isVisible()
    field = deal.find(LineEdit, "value_need_words")
    deal.type(field, "Late slots at Lyon")
    deal.press(field, Qt.Key.Key_Return)
    assert [line.fact.words for line in lines(deal) if line.fact] == ["Late slots at Lyon"]
    assert not panel.map.empty.isVisible()
    assert field.words() == ""
    assert "Not confirmed by them yet" in cell(deal, 0, "need").words()


def test_gaps_are_loud_and_counted(deal: Deal) -> None:
    add(deal, "pain", "Late slots")
    panel = deal.show("value")
    assert cell(deal, 0, "capability").is_loud
    assert cell(deal, 0, "capability").words() == "Nothing answers this yet"
    assert "1 gap" in [label.text() for label in panel.map.header.findChildren(PlainLabel)]
    tie(deal, lines(deal)[0].key, "Tracking")
    panel.refresh(None)
    deal.settle()
    loud = [c for c in ("need", "capability", "proof", "outcome") if cell(deal, 0, c).is_loud]
    assert loud == ["proof", "outcome"]
    assert "2 gaps" in [label.text() for label in panel.map.header.findChildren(PlainLabel)]
    assert_named(deal.page)


def test_the_whole_line_is_filled_by_keyboard_alone(deal: Deal) -> None:
    add(deal, "pain", "Late slots")
    deal.show("value")
    cell(deal, 0, "need").setFocus()
    deal.press(focused(), Qt.Key.Key_Right)
    deal.press(focused(), Qt.Key.Key_Return)
    deal.type(deal.find(TextBox, "edit_capability"), "Tracking")
    deal.press(focused(), Qt.Key.Key_Return)
    assert focused().objectName() == "value_0_capability"
    deal.press(focused(), Qt.Key.Key_Right)
    deal.press(focused(), Qt.Key.Key_F2)
    deal.type(focused(), "Half the slots in ten weeks")
    deal.press(focused(), Qt.Key.Key_Return)
    deal.press(focused(), Qt.Key.Key_Right)
    deal.press(focused(), Qt.Key.Key_Return)
    deal.type(deal.find(TextBox, "edit_words"), "No late slots")
    deal.type(deal.find(LineEdit, "edit_measure"), "slots a week")
    deal.type(deal.find(LineEdit, "edit_baseline"), "3")
    deal.type(deal.find(LineEdit, "edit_target"), "0")
    deal.press(focused(), Qt.Key.Key_Return)
    (line,) = lines(deal)
    assert (line.capability, line.proof) == ("Tracking", "Half the slots in ten weeks")
    assert line.outcome is not None
    assert (line.outcome.measure, line.outcome.baseline, line.outcome.target) == (
        "slots a week", "3", "0",
    )  # fmt: skip
    assert line.gaps == ()
    assert focused().objectName() == "value_0_outcome"


def test_words_corrected_on_the_map_are_corrected_on_discover(deal: Deal) -> None:
    add(deal, "pain", "Late slots")
    deal.show("value")
    deal.click("value_0_need")
    box = deal.find(TextBox, "edit_words")
    box.selectAll()
    deal.type(box, "Missed slots")
    deal.click("edit_need_keep")
    assert cell(deal, 0, "need").words().splitlines()[1] == "Missed slots"
    assert [f.words for f in discover_view(deal.desk, deal.deal_id).facts] == ["Missed slots"]


def test_escape_leaves_a_cell_as_it_was_and_the_page_open(deal: Deal) -> None:
    add(deal, "pain", "Late slots")
    deal.show("value")
    deal.click("value_0_capability")
    deal.type(focused(), "Nothing of this")
    deal.press(focused(), Qt.Key.Key_Escape)
    assert lines(deal)[0].capability == ""
    assert deal.shell.backs == 0
    assert focused().objectName() == "value_0_capability"


def test_words_that_cannot_be_kept_stay_in_the_editor_with_the_sentence(deal: Deal) -> None:
    add(deal, "pain", "Late slots")
    panel = deal.show("value")
    deal.click("value_0_need")
    deal.find(TextBox, "edit_words").setPlainText("  ")
    deal.click("edit_need_keep")
    assert panel.map.board.editor is not None
    assert "needs words" in panel.map.board.editor.fault.text()
    assert [line.fact.words for line in lines(deal) if line.fact] == ["Late slots"]


def test_another_cell_and_another_tab_keep_what_was_typed(deal: Deal) -> None:
    add(deal, "pain", "Late slots")
    panel = deal.show("value")
    deal.click("value_0_capability")
    deal.type(focused(), "Tracking")
    deal.click("value_0_proof")
    assert lines(deal)[0].capability == "Tracking"
    assert isinstance(panel.map.board.editor, CellEditor)
    assert panel.map.board.editor.column == "proof"
    deal.type(deal.find(TextBox, "edit_proof"), "A case")
    deal.show("overview")
    assert lines(deal)[0].proof == "A case"


def test_what_is_being_typed_survives_a_change_from_elsewhere(deal: Deal) -> None:
    add(deal, "pain", "Late slots")
    panel = deal.show("value")
    deal.click("value_0_capability")
    deal.type(focused(), "Track")
    add(deal, "goal", "Quiet afternoons", order_key="W")
    panel.refresh(None)
    deal.settle()
    assert panel.map.board.editor is not None
    assert deal.find(TextBox, "edit_capability").words() == "Track"
    deal.type(focused(), "ing")
    deal.press(focused(), Qt.Key.Key_Return)
    assert [line.capability for line in lines(deal)] == ["Tracking", ""]


def test_a_pain_with_two_capabilities_and_an_outcome_of_two_lines_stand_once(deal: Deal) -> None:
    fact = add(deal, "pain", "Late slots")
    outcome = add(deal, "outcome", "No late slots", order_key="W")
    tie(deal, fact, "Tracking", outcome_id=outcome)
    deal.desk.run(use.AddCapability(deal.deal_id, fact, "Screens"))
    deal.desk.run(use.EditLine(deal.deal_id, lines(deal)[1].key, {"outcome_id": outcome}))
    panel = deal.show("value")
    assert set(panel.map.board.cells) == {(0, 0), (0, 1), (0, 2), (0, 3), (1, 1), (1, 2)}
    assert_apart(panel.map.board)
    cell(deal, 1, "capability").setFocus()
    deal.press(focused(), Qt.Key.Key_Left)
    assert focused().objectName() == "value_0_need"


def assert_apart(board: MapBoard) -> None:
    """Each cell has a place of its own on the board."""
    boxes = [found.geometry() for found in board.cells.values()]
    assert not any(a.intersects(b) for i, a in enumerate(boxes) for b in boxes[:i])
    assert all(board.rect().contains(box) for box in boxes)


def test_a_narrow_map_stacks_what_answers_a_need_beside_it(deal: Deal) -> None:
    fact = add(deal, "pain", "Late slots")
    outcome = add(deal, "outcome", "No late slots", order_key="W")
    tie(deal, fact, "Tracking", outcome_id=outcome)
    deal.desk.run(use.AddCapability(deal.deal_id, fact, "Screens"))
    deal.desk.run(use.EditLine(deal.deal_id, lines(deal)[1].key, {"outcome_id": outcome}))
    panel = deal.show("value")
    deal.page.resize(850, 512)
    deal.settle()
    board = panel.map.board
    assert_apart(board)
    places = {slot: found.geometry() for slot, found in board.cells.items()}
    assert {box.width() for box in places.values()} == {places[0, 0].width()}
    assert places[0, 0].width() > board.width() * 2 // 5
    assert len({places[slot].left() for slot in places if slot[1]}) == 1
    cell(deal, 0, "need").setFocus()
    way = (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down,
           Qt.Key.Key_Up, Qt.Key.Key_Left)  # fmt: skip
    walked = []
    for key in way:
        deal.press(focused(), key)
        walked.append(focused().objectName().removeprefix("value_"))
    assert walked == ["0_capability", "0_proof", "0_outcome", "1_capability", "1_proof",
                      "1_capability", "0_need"]  # fmt: skip
    deal.page.resize(1366, 768)
    deal.settle()
    assert len({found.x() for found in board.cells.values()}) == 4
    board.grab()


def test_the_lines_between_cells_are_painted_and_dashed_where_something_is_missing(
    deal: Deal,
) -> None:
    fact = add(deal, "pain", "Late slots")
    tie(deal, fact, "Tracking")
    panel = deal.show("value")
    states = [wire.state for wire in wires.wires(lines(deal))]
    assert states == ["whole", "gap", "gap"]
    board = panel.map.board
    picture = board.grab().toImage()
    left, right = cell(deal, 0, "need").geometry(), cell(deal, 0, "capability").geometry()
    scale = picture.devicePixelRatio()
    x = round((left.right() + right.left()) / 2 * scale)
    column = {
        picture.pixelColor(x, y).name()
        for y in range(round(left.top() * scale), round(left.bottom() * scale))
    }
    assert len(column) > 1, "nothing is painted between the cells"


def test_alt_with_an_arrow_moves_a_line_and_the_keyboard_goes_along(deal: Deal) -> None:
    add(deal, "pain", "A", order_key="A")
    add(deal, "pain", "B", order_key="B")
    deal.show("value")
    cell(deal, 1, "need").setFocus()
    deal.press(focused(), Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert [line.fact.words for line in lines(deal) if line.fact] == ["B", "A"]
    assert focused().objectName() == "value_0_need"
    deal.press(focused(), Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert [line.fact.words for line in lines(deal) if line.fact] == ["A", "B"]


def actions(menu: QMenu) -> dict[str, QAction]:
    return {action.text().partition("\t")[0]: action for action in menu.actions()}


def test_the_menu_of_a_line_adds_ties_and_takes_off(deal: Deal) -> None:
    fact = add(deal, "pain", "Late slots")
    outcome = add(deal, "outcome", "No late slots", order_key="W")
    tie(deal, fact, "Tracking")
    panel = deal.show("value")
    found = actions(panel.map.menu(lines(deal)[0]))
    inner = found["Lead to the outcome"].menu()
    assert isinstance(inner, QMenu)
    inner.actions()[0].trigger()
    deal.settle()
    assert [line.outcome.id for line in lines(deal) if line.outcome] == [outcome]
    actions(panel.map.menu(lines(deal)[0]))["Add another capability"].trigger()
    deal.settle()
    assert [line.capability for line in lines(deal)] == ["Tracking", ""]
    actions(panel.map.menu(lines(deal)[1]))["Take it off the map"].trigger()
    deal.settle()
    assert [line.capability for line in lines(deal)] == ["Tracking"]
    actions(panel.map.menu(lines(deal)[0]))["Let go of the outcome"].trigger()
    deal.settle()
    assert lines(deal)[0].outcome is None
    assert panel.map.loose_title.isVisible()


def test_the_menu_opens_the_fact_to_confirm_it(deal: Deal, monkeypatch: pytest.MonkeyPatch) -> None:
    add(deal, "pain", "Late slots")
    panel = deal.show("value")
    opened: list[str] = []

    def note(dialog: FactDialog) -> int:
        opened.append(dialog._fact.words)
        return 0

    monkeypatch.setattr(FactDialog, "exec", note)
    actions(panel.map.menu(lines(deal)[0]))["Correct or confirm what they said…"].trigger()
    assert opened == ["Late slots"]


# The plan -----------------------------------------------------------------------------------------


def test_the_plan_is_built_from_the_map_by_one_press_and_summed(deal: Deal) -> None:
    tie(deal, add(deal, "pain", "A", order_key="A"), "Tracking")
    tie(deal, add(deal, "pain", "B", order_key="B", confirmed=False), "Screens")
    panel = deal.show("value")
    deal.click("plan_build")
    texts = [label.text() for label in panel.plan.header.findChildren(PlainLabel)]
    assert "2 items · 20 minutes" in texts
    dumps = [p for p in panel.plan.findChildren(Pill) if p.objectName().endswith("_dump")]
    assert len(dumps) == 1
    assert "1 item answers nothing that they confirmed" in panel.plan.remark.text()
    assert not panel.plan.build.isEnabled()
    field = deal.find(LineEdit, f"plan_{view(deal).plan[0].item.id}_minutes")
    field.selectAll()
    deal.type(field, "25")
    deal.press(field, Qt.Key.Key_Return)
    assert view(deal).minutes == 35
    assert_named(deal.page)


def test_an_own_item_is_a_feature_dump_until_it_is_tied(deal: Deal) -> None:
    tie(deal, add(deal, "pain", "Late slots"), "Tracking")
    panel = deal.show("value")
    field = deal.find(LineEdit, "plan_own")
    deal.type(field, "The monthly reports")
    deal.press(field, Qt.Key.Key_Return)
    (planned,) = view(deal).plan
    assert planned.is_dump
    assert deal.find(Pill, f"plan_{planned.item.id}_dump").accessibleName().startswith("Feature")
    panel.plan.tie_menu(planned).actions()[0].trigger()
    deal.settle()
    assert not view(deal).plan[0].is_dump


def test_items_are_reworded_moved_and_taken_off(deal: Deal) -> None:
    for words in "AB":
        deal.desk.run(use.AddDemoItem(deal.deal_id, words))
    deal.show("value")
    first, second = (planned.item.id for planned in view(deal).plan)
    box = deal.find(TextBox, f"plan_{second}_what")
    box.setFocus()
    deal.press(box, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert [planned.item.id for planned in view(deal).plan] == [second, first]
    deal.click(f"plan_{second}_down")
    assert [planned.item.id for planned in view(deal).plan] == [first, second]
    box = deal.find(TextBox, f"plan_{first}_what")
    deal.type(box, "new ")
    deal.press(box, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "new" in view(deal).plan[0].words
    deal.click(f"plan_{first}_remove")
    assert [planned.item.id for planned in view(deal).plan] == [second]


def test_minutes_that_cannot_be_meant_are_marked_and_not_kept(deal: Deal) -> None:
    deal.desk.run(use.AddDemoItem(deal.deal_id, "A", 10))
    deal.show("value")
    field = deal.find(LineEdit, f"plan_{view(deal).plan[0].item.id}_minutes")
    field.setText("9999")
    field.editingFinished.emit()
    assert "1 to 480" in field.accessibleDescription()
    assert view(deal).minutes == 10


def test_a_reaction_is_kept_and_taken_back_in_its_dialog(deal: Deal) -> None:
    deal.desk.run(use.AddDemoItem(deal.deal_id, "A", 10))
    panel = deal.show("value")
    dialog = ReactionDialog(panel.plan._room, view(deal).plan[0], deal.page)
    dialog.reaction.set_value("partly")
    dialog.person.set_person(deal.person_id)
    dialog.said.set_words("Nearly")
    dialog.accept()
    deal.settle()
    item = view(deal).plan[0].item
    assert (item.reaction, item.person, item.reaction_words) == ("partly", "Ines Duarte", "Nearly")
    again = ReactionDialog(panel.plan._room, view(deal).plan[0], deal.page)
    again.findChild(QWidget, "reaction_take").click()  # type: ignore[union-attr]
    deal.settle()
    assert view(deal).plan[0].item.reaction is None


# Criteria, realities, the question, people --------------------------------------------------------


def test_a_criterion_is_matched_and_its_words_corrected(deal: Deal) -> None:
    fact = add(deal, "criterion", "Reads the ERP")
    deal.show("value")
    deal.click(f"criterion_{fact}_fit_partly")
    how = deal.find(TextBox, f"criterion_{fact}_words")
    deal.type(how, "Read only")
    deal.press(how, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    said = deal.find(TextBox, f"criterion_{fact}_fact")
    said.selectAll()
    deal.type(said, "Reads both ERPs")
    deal.press(said, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (match,) = view(deal).criteria
    assert (match.fact.words, match.fit, match.words) == ("Reads both ERPs", "partly", "Read only")


def test_a_criterion_without_words_is_refused_and_shown_as_it_was(deal: Deal) -> None:
    fact = add(deal, "criterion", "Reads the ERP")
    deal.show("value")
    said = deal.find(TextBox, f"criterion_{fact}_fact")
    said.setPlainText("")
    deal.press(said, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "needs words" in deal.shell.warned[-1]
    assert deal.find(TextBox, f"criterion_{fact}_fact").words() == "Reads the ERP"


def test_realities_are_the_deals_facts_and_are_added_as_such(deal: Deal) -> None:
    add(deal, "constraint", "Nothing before January")
    panel = deal.show("value")
    assert "reality_constraint" in [c.objectName() for c in panel.realities.findChildren(QWidget)]
    deal.find(QWidget, "value_reality_kind").set_value("technical")  # type: ignore[attr-defined]
    field = deal.find(LineEdit, "value_reality_words")
    deal.type(field, "Two ERPs, read only")
    deal.press(field, Qt.Key.Key_Return)
    facts = {f.kind: f.words for f in discover_view(deal.desk, deal.deal_id).facts}
    assert facts == {"constraint": "Nothing before January", "technical": "Two ERPs, read only"}


def test_the_value_question_is_kept_with_who_answered_and_when(deal: Deal) -> None:
    panel = deal.show("value")
    deal.page.room.jump("value", "value_confirmed")
    deal.settle()
    assert focused() is panel.checkpoint.words
    deal.click("value_answer_keep")
    assert "Choose what they answered" in panel.checkpoint.fault.text()
    deal.click("value_answer_partly")
    deal.type(panel.checkpoint.words, "If it ran by March")
    deal.click("value_answer_keep")
    assert "Choose who answered" in panel.checkpoint.fault.text()
    panel.checkpoint.person.set_person(deal.person_id)
    deal.press(panel.checkpoint.words, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (fact,) = view(deal).answers
    assert (fact.measure, fact.words, fact.person, fact.said_on) == (
        "partly", "If it ran by March", "Ines Duarte", desks.TODAY.isoformat(),
    )  # fmt: skip
    deal.click(f"value_answer_{fact.id}_take")
    assert view(deal).answers == ()


def test_people_never_met_are_flagged_with_a_way_to_mend_it(
    deal: Deal, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(Dialog, "exec", lambda dialog: asked.append(dialog.objectName()) or 0)
    panel = deal.show("value")
    assert "Never met: Ines Duarte (Champion)" in panel.never_met.words.text()
    deal.click("value_never_met_step")
    assert asked == ["set_step"]
    assert deal.page.tabs.key() == "overview"
    add(deal, "pain", "Late")
    deal.show("value").refresh(None)
    assert not panel.never_met.isVisible()


def test_the_map_fits_a_narrow_page_and_endless_words(deal: Deal) -> None:
    tie(deal, add(deal, "pain", "w" * 5000), "x" * 400)
    panel = deal.show("value")
    deal.page.resize(760, 600)
    deal.settle()
    board = panel.map.board
    for found in board.cells.values():
        assert board.rect().contains(found.geometry())
        assert found.mapTo(board, QPoint(0, 0)).x() >= 0


def test_no_part_of_the_value_panel_is_wider_than_a_narrow_page(deal: Deal) -> None:
    tie(deal, add(deal, "pain", "Nobody at Lyon wants to answer the telephone after four"), "It")
    desks.add_person(deal.desk, deal.deal_id, "W" * 40)
    panel = deal.show("value")
    deal.desk.run(use.BuildPlan(deal.deal_id))
    deal.page.resize(850, 512)
    deal.settle()
    scroller = deal.find(Scroller, "value_scroll")
    assert panel.never_met.isVisible()
    assert scroller.widget().width() <= scroller.viewport().width()
