"""The presenter view for screen sharing: their words and the demo plan in large type, nothing else.

Right and Left turn the pages, Y, P, N and ? keep a reaction to the item in front, a digit says
whose it is, Escape ends. What is shown is made by `domain.value_slides`; no role, stance, score or
figure of the deal gets there. Opened by the Value panel.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from salesdesk.domain.changes import Changes
from salesdesk.domain.errors import KnownError
from salesdesk.domain.value_slides import Slide, slides
from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.deal.room import Room
from salesdesk.ui.deal.speaker import likely_speaker
from salesdesk.ui.widgets import IconButton, PlainLabel
from salesdesk.ui.widgets.labels import clipped
from salesdesk.ui.wrapped_text import Wrapped, wrapped
from salesdesk.usecases.value import React, value_view

_REACTIONS = {"y": "yes", "p": "partly", "n": "no", "?": "question"}
_MOST_PEOPLE = 9
_SIZES = (1.0, 0.86, 0.74, 0.64, 0.55, 0.46, 0.38, 0.3)
"""Parts of the wanted text size, until the words fit."""
_PERCENT = {"over": 2.8, "head": 6.4, "line": 4.4, "dotted": 4.4}
"""Text sizes in percent of the height."""


class SlideView(QWidget):
    """Paints one slide as large as it fits. Its accessible name is all that is on it."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("presenter_slide")
        self._slide = Slide("")

    def show_slide(self, slide: Slide) -> None:
        """Show another one."""
        self._slide = slide
        self.setAccessibleName("\n".join(self.texts()))
        self.update()

    def texts(self) -> list[str]:
        """The texts on it, from the top."""
        found = (self._slide.over, self._slide.heading, *self._slide.lines)
        return [clipped(text) for text in found if text]

    def paintEvent(self, event: QPaintEvent) -> None:
        """The small line above, the heading, the lines."""
        look = theme.tokens()
        painter = QPainter(self)
        side = self.width() // 10
        inside = self.rect().adjusted(side, self.height() // 12, -side, -self.height() // 14)
        for part in _SIZES:
            blocks = self._blocks(part, inside.width())
            gap = round(self.height() / 28 * part)
            high = sum(text.height for _kind, text in blocks) + gap * (len(blocks) - 1)
            if high <= inside.height():
                break
        y = inside.top() + max(0, (inside.height() - high) // 3)
        for kind, text in blocks:
            painter.setPen(look.text if kind == "head" else look.soft)
            if kind == "dotted":
                wrapped("•", text.layout.font(), side).paint(painter, inside.left(), y)
            text.paint(painter, inside.left() + (self._indent(part) if kind == "dotted" else 0), y)
            y += text.height + gap

    def _blocks(self, part: float, width: int) -> list[tuple[str, Wrapped]]:
        """Each text by its kind, laid out at a part of the wanted size."""
        slide = self._slide
        rows = [("over", slide.over), ("head", slide.heading)]
        rows += [("line" if slide.item_id else "dotted", text) for text in slide.lines]
        found = []
        for kind, text in rows:
            font = QFont(theme.font("heading" if kind == "head" else "body"))
            font.setPixelSize(max(8, round(_PERCENT[kind] * self.height() / 100 * part)))
            room = width - (self._indent(part) if kind == "dotted" else 0)
            if text:
                found.append((kind, wrapped(clipped(text), font, room)))
        return found

    def _indent(self, part: float) -> int:
        """How far the lines of a list stand in, behind their dots."""
        return round(self.height() / 24 * part)


class Presenter(QWidget):
    """A window of its own over the whole screen; deleted when it is closed."""

    def __init__(self, room: Room, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("presenter")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAutoFillBackground(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._room = room
        self._deal_id = room.deal_id
        self._at = 0
        self._slides: tuple[Slide, ...] = ()
        self._people: list[tuple[str, str]] = []
        self.speaker: str | None = likely_speaker(room)
        self.slide = SlideView()
        self.names = PlainLabel("", "body", "faint", name="presenter_names")
        self.noted = PlainLabel("", "body", "muted", name="presenter_noted")
        self.place = PlainLabel("", "body", "faint", name="presenter_place")
        self._build()
        self._read()
        room.refreshed.connect(self._on_room_refreshed)

    @property
    def shown(self) -> Slide:
        """The slide in front."""
        return self._slides[self._at]

    def go(self, at: int) -> None:
        """Show a slide by its number from 0; beyond the ends nothing happens."""
        if 0 <= at < len(self._slides):
            self._at = at
            self.noted.setText("")
            self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn pages, keep a reaction, choose who speaks, end."""
        keys = Qt.Key
        key, text = event.key(), event.text().lower()
        if key == keys.Key_Escape:
            self.close()
        elif key in (keys.Key_Right, keys.Key_PageDown, keys.Key_Space):
            self.go(self._at + 1)
        elif key in (keys.Key_Left, keys.Key_PageUp, keys.Key_Backspace):
            self.go(self._at - 1)
        elif key in (keys.Key_Home, keys.Key_End):
            self.go(0 if key == keys.Key_Home else len(self._slides) - 1)
        elif text in _REACTIONS:
            self.react(_REACTIONS[text])
        elif text.isascii() and text.isdigit():
            self._choose(int(text))
        else:
            super().keyPressEvent(event)

    def react(self, reaction: str) -> None:
        """Keep a reaction to the item in front; on a recap there is none to keep."""
        item_id = self.shown.item_id
        if not item_id:
            return
        name = dict(self._people).get(self.speaker or "", "")

        def kept(_changes: Changes) -> None:
            # What was kept is not said: the buyer sees this screen.
            self.noted.setText(" · ".join(filter(None, (_("Noted"), name))))

        def failed(sentence: str) -> None:
            self.noted.setText(sentence)

        self._room.do(React(item_id, reaction, self.speaker), kept, failed, owner=self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The type follows the window."""
        super().resizeEvent(event)
        self.slide.update()

    def _build(self) -> None:
        look = theme.tokens()
        back = IconButton("chevron-left", "presenter_back", _("Page before"),
                          on_click=lambda: self.go(self._at - 1))  # fmt: skip
        on = IconButton("chevron-right", "presenter_on", _("Next page"),
                        on_click=lambda: self.go(self._at + 1))  # fmt: skip
        end = IconButton("x", "presenter_end", _("End the presentation"), on_click=self.close)
        for button in (back, on, end):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys belong to the pages
        foot = QHBoxLayout()
        foot.setContentsMargins(look.px(24), 0, look.px(16), look.px(14))
        foot.setSpacing(look.px(10))
        foot.addWidget(self.names)
        foot.addWidget(self.noted)
        foot.addStretch(1)
        for widget in (self.place, back, on, end):
            foot.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.slide, 1)
        column.addLayout(foot)

    def _read(self) -> None:
        try:
            view = value_view(self._room.desk, self._deal_id)
        except KnownError:
            self.close()
            return
        self._slides = slides(view.account, view.facts, view.plan)
        self._people = [(person.id, person.name) for person in view.people[:_MOST_PEOPLE]]
        if self.speaker not in dict(self._people):
            self.speaker = self._people[0][0] if len(self._people) == 1 else None
        self._at = min(self._at, len(self._slides) - 1)
        title = _("Recap and demo")
        self.setWindowTitle(f"{title} – {view.account}" if view.account else title)
        self.setAccessibleName(self.windowTitle())
        self._show()

    def _show(self) -> None:
        self.slide.show_slide(self.shown)
        self.place.setText(f"{self._at + 1} / {len(self._slides)}")
        self._show_names()

    def _show_names(self) -> None:
        """Whose reaction a key keeps: their names with digits, the one chosen marked."""
        is_item = bool(self.shown.item_id)
        marks = [
            f"{number} {name}" + (" ✓" if person_id == self.speaker else "")
            for number, (person_id, name) in enumerate(self._people, 1)
        ]
        self.names.setText("    ".join(marks) if is_item else "")

    def _choose(self, number: int) -> None:
        """A digit chooses who speaks, 0 nobody."""
        if 0 <= number <= len(self._people):
            self.speaker = self._people[number - 1][0] if number else None
            self.noted.setText("")
            self._show_names()

    def _on_room_refreshed(self, _changes: object) -> None:
        if self._room.deal_id == self._deal_id:
            noted = self.noted.text()
            self._read()
            self.noted.setText(noted)
