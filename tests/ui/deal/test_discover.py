"""Discover: answers keep themselves, marks become facts, lines are captured and filed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea
from pytestqt.qtbot import QtBot

from salesdesk.domain.discovery import QuestionState
from salesdesk.ui.deal.discovery.fact_dialog import FactDialog
from salesdesk.ui.deal.discovery.open_question import OpenQuestion
from salesdesk.ui.deal.discovery.resting import RestingQuestion
from salesdesk.ui.deal.discovery.texts import agenda_dialog, summary_dialog
from salesdesk.ui.deal.discovery.unfiled import QuestionPicker
from salesdesk.ui.deal.words import suits
from salesdesk.ui.widgets import Chip, PlainLabel
from salesdesk.ui.widgets.wrapped_link import WrappedLink
from salesdesk.usecases.discovery import discover_view
from tests import desks
from tests.ui.checks import assert_named
from tests.ui.deal.pages import Deal

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


def question(deal: Deal, key: str) -> QuestionState:
    """A question as the desk has it."""
    view = discover_view(deal.desk, deal.deal_id)
    return next(q for layer in view.layers for q in layer.questions if q.key == key)


def open_question(deal: Deal, key: str = "what-hurts") -> Any:
    """The question being answered."""
    panel = deal.show("discover")
    panel.open_question(key)
    deal.settle()
    return panel.open


def test_an_answer_is_kept_a_moment_after_the_last_key(deal: Deal) -> None:
    opened = open_question(deal)
    deal.type(opened.answer, "Missed slots")
    assert question(deal, "what-hurts").answers == ()
    opened.saver._timer.timeout.emit()
    deal.settle()
    answer = question(deal, "what-hurts").answers[0]
    assert (answer.words, answer.person, answer.answered_on) == (
        "Missed slots", "Ines Duarte", "2026-11-22",
    )  # fmt: skip
    assert opened.status.text() == "Saved"


def test_typing_on_while_an_answer_is_saved_loses_nothing(deal: Deal) -> None:
    opened = open_question(deal)
    deal.type(opened.answer, "Missed")
    opened.saver.save()
    deal.type(opened.answer, " slots")
    deal.settle()
    assert opened.answer.words() == "Missed slots"
    deal.page.panel("discover").leave()
    deal.settle()
    answers = question(deal, "what-hurts").answers
    assert [answer.words for answer in answers] == ["Missed slots"]


def test_a_skipped_question_rests_with_its_reason_and_can_be_asked_after_all(
    deal: Deal, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel: Any = deal.page.panel("discover")
    opened = open_question(deal)
    before = question(deal, "what-hurts").skipped_why
    monkeypatch.setattr("salesdesk.ui.widgets.ask_text", lambda *_a, **_k: "They said it by mail")
    opened.skip_requested.emit(opened.state)
    deal.settle()
    assert (before, question(deal, "what-hurts").skipped_why) == ("", "They said it by mail")
    assert panel.open is None
    layer = next(each for each in panel._layers if each.state("what-hurts"))
    assert "skipped" in layer.card("what-hurts").accessibleName()
    opened = open_question(deal)
    opened.skip_requested.emit(opened.state)
    deal.settle()
    assert question(deal, "what-hurts").skipped_why == ""


def test_another_tab_keeps_the_answer_in_hand(deal: Deal) -> None:
    opened = open_question(deal)
    deal.type(opened.answer, "Missed slots")
    deal.show("timeline")
    assert question(deal, "what-hurts").answers[0].words == "Missed slots"


def test_alt_and_a_letter_mark_the_answer_and_take_the_mark_off(deal: Deal) -> None:
    opened = open_question(deal)
    deal.type(opened.answer, "Missed slots")
    deal.press(opened.answer, Qt.Key.Key_P, ALT)
    facts = question(deal, "what-hurts").facts
    assert [(fact.kind, fact.words) for fact in facts] == [("pain", "Missed slots")]
    assert opened.marks.chips["pain"].isChecked()
    gate = deal.view.gate
    assert gate is not None
    assert gate.states[0].is_met
    deal.press(opened.answer, Qt.Key.Key_P, ALT)
    assert question(deal, "what-hurts").facts == ()
    assert not opened.marks.chips["pain"].isChecked()


def test_the_marking_keys_are_taken_before_the_menus(deal: Deal) -> None:
    opened = open_question(deal)
    event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_G, ALT)
    event.ignore()
    QApplication.sendEvent(opened.answer, event)
    assert event.isAccepted()


def test_only_the_selected_part_is_marked(deal: Deal) -> None:
    opened = open_question(deal)
    deal.type(opened.answer, "Eleven hours a week")
    cursor = opened.answer.textCursor()
    cursor.setPosition(0)
    cursor.setPosition(len("Eleven hours"), cursor.MoveMode.KeepAnchor)
    opened.answer.setTextCursor(cursor)
    deal.press(opened.answer, Qt.Key.Key_M, ALT)
    assert [fact.words for fact in question(deal, "what-hurts").facts] == ["Eleven hours"]


def test_marking_without_words_asks_for_them(deal: Deal) -> None:
    opened = open_question(deal)
    deal.press(opened.answer, Qt.Key.Key_P, ALT)
    assert opened.remark.text() == "Type what they said first, then mark it."
    assert opened.remark.isVisibleTo(opened)
    deal.type(opened.answer, "E")
    assert opened.remark.isHidden()
    assert question(deal, "what-hurts").answers == ()


def test_a_second_voice_stands_beside_the_first(deal: Deal) -> None:
    paul = desks.add_person(deal.desk, deal.deal_id, "Paul Meyer")
    opened = open_question(deal)
    deal.type(opened.answer, "Missed slots")
    opened.flush()
    deal.settle()
    deal.click("answer_what-hurts_another")
    opened.who.set_person(paul)
    deal.type(opened.answer, "Penalties")
    opened.flush()
    deal.settle()
    answers = question(deal, "what-hurts").answers
    assert [(a.words, a.person) for a in answers] == [
        ("Missed slots", "Ines Duarte"),
        ("Penalties", "Paul Meyer"),
    ]
    assert opened.answer.words() == "Penalties"


def test_undo_takes_the_saved_words_out_of_the_editor(deal: Deal) -> None:
    opened = open_question(deal)
    deal.type(opened.answer, "Missed slots")
    opened.flush()
    deal.settle()
    deal.bridge.undo()
    deal.settle()
    assert opened.answer.words() == ""
    assert question(deal, "what-hurts").answers == ()


def test_a_corrected_fact_shows_in_the_answer_and_in_the_rail(deal: Deal) -> None:
    opened = open_question(deal)
    deal.type(opened.answer, "Missed slots")
    deal.press(opened.answer, Qt.Key.Key_P, ALT)
    fact = question(deal, "what-hurts").facts[0]
    dialog = FactDialog(deal.page.room, fact)
    dialog._fields["words"].setPlainText("Three missed slots")
    dialog._fields["measure"].setText("slots a week")
    dialog._fields["confirmed"].setChecked(True)
    assert_named(dialog)
    dialog._keep()
    deal.settle()
    assert opened.answer.words() == "Three missed slots"
    kept = question(deal, "what-hurts").facts[0]
    assert (kept.measure, kept.confirmed) == ("slots a week", True)


def test_control_down_walks_to_the_next_question(deal: Deal) -> None:
    opened = open_question(deal)
    panel = deal.page.panel("discover")
    panel.search.setText("say")  # type: ignore[attr-defined]
    panel._filter()  # type: ignore[attr-defined]
    deal.press(opened.answer, Qt.Key.Key_Down, CTRL)
    assert panel.open.state.key == "who-else"  # type: ignore[attr-defined]
    deal.press(panel.open.answer, Qt.Key.Key_Up, CTRL)  # type: ignore[attr-defined]


def test_escape_puts_the_question_to_rest_and_keeps_the_answer(deal: Deal) -> None:
    opened = open_question(deal)
    deal.type(opened.answer, "Missed slots")
    deal.press(opened.answer, Qt.Key.Key_Escape)
    panel = deal.page.panel("discover")
    assert panel.open is None  # type: ignore[attr-defined]
    card = deal.find(RestingQuestion, "question_what-hurts")
    assert card.hasFocus()
    assert "Missed slots" in card.accessibleName()


def test_only_unanswered_hides_what_is_answered(deal: Deal) -> None:
    opened = open_question(deal)
    deal.type(opened.answer, "Missed slots")
    deal.press(opened.answer, Qt.Key.Key_Escape)
    panel = deal.show("discover")
    panel.unanswered.setChecked(True)
    deal.settle()
    card = deal.page.findChild(RestingQuestion, "question_what-hurts")
    assert card is not None
    assert card.isHidden()
    panel.unanswered.setChecked(False)
    assert not card.isHidden()


def test_a_question_without_words_that_fit_says_what_to_do(deal: Deal) -> None:
    panel = deal.show("discover")
    panel.search.setText("zebra")
    panel._filter()
    assert not panel._none.isHidden()
    panel.search.clear()
    panel._filter()
    assert panel._none.isHidden()


def test_the_rail_leads_to_the_question_that_would_meet_a_criterion(
    shipped: Deal,
) -> None:
    links = [link for link in shipped.page.rail.findChildren(WrappedLink) if "Ask:" in link.words]
    links[0].click()
    shipped.settle()
    panel = shipped.page.panel("discover")
    assert shipped.page.tabs.key() == "discover"
    assert links[0].words.endswith(panel.open.state.text)  # type: ignore[attr-defined]
    assert panel.open.answer.hasFocus()  # type: ignore[attr-defined]


def test_a_captured_line_waits_to_be_filed_with_kind_and_speaker(deal: Deal) -> None:
    panel = deal.show("discover")
    line = panel.capture.line
    deal.type(line, "The board meets in March")
    deal.press(line, Qt.Key.Key_T, ALT)
    panel.capture.who.set_person(None)
    deal.press(line, Qt.Key.Key_Down, ALT)
    deal.press(line, Qt.Key.Key_Return)
    captures = discover_view(deal.desk, deal.deal_id).captures
    assert [(c.words, c.person, [f.kind for f in c.facts]) for c in captures] == [
        ("The board meets in March", "Ines Duarte", ["timeline"])
    ]
    assert line.text() == ""
    assert panel.capture.unfiled.words == "1 line to file"


def test_alt_and_an_arrow_go_through_the_speakers_and_nobody(deal: Deal) -> None:
    panel = deal.show("discover")
    line, who = panel.capture.line, panel.capture.who
    who.set_person(None)
    deal.press(line, Qt.Key.Key_Down, ALT)
    assert who.value() == deal.view.stakeholders[0].person_id
    deal.press(line, Qt.Key.Key_Up, ALT)
    assert who.value() is None


def test_shift_and_enter_files_the_line_under_the_open_question(deal: Deal) -> None:
    open_question(deal, "who-else")
    panel = deal.page.panel("discover")
    line = panel.capture.line  # type: ignore[attr-defined]
    deal.type(line, "The CFO")
    deal.press(line, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert [a.words for a in question(deal, "who-else").answers] == ["The CFO"]


def test_the_picker_files_a_line_under_a_question_found_by_words(deal: Deal) -> None:
    deal.show("discover")
    picker = QuestionPicker(deal.page.room, "The CFO")
    picker.search.setText("say")
    picker.accept()
    assert picker.key == "who-else"


def test_the_agenda_and_the_summary_are_saved_as_text(deal: Deal, tmp_path: Path) -> None:
    opened = open_question(deal)
    deal.type(opened.answer, "Missed slots")
    deal.press(opened.answer, Qt.Key.Key_P, ALT)
    summary = summary_dialog(deal.page.room, None)
    assert "Missed slots" in summary.text.toPlainText()
    assert not summary.findChildren(QScrollArea)  # the text scrolls, nothing around it does
    summary.show()
    room = summary.height() - summary.header.height() - summary.footer.height()
    assert summary.text.height() > 0.6 * room
    assert summary.save_to(tmp_path / "summary.txt")
    assert "Missed slots" in (tmp_path / "summary.txt").read_text(encoding="utf-8")
    assert not summary.save_to(tmp_path / "none" / "summary.txt")
    assert "could not be written" in summary._footnote.text()
    agenda = agenda_dialog(deal.page.room, None)
    assert "Who else has a say?" in agenda.text.toPlainText()
    assert_named(summary)
    assert_named(agenda)


def test_an_own_question_comes_to_its_layer_and_can_be_answered(deal: Deal) -> None:
    from salesdesk.usecases.own_questions import AddOwnQuestion

    panel = deal.show("discover")
    deal.bridge.submit(AddOwnQuestion(deal.deal_id, "pain", "Why Lyon?"))
    deal.settle()
    own = discover_view(deal.desk, deal.deal_id).own[0]
    panel.open_question(own.key)
    deal.settle()
    deal.type(panel.open.answer, "The depot is old")
    panel.leave()
    deal.settle()
    assert question(deal, own.key).answers[0].words == "The depot is old"


def test_a_question_is_planned_and_taken_off_the_plan(deal: Deal) -> None:
    open_question(deal)
    deal.click("answer_what-hurts_plan")
    assert question(deal, "what-hurts").is_planned
    deal.click("answer_what-hurts_plan")
    assert not question(deal, "what-hurts").is_planned


def test_a_bank_of_a_hundred_questions_makes_only_the_cards_in_sight(shipped: Deal) -> None:
    panel = shipped.show("discover")
    total = sum(len(layer.questions) for layer in panel.view.layers)
    cards = len(panel.findChildren(RestingQuestion))
    assert total == 134
    assert cards < total
    panel.search.setText("budget")
    panel._filter()
    assert 0 < sum(not c.isHidden() for c in panel.findChildren(RestingQuestion)) < total


def test_a_very_long_answer_is_taken_and_shown(deal: Deal) -> None:
    opened = open_question(deal)
    opened.answer.setPlainText("word " * 4_000)
    deal.press(opened.answer, Qt.Key.Key_Escape)
    assert len(question(deal, "what-hurts").answers[0].words) > 19_000


def test_what_is_shown_waits_while_somebody_types_and_follows_at_the_pause(
    deal: Deal, qtbot: QtBot
) -> None:
    opened = open_question(deal)
    seen: list[object] = []
    deal.page.room.refreshed.connect(seen.append)
    deal.type(opened.answer, "Missed slots")
    deal.page.room.note_typing()
    opened.saver.keep()
    deal.page.room.context.typist.typed_at = float(
        "inf"
    )  # typing all the time, however slow this machine is
    qtbot.waitUntil(lambda: opened.status.text() == "Saved")
    stored = question(deal, "what-hurts").answers
    assert [answer.words for answer in stored] == ["Missed slots"]
    assert seen == []
    deal.page.room.context.typist.typed_at = float("-inf")
    assert opened.saver.answer_id == stored[0].id
    qtbot.waitUntil(lambda: len(seen) == 1)


def test_a_keep_that_ends_late_is_not_shown_between_the_keys_either(
    deal: Deal, qtbot: QtBot
) -> None:
    opened = open_question(deal)
    seen: list[object] = []
    deal.page.room.refreshed.connect(seen.append)
    for words in ("Missed", "Missed slots"):  # the second begins before the first is done
        opened.answer.setPlainText(words)
        opened.saver.keep()
    deal.page.room.context.typist.typed_at = float(
        "inf"
    )  # typing all the time, however slow this machine is
    assert deal.page.room.keeping == 2
    qtbot.waitUntil(lambda: deal.page.room.keeping == 0)
    assert seen == []
    deal.page.room.context.typist.typed_at = float("-inf")
    qtbot.waitUntil(lambda: len(seen) == 1)
    assert [a.words for a in question(deal, "what-hurts").answers] == ["Missed slots"]


def test_what_is_done_on_purpose_shows_at_once_with_what_waited(deal: Deal, qtbot: QtBot) -> None:
    opened = open_question(deal)
    deal.type(opened.answer, "Missed slots")
    opened.saver.keep()
    qtbot.waitUntil(lambda: opened.status.text() == "Saved")
    deal.press(opened.answer, Qt.Key.Key_P, ALT)
    assert opened.marks.chips["pain"].isChecked()
    assert deal.page._waiting is None


def test_panels_are_made_ready_in_pauses_of_the_typist(
    deal: Deal, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, wanted = deal.page, "salesdesk.ui.deal.timeline.panel"
    monkeypatch.delitem(sys.modules, wanted, raising=False)
    page.warming.cold = ["salesdesk.ui.deal.room", wanted, "salesdesk.ui.deal.handoff"]
    page.room.note_typing()
    page.warming.warm_next()
    assert wanted not in sys.modules
    page.room.context.typist.typed_at = float("-inf")
    page.warming.warm_next()
    assert wanted in sys.modules
    assert page.warming.cold == ["salesdesk.ui.deal.handoff"]  # one at a time


def test_an_open_question_says_whom_it_suits(shipped: Deal) -> None:
    shipped.show("discover")
    shipped.page.room.jump("discover", "stakeholders-who-else")
    shipped.settle()
    opened = shipped.find(OpenQuestion, "open_question_stakeholders-who-else")
    texts = [label.text() for label in opened.findChildren(PlainLabel)]
    assert "Suits: Champion, Operations, IT, Executive" in texts
    assert suits(("any",)) == suits(()) == ""


def test_an_answer_of_a_hundred_thousand_characters_is_pasted_and_kept_whole(shipped: Deal) -> None:
    panel = shipped.show("discover")
    panel.open_question("breakage-where-it-fails")
    words = ("They told it at length. " * 5_000)[:99_990].strip()
    data = QMimeData()
    data.setText(words)
    panel.open.answer.insertFromMimeData(data)
    panel.close_question()
    shipped.settle()
    kept = shipped.desk.raw.execute("SELECT words FROM answer").fetchall()
    assert kept == [(words,)]
    panel.open_question("breakage-where-it-fails")
    assert panel.open.answer.words() == words
    shipped.press(panel.open.answer, Qt.Key.Key_Escape)
    assert shipped.desk.raw.execute("SELECT words FROM answer").fetchall() == [(words,)]


def test_the_page_follows_the_caret_of_an_answer_higher_than_what_is_seen(deal: Deal) -> None:
    opened = open_question(deal)
    panel = deal.page.panel("discover")
    deal.page.resize(deal.page.width(), 480)
    deal.settle()
    for _line in range(20):
        QTest.keyClick(opened.answer, "A")
        QTest.keyClick(opened.answer, Qt.Key.Key_Return)
    seen = panel._scroller.viewport()
    caret = opened.answer.viewport().mapTo(seen, opened.answer.cursorRect().center())
    assert opened.answer.height() > seen.height()
    assert seen.rect().contains(caret)


def test_cards_that_come_later_never_press_the_open_question_together(deal: Deal) -> None:
    opened = open_question(deal)
    panel = deal.page.panel("discover")
    deal.page.resize(deal.page.width(), 420)
    others = (each for each in panel._layers if each.state("what-hurts") is None)
    layer = max(others, key=lambda each: each.made)
    layer._left = list(layer._cards)
    for key in layer._left:
        layer._forget(key)
    deal.settle()
    page, is_more = panel._scroller.widget(), bool(layer._left)
    assert is_more
    while is_more:
        before = page.height()
        is_more = panel._add_card(layer)
        assert page.height() > before
        assert opened.height() == opened.heightForWidth(opened.width())


def test_a_question_that_was_jumped_to_leaves_no_heading_half_cut(shipped: Deal) -> None:
    panel = shipped.show("discover")
    layer, seen = panel._layers[1], panel._scroller.viewport()
    for place, above in ((0, 30), (0, 36), (0, 48), (1, 120)):
        panel.open_question(layer.in_order()[place])
        shipped.settle()
        wanted = panel.open.height() + above  # as high as the place where the heading would be cut
        shipped.page.resize(shipped.page.width(), shipped.page.height() + wanted - seen.height())
        for start in (0, panel._scroller.verticalScrollBar().maximum()):
            panel._scroller.verticalScrollBar().setValue(start)
            for _again in range(2):
                panel._hold_in_sight()
            top = layer.header.mapTo(seen, QPoint()).y()
            assert top >= 0 or top <= -layer.header.height(), (place, above, start)
            low = panel.open.mapTo(seen, panel.open.rect().bottomLeft()).y()
            assert low <= seen.height()


def test_the_chips_of_the_voices_stay_while_an_answer_changes(deal: Deal) -> None:
    opened = open_question(deal)
    deal.type(opened.answer, "First voice")
    opened.flush()
    deal.settle()
    opened._another()
    deal.type(opened.answer, "Second voice")
    opened.flush()
    deal.settle()
    chips = opened._voices.findChildren(Chip)
    assert len(chips) == 2
    deal.type(opened.answer, " says more")
    opened.flush()
    deal.settle()
    assert opened._voices.findChildren(Chip) == chips
    chips[0].click()
    assert opened.answer.words() == "First voice"
