"""The Coach card of Today: the findings of the desk by rule, each deal a link.

Read on a worker, a moment after changes, and only while Today is in front.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from salesdesk.support.i18n import _, format_number, ngettext
from salesdesk.ui import theme
from salesdesk.ui.context import Context
from salesdesk.ui.put_aside import PutAside
from salesdesk.ui.widgets import Card, IconButton, PlainLabel, SectionHeader, plain_tip
from salesdesk.ui.widgets.layout_items import free
from salesdesk.ui.widgets.wrapped_link import WrappedLink

if TYPE_CHECKING:
    from salesdesk.domain.coach.finding import Finding
    from salesdesk.usecases.coach import CoachView, Group

_AFTER_MS = 400
"""So long after a change it is read again, so that a row of changes is read once."""
_FEW, _MOST = 3, 25
"""Findings of a rule shown at first, and when all are asked for."""


class CoachCard(Card):
    """`filled(bool)`: whether the coach has something to say, each time that it is shown anew."""

    filled = Signal(bool)

    def __init__(self, context: Context) -> None:
        super().__init__(name="today_coach", spacing=10)
        self.setAccessibleName(_("Coach"))
        self._context = context
        self._put_aside = PutAside(context)
        self._view: CoachView | None = None
        self._unfolded: set[str] = set()
        self._shown: object = None
        self._header = SectionHeader(_("Coach"), name="today_coach_header")
        self._groups = QVBoxLayout()
        self._groups.setSpacing(theme.tokens().px(12))
        self.body.addWidget(self._header)
        self.body.addLayout(self._groups)
        self._timer = QTimer(self, interval=_AFTER_MS, singleShot=True)
        self._timer.timeout.connect(self.read)

    def read_soon(self) -> None:
        """Read once the changes have come to rest."""
        self._timer.start()

    def read(self) -> None:
        """Read all findings anew."""
        from salesdesk.usecases import coach

        desk = self._context.bridge.desk
        self._context.bridge.query(
            lambda: coach.findings(desk),  # type: ignore[arg-type]
            self.show_view,
            owner=self,
            latest="coach",
        )

    def show_view(self, view: CoachView) -> None:
        """Show what was read, without what was put aside."""
        self._view = view
        self._show()

    def _show(self) -> None:
        from salesdesk.usecases import coach

        if self._view is None:
            return
        view = coach.shown(self._view, self._put_aside.marks)
        state = (view, frozenset(self._unfolded))
        if state == self._shown:
            return
        self._shown = state
        while (item := self._groups.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.setObjectName("")
                widget.deleteLater()
            free(item)
        for group in view.groups:
            box = self._group(group)
            self._groups.addWidget(box)
            box.show()  # now, and not with the next event, so that it can take the keyboard
        count = sum(len(group.findings) for group in view.groups)
        self._header.set_words(_("Coach"), format_number(count))
        self.filled.emit(bool(count))

    def _group(self, group: Group) -> QWidget:
        box = QWidget()
        box.setObjectName(f"coach_{group.key}")
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.tokens().px(3))
        column.addWidget(PlainLabel(group.title, "strong", wrap=True))
        most = _MOST if group.key in self._unfolded else _FEW
        for finding in group.findings[:most]:
            column.addWidget(self._finding(finding))
        rest = len(group.findings) - most
        if rest > 0:
            column.addWidget(self._rest(group.key, rest))
        return box

    def _rest(self, key: str, rest: int) -> QWidget:
        text = ngettext("and {n} more", "and {n} more", rest).format(n=format_number(rest))
        if key in self._unfolded:
            return PlainLabel(text, "small", "faint")
        return WrappedLink(text, f"coach_{key}_more", lambda: self._unfold(key))

    def _unfold(self, key: str) -> None:
        self._unfolded.add(key)
        self._show()
        assert self._view is not None
        group = next((g for g in self._view.groups if g.key == key), None)
        for finding in group.findings[_FEW:_MOST] if group else ():
            name = f"coach_{key}_{finding.subject_id}_open"
            links = [b for b in self.findChildren(WrappedLink, name) if b.isVisible()]
            if links:
                links[-1].setFocus(Qt.FocusReason.TabFocusReason)
                break

    def _finding(self, finding: Finding) -> QWidget:
        """A deal's name as a link with its first evidence; the sentence where it is no deal."""
        said, name = finding.say(), f"coach_{finding.rule}_{finding.subject_id}"
        box = QWidget()
        box.setObjectName(name)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if said.place.page == "deal":
            go = WrappedLink(
                finding.subject,
                f"{name}_open",
                lambda: self._context.shell.go("deal", finding.subject_id),
                label=f"{finding.subject}: {said.sentence}",
            )
            go.setToolTip(plain_tip(said.sentence))
            column.addWidget(go)
            column.addWidget(PlainLabel(said.evidence[0], "small", "muted", wrap=True))
            return box
        self._about_the_desk(finding, column, name)
        return box

    def _about_the_desk(self, finding: Finding, column: QVBoxLayout, name: str) -> None:
        said, look = finding.say(), theme.tokens()
        column.setSpacing(look.px(2))
        column.setContentsMargins(0, 0, 0, look.px(6))
        row = QHBoxLayout()
        row.setSpacing(look.px(4))
        row.addWidget(PlainLabel(said.sentence, wrap=True), 1)
        label = _("Put aside until something changes: {sentence}").format(sentence=said.sentence)
        aside = IconButton(
            "x",
            f"{name}_aside",
            label,
            on_click=lambda: self._put_aside.put(finding, self._show),
        )
        row.addWidget(aside, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
        for evidence in said.evidence:
            column.addWidget(PlainLabel(evidence, "small", "muted", wrap=True))
        page, target = said.place.page, said.place.target
        column.addWidget(
            WrappedLink(said.mend, f"{name}_mend", lambda: self._context.shell.go(page, target))
        )
