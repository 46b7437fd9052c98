"""The Commit panel by keyboard: events, the plan as table and picture, gives and gets."""

from __future__ import annotations

import datetime as dt
import itertools
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from salesdesk.ui.deal.commit.concession_dialog import ConcessionDialog
from salesdesk.ui.deal.commit.day_scale import DayScale
from salesdesk.ui.deal.commit.events import EventForm
from salesdesk.ui.deal.commit.step_dialog import PlanStepDialog
from salesdesk.ui.deal.discovery.fact_dialog import FactDialog
from salesdesk.ui.widgets import Button, PlainLabel
from salesdesk.usecases.commitment import AddConcession as Add
from salesdesk.usecases.commitment import (
    AddPlanStep,
    AddTypicalSteps,
    CommitView,
    Give,
    commit_view,
)
from salesdesk.usecases.deals import EditDeal
from salesdesk.usecases.line_items import AddLineItem
from tests import desks
from tests.ui.checks import assert_named
from tests.ui.deal.pages import Deal

D = TypeVar("D", bound=QWidget)


def view(deal: Deal) -> CommitView:
    return commit_view(deal.desk, deal.deal_id)


def words(box: QWidget) -> str:
    return "\n".join(label.text() for label in box.findChildren(PlainLabel))


def dialog(deal: Deal, kind: type[D]) -> D:
    """The dialog of this kind that is open."""
    deal.settle()
    found = [d for d in deal.page.window().findChildren(kind) if d.isVisible()]
    assert len(found) == 1
    return found[0]


def step_of(deal: Deal, **fields: Any) -> str:
    before = {state.step.id for state in view(deal).plan.steps}
    deal.bridge.submit(AddPlanStep(deal.deal_id, {"what": "Sign", **fields}))
    deal.settle()
    return next(s.step.id for s in view(deal).plan.steps if s.step.id not in before)


def test_an_event_is_recorded_by_keyboard_and_taken_back(deal: Deal) -> None:
    panel = deal.show("commit")
    tick = deal.find(QWidget, "event_asked-terms_tick")
    deal.press(tick, Qt.Key.Key_Space)
    form = deal.find(EventForm, "event_asked-terms_form")
    assert QApplication.focusWidget() is form.words
    deal.type(form.words, "Asked for our contract")
    form.person.set_person(deal.person_id)
    deal.press(deal.find(QWidget, "event_asked-terms_form_save"), Qt.Key.Key_Space)
    (state,) = view(deal).events
    assert state.fact is not None
    assert (state.fact.words, state.fact.person_id) == ("Asked for our contract", deal.person_id)
    assert "“Asked for our contract”" in words(panel.events)
    deal.press(deal.find(QWidget, "event_asked-terms_tick"), Qt.Key.Key_Space)
    assert view(deal).events[0].fact is None


def test_the_typical_steps_are_counted_back_from_the_day_that_is_typed(deal: Deal) -> None:
    panel = deal.show("commit")
    deal.click("plan_typical")
    assert "counted back from the day of the start" in panel.plan.fault.text()
    panel.plan.target.line.setFocus()
    panel.plan.target.line.setText("2027-03-01")
    deal.click("plan_typical")
    assert view(deal).target_on == "2027-03-01"
    assert len(view(deal).plan.steps) == 8
    assert not panel.plan.fault.isVisible()
    assert not panel.plan.typical.isVisible()
    text = "\n".join(
        w.words for w in panel.plan.faults.findChildren(QWidget) if hasattr(w, "words")
    )
    assert "steps without a name" in text
    assert "The buyer owns 5 of 8 steps, 3 both" in text


def test_a_step_without_day_or_name_is_loud_and_a_late_one_too(deal: Deal) -> None:
    panel = deal.show("commit")
    step_of(deal)
    step_of(deal, due_on="2026-11-02", owner="Dana", side="seller")
    shown = [w.words for w in panel.plan.faults.findChildren(QWidget) if hasattr(w, "words")]
    assert shown[:3] == ["1 step late", "1 step without a date", "1 step without a name"]
    assert "it is our plan, not theirs" in shown[3]


