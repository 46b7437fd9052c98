"""Does the actions of the deal page: moves, ends, logs, switches panels.

Made by the page; the methods are named by the rows in deal/actions.py. What other screens do too
(gate, won, lost, pause, handoff, papers) goes out as a signal; the shell answers it with the
dialogs of its register, since screens do not import each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMetaMethod, QObject, Signal

from salesdesk.domain.changes import Changes
from salesdesk.support.i18n import _
from salesdesk.ui.deal.room import Room

if TYPE_CHECKING:
    from salesdesk.usecases.deal_views import DealView, StepView

_OPEN_ONLY = frozenset(
    {"move", "move_back", "win", "lose", "pause", "step", "nurture", "disqualify"}
)
_PANELS = frozenset(
    {
        "overview",
        "qualify",
        "discover",
        "value",
        "proposal",
        "objections",
        "commit",
        "handoff",
        "timeline",
        "next_part",
        "previous_part",
    }
)
"""What may be done whatever the deal's state is: showing something."""


class DealController(QObject):
    """The controller of the context "deal". The signals ask the shell; without it listening to
    `move_requested` the deal moves only where its gate is met.
    """

    move_requested = Signal(object, str, object)
    """(deal ids, stage key, id of the card before which to stand, or None)."""
    win_requested = Signal(object)
    lose_requested = Signal(object)
    pause_requested = Signal(object)
    handoff_requested = Signal(str)
    print_requested = Signal(str, str)
    """(kind of paper, deal id)."""
    files_requested = Signal(str)
    """Deal id: the files to add are asked for."""
    part_requested = Signal(int)
    """1: the keyboard goes to the next part of the page, -1: to the one before."""

    def __init__(self, room: Room, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("deal_controller")
        self._room = room
        room.handoff_requested.connect(self.hand_off)
        room.files_requested.connect(self.files_requested)

    def may(self, key: str) -> bool:
        """Whether an action can be done now."""
        view, name = self._room.view, key.removeprefix("deal.")
        if view is None:
            return False
        if name in _PANELS:
            return True
        if view.deal.binned_at is not None:
            return False
        if name in _OPEN_ONLY:
            return view.deal.status == "open" and (name != "move_back" or bool(self._neighbour(-1)))
        if name == "next_deal":
            return view.deal.status == "won"
        if name in ("reopen", "review"):
            return view.deal.status != "open"
        return name not in {"done", "calendar"} or view.next_step is not None

    def move_on(self) -> None:
        """To the next stage through the gate; from the last one, won."""
        stage = self._neighbour(1)
        if stage:
            self.move_to(stage)
        else:
            self.win()

    def move_back(self) -> None:
        """To the stage before; no gate is asked."""
        stage = self._neighbour(-1)
        if stage:
            self.move_to(stage)

    def move_to(self, stage_key: str) -> None:
        """To any stage."""
        if self._view.deal.status != "open":
            self._room.context.shell.warn(
                _("This deal is closed. Nothing was moved; reopen it first."), "warn"
            )
            return
        ids = (self._room.deal_id,)
        if self.isSignalConnected(QMetaMethod.fromSignal(self.move_requested)):
            self.move_requested.emit(ids, stage_key, None)
        else:
            self._move_plainly(stage_key)

    def win(self) -> None:
        """Ask what a win must be asked."""
        self.win_requested.emit((self._room.deal_id,))

    def lose(self) -> None:
        """Hold the loss review."""
        self.lose_requested.emit((self._room.deal_id,))

    def pause(self) -> None:
        """Pause with reason and date, or resume."""
        from salesdesk.usecases.deals import ResumeDeals

        if self._view.deal.paused_until:
            self._room.do(ResumeDeals((self._room.deal_id,)))
        else:
            self.pause_requested.emit((self._room.deal_id,))

    def resume(self) -> None:
        """End the pause."""
        self.pause()

    def reopen(self) -> None:
        """Open a closed deal again."""
        from salesdesk.usecases.closing import ReopenDeal

        self._room.do(ReopenDeal(self._room.deal_id), self._tell)

    def hold_review(self) -> None:
        """Ask what the ending taught us."""
        self._room.jump("overview", "review")

    def next_deal(self) -> None:
        """Ask for a renewal or an expansion with the account, its people and line items."""
        from salesdesk.ui.deal.next_deal import ask_next_deal

        ask_next_deal(self._room)

    def bin(self) -> None:
        """Put the deal into the bin and go back."""
        from salesdesk.usecases.deals import BinDeals

        self._room.do(BinDeals((self._room.deal_id,)), self._tell_and_leave)

    def restore(self) -> None:
        """Take the deal out of the bin."""
        from salesdesk.ui.namesakes import tell_restored
        from salesdesk.usecases.deals import RestoreDeals

        context = self._room.context
        self._room.do(
            RestoreDeals((self._room.deal_id,)), lambda done: tell_restored(context, done)
        )

    def rename(self) -> None:
        """Ask for another name."""
        from salesdesk.ui.widgets import ask_text
        from salesdesk.usecases.deals import EditDeal

        name = ask_text(
            self._room.context.shell.dialog_parent,
            _("Rename the deal"),
            _("Name"),
            _("Rename"),
            words=self._view.deal.name,
            name="rename_deal",
        )
        if name and name != self._view.deal.name:
            self._room.do(EditDeal(self._room.deal_id, {"name": name}))

    def log(self) -> None:
        """Open the form for a call, mail, meeting or note."""
        self._room.jump("overview", "log")

    def write_note(self) -> None:
        """Begin a note."""
        self._room.jump("overview", "note")

    def set_step(self) -> None:
        """Ask for a next step."""
        from salesdesk.ui.deal.step_dialog import set_step

        set_step(self._room)

    def complete_step(self) -> None:
        """Complete the next step that comes first."""
        if self._view.next_step is not None:
            self.complete(self._view.next_step)

    def complete(self, step: StepView) -> None:
        """Ask for a step's outcome and the next one, in one dialog."""
        from salesdesk.ui.deal.step_dialog import complete_step

        complete_step(self._room, step)

    def reschedule(self, step: StepView) -> None:
        """Ask for another day."""
        from salesdesk.ui.deal.step_dialog import reschedule_step

        reschedule_step(self._room, step)

    def add_files(self) -> None:
        """Ask for files, mails or contact cards to add."""
        self.files_requested.emit(self._room.deal_id)

    def to_calendar(self) -> None:
        """Hand the next step that comes first to the calendar."""
        from salesdesk.ui.deal.step_dialog import to_calendar

        if self._view.next_step is not None:
            to_calendar(self._room, self._view.next_step)

    def export_deal(self) -> None:
        """Ask where to, and write the deal as one file for a colleague's desk."""
        from salesdesk.ui.deal.export import export_deal

        export_deal(self._room)

    def add_person(self) -> None:
        """Begin a new stakeholder."""
        self._room.jump("overview", "people")

    def capture(self) -> None:
        """Go to the line for what the buyer says out of order."""
        self._room.jump("discover", "capture")

    def start_call(self) -> None:
        """Open call mode; F8."""
        self._room.leave_requested.emit()
        self._room.context.shell.open("call", self._room.deal_id)

    def prepare_call(self) -> None:
        """Open the pre-call sheet of the call at hand, or of a new one."""
        from salesdesk.ui.deal.call.preparing import prepare_call

        prepare_call(self._room)

    def show_map(self) -> None:
        """Open the stakeholder map."""
        from salesdesk.ui.deal.people_map.dialog import show_map

        show_map(self._room)

    def handle_objection(self) -> None:
        """Open the short play; Ctrl+O does the same everywhere."""
        self._room.context.shell.open("short_play", self._room.deal_id)

    def hand_off(self, deal_id: str = "") -> None:
        """Open the handoff dialog."""
        self.handoff_requested.emit(deal_id or self._room.deal_id)

    def print_paper(self, kind: str) -> None:
        """Print the deal as one of the papers of the register."""
        self.print_requested.emit(kind, self._room.deal_id)

    def show_overview(self) -> None:
        """Alt+1."""
        self._room.jump("overview")

    def show_qualify(self) -> None:
        """Alt+2."""
        self._room.jump("qualify")

    def nurture(self) -> None:
        """Ask until when the deal waits."""
        from salesdesk.ui.deal.qualify.dialogs import nurture

        nurture(self._room)

    def disqualify(self) -> None:
        """Ask why the deal ends here."""
        from salesdesk.ui.deal.qualify.dialogs import disqualify

        disqualify(self._room)

    def own_framework(self) -> None:
        """Make a framework to qualify by."""
        from salesdesk.ui.deal.qualify.framework_dialog import new_framework

        new_framework(self._room)

    def copy_framework(self) -> None:
        """Make a framework that begins as the one that the deal is judged by."""
        from salesdesk.ui.deal.qualify.framework_dialog import copy_framework

        copy_framework(self._room)

    def edit_framework(self) -> None:
        """Change the framework that the deal is judged by, for all deals of its pipeline."""
        from salesdesk.ui.deal.qualify.framework_dialog import edit_framework

        edit_framework(self._room)

    def show_discover(self) -> None:
        """Alt+3."""
        self._room.jump("discover")

    def show_value(self) -> None:
        """Alt+4."""
        self._room.jump("value")

    def present(self) -> None:
        """Show the recap and the demo plan, full screen, for sharing."""
        self._room.jump("value", "present")

    def show_proposal(self) -> None:
        """Alt+5."""
        self._room.jump("proposal")

    def take_over(self) -> None:
        """Show what the deal says since the open draft was begun."""
        self._room.jump("proposal", "news")

    def show_objections(self) -> None:
        """Alt+6."""
        self._room.jump("objections")

    def show_commit(self) -> None:
        """Alt+7."""
        self._room.jump("commit")

    def add_concession(self) -> None:
        """Ask what is given and got."""
        self._room.jump("commit", "add_concession")

    def add_plan_step(self) -> None:
        """Ask for a step of the mutual action plan."""
        self._room.jump("commit", "add_step")

    def show_handoff(self) -> None:
        """Alt+8."""
        self._room.jump("handoff")

    def show_timeline(self) -> None:
        """Alt+9."""
        self._room.jump("timeline")

    def next_part(self) -> None:
        """F6: from the panel to the rail, the header, the left column, and back."""
        self.part_requested.emit(1)

    def previous_part(self) -> None:
        """Shift+F6: the other way round."""
        self.part_requested.emit(-1)

    @property
    def _view(self) -> DealView:
        assert self._room.view is not None, "the action is off without a deal"
        return self._room.view

    def next_stage_name(self) -> str:
        """The name of the stage after the present one, "" at the end."""
        key = self._neighbour(1)
        return next((step.name for step in self._view.path if step.key == key), "")

    def _neighbour(self, way: int) -> str:
        path = self._view.path
        at = next((i for i, step in enumerate(path) if step.is_current), None)
        if at is None or not 0 <= at + way < len(path):
            return ""
        return path[at + way].key

    def _move_plainly(self, stage_key: str) -> None:
        """Where the app has no gate dialog: the gate's sentence is shown as it is."""
        from salesdesk.usecases.moves import MoveDeals

        self._room.do(MoveDeals((self._room.deal_id,), stage_key), self._tell)

    def _tell(self, changes: Changes) -> None:
        self._room.say(changes.label)

    def _tell_and_leave(self, changes: Changes) -> None:
        self._room.say(changes.label)
        self._room.context.shell.back()
