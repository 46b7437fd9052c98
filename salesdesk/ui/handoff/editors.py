"""Which editor fills an item, and what its link is called. Called by the checklist's rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesdesk.support.i18n import _
from salesdesk.ui.handoff.item_editor import ElsewhereEditor, ItemEditor, WordsEditor

if TYPE_CHECKING:
    from salesdesk.ui.handoff.room import HandoffRoom
    from salesdesk.usecases.handoff import ItemView


def editor_for(room: HandoffRoom, item: ItemView) -> ItemEditor:
    """The editor of an item, made now."""
    from salesdesk.ui.handoff.fact_editor import FactEditor
    from salesdesk.ui.handoff.fields_editor import FieldsEditor
    from salesdesk.ui.handoff.people_editor import PeopleEditor

    if item.is_text:
        return WordsEditor(room, item)
    if item.kind:
        return FactEditor(room, item)
    if item.roles:
        return PeopleEditor(room, item)
    return FieldsEditor(room, item) if item.fields else ElsewhereEditor(room, item)


def verb_for(item: ItemView) -> str:
    """What the item's link does."""
    from salesdesk.ui.handoff.fields_editor import DAYS

    if item.action == "fix" and item.fields and set(item.fields) <= DAYS:
        return _("Plan")
    verbs = {"edit": _("Edit"), "confirm": _("Confirm"), "write": _("Write")}
    return verbs.get(item.action, _("Fix"))
