"""How the cards of a column are sorted. A module of its own: the first paint needs no more of it.

Called by the board and its settings; `board_filter.arranged` sorts.
"""

from __future__ import annotations

from enum import StrEnum


class CardOrder(StrEnum):
    """How the cards of a column are sorted."""

    PLACE = "place"
    """As the rep arranged them."""
    NEXT_STEP = "next_step"
    """What is most late first, deals without a step before that, paused ones last."""
    AMOUNT = "amount"
    CLOSE = "close"
    DAYS = "days"
    """Longest in the stage first."""
    NAME = "name"
