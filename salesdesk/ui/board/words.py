"""Words the board uses in more than one place: sorts, step states, card fields."""

from __future__ import annotations

from salesdesk.domain.card_order import CardOrder
from salesdesk.domain.pipeline import NextStepState
from salesdesk.support.i18n import _


def order_words(order: CardOrder) -> str:
    """What a sort is called."""
    return {
        CardOrder.PLACE: _("my order"),
        CardOrder.NEXT_STEP: _("next step"),
        CardOrder.AMOUNT: _("amount"),
        CardOrder.CLOSE: _("close date"),
        CardOrder.DAYS: _("days in stage"),
        CardOrder.NAME: _("name"),
    }[order]


def sorted_words(order: CardOrder) -> str:
    """Why a card cannot be put above another."""
    return _("Cards are sorted by {order}. Choose “my order” under Sort to arrange them.").format(
        order=order_words(order)
    )


def step_words(state: NextStepState) -> str:
    """What a state of the next step is called."""
    return {
        NextStepState.ON_TIME: _("On time"),
        NextStepState.TODAY: _("Today"),
        NextStepState.LATE: _("Late"),
        NextStepState.NONE: _("None"),
        NextStepState.NOT_ASSESSED: _("Not assessed"),
        NextStepState.PAUSED: _("Paused"),
    }[state]


def field_words(field: str) -> str:
    """What a field of a card is called in the Cards menu."""
    return {
        "account": _("Account"),
        "amount": _("Amount"),
        "next_step": _("Next step"),
        "progress": _("Exit criteria"),
        "objections": _("Open objections"),
        "days": _("Days in stage, when stalled"),
        "close": _("Expected close"),
        "tags": _("Tags"),
        "products": _("Products"),
    }[field]
