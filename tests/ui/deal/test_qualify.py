"""The Qualify panel: levels by click and key, suggestions, evidence, gaps, flags, ways out."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget

from salesdesk.domain.qualification import ElementState
from salesdesk.ui.deal.discovery.fact_dialog import FactDialog
from salesdesk.ui.deal.qualify import dialogs
from salesdesk.ui.deal.qualify.dialogs import DisqualifyDialog, NurtureDialog
from salesdesk.ui.deal.qualify.element_card import ElementCard
from salesdesk.ui.widgets import Button, Dialog, PlainLabel, TextBox
from salesdesk.usecases.discovery import AnswerQuestion, discover_view
from salesdesk.usecases.qualification import QualifyView, qualify_view
from tests import desks
from tests.ui.checks import assert_named
from tests.ui.deal.pages import Deal


def view(deal: Deal) -> QualifyView:
    return qualify_view(deal.desk, deal.deal_id)


def state(deal: Deal, element: str) -> ElementState:
    found = view(deal).standing.elements
    return next(each for each in found if each.element.key == element)


def words(box: QWidget) -> str:
    return "\n".join(label.text() for label in box.findChildren(PlainLabel))


def card(deal: Deal, element: str) -> ElementCard:
    return deal.find(ElementCard, f"element_{element}")


def test_a_level_is_chosen_from_the_rubric_and_the_score_follows(deal: Deal) -> None:
    panel = deal.show("qualify")
    assert panel.head.score.text() == "0 of 6"
    assert panel.head.remark.text() == "3 not known yet"
    deal.click("element_need_open")
    rows = [deal.find(QWidget, f"element_need_level_{level}") for level in range(3)]
    assert [row.accessibleName() for row in rows] == [
        "0 Missing: Nothing", "1 Heard: One person said so", "2 Proven: Confirmed with its cost",
    ]  # fmt: skip
    assert_named(deal.page)
    deal.click("element_need_level_2")
    assert state(deal, "need").level == 2
    assert panel.head.score.text() == "2 of 6"
    assert "2 not known yet · 1 without evidence" in panel.head.remark.text()
    assert deal.page.side.qualification.value.text() == "2 of 6"
    assert deal.page.side.qualification.remark.text() == "The three · 2 open"


def test_the_meter_shows_what_is_scored_and_nothing_for_what_is_not_known(deal: Deal) -> None:
    panel = deal.show("qualify")
    deal.click("element_need_open")
    deal.click("element_need_level_1")
    assert panel.head.meter._done == pytest.approx(1 / 6)
    assert panel.head.meter._more == 0


def test_keys_set_levels_from_anywhere_on_the_card(deal: Deal) -> None:
    deal.show("qualify")
    deal.find(QWidget, "element_power_open").setFocus()
    deal.press(QApplication.focusWidget() or deal.page, Qt.Key.Key_2)
    assert state(deal, "power").level == 2
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.objectName() == "element_power_open"
    deal.press(focused, Qt.Key.Key_U)
    assert state(deal, "power").state == "unknown"
    deal.press(deal.find(QWidget, "element_power_open"), Qt.Key.Key_9)
    assert state(deal, "power").state == "unknown"


def test_the_card_opens_and_escape_closes_it_before_the_page(deal: Deal) -> None:
    deal.show("qualify")
    deal.click("element_power_open")
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.objectName() == "element_power_unknown"
    deal.press(focused, Qt.Key.Key_Escape)
    assert deal.shell.backs == 0
    assert deal.page.findChild(QWidget, "element_power_level_0") is None
    assert deal.find(QWidget, "element_power_open").hasFocus()


def test_a_suggestion_names_words_person_and_day_and_is_accepted_or_turned_down(
    deal: Deal,
) -> None:
    deal.desk.run(
        AnswerQuestion(deal.deal_id, "what-hurts", "34 hours a week", deal.person_id, "2026-11-12")
    )
    panel = deal.show("qualify")
    box = deal.find(QWidget, "element_need_suggestion_0")
    assert "Suggested from: “34 hours a week” · Ines Duarte · Nov 12" in words(box)
    assert panel.head.score.text() == "0 of 6"
    deal.click("element_need_suggestion_0_accept")
    assert panel.head.score.text() == "1 of 6"
    assert "Rests on: “34 hours a week” · Ines Duarte" in words(card(deal, "need"))
    fact = desks.add_fact(deal.desk, deal.deal_id, "pain", "Late every day", confirmed=True)
    panel.refresh(None)
    deal.settle()
    deal.click("element_need_suggestion_0_refuse")
    assert state(deal, "need").suggestions == ()
    assert state(deal, "need").level == 1
    assert fact in str(state(deal, "need").history)


def press_card(deal: Deal, name: str, key: Qt.Key) -> None:
    """A key on a card: its button has the keyboard first, as Tab would give it."""
    button = deal.find(QWidget, name)
    button.setFocus()
    deal.press(button, key)


def test_the_key_a_accepts_the_best_suggestion(deal: Deal) -> None:
    desks.add_fact(deal.desk, deal.deal_id, "pain", "34 hours a week", confirmed=True)
    deal.show("qualify")
    press_card(deal, "element_need_open", Qt.Key.Key_A)
    assert state(deal, "need").level == 2


def test_evidence_is_typed_with_who_and_when_and_becomes_a_fact(deal: Deal) -> None:
    deal.show("qualify")
    deal.click("element_need_open")
    deal.click("element_need_prove")
    box = deal.find(QWidget, "element_need_proof_words")
    assert box.hasFocus()
    deal.type(box, "2 trucks stand still, n and u")
    assert state(deal, "need").state == "unknown", "typing is no key of the card"
    deal.press(box, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (fact,) = discover_view(deal.desk, deal.deal_id).facts
    assert (fact.kind, fact.words, fact.person) == (
        "pain", "2 trucks stand still, n and u", "Ines Duarte",
    )  # fmt: skip
    assert state(deal, "need").level == 1
    assert deal.find(QWidget, "element_need_prove").hasFocus()
    assert deal.page.findChild(QWidget, "element_need_proof_words") is None


def test_an_element_low_on_the_page_is_seen_whole_once_it_is_opened(shipped: Deal) -> None:
    panel = shipped.show("qualify")
    shipped.page.resize(1366, 768)
    panel._finish()
    last = view(shipped).standing.elements[-1].element.key
    shipped.click(f"element_{last}_open")
    seen = panel._scroller.viewport()
    low = card(shipped, last)
    assert low.height() < seen.height()
    top = low.mapTo(seen, QPoint()).y()
    assert 0 <= top <= seen.height() - low.height()


def test_what_was_typed_as_evidence_survives_another_tab(deal: Deal) -> None:
    panel = deal.show("qualify")
    deal.click("element_need_open")
    deal.click("element_need_prove")
    deal.type(deal.find(QWidget, "element_need_proof_words"), "Half a sent")
    deal.show("overview")
    deal.show("qualify")
    panel._show_form("need", True)
    assert deal.find(TextBox, "element_need_proof_words").words() == "Half a sent"


def test_the_fact_can_be_corrected_where_it_is_shown(
    deal: Deal, monkeypatch: pytest.MonkeyPatch
) -> None:
    desks.add_fact(deal.desk, deal.deal_id, "pain", "34 hours")
    deal.show("qualify")
    deal.click("element_need_suggestion_0_accept")
    shown: list[FactDialog] = []

    def keep(dialog: FactDialog) -> None:
        shown.append(dialog)

    monkeypatch.setattr(FactDialog, "exec", keep)
    deal.click("element_need_correct")
    shown[0]._fields["words"].setPlainText("43 hours")
    shown[0]._keep()
    deal.settle()
    assert "43 hours" in words(card(deal, "need"))


def test_what_does_not_apply_asks_why_and_leaves_the_total(
    deal: Deal, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str | None] = [None, "A sole trader"]
    monkeypatch.setattr("salesdesk.ui.widgets.ask_text", lambda *_a, **_k: said.pop(0))
    panel = deal.show("qualify")
    press_card(deal, "element_power_open", Qt.Key.Key_N)
    assert state(deal, "power").state == "unknown"
    press_card(deal, "element_power_open", Qt.Key.Key_N)
    assert state(deal, "power").words == "A sole trader"
    assert panel.head.score.text() == "0 of 4"
    assert "A sole trader" in words(card(deal, "power"))


def test_gaps_offer_questions_and_one_click_plans_one_for_each(deal: Deal) -> None:
    panel = deal.show("qualify")
    assert "Ask: What hurts most?" in words(card(deal, "need"))
    deal.click("element_depots_question_0_plan")
    assert state(deal, "depots").questions[0].is_planned
    assert deal.find(Button, "element_depots_question_0_plan").words == "Planned ✓"
    deal.click("qualify_plan")
    planned = {item.question.text for item in discover_view(deal.desk, deal.deal_id).plan}
    assert {"What hurts most?", "Who else has a say?", "How many depots are there?"} <= planned
    assert not panel.head.plan.isEnabled()
    deal.click("element_need_question_0_plan")
    assert not state(deal, "need").questions[0].is_planned


def test_another_framework_is_picked_and_kept(deal: Deal) -> None:
    panel = deal.show("qualify")
    panel.head.framework.set_value("plain-two")
    panel.head.framework.picked.emit("plain-two")
    deal.settle()
    assert panel.head.score.text() == "0 of 2"
    assert deal.find(ElementCard, "element_fit").state.element.name == "Fit"
    panel._open("need", True)  # a click on a card of the one before, which goes a moment later
    assert deal.find(ElementCard, "element_fit").isVisibleTo(panel)
    deal.page.open_item(deal.deal_id)
    assert view(deal).standing.framework.key == "plain-two"


def test_the_paragraph_is_copied_as_it_stands(deal: Deal) -> None:
    panel = deal.show("qualify")
    deal.click("element_need_open")
    deal.click("element_need_level_2")
    deal.click("qualify_copy")
    assert QApplication.clipboard().text() == view(deal).paragraph == panel.head.why.text()
    assert deal.shell.told == ["Copied"]


def test_a_red_flag_is_raised_and_taken_down_by_a_tick(deal: Deal) -> None:
    deal.show("qualify")
    deal.click("flag_price-first_tick")
    assert [flag.flag.key for flag in view(deal).flags if flag.is_up] == ["price-first"]
    assert "Give a range." in words(deal.page.panel("qualify"))
    deal.click("flag_price-first_tick")
    assert not any(flag.is_up for flag in view(deal).flags)


def test_research_is_kept_when_the_field_or_the_tab_is_left(deal: Deal) -> None:
    panel = deal.show("qualify")
    deal.type(panel.research.boxes["business"], "Fresh food, overnight")
    deal.show("overview")
    assert view(deal).research[0].words == "Fresh food, overnight"
    deal.show("qualify")
    assert panel.research.boxes["business"].words() == "Fresh food, overnight"
    other = desks.add_deal(deal.desk, "Another")
    deal.page.open_item(other)
    deal.show("qualify")
    assert panel.research.boxes["business"].words() == ""


@pytest.fixture
def answered(monkeypatch: pytest.MonkeyPatch) -> list[Dialog]:
    """Dialogs are kept instead of shown."""
    shown: list[Dialog] = []
    monkeypatch.setattr(dialogs, "_run", shown.append)
    return shown


def test_disqualifying_asks_a_reason_and_a_note_where_one_is_needed(
    deal: Deal, answered: list[Any]
) -> None:
    deal.show("qualify")
    deal.click("qualify_disqualify")
    (dialog,) = answered
    assert isinstance(dialog, DisqualifyDialog)
    assert_named(dialog)
    dialog.reason.set_value("lost-other")
    dialog.accept()
    deal.settle()
    assert deal.view.deal.status == "open"
    dialog.note.setPlainText("They build ships")
    dialog.accept()
    deal.settle()
    assert deal.view.deal.status == "lost"
    assert deal.view.review is not None
    assert deal.view.review.note == "They build ships"
    assert "Nothing shows yet" in (deal.view.review.what_happened or "")
    assert not deal.page.panel("qualify").head.disqualify.isEnabled()  # type: ignore[attr-defined]
    assert not deal.page.controller.may("deal.disqualify")


def test_no_decision_has_reasons_of_its_own(deal: Deal, answered: list[Any]) -> None:
    deal.page.controller.disqualify()
    (dialog,) = answered
    dialog.outcome.set_value("no_decision")
    dialog.outcome.picked.emit("no_decision")
    assert dialog.reason.value() == "no-budget"
    dialog.accept()
    deal.settle()
    assert deal.view.review is not None
    assert deal.view.review.outcome == "no_decision"


def test_nurturing_asks_until_when_and_why(deal: Deal, answered: list[Any]) -> None:
    deal.page.controller.nurture()
    (dialog,) = answered
    assert isinstance(dialog, NurtureDialog)
    assert_named(dialog)
    dialog.accept()
    deal.settle()
    assert deal.view.deal.paused_until is None
    dialog.why.setPlainText("Their new budget year")
    dialog.until.set_value(desks.TODAY)
    dialog.accept()
    deal.settle()
    assert deal.view.deal.paused_until is None
    dialog.until.set_value(desks.TODAY.replace(year=2027))
    dialog.accept()
    deal.settle()
    assert deal.view.deal.paused_until == "2027-11-22"
    assert deal.view.next_step is not None
    assert deal.view.next_step.due_on == "2027-11-22"


def test_the_left_column_leads_to_the_panel(deal: Deal) -> None:
    assert deal.page.side.qualification.value.text() == "Not judged yet"
    deal.press(deal.page.side.qualification, Qt.Key.Key_Return)
    assert deal.page.tabs.key() == "qualify"


def test_the_shipped_frameworks_fit_the_smallest_window(shipped: Deal) -> None:
    panel = shipped.show("qualify")
    shipped.page.resize(859, 430)
    for key in [framework.key for framework in view(shipped).frameworks]:
        panel.head.framework_picked.emit(key)
        shipped.settle()
        first = view(shipped).standing.elements[0].element.key
        shipped.click(f"element_{first}_open")
        assert_named(shipped.page)
        inside = panel._scroller.widget()
        assert inside.width() <= panel._scroller.viewport().width(), key


def test_an_element_out_of_sight_opens_at_once_when_it_is_asked_for(deal: Deal) -> None:
    other = desks.add_deal(deal.desk, name="Another")
    deal.page.open_item(f"{other}/qualify")
    deal.page.resize(deal.page.width(), 320)
    last = view(deal).standing.elements[-1].element.key
    deal.page.open_item(f"{deal.deal_id}/qualify/{last}")
    deal.settle()
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.objectName() == f"element_{last}_unknown"
