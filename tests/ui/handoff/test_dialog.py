"""The handoff dialog: what it says, what its editors write, how it ends; nothing is lost."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from salesdesk.domain import gates
from salesdesk.ui.handoff.dialog import HandoffDialog
from salesdesk.usecases.deal_page import deal_view
from salesdesk.usecases.discovery import deal_state, discover_view, discovery_summary
from salesdesk.usecases.handoff import ItemView, handoff_view
from tests.ui.checks import assert_named
from tests.ui.handoff.handoffs import Scene


@pytest.fixture
def dialog(scene: Scene, qtbot: QtBot) -> HandoffDialog:
    return scene.dialog(qtbot)


def item(scene: Scene, key: str) -> ItemView:
    view = handoff_view(scene.desk, scene.deal_id)
    return next(i for section in view.sections for i in section.items if i.key == key)


def editor(dialog: HandoffDialog, key: str) -> Any:
    dialog.checklist.open_item(key)
    made = dialog.checklist.rows[key].editor
    assert made is not None
    return made


def answer_with(words: str, name: str) -> None:
    """Answers the question of that name, which is asked next."""

    def fill() -> None:
        asked: Any = QApplication.activeModalWidget()
        assert asked.objectName() == name
        asked.field.set_words(words)
        asked.accept()

    QTimer.singleShot(0, fill)


def test_each_line_says_what_fills_it_or_what_is_missing(dialog: HandoffDialog) -> None:
    rows = dialog.checklist.rows
    assert rows["why-goals"].state.text() == "1 goal from discovery, confirmed Nov 17"
    assert rows["success-outcomes"].state.text() == "1 outcome without a date"
    assert rows["people-billing"].state.text() == "Nobody has this role"
    assert rows["people-billing"].link.text() == "Fix"
    assert rows["promises-made"].link.text() == "Confirm"
    assert rows["timeline-kickoff"].link.text() == "Plan"
    assert rows["people-our-team"].link.text() == "Write"
    assert dialog.pill.words == f"{dialog.room.view.ready} of {dialog.room.view.total} ready"


def test_what_is_missing_prints_as_open(dialog: HandoffDialog) -> None:
    assert "Open: 1 outcome without a date" in dialog.preview.text()
    assert "Billing contact, nobody has this role" in dialog.preview.text()


def test_correcting_a_goal_in_the_handoff_corrects_discover_summary_and_preview(
    dialog: HandoffDialog, scene: Scene
) -> None:
    goal = item(scene, "why-goals").facts[0]
    cards = editor(dialog, "why-goals")._cards
    cards[goal.id].words.setPlainText("No missed slots anywhere by March")
    cards[goal.id].words.clearFocus()
    dialog.checklist.close_editors()
    scene.wait(lambda: "by March" in dialog.preview.text())
    answers = [a.words for layer in discover_view(scene.desk, scene.deal_id).layers
               for q in layer.questions for a in q.answers]  # fmt: skip
    assert "No missed slots anywhere by March" in answers
    summary = discovery_summary(scene.desk, scene.deal_id)
    said = [line.text for s in summary.sections for b in s.blocks for line in b.lines]
    assert "No missed slots anywhere by March" in said
    assert "in Lyon" not in dialog.preview.text()


def test_taking_a_confirmation_back_in_the_handoff_closes_the_gate(
    dialog: HandoffDialog, scene: Scene
) -> None:
    process = scene.desk.process(deal_state(scene.desk, scene.deal_id).deal.pipeline_id)
    stage = next(s for s in process.board_stages()
                 if any(c.rule.confirmed and "goal" in c.rule.of for c in s.criteria))  # fmt: skip

    def is_met() -> bool:
        snapshot = deal_state(scene.desk, scene.deal_id).snapshot
        states = gates.gate(process, stage, snapshot).states
        return next(s.is_met for s in states if "goal" in s.criterion.rule.of)

    # The rule takes goals and outcomes alike, so both are taken back.
    assert is_met()
    for key in ("success-outcomes", "why-goals"):
        for fact in item(scene, key).facts:
            editor(dialog, key)._cards[fact.id].confirmed.click()
            scene.settle()
    assert not is_met()
    assert not dialog.checklist.rows["why-goals"].item.is_ready


def test_a_missing_column_filled_in_makes_the_item_ready(
    dialog: HandoffDialog, scene: Scene
) -> None:
    before = dialog.room.view.ready
    outcome = item(scene, "success-outcomes").facts[0]
    made = editor(dialog, "success-outcomes")
    card = made._cards[outcome.id]
    assert card.lacking() is card.columns["due_on"]
    assert made.first() is card.columns["due_on"]
    card.columns["due_on"].line.setText("2027-03-31")
    card.columns["due_on"].line.clearFocus()
    card.columns["due_on"]._on_line_left()
    scene.settle()
    assert item(scene, "success-outcomes").facts[0].due_on == "2027-03-31"
    assert dialog.room.view.ready == before + 1
    scene.wait(lambda: "Mar 31, 2027" in dialog.preview.text())


def test_a_fact_is_added_and_deleted_where_it_is_shown(dialog: HandoffDialog, scene: Scene) -> None:
    made = editor(dialog, "promises-made")
    made.box.setPlainText("A report after sixty days")
    made.box._commit()
    scene.settle()
    (promise,) = item(scene, "promises-made").facts
    assert promise.words == "A report after sixty days"
    made._cards[promise.id].delete.click()
    scene.settle()
    assert item(scene, "promises-made").facts == ()


def test_closing_the_dialog_saves_what_is_being_typed(
    dialog: HandoffDialog, scene: Scene, qtbot: QtBot
) -> None:
    box = editor(dialog, "people-our-team").box
    box.setFocus()
    qtbot.keyClicks(box, "Maria takes over")
    qtbot.keyClick(box, Qt.Key.Key_Escape)  # closes the editor
    assert not dialog.checklist.rows["people-our-team"].is_open
    assert dialog.isVisible()
    scene.settle()
    assert item(scene, "people-our-team").words == "Maria takes over"
    second = editor(dialog, "timeline-capacity").box
    second.setFocus()
    qtbot.keyClicks(second, "Four hours a week")
    dialog.reject()
    scene.settle()
    assert item(scene, "timeline-capacity").words == "Four hours a week"


def test_a_pause_in_typing_saves(dialog: HandoffDialog, scene: Scene) -> None:
    box = editor(dialog, "people-our-team").box
    box.setPlainText("Maria takes over")
    assert box._idle.isActive()
    box._idle.timeout.emit()
    scene.settle()
    assert item(scene, "people-our-team").words == "Maria takes over"


def test_none_counts_only_when_confirmed_and_can_be_taken_back(
    dialog: HandoffDialog, scene: Scene
) -> None:
    made = editor(dialog, "promises-made")
    assert made.none.words == "Confirm that there are none"
    made.none.click()
    scene.settle()
    assert item(scene, "promises-made").is_ready
    assert made.none.words == "There are some after all"
    made.none.click()
    scene.settle()
    assert not item(scene, "promises-made").is_ready


def test_a_role_is_given_to_someone_new_or_known(dialog: HandoffDialog, scene: Scene) -> None:
    made = editor(dialog, "people-billing")
    made.line.setText("Paul Meyer")
    made.line.editingFinished.emit()
    scene.settle()
    assert dialog.checklist.rows["people-billing"].state.text() == "Paul Meyer"
    (card,) = made._cards.values()
    card.columns["email"].setText("paul@zoomzone.example")
    card.columns["email"].editingFinished.emit()
    scene.settle()
    people = deal_view(scene.desk, scene.deal_id).stakeholders
    paul = next(p for p in people if p.name == "Paul Meyer")
    assert (paul.role, paul.email) == ("billing", "paul@zoomzone.example")
    for label in ("Edit Paul Meyer", "Put Paul Meyer on"):  # naming someone new is one step
        assert scene.desk.undo_entry().label.startswith(label)
        scene.desk.undo().result()
    scene.settle()
    assert scene.desk.undo_entry().label.startswith("Win ")
    assert item(scene, "people-billing").people == ()
    lead = editor(dialog, "people-project-lead")
    lead.pick.set_value(scene.person_id)
    lead.pick.picked.emit(scene.person_id)
    scene.settle()
    assert item(scene, "people-project-lead").people[0].name == "Ines Duarte"


def test_fields_of_deal_account_and_handoff_are_filled_in(
    dialog: HandoffDialog, scene: Scene
) -> None:
    for key, column, value in (
        ("deal-term", "term", "36 months"),
        ("company-profile", "industry", "Transport"),
        ("signoff-from-to", "to_name", "Maria Sousa"),
    ):
        made = editor(dialog, key)
        line = next(f for s, f in made.inputs.items() if s.column == column)
        line.setText(value)
        line.editingFinished.emit()
        scene.settle()
    kickoff = editor(dialog, "timeline-kickoff")
    (day,) = kickoff.inputs.values()
    day._on_popup_picked(dt.date(2026, 12, 1))
    scene.settle()
    deal = deal_view(scene.desk, scene.deal_id).deal
    assert (deal.term, deal.industry, deal.kickoff_on) == ("36 months", "Transport", "2026-12-01")
    assert "to Maria Sousa" in dialog.room.view.subtitle


def test_a_refusal_is_said_in_the_dialog(dialog: HandoffDialog, scene: Scene) -> None:
    fact = item(scene, "success-outcomes").facts[0]
    card = editor(dialog, "success-outcomes")._cards[fact.id]
    card._save("due_on", "no day")
    scene.settle()
    assert "is not a date" in dialog.checklist.banner.words.text()
    assert dialog.checklist.banner.isVisibleTo(dialog)


def test_finishing_with_items_open_needs_a_reason_then_is_accepted(
    dialog: HandoffDialog, scene: Scene
) -> None:
    still = len(dialog.room.view.open_required)
    assert dialog.signing.finish.words == f"Finish · {still} open"
    QTimer.singleShot(0, lambda: QApplication.activeModalWidget().reject())  # type: ignore[union-attr]
    dialog.signing.finish.click()
    scene.settle()
    assert dialog.room.view.state == "open"
    answer_with("Kickoff is tomorrow", "handoff_finish_question")
    dialog.signing.finish.setFocus()
    dialog.signing.finish.click()
    scene.settle()
    assert dialog.room.view.state == "finished"
    assert dialog.focusWidget() is dialog.signing.accept
    assert dialog.room.view.sheet.finish_reason == "Kickoff is tomorrow"
    assert dialog.signing.finish.isHidden()
    dialog.signing.accept.click()
    scene.settle()
    assert dialog.room.view.state == "accepted"
    assert dialog.state.words == "Accepted"
    assert dialog.focusWidget() is dialog.save_as


def test_a_returned_handoff_says_why_and_becomes_a_next_step(
    dialog: HandoffDialog, scene: Scene
) -> None:
    answer_with("Kickoff is tomorrow", "handoff_finish_question")
    dialog.signing.finish.click()
    scene.settle()
    answer_with("No billing contact", "handoff_return_question")
    dialog.signing.give_back.click()
    scene.settle()
    assert dialog.room.view.state == "returned"
    assert not dialog.signing.finish.isHidden()
    steps = deal_view(scene.desk, scene.deal_id).next_steps
    assert any("No billing contact" in step.what for step in steps)


def test_an_unwon_deal_fills_its_handoff_but_cannot_finish(scene: Scene, qtbot: QtBot) -> None:
    from salesdesk.usecases.closing import ReopenDeal

    scene.desk.run(ReopenDeal(scene.deal_id))
    dialog = scene.dialog(qtbot)
    assert not dialog.signing.finish.isEnabled()
    assert dialog.room.view.ready > 0


def test_ready_sections_fold_and_stay_where_they_are_while_working(
    scene: Scene, qtbot: QtBot
) -> None:
    from salesdesk.usecases.handoff import SetHandoffFields

    scene.desk.run(SetHandoffFields(scene.deal_id, {"form": "short"}))
    dialog = scene.dialog(qtbot)
    sections = dialog.checklist._sections
    assert sections["why"].isHidden()
    assert dialog.checklist.folded_words.text().startswith("Ready and folded: ")
    assert "Why they bought" in dialog.checklist.folded_words.text()
    dialog.checklist.fold_button.click()
    assert not sections["why"].isHidden()
    dialog.checklist.fold_button.click()
    assert sections["why"].isHidden()
    editor(dialog, "risks-known").none.click()
    scene.settle()
    assert item(scene, "risks-known").is_ready
    assert not sections["risks"].isHidden()


def test_the_short_form_asks_for_less(dialog: HandoffDialog, scene: Scene) -> None:
    full = len(dialog.checklist.rows)
    dialog.form.picked.emit("short")
    scene.settle()
    assert len(dialog.checklist.rows) < full
    assert dialog.room.view.form == "short"


def test_the_way_to_the_deal_leads_to_its_panel(dialog: HandoffDialog, scene: Scene) -> None:
    editor(dialog, "why-goals")._go()
    assert not dialog.isVisible()
    assert scene.shell.gone == [("deal", f"{scene.deal_id}/discover")]


def test_the_keyboard_reaches_every_line(dialog: HandoffDialog, qtbot: QtBot) -> None:
    links = [row.link for row in dialog.checklist._shown()]
    links[0].setFocus()
    for link in links[1:]:
        qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Down)
        assert dialog.focusWidget() is link
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Escape)
    assert dialog.isVisible()
    qtbot.keyClick(dialog.focusWidget() or dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_everything_has_a_name(dialog: HandoffDialog) -> None:
    for key in list(dialog.checklist.rows):
        dialog.checklist.open_item(key)
        assert_named(dialog)


def test_the_notes_are_saved_as_pdf_html_and_markdown(
    dialog: HandoffDialog, scene: Scene, tmp_path: Path
) -> None:
    for form in ("pdf", "html", "md"):
        target = tmp_path / f"notes.{form}"
        dialog.jobs.write("handoff", scene.deal_id, form, target)  # type: ignore[arg-type]
        scene.wait(target.exists)
        scene.wait(lambda form=form: f"Saved notes.{form}" in scene.shell.told)
    text = "\n".join(page.extract_text() for page in PdfReader(tmp_path / "notes.pdf").pages)
    assert "No missed slots in Lyon" in " ".join(text.split())
    assert "No missed slots in Lyon" in (tmp_path / "notes.md").read_text(encoding="utf-8")


def test_a_folder_that_refuses_is_told_in_a_sentence(
    dialog: HandoffDialog, scene: Scene, tmp_path: Path
) -> None:
    said: list[str] = []

    def read() -> None:
        asked: Any = QApplication.activeModalWidget()
        if asked is not None and asked.objectName() == "paper_error":
            said.append(asked.words)
            asked.reject()
        else:
            QTimer.singleShot(20, read)

    for form in ("pdf", "md"):
        QTimer.singleShot(20, read)
        before = len(said)
        dialog.jobs.write("handoff", scene.deal_id, form, tmp_path / "gone" / "notes.pdf")  # type: ignore[arg-type]
        scene.wait(lambda before=before: len(said) > before)
    assert all("notes.pdf" in words for words in said)
