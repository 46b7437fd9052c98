"""What the palette finds, as it is written on one line."""

from __future__ import annotations

from salesdesk.usecases.deal_page import timeline
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.notes import AddNote, BinNote
from salesdesk.usecases.searching import find
from tests.desks import add_deal, desk

__all__ = ["desk"]

NOTE = "## A morning with Maeve\n\n- Eleven **empty** rooms\n- [The plan](https://example.com)"


def test_a_note_is_found_and_told_in_plain_words(desk: Desk) -> None:
    deal = add_deal(desk, "Fleet telematics")
    note = AddNote(NOTE, deal)
    desk.run(note)
    (found,) = (hit for hit in find(desk, "maeve") if hit.kind == "note")
    assert found.title == "A morning with Maeve • Eleven empty rooms • The plan"
    assert (found.page, found.item) == ("deal", deal)
    (told,) = timeline(desk, deal, ["note"])
    assert told.body == "A morning with Maeve\n\n• Eleven empty rooms\n• The plan"
    undo = desk.undo_entry()
    assert undo is not None
    assert undo.label == "Add note “A morning with Maeve • Eleven empty roo…”"
    desk.run(BinNote(note.note_id))
    assert not [hit for hit in find(desk, "maeve") if hit.kind == "note"]
