"""The gate dialog: what is missing is filled in place, then the move completes itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from salesdesk.domain.process import Criterion, Rule
from salesdesk.ui.board.gate_dialog import GateDialog
from salesdesk.ui.board.gate_items import Case, GateItem
from salesdesk.ui.board.gate_voices import NEW
from salesdesk.usecases.board import gate_preview
from salesdesk.usecases.passing import gate_help
from tests import desks
from tests.ui.board.boards import Board
from tests.ui.live import with_dialog


def move(board: Board, *names: str) -> Callable[[], None]:
    def start() -> None:
        board.page.controller.mover.move(tuple(board.ids[name] for name in names), "propose")
        board.settle()

    return start


def editor(dialog: GateDialog, at: int) -> Any:
    return dialog.items[at].editors[0]


def test_filling_everything_in_place_moves_the_deal_in_one_step_of_undo(board: Board) -> None:
    desks.add_person(board.desk, board.ids["Alpha"], "Ines Berg", role="champion")

    def fill(dialog: GateDialog) -> None:
        pain, step = editor(dialog, 0), editor(dialog, 1)
        assert pain.who.pick.currentText() == "Ines Berg · Champion"
        assert pain.when.value() == desks.TODAY
        pain.words.set_words("Trucks stand still at night")
        step.what.setText("Walk through the plan")
        step.due.set_value(desks.TODAY.replace(day=27))
        dialog.accept()

    with_dialog(fill, move(board, "Alpha"))
    assert board.names("propose") == ["Delta", "Alpha"]
    assert board.shell.undoable == ["Moved Alpha to Propose"]
    facts = board.desk.raw.execute("SELECT kind, words, confirmed FROM fact").fetchall()
    assert facts == [("pain", "Trucks stand still at night", 1)]
    board.undo()
    assert board.names("qualify") == ["Alpha", "Beta", "Gamma"]
    assert board.desk.raw.execute("SELECT count(*) FROM fact").fetchone()[0] == 0
    assert board.desk.raw.execute("SELECT count(*) FROM next_step").fetchone()[0] == 0


def test_a_new_person_is_added_by_name_and_offered_to_the_other_items(board: Board) -> None:
    def fill(dialog: GateDialog) -> None:
        pain = editor(dialog, 0)
        assert pain.who.pick.value() == NEW
        pain.words.set_words("Too many stops")
        pain.who.line.setText("Dana Reyes")
        pain.who.line.editingFinished.emit()
        assert pain.who.pick.currentText() == "Dana Reyes"
        editor(dialog, 1).what.setText("Call")
        editor(dialog, 1).due.set_value(desks.TODAY)
        dialog.accept()

    with_dialog(fill, move(board, "Beta"))
    assert "Beta" in board.names("propose")
    people = board.desk.raw.execute(
        "SELECT p.name FROM deal_person d JOIN person p ON p.id = d.person_id"
    ).fetchall()
    assert people == [("Dana Reyes",)]


def test_what_is_not_filled_is_marked_and_nothing_moves(board: Board) -> None:
    def try_it(dialog: GateDialog) -> None:
        dialog.accept()
        assert dialog.isVisible()
        assert all(item.fault.isVisible() for item in dialog.items)

    with_dialog(try_it, move(board, "Alpha"))
    assert board.names("qualify") == ["Alpha", "Beta", "Gamma"]
    assert board.shell.undoable == []


def test_moving_with_a_reason_keeps_the_reason_and_what_was_missing(board: Board) -> None:
    def override(dialog: GateDialog) -> None:
        assert dialog.with_reason is not None
        dialog.resize(dialog.width(), 330)
        dialog.with_reason.click()
        QApplication.processEvents()
        assert dialog.focusWidget() is dialog.reason
        assert not dialog.reason.visibleRegion().isEmpty()
        dialog.accept()
        assert dialog.isVisible()
        dialog.reason.setText("Signed framework contract")
        dialog.accept()

    with_dialog(override, move(board, "Alpha"))
    assert "Alpha" in board.names("propose")
    kept = board.desk.raw.execute("SELECT why, missing FROM gate_override").fetchall()
    assert kept == [("Signed framework contract", '["pain-named", "dated"]')]


def test_escape_leaves_everything_as_it_was(board: Board) -> None:
    with_dialog(lambda dialog: dialog.reject(), move(board, "Alpha"))
    assert board.names("qualify") == ["Alpha", "Beta", "Gamma"]


def test_a_blocking_process_offers_no_way_around(board: Board) -> None:
    from salesdesk.usecases.pipelines import SetGatePolicy

    board.desk.run(SetGatePolicy(board.page.content.pipeline_id, "block"))
    board.page.load(board.page.content.pipeline_id)

    def look(dialog: GateDialog) -> None:
        assert dialog.with_reason is None

    with_dialog(look, move(board, "Alpha"))


def test_several_deals_are_asked_for_in_one_dialog_and_move_together(board: Board) -> None:
    def fill(dialog: GateDialog) -> None:
        assert len(dialog.items) == 4
        for at in (0, 2):
            editor(dialog, at).words.set_words("It hurts")
            editor(dialog, at).who.line.setText("Dana")
            editor(dialog, at + 1).what.setText("Call")
            editor(dialog, at + 1).due.set_value(desks.TODAY)
        dialog.accept()

    with_dialog(fill, move(board, "Alpha", "Beta"))
    assert set(board.names("propose")) == {"Alpha", "Beta", "Delta"}
    board.undo()
    assert board.names("qualify") == ["Alpha", "Beta", "Gamma"]


def test_a_missing_field_is_asked_for_as_that_field(board: Board) -> None:
    board.ids["Zeta"] = desks.add_deal(board.desk, "Zeta", stage_key="propose")
    board.page.load(board.page.content.pipeline_id)

    def fill(dialog: GateDialog) -> None:
        amount = editor(dialog, 0)
        assert amount.field_key == "amount"
        amount.field.setText("42k")
        dialog.accept()

    def start() -> None:
        board.page.controller.mover.move((board.ids["Zeta"],), "close")
        board.settle()

    with_dialog(fill, start)
    row = board.page.row(board.ids["Zeta"])
    assert row is not None
    assert (row.column_key, row.amount_minor) == ("close", 4_200_000)


RULES = [
    Rule("fact", ("metric",), needs=("measure", "target", "due_on")),
    Rule("fact", ("goal", "criterion"), confirmed=True),
    Rule("field", ("account", "expected_close", "term", "competitor", "industry")),
    Rule("field", ("next_step_agreed", "product")),
    Rule("field", ("won_on",)),
    Rule("person", ("champion", "sponsor")),
    Rule("people", at_least=3),
    Rule("answered", ("what-hurts", "who-else"), at_least=2),
    Rule("answered", ("topic:pains",)),
    Rule("signal", ("asked-price",)),
    Rule("line_items"),
    Rule("objections", ("resolved",)),
    Rule("note"),
]


def test_a_company_not_known_yet_is_named_and_described_on_the_spot(board: Board) -> None:
    import dataclasses

    from salesdesk.domain import gates
    from salesdesk.store import snapshots
    from salesdesk.ui.board.gate_voices import Voices
    from salesdesk.usecases.moves import MoveDeals
    from salesdesk.usecases.passing import PassGate
    from salesdesk.usecases.pipelines import SetGatePolicy

    desk, deal_id = board.desk, board.ids["Alpha"]
    desk.run(_Clear(deal_id))
    desk.run(SetGatePolicy(board.page.content.pipeline_id, "off"))
    rule = Rule("field", ("industry", "account", "size"))
    process = desk.process(board.page.content.pipeline_id)
    stage = dataclasses.replace(process.stages[0], criteria=(Criterion("c", "C", rule, "x"),))

    def state() -> Any:
        kept = desk.read(lambda connection: snapshots.state(connection, deal_id))
        assert kept is not None
        return gates.gate(process, stage, kept.snapshot).states[0]

    help_ = gate_help(desk, deal_id)
    case = Case(deal_id, state(), help_, Voices(deal_id, help_, board.page), desk.clock.today())
    item = GateItem(case)
    assert [each.field_key for each in item.editors] == ["account", "industry", "size"]
    for each, words in zip(item.editors, ("Nordlys AS", "Food", "200"), strict=True):
        each.field.setText(words)
    desk.run(PassGate(tuple(item.parts()), MoveDeals((deal_id,), "propose", None)))
    assert state().is_met


def _after(widget: QWidget) -> QWidget:
    """Where Tab leads from a widget."""
    following = widget.nextInFocusChain()
    while not following.focusPolicy() & Qt.FocusPolicy.TabFocus:
        following = following.nextInFocusChain()
    return following


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.test}-{'-'.join(rule.of)}")
def test_every_rule_can_be_met_from_the_dialog(board: Board, rule: Rule, qtbot: Any) -> None:
    """Fills whatever editor the rule gets, runs its commands, and asks the rule again."""
    import dataclasses

    from salesdesk.domain import gates
    from salesdesk.store import snapshots
    from salesdesk.ui.board.gate_voices import Voices
    from salesdesk.usecases.objections import LogObjection

    desk, deal_id = board.desk, board.ids["Alpha"]
    if rule.test == "objections":
        desk.run(LogObjection(deal_id, "Too expensive"))
    if "account" in rule.of:
        desk.run(_Clear(deal_id))
    process = desk.process(board.page.content.pipeline_id)
    stage = dataclasses.replace(
        process.stages[0], criteria=(Criterion("c", "C", rule, "overview"),)
    )

    def report() -> Any:
        state = desk.read(lambda connection: snapshots.state(connection, deal_id))
        assert state is not None
        return gates.gate(process, stage, state.snapshot)

    state = report().open[0]
    help_ = gate_help(desk, deal_id)
    voices = Voices(deal_id, help_, board.page)
    item = GateItem(Case(deal_id, state, help_, voices, desk.clock.today()))
    qtbot.addWidget(item)
    for number, each in enumerate(item.editors):
        _fill(each, number)
        if hasattr(each, "kind"):
            assert _after(each.kind) is each.words
    assert item.is_filled
    parts = item.parts()
    for part in [*voices.parts(), *parts]:
        desk.run(_named(part))
    assert report().states[0].is_met


def _fill(each: Any, number: int) -> None:
    for name in ("words", "what", "name", "field"):
        field = getattr(each, name, None)
        if field is None:
            continue
        if hasattr(field, "set_words"):
            field.set_words("Eleven hours a week")
        elif name == "field" and hasattr(field, "open_calendar"):
            field.set_value(desks.TODAY)
        else:
            field.setText(f"Thing {number}")
    if hasattr(each, "due"):
        each.due.set_value(desks.TODAY)
    for need in getattr(each, "needs", {}).values():
        need.set_value(desks.TODAY) if hasattr(need, "set_value") else need.setText("9 h")
    if hasattr(each, "who") and not each.who.value():
        each.who.line.setText(f"Person {number}")


class _Clear:
    """Takes account away, so that the gate lacks it."""

    label = "Clear"

    def __init__(self, deal_id: str) -> None:
        self.deal_id = deal_id

    def apply(self, unit: Any) -> None:
        from salesdesk.store.schema import Deal

        unit.get(Deal, self.deal_id).account_id = None


def _named(part: Any) -> Any:
    """A part as a command of its own; they all are."""
    assert part.label
    return part


def test_a_pain_that_waits_for_confirmation_is_confirmed_and_not_written_twice(
    board: Board, qtbot: Any
) -> None:
    from salesdesk.ui.board.gate_voices import Voices

    desk, deal_id = board.desk, board.ids["Alpha"]
    desks.add_person(desk, deal_id, "Ines Berg")
    fact = desks.add_fact(desk, deal_id, "pain", "Stops at night")
    state = gate_preview(desk, deal_id)
    assert state is not None

    rule = Rule("fact", ("pain",), confirmed=True)
    open_state = state.open[0]._replace(criterion=Criterion("c", "C", rule, "discover"))
    help_ = gate_help(desk, deal_id)
    case = Case(deal_id, open_state, help_, Voices(deal_id, help_, board.page), desks.TODAY)
    item = GateItem(case)
    qtbot.addWidget(item)
    assert item.parts(only_entered=True) == []
    (part,) = item.parts()
    desk.run(part)  # type: ignore[arg-type]
    rows = desk.raw.execute("SELECT id, confirmed FROM fact").fetchall()
    assert rows == [(fact, 1)]
