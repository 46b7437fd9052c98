"""The figures of a board follow its cards: those of the columns' headers and of the strip.

Made by the page after the first paint; small boards are counted at once, after the cards are
painted, large ones on a worker.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesdesk.ui.typist import AtPause

if TYPE_CHECKING:
    from collections.abc import Iterable

    from salesdesk.ui.board.page import BoardPage
    from salesdesk.usecases.board import BoardSums


class Counting:
    """Counts once for many changes, and not while somebody types on another page."""

    def __init__(self, page: BoardPage) -> None:
        self._page = page
        self._stale: set[str] = set()
        """The columns whose figures are of cards that were there before."""
        self._soon = AtPause(
            page, lambda: page.is_typing() and not page.isVisible(), self._on_soon_due
        )

    def request(self, keys: Iterable[str]) -> None:
        """The cards of these columns changed."""
        self._stale.update(keys)
        self._soon.request()

    def finish(self) -> None:
        """Show now what is wanted: the page comes to the front."""
        self._soon.finish()

    def _on_soon_due(self) -> None:
        if self._page.content.is_paged:
            self._count()
        else:
            self._show()

    def _count(self) -> None:
        """Has a board too large for a frame counted on a worker; its figures follow then."""
        content, view = self._page.content, self._page.content.view

        def counted(sums: BoardSums) -> None:
            if content.view is view:
                for key in content.take_count(sums):
                    self._page.show_rows(key)
                self._stale.update(content.deck.columns)
                self._show()

        self._page.query(content.count, counted)

    def _show(self) -> None:
        """Headers of columns that changed, and the strip."""
        page = self._page
        for key in self._stale:
            column = page.area.column(key)
            if column is not None:
                column.show_figures(page.content.figures(key))
        self._stale.clear()
        page.area.fit_headers()
        page.strip.show_figures(page.content.strip())
