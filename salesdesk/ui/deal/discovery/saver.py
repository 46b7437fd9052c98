"""Keeps the answer being typed: a moment after the last key, when the field is left, at once.

Called by the open question. Nothing here waits for the disk; what could not be saved stays as a
draft and is said.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from salesdesk.domain.changes import Changes
from salesdesk.domain.discovery import QuestionState
from salesdesk.ui.deal.room import Room

IDLE_MS = 1_200


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the editor."""

    words: str
    person_id: str | None
    on: str
    """ISO date."""


class AnswerSaver(QObject):
    """Saves one answer of one question. `state_changed(words)` says "Saved" or what went wrong."""

    saved = Signal()
    failed = Signal(str)

    def __init__(self, room: Room, key: str, read: Callable[[], Typed], parent: QObject) -> None:
        super().__init__(parent)
        self._room, self._key, self._read = room, key, read
        self._deal_id = room.deal_id
        self.answer_id: str | None = None
        self.is_another = False
        self._kept = Typed("", None, "")
        self._known: frozenset[str] = frozenset()
        self._pending = 0
        self._timer = QTimer(self, interval=IDLE_MS, singleShot=True)
        self._timer.timeout.connect(self.keep)

    @property
    def is_dirty(self) -> bool:
        """Whether the editor has what the store has not."""
        typed = self._read()
        if not typed.words and not self._kept.words:
            return False
        return typed != self._kept

    def take(self, state: QuestionState, answer_id: str | None, kept: Typed) -> None:
        """Start from what is stored."""
        self._known = frozenset(answer.id for answer in state.answers)
        self.answer_id, self._kept = answer_id, kept
        self.is_another = False

    def begin_another(self, kept: Typed) -> None:
        """Write a second voice next."""
        self.answer_id, self.is_another, self._kept = None, True, kept

    def note_typing(self) -> None:
        """A key was pressed: keep a draft and save soon."""
        self._room.note_typing()
        self._room.drafts.keep(self._deal_id, f"answer:{self._key}", self._read().words)
        self._timer.start()

    def keep(self) -> None:
        """Save by itself, while the typist may go on: what is shown follows at the next pause."""
        self._room.keeping += 1
        self.save(self._kept_by_itself, self._kept_by_itself)

    def _kept_by_itself(self) -> None:
        self._room.keeping -= 1

    def save(
        self,
        then: Callable[[], object] | None = None,
        if_not: Callable[[], object] | None = None,
    ) -> None:
        """Save now what is new, then do `then`; `if_not` when that failed."""
        from salesdesk.usecases.answers import AnswerQuestion

        self._timer.stop()
        typed = self._read()
        if not self.is_dirty:
            if then is not None:
                then()
            return
        before, self._kept = self._kept, typed
        self._pending += 1
        command = AnswerQuestion(
            self._deal_id, self._key, typed.words, typed.person_id, typed.on, self.answer_id,
            self.is_another,
        )  # fmt: skip

        def done(changes: Changes) -> None:
            self._pending -= 1
            self._learn_id(changes.of("answer"))
            self._room.drafts.drop(self._deal_id, f"answer:{self._key}")
            self.saved.emit()
            if then is not None:
                then()

        def failed(sentence: str) -> None:
            self._pending -= 1
            if if_not is not None:
                if_not()
            self._kept = before
            self.failed.emit(sentence)

        self._room.do(command, done, failed)

    def _learn_id(self, touched: frozenset[str]) -> None:
        """What was stored is changed from now on; the view that says so may come after a pause."""
        fresh = touched - self._known
        if self.answer_id is None and len(fresh) == 1:
            (self.answer_id,) = fresh
            self.is_another = False

    def may_take_stored(self) -> bool:
        """Whether what the store says may replace what stands in the editor."""
        return self._pending == 0 and not self.is_dirty

    def learn(self, state: QuestionState) -> None:
        """Find the answer that was just stored among those of the question."""
        ids = [answer.id for answer in state.answers]
        if self.answer_id is not None and self.answer_id not in ids and self._pending == 0:
            self.answer_id = None
        fresh = [answer_id for answer_id in ids if answer_id not in self._known]
        if self.answer_id is None and fresh and (self._kept.words or self._pending):
            self.answer_id, self.is_another = fresh[-1], False
        self._known = frozenset(ids)
