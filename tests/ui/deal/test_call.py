"""Call mode by the keyboard alone: capture, walk, jump, skip, notes kept at each key, the end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from salesdesk.domain.clock import Clock
from salesdesk.domain.errors import NotSaved
from salesdesk.ui.deal.call.closing import ClosingDialog
from salesdesk.ui.deal.call.held import HeldDialog, make
from salesdesk.ui.deal.call.sheet import SheetDialog
from salesdesk.ui.deal.call.window import CallWindow
from salesdesk.usecases.call_ends import EndCall, Ending
from salesdesk.usecases.call_views import CallView, call_view, calls
from salesdesk.usecases.calls import PlanCall, Sheet, StartCall
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.discovery import discover_view
from salesdesk.usecases.next_steps import PlannedStep, SetNextStep
from tests import desks
from tests.ui.checks import assert_named
from tests.ui.deal.pages import Deal, open_page

ALT, SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier
STEP = PlannedStep("Demo", "2026-11-26", "demo", "14:00", attendees="Ines Duarte", agreed=True)


class Ringing:
    """A call window over a deal, pressed like a keyboard: keys go where the focus is."""

    def __init__(self, deal: Deal, qtbot: QtBot) -> None:
        self.deal = deal
        self.window = CallWindow(deal.page._context, deal.deal_id)
        self.window.setWindowState(Qt.WindowState.WindowNoState)
        self.window.resize(1200, 700)
        qtbot.addWidget(self.window)
        self.window.show()
        self.window.activateWindow()
        self.settle()

    def settle(self) -> None:
        self.deal.settle()

    @property
    def line(self) -> Any:
        return self.window.talk.line

    @property
    def call(self) -> CallView:
        return call_view(self.deal.desk, self.window.call_id)

    def type(self, words: str) -> None:
        QTest.keyClicks(self.focused(), words)
        self.settle()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(self.focused(), key, modifier)
        self.settle()

    def focused(self) -> QWidget:
        found = QApplication.focusWidget()
        assert found is not None
        return found

    def said(self) -> list[tuple[str, str, str | None]]:
        """Kinds with words and question of all facts."""
        facts = discover_view(self.deal.desk, self.deal.deal_id).facts
        return [(fact.kind, fact.words, fact.key) for fact in facts]

    def dialog(self, name: str) -> Any:
        found = self.window.findChild(QDialog, name)
        assert found is not None, name
        return found


@pytest.fixture
def ring(deal: Deal, qtbot: QtBot) -> Iterator[Ringing]:
    """A call on the deal of most tests, already running."""
    desks.add_person(deal.desk, deal.deal_id, "Paul Meyer")
    made = Ringing(deal, qtbot)
    yield made
    made.window.leave()
    made.settle()


# -- the line ----------------------------------------------------------------------------------


def test_the_call_runs_at_once_and_the_line_has_the_keyboard(ring: Ringing) -> None:
    assert ring.call.state == "running"
    assert ring.focused() is ring.line
    assert ring.window.asking.asked.text.text() == "What hurts most?"


def test_one_key_for_the_kind_one_for_the_speaker_and_enter_keeps_it_here(ring: Ringing) -> None:
    ring.type("Three missed slots")
    ring.press(Qt.Key.Key_P, ALT)
    ring.press(Qt.Key.Key_2, ALT)
    ring.press(Qt.Key.Key_Return)
    assert ring.said() == [("pain", "Three missed slots", "what-hurts")]
    view = discover_view(ring.deal.desk, ring.deal.deal_id)
    assert view.facts[0].person == "Paul Meyer"
    assert ring.line.text() == ""
    assert ring.window.talk.message.text() == "Kept under this question"
    assert ring.focused() is ring.line


def test_shift_and_enter_keep_the_line_to_be_filed_later(ring: Ringing) -> None:
    ring.type("Ask about Grenoble")
    ring.press(Qt.Key.Key_Return, SHIFT)
    captures = discover_view(ring.deal.desk, ring.deal.deal_id).captures
    assert [each.words for each in captures] == ["Ask about Grenoble"]
    assert ring.window.beside.unfiled.text() == "1 line to file (F7)"
    ring.press(Qt.Key.Key_F7)
    assert ring.dialog("unfiled").isVisible()


def test_a_selected_part_is_marked_by_itself(ring: Ringing) -> None:
    ring.type("Three slots a week")
    ring.line.setSelection(0, len("Three slots"))
    ring.press(Qt.Key.Key_M, ALT)
    ring.press(Qt.Key.Key_End)
    ring.press(Qt.Key.Key_P, ALT)
    ring.press(Qt.Key.Key_Return)
    assert ring.said() == [
        ("pain", "Three slots a week", "what-hurts"), ("metric", "Three slots", "what-hurts"),
    ]  # fmt: skip


def test_a_part_that_was_typed_away_again_is_no_fact(ring: Ringing) -> None:
    ring.type("Three slots a week")
    ring.line.setSelection(0, len("Three slots"))
    ring.press(Qt.Key.Key_M, ALT)
    ring.line.setText("Four of them")
    ring.press(Qt.Key.Key_Return)
    assert ring.said() == []


def test_an_empty_line_says_what_to_do(ring: Ringing) -> None:
    ring.press(Qt.Key.Key_Return)
    assert ring.window.talk.message.text() == "Type what they said first."


def test_undo_on_an_empty_line_takes_the_last_one_back(ring: Ringing) -> None:
    ring.type("Three slots")
    ring.press(Qt.Key.Key_P, ALT)
    ring.press(Qt.Key.Key_Return)
    ring.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert ring.said() == []
    assert ring.line.text() == ""


@pytest.mark.parametrize("key", [Qt.Key.Key_P, Qt.Key.Key_2, Qt.Key.Key_Down])
def test_its_keys_are_taken_before_menus_and_tabs(ring: Ringing, key: Qt.Key) -> None:
    event = QKeyEvent(QEvent.Type.ShortcutOverride, key, ALT)
    event.ignore()
    QApplication.sendEvent(ring.line, event)
    assert event.isAccepted()


def test_nothing_but_the_line_and_the_notes_takes_the_keyboard(ring: Ringing) -> None:
    takers = [
        widget.objectName()
        for widget in ring.window.findChildren(QWidget)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.isVisible()
    ]
    assert set(takers) <= {"call_line", "call_notes"}
    for button in (ring.window.end_button, ring.window.sheet_button):
        assert button.focusPolicy() == Qt.FocusPolicy.NoFocus


def test_every_part_has_a_name(ring: Ringing) -> None:
    assert_named(ring.window)


# -- the questions -----------------------------------------------------------------------------


def test_up_and_down_walk_through_the_plan(ring: Ringing) -> None:
    ring.press(Qt.Key.Key_Down)
    assert ring.window.asking.asked.text.text() == "Who else has a say?"
    ring.press(Qt.Key.Key_Down)
    assert "last question" in ring.window.talk.message.text()
    ring.press(Qt.Key.Key_Up)
    assert ring.window.asking.asked.text.text() == "What hurts most?"


def test_an_answered_question_stays_where_it_is(ring: Ringing) -> None:
    ring.type("Slots")
    ring.press(Qt.Key.Key_Return)
    assert ring.window.asking.plan.keys == ("what-hurts", "who-else")
    assert ring.window.asking.asked.state.words == "Answered"
    assert ring.window.beside.coverage.meters["pain"].accessibleName() == "Pain 100 %"


def test_a_follow_up_comes_in_large_type_and_goes_again(ring: Ringing) -> None:
    ring.press(Qt.Key.Key_F3)
    assert ring.window.asking.asked.text.text() == "Since when?"
    assert ring.window.asking.asked.above.text() == "What hurts most?"
    ring.type("Since May")
    ring.press(Qt.Key.Key_Return)
    view = discover_view(ring.deal.desk, ring.deal.deal_id)
    answers = [a for layer in view.layers for q in layer.questions for a in q.answers]
    assert [(a.words, a.question_key) for a in answers] == [("Since May", "what-hurts")]
    ring.press(Qt.Key.Key_F3)
    assert ring.window.asking.asked.text.text() == "What hurts most?"


def test_the_buyer_jumps_and_the_rep_jumps_along_and_back(ring: Ringing) -> None:
    ring.type("Paul has a say too")
    ring.press(Qt.Key.Key_F4)
    assert ring.window.asking.asked.text.text() == "Who else has a say?"
    assert ring.line.text() == "Paul has a say too"
    ring.press(Qt.Key.Key_F5)
    assert ring.window.asking.asked.text.text() == "What hurts most?"


def test_skipping_keeps_the_line_as_the_reason_and_goes_on(ring: Ringing) -> None:
    ring.type("They told us in the mail")
    ring.press(Qt.Key.Key_F6)
    assert ring.window.asking.asked.text.text() == "Who else has a say?"
    assert ring.window.asking.states["what-hurts"].skipped_why == "They told us in the mail"
    ring.press(Qt.Key.Key_Up)
    assert ring.window.asking.asked.state.words == "Skipped"
    ring.press(Qt.Key.Key_F6)
    assert ring.window.asking.states["what-hurts"].skipped_why == ""


def test_an_objection_is_handled_over_the_call(ring: Ringing) -> None:
    ring.press(Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    play = ring.dialog("short_play")
    assert play.isVisible()
    play.reject()
    ring.settle()
    assert ring.window.isVisible()
    assert ring.focused() is ring.line


def test_in_a_low_window_the_question_keeps_its_room(ring: Ringing) -> None:
    ring.window.resize(911, 512)
    ring.settle()
    assert ring.window.talk.kinds["promise"].isHidden()
    assert ring.window.asking.coming.isHidden()
    ring.press(Qt.Key.Key_O, ALT)
    assert ring.window.talk.kinds["promise"].isChecked()
    ring.press(Qt.Key.Key_O, ALT)


# -- the clock ---------------------------------------------------------------------------------


def test_the_clock_shows_the_time_and_the_agendas_point(tmp_path: Path, qtbot: QtBot) -> None:
    now = [dt.datetime(2026, 11, 22, 10, 0, tzinfo=dt.UTC)]
    made = desks.make_desk(tmp_path)
    made.close()
    desk = Desk(made.path, Clock(None, lambda: now[0]), threaded=False)
    deal_id = desks.add_deal(desk)
    desk.run(PlanCall(deal_id, Sheet(minutes=15, agenda=((10, "Today"), (5, "Next step")))))
    deal = open_page(desk, qtbot, deal_id, "")
    ringing = Ringing(deal, qtbot)
    clock = ringing.window.clock
    assert (clock.time.text(), clock.planned.text()) == ("0:00", "of 15:00")
    assert clock.point.text() == "Today: 10:00 left"
    now[0] += dt.timedelta(minutes=10, seconds=5)
    clock.tick()
    assert (clock.time.text(), clock.point.text()) == ("10:05", "Next step: 4:55 left")
    now[0] += dt.timedelta(minutes=6)
    clock.tick()
    assert clock.point.text() == "1:05 over"
    ringing.window.leave()
    deal.bridge.close()
    ringing.settle()
    desk.close()


# -- what is typed is kept ---------------------------------------------------------------------


def test_each_keystroke_of_notes_is_in_the_desk_at_once(ring: Ringing) -> None:
    ring.press(Qt.Key.Key_F2)
    assert ring.focused() is ring.window.beside.notes
    for end, letter in enumerate("Bell rings", 1):
        ring.type(letter)
        assert ring.call.notes == "Bell rings"[:end]
    ring.press(Qt.Key.Key_Escape)
    assert ring.focused() is ring.line
    assert ring.window.autosave is not None
    assert ring.window.autosave.is_kept


def test_the_line_in_hand_comes_back_with_the_notes(ring: Ringing, qtbot: QtBot) -> None:
    ring.type("and the fo")
    assert ring.call.typed == "and the fo"
    ring.window.leave()
    again = Ringing(ring.deal, qtbot)
    assert again.window.call_id == ring.window.call_id
    assert again.line.text() == "and the fo"
    again.window.leave()


def test_typing_waits_for_no_disk_and_the_last_state_is_written(
    ring: Ringing, monkeypatch: pytest.MonkeyPatch
) -> None:
    from concurrent.futures import Future

    waiting: list[tuple[Any, Future[Any]]] = []
    desk = ring.deal.desk
    submit = desk.submit

    def slow(command: Any) -> Future[Any]:
        future: Future[Any] = Future()
        waiting.append((command, future))
        return future

    monkeypatch.setattr(desk, "submit", slow)
    ring.press(Qt.Key.Key_F2)
    ring.type("Bell rings")
    assert ring.window.beside.notes.toPlainText() == "Bell rings"
    assert [command.notes for command, _future in waiting] == ["B"]
    command, future = waiting.pop()
    future.set_result(submit(command).result())
    ring.settle()
    assert [command.notes for command, _future in waiting] == ["Bell rings"]
    command, future = waiting.pop()
    monkeypatch.undo()
    future.set_result(submit(command).result())
    ring.settle()
    assert ring.call.notes == "Bell rings"


def test_a_full_disk_is_said_and_tried_again(
    ring: Ringing, monkeypatch: pytest.MonkeyPatch
) -> None:
    from concurrent.futures import Future

    desk = ring.deal.desk

    def full(_command: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_exception(NotSaved("The disk is full. What you typed is still here."))
        return future

    monkeypatch.setattr(desk, "submit", full)
    ring.press(Qt.Key.Key_F2)
    ring.type("B")
    assert ring.window.beside.state.text() == "The disk is full. What you typed is still here."
    assert ring.call.notes == ""
    monkeypatch.undo()
    assert ring.window.autosave is not None
    ring.window.autosave._again.timeout.emit()
    ring.settle()
    assert ring.call.notes == "B"
    assert ring.window.beside.state.text() == "Kept"


# -- the end -----------------------------------------------------------------------------------


def test_escape_and_the_windows_cross_do_not_lose_the_call(ring: Ringing) -> None:
    ring.press(Qt.Key.Key_Escape)
    assert ring.window.isVisible()
    ring.window.close()
    ring.settle()
    assert ring.window.isVisible()
    assert ring.dialog("closing").isVisible()


def test_a_call_ends_by_keyboard_with_outcome_and_next_step(ring: Ringing) -> None:
    ring.press(Qt.Key.Key_F10)
    dialog: ClosingDialog = ring.dialog("closing")
    assert ring.focused() is dialog.outcome
    ring.type("They want a demo")
    dialog.next.what.setFocus()
    ring.type("Demo with operations")
    dialog.next.day.line.setFocus()
    ring.type("26 Nov")
    ring.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert not ring.window.isVisible()
    assert (ring.call.state, ring.call.outcome) == ("done", "They want a demo")
    step = ring.deal.view.next_step
    assert step is not None
    assert (step.what, step.due_on) == ("Demo with operations", "2026-11-26")
    assert ring.deal.shell.opened == [("held_call", f"{ring.call.id}/{step.id}")]


def test_the_step_that_a_call_ended_with_is_shown_though_another_comes_before_it(
    held: HeldDialog, deal: Deal, qtbot: QtBot
) -> None:
    later = PlannedStep("See the night shift", "2026-12-01")
    deal.desk.run(SetNextStep(deal.deal_id, later))
    deal.settle()
    dialog = make(deal.page._context, f"{held._call.id}/{deal.view.next_steps[-1].id}")
    qtbot.addWidget(dialog)
    assert "Demo" in held.step_label.text()
    assert "See the night shift" in dialog.step_label.text()
    file = dialog._step_file()
    assert file is not None
    assert b"SUMMARY:See the night shift" in file.content


def test_leaving_without_a_next_step_asks_for_it_or_for_the_reason(ring: Ringing) -> None:
    ring.press(Qt.Key.Key_F10)
    dialog: ClosingDialog = ring.dialog("closing")
    assert dialog.why_row.isHidden()
    ring.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert ring.window.isVisible()
    assert "agree on one, or say why" in dialog.fault.text()
    assert not dialog.why_row.isHidden()
    dialog.why.setFocus()
    ring.type("Ines asks the works council")
    ring.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert ring.call.state == "done"
    assert ring.call.no_step_why == "Ines asks the works council"


def test_stepping_out_leaves_the_call_running(ring: Ringing) -> None:
    ring.press(Qt.Key.Key_F10)
    ring.dialog("closing").step_out.click()
    ring.settle()
    assert not ring.window.isVisible()
    assert ring.call.state == "running"
    strip = ring.deal.show("discover").calls
    assert strip.start.words == "Go on with the call"


def test_a_call_that_did_not_take_place_is_planned_again(ring: Ringing) -> None:
    ring.press(Qt.Key.Key_F10)
    ring.dialog("closing").undone.click()
    ring.settle()
    assert (ring.call.state, ring.call.started_at) == ("planned", "")


def test_the_exit_checklist_is_ticked_at_the_end(ring: Ringing) -> None:
    ring.press(Qt.Key.Key_F10)
    dialog = ring.dialog("closing")
    assert_named(dialog)
    box: Any = dialog.findChild(QWidget, "closing_exit_1")
    box.setFocus()
    ring.press(Qt.Key.Key_Space)
    assert [each.is_reached for each in ring.call.exits] == [False, True, False]


# -- a call that was held ----------------------------------------------------------------------


@pytest.fixture
def held(deal: Deal, qtbot: QtBot) -> HeldDialog:
    """A call that is over, with a summary, a next step and somebody to write to."""
    from salesdesk.usecases.people import EditPerson

    desk = deal.desk
    desk.run(EditPerson(deal.person_id, {"email": "ines@zoomzone.example"}))
    desks.add_fact(desk, deal.deal_id, "pain", "Missed slots", person_id=deal.person_id)
    start = StartCall(deal.deal_id)
    desk.run(start)
    desk.run(EndCall(start.call_id, Ending("Discovery", summary="You told us much.", step=STEP)))
    dialog = HeldDialog(deal.page._context, start.call_id)
    qtbot.addWidget(dialog)
    dialog.show()
    deal.settle()
    return dialog


def test_the_summary_goes_out_as_a_mail_draft(
    held: HeldDialog, deal: Deal, monkeypatch: pytest.MonkeyPatch
) -> None:
    from email import message_from_bytes, policy

    kept: list[tuple[str, bytes]] = []
    monkeypatch.setattr(held.outside, "save_file", lambda n, c: kept.append((n, c)) or Path(n))
    held.summary.set_words("You told us about missed slots.")
    held.save_mail()
    deal.settle()
    name, content = kept[0]
    mail = message_from_bytes(content, policy=policy.default)
    assert name == "What we understood- Fleet telematics.eml" or name.endswith(".eml")
    assert mail["To"] == "Ines Duarte <ines@zoomzone.example>"
    assert mail["Subject"] == "What we understood: Fleet telematics"
    assert mail.get_content().strip() == "You told us about missed slots."
    assert mail["X-Unsent"] == "1"


def test_the_next_step_goes_out_as_a_calendar_file(
    held: HeldDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[tuple[str, bytes]] = []
    monkeypatch.setattr(held.outside, "save_file", lambda n, c: kept.append((n, c)) or Path(n))
    held.calendar.click()
    name, content = kept[0]
    text = content.decode()
    assert name == "Demo.ics"
    assert "SUMMARY:Demo: Zoomzone" in text
    assert "DTSTART:20261126T130000Z" in text
    assert "Ines Duarte <ines@zoomzone.example>" in text.replace("\r\n ", "")
    assert "BEGIN:VALARM" in text


def test_a_mail_is_handed_over_only_after_a_click(
    held: HeldDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(held.outside, "open_link", opened.append)
    held.open_mail()
    assert opened[0].startswith("mailto:ines@zoomzone.example?subject=What%20we%20understood")


def test_a_confirmation_confirms_the_facts_with_it(held: HeldDialog, deal: Deal) -> None:
    assert held.with_facts.text() == "With it 1 fact that it tells is confirmed"
    held.who.set_person(deal.person_id)
    held.confirm_button.click()
    deal.settle()
    facts = {f.kind: f for f in discover_view(deal.desk, deal.deal_id).facts}
    assert facts["pain"].confirmed
    assert held.confirmed.words == "Confirmed on Nov 22, 2026"
    assert held.confirm_button.isHidden() or not held.confirm_button.isVisible()


def test_a_confirmation_without_a_person_is_refused(held: HeldDialog, deal: Deal) -> None:
    held.who.set_person(None)
    held.confirm_button.click()
    deal.settle()
    assert "choose who" in held._footnote.text()
    assert held.confirmed.words == "Not confirmed yet"


def test_the_dialog_of_a_held_call_has_names(held: HeldDialog) -> None:
    assert_named(held)


# -- the sheet ---------------------------------------------------------------------------------


def test_a_sheet_is_filled_by_keyboard_and_adds_up(deal: Deal, qtbot: QtBot) -> None:
    dialog = SheetDialog(deal.page.room, parent=deal.page)
    qtbot.addWidget(dialog)
    dialog.show()
    deal.settle()
    assert dialog.balance.text() == "Adds up to 30 minutes"
    QTest.keyClicks(dialog.guess, "Penalties hurt most")
    dialog.day.line.setFocus()
    QTest.keyClicks(dialog.day.line, "24 Nov")
    dialog.minutes.set_value(45)
    assert dialog.balance.text() == "15 minutes are not given out yet"
    dialog.suggest()
    assert dialog.balance.text() == "Adds up to 45 minutes"
    dialog.people[deal.person_id].click()
    dialog.others.setText("Somebody from IT")
    assert_named(dialog)
    dialog.accept()
    deal.settle()
    kept = calls(deal.desk, deal.deal_id)[0]
    assert (kept.planned_on, kept.minutes, kept.hypothesis) == (
        "2026-11-24", 45, "Penalties hurt most",
    )  # fmt: skip
    assert [each.name for each in kept.attendees] == ["Ines Duarte", "Somebody from IT"]
    assert sum(point.minutes for point in kept.agenda) == 45


def test_minutes_out_of_range_are_refused_and_nothing_is_lost(deal: Deal, qtbot: QtBot) -> None:
    dialog = SheetDialog(deal.page.room, parent=deal.page)
    qtbot.addWidget(dialog)
    dialog.show()
    QTest.keyClicks(dialog.guess, "Penalties")
    dialog.minutes.setText("9999")
    dialog.accept()
    deal.settle()
    assert dialog.isVisible()
    assert "1 to 600 minutes" in dialog.fault.text()
    assert dialog.guess.words() == "Penalties"
    assert calls(deal.desk, deal.deal_id) == ()


def test_points_are_added_and_taken_away(deal: Deal, qtbot: QtBot) -> None:
    dialog = SheetDialog(deal.page.room, parent=deal.page)
    qtbot.addWidget(dialog)
    dialog.show()
    before = len(dialog.agenda.lines)
    deal.settle()
    dialog.agenda.add.click()
    deal.settle()
    added: Any = dialog.agenda.lines[-1].focusWidget()
    QTest.keyClicks(added, "Their works council")
    assert dialog.agenda.points()[-1] == (5, "Their works council")
    dialog.agenda._drop(dialog.agenda.lines[0])
    assert len(dialog.agenda.lines) == before


def test_discover_shows_the_call_that_is_planned_and_starts_it(deal: Deal) -> None:
    deal.desk.run(
        PlanCall(deal.deal_id, Sheet("2026-11-24", "10:00", 45, attendees=(deal.person_id,)))
    )
    deal.page.room.refresh()
    panel = deal.show("discover")
    panel.show_deal()
    assert panel.calls.planned.text() == "Nov 24 10:00 AM · 45 minutes · Ines Duarte"
    deal.click("discover_call")
    assert deal.shell.opened == [("call", deal.deal_id)]


def test_the_step_that_the_call_was_is_offered(ring: Ringing) -> None:
    was = SetNextStep(ring.deal.deal_id, PlannedStep("Discovery call", "2026-11-22", "call"))
    ring.deal.desk.run(was)
    ring.window.room.refresh()
    ring.press(Qt.Key.Key_F10)
    assert ring.dialog("closing").was.value() == was.step_id


def test_a_held_call_is_put_into_the_bin_and_taken_back(held: HeldDialog, deal: Deal) -> None:
    before = [call.id for call in calls(deal.desk, deal.deal_id)]
    held.drop.click()
    deal.settle()
    assert not held.isVisible()
    assert calls(deal.desk, deal.deal_id) == ()
    assert deal.shell.undoable[-1] == "Put a call into the bin"
    deal.desk.undo()
    assert [call.id for call in calls(deal.desk, deal.deal_id)] == before
