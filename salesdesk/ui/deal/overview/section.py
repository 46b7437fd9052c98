"""A part of the Overview: a card with a heading, a remark, a button, and a list or a form below."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QStringListModel, Qt
from PySide6.QtWidgets import QCompleter, QWidget

from salesdesk.domain.changes import Changes
from salesdesk.support.i18n import _, ngettext
from salesdesk.ui.deal.room import Room
from salesdesk.ui.deal.rows import line
from salesdesk.ui.widgets import Button, Card, FaultLine, SectionHeader


class Section(Card):
    """Heading with a remark; subclasses fill `body` and override `show_view`."""

    def __init__(self, room: Room, key: str, title: str) -> None:
        super().__init__(name=f"overview_{key}", spacing=8)
        self.room = room
        self.key = key
        self.title = title
        self.is_narrow = False
        self.shows_all = False
        """Whether a list that is folded at first shows all of it."""
        self.header = SectionHeader(title, name=f"overview_{key}_header")
        self.setAccessibleName(title)
        self.body.addWidget(self.header)
        self.fault = FaultLine(f"overview_{key}_fault")
        self.fault.setParent(self)  # it is laid out once there is a fault

    def add_button(self, words: str, key: str, on_click: Callable[[], object]) -> Button:
        """A small button at the right of the heading."""
        button = Button(words, f"{self.key}_{key}", kind="link", on_click=on_click)
        self.header.add(button)
        return button

    def set_narrow(self, is_narrow: bool) -> None:
        """Tables take another shape in a narrow window."""
        if is_narrow != self.is_narrow:
            self.is_narrow = is_narrow
            self.reshape()

    def reshape(self) -> None:
        """Called when `is_narrow` changed."""

    def show_view(self) -> None:
        """Show the room's deal."""
        raise NotImplementedError

    def make_up_to(self, _height: int, _width: int) -> bool:
        """Make so many rows of a list that comes in pieces; called where they are in sight.

        Tells whether they fill the height.
        """
        return False

    def start(self, target: str = "") -> None:
        """Put the keyboard where a new one begins; `target` says more where needed."""
        self.setFocus()

    def leave(self) -> None:
        """Save what is half typed."""

    def fold_link(self, count: int) -> QWidget:
        """A link below a list of which only the first are shown, or all `count` again."""
        text = _("Show fewer") if self.shows_all else ngettext(
            "Show all {n}", "Show all {n}", count
        ).format(n=count)  # fmt: skip
        return line(Button(text, f"{self.key}_all", kind="link", on_click=self._turn), 1)

    def _turn(self) -> None:
        self.shows_all = not self.shows_all
        self.show_view()

    def do(
        self,
        command: object,
        on_done: Callable[[Changes], object] | None = None,
        owner: QWidget | None = None,
    ) -> None:
        """Run a command; its fault is shown at the foot of this card."""
        self.say("")
        self.room.do(command, on_done, self.say, owner=owner or self)

    def say(self, sentence: str) -> None:
        """Show a fault, or none."""
        if sentence and self.body.indexOf(self.fault) < 0:
            self.body.addWidget(self.fault)
        self.fault.say(sentence)


def completer(names: QStringListModel, parent: QObject) -> QCompleter:
    """Offers the names in which what is typed stands anywhere."""
    made = QCompleter(names, parent)
    made.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    made.setFilterMode(Qt.MatchFlag.MatchContains)
    return made
