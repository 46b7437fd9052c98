"""Keeps what is typed in any text field until it is saved, and puts it back after a crash.

Made by app, one per window, after the first paint. It watches a field from the moment the keyboard
comes to it, so fields that nobody types in cost nothing. Which fields there are says
`ui.draft_fields`; the words lie in the desk (`usecases.drafts`), written by the writer's thread.

What is kept is what stands in the field: a field that is emptied, filled with what was saved, or
gone with its form has no draft any more.
"""

from __future__ import annotations

import json
import logging
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, cast

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from salesdesk.ui import draft_fields
from salesdesk.ui.draft_fields import Key, TextField, words_in

if TYPE_CHECKING:
    from collections.abc import Iterable
    from concurrent.futures import Future

    from salesdesk.ui.bridge import Bridge
    from salesdesk.usecases.drafts import Draft

_log = logging.getLogger(__name__)
PAUSE_MS, LATEST_MS = 40, 250
"""So long after the last key a draft is written, and at the latest so long after the first."""
FILLED_MS = 1_000
"""So long after it was shown a field may still be filled with what belongs there."""
_MOST_BASES = 40


class _Watched:
    """A field that somebody types in."""

    def __init__(self, field: TextField, key: Key, bases: list[str]) -> None:
        self.field, self.key, self.bases = field, key, bases
        self.label = draft_fields.label_of(field)


