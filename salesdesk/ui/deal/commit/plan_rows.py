"""The mutual action plan as a table: done, number, what, when, who, how it stands."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from salesdesk.domain import action_plan as plans
from salesdesk.domain.action_plan import StepState
from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.deal import words as deal_words
from salesdesk.ui.deal.check_row import Tick
from salesdesk.ui.deal.commit import words
from salesdesk.ui.deal.rows import column
from salesdesk.ui.widgets import ElidedLabel, Pill, PlainLabel
from salesdesk.ui.widgets.labels import Tone
from salesdesk.ui.widgets.wide import fix_wide
from salesdesk.ui.widgets.wrapped_link import WrappedLink

_NUMBER, _WHEN, _SIDE, _WHO, _STATE = 20, 62, 50, 118, 92
"""Widths of the columns at the usual text size; what is done takes the rest."""


def plan_head() -> QWidget:
    """The headings of the table."""
    texts = (_("By"), _("Whose"), _("Who"), _("State"))
    row, layout = _line("plan_head")
    first = PlainLabel(_("Step"), "small_strong", "muted")
    first.setIndent(theme.tokens().px(_NUMBER + 34))
    layout.addWidget(first, 1)
    for text, width in zip(texts, (_WHEN, _SIDE, _WHO, _STATE), strict=True):
        layout.addWidget(_fixed(ElidedLabel(text, "small_strong", "muted"), width))
    return row


def plan_row(
    state: StepState,
    on_tick: Callable[[], object],
    on_open: Callable[[], object],
    *,
    is_narrow: bool = False,
) -> QWidget:
    """One step. Ticking it says that it is done; its words open it."""
    step = state.step
    row, layout = _line(f"plan_row_{step.id}")
    is_done, is_dropped = step.state == plans.DONE, step.state == plans.DROPPED
    label = _("Not done: {what}") if is_done else _("Done: {what}")
    tick = Tick(f"plan_tick_{step.id}", label.format(what=step.what), is_done)
    tick.clicked.connect(lambda _on=False: on_tick())
    tick.setEnabled(not is_dropped)
    number = PlainLabel(str(state.number) if state.number else "–", "small", "faint")
    what = WrappedLink(
        step.what, f"plan_open_{step.id}", on_open, tone="text",
        label=words.step_sentence(state),
    )  # fmt: skip
    layout.addWidget(tick, 0, Qt.AlignmentFlag.AlignVCenter)
    layout.addWidget(_fixed(number, _NUMBER))
    if is_narrow:
        layout.addWidget(column(what, _below(state)), 1)
        return row
    layout.addWidget(what, 1)
    day = deal_words.short_day(step.done_on if is_done else step.due_on)
    is_loud = bool(state.days_late) or "date" in state.lacks
    when = PlainLabel(day or ("–" if is_dropped else _("no date")), "small",
                      "late" if is_loud else "soft")  # fmt: skip
    layout.addWidget(_fixed(when, _WHEN))
    layout.addWidget(_fixed(PlainLabel(words.side_label(step.side), "small", "muted"), _SIDE))
    tone: Tone = "late" if "name" in state.lacks else "soft"
    who = ElidedLabel(step.owner or ("–" if not state.lacks else _("no name")), "small", tone)
    layout.addWidget(_fixed(who, _WHO))
    layout.addWidget(_fixed_pill(state))
    return row


def _below(state: StepState) -> QWidget:
    """When, whose, who and how it stands, under the words of a step."""
    step = state.step
    is_loud = bool(state.days_late or state.lacks)
    day = deal_words.short_day(step.done_on if step.state == plans.DONE else step.due_on)
    parts = (day, words.side_label(step.side), step.owner, words.remark(state)[0])
    text = " · ".join(filter(None, parts))
    return PlainLabel(text, "small", "late" if is_loud else "muted", wrap=True)


def _fixed_pill(state: StepState) -> QWidget:
    text, tone = words.remark(state)
    box, layout = _line("")
    if state.lacks and not state.days_late:
        text = _("not planned")
    layout.addWidget(Pill(text, tone))
    layout.addStretch(1)
    return _fixed(box, _STATE)


def _line(name: str) -> tuple[QWidget, QHBoxLayout]:
    box = QWidget()
    if name:
        box.setObjectName(name)
    layout = QHBoxLayout(box)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(theme.tokens().px(6))
    return box, layout


def _fixed(widget: QWidget, width: int) -> QWidget:
    fix_wide(widget, width)
    return widget
