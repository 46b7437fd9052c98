"""The card of the mutual action plan: what for and until when, the steps, what is wrong with it."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from salesdesk.domain import action_plan as plans
from salesdesk.domain.action_plan import StepState
from salesdesk.domain.gates import FactView
from salesdesk.support.i18n import _, ngettext
from salesdesk.ui.deal.commit.plan_rows import plan_head, plan_row
from salesdesk.ui.deal.commit.step_dialog import PlanStepDialog
from salesdesk.ui.deal.commit.timeline import PlanTimeline
from salesdesk.ui.deal.drafts import DraftField
from salesdesk.ui.deal.room import Room
from salesdesk.ui.deal.rows import Hint, Rows, column, flowing, line
from salesdesk.ui.deal.writing import show_dialog
from salesdesk.ui.widgets import (
    Button,
    Card,
    DateEdit,
    FaultLine,
    Pill,
    PlainLabel,
    SectionHeader,
    Segments,
    TextBox,
)
from salesdesk.ui.widgets.wide import fix_wide
from salesdesk.ui.widgets.wrapped_link import WrappedLink
from salesdesk.usecases.commitment import (
    AddTypicalSteps,
    CommitView,
    EditPlanStep,
    SetPlan,
)


class PlanCard(Card):
    """The plan of the room's deal. `share_requested(how)`: plan, xlsx or ics."""

    share_requested = Signal(str)

    def __init__(self, room: Room) -> None:
        super().__init__(name="commit_plan", spacing=8)
        self._room = room
        self.view: CommitView | None = None
        self.title = SectionHeader(_("Mutual action plan"), name="commit_plan_header")
        self.look = Segments("plan_look", _("How the plan is shown"),
                             [("table", _("Table")), ("timeline", _("Timeline"))],
                             value="table")  # fmt: skip
        self.look.picked.connect(lambda _look: self._show_look())
        self.share = Button(_("Share"), "plan_share")
        self._fill_share()
        self.title.add(self.look)
        self._make_fields()
        self.faults = Rows("plan_faults", 0)
        self.rows = Rows("plan_rows", 3, room)
        self.is_narrow = False
        self.head = plan_head()
        self.timeline = PlanTimeline(room.today)
        self.timeline.step_requested.connect(self.open_step)
        legend = _(
            "Filled: theirs. Hollow: ours. Half: both. Blue line: today. Green line: the start."
        )
        self.legend = PlainLabel(legend, "small", "faint", wrap=True)
        add = self.add = Button(_("Add step"), "plan_add", icon="plus", on_click=self.add_step)
        self.typical = Button(_("Add the typical steps"), "plan_typical", on_click=self._typical)
        self.fault = FaultLine("plan_fault")
        self.told = Rows("plan_told", 3, room)
        for widget in (
            self.title, self._fields, self.faults, self.head, self.rows, self.timeline,
            self.legend,
            flowing(add, self.typical, self.share), self.fault, self.told,
        ):  # fmt: skip
            self.body.addWidget(widget)

    def show_deal(self) -> None:
        """Another deal comes: its drafts, its rows."""
        deal_id = self._room.deal_id
        self.rows.forget()
        self.say("")
        view = self.view
        for name, draft in self._drafts.items():
            draft.show(deal_id, getattr(view, name) if view else "")

    def show_view(self, view: CommitView) -> None:
        """Show the plan; what is being typed stays."""
        self.view = view
        for name, box in self._boxes.items():
            stored = getattr(view, name)
            kept = self._room.drafts.get(self._room.deal_id, f"plan_{name}")
            if not box.hasFocus() and not kept and box.words() != stored:
                box.set_words(stored)
        day = dt.date.fromisoformat(view.target_on) if view.target_on else None
        if not self.target.line.hasFocus():
            self.target.set_value(day)
        plan = view.plan
        done = _("{done} of {total} done").format(done=plan.done, total=len(plan.live))
        self.title.set_words(_("Mutual action plan"), done if plan.live else "")
        self.faults.show_items([tuple(_faults(view))], _pills)
        self.rows.show_items(plan.steps, self._row, self._empty)
        self.timeline.show_plan(plan.live, view.target_on, self._room.today)
        known = {state.step.kind for state in plan.live}
        self.typical.setVisible(not known.issuperset(each.kind for each in plans.TYPICAL))
        self.told.show_items(_facts(view), self._fact)
        self.told.make_in_sight()
        self._show_look()

    def set_narrow(self, is_narrow: bool) -> None:
        """In a narrow window a step has two lines, and the table no headings."""
        if is_narrow != self.is_narrow:
            self.is_narrow = is_narrow
            self.rows.forget()
            if self.view is not None:
                self.show_view(self.view)

    def say(self, sentence: str) -> None:
        """Show a fault, or none."""
        self.fault.say(sentence)

    def leave(self) -> None:
        """Save what was typed."""
        for name, box in self._boxes.items():
            self._save(name, box.words())

    def open_step(self, step_id: str) -> None:
        """Open one step."""
        assert self.view is not None
        found = next((s for s in self.view.plan.steps if s.step.id == step_id), None)
        if found is not None:
            show_dialog(PlanStepDialog(self._room, found.step))

    def add_step(self, kind: str = "other") -> None:
        """Ask for a new step."""
        show_dialog(PlanStepDialog(self._room, None, kind))

    def _make_fields(self) -> None:
        texts = {
            "objective": (_("What is reached"), _("What both sides want to have by that day")),
            "fallback": (_("If the day cannot be held"), _("What is done then, and who says so")),
        }
        self._boxes: dict[str, TextBox] = {}
        self._drafts: dict[str, DraftField] = {}
        parts: dict[str, QWidget] = {}
        for name, (label, hint) in texts.items():
            box = TextBox(f"plan_{name}", label, hint=hint, most_rows=5)
            box.committed.connect(lambda text, name=name: self._save(name, text))
            self._drafts[name] = DraftField(self._room.drafts, f"plan_{name}", box)
            self._boxes[name] = box
            parts[name] = column(PlainLabel(label, "small", "muted"), box, gap=3)
        self.target = DateEdit("plan_target", _("Day of the start"), self._room.today)
        self.target.changed.connect(self._on_target_changed)
        fix_wide(self.target, 190)
        day = column(PlainLabel(_("Day of the start"), "small", "muted"), self.target, gap=3)
        top = line(parts["objective"], day, gap=12)
        beside = top.layout()
        assert isinstance(beside, QHBoxLayout)
        beside.setStretch(0, 1)
        beside.setAlignment(day, Qt.AlignmentFlag.AlignTop)
        self._fields = column(top, parts["fallback"], gap=8)

    def _fill_share(self) -> None:
        menu = QMenu(self)
        menu.setObjectName("plan_share_menu")
        for how, title in (
            ("plan", _("Print or save the plan…")),
            ("xlsx", _("Excel table…")),
            ("ics", _("Calendar file…")),
        ):
            action = menu.addAction(title)
            action.setObjectName(f"plan_share_{how}")
            action.triggered.connect(lambda _on=False, how=how: self.share_requested.emit(how))
        self.share.setMenu(menu)

    def _show_look(self) -> None:
        has_steps = bool(self.view and self.view.plan.steps)
        is_table = self.look.value() == "table" or not has_steps
        self.rows.setVisible(is_table)
        self.head.setVisible(is_table and has_steps and not self.is_narrow)
        self.timeline.setVisible(not is_table)
        self.legend.setVisible(not is_table)

    def _row(self, state: StepState) -> QWidget:
        step = state.step
        wanted = plans.OPEN if step.state == plans.DONE else plans.DONE
        return plan_row(
            state,
            lambda: self._do(EditPlanStep(step.id, {"state": wanted, "done_on": None})),
            lambda: self.open_step(step.id),
            is_narrow=self.is_narrow,
        )

    @staticmethod
    def _empty() -> QWidget:
        return Hint(_("No step yet. Write down the day of the start, and let the typical steps be "
                      "counted back from it."), name="plan_empty")  # fmt: skip

    def _fact(self, item: tuple[str, FactView]) -> QWidget:
        title, fact = item
        text = fact.words if not fact.mitigation else f"{fact.words} → {fact.mitigation}"
        link = WrappedLink(
            text, f"plan_fact_{fact.id}", lambda: self._correct(fact), tone="text",
            label=_("Correct: {words}").format(words=fact.words),
        )  # fmt: skip
        box = line(Pill(title, "late" if fact.kind == "risk" else "accent"), link)
        box.layout().setStretch(1, 1)  # type: ignore[union-attr]
        return box

    def _correct(self, fact: FactView) -> None:
        from salesdesk.ui.deal.discovery.fact_dialog import FactDialog

        show_dialog(FactDialog(self._room, fact, self.window()))

    def _typical(self) -> None:
        assert self.view is not None
        day = self.target.value()
        suggested = self.view.target_on or self.view.suggested_on
        target = day.isoformat() if day else suggested
        self._do(AddTypicalSteps(self._room.deal_id, target))

    def _save(self, name: str, text: str) -> None:
        if self.view is not None and text != getattr(self.view, name):
            self._do(SetPlan(self._room.deal_id, {name: text or None}))
        self._room.drafts.drop(self._room.deal_id, f"plan_{name}")

    def _do(self, command: object) -> None:
        self.say("")
        self._room.do(command, None, self.say, owner=self)

    def _on_target_changed(self, day: dt.date | None) -> None:
        self._do(SetPlan(self._room.deal_id, {"target_on": day.isoformat() if day else None}))


