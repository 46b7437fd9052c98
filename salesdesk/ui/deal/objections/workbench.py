"""One objection worked through: diagnose, clarify, respond, confirm, with the play beside it.

Every field is saved when it is left. Resolving is off, with a sentence, until it may be done.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from salesdesk.domain.changes import Changes
from salesdesk.domain.objections import OPEN, ObjectionState, own_responses
from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.deal.drafts import DraftField
from salesdesk.ui.deal.objections.playbook import PlayPart
from salesdesk.ui.deal.room import Room
from salesdesk.ui.deal.rows import line
from salesdesk.ui.deal.speaker import SpeakerPick
from salesdesk.ui.widgets import Button, Card, Divider, PickOne, Pill, PlainLabel, TextBox
from salesdesk.usecases.objections import ObjectionsView, responses_that_worked


class Workbench(Card):
    """Emits `close_requested()`; writes through the room."""

    close_requested = Signal()

    def __init__(self, room: Room, state: ObjectionState, view: ObjectionsView) -> None:
        super().__init__("focus", name=f"objection_{state.objection.id}", spacing=9)
        self._room = room
        self.state = state
        self._view = view
        self._boxes: dict[str, TextBox] = {}
        self._drafts: dict[str, DraftField] = {}
        self.setAccessibleName(state.objection.words)
        self._build_head()
        self._build_steps()
        self._build_end()
        self.refresh(state)

    def refresh(self, state: ObjectionState) -> None:
        """Show what is stored, where nothing is being typed."""
        self.state = state
        found = state.objection
        for name, box in self._boxes.items():
            stored = getattr(found, name)
            if not box.hasFocus() and box.words() != stored:
                box.set_words(stored)
        self.confirmed_by.set_person(found.confirmed_by_id)
        self._show_resolve()

    def begin(self) -> None:
        """Put the keyboard into the first step that is open."""
        empty = (box for box in self._boxes.values() if not box.words())
        next(empty, next(iter(self._boxes.values()))).setFocus()

    def leave(self) -> None:
        """Save what was typed."""
        for name, box in self._boxes.items():
            self._save(name, box.words())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape puts it to rest."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            self.close_requested.emit()
            return
        super().keyPressEvent(event)

    def _build_head(self) -> None:
        found = self.state.objection
        self.body.addWidget(PlainLabel(f"“{found.words}”", "strong", wrap=True))
        plays = [(None, _("No play")), *((play.key, play.name) for play in self._view.plays)]
        self.play = PickOne("objection_play", _("Play"), plays, value=found.play_key)
        self.play.picked.connect(lambda key: self._write({"play_key": key}))
        kinds = [(category.key, category.name) for category in self._view.categories]
        self.category = PickOne("objection_category", _("Category"), kinds, value=found.category)
        self.category.picked.connect(lambda key: self._write({"category": key}))
        for pick in (self.play, self.category):
            pick.setMaximumWidth(theme.tokens().px(230))
        self.body.addWidget(line(self.category, self.play, 1))
        play = self.state.play
        if play is not None and found.play_key is None:
            use = Button(_("Use the play “{play}”").format(play=play.name), "objection_use_play",
                         kind="link")  # fmt: skip
            use.clicked.connect(lambda: self._write({"play_key": play.key}))
            self.body.addWidget(line(use, 1))

    def _build_steps(self) -> None:
        play = self.state.play
        diagnose = PlayPart("play_diagnose")
        clarify = PlayPart("play_clarify")
        respond = PlayPart("play_respond")
        confirm = PlayPart("play_confirm")
        if play is not None:
            worked = responses_that_worked(self._room.desk, play.key)
            diagnose.tell(_("Listen for"), play.listen_for)
            diagnose.choices(
                _("What is it really? Pick one, or write your own"), play.root_causes, "root_cause",
                lambda text: self._pick("root_cause", text),
            )  # fmt: skip
            clarify.list(_("Ask"), play.diagnose)
            clarify.tell(_("Acknowledge"), play.acknowledge)
            respond.choices(
                _("Say. Pick the one you used, or write your own"),
                (*play.respond, *own_responses(worked, play)), "response",
                lambda text: self._pick("response", text), worked,
            )  # fmt: skip
            respond.tell(_("Proof"), play.proof)
            respond.tell(_("Give and get"), play.give_get)
            confirm.tell(_("Ask"), play.confirm)
            confirm.list(_("Follow up with"), play.follow_ups)
            confirm.tell(_("When to walk away"), play.walk_away)
        self._step(1, _("Diagnose"), "root_cause", _("The root cause"), diagnose)
        self._step(2, _("Clarify"), "", "", clarify)
        self._step(3, _("Respond"), "response", _("What you answered"), respond)
        self._step(4, _("Confirm"), "confirmation", _("Their words that it is settled"), confirm)

    def _step(self, number: int, title: str, field: str, label: str, part: PlayPart) -> None:
        head = line(Pill(str(number), "accent", shape="badge"), PlainLabel(title, "heading"), 1)
        if field or part.body.count():
            self.body.addWidget(head)
        if part.body.count():
            self.body.addWidget(part)
        if not field:
            return
        box = TextBox(f"objection_{field}", label, hint=label, rows=1, most_rows=6)
        draft = DraftField(self._room.drafts, f"{field}:{self.state.objection.id}", box)
        draft.show(self._room.deal_id, getattr(self.state.objection, field))
        box.committed.connect(lambda text: self._save(field, text))
        box.textChanged.connect(self._show_resolve)
        self._boxes[field], self._drafts[field] = box, draft
        self.body.addWidget(box)

    def _build_end(self) -> None:
        found = self.state.objection
        self.confirmed_by = SpeakerPick(self._room, "objection_confirmed_by", _("Who says so"))
        self.confirmed_by.set_person(found.confirmed_by_id or found.person_id)
        self.confirmed_by.spoken.connect(lambda who: self._write({"confirmed_by_id": who}))
        who = PlainLabel(_("Who says so"), "small", "muted")
        self.body.addWidget(line(who, self.confirmed_by, 1))
        self.body.addWidget(Divider())
        self.why_not = PlainLabel("", "small", "muted", wrap=True, name="objection_why_not")
        self.resolve = Button(_("Resolved"), "objection_resolve", kind="primary",
                              on_click=self._resolve)  # fmt: skip
        self.stand = Button(_("Let it stand…"), "objection_stand", on_click=self._stand)
        drop = Button(_("Delete"), "objection_bin", kind="flat", on_click=self._bin)
        close = Button(_("Close"), "objection_close", kind="flat", on_click=self._close)
        self.body.addWidget(self.why_not)
        self.body.addWidget(line(self.resolve, self.stand, 1, drop, close))

    def _close(self) -> None:
        self.leave()
        self.close_requested.emit()

    def _lacking(self) -> list[str]:
        names = {
            "root_cause": _("the root cause"),
            "response": _("your response"),
            "confirmation": _("their words that it is settled"),
        }
        found = [label for name, label in names.items() if not self._boxes[name].words()]
        if not self.confirmed_by.value():
            found.append(_("who said so"))
        return found

    def _show_resolve(self) -> None:
        if not hasattr(self, "resolve"):
            return
        lacking = self._lacking()
        is_open = self.state.objection.status == OPEN
        self.resolve.setEnabled(is_open and not lacking)
        sentence = ""
        if is_open and lacking:
            sentence = _("To resolve it, this is missing: {missing}.").format(
                missing=", ".join(lacking)
            )
        self.why_not.setText(sentence)
        self.why_not.setVisible(bool(sentence))
        self.resolve.setAccessibleDescription(sentence)

    def _pick(self, field: str, text: str) -> None:
        box = self._boxes[field]
        box.setPlainText(text)
        self._save(field, text)
        box.setFocus()

    def _save(self, field: str, text: str) -> None:
        if text != getattr(self.state.objection, field):
            self._write({field: text or None})
        else:
            self._room.drafts.drop(self._room.deal_id, f"{field}:{self.state.objection.id}")

    def _write(self, fields: dict[str, str | None]) -> None:
        from salesdesk.usecases.objections import UpdateObjection

        def done(_changes: Changes) -> None:
            for name in fields:
                self._room.drafts.drop(self._room.deal_id, f"{name}:{self.state.objection.id}")

        self._room.do(UpdateObjection(self.state.objection.id, fields), done, self._say, owner=self)

    def _fields(self) -> dict[str, str | None]:
        typed: dict[str, str | None] = {n: b.words() or None for n, b in self._boxes.items()}
        typed["confirmed_by_id"] = self.confirmed_by.value()
        return typed

    def _resolve(self) -> None:
        from salesdesk.usecases.objections import ResolveObjection

        command = ResolveObjection(
            self.state.objection.id, self._fields(), self._room.today.isoformat()
        )
        self._room.do(command, self._on_ended, self._say, owner=self)

    def _stand(self) -> None:
        from salesdesk.ui.widgets import ask_text
        from salesdesk.usecases.objections import LetStand

        self.leave()
        outcome = ask_text(
            self.window(), _("Let it stand"), _("How do you go on with it?"), _("Let it stand"),
            rows=2, name="let_stand", about=self.state.objection.id,
        )  # fmt: skip
        if outcome:
            command = LetStand(self.state.objection.id, outcome)
            self._room.do(command, self._on_ended, self._say, owner=self)

    def _bin(self) -> None:
        from salesdesk.usecases.objections import BinObjection

        self._room.do(BinObjection(self.state.objection.id), self._on_ended, self._say, owner=self)

    def _on_ended(self, changes: Changes) -> None:
        for draft in self._drafts.values():
            draft.show("")
        for name in self._boxes:
            self._room.drafts.drop(self._room.deal_id, f"{name}:{self.state.objection.id}")
        self._room.say(changes.label)
        self.close_requested.emit()

    def _say(self, sentence: str) -> None:
        self.why_not.setText(sentence)
        self.why_not.show()


def summary(state: ObjectionState) -> QWidget:
    """One settled objection in short: what it was, what was answered, what came of it."""
    from salesdesk.ui.deal.rows import column

    found = state.objection
    lines = [
        (_("Root cause"), found.root_cause),
        (_("Answered"), found.response),
        (_("Confirmed"), " · ".join(filter(None, (found.confirmation, found.confirmed_by)))),
        (_("We go on"), found.outcome),
    ]
    parts = [
        PlainLabel(_("{label}: {text}").format(label=label, text=text), "small", "muted", wrap=True)
        for label, text in lines
        if text
    ]
    return column(*parts, gap=1)
