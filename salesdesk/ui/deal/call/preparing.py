"""Opens the pre-call sheet of the call at hand. Called by Discover and by the deal's actions."""

from __future__ import annotations

from salesdesk.ui.deal.room import Room
from salesdesk.usecases.call_views import call_at_hand, calls


def prepare_call(room: Room) -> None:
    """Show the sheet of the call that runs or is planned, or a new one."""
    from salesdesk.ui.deal.call.sheet import SheetDialog

    waiting = call_at_hand(calls(room.desk, room.deal_id))
    dialog = SheetDialog(room, waiting.id if waiting else "")
    deal_id = room.deal_id
    dialog.start_requested.connect(lambda _id: room.context.shell.open("call", deal_id))
    dialog.exec()
    dialog.deleteLater()
