"""The demo plan: built from the map by one press, edited, ordered, with the sum of its minutes.

Called by the Value panel.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from salesdesk.domain.changes import Changes
from salesdesk.domain.value import PlanItem
from salesdesk.support.i18n import _, ngettext
from salesdesk.ui import theme
from salesdesk.ui.deal.drafts import DraftField
from salesdesk.ui.deal.room import Room
from salesdesk.ui.deal.rows import Rows, flowing, line
from salesdesk.ui.deal.value import texts
from salesdesk.ui.deal.value.plan_row import PlanRow
from salesdesk.ui.widgets import Button, LineEdit, PlainLabel, SectionHeader
from salesdesk.usecases import value as use
from salesdesk.usecases.value import ValueView


class PlanSection(QWidget):
    """Runs the plan's commands; emits `present_requested()`."""

    present_requested = Signal()

    def __init__(self, room: Room) -> None:
        super().__init__()
        self.setObjectName("demo_plan")
        self._room = room
        self._view: ValueView | None = None
        self.header = SectionHeader(_("Demo plan"), name="demo_plan_header")
        self.build = Button(_("Build from the map"), "plan_build", on_click=self._build)
        self.present = Button(
            _("Present"), "plan_present", icon="presentation",
            tip=_("Shows the recap and the plan alone, full screen. F5 does the same."),
            on_click=self.present_requested.emit,
        )  # fmt: skip
        self.remark = PlainLabel("", "small", "warn", wrap=True, name="plan_remark")
        self.rows = Rows("plan_rows", 4, room)
        hint = _("Something of your own to show")
        self.own = LineEdit("plan_own", hint, hint=hint)
        self._draft = DraftField(room.drafts, "plan_own", self.own)
        self.own.returnPressed.connect(self._add)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.tokens().px(6))
        add = Button(_("Add"), "plan_add", label=_("Add it to the plan"), on_click=self._add)
        for widget in (
            self.header, flowing(self.build, self.present), self.remark, self.rows,
            line(self.own, add),
        ):  # fmt: skip
            box.addWidget(widget)

    def show_deal(self) -> None:
        """Another deal is in front."""
        self._draft.show(self._room.deal_id)
        self.rows.forget()

    def show_view(self, view: ValueView) -> None:
        """Show the plan as it is now."""
        self._view = view
        remark = texts.minutes_words(view.minutes, view.without_minutes, len(view.plan))
        self.header.set_words(_("Demo plan"), remark)
        self.build.setEnabled(bool(view.can_build))
        self.build.set_kind("secondary" if view.plan else "primary")
        dumps = sum(item.is_dump for item in view.plan)
        self.remark.setVisible(bool(dumps))
        self.remark.setText(
            ngettext(
                "{n} item answers nothing that they confirmed. Ask, tie it to the map, or drop it.",
                "{n} items answer nothing that they confirmed. Ask, tie them, or drop them.",
                dumps,
            ).format(n=dumps)
        )
        self.rows.show_items(tuple(enumerate(view.plan, 1)), self._row, self._empty)

    def reveal(self) -> None:
        """Give the plan the keyboard."""
        (self.build if self.build.isEnabled() else self.own).setFocus()

    def _row(self, numbered: tuple[int, PlanItem]) -> QWidget:
        number, planned = numbered
        item_id = planned.item.id
        row = PlanRow(planned, number)
        row.words_changed.connect(lambda text: self._edit(item_id, {"what": text}))
        row.minutes_changed.connect(lambda value: self._edit(item_id, {"minutes": value}))
        row.move_requested.connect(lambda way: self._move(item_id, way))
        row.remove_requested.connect(
            lambda: self._room.do(
                use.RemoveDemoItem(item_id), lambda changes: self._room.say(changes.label)
            )
        )
        row.reaction_requested.connect(lambda: self._react(planned))
        row.tie_requested.connect(lambda: self._tie(planned, row))
        return row

    @staticmethod
    def _empty() -> QWidget:
        return PlainLabel(
            _("No plan yet. It gets one item for each capability that answers something they "
              "said."), "body", "muted", wrap=True, name="plan_empty",
        )  # fmt: skip

    def _edit(self, item_id: str, cells: dict[str, Any]) -> None:
        def refused(sentence: str) -> None:
            self._room.context.shell.warn(sentence, "late")
            self.rows.forget()
            if self._view is not None:
                self.show_view(self._view)

        self._room.do(use.EditDemoItem(item_id, cells), None, refused, owner=self)

    def _move(self, item_id: str, way: int) -> None:
        assert self._view is not None
        ids = [planned.item.id for planned in self._view.plan]
        at = ids.index(item_id)
        to = at + way
        if 0 <= to < len(ids):
            behind = ids[to:] if way < 0 else ids[to + 1 :]
            self._room.do(use.MoveDemoItem(item_id, behind[0] if behind else None))

    def _build(self) -> None:
        self._room.do(
            use.BuildPlan(self._room.deal_id), lambda changes: self._room.say(changes.label)
        )

    def _add(self) -> None:
        text = self.own.words()
        if not text:
            self.own.setFocus()
            return

        def added(_changes: Changes) -> None:
            self._draft.clear()
            self.own.setFocus()

        self._room.do(use.AddDemoItem(self._room.deal_id, text), added, owner=self)

    def _react(self, planned: PlanItem) -> None:
        from salesdesk.ui.deal.value.reaction_dialog import ReactionDialog

        dialog = ReactionDialog(self._room, planned, self.window())
        dialog.exec()
        dialog.deleteLater()

    def tie_menu(self, planned: PlanItem) -> QMenu:
        """The lines of the map that an item can show."""
        assert self._view is not None
        menu = QMenu(self)
        menu.setObjectName("plan_tie_menu")
        menu.setAccessibleName(_("Tie it to the map"))
        lines = [ln for ln in self._view.lines if ln.link is not None and ln.capability]
        for each in lines:
            text = f"{texts.line_name(each)} · {each.capability[:60]}"
            action = menu.addAction(text.replace("&", "&&"))
            action.triggered.connect(
                lambda _checked=False, key=each.key: self._edit(
                    planned.item.id, {"value_link_id": key}
                )
            )
        if not lines:
            menu.addAction(_("The map has no capability yet")).setEnabled(False)
        return menu

    def _tie(self, planned: PlanItem, row: PlanRow) -> None:
        menu = self.tie_menu(planned)
        menu.exec(row.mapToGlobal(QPoint(theme.tokens().px(26), row.height())))
        menu.deleteLater()
