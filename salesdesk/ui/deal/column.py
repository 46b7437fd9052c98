"""A column at the side of the deal page, as wide as the page says.

Called by `side` and `rail`. Its layout gives it its width, when it next lays out. `setFixedWidth`
would lay out all that is in it at once, which at a new size of text is measured again right after.
"""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QSizePolicy

from salesdesk.ui.widgets.panel import Edge, Panel


class Column(Panel):
    """Neither wider nor narrower than asked for, whatever is in it."""

    def __init__(self, edge: Edge, *, name: str) -> None:
        super().__init__(edge, name=name)
        self._wide = 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)

    def set_wide(self, wide: int) -> None:
        """So many logical pixels."""
        if wide != self._wide:
            self._wide = wide
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """The width asked for, which is the least and the most too."""
        return QSize(self._wide, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """The same width; what does not fit into its height scrolls."""
        return QSize(self._wide, super().minimumSizeHint().height())
