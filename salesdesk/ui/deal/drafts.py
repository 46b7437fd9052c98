"""Words that were typed and not saved yet, by deal and field, for as long as the window is open.

Forms put them here with each keystroke, so that another tab, page or deal loses nothing. What a
crash left comes from `ui.draft_keeper`, also into a form that is not open yet.
"""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from salesdesk.ui import draft_fields


class Drafts:
    """Drafts by (deal id, field). An empty draft is none."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], str] = {}

    def get(self, deal_id: str, field: str) -> str:
        """What was typed there, "" for nothing."""
        return self._kept.get((deal_id, field), "")

    def keep(self, deal_id: str, field: str, words: str) -> None:
        """Remember what stands in a field; nothing there forgets it."""
        if words.strip():
            self._kept[deal_id, field] = words
        else:
            self._kept.pop((deal_id, field), None)

    def drop(self, deal_id: str, field: str) -> None:
        """Forget a draft: it was saved or thrown away."""
        self._kept.pop((deal_id, field), None)

    def fields(self, deal_id: str) -> tuple[str, ...]:
        """The fields of a deal that have a draft."""
        return tuple(field for deal, field in self._kept if deal == deal_id)


class DraftField:
    """Ties one input to its draft: `show` fills it, typing keeps it, `clear` empties both."""

    def __init__(self, drafts: Drafts, name: str, field: QLineEdit | QPlainTextEdit) -> None:
        self._drafts, self._name, self._field = drafts, name, field
        self._deal_id = ""
        field.textChanged.connect(self._on_field_text_changed)

    def show(self, deal_id: str, otherwise: str = "") -> None:
        """Show the draft of a deal, or other words when there is none."""
        self._deal_id = ""
        words = self._drafts.get(deal_id, self._name)
        left = "" if words else draft_fields.left_for(self._field, otherwise)
        if left:
            self._drafts.keep(deal_id, self._name, left)
        words = words or left or otherwise
        if self._text() != words:
            self._set(words)
        if left:
            draft_fields.adopt(self._field)
        self._deal_id = deal_id

    def clear(self) -> None:
        """Empty the field; its draft goes with it."""
        self._set("")

    def _text(self) -> str:
        field = self._field
        return field.text() if isinstance(field, QLineEdit) else field.toPlainText()

    def _set(self, words: str) -> None:
        if isinstance(self._field, QLineEdit):
            self._field.setText(words)
        else:
            self._field.setPlainText(words)

    def _on_field_text_changed(self) -> None:
        if self._deal_id:
            self._drafts.keep(self._deal_id, self._name, self._text())
