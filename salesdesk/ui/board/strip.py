"""The strip above the columns: open, weighted, no next step, stalled. Made by the page."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetrics, QFontMetricsF
from PySide6.QtWidgets import QHBoxLayout

from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.widgets.panel import Panel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from salesdesk.ui.board.figures import StripFigure
    from salesdesk.ui.widgets import Figure


class Strip(Panel):
    """Figures in a row; they are made once and then only change their words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("bottom", name="board_strip", parent=parent)
        self.setAccessibleName(_("Figures of this board"))
        look = theme.tokens()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(look.px(18), look.px(8), look.px(18), look.px(8))
        self._row.setSpacing(look.px(28))
        self._row.addStretch(1)
        self._figures: dict[str, Figure] = {}

    def sizeHint(self) -> QSize:
        """With room for the figures before they are there: the cards below must not jump."""
        return super().sizeHint().expandedTo(QSize(0, self._height()))

    def minimumSizeHint(self) -> QSize:
        """As `sizeHint`."""
        return super().minimumSizeHint().expandedTo(QSize(0, self._height()))

    def _height(self) -> int:
        margins = self._row.contentsMargins()
        # The label rounded up, as labels do it; the figure as one that may end in "…" does.
        label = ceil(QFontMetricsF(theme.font("small")).height())
        figure = QFontMetrics(theme.font("strong")).height() + 2
        return margins.top() + label + 1 + figure + margins.bottom()

    def show_figures(self, figures: Sequence[StripFigure]) -> None:
        """Shows these figures, in this order."""
        wanted = {figure.key for figure in figures}
        for key, shown in self._figures.items():
            shown.setVisible(key in wanted)
        for place, figure in enumerate(figures):
            self._figure(figure, place).set_value(figure.value, figure.tone)

    def value(self, key: str) -> str:
        """The words of one figure as shown, or ""."""
        figure = self._figures.get(key)
        return figure.value.text() if figure is not None and not figure.isHidden() else ""

    def _figure(self, figure: StripFigure, place: int) -> Figure:
        from salesdesk.ui.widgets import Figure, plain_tip

        made = self._figures.get(figure.key)
        if made is None:
            made = Figure(figure.label, figure.value, figure.tone, name=f"strip_{figure.key}")
            made.setToolTip(plain_tip(figure.tip))
            self._row.insertWidget(place, made)
            self._figures[figure.key] = made
        return made
