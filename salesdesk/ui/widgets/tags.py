"""A row of tags with a line to add one.

Called by deal, account and person pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QSize, QStringListModel, Qt, Signal
from PySide6.QtGui import QAction, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QCompleter, QSizePolicy, QWidget

from salesdesk.support.i18n import _
from salesdesk.ui import painting, theme
from salesdesk.ui.widgets.flow import FlowLayout
from salesdesk.ui.widgets.keyboard import Ringed
from salesdesk.ui.widgets.texts import LineEdit
from salesdesk.ui.widgets.wide import fix_wide

LONGEST_TAG = 40


class _Tag(Ringed, QAbstractButton):
    """One tag; clicking it, or Delete, takes it off; F2 asks for another name."""

    rename_requested = Signal()

    def __init__(self, words: str, name: str) -> None:
        super().__init__()
        self.words = words
        self.setObjectName(name)
        self.setAccessibleName(_("Remove tag {tag}").format(tag=words))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        look = theme.tokens()
        metrics = QFontMetrics(theme.font("small"))
        width = metrics.horizontalAdvance(self.words) + look.px(8) + look.px(22)
        return QSize(width, metrics.height() + look.px(6))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.click()
            return
        if event.key() == Qt.Key.Key_F2:
            self.rename_requested.emit()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.tokens()
        painter = QPainter(self)
        fill = look.accent_soft if not self.underMouse() else look.pressed
        painting.rounded(painter, self.rect(), look.radius - 1, fill)
        painter.setFont(theme.font("small"))
        painter.setPen(look.accent_text)
        box = self.rect().adjusted(look.px(8), 0, -look.px(20), 0)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), self.words)
        side = look.px(16)
        mark = self.rect().adjusted(self.width() - side - look.px(3), 0, -look.px(3), 0)
        mark.setHeight(side)
        mark.moveTop((self.height() - side) // 2)
        painting.cross(painter, mark, look.accent_text)
        if self.has_ring:
            painting.rounded(painter, self.rect(), look.radius - 1, None, look.accent, 2)


class TagEdit(QWidget):
    """Tags in the order given. Emits `changed(tuple of words)` after one is added or taken off.

    Where tags may be renamed, `let_rename()` makes F2 and the menu of a tag emit
    `rename_requested(words)`.
    """

    changed = Signal(object)
    rename_requested = Signal(str)

    def __init__(
        self,
        name: str,
        label: str,
        tags: Iterable[str] = (),
        *,
        known: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tags: list[str] = []
        self._may_rename = False
        self.setObjectName(name)
        self.setAccessibleName(label)
        self._flow = FlowLayout(self, gap=theme.tokens().px(5))
        self.line = LineEdit(f"{name}_line", label, hint=_("Add a tag"), longest=LONGEST_TAG)
        fix_wide(self.line, 120)
        self.line.returnPressed.connect(self._on_line_return_pressed)
        self.line.editingFinished.connect(self._on_line_return_pressed)
        self.setFocusProxy(self.line)
        self._flow.addWidget(self.line)
        self._known = QStringListModel(self)
        completer = QCompleter(self._known, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.line.setCompleter(completer)
        self.set_known(known)
        self.set_value(tags)

    def set_known(self, known: Sequence[str]) -> None:
        """Offer these tags while typing."""
        self._known.setStringList(list(known))

    def let_rename(self) -> None:
        """Offer another name for each tag."""
        self._may_rename = True

    def value(self) -> tuple[str, ...]:
        """The tags, in their order."""
        return tuple(self._tags)

    def set_value(self, tags: Iterable[str]) -> None:
        """Show these tags; this is no change."""
        for old in self.findChildren(_Tag):
            self._flow.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._tags = []
        for words in tags:
            self._show(words)

    def _show(self, words: str) -> None:
        clean = " ".join(words.split())[:LONGEST_TAG]
        if not clean or clean.lower() in (tag.lower() for tag in self._tags):
            return
        self._tags.append(clean)
        tag = _Tag(clean, f"{self.objectName()}_{len(self._tags)}")
        tag.clicked.connect(lambda _checked=False: self._take_off(clean))
        if self._may_rename:
            tag.rename_requested.connect(lambda: self.rename_requested.emit(clean))
            self._add_menu(tag)
        self._flow.insert_widget(len(self._tags) - 1, tag)

    @staticmethod
    def _add_menu(tag: _Tag) -> None:
        """The menu that the right button and the menu key open."""
        rename = QAction(_("Rename the tag…"), tag)
        rename.triggered.connect(tag.rename_requested)
        remove = QAction(_("Take it off"), tag)
        remove.triggered.connect(tag.click)
        tag.addActions([rename, remove])
        tag.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def _take_off(self, words: str) -> None:
        self.set_value([tag for tag in self._tags if tag != words])
        self.line.setFocus()
        self.changed.emit(self.value())

    def _on_line_return_pressed(self) -> None:
        before, words = len(self._tags), self.line.words()
        self.line.clear()
        self._show(words)
        if len(self._tags) != before:
            self.changed.emit(self.value())
