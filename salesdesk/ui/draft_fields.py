"""The register of text fields that keep a draft: all of them, but for those exempted here.

Every text field of the program is a `LineEdit` or a `TextBox` (a test sees to that), and each of
these keeps what is typed in it unless its class or its name stands in `EXEMPT`, with the reason.
A field is told apart by its place (the deal, account or dialog that it stands in) and by the names
of what surrounds it. Asked by `ui.draft_keeper` and by the fields themselves.
"""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QWidget
from shiboken6 import isValid

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from salesdesk.ui.draft_keeper import DraftKeeper
    from salesdesk.ui.widgets.text_box import TextBox
    from salesdesk.ui.widgets.texts import LineEdit

TextField: TypeAlias = "LineEdit | TextBox"

Key = tuple[str, str]
"""(place, names)."""

EXEMPT_CLASSES = {
    "SearchEdit": "looks for something; nothing is written with it",
    "MoneyEdit": "an amount, which is few digits and is put into its own form while it is typed",
    "TimeEdit": "a time of day: five signs",
    "_TypedLine": "a day in words: few signs, read at once into a date",
    "PassphraseEdit": "a passphrase, which may be nowhere in the clear",
}
"""Kinds of text fields without a draft, and why."""

EXEMPT_NAMES = {
    r"filter_.*": "narrows the board; kept with its filter",
    r"call_notes|call_line": "kept in the call itself at each keystroke",
    r"pref_.*|company_.*": "a setting: one line that is kept when it is left",
    r".*_currency": "three letters",
    r"(item|line|option)_(quantity|discount)_.*": "a number of few digits",
    r".*_minutes|concession_size|proposal_tax": "a number of few digits",
    r"qt_.*": "inside of a widget of Qt",
}
"""Names of fields without a draft, and why."""

_KEEPER = "salesdesk_draft_keeper"
_ASIDE = "~"
"""In no name of a widget, so that no field has such a name."""


def kinds() -> tuple[Any, ...]:
    """The classes of text fields."""
    from salesdesk.ui.widgets.text_box import TextBox
    from salesdesk.ui.widgets.texts import LineEdit

    return LineEdit, TextBox


def set_keeper(app: QApplication, keeper: DraftKeeper) -> None:
    """Let fields find the keeper."""
    app.setProperty(_KEEPER, keeper)


def take_keeper_away(keeper: DraftKeeper) -> None:
    """Fields find this keeper no more."""
    app = QApplication.instance()
    if app is not None and app.property(_KEEPER) is keeper:
        app.setProperty(_KEEPER, None)


def _keeper() -> DraftKeeper | None:
    app = QApplication.instance()
    found = app.property(_KEEPER) if app is not None else None
    return cast("DraftKeeper", found) if found is not None and isValid(found) else None


def note_shown(field: TextField) -> None:
    """A field was shown or filled; called by the fields, and nothing without a keeper."""
    keeper = _keeper()
    if keeper is not None:
        keeper.shown(field)


def left_for(field: QWidget, now: str) -> str:
    """What a crash left for a field in which `now` would stand, "" for nothing."""
    keeper = _keeper()
    return keeper.left_for(field, now) if keeper is not None and keeps(field) else ""


def adopt(field: QWidget) -> None:
    """What was left for a field was put into it: from now on it is the field's own draft."""
    keeper = _keeper()
    if keeper is not None:
        keeper.adopt(field)


def waiting() -> Mapping[Key, bool] | None:
    """The drafts of an earlier run that stand in no field now, None without a keeper: all of them.

    True for those in whose field something else stands.
    """
    keeper = _keeper()
    return keeper.waiting() if keeper is not None else None


def forget(keys: Iterable[Key]) -> None:
    """Drop drafts that stand in no field: nobody wants them any more."""
    keeper = _keeper()
    if keeper is not None:
        keeper.forget(keys)


def aside(field: str, mark: str) -> str:
    """The name under which a draft is kept when another stands in its field."""
    return f"{field}{_ASIDE}{mark}"


def is_aside(key: Key) -> bool:
    """Whether a draft was kept like that, and so has no field."""
    return _ASIDE in key[1]


def label_of(field: QWidget) -> str:
    """What a field is called, with the title of the dialog that it stands in."""
    name, at = field.accessibleName(), field.parentWidget()
    while at is not None and not isinstance(at, QDialog):
        at = at.parentWidget()
    return " · ".join(filter(None, (name, at.windowTitle() if at is not None else "")))


def exempt(field: QWidget) -> str:
    """Why a text field has no draft, "" when it has one."""
    for kind in type(field).__mro__:
        if kind.__name__ in EXEMPT_CLASSES:
            return EXEMPT_CLASSES[kind.__name__]
    name = field.objectName()
    for pattern, why in EXEMPT_NAMES.items():
        if re.fullmatch(pattern, name):
            return why
    return "read only" if cast("Any", field).isReadOnly() else ""


def keeps(field: QWidget | None) -> bool:
    """Whether what is typed there is kept."""
    return field is not None and isinstance(field, kinds()) and not exempt(field)


def words_in(field: TextField) -> str:
    """What stands in a field."""
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


def key_of(field: TextField) -> Key:
    """Place and names. A place is what the nearest `draft_place()` says, or a dialog is about.

    On a page it is the thing that the page is about, or the page itself.
    """
    names: list[str] = []
    at: QWidget | None = field
    while at is not None:
        name = at.objectName()
        if isinstance(at, QDialog):
            name = f"{name}#{_title_mark(at)}"
        if name and not name.startswith("qt_"):
            names.append(name)
        place = _place(at)
        if place is not None:
            return place, "/".join(reversed(names))
        at = at.parentWidget()
    return "", "/".join(reversed(names))


def _title_mark(dialog: QDialog) -> str:
    """Tells dialogs of one sort apart, which name in their title what they are about.

    What the title does not say, the property `draft_mark` does.
    """
    remark = str(getattr(dialog, "title_remark", ""))
    mark = dialog.property("draft_mark") or ""
    words = f"{dialog.windowTitle()}|{remark}{mark}".encode("utf-8", "surrogatepass")
    return blake2b(words, digest_size=6).hexdigest()


def _place(widget: QWidget) -> str | None:
    own = getattr(widget, "draft_place", None)
    if own is not None:
        return str(own())
    if isinstance(widget, QDialog):
        about = widget.property("draft_about")
        return str(about) if about is not None else _in_front(widget.parentWidget())
    if widget.objectName().startswith("page_"):
        front = getattr(widget, "item_in_front", None)
        return str(front() or "") if front is not None else widget.objectName()
    return None


def _in_front(window: QWidget | None) -> str:
    """What the page or the dialog behind a dialog is about."""
    if isinstance(window, QDialog):
        return _place(window) or ""
    found = getattr(window, "item_in_front", "")
    return str(found() if callable(found) else found)
