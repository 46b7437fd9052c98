"""Practice over the whole window: an objection in the buyer's words, the play, a grade by one key.

The register of dialogs names `open_practice`. Space shows and hides the play, 1, 2 and 3 grade it
and deal out the next one, S passes on, C chooses a category, Escape ends. Weak ones come more
often.
"""

from __future__ import annotations

import functools
import random
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QPalette, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from salesdesk.domain import practice
from salesdesk.domain.errors import KnownError
from salesdesk.domain.practice import ALMOST, KNEW, NOT, Graded
from salesdesk.domain.process import Play
from salesdesk.support.i18n import _, ngettext
from salesdesk.ui import theme
from salesdesk.ui.context import Context
from salesdesk.ui.deal.objections.category_pick import CategoryPick
from salesdesk.ui.deal.rows import column, line, take_all
from salesdesk.ui.widgets import Button, Card, EmptyState, Panel, PlainLabel, PointLabel, Scroller
from salesdesk.usecases.practice import GradePlay, PracticeView, practice_view

if TYPE_CHECKING:
    from salesdesk.usecases.desk import Desk

_KEYS: dict[int, str] = {Qt.Key.Key_1: KNEW, Qt.Key.Key_2: ALMOST, Qt.Key.Key_3: NOT}
_WIDEST = 760
"""Logical pixels beyond which a line is harder to read aloud."""


