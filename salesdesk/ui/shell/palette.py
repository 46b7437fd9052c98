"""The palette (Ctrl+K): one line to go anywhere, do anything, find any deal, person or note.

Opened by the shell's controller. Pages and actions are matched at once; what the search finds is
added when a worker has it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QDialog,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from salesdesk.support.i18n import _
from salesdesk.ui import elided, painting, theme
from salesdesk.ui.bridge import Bridge
from salesdesk.ui.widgets.labels import PlainLabel
from salesdesk.ui.widgets.texts import SearchEdit

if TYPE_CHECKING:
    from salesdesk.ui.shell.window import MainWindow

Index = QModelIndex | QPersistentModelIndex
MOST = 40
GOOD_ENOUGH = 72


@dataclass(frozen=True, slots=True)
class Hit:
    """One line of the palette. `run` does it; for a search hit `page` and `item` say where."""

    title: str
    detail: str = ""
    icon: str = ""
    keys: str = ""
    page: str = ""
    item: str = ""
    words: str = field(default="", repr=False)
    run: Callable[[], object] | None = field(default=None, compare=False, repr=False)


class HitModel(QAbstractListModel):
    """The lines in order."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.hits: list[Hit] = []

    def show(self, hits: Sequence[Hit]) -> None:
        """Replace all lines."""
        self.beginResetModel()
        self.hits = list(hits)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.hits)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        hit = self.hits[index.row()]
        if role in (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole)):
            return ", ".join(part for part in (hit.title, hit.detail, hit.keys) if part)
        return hit if role == int(Qt.ItemDataRole.UserRole) else None


