"""What the cards of the Proposal panel share: a heading, the version shown, a place for faults.

Called by the cards alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from salesdesk.domain.changes import Changes
from salesdesk.ui.deal.room import Room
from salesdesk.ui.deal.rows import Rows, column
from salesdesk.ui.widgets import Card, FaultLine, PlainLabel, SectionHeader

if TYPE_CHECKING:
    from salesdesk.usecases.proposals import ProposalsView, Version


class ProposalCard(Card):
    """Heading and body; subclasses override `show_version`."""

    def __init__(self, room: Room, key: str, title: str) -> None:
        super().__init__(name=f"proposal_{key}", spacing=8)
        self.room, self.title = room, title
        self.is_narrow = False
        self.setAccessibleName(title)
        self.header = SectionHeader(title, name=f"proposal_{key}_header")
        self.body.addWidget(self.header)
        self.fault = FaultLine(f"proposal_{key}_fault")

    def set_narrow(self, is_narrow: bool) -> bool:
        """Tables take another shape in a narrow window; whether they have to be shown anew."""
        if is_narrow == self.is_narrow:
            return False
        self.is_narrow = is_narrow
        self.reshape()
        return True

    def reshape(self) -> None:
        """Called when `is_narrow` changed."""

    def show_version(self, view: ProposalsView, version: Version) -> None:
        """Show one version; what is being typed stays."""
        raise NotImplementedError

    def end(self) -> None:
        """Put the place for faults at the foot; called when the body is whole."""
        self.body.addWidget(self.fault)

    def do(self, command: object, on_done: Callable[[Changes], object] | None = None) -> None:
        """Run a command; its fault is shown at the foot of this card."""
        self.say("")
        self.room.do(command, on_done, self._on_refused, owner=self)

    def say(self, sentence: str) -> None:
        """Show a fault, or none."""
        self.fault.say(sentence)

    def edit(self, part: Any, row_id: str, changes: Mapping[str, Any]) -> None:
        """Change fields of a part of the draft."""
        from salesdesk.usecases.proposals import EditPart

        self.do(EditPart(part, row_id, changes))

    def remove(self, part: Any, row_id: str) -> None:
        """Put a part of the draft into the bin; Undo brings it back."""
        from salesdesk.usecases.proposals import RemovePart

        self.do(RemovePart(part, row_id), lambda changes: self.room.say(changes.label))

    def _on_refused(self, sentence: str) -> None:
        self.say(sentence)
        self.room.refresh()


def show_rows(
    rows: Rows,
    items: Sequence[Any],
    make: Callable[[Any], QWidget],
    empty: Callable[[], QWidget] | None = None,
) -> None:
    """Rebuild rows; what is typed in the focused line and not kept yet is carried over."""
    focused = QApplication.focusWidget()
    typed = None
    if isinstance(focused, QLineEdit) and rows.isAncestorOf(focused) and focused.isModified():
        typed = (focused.objectName(), focused.text(), focused.cursorPosition())
    rows.show_items(items, make, empty)
    if typed is None:
        return
    for again in rows.findChildren(QLineEdit, typed[0]):
        if again.isVisibleTo(rows) and again is not focused:
            again.setText(typed[1])
            again.setModified(True)
            again.setCursorPosition(typed[2])


def told(label: str, words: str) -> QWidget:
    """A label over words, for versions that do not change any more."""
    return column(
        PlainLabel(label, "small", "muted"),
        PlainLabel(words or "–", "body", "text" if words else "faint", wrap=True, selectable=True),
        gap=1,
    )
