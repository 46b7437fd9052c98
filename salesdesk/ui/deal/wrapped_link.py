"""The wrapping link under the name that the deal page's parts import it by."""

from __future__ import annotations

from salesdesk.ui.widgets.wrapped_link import WrappedLink

__all__ = ["WrappedLink"]
