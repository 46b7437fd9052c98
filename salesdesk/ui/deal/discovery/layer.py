"""One layer of questions: its coverage, the questions for this stage, the rest in folded topics.

Called by the Discover panel. A fold makes its cards when it is first opened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from salesdesk.domain.discovery import LAYER_LABELS, LayerState, QuestionState
from salesdesk.support.i18n import _, ngettext
from salesdesk.ui import painting, theme
from salesdesk.ui.deal.discovery.resting import RestingQuestion
from salesdesk.ui.widgets import SectionHeader
from salesdesk.ui.widgets.keyboard import Ringed

Shows = Callable[[QuestionState], bool]


class Fold(Ringed, QAbstractButton):
    """A line that opens and closes what is below it."""

    def __init__(self, words: str, name: str) -> None:
        super().__init__()
        self._words = words
        self.setObjectName(name)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(words)

    def set_words(self, words: str) -> None:
        """Say something else."""
        self._words = words
        self.setAccessibleName(words)
        self.update()

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(theme.tokens().px(200), self.fontMetrics().height() + theme.tokens().px(10))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Right opens, left closes, Enter does either."""
        if event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Left):
            if self.isChecked() != (event.key() == Qt.Key.Key_Right):
                self.click()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """An arrow and the words."""
        from salesdesk.ui.icons import pixmap

        look = theme.tokens()
        painter = QPainter(self)
        if self.underMouse():
            painting.rounded(painter, self.rect(), look.radius, look.hover)
        size = look.px(14)
        name = "chevron-down" if self.isChecked() else "chevron-right"
        picture = pixmap(name, look.muted, size, self.devicePixelRatioF())
        painter.drawPixmap(look.px(4), (self.height() - size) // 2, picture)
        painter.setFont(theme.font("body"))
        painter.setPen(look.muted)
        rect = self.rect().adjusted(look.px(24), 0, 0, 0)
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter), self._words)
        if self.has_ring:
            painting.rounded(painter, self.rect(), look.radius, None, look.accent, 2)


