"""The head of the Qualify panel: framework, score, the paragraph to copy, the ways out.

Called by the panel alone.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication

from salesdesk.domain.qualification import Total
from salesdesk.domain.qualification_texts import total_text, unknown_text
from salesdesk.support.i18n import _, ngettext
from salesdesk.ui.deal.rows import column, flowing, line
from salesdesk.ui.widgets import Button, Card, Meter, PickOne, PlainLabel
from salesdesk.usecases.qualification import QualifyView


class QualifyHead(Card):
    """Emits `framework_picked(key)`, `make_requested()`, `edit_requested()`, `plan_requested()`,
    `nurture_requested()`, `disqualify_requested()` and `copied()`.
    """

    framework_picked = Signal(str)
    make_requested = Signal()
    edit_requested = Signal()
    plan_requested = Signal()
    nurture_requested = Signal()
    disqualify_requested = Signal()
    copied = Signal()

    def __init__(self) -> None:
        super().__init__(name="qualify_head", spacing=8)
        self.framework = PickOne("qualify_framework", _("Framework"))
        self.framework.picked.connect(lambda key: self.framework_picked.emit(str(key)))
        self._shown: list[tuple[str, str]] = []
        """The frameworks that are offered, with their names."""
        self.edit = Button(_("Change…"), "qualify_framework_edit", kind="link",
                           label=_("Change this framework"),
                           on_click=self.edit_requested.emit)  # fmt: skip
        self.make = Button(_("Own framework…"), "qualify_framework_new", kind="link",
                           on_click=self.make_requested.emit)  # fmt: skip
        self.score = PlainLabel("", "title", name="qualify_score")
        self.remark = PlainLabel("", "body", "muted", wrap=True, name="qualify_remark")
        self.meter = Meter(_("Qualification"), name="qualify_meter")
        self.summary = PlainLabel("", "small", "faint", wrap=True, name="qualify_summary")
        self.why = PlainLabel("", "body", wrap=True, selectable=True, name="qualify_why")
        self.copy = Button(_("Copy"), "qualify_copy", kind="link",
                           label=_("Copy why it is qualified"), on_click=self._copy)  # fmt: skip
        self.plan = Button(_("Plan a question for each gap"), "qualify_plan",
                           on_click=self.plan_requested.emit)  # fmt: skip
        self.nurture = Button(_("Nurture until a date…"), "qualify_nurture",
                              on_click=self.nurture_requested.emit)  # fmt: skip
        self.disqualify = Button(_("Disqualify…"), "qualify_disqualify",
                                 on_click=self.disqualify_requested.emit)  # fmt: skip
        figures = column(self.score, self.remark)
        choice = column(self.framework, line(1, self.edit, self.make, gap=12))
        top = line(figures, choice)
        top.layout().setStretch(0, 1)  # type: ignore[union-attr]
        heading = PlainLabel(_("Why is this qualified?"), "heading")
        for widget in (
            top, self.meter, self.summary, line(heading, 1, self.copy), self.why,
            flowing(self.plan, self.nurture, self.disqualify),
        ):  # fmt: skip
            self.body.addWidget(widget)

    def show_view(self, view: QualifyView) -> None:
        """Show how the deal stands."""
        standing, total = view.standing, view.standing.total
        choices = [(f.key, f.name) for f in view.frameworks]
        if choices != self._shown or self.framework.value() is None:
            self._shown = choices
            self.framework.set_choices(choices, standing.framework.key)
        self.framework.set_value(standing.framework.key)
        self.score.setText(total_text(total))
        self.remark.setText(remark(total))
        # Only what is scored: a paler part for the unknown made an empty bar look full.
        self.meter.set_shares(total.points / total.top if total.top else 0)
        self.summary.setText(standing.framework.summary)
        self.why.setText(view.paragraph)
        self.why.setAccessibleName(view.paragraph)
        self.plan.setEnabled(bool(view.gap_keys or view.gap_elements))
        self.nurture.setEnabled(view.is_open)
        self.disqualify.setEnabled(view.is_open)

    def _copy(self) -> None:
        QApplication.clipboard().setText(self.why.text())
        self.copied.emit()


def remark(total: Total) -> str:
    """What the figure leaves out: unknown elements, those that do not apply, and mere opinions."""
    parts = [unknown_text(total)]
    if total.not_applicable:
        parts.append(
            ngettext("{n} does not apply", "{n} do not apply", total.not_applicable).format(
                n=total.not_applicable
            )
        )
    if total.unproven:
        parts.append(
            ngettext("{n} without evidence", "{n} without evidence", total.unproven).format(
                n=total.unproven
            )
        )
    return " · ".join(filter(None, parts)) or _("All known, all with evidence")
