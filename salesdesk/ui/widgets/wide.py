"""Widths in pixels that stay right at another size of text.

Called by what stands in columns of its own. A width that is set once would cut the words in it
after the next change of the text size; `ui.restyling` sets these anew then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from salesdesk.ui import theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_KEPT = "fixed_wide"


def fix_wide(widget: QWidget, wide: int) -> None:
    """Make it `wide` logical pixels beside text of 13 px, and more beside larger text."""
    cast("Any", widget).fixed_wide = wide
    keep_wide(widget)


def keep_wide(widget: QWidget) -> None:
    """Set the width anew, if there is one, for the look in use."""
    wide = getattr(widget, _KEPT, None)
    if wide is not None:
        widget.setFixedWidth(theme.tokens().px(wide))
