"""Overview: fields in place, people, steps, activities, notes, items, competitors, own fields."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from salesdesk.ui import theme
from salesdesk.ui.deal.after_close import left_to_do
from salesdesk.ui.deal.step_dialog import CompleteStepDialog, RescheduleDialog, SetStepDialog
from salesdesk.ui.widgets import Chip, DateEdit, LineEdit, PickOne, PlainLabel
from salesdesk.usecases.closing import LoseDeals, ReopenDeal, WinDeal
from salesdesk.usecases.line_items import AddLineItem
from salesdesk.usecases.next_steps import PlannedStep, SetNextStep
from tests import desks
from tests.ui.checks import assert_named
from tests.ui.deal.pages import Deal


def part(deal: Deal, key: str) -> Any:
    """A part of the Overview in front."""
    panel = deal.show("overview")
    found = panel.part(key)
    deal.settle()
    return found


def leave(deal: Deal) -> None:
    """Take the keyboard elsewhere, as Tab would."""
    deal.page.tabs.setFocus()
    deal.settle()


def test_a_field_is_saved_when_it_is_left(deal: Deal) -> None:
    fields = part(deal, "fields").fields
    fields["amount_minor"].setFocus()
    fields["amount_minor"].setText("72k")
    leave(deal)
    assert deal.view.deal.amount_minor == 7_200_000
    assert deal.page.side.amount.value.text() == "€72,000"
    fields["expected_close_on"].line.setFocus()
    fields["expected_close_on"].line.setText("end of month")
    leave(deal)
    assert deal.view.deal.expected_close_on == "2026-11-30"


def test_a_field_that_cannot_be_taken_says_why_and_changes_nothing(deal: Deal) -> None:
    section = part(deal, "fields")
    line = section.fields["probability"]
    line.setFocus()
    line.setText("140")
    leave(deal)
    assert "0 to 100" in section.form.row("probability").below.text()
    assert deal.view.deal.probability is None
    line.setFocus()
    line.setText("45%")
    leave(deal)
    assert deal.view.deal.probability == 45
    assert deal.page.side.probability.accessibleName() == "Probability: 45% your own"
    section.fields["start_on"].line.setText("2027-05-01")
    section.fields["start_on"].line.returnPressed.emit()
    deal.settle()
    section.fields["renewal_on"].line.setText("2027-01-01")
    section.fields["renewal_on"].line.returnPressed.emit()
    deal.settle()
    assert "before the start" in section.form.row("renewal_on").below.text()


def test_what_cannot_be_read_says_why_below_its_field_and_is_not_cut(deal: Deal) -> None:
    section = part(deal, "fields")
    amount, closes = section.fields["amount_minor"], section.fields["expected_close_on"]
    before = (deal.view.deal.amount_minor, deal.view.deal.expected_close_on)
    for field, words, said in (
        (amount, "abc", "is not a number"), (amount, "-5", "cannot be negative"),
        (closes.line, "31 feb", "not a date"), (closes.line, "0202-01-01", "cannot be meant"),
    ):  # fmt: skip
        field.setFocus()
        field.setText(words)
        leave(deal)
        deal.settle()
        name = "amount_minor" if field is amount else "expected_close_on"
        below = section.form.row(name).below
        assert said in below.text()
        assert below.height() >= below.heightForWidth(below.width())
        assert section.form.row(name).y() == section.form.row("currency").y()
    assert (deal.view.deal.amount_minor, deal.view.deal.expected_close_on) == before
    amount.setFocus()
    amount.setText("")
    leave(deal)
    assert not section.form.row("amount_minor").below.isVisible()


def test_an_account_is_known_by_name_or_added(deal: Deal) -> None:
    line = part(deal, "fields").fields["account"]
    line.setFocus()
    line.setText("Hooli")
    leave(deal)
    assert deal.view.deal.account == "Hooli"
    assert deal.page.header.account.text() == "Hooli"


def test_a_person_is_added_by_name_with_a_role(deal: Deal) -> None:
    people = part(deal, "people")
    people.role.set_value("economic_buyer")
    deal.type(people.name, "Paul Meyer")
    deal.press(people.name, Qt.Key.Key_Return)
    added = deal.view.stakeholders[1]
    assert (added.name, added.role) == ("Paul Meyer", "economic_buyer")
    assert people.name.text() == ""


def test_a_person_known_already_is_offered_and_not_made_twice(deal: Deal, qtbot: QtBot) -> None:
    known = desks.add_person(deal.desk, None, "Paul Meyer")
    people = part(deal, "people")
    deal.type(people.name, "Paul Meyer")
    people._look()
    qtbot.waitUntil(lambda: people.findChild(Chip, f"known_{known}") is not None)
    deal.settle()
    deal.click(f"known_{known}")
    assert [p.person_id for p in deal.view.stakeholders] == [deal.person_id, known]


def test_a_stance_is_changed_in_the_table(deal: Deal) -> None:
    part(deal, "people")
    pick = deal.find(PickOne, f"person_stance_{deal.person_id}")
    pick.set_value("supporter")
    pick.picked.emit("supporter")
    deal.settle()
    assert deal.view.stakeholders[0].stance == "supporter"


def test_taking_a_person_off_shows_what_to_do_next(deal: Deal) -> None:
    people = part(deal, "people")
    deal.click(f"person_remove_{deal.person_id}")
    assert deal.view.stakeholders == ()
    assert people.findChild(object, "people_empty") is not None
    assert "Take Ines Duarte off" in deal.shell.undoable[0]


def test_a_next_step_is_set_with_a_typed_day(deal: Deal) -> None:
    dialog = SetStepDialog(deal.page.room)
    assert_named(dialog)
    dialog.accept()
    assert dialog.form.row("what").below.text() == "Say what happens next."
    dialog.form.what.setText("Demo with operations")
    dialog.accept()
    assert dialog.form.row("day").below.text() == "A next step needs a day."
    dialog.form.day.line.setText("in 4 days")
    dialog.form.time.setText("14:00")
    dialog.accept()
    deal.settle()
    step = deal.view.next_step
    assert step is not None
    assert (step.what, step.due_on, step.due_time) == (
        "Demo with operations",
        "2026-11-26",
        "14:00",
    )
    gate = deal.view.gate
    assert gate is not None
    assert gate.states[1].is_met


def test_completing_a_step_takes_outcome_and_the_next_one_in_one_undo(deal: Deal) -> None:
    deal.desk.run(SetNextStep(deal.deal_id, PlannedStep("Call", "2026-11-20", "call")))
    step = deal.view.next_step
    assert step is not None
    dialog = CompleteStepDialog(deal.page.room, step)
    assert_named(dialog)
    dialog.outcome.setPlainText("They want a demo")
    dialog.next.what.setText("Demo")
    dialog.next.day.set_value(dt.date(2026, 11, 26))
    dialog.accept()
    deal.settle()
    view = deal.view
    assert [(s.what, s.outcome) for s in view.done_steps] == [("Call", "They want a demo")]
    assert view.next_step is not None
    assert view.next_step.what == "Demo"
    deal.bridge.undo()
    deal.settle()
    assert deal.view.next_step == step


def test_a_step_may_be_completed_with_nothing_to_follow(deal: Deal) -> None:
    deal.desk.run(SetNextStep(deal.deal_id, PlannedStep("Call", "2026-11-20", "call")))
    step = deal.view.next_step
    assert step is not None
    dialog = CompleteStepDialog(deal.page.room, step)
    dialog.accept()
    deal.settle()
    assert deal.view.next_step is None


def test_a_step_is_rescheduled(deal: Deal) -> None:
    deal.desk.run(SetNextStep(deal.deal_id, PlannedStep("Call", "2026-11-20", "call")))
    step = deal.view.next_step
    assert step is not None
    dialog = RescheduleDialog(deal.page.room, step)
    dialog.day.line.setText("tomorrow")
    dialog.accept()
    deal.settle()
    after = deal.view.next_step
    assert after is not None
    assert after.due_on == "2026-11-23"


def test_an_activity_is_logged_by_keyboard(deal: Deal) -> None:
    activities = part(deal, "activities")
    deal.page.controller.log()
    deal.settle()
    assert activities.subject.hasFocus()
    deal.type(activities.subject, "First talk")
    activities.by_buyer.setChecked(True)
    deal.press(activities.subject, Qt.Key.Key_Return)
    logged = deal.view.activities[0]
    assert (logged.kind, logged.subject, logged.by_buyer) == ("call", "First talk", True)
    assert (logged.happened_on, logged.person) == ("2026-11-22", "Ines Duarte")
    assert activities.form.isHidden()


def test_an_activity_to_come_is_refused_with_a_sentence(deal: Deal) -> None:
    activities = part(deal, "activities")
    activities.start()
    activities.subject.setText("Demo")
    activities.day.line.setText("tomorrow")
    deal.click("activity_save")
    assert "still to come" in activities.fields.row("day").below.text()
    assert deal.view.activities == ()


def test_a_note_is_written_previewed_and_changed(deal: Deal) -> None:
    notes = part(deal, "notes")
    deal.page.controller.write_note()
    deal.settle()
    deal.type(notes.text, "# Depot")
    notes.mode.picked.emit("view")
    assert notes.preview.markdown() == "# Depot"
    assert not notes.preview.isHidden()
    deal.click("note_save")
    note = deal.view.notes[0]
    assert note.body == "# Depot"
    deal.click(f"note_edit_{note.id}")
    notes.text.setPlainText("# Depot Lyon")
    deal.click("note_save")
    assert [each.body for each in deal.view.notes] == ["# Depot Lyon"]


def test_line_items_are_priced_in_the_table_and_summed(deal: Deal) -> None:
    items = part(deal, "items")
    deal.type(items.name, "Live tracking")
    deal.press(items.name, Qt.Key.Key_Return)
    item = deal.view.items[0]
    price = deal.find(LineEdit, f"item_price_{item.id}")
    price.setFocus()
    price.setText("600")
    leave(deal)
    quantity = deal.find(LineEdit, f"item_quantity_{item.id}")
    quantity.setFocus()
    quantity.setText("84")
    leave(deal)
    assert deal.view.items_total == {"EUR": 5_040_000}
    deal.click("items_use_total")
    assert deal.view.deal.amount_minor == 5_040_000


def test_a_quantity_that_is_no_number_says_so(deal: Deal) -> None:
    items = part(deal, "items")
    deal.type(items.name, "Live tracking")
    deal.press(items.name, Qt.Key.Key_Return)
    quantity = deal.find(LineEdit, f"item_quantity_{deal.view.items[0].id}")
    quantity.setFocus()
    quantity.setText("many")
    leave(deal)
    assert quantity.property("faulty") is True
    assert "is not a number" in items.fault.text()
    assert deal.view.items[0].quantity_milli == 1000
    quantity.setFocus()
    quantity.setText("1")
    leave(deal)
    assert not items.fault.isVisible()


def test_competitors_are_added_and_noted(deal: Deal) -> None:
    rivals = part(deal, "rivals")
    deal.type(rivals.name, "The spreadsheet")
    rivals.kind.set_value("nothing")
    deal.press(rivals.name, Qt.Key.Key_Return)
    rival = deal.view.competitors[0]
    note = deal.find(LineEdit, f"rival_note_{rival.id}")
    note.setFocus()
    note.setText("It costs nothing")
    leave(deal)
    kept = deal.view.competitors[0]
    assert (kept.name, kept.kind, kept.note) == ("The spreadsheet", "nothing", "It costs nothing")


def test_a_field_of_the_reps_own_is_filled(deal: Deal) -> None:
    from salesdesk.usecases.custom_fields import AddCustomField

    part(deal, "custom")
    deal.bridge.submit(AddCustomField("deal", "Works council"))
    deal.settle()
    field = deal.find(LineEdit, f"custom_{deal.view.custom[0].field_id}")
    field.setFocus()
    field.setText("Asked for privacy rules")
    leave(deal)
    assert deal.view.custom[0].value == "Asked for privacy rules"


def test_a_lost_deal_shows_why_at_the_top(deal: Deal) -> None:
    from salesdesk.usecases.closing import LoseDeals

    review = part(deal, "review")
    assert review.isHidden()
    deal.bridge.submit(LoseDeals((deal.deal_id,), "lost", ("price",), change="Ask earlier"))
    deal.settle()
    assert not review.isHidden()
    assert deal.page.header.state.words == "Lost Nov 22, 2026"
    assert deal.page.header.move_on.isHidden()


def test_tab_reaches_the_fields_one_after_the_other(deal: Deal) -> None:
    fields = part(deal, "fields").fields
    fields["amount_minor"].setFocus()
    seen = []
    for _step in range(4):
        focused = QApplication.focusWidget()
        assert focused is not None
        seen.append(focused.objectName())
        deal.press(focused, Qt.Key.Key_Tab)
    assert seen == [
        "deal_field_amount_minor",
        "deal_field_currency",
        "deal_field_expected_close_on_line",
        "deal_field_expected_close_on_calendar",
    ]


def after(deal: Deal) -> list[str]:
    """What the right rail says is left on a closed deal."""
    return [left.words for left in left_to_do(deal.view)]


def test_a_won_deal_asks_for_handoff_check_in_renewal_and_review(deal: Deal) -> None:
    deal.bridge.submit(WinDeal(deal.deal_id, 6_400_000, "2026-11-20", ("value",)))
    deal.settle()
    titles = [label.text() for label in deal.page.rail.findChildren(PlainLabel)]
    assert "After the win" in titles
    assert after(deal)[1:] == [
        "No check-in with the customer is planned.",
        "When is it up for renewal?",
        "A renewal or an expansion begins with what you know of them.",
        "What did this deal teach?",
    ]
    assert after(deal)[0].startswith("0 of 2 items of the handoff are ready")
    deal.click("after_handoff")
    assert deal.page.tabs.key() == "handoff"
    deal.click("after_renewal")
    deal.find(DateEdit, "deal_field_renewal_on").changed.emit(dt.date(2027, 11, 20))
    deal.settle()
    assert after(deal)[2] == "It is up for renewal on Nov 20, 2027."


@pytest.mark.parametrize(
    ("close", "words", "chance"), [("won", "Closed", 100), ("lost", "Omitted", 0)]
)
def test_a_closed_deal_stands_in_the_forecast_as_it_ended(
    deal: Deal, close: str, words: str, chance: int
) -> None:
    won = WinDeal(deal.deal_id, 6_400_000, "2026-11-20", ("value",))
    lost = LoseDeals((deal.deal_id,), "lost", ("price",), "2026-11-20")
    deal.bridge.submit(won if close == "won" else lost)
    deal.settle()
    shown = deal.page.side.category
    assert shown.accessibleName() == f"Forecast category: {words} {close}"
    deal.show("overview")
    pick = deal.find(PickOne, "deal_field_category")
    assert (pick.currentText(), pick.isEnabled()) == (words, False)
    assert deal.find(LineEdit, "deal_field_probability").placeholderText() == f"{chance}%"
    deal.bridge.submit(ReopenDeal(deal.deal_id))
    deal.settle()
    assert (pick.currentText(), pick.isEnabled()) == ("Pipeline", True)


def _places(section: Any) -> list[tuple[object, ...]]:
    """Where each part of each row stands, from the first row."""
    return [
        (type(part).__name__, part.mapTo(section, part.rect().topLeft()), part.size(), words(part))
        for row in section._rows.made
        for part in sorted(row.findChildren(QWidget), key=lambda w: (w.y(), w.x(), w.objectName()))
        if part.isVisible()
    ]


def words(part: QWidget) -> str:
    """What a label says."""
    return part.text() if isinstance(part, PlainLabel) else ""


@pytest.mark.parametrize("key", ["people", "items"])
def test_rows_that_take_another_shape_stand_as_rows_made_in_it(deal: Deal, key: str) -> None:
    for name in ("Rosa Haak", "Tom Wieser"):
        desks.add_person(deal.desk, deal.deal_id, name, role="user")
    for item in ("Licence", "Training"):
        deal.desk.run(AddLineItem(deal.deal_id, item))
    section = part(deal, key)
    deal.page.room.refresh()
    section.show_view()
    section._rows.finish()
    shapes = []
    for wide in (1500, 900, 1500):
        deal.page.resize(wide, 3000)
        deal.settle()
        kept = section._rows.made
        assert len(kept) >= 3
        shapes.append(_places(section))
        section._rows.forget()
        section.show_view()
        section._rows.finish()
        deal.settle()
        assert _places(section) == shapes[-1]
        assert kept != section._rows.made
    wide, narrow, again = shapes
    assert wide == again
    assert max(at.y() for _kind, at, *_rest in narrow) > max(at.y() for _kind, at, *_rest in wide)


@pytest.mark.parametrize("key", ["people", "items"])
def test_what_is_typed_in_a_row_stays_while_the_window_gets_narrow(deal: Deal, key: str) -> None:
    deal.desk.run(AddLineItem(deal.deal_id, "Licence"))
    section = part(deal, key)
    deal.page.room.refresh()
    section.show_view()
    deal.page.resize(1500, 1400)
    deal.settle()
    row = section._rows.made[1]
    field = next(iter(row.findChildren(LineEdit)), None)
    if field is not None:
        field.setFocus()
        field.setText("Licence for a ye")
    deal.page.resize(900, 1400)
    deal.settle()
    assert row in section._rows.made
    assert section.is_narrow
    if field is not None:
        assert field.hasFocus()
        assert field.text() == "Licence for a ye"


def test_figures_have_room_beside_larger_text(deal: Deal) -> None:
    deal.desk.run(AddLineItem(deal.deal_id, "Licence"))
    section = part(deal, "items")
    deal.page.room.refresh()
    section.show_view()
    deal.page.resize(1500, 1400)
    deal.settle()
    price = deal.find(LineEdit, f"item_price_{deal.view.items[0].id}")
    before = price.width()
    theme.current().set_look("light", 20)
    try:
        assert price.width() == theme.tokens().px(100) > before
    finally:
        theme.current().set_look("light", 13)


@pytest.mark.parametrize("wide", [900, 1500])
def test_titles_end_where_their_figures_end(deal: Deal, wide: int) -> None:
    deal.desk.run(AddLineItem(deal.deal_id, "Licence"))
    section = part(deal, "items")
    deal.page.room.refresh()
    section.show_view()
    deal.page.resize(wide, 1400)
    deal.settle()
    head, row = section._rows.made[:2]
    price = deal.find(LineEdit, f"item_price_{deal.view.items[0].id}")
    title = next(each for each in head.findChildren(PlainLabel) if each.text() == "Price")
    assert title.geometry().right() == price.geometry().right()
    assert head.width() == row.width()
