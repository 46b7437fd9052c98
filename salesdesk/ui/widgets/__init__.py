"""The widgets every screen is made of: plain text, our look, names for tests and assistive tools.

Called by all of ui. A name is imported from its module when it is first asked for, so that a
window pays only for the widgets it shows.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from salesdesk.ui.widgets.ask import (
        Question,
        TextQuestion,
        ask_text,
        choose,
        confirm,
        tell_error,
    )
    from salesdesk.ui.widgets.banner import Banner, Toast, announce
    from salesdesk.ui.widgets.bar_layout import BarLayout
    from salesdesk.ui.widgets.buttons import Button, IconButton
    from salesdesk.ui.widgets.cards import (
        Card,
        Divider,
        EmptyState,
        Figure,
        Scroller,
        SectionHeader,
    )
    from salesdesk.ui.widgets.chips import CheckBox, Chip, Pill, paint_check, paint_pill
    from salesdesk.ui.widgets.choice import PickOne, Segments
    from salesdesk.ui.widgets.dates import CalendarPopup, DateEdit, TimeEdit, read_time
    from salesdesk.ui.widgets.dialog import Dialog, SizeMemory, remember_sizes
    from salesdesk.ui.widgets.flow import FlowLayout
    from salesdesk.ui.widgets.form import FieldRow, Form
    from salesdesk.ui.widgets.labels import (
        ElidedLabel,
        FaultLine,
        PlainLabel,
        PointLabel,
        clipped,
        plain_tip,
        show_tip,
    )
    from salesdesk.ui.widgets.lists import PickList
    from salesdesk.ui.widgets.markdown import MarkdownView, SafeBrowser, is_safe_link, open_link
    from salesdesk.ui.widgets.money import MoneyEdit
    from salesdesk.ui.widgets.panel import Panel
    from salesdesk.ui.widgets.progress import Dots, JobRow, Meter, Spinner, paint_dots
    from salesdesk.ui.widgets.tabs import TabRow
    from salesdesk.ui.widgets.tags import TagEdit
    from salesdesk.ui.widgets.text_box import TextBox
    from salesdesk.ui.widgets.texts import LineEdit, SearchEdit
    from salesdesk.ui.widgets.typed_dates import read_date

_HOMES = {
    "ask": "Question TextQuestion ask_text choose confirm tell_error",
    "banner": "Banner Toast announce",
    "bar_layout": "BarLayout",
    "buttons": "Button IconButton",
    "cards": "Card Divider EmptyState Figure Scroller SectionHeader",
    "chips": "CheckBox Chip Pill paint_check paint_pill",
    "choice": "PickOne Segments",
    "dates": "CalendarPopup DateEdit TimeEdit read_time",
    "dialog": "Dialog SizeMemory remember_sizes",
    "flow": "FlowLayout",
    "form": "FieldRow Form",
    "labels": "ElidedLabel FaultLine PlainLabel PointLabel clipped plain_tip show_tip",
    "lists": "PickList",
    "markdown": "MarkdownView SafeBrowser is_safe_link open_link",
    "money": "MoneyEdit",
    "panel": "Panel",
    "progress": "Dots JobRow Meter Spinner paint_dots",
    "tabs": "TabRow",
    "tags": "TagEdit",
    "text_box": "TextBox",
    "texts": "LineEdit SearchEdit",
    "typed_dates": "read_date",
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names.split()}

__all__ = [
    "Banner", "BarLayout", "Button", "CalendarPopup", "Card", "CheckBox", "Chip", "DateEdit",
    "Dialog", "Divider", "Dots", "ElidedLabel", "EmptyState", "FaultLine", "FieldRow", "Figure",
    "FlowLayout", "Form", "IconButton", "JobRow", "LineEdit", "MarkdownView", "Meter",
    "MoneyEdit", "Panel", "PickList", "PickOne", "Pill", "PlainLabel", "PointLabel",
    "Question", "SafeBrowser", "Scroller", "SearchEdit", "SectionHeader", "Segments", "SizeMemory",
    "Spinner", "TabRow", "TagEdit", "TextBox", "TextQuestion", "TimeEdit", "Toast", "announce",
    "ask_text", "choose", "clipped", "confirm", "is_safe_link", "open_link", "paint_check",
    "paint_dots", "paint_pill", "plain_tip", "read_date", "read_time", "remember_sizes",
    "show_tip", "tell_error",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    """Import the module of a widget at its first use."""
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(name)
    found = getattr(import_module(f"{__name__}.{home}"), name)
    globals()[name] = found
    return found