class DraftKeeper(QObject):
    """`put_back(draft)` when words of an earlier run were put into their field again.

    `waits(draft)` when their field is shown, and something else stands there; `typed()` when
    somebody typed into a field, whichever it is.
    """

    put_back = Signal(object)
    waits = Signal(object)
    typed = Signal()

    def __init__(self, bridge: Bridge, app: QApplication) -> None:
        super().__init__(app)  # which fields find it by: it must live as long
        self.setObjectName("draft_keeper")
        self._bridge = bridge
        self._watched: dict[int, _Watched] = {}
        self._due: dict[Key, tuple[_Watched, str]] = {}
        self._drops: set[Key] = set()
        self._on_disk: set[Key] = set()
        """What has a draft in the desk, or will have."""
        self._left: dict[Key, Draft] = {}
        self._unfit: set[Key] = set()
        """Those of `_left` in whose field something else stands."""
        self._moves: dict[Key, str] = {}
        self._moving: dict[Key, str] = {}
        """Drafts that get another name with the next writing, and with the one that runs."""
        self._to_look: list[TextField] = []
        self._to_look_again: list[TextField] = []
        self._is_stopped = False
        self._writing: Future[None] | None = None
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self.flush)
        self._latest = QTimer(self, interval=LATEST_MS, singleShot=True)
        self._latest.timeout.connect(self.flush)
        self._look = QTimer(self, interval=0, singleShot=True)
        self._look.timeout.connect(self._look_at_shown)
        self._look_again = QTimer(self, interval=FILLED_MS, singleShot=True)
        self._look_again.timeout.connect(self._look_at_unfit)
        draft_fields.set_keeper(app, self)
        app.focusChanged.connect(self._on_app_focus_changed)
        bridge.closing.connect(self.stop)
        self._watch(app.focusWidget())

    def take(self, drafts: list[Draft]) -> None:
        """Hold what an earlier run left; each goes into its field when that is shown."""
        self._left.update((each.key, each) for each in drafts)
        self._on_disk.update(self._left)
        for top in QApplication.topLevelWidgets():
            for kind in draft_fields.kinds():
                self._to_look += [each for each in top.findChildren(kind) if each.isVisible()]
        self._look.start()

    def shown(self, field: TextField) -> None:
        """A field was shown, or filled by the program: words may wait for it."""
        if self._left and not self._is_stopped:
            self._to_look.append(field)
            self._look.start()

    def left_for(self, field: QWidget, now: str) -> str:
        """What was left for a field in which `now` would stand, "" for nothing."""
        draft = (
            self._left.get(draft_fields.key_of(cast("TextField", field))) if self._left else None
        )
        return draft.words if draft is not None and _mark(now) in _bases(draft) else ""

    def adopt(self, field: QWidget) -> None:
        """What was left for a field stands in it: from now on it is watched."""
        draft = self._left.pop(draft_fields.key_of(cast("TextField", field)), None)
        if draft is not None:
            self._watch(field, _bases(draft))
            self.put_back.emit(draft)

    def waiting(self) -> dict[Key, bool]:
        """What is left of an earlier run; True where something else stands in the field."""
        return {key: key in self._unfit or draft_fields.is_aside(key) for key in self._left}

    def forget(self, keys: Iterable[Key]) -> None:
        """Drop drafts that stand in no field."""
        for key in keys:
            self._left.pop(key, None)
            self._on_disk.discard(key)
            self._drops.add(key)
        self.flush()

    def stop(self) -> None:
        """Write what is due; from now on fields that go keep their drafts."""
        if not self._is_stopped and (self._due or self._drops):
            self._write()  # behind what is being written: there is no later time
        self._is_stopped = True
        draft_fields.take_keeper_away(self)

    def flush(self) -> None:
        """Write what is due, on the writer's thread."""
        self._pause.stop()
        self._latest.stop()
        if self._is_stopped or not (self._due or self._drops):
            return
        if self._writing is not None and not self._writing.done():
            self._pause.start()  # one at a time: a slow disk must not pile them up
            return
        self._write()

    def _write(self) -> None:
        from salesdesk.usecases import drafts

        puts = [_draft(key, *due) for key, due in self._due.items()]
        drops = sorted(self._drops - {each.key for each in puts})
        self._due, self._drops = {}, set()
        desk: Any = self._bridge.desk
        if not getattr(desk, "may_write", False):
            return
        try:
            self._writing = drafts.keep(desk, puts, drops, self._moves_now())
            self._writing.add_done_callback(_note_failure)
        except Exception as error:  # noqa: BLE001 - a draft is a net below the form, not the form
            _log.warning("A draft was not kept", exc_info=error)

    def _moves_now(self) -> list[tuple[Key, str]]:
        """What is to get another name, again when the last writing failed, which was all of it."""
        if self._writing is None or not _failed(self._writing):
            self._moving = {}
        self._moving, self._moves = {**self._moving, **self._moves}, {}
        return list(self._moving.items())

    def _on_app_focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        self._watch(now)

    def _watch(self, field: QWidget | None, bases: list[str] | None = None) -> _Watched | None:
        if not draft_fields.keeps(field) or self._is_stopped:
            return None
        assert field is not None
        name = id(field)
        known = self._watched.get(name)
        if known is not None and shiboken6.isValid(known.field):
            return known
        text: TextField = field  # type: ignore[assignment]
        watched = _Watched(text, draft_fields.key_of(text), bases or [_mark(words_in(text))])
        self._watched[name] = watched
        text.textChanged.connect(lambda *_words: self._on_text_changed(watched))
        text.destroyed.connect(lambda *_object: self._on_field_destroyed(name, watched))
        return watched

    def _on_text_changed(self, watched: _Watched) -> None:
        if self._is_stopped:
            return
        words, key = words_in(watched.field), draft_fields.key_of(watched.field)
        if watched.field.is_being_filled:
            self._filled(watched, key, words)
            return
        self.typed.emit()
        watched.key = key
        if not words.strip():
            self._drop(watched)
            return
        self._due[key] = watched, words
        self._on_disk.add(key)
        self._drops.discard(key)
        self._set_aside(key)
        self._pause.start()
        if not self._latest.isActive():
            self._latest.start()

    def _set_aside(self, key: Key) -> None:
        """What is left for a field must not be lost to what is typed there now."""
        left = self._left.pop(key, None)
        if left is not None:
            moved = left._replace(field=draft_fields.aside(left.field, _mark(left.words)))
            self._moves[key] = moved.field
            self._left[moved.key] = moved
            self._unfit.discard(key)
            self._unfit.add(moved.key)

    def _filled(self, watched: _Watched, key: Key, words: str) -> None:
        """The program put words in: another record is shown, or what was typed is saved or gone."""
        if key == watched.key:
            self._drop(watched)
        else:
            self.flush()
        watched.key, watched.bases = key, [_mark(words)]

    def _drop(self, watched: _Watched) -> None:
        self._due.pop(watched.key, None)
        if watched.key in self._on_disk and watched.key not in self._left:
            self._on_disk.discard(watched.key)
            self._drops.add(watched.key)
            self._pause.start()

    def _on_field_destroyed(self, name: int, watched: _Watched) -> None:
        if self._watched.get(name) is watched:
            del self._watched[name]
        if not self._is_stopped and shiboken6.isValid(self):
            self._drop(watched)

    def _look_at_shown(self) -> None:
        fields, self._to_look = self._to_look, []
        for field in fields:
            if self._left and shiboken6.isValid(field) and field.isVisible():
                self._put_back(field)

    def _put_back(self, field: TextField) -> None:
        """Put words that wait for this field over what stands there, if they were typed there."""
        if not draft_fields.keeps(field):
            return
        key = draft_fields.key_of(field)
        draft = self._left.get(key)
        if draft is None:
            return
        now = words_in(field)
        bases = _bases(draft)
        if now.strip() == draft.words.strip():
            self.adopt(field)
            return
        if _mark(now) not in bases:
            # What stood there was changed since, or it is still to be filled.
            self._to_look_again.append(field)
            self._look_again.start()
            return
        del self._left[key]
        self._unfit.discard(key)
        self._watch(field, bases)
        type_into(field, draft.words)
        self.put_back.emit(draft)

    def _look_at_unfit(self) -> None:
        """Tell once of words that cannot go into their field, which is in front."""
        fields, self._to_look_again = self._to_look_again, []
        for field in fields:
            if not (shiboken6.isValid(field) and field.isVisible() and draft_fields.keeps(field)):
                continue
            key = draft_fields.key_of(field)
            draft = self._left.get(key)
            if draft is not None and key not in self._unfit:
                self._unfit.add(key)
                self.waits.emit(draft)


def type_into(field: TextField, words: str) -> None:
    """Put words in as if they were typed, over all that is there; Ctrl+Z takes them out again."""
    field.selectAll()
    if isinstance(field, QLineEdit):
        field.insert(words)
        field.setModified(True)
    else:
        field.insertPlainText(words)


def _draft(key: Key, watched: _Watched, words: str) -> Draft:
    from salesdesk.usecases.drafts import Draft

    made = Draft(*key, words, watched.label, json.dumps(watched.bases))
    # What is saved by itself while the typing goes on becomes what the next draft stands on.
    watched.bases = [*watched.bases[-_MOST_BASES:], _mark(words)]
    return made


def _bases(draft: Draft) -> list[str]:
    try:
        found = json.loads(draft.bases)
    except ValueError:
        return []
    return [each for each in found if isinstance(each, str)] if isinstance(found, list) else []


def _mark(words: str) -> str:
    """Says whether two texts are the same, and nothing else of them."""
    flat = " ".join(words.split())
    return blake2b(flat.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _failed(future: Future[None]) -> bool:
    return future.done() and (future.cancelled() or future.exception() is not None)


def _note_failure(future: Future[None]) -> None:
    if not future.cancelled() and future.exception() is not None:
        _log.warning("A draft was not kept", exc_info=future.exception())
