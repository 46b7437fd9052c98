"""Icons by their Lucide name, in any colour, crisp at 100 to 200 %.

Called by widgets and screens through `icon(name, colour)`. The drawings are
resources/icons/*.svg, whose `currentColor` is replaced; QtSvg is imported at the first icon,
so that a first paint without icons does not pay for it.
"""

from __future__ import annotations

import logging
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QColor, QPainter, QPixmap

from salesdesk.support.paths import resources

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon

_SIZES = (16, 20, 24)
_RATIOS = (1.0, 1.5, 2.0)


@lru_cache(maxsize=256)
def _icon(name: str, colour: str) -> QIcon:
    from PySide6.QtGui import QIcon  # with its list of theme icons, which a pixmap needs not

    made = QIcon()
    for size in _SIZES:
        for ratio in _RATIOS:
            made.addPixmap(_render(name, colour, size, ratio))
    return made


def icon(name: str, colour: QColor) -> QIcon:
    """The icon called `name` ("calendar-check") drawn in `colour`.

    A name without a drawing gives an empty picture and an error in the log.
    """
    return _icon(name, colour.name())


@lru_cache(maxsize=512)
def _render(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    from PySide6.QtSvg import QSvgRenderer

    made = QPixmap(round(size * ratio), round(size * ratio))
    made.fill(QColor(0, 0, 0, 0))
    made.setDevicePixelRatio(ratio)
    try:
        drawing = resources("icons", f"{name}.svg").read_text(encoding="utf-8")
    except OSError as fault:
        # A paint event must not fail for a missing ornament; a test looks for every name.
        logging.getLogger(__name__).error("no icon %s: %s", name, fault)
        return made
    renderer = QSvgRenderer(QByteArray(drawing.replace("currentColor", colour).encode()))
    side = made.width() / ratio
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    return made


def pixmap(name: str, colour: QColor, size: int, ratio: float) -> QPixmap:
    """One drawing of `size` logical pixels for a screen with this device pixel ratio.

    A name without a drawing gives an empty picture and an error in the log.
    """
    return _render(name, colour.name(), size, ratio)
