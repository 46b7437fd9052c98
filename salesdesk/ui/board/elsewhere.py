"""The board's ways of moving a deal, for pages other than the board.

Rows of the shell's register of dialogs: the deal page asks with its signals, the shell opens what
stands here, and neither screen knows the other. Each function gets the Context and the id of the
deal; `move` gets "stage key/deal id".
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QDialog

from salesdesk.domain.changes import Changes
from salesdesk.domain.errors import KnownError
from salesdesk.support.i18n import _
from salesdesk.ui import guard
from salesdesk.ui.board.outcomes import offer_handoff
from salesdesk.usecases.board import CardRow, some_cards
from salesdesk.usecases.deal_page import deal_view
from salesdesk.usecases.moves import GateUnmet, MoveDeals

if TYPE_CHECKING:
    from salesdesk.domain.process import Process
    from salesdesk.ui.context import Context


def move(context: Context, item: str) -> None:
    """Moves the deal to the stage; an unmet gate opens its dialog. Nothing to show at first."""
    stage_key, _slash, deal_id = item.partition("/")
    _submit(context, MoveDeals((deal_id,), stage_key), deal_id, stage_key)


def won(context: Context, deal_id: str) -> QDialog | None:
    """Asks for amount, date and reasons; then the deal is won and its handoff offered."""
    from salesdesk.ui.board.close_dialogs import WonDialog

    card, process = _card(context, deal_id)
    if card is None:
        return None
    desk = context.extra
    pipeline_id = deal_view(desk, deal_id).deal.pipeline_id
    offer = partial(offer_handoff, context, card, desk, pipeline_id)
    parent, today = context.shell.dialog_parent, context.clock.today()
    dialog = WonDialog(card, _reasons(process, "won"), today, parent)
    dialog.desk = context.extra
    dialog.accepted.connect(lambda: _do(context, dialog.command(), _("Won {deal}"), card, offer))
    return dialog


def lost(context: Context, deal_id: str) -> QDialog | None:
    """Holds the loss review; then the deal is lost or ends without a decision."""
    from salesdesk.ui.board.close_dialogs import LostDialog

    card, process = _card(context, deal_id)
    if card is None:
        return None
    stages = [(stage.key, stage.name) for stage in process.board_stages()]
    reasons = {kind: _reasons(process, kind) for kind in ("lost", "no_decision")}
    parent, today = context.shell.dialog_parent, context.clock.today()
    dialog = LostDialog([card], reasons, stages, today, parent)
    dialog.desk = context.extra
    dialog.accepted.connect(lambda: _do(context, dialog.command(), dialog.told()[0], card))
    return dialog


def pause(context: Context, deal_id: str) -> QDialog | None:
    """Asks for a reason and a day; then the deal is paused."""
    from salesdesk.ui.board.close_dialogs import PauseDialog

    card, _process = _card(context, deal_id)
    if card is None:
        return None
    dialog = PauseDialog([card], context.clock.today(), context.shell.dialog_parent)
    dialog.desk = context.extra
    dialog.accepted.connect(lambda: _do(context, dialog.command(), _("Paused {deal}"), card))
    return dialog


def _submit(context: Context, command: Any, deal_id: str, stage_key: str) -> None:
    view = deal_view(context.extra, deal_id)
    process = context.extra.process(view.deal.pipeline_id)
    words = _("Moved {deal} to {stage}").format(
        deal=view.deal.name, stage=process.stage(stage_key).name
    )
    context.bridge.submit(
        command,
        lambda _changes: context.shell.tell_undoable(words),
        partial(_on_refused, context, deal_id, stage_key, process.stage(stage_key).name),
    )


def _on_refused(
    context: Context, deal_id: str, stage_key: str, stage: str, error: BaseException
) -> None:
    if isinstance(error, GateUnmet):
        _ask_gate(context, error, deal_id, stage_key, stage)
    elif isinstance(error, KnownError):
        context.shell.warn(str(error))
    else:
        guard.caught(error)


def _ask_gate(context: Context, unmet: GateUnmet, deal_id: str, stage_key: str, stage: str) -> None:
    from salesdesk.ui.board.gate_dialog import GateDialog

    plain = MoveDeals((deal_id,), stage_key)
    dialog = GateDialog(unmet, plain, stage, context.extra, context.shell.dialog_parent)
    dialog.accepted.connect(lambda: _submit(context, dialog.command, deal_id, stage_key))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def _card(context: Context, deal_id: str) -> tuple[CardRow | None, Process]:
    """The deal's card, None when it is on no board any more, and its process."""
    desk = context.extra
    pipeline_id = deal_view(desk, deal_id).deal.pipeline_id
    return some_cards(desk, pipeline_id, [deal_id])[deal_id], desk.process(pipeline_id)


def _reasons(process: Process, outcome: str) -> list[tuple[str, str, bool]]:
    """Key, name, and whether a note is needed."""
    return [
        (reason.key, reason.name, reason.note_required)
        for reason in process.reasons
        if reason.outcome == outcome
    ]


def _do(
    context: Context,
    command: Any,
    words: str,
    card: CardRow,
    then: Callable[[], object] | None = None,
) -> None:
    told = words.format(deal=card.name)

    def done(_changes: Changes) -> None:
        context.shell.tell_undoable(told)
        if then is not None:
            then()

    context.bridge.submit(command, done)
