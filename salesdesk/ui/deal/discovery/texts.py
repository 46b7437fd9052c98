"""Makes the dialogs with the agenda and the call summary of the room's deal."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from salesdesk.support.i18n import _
from salesdesk.ui.deal.discovery.text_dialog import TextDialog
from salesdesk.ui.deal.room import Room


def agenda_dialog(room: Room, parent: QWidget | None) -> TextDialog:
    """The agenda of the next call, from what is planned and what the gate still needs."""
    from salesdesk.usecases.discovery import discover_view

    view = discover_view(room.desk, room.deal_id)
    text = view.agenda or _("Nothing is left to ask in this stage.")
    return TextDialog(
        _("Agenda"),
        "agenda",
        {"txt": text},
        f"{_('Agenda')} {view.deal}",
        remark=view.deal,
        hint=_("Send it before the call and ask what they would add."),
        parent=parent,
    )


def summary_dialog(room: Room, parent: QWidget | None) -> TextDialog:
    """What the buyer told us, in their words, to be confirmed."""
    from salesdesk.documents import discovery_summary as documents
    from salesdesk.usecases.discovery import discovery_summary

    paper = discovery_summary(room.desk, room.deal_id)
    deal = room.view.deal.name if room.view else ""
    hint = _("Send it after the call; what they confirm opens the gate.")
    if not paper.sections:
        hint = _("Nothing is marked yet. Mark answers as pain, goal or metric and they come here.")
    return TextDialog(
        _("Call summary"),
        "summary",
        {"txt": documents.to_text(paper), "md": documents.to_markdown(paper)},
        f"{_('Summary')} {deal}",
        remark=deal,
        hint=hint,
        parent=parent,
    )