def _faults(view: CommitView) -> list[tuple[str, str]]:
    """What is wrong with the plan: tone and words."""
    plan, found = view.plan, []
    if plan.late:
        n = len(plan.late)
        found.append(("late", ngettext("{n} step late", "{n} steps late", n).format(n=n)))
    if n := sum("date" in state.lacks for state in plan.lacking):
        words = ngettext("{n} step without a date", "{n} steps without a date", n)
        found.append(("late", words.format(n=n)))
    if n := sum("name" in state.lacks for state in plan.lacking):
        words = ngettext("{n} step without a name", "{n} steps without a name", n)
        found.append(("late", words.format(n=n)))
    if plan.live:
        text = _("The buyer owns {buyer} of {total} steps").format(
            buyer=plan.owned(plans.BUYER), total=len(plan.live)
        )
        if plan.owned(plans.BOTH):
            text = _("{text}, {both} both").format(text=text, both=plan.owned(plans.BOTH))
        if plan.buyer_owns_most:
            found.append(("ok", text))
        else:
            found.append(("warn", _("{text}: it is our plan, not theirs").format(text=text)))
    if plan.live and not view.target_on:
        found.append(("late", _("no day for the start")))
    return found


def _pills(faults: tuple[tuple[str, str], ...]) -> QWidget:
    return flowing(*(Pill(text, tone, shape="round") for tone, text in faults))  # type: ignore[arg-type]


def _facts(view: CommitView) -> list[tuple[str, FactView]]:
    criteria = [(_("Criterion"), fact) for fact in view.criteria]
    return criteria + [(_("Risk"), fact) for fact in view.risks]
