"""The gate dialog: what is still open before a deal leaves its stage, to be filled in place.

Opened by the controller after `moves.GateUnmet`. Whatever is chosen, one command comes out: the
parts and the move together, or a move with a reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QScrollArea, QWidget

from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.board.gate_items import Case, GateItem
from salesdesk.ui.board.gate_voices import Voices
from salesdesk.ui.board.telling import gate_title, shown_by
from salesdesk.ui.widgets import Button, Dialog, FieldRow, LineEdit, PlainLabel
from salesdesk.usecases.moves import GateUnmet, MoveDeals
from salesdesk.usecases.passing import PassGate, gate_help

if TYPE_CHECKING:
    from salesdesk.domain.gates import GateReport
    from salesdesk.usecases.desk import Desk
    from salesdesk.usecases.passing import Part


class GateDialog(Dialog):
    """`command` is set once the dialog was accepted; Escape leaves everything as it was."""

    def __init__(
        self, unmet: GateUnmet, move: MoveDeals, stage: str, desk: Desk, parent: QWidget | None
    ) -> None:
        report = next(iter(unmet.reports.values()))
        count = sum(len(each.open) for each in unmet.reports.values())
        name = next(iter(unmet.names.values())) if len(unmet.names) == 1 else ""
        super().__init__(gate_title(report.stage.name, count), "gate_dialog", remark=name,
                         size=(620, 0), parent=parent)  # fmt: skip
        self.command: PassGate | MoveDeals | None = None
        self._move, self._stage, self._desk = move, stage, desk
        self.items: list[GateItem] = []
        self._voices: list[Voices] = []
        self.body.setSpacing(theme.tokens().px(10))
        for deal_id, each in unmet.reports.items():
            if len(unmet.reports) > 1:
                self.body.addWidget(PlainLabel(unmet.names.get(deal_id, ""), "heading"))
            self._add_deal(deal_id, each)
        self._make_reason()
        self._make_buttons(unmet.may_override)
        if self.items:
            self.items[0].first_field().setFocus()

    def _add_deal(self, deal_id: str, report: GateReport) -> None:
        help_ = gate_help(self._desk, deal_id)
        voices = Voices(deal_id, help_, self)
        self._voices.append(voices)
        for state in report.states:
            if state.is_met:
                by = shown_by(state)
                words = f"{state.criterion.text} · {by}" if by else state.criterion.text
                self.body.addWidget(PlainLabel(f"✓  {words}", "body", "ok", wrap=True))
        for state in report.open:
            item = GateItem(Case(deal_id, state, help_, voices, self._desk.clock.today()))
            self.items.append(item)
            self.body.addWidget(item)

    def _make_reason(self) -> None:
        self.reason = LineEdit("gate_reason", _("Reason"), longest=300)
        self._reason_row = FieldRow(
            _("Why does it move all the same?"),
            self.reason,
            hint=_("The reason is kept with the deal, and counted in Insights."),
        )
        self._reason_row.hide()
        self.body.addWidget(self._reason_row)

    def _make_buttons(self, may_override: bool) -> None:
        self.set_cancel()
        self.with_reason: Button | None = None
        if may_override:
            self.with_reason = self.add_button(_("Move with a reason…"), "gate_with_reason")
            self.with_reason.clicked.connect(self._on_with_reason_clicked)
        else:
            self.set_footnote(_("This process asks for all of them before a deal moves on."))
        self.set_primary(_("Save and move to {stage}").format(stage=self._stage))

    def may_accept(self) -> bool:
        """All filled in, or a reason; shows what is not."""
        if not self._reason_row.isHidden():
            return self._accept_with_reason()
        missing = [item for item in self.items if not item.is_filled]
        words = _("Still open. Fill it in.")
        if self.with_reason is not None:
            words = _("Still open. Fill it in, or move with a reason.")
        for item in self.items:
            item.show_fault(words if item in missing else "")
        if missing:
            missing[0].first_field().setFocus()
            return False
        self.command = PassGate(tuple(self._parts()), self._move)
        return True

    def _accept_with_reason(self) -> bool:
        words = self.reason.words()
        self._reason_row.set_fault("" if words else _("Say in a few words why."))
        if not words:
            self.reason.setFocus()
            return False
        move = MoveDeals(
            self._move.deal_ids, self._move.stage_key, self._move.before_id, reason=words
        )
        # What was only offered, such as a pain waiting for its confirmation, is not taken.
        parts = self._parts(only_entered=True)
        self.command = PassGate(tuple(parts), move) if parts else move
        return True

    def _parts(self, *, only_entered: bool = False) -> list[Part]:
        """What was filled in: people first, then what they said."""
        said = [part for item in self.items for part in item.parts(only_entered=only_entered)]
        return [part for voices in self._voices for part in voices.parts()] + said

    def _on_with_reason_clicked(self) -> None:
        """The first click asks for the reason, the second moves."""
        if self._reason_row.isHidden():
            self._reason_row.show()
            for item in self.items:
                item.show_fault("")
            assert self.primary is not None
            self.primary.setText(_("Move with this reason"))
            assert self.with_reason is not None
            self.with_reason.setText(_("Fill it in instead"))
            self.reason.setFocus()
            # The field has its place only once the dialog is laid out anew.
            QTimer.singleShot(0, self, self._reveal_reason)
            return
        self._reason_row.hide()
        assert self.primary is not None
        assert self.with_reason is not None
        self.primary.setText(_("Save and move to {stage}").format(stage=self._stage))
        self.with_reason.setText(_("Move with a reason…"))

    def _reveal_reason(self) -> None:
        """Scrolls to the reason: of a long list it stands below what is to be seen."""
        area = self.findChild(QScrollArea)
        content = area.widget() if area is not None else None
        layout = content.layout() if content is not None else None
        if area is None or layout is None:
            return
        layout.activate()
        area.ensureWidgetVisible(self._reason_row, 0, theme.tokens().px(8))
