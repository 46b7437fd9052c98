"""What the rep does with a question besides answering it: skip, plan, reword, remove.

Made by the Discover panel, for the question that is open there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from salesdesk.domain.discovery import OWN
from salesdesk.support.i18n import _

if TYPE_CHECKING:
    from salesdesk.domain.discovery import QuestionState
    from salesdesk.ui.deal.discovery.panel import DiscoverPanel
    from salesdesk.ui.deal.room import Room


class QuestionDeeds(QObject):
    """Its methods take what the open question emits."""

    def __init__(self, room: Room, panel: DiscoverPanel) -> None:
        super().__init__(panel)
        self._room, self._panel = room, panel

    def skip(self, state: QuestionState) -> None:
        """Ask why, and skip it; one that is skipped is asked again."""
        from salesdesk.ui.widgets import ask_text
        from salesdesk.usecases.answers import SkipQuestion

        if state.skipped_why:
            self._room.do(SkipQuestion(self._room.deal_id, state.key, "", False))
            return
        why = ask_text(
            self._panel.window(), _("Skip this question"), _("Why is it not worth asking here?"),
            _("Skip it"), words=self._room.drafts.get(self._room.deal_id, f"skip:{state.key}"),
            name="skip_question", about=state.key,
        )  # fmt: skip
        if why:
            self._panel.close_question()  # (at rest it says that it is skipped, and why)
            self._room.do(SkipQuestion(self._room.deal_id, state.key, why))

    def plan(self, state: QuestionState) -> None:
        """Put it on the plan of the next call, or take it off."""
        from salesdesk.usecases.answers import PlanQuestion

        self._room.do(PlanQuestion(self._room.deal_id, state.key, not state.is_planned))

    def reword(self, state: QuestionState) -> None:
        """Ask for other words of a question of the rep's own."""
        from salesdesk.ui.widgets import ask_text
        from salesdesk.usecases.own_questions import EditOwnQuestion

        text = ask_text(
            self._panel.window(), _("Reword the question"), _("Question"), _("Reword"),
            words=state.text, name="reword_question", about=state.key,
        )  # fmt: skip
        if text:
            command = EditOwnQuestion(state.key.removeprefix(OWN), text)
            self._panel.close_question()
            self._room.do(command)

    def remove(self, state: QuestionState, answer_id: str | None) -> None:
        """Remove an answer, or without one a question of the rep's own."""
        from salesdesk.usecases.answers import BinAnswer
        from salesdesk.usecases.own_questions import BinOwnQuestion

        command: object
        if answer_id is not None:
            command = BinAnswer(answer_id)
        elif state.is_own:
            self._panel.close_question()
            command = BinOwnQuestion(state.key.removeprefix(OWN))
        else:
            return
        self._room.do(command, lambda changes: self._room.say(changes.label))
