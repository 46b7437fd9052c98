"""The handoff: its checklist filled in place, beside the notes as they will be printed."""