class PracticeWindow(QDialog):
    """Deals out the plays of a process until Escape."""

    def __init__(
        self,
        context: Context,
        view: PracticeView,
        parent: QWidget | None = None,
        chance: random.Random | None = None,
    ) -> None:
        super().__init__(parent, Qt.WindowType.FramelessWindowHint)
        self.setObjectName("practice")
        self.setWindowTitle(_("Practise objections"))
        self.setAccessibleName(_("Practise objections"))
        self.setModal(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Window)
        self._context, self.view = context, view
        self._chance = chance or random.SystemRandom()
        self._grades: list[Graded] = list(view.grades)
        self.done_now: list[str] = []
        """The grades given since the window was opened."""
        self.play: Play | None = None
        self.is_shown = False
        self.category = CategoryPick(view.process, context.settings)
        self.category.picked.connect(self._on_category_picked)
        self._build()
        self.deal_out()

    def deal_out(self) -> None:
        """The next objection, its play hidden."""
        last = self.play.key if self.play else ""
        self.play = practice.next_play(self.category.plays, self._grades, self._chance, last)
        self.is_shown = False
        self._show_play()

    def reveal(self, is_shown: bool) -> None:
        """Show or hide the play."""
        self.is_shown = is_shown and self.play is not None
        self._show_play()

    def grade(self, grade: str) -> None:
        """Keep how it went, and deal out the next one."""
        if self.play is None:
            return
        key = self.play.key
        self._context.bridge.submit(GradePlay(key, grade), None, self._on_failed, owner=self)
        self._grades.append(Graded(key, self._context.clock.today().isoformat(), grade))
        self.done_now.append(grade)
        self.deal_out()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space shows and hides, 1 to 3 grade, S passes on, C opens the categories, Escape ends."""
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.accept()
        elif key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.reveal(not self.is_shown)
        elif key in _KEYS:
            self.grade(_KEYS[key])
        elif key == Qt.Key.Key_S:
            self.deal_out()
        elif key == Qt.Key.Key_C:
            self.category.showMenu()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the lines short and in the middle."""
        super().resizeEvent(event)
        self._centre()

    def _centre(self) -> None:
        look = theme.tokens()
        side = max((self.width() - look.px(_WIDEST)) // 2, look.px(24))
        # The question alone stands where the eyes are; the play needs the whole height.
        top = look.px(28) if self.is_shown else max(look.px(28), self.height() // 5)
        self._page.body.setContentsMargins(side, top, side, look.px(24))

    def showEvent(self, event: QShowEvent) -> None:
        """As large as the window behind it."""
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.window().geometry())
        super().showEvent(event)
        self.setFocus()

    def _build(self) -> None:
        look = theme.tokens()
        bar = Panel("bottom", name="practice_bar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(look.px(20), look.px(12), look.px(20), look.px(12))
        row.setSpacing(look.px(12))
        self.tally = PlainLabel("", "body", "muted", name="practice_tally")
        end = Button(_("End (Esc)"), "practice_end", on_click=self.accept)
        row.addWidget(PlainLabel(_("Practise objections"), "title"))
        row.addWidget(self.tally, 1)
        row.addWidget(self.category)
        row.addWidget(end)
        self._page = Scroller("practice_page", _("The objection and its play"))
        foot = Panel("top", name="practice_foot")
        keys = QHBoxLayout(foot)
        keys.setContentsMargins(look.px(20), look.px(12), look.px(20), look.px(12))
        keys.setSpacing(look.px(8))
        self._reveal = Button("", "practice_reveal", kind="primary",
                              on_click=lambda: self.reveal(not self.is_shown))  # fmt: skip
        grades = ((KNEW, _("1  Knew it")), (ALMOST, _("2  Almost")), (NOT, _("3  Not yet")))
        keys.addStretch(1)
        keys.addWidget(self._reveal)
        for grade, text in grades:
            keys.addWidget(Button(text, f"practice_{grade}",
                                  on_click=functools.partial(self.grade, grade)))  # fmt: skip
        keys.addWidget(Button(_("S  Another one"), "practice_skip", kind="flat",
                              on_click=self.deal_out))  # fmt: skip
        keys.addStretch(1)
        self._foot = foot
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        for widget in (bar, self._page, foot):
            box.addWidget(widget)
        for button in self.findChildren(Button):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the window hears every key

    def _show_play(self) -> None:
        body = self._page.body
        take_all(body)
        look, play = theme.tokens(), self.play
        self._foot.setVisible(play is not None)
        self._tell()
        if play is None:
            body.addWidget(EmptyState("shield-alert", _("This process has no objection plays."),
                                      name="practice_empty"))  # fmt: skip
            return
        self._centre()
        count = sum(each.play_key == play.key for each in self._grades)
        words = _("“{words}”").format(words=practice.heard(play, count))
        heard = PlainLabel(words, "large", wrap=True, name="practice_heard")
        card = Card("plain", name="practice_card", spacing=8)
        wide = look.px(24)
        card.body.setContentsMargins(wide, look.px(20), wide, look.px(20))
        card.body.addWidget(PlainLabel(self._about(play), "small", "muted"))
        card.body.addWidget(heard)
        body.addWidget(card)
        self._reveal.setText(_("Hide the play (Space)") if self.is_shown
                             else _("Show the play (Space)"))  # fmt: skip
        if self.is_shown:
            card.body.addSpacing(look.px(6))
            for part in _parts(play):
                card.body.addWidget(part)
        else:
            hint = _("Answer aloud, in your own words: ask, answer, confirm. Then look.")
            card.body.addWidget(PlainLabel(hint, "body", "muted", wrap=True))
        self._page.verticalScrollBar().setValue(0)
        self.setAccessibleDescription(words)

    def _about(self, play: Play) -> str:
        """Category and how it went before, with n."""
        category = next((c.name for c in self.view.process.categories if c.key == play.category),
                        play.category)  # fmt: skip
        record = practice.records(self._grades).get(play.key)
        if record is None:
            return _("{category} · new to you").format(category=category)
        went = ngettext("practised once", "practised {n}×", record.n).format(n=record.n)
        knew = _("knew it {n}×").format(n=record.knew)
        return f"{category} · {went} · {knew}"

    def _tell(self) -> None:
        known = self.done_now.count(KNEW)
        done = len(self.done_now)
        plays, tried = self.category.plays, {each.play_key for each in self._grades}
        covered = sum(play.key in tried for play in plays)
        parts = [_("{n} of {total} plays practised so far").format(n=covered, total=len(plays))]
        if done:
            parts.insert(0, _("{known} of {done} known now").format(known=known, done=done))
        self.tally.setText(" · ".join(parts))

    def _on_category_picked(self, _key: str) -> None:
        self.deal_out()
        self.setFocus()

    def _on_failed(self, error: BaseException) -> None:
        if not isinstance(error, KnownError):
            raise error
        self.tally.setText(str(error))


def _parts(play: Play) -> list[QWidget]:
    """The play to be read: name, in short, then each step."""
    found: list[QWidget] = [
        line(PlainLabel(play.name, "heading"), 1),
        PlainLabel(play.short, "body", "text", wrap=True),
    ]
    steps = (
        (_("It may really be"), play.root_causes),
        (_("Ask"), play.diagnose),
        (_("Say first"), (play.acknowledge,)),
        (_("Answer"), play.respond),
        (_("Proof"), (play.proof,)),
        (_("Confirm"), (play.confirm,)),
        (_("Give and get"), (play.give_get,)),
    )
    for title, texts in steps:
        shown = [PointLabel(text) for text in texts if text]
        if shown:
            head = PlainLabel(title, "small_strong", "muted")
            found.append(column(head, *shown, gap=2))
    return found


def open_practice(context: Context, deal_id: str = "") -> PracticeWindow:
    """The practice over the window, not shown yet: of a deal's process, or of the first one."""
    from salesdesk.usecases.board import board
    from salesdesk.usecases.discovery import deal_state

    desk = cast("Desk", context.bridge.desk)
    pipeline_id = deal_state(desk, deal_id).deal.pipeline_id if deal_id else board(desk).pipeline.id
    return PracticeWindow(context, practice_view(desk, pipeline_id), context.shell.dialog_parent)