class Layer(QWidget):
    """Emits `open_requested(key)` for the question to answer."""

    open_requested = Signal(str)

    def __init__(self, state: LayerState, at_once: int | None = None) -> None:
        """With `at_once` only so many cards are made now, the others by `add_one`."""
        super().__init__()
        self.key = state.key
        self._left: list[str] = []
        """Keys of questions for the stage whose cards are not made yet."""
        self.setObjectName(f"layer_{state.key}")
        self._cards: dict[str, RestingQuestion] = {}
        self._states: dict[str, QuestionState] = {}
        self._folds: list[tuple[Fold, QWidget, list[str]]] = []
        self._shows: Shows = lambda _state: True
        self._is_shown = True
        self._hidden: set[str] = set()
        """Keys of the cards that the filter hid."""
        self.header = SectionHeader("", name=f"layer_{state.key}_header")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.tokens().px(8))
        self._column.addWidget(self.header)
        self._build(state, at_once)
        self.show_state(state)

    def sizeHint(self) -> QSize:
        """A usual size. How high it is follows the width it gets: to measure every card at the
        width of the widest, as Qt would, would be for nothing."""
        return self._column.sizeHint()

    def show_state(self, state: LayerState) -> None:
        """Show new states of the same questions; new ones come behind those for the stage."""
        title = _(LAYER_LABELS[state.key])
        covered = _("{done} of {total} answered").format(done=state.answered, total=state.total)
        self.header.set_words(title, covered)
        self.header.setAccessibleName(f"{title}: {covered}")
        known = set(self._states)
        kept = {question.key for question in state.questions}
        self._left = [key for key in self._left if key in kept]
        self._states = {question.key: question for question in state.questions}
        for key, card in list(self._cards.items()):
            if key in self._states:
                card.set_state(self._states[key])
            else:
                self._forget(key)
        for question in state.questions:
            if question.key not in known:
                self._add_card(question, self._place)
                self._place += 1

    def in_order(self) -> list[str]:
        """The questions of the layer in the order shown."""
        folded = [key for _fold, _box, keys in self._folds for key in keys]
        own = [key for key in self._states if key not in folded]
        return own + folded

    def state(self, key: str) -> QuestionState | None:
        """A question of this layer."""
        return self._states.get(key)

    def add_one(self) -> bool:
        """Make the next card that was left; tells whether there are more."""
        if self._left:
            key = self._left.pop(0)
            self._add_card(self._states[key], self._place)
            self._place += 1
            self._cards[key].show()  # now, and not in the next turn of the loop
            if not self._shows(self._states[key]):
                self._set_shown(key, False)
        return bool(self._left)

    def finish(self) -> None:
        """Make now the cards that were left."""
        while self.add_one():
            pass

    @property
    def made(self) -> int:
        """How many cards there are."""
        return len(self._cards)

    def card(self, key: str) -> RestingQuestion:
        """The card of a question, made now if its fold was never opened."""
        self.finish()
        for fold, _box, keys in self._folds:
            if key in keys and not fold.isChecked():
                fold.setChecked(True)
        return self._cards[key]

    def rest(self, key: str) -> None:
        """Show the card of a question again that was being answered."""
        self._hidden.add(key)
        self._set_shown(key, True)

    def stand_in(self, key: str) -> None:
        """Hide the card of the question that is being answered."""
        self._hidden.discard(key)
        self._set_shown(key, False)

    def filter(self, shows: Shows, is_searching: bool) -> int:
        """Show only questions that `shows` takes, all of them unfolded in a search; how many."""
        self._shows = shows
        for fold, box, keys in self._folds:
            hits = [key for key in keys if key in self._states and shows(self._states[key])]
            if is_searching and hits:
                self._fill(box, keys)
            fold.setVisible(bool(hits) and not is_searching)
            box.setVisible(bool(hits) and (is_searching or fold.isChecked()))
        for key in self._cards:
            self._set_shown(key, shows(self._states[key]))
        found = sum(shows(state) for state in self._states.values())
        if bool(found) != self._is_shown:
            self._is_shown = bool(found)
            self.setVisible(self._is_shown)
        return found

    def _build(self, state: LayerState, at_once: int | None) -> None:
        asked = [each for each in state.questions if each.is_suggested or each.is_own]
        for question in asked[:at_once]:
            self._add_card(question, self._column.count())
        self._left = [question.key for question in asked[len(self._cards) :]]
        self._place = self._column.count()
        topics: dict[str, list[QuestionState]] = {}
        for question in state.questions:
            if not (question.is_suggested or question.is_own):
                topics.setdefault(question.topic_name, []).append(question)
        for name, questions in topics.items():
            self._add_fold(name, questions)
        self._states = {question.key: question for question in state.questions}

    def _add_fold(self, name: str, questions: Sequence[QuestionState]) -> None:
        count = len(questions)
        text = ngettext(
            "{topic} · {n} more question", "{topic} · {n} more questions", count
        ).format(topic=name, n=count)
        fold = Fold(text, f"fold_{questions[0].topic}_{self.key}")
        box = QWidget()
        inner = QVBoxLayout(box)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(theme.tokens().px(8))
        box.hide()
        keys = [question.key for question in questions]
        fold.toggled.connect(lambda is_on: self._open_fold(box, keys, is_on))
        self._folds.append((fold, box, keys))
        self._column.addWidget(fold)
        self._column.addWidget(box)

    def _open_fold(self, box: QWidget, keys: list[str], is_on: bool) -> None:
        if is_on:
            self._fill(box, keys)
            for key in keys:
                self._set_shown(key, self._shows(self._states[key]))
        box.setVisible(is_on)

    def _fill(self, box: QWidget, keys: Iterable[str]) -> None:
        layout = box.layout()
        assert layout is not None
        for key in keys:
            if key not in self._cards and key in self._states:
                layout.addWidget(self._make_card(self._states[key]))

    def _add_card(self, state: QuestionState, place: int) -> None:
        self._column.insertWidget(place, self._make_card(state))

    def _make_card(self, state: QuestionState) -> RestingQuestion:
        card = RestingQuestion(state)
        card.open_requested.connect(self.open_requested)
        self._cards[state.key] = card
        return card

    def _set_shown(self, key: str, is_shown: bool) -> None:
        """Only what changes: showing a card that is shown costs Qt a layout."""
        if is_shown == (key in self._hidden):
            self._cards[key].setVisible(is_shown)
            self._hidden.symmetric_difference_update({key})

    def _forget(self, key: str) -> None:
        self._hidden.discard(key)
        card = self._cards.pop(key)
        card.hide()
        card.deleteLater()
        self._place -= 1
