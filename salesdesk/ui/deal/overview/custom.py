"""Fields of the rep's own, and those that an import brought along."""

from __future__ import annotations

from PySide6.QtWidgets import QMenu, QWidget

from salesdesk.support.i18n import _
from salesdesk.ui.deal.overview.section import Section
from salesdesk.ui.deal.room import Room
from salesdesk.ui.deal.rows import Hint, Rows, line
from salesdesk.ui.widgets import ElidedLabel, IconButton, LineEdit, ask_text
from salesdesk.ui.widgets.wide import fix_wide
from salesdesk.usecases.deal_views import CustomView


class CustomSection(Section):
    """One line for each field; a new field is there for all deals."""

    def __init__(self, room: Room) -> None:
        super().__init__(room, "custom", _("Your own fields"))
        self.add_button(_("Add a field"), "add", self.start)
        self._rows = Rows("custom_rows", 6)
        self.body.addWidget(self._rows)

    def show_view(self) -> None:
        """Show the room's deal."""
        assert self.room.view is not None
        self._rows.show_items(self.room.view.custom, self._field, self._empty)

    def start(self, target: str = "") -> None:
        """Ask for a field's name."""
        from salesdesk.usecases.custom_fields import AddCustomField

        name = ask_text(
            self.window(), _("Add a field"), _("Name"), _("Add field"),
            hint=_("All deals will have it."), name="add_field",
        )  # fmt: skip
        if name:
            self.do(AddCustomField("deal", name))

    @staticmethod
    def _empty() -> QWidget:
        return Hint(_("None. Add a field for what you note on every deal."), name="custom_empty")

    def _field(self, custom: CustomView) -> QWidget:
        label = ElidedLabel(custom.name, "body", "muted")
        fix_wide(label, 150)
        field = LineEdit(f"custom_{custom.field_id}", custom.name, words=custom.value, longest=4000)
        field.editingFinished.connect(lambda: self._save(custom, field.words()))
        more = IconButton(
            "ellipsis", f"custom_more_{custom.field_id}",
            _("Rename or remove the field {field}").format(field=custom.name),
        )  # fmt: skip
        menu = QMenu(more)
        menu.setObjectName(f"custom_menu_{custom.field_id}")
        menu.addAction(_("Rename the field…"), lambda: self._rename(custom))
        menu.addAction(_("Put the field into the bin"), lambda: self._bin(custom))
        more.setMenu(menu)
        return line(label, field, more)

    def _rename(self, custom: CustomView) -> None:
        from salesdesk.usecases.custom_fields import RenameCustomField

        name = ask_text(
            self.window(), _("Rename the field"), _("Name"), _("Rename"), words=custom.name,
            hint=_("It gets this name on all deals."), name="rename_field",
        )  # fmt: skip
        if name and name != custom.name:
            command = RenameCustomField(custom.field_id, name)
            self.do(command, lambda changes: self.room.say(changes.label))

    def _bin(self, custom: CustomView) -> None:
        from salesdesk.usecases.custom_fields import BinCustomField

        command = BinCustomField(custom.field_id)
        self.do(command, lambda changes: self.room.say(changes.label))

    def _save(self, custom: CustomView, value: str) -> None:
        from salesdesk.usecases.custom_fields import SetCustomValue

        if value != custom.value:
            self.do(SetCustomValue(custom.field_id, self.room.deal_id, value or None))
