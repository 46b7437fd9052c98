"""What the board keeps between runs: the pipeline shown, collapsed columns, order, card look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesdesk.domain.card_order import CardOrder
from salesdesk.ui.board.look import CardLook

if TYPE_CHECKING:
    from salesdesk.ui.live_settings import LiveSettings

_SCREEN = "board"


class Keeping:
    """Reads and writes the board's entries of the settings; None keeps nothing, for tests."""

    def __init__(self, settings: LiveSettings | None = None) -> None:
        self._settings = settings
        kept = settings.screen(_SCREEN) if settings is not None else {}
        collapsed = kept.get("collapsed")
        listed = collapsed if isinstance(collapsed, list) else []
        self._collapsed = {each for each in listed if isinstance(each, str)}
        density = settings.now.card_density if settings is not None else "comfortable"
        look = kept.get("look")
        plain = look if isinstance(look, dict) else {"density": density}
        self._look = CardLook.from_plain(plain)
        pipeline = kept.get("pipeline")
        self._pipeline_id = pipeline if isinstance(pipeline, str) else None
        order = kept.get("order")
        self._order = CardOrder(order) if order in list(CardOrder) else CardOrder.PLACE

    @property
    def look(self) -> CardLook:
        """How cards look."""
        return self._look

    @look.setter
    def look(self, look: CardLook) -> None:
        self._look = look
        self._keep("look", look.to_plain())

    @property
    def order(self) -> CardOrder:
        """How columns are sorted."""
        return self._order

    @order.setter
    def order(self, order: CardOrder) -> None:
        self._order = order
        self._keep("order", str(order))

    @property
    def pipeline_id(self) -> str | None:
        """The pipeline shown last; one of another desk is simply not found."""
        return self._pipeline_id

    @pipeline_id.setter
    def pipeline_id(self, pipeline_id: str | None) -> None:
        self._pipeline_id = pipeline_id
        self._keep("pipeline", pipeline_id)

    def is_collapsed(self, pipeline_id: str, key: str) -> bool:
        """Whether a column is collapsed; two pipelines may have stages of the same key."""
        return f"{pipeline_id} {key}" in self._collapsed

    def set_collapsed(self, pipeline_id: str, key: str, *, is_collapsed: bool) -> None:
        """Keeps whether a column is collapsed."""
        change = self._collapsed.add if is_collapsed else self._collapsed.discard
        change(f"{pipeline_id} {key}")
        self._keep("collapsed", sorted(self._collapsed))

    def _keep(self, name: str, value: object) -> None:
        if self._settings is not None:
            self._settings.keep(_SCREEN, **{name: value})