class HitDelegate(QStyledItemDelegate):
    """Icon, title, what it is, and its keys."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        look = theme.tokens()
        return QSize(look.px(200), look.px(34))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        hit: Hit = index.data(int(Qt.ItemDataRole.UserRole))
        look = theme.tokens()
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        is_current = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        if is_current:
            painting.rounded(painter, rect.adjusted(0, 1, 0, -1), look.radius, look.accent_soft)
        inside = rect.adjusted(look.px(10), 0, -look.px(10), 0)
        if hit.icon:
            from salesdesk.ui.icons import pixmap

            size = look.px(16)
            ink = look.accent_text if is_current else look.muted
            ratio = painter.device().devicePixelRatioF()
            top = rect.y() + (rect.height() - size) // 2
            painter.drawPixmap(QPoint(inside.x(), top), pixmap(hit.icon, ink, size, ratio))
            inside.setLeft(inside.left() + look.px(26))
        self._paint_words(painter, hit, inside, look, is_current)
        painter.restore()

    @staticmethod
    def _paint_words(
        painter: QPainter, hit: Hit, inside: QRect, look: theme.Tokens, is_current: bool
    ) -> None:
        if hit.keys:
            elided.draw(painter, inside, hit.keys, "small", look.faint, elided.RIGHT)
            used = painter.fontMetrics().horizontalAdvance(hit.keys) + look.px(14)
            inside = inside.adjusted(0, 0, -used, 0)
        ink = look.accent_text if is_current else look.text
        elided.draw(painter, inside, hit.title, "body", ink)
        used = painter.fontMetrics().horizontalAdvance(hit.title) + look.px(10)
        rest = inside.adjusted(used, 0, 0, 0)
        if hit.detail and rest.width() > look.px(40):
            elided.draw(painter, rest, hit.detail, "small", look.muted)


class Palette(QDialog):
    """Type, arrow down, Enter. Escape leaves everything as it was."""

    def __init__(
        self,
        window: MainWindow,
        bridge: Bridge,
        search: Callable[[str], Sequence[Hit]] | None,
    ) -> None:
        super().__init__(window, Qt.WindowType.FramelessWindowHint | Qt.WindowType.Popup)
        self.setObjectName("palette")
        self.setAccessibleName(_("Find anything"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        window.finish()
        self._main, self._bridge, self._search = window, bridge, search
        self._own = [*self._page_hits(), *self._action_hits()]
        self._found: Sequence[Hit] = ()
        self._is_looking = False
        look = theme.tokens()
        self.line = SearchEdit("palette_line", _("Find anything"), _("Go to, create, do, find…"))
        self.line.is_emptied_by_escape = False
        self.model = HitModel(self)
        self.list = self._make_list()
        self.nothing = PlainLabel("", "body", "muted", wrap=True, name="palette_nothing")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.nothing.setContentsMargins(0, look.px(28), 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(10), look.px(10), look.px(10), look.px(10))
        column.setSpacing(look.px(8))
        column.addWidget(self.line)
        column.addWidget(self.list, 1)
        column.addWidget(self.nothing, 1)
        self.line.textChanged.connect(self._on_line_text_changed)
        self.list.clicked.connect(self._on_list_clicked)
        self._show("")

    def open_over(self, window: QWidget) -> None:
        """Show near the top of `window`, with the keyboard in the line."""
        look = theme.tokens()
        width = min(look.px(620), window.width() - 40)
        height = min(look.px(430), window.height() - 80)
        left = window.mapToGlobal(QPoint((window.width() - width) // 2, look.px(64)))
        self.setGeometry(QRect(left, QSize(width, height)))
        self.show()
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk, Enter does it; the line keeps the focus."""
        step: dict[int, int] = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: 8,
            Qt.Key.Key_PageUp: -8,
        }
        key = event.key()
        if key in step and self.model.hits:
            row = min(max(self.list.currentIndex().row() + step[key], 0), len(self.model.hits) - 1)
            self.list.setCurrentIndex(self.model.index(row, 0))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._do(self.list.currentIndex())
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A raised box; its corners are square, for not every screen can show through them."""
        look = theme.tokens()
        painting.rounded(QPainter(self), self.rect(), 0, look.raised, look.line_strong)

    def _make_list(self) -> QListView:
        made = QListView()
        made.setObjectName("palette_list")
        made.setAccessibleName(_("What was found"))
        made.setModel(self.model)
        made.setItemDelegate(HitDelegate(made))
        made.setUniformItemSizes(True)
        made.setFrameShape(QListView.Shape.NoFrame)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        return made

    def _action_hits(self) -> list[Hit]:
        book = self._main.book
        return [
            Hit(
                title=book.actions[row.key].text().replace("&&", "&"),
                icon=row.icon,
                keys=_native(row.shortcuts[0]) if row.shortcuts else "",
                words=f"{row.title} {row.words}",
                run=lambda key=row.key: book.run(key),  # type: ignore[misc]
            )
            for row in book.possible()
        ]

    def _page_hits(self) -> list[Hit]:
        return [
            Hit(
                title=_("Go to {page}").format(page=row.title),
                icon=row.icon,
                keys=_native(row.shortcut),
                words=row.title,
                run=lambda key=row.key: self._main.go(key),  # type: ignore[misc]
            )
            for row in self._main.pages.values()
            if row.in_sidebar
        ]

    def _show(self, words: str) -> None:
        matched = ranked(words, self._own) if words else self._own
        self.model.show([*matched, *self._found][:MOST] if words else matched[:MOST])
        if self.model.hits:
            self.list.setCurrentIndex(self.model.index(0, 0))
        none = _("Nothing is called “{words}”, and nothing says it.").format(words=words[:60])
        self.nothing.setText(_("Looking…") if self._is_looking else none)
        self.list.setVisible(bool(self.model.hits))
        self.nothing.setVisible(not self.model.hits)

    def _on_line_text_changed(self, _text: str) -> None:
        words = self.line.words()
        search = self._search if len(words) >= 2 else None
        self._found, self._is_looking = (), search is not None
        self._show(words)
        if search is not None:
            self._bridge.query(
                lambda: search(words), self._on_search_done, owner=self, latest="palette"
            )

    def _on_search_done(self, hits: Sequence[Hit]) -> None:
        self._found, self._is_looking = hits, False
        self._show(self.line.words())

    def _on_list_clicked(self, index: QModelIndex) -> None:
        self._do(index)

    def _do(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        hit = self.model.hits[index.row()]
        self.close()
        if hit.run is not None:
            hit.run()
        elif hit.page:
            self._main.go(hit.page, hit.item)


def ranked(words: str, hits: Sequence[Hit]) -> list[Hit]:
    """The hits that match `words`, best first; ties keep their order."""
    from rapidfuzz import fuzz, utils

    wanted = utils.default_process(words)
    scored = [
        (
            fuzz.partial_token_set_ratio(wanted, utils.default_process(each))
            if len(wanted) < 3
            else fuzz.WRatio(wanted, utils.default_process(each)),
            hit,
        )
        for hit in hits
        for each in (f"{hit.title} {hit.words}",)
    ]
    starts = [(score + (50 if _starts_a_word(wanted, hit) else 0), hit) for score, hit in scored]
    good = [(score, hit) for score, hit in starts if score >= GOOD_ENOUGH]
    return [hit for _score, hit in sorted(good, key=lambda pair: -pair[0])]


def _starts_a_word(wanted: str, hit: Hit) -> bool:
    return any(word.startswith(wanted) for word in f"{hit.title} {hit.words}".lower().split())


def _native(keys: str) -> str:
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) if keys else ""