def test_a_step_is_ticked_off_and_opened_from_the_table_by_keyboard(deal: Deal) -> None:
    deal.show("commit")
    key = step_of(deal, due_on="2026-12-01", owner="Dana")
    deal.press(deal.find(QWidget, f"plan_tick_{key}"), Qt.Key.Key_Space)
    assert view(deal).plan.steps[0].step.state == "done"
    deal.press(deal.find(QWidget, f"plan_open_{key}"), Qt.Key.Key_Space)
    box = dialog(deal, PlanStepDialog)
    box.what.selectAll()
    QTest.keyClicks(box.what, "Sign on both sides")
    box.state.set_value("open")
    QTest.keyClick(box.what, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    deal.settle()
    step = view(deal).plan.steps[0].step
    assert (step.what, step.state, step.done_on) == ("Sign on both sides", "open", None)
    assert deal.shell.undoable[-1] == "Change the plan step “Sign on both sides”"


def test_a_known_person_becomes_the_owner_of_a_new_step(deal: Deal) -> None:
    panel = deal.show("commit")
    deal.click("plan_add")
    box = dialog(deal, PlanStepDialog)
    assert_named(box)
    QTest.keyClick(box.what, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert box.isVisible()
    QTest.keyClicks(box.what, "Read the contract")
    box.person.set_value(deal.person_id)
    box.person.picked.emit(deal.person_id)
    assert not box.form.row("owner").isVisible()
    box.day.line.setText("2026-12-01")
    assert box.primary is not None
    box.primary.click()
    deal.settle()
    (state,) = view(deal).plan.steps
    assert (state.step.person_id, state.lacks) == (deal.person_id, ())
    assert panel.plan.rows.findChild(QWidget, f"plan_row_{state.step.id}") is not None


def test_the_timeline_is_walked_with_the_arrows_and_enter_opens_the_step(deal: Deal) -> None:
    panel = deal.show("commit")
    step_of(deal, due_on="2026-11-02", owner="Dana")
    step_of(deal, what="Kickoff", due_on="2026-12-20", owner="Dana")
    panel.plan.look.set_value("timeline")
    panel.plan.look.picked.emit("timeline")
    deal.settle()
    picture = panel.plan.timeline
    assert picture.isVisible()
    assert not panel.plan.rows.isVisible()
    assert picture.accessibleDescription() == "1. Sign, Nov 2, Buyer: Dana, 20 days late"
    assert picture.grab().height() == picture.sizeHint().height()
    deal.press(picture, Qt.Key.Key_Down)
    assert picture.accessibleDescription().startswith("2. Kickoff")
    deal.press(picture, Qt.Key.Key_Return)
    assert dialog(deal, PlanStepDialog).what.words() == "Kickoff"


def test_a_late_step_is_painted_in_red(deal: Deal) -> None:
    from salesdesk.ui import theme

    panel = deal.show("commit")
    step_of(deal, due_on="2026-11-02", owner="Dana")
    panel.plan.look.set_value("timeline")
    panel.plan.look.picked.emit("timeline")
    deal.settle()
    picture = panel.plan.timeline
    image = picture.grab().toImage()
    look = theme.tokens()
    colours = {
        image.pixelColor(x, y).name()
        for x in range(0, image.width(), 3)
        for y in range(picture._top(), image.height())
    }
    assert look.late_soft.name() in colours
    assert look.late_fill.name() in colours


def test_the_way_to_signature_opens_a_step_or_plans_the_missing_one(deal: Deal) -> None:
    panel = deal.show("commit")
    step_of(deal, kind="budget", what="Budget approved", due_on="2026-12-01", owner="Paul")
    assert panel.path.accessibleDescription() == "Budget approval, Paul, planned · Dec 1"
    panel.path.setFocus()
    deal.press(panel.path, Qt.Key.Key_Right)
    assert panel.path.accessibleDescription() == "Legal review, not planned"
    deal.press(panel.path, Qt.Key.Key_Return)
    box = dialog(deal, PlanStepDialog)
    assert (box.kind.value(), box.what.words()) == ("legal", "Legal review")
    box.reject()
    deal.press(panel.path, Qt.Key.Key_Left)
    deal.press(panel.path, Qt.Key.Key_Space)
    assert dialog(deal, PlanStepDialog).what.words() == "Budget approved"


def test_objective_and_fallback_are_saved_when_the_panel_is_left(deal: Deal) -> None:
    panel = deal.show("commit")
    boxes = panel.plan._boxes
    deal.type(boxes["objective"], "Both plants see the same stock")
    deal.type(boxes["fallback"], "One plant first")
    deal.show("overview")
    found = view(deal)
    assert (found.objective, found.fallback) == (
        "Both plants see the same stock",
        "One plant first",
    )


def test_criteria_and_risks_are_the_deals_facts_and_open_to_be_corrected(deal: Deal) -> None:
    fact = desks.add_fact(deal.desk, deal.deal_id, "risk", "They argue", mitigation="A workshop")
    deal.show("commit")
    deal.press(deal.find(QWidget, f"plan_fact_{fact}"), Qt.Key.Key_Space)
    assert dialog(deal, FactDialog).isVisible()


# Gives and gets -----------------------------------------------------------------------------------


@pytest.fixture
def priced(deal: Deal) -> Deal:
    deal.desk.run(EditDeal(deal.deal_id, {"amount_minor": 100_000}))
    return deal


def fill(box: ConcessionDialog, give: str, size: str, get: str, state: str) -> None:
    QTest.keyClicks(box.give, give)
    QTest.keyClicks(box.amount, size)
    QTest.keyClicks(box.get, get)
    box.state.set_value(state)
    box.state.picked.emit(state)


def test_a_breach_is_said_while_the_form_is_filled_and_the_button_says_so(priced: Deal) -> None:
    deal, panel = priced, priced.show("commit")
    deal.click("ledger_add")
    box = dialog(deal, ConcessionDialog)
    assert_named(box)
    assert "Alone: up to 5%" in box.limits.text()
    fill(box, "Fifteen per cent", "15", "", "offered")
    assert box.cost.value() == 15_000
    assert "needs approval: Leadership" in words(box.doubts)
    assert "without a get" in words(box.doubts)
    assert box.primary is not None
    assert box.primary.words == "Offer it all the same"
    assert box.effect.text() == "Leaves €850 · discount in total 15.0%"
    ask = box.findChild(QWidget, "concession_ask_1")
    assert ask is not None
    ask.click()  # type: ignore[attr-defined]
    QTest.keyClicks(box.approved_by, "Mira Oduya")
    assert not box.doubts.isVisible()
    assert box.primary.words == "Save"
    box.primary.click()
    deal.settle()
    (line,) = view(deal).lines
    assert line.concession.get == "A longer term, two or three years in place of one"
    assert (line.concession.size, line.check.doubts) == (1500, ())
    assert "approved by Mira Oduya" in words(panel.ledger)


def test_what_they_only_asked_for_already_shows_what_offering_it_would_mean(priced: Deal) -> None:
    deal = priced
    deal.show("commit")
    deal.click("ledger_add")
    box = dialog(deal, ConcessionDialog)
    assert not box.effect.isVisible()
    fill(box, "Fifteen per cent", "15", "", "asked")
    assert box.effect.text() == (
        "If you offer it: Leaves €850 · discount in total 15.0%\n15% in total needs approval: "
        "Leadership. Alone you may give up to 5%."
    )
    assert not box.doubts.isVisible()
    assert box.primary is not None
    assert box.primary.words == "Save"
    box.state.set_value("withdrawn")
    box.state.picked.emit("withdrawn")
    assert not box.effect.isVisible()


def test_going_on_in_spite_of_a_doubt_leaves_it_standing_in_the_ledger(priced: Deal) -> None:
    deal, panel = priced, priced.show("commit")
    deal.click("ledger_add")
    box = dialog(deal, ConcessionDialog)
    fill(box, "A pilot in Lyon", "3", "", "offered")
    assert box.primary is not None
    box.primary.click()
    deal.settle()
    assert view(deal).lines[0].check.doubts == ("get",)
    assert "This is a give without a get" in words(panel.ledger)


def test_a_number_that_is_none_is_said_at_its_field(priced: Deal) -> None:
    deal = priced
    deal.show("commit")
    deal.click("ledger_add")
    box = dialog(deal, ConcessionDialog)
    fill(box, "Some", "lots", "Two years", "asked")
    assert box.primary is not None
    box.primary.click()
    deal.settle()
    assert box.isVisible()
    assert box.form.row("size").below.text() == "Enter a number."
    box.amount.setText("250")
    box.primary.click()
    deal.settle()
    assert "cannot be meant" in box.fault.text()
    assert view(deal).lines == ()


def test_what_was_asked_for_is_offered_by_one_key_or_opens_with_its_doubt(priced: Deal) -> None:
    deal = priced
    deal.desk.run(Add(deal.deal_id, Give("reference-given", "A call", 1, 0, "A date")))
    deal.desk.run(Add(deal.deal_id, Give("price-discount", "Fifteen", 1500)))
    deal.show("commit")
    call, fifteen = (line.concession.id for line in view(deal).lines)
    deal.press(deal.find(Button, f"ledger_next_{call}"), Qt.Key.Key_Space)
    assert view(deal).lines[0].concession.state == "offered"
    deal.press(deal.find(Button, f"ledger_next_{fifteen}"), Qt.Key.Key_Space)
    box = dialog(deal, ConcessionDialog)
    assert "needs approval: Leadership" in words(box.doubts)
    assert view(deal).lines[1].concession.state == "asked"


def test_the_deals_amount_is_set_to_what_the_ledger_leaves(priced: Deal) -> None:
    deal = priced
    deal.desk.run(
        AddLineItem(deal.deal_id, "Licence", unit_minor=100_000, currency="EUR", discount_bp=400)
    )
    deal.show("commit")
    deal.press(deal.find(QWidget, "ledger_align"), Qt.Key.Key_Space)
    assert deal.view.deal.amount_minor == 96_000


def test_lines_are_reordered_and_deleted_by_keyboard(priced: Deal) -> None:
    deal = priced
    for name in ("first", "second"):
        deal.desk.run(Add(deal.deal_id, Give("reference-given", name)))
    deal.show("commit")
    first, second = (line.concession.id for line in view(deal).lines)
    deal.press(deal.find(QWidget, f"ledger_move_-1_{second}"), Qt.Key.Key_Space)
    assert [line.concession.give for line in view(deal).lines] == ["second", "first"]
    deal.press(deal.find(QWidget, f"ledger_bin_{first}"), Qt.Key.Key_Space)
    assert [line.concession.give for line in view(deal).lines] == ["second"]


def test_the_limits_can_be_read_on_the_panel(deal: Deal) -> None:
    panel = deal.show("commit")
    deal.click("ledger_limits_open")
    assert "Finance: up to 10%" in words(panel.ledger.limits)
    deal.click("ledger_limits_open")
    assert "Finance" not in words(panel.ledger.limits)


# Sharing and the rest -----------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["xlsx", "ics"])
def test_the_plan_is_saved_as_a_file_with_its_ending(
    deal: Deal, how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = deal.show("commit")
    chosen = str(tmp_path / "plan")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (chosen, ""))
    panel.plan.share_requested.emit(how)
    assert "no step yet" in deal.shell.warned[-1]
    step_of(deal, due_on="2026-12-01", owner="Dana")
    panel.plan.share_requested.emit(how)
    assert (tmp_path / f"plan.{how}").stat().st_size > 100
    assert deal.shell.told[-1] == f"Saved as plan.{how}"


def test_the_plan_is_printed_as_a_paper(deal: Deal) -> None:
    deal.show("commit").plan.share_requested.emit("plan")
    assert deal.shell.opened == [("paper", f"plan/{deal.deal_id}")]


def test_everything_on_the_panel_has_a_name_for_tests_and_assistive_tools(deal: Deal) -> None:
    panel = deal.show("commit")
    deal.bridge.submit(AddTypicalSteps(deal.deal_id, "2027-03-01"))
    deal.bridge.submit(Add(deal.deal_id, Give("reference-given", "A call")))
    deal.settle()
    assert_named(panel)


def test_actions_lead_to_the_panel_and_ask(deal: Deal) -> None:
    deal.page.controller.show_commit()
    assert deal.page.tabs.key() == "commit"
    deal.page.controller.add_plan_step()
    dialog(deal, PlanStepDialog).reject()
    deal.settle()
    deal.page.controller.add_concession()
    assert dialog(deal, ConcessionDialog).isVisible()


def test_marks_on_the_scale_keep_their_distance() -> None:
    scale = DayScale(dt.date(2026, 10, 1), dt.date(2027, 1, 1), 100, 400)
    marks = scale.marks(70)
    gaps = [scale.x(b) - scale.x(a) for a, b in itertools.pairwise(marks)]
    assert all(gap >= 70 for gap in gaps)
    assert all(day.weekday() == 0 for day in marks)
    one = DayScale(dt.date(2026, 10, 1), dt.date(2026, 10, 1), 100, 400)
    assert (one.x(one.first), one.marks(70)) == (250, [one.first])


def test_a_text_as_long_as_a_book_is_shown_cut_and_kept_whole(deal: Deal) -> None:
    panel = deal.show("commit")
    book = "word " * 20_000
    deal.bridge.submit(Add(deal.deal_id, Give("reference-given", book)))
    deal.bridge.submit(AddPlanStep(deal.deal_id, {"what": book, "due_on": "2026-12-01"}))
    deal.settle()
    panel.plan.look.set_value("timeline")
    panel.plan.look.picked.emit("timeline")
    deal.settle()
    assert not panel.plan.timeline.grab().isNull()
    assert view(deal).lines[0].concession.give == book.strip()
