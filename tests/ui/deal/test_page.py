"""The page as a whole: header, path, rail, tabs, names, drafts."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from salesdesk.ui import theme
from salesdesk.ui.actions import clashes
from salesdesk.ui.deal.actions import ACTIONS
from salesdesk.ui.deal.check_row import CheckRow
from salesdesk.ui.deal.controller import DealController
from salesdesk.ui.deal.evidence_form import EvidenceForm
from salesdesk.ui.deal.panels import PANELS
from salesdesk.ui.widgets import LineEdit, PlainLabel, Scroller
from salesdesk.usecases.activities import LogActivity
from salesdesk.usecases.deals import EditDeal
from salesdesk.usecases.line_items import AddLineItem
from salesdesk.usecases.next_steps import PlannedStep, SetNextStep
from tests import desks
from tests.ui.checks import assert_named
from tests.ui.deal.pages import Deal


@pytest.mark.parametrize("panel", [row.key for row in PANELS])
def test_everything_on_a_panel_has_a_name_and_shows_plain_text(deal: Deal, panel: str) -> None:
    deal.show(panel)
    assert_named(deal.page)


def test_each_action_is_done_by_a_method_of_the_controller() -> None:
    assert clashes(ACTIONS) == []
    assert [row.key for row in ACTIONS if not hasattr(DealController, row.handler)] == []


def test_the_header_says_how_much_the_gate_still_wants(deal: Deal) -> None:
    assert deal.page.header.move_on.words == "Move · 2 to go"
    desks.add_fact(deal.desk, deal.deal_id, "pain", "It hurts")
    deal.page.room.refresh()
    deal.page._show_view()
    assert deal.page.header.move_on.words == "Move · 1 to go"


def test_moving_on_asks_the_app_and_leaves_the_stage_unchanged(deal: Deal) -> None:
    asked: list[tuple[object, str, object]] = []
    deal.page.controller.move_requested.connect(lambda *request: asked.append(request))
    deal.click("deal_move")
    assert asked == [((deal.deal_id,), "propose", None)]
    assert deal.view.deal.stage_key == "qualify"


def test_without_a_gate_dialog_an_unmet_gate_is_told_and_nothing_moves(deal: Deal) -> None:
    deal.click("deal_move")
    assert deal.view.deal.stage_key == "qualify"
    assert "2 still open" in deal.shell.warned[0]


def test_a_stage_is_chosen_on_the_path_by_keyboard(deal: Deal) -> None:
    asked: list[str] = []
    deal.page.path.stage_requested.connect(asked.append)
    deal.page.path.setFocus()
    deal.press(deal.page.path, Qt.Key.Key_Right)
    deal.press(deal.page.path, Qt.Key.Key_Right)
    deal.press(deal.page.path, Qt.Key.Key_Return)
    assert asked[0] == "close"
    assert "Close" in deal.page.path.accessibleDescription()


def test_the_present_stage_cannot_be_chosen(deal: Deal) -> None:
    asked: list[str] = []
    deal.page.path.stage_requested.connect(asked.append)
    deal.page.path.setFocus()
    deal.press(deal.page.path, Qt.Key.Key_Return)
    assert asked == []


def test_a_criterion_ticked_by_hand_needs_person_words_and_date(deal: Deal) -> None:
    deal.find(CheckRow, "criterion_pain-named").tick.click()
    deal.settle()
    form = deal.find(EvidenceForm, "criterion_pain-named_form")
    deal.click("criterion_pain-named_form_save")
    assert form.fault.text() == "Say what they said or did."
    deal.type(form.words, "We lose slots")
    form.person.set_person(None)
    deal.click("criterion_pain-named_form_save")
    assert form.fault.text() == "Choose who on their side it was."
    form.person.set_person(deal.person_id)
    deal.click("criterion_pain-named_form_save")
    gate = deal.view.gate
    assert gate is not None
    assert [state.is_met for state in gate.states] == [True, False]
    row = deal.find(CheckRow, "criterion_pain-named")
    assert row.tick.is_on
    assert any("We lose slots" in label.text() for label in row.findChildren(PlainLabel))


def test_evidence_given_by_hand_is_taken_back_by_the_same_tick(deal: Deal) -> None:
    test_a_criterion_ticked_by_hand_needs_person_words_and_date(deal)
    deal.find(CheckRow, "criterion_pain-named").tick.click()
    deal.settle()
    gate = deal.view.gate
    assert gate is not None
    assert gate.met == 0


def test_a_buyer_signal_is_recorded_with_its_day_and_taken_back(deal: Deal) -> None:
    deal.find(CheckRow, "signal_asked-price").tick.click()
    deal.settle()
    deal.click("signal_asked-price_form_save")
    assert deal.view.signals[0].seen_on == "2026-11-22"
    assert "Nov\xa022" in deal.find(CheckRow, "signal_asked-price").words.text()
    deal.find(CheckRow, "signal_asked-price").tick.click()
    deal.settle()
    assert deal.view.signals[0].seen_on is None


def test_the_side_names_the_roles_that_nobody_has(deal: Deal) -> None:
    assert deal.page.findChild(object, "deal_missing_economic_buyer") is not None
    assert deal.page.findChild(object, "deal_missing_champion") is None
    deal.click("deal_missing_economic_buyer")
    assert deal.page.tabs.key() == "overview"
    overview = deal.page.panel("overview")
    assert overview.parts["people"].role.value() == "economic_buyer"  # type: ignore[attr-defined]


def test_tags_are_put_on_and_taken_off(deal: Deal) -> None:
    line = deal.find(LineEdit, "deal_tags_line")
    deal.type(line, "urgent")
    deal.press(line, Qt.Key.Key_Return)
    assert deal.view.tags == ("urgent",)
    deal.click("deal_tags_1")
    assert deal.view.tags == ()


def test_escape_leaves_the_field_first_and_then_the_page(deal: Deal) -> None:
    panel = deal.show("overview")
    panel.parts["people"].name.setFocus()
    deal.press(panel.parts["people"].name, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is deal.page.tabs
    deal.press(deal.page.tabs, Qt.Key.Key_Escape)
    assert deal.shell.backs == 1


def test_unsaved_words_survive_other_tabs_and_other_deals(deal: Deal, qtbot: QtBot) -> None:
    other = desks.add_deal(deal.desk, "Warehouse rollout")
    panel = deal.show("overview")
    notes = panel.part("notes")
    notes.start()
    deal.type(notes.text, "Half a note")
    deal.show("timeline")
    deal.page.open_item(other)
    deal.show("overview")
    assert panel.part("notes").text.toPlainText() == ""
    deal.page.open_item(deal.deal_id)
    deal.show("overview")
    box = deal.find(QPlainTextEdit, "note_text")
    assert box.toPlainText() == "Half a note"
    assert deal.view.notes == ()


def test_a_deal_that_is_gone_says_so_instead_of_failing(deal: Deal) -> None:
    deal.page.open_item("0" * 32)
    deal.settle()
    assert not deal.page._lost.isHidden()
    assert "not in the desk" in deal.page._lost.hint.text()


def test_a_change_elsewhere_shows_at_once(deal: Deal) -> None:
    deal.bridge.submit(EditDeal(deal.deal_id, {"name": "Fleet & vans"}))
    deal.settle()
    assert deal.page.header.title.text() == "Fleet & vans"


def test_markup_in_a_name_is_shown_as_it_is(deal: Deal) -> None:
    deal.bridge.submit(EditDeal(deal.deal_id, {"name": "<b>Bold</b>"}))
    deal.settle()
    assert deal.page.header.title.text() == "<b>Bold</b>"


def test_pausing_asks_the_app_and_resuming_is_done_here(deal: Deal) -> None:
    from salesdesk.usecases.deals import PauseDeals

    asked: list[object] = []
    deal.page.controller.pause_requested.connect(asked.append)
    deal.page.controller.pause()
    assert asked == [(deal.deal_id,)]
    deal.bridge.submit(PauseDeals((deal.deal_id,), "Budget round", "2027-01-15"))
    deal.settle()
    assert deal.page.header.state.words == "Paused until Jan 15, 2027"
    deal.page.controller.pause()
    deal.settle()
    assert deal.view.deal.paused_until is None


def test_the_print_menu_offers_every_paper_about_a_deal(deal: Deal) -> None:
    from salesdesk.documents import PRINTABLES

    asked: list[tuple[str, str]] = []
    deal.page.controller.print_requested.connect(lambda *request: asked.append(request))
    menu = deal.page.header.print.menu()
    menu.aboutToShow.emit()
    kinds = [row.kind for row in PRINTABLES if row.about == "deal"]
    assert [action.objectName() for action in menu.actions()] == [f"deal_print_{k}" for k in kinds]
    menu.actions()[0].trigger()
    assert asked == [(kinds[0], deal.deal_id)]


@pytest.mark.parametrize("panel", [row.key for row in PANELS])
def test_nothing_is_cut_at_the_side_in_the_smallest_window(deal: Deal, panel: str) -> None:
    desks.add_person(deal.desk, deal.deal_id, "Maximiliane Featherstonehaugh-Wolkenstein")
    desks.add_deal(deal.desk)
    deal.bridge.submit(AddLineItem(deal.deal_id, "Live tracking for the whole fleet"))
    deal.bridge.submit(LogActivity("call", "A long talk " * 20, deal_id=deal.deal_id))
    deal.bridge.submit(SetNextStep(deal.deal_id, PlannedStep("Demo " * 30, "2026-11-26")))
    deal.page.resize(859, 430)
    shown = deal.show(panel)
    deal.settle()
    for scroller in [*deal.page.side.findChildren(Scroller), *deal.page.rail.findChildren(Scroller),
                     *shown.findChildren(Scroller)]:  # fmt: skip
        inside = scroller.widget()
        assert inside.width() <= scroller.viewport().width(), scroller.objectName()


def test_the_handoff_tab_asks_for_the_dialog(deal: Deal) -> None:
    asked: list[str] = []
    deal.page.controller.handoff_requested.connect(asked.append)
    panel = deal.show("handoff")
    assert panel.title.text() == "0 of 2 ready"
    deal.click("handoff_open")
    assert asked == [deal.deal_id]


def test_an_opened_deal_has_the_keyboard_on_its_tabs(deal: Deal) -> None:
    deal.page.activateWindow()
    deal.settle()
    assert deal.page.focusWidget() is deal.page.tabs


def test_discover_reached_by_key_has_the_keyboard_in_the_capture_line(deal: Deal) -> None:
    deal.page.controller.show_discover()
    deal.settle()
    focused = deal.page.focusWidget()
    assert focused is not None
    assert focused.objectName() == "capture"


@pytest.mark.parametrize(("width", "beside"), [(700, 2), (1500, 3)])
def test_fields_stand_two_beside_each_other_in_a_narrow_window(
    deal: Deal, width: int, beside: int
) -> None:
    deal.page.resize(width, 720)
    deal.settle()
    fields = deal.show("overview").parts["fields"].fields
    tops = {name: field.mapTo(deal.page, field.rect().topLeft()).y()
            for name, field in fields.items()}  # fmt: skip
    assert sum(top == tops["amount_minor"] for top in tops.values()) == beside


def test_the_form_for_an_activity_is_not_squeezed_in_a_narrow_window(deal: Deal) -> None:
    deal.page.resize(700, 720)
    deal.page.controller.log()
    deal.settle()
    form = deal.page.panel("overview").parts["activities"]  # type: ignore[attr-defined]
    assert form.body_text.height() >= form.body_text.minimumSizeHint().height()
    assert form.subject.height() >= form.subject.sizeHint().height()


def test_each_place_that_the_search_names_is_brought_to_the_front(deal: Deal) -> None:
    from salesdesk.usecases.searching import PLACES

    for kind, place in PLACES.items():
        item = place.format(ref="f" * 32, key="").rstrip("/")
        deal.page.open_item(f"{deal.deal_id}/{item}")
        deal.settle()
        assert deal.page.tabs.key() == item.split("/")[0], kind
    assert deal.shell.warned == []


def test_a_call_that_was_found_opens_with_its_notes(deal: Deal) -> None:
    from salesdesk.usecases.call_ends import EndCall, Ending
    from salesdesk.usecases.calls import KeepTyped, StartCall
    from salesdesk.usecases.searching import find

    call = StartCall(deal.deal_id)
    deal.desk.run(call)
    deal.desk.run(KeepTyped(call.call_id, "The cellar is damp", ""))
    assert find(deal.desk, "cellar") == (), "they are in front of the rep still"
    deal.desk.run(EndCall(call.call_id, Ending("First call", no_step_why="Holidays")))
    [found] = [each for each in find(deal.desk, "cellar") if each.kind == "call"]
    deal.page.open_item(found.item)
    deal.settle()
    assert deal.shell.opened[-1] == ("held_call", call.call_id)


def test_what_was_left_with_tab_waits_while_the_next_field_is_typed_in(
    deal: Deal, qtbot: QtBot
) -> None:
    seen: list[object] = []
    deal.page.room.refreshed.connect(seen.append)
    typist = deal.page.room.context.typist
    deal.page.room.do(EditDeal(deal.deal_id, {"name": "Renamed"}))
    typist.typed_at = float("inf")  # typing all the time, however slow this machine is
    deal.settle()
    assert deal.page._waiting is not None
    assert seen == []
    typist.typed_at = float("-inf")
    qtbot.waitUntil(lambda: len(seen) == 1)
    assert deal.page.room.view is not None
    assert deal.page.room.view.deal.name == "Renamed"


def test_what_was_asked_for_with_the_last_key_shows_at_once(deal: Deal) -> None:
    room = deal.page.room
    room.note_typing()
    room.do(EditDeal(deal.deal_id, {"name": "Renamed"}))
    deal.settle()
    assert room.view is not None
    assert room.view.deal.name == "Renamed"


@pytest.mark.parametrize(("wide", "side", "rail"), [(1000, 172, 212), (1300, 232, 284)])
@pytest.mark.parametrize("size", [13, 16])
def test_the_columns_at_the_sides_are_as_wide_as_the_page_says(
    deal: Deal, wide: int, side: int, rail: int, size: int
) -> None:
    page = deal.page
    page.resize(round(wide * size / 13), 700)
    deal.settle()
    theme.current().set_look("light", size)
    deal.settle()
    try:
        look = theme.tokens()
        assert (page.side.width(), page.rail.width()) == (look.px(side), look.px(rail))
        middle = page.width() - look.px(side) - look.px(rail)
        assert page.panel(page.tabs.key()).width() == middle
    finally:
        theme.current().set_look("light", 13)
