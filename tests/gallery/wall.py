"""Builds the pages of the gallery. Called by tests.gallery and by the tests of the widgets."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from salesdesk.ui import theme, widgets

TODAY = dt.date(2026, 11, 22)


def pages() -> dict[str, QWidget]:
    """Each page of the wall by name, built anew."""
    from tests.gallery.shells import shell_pages

    return {
        "widgets": _widgets_page(),
        "form": _form_dialog(),
        "question": _question(),
        **shell_pages(),
    }


def show() -> int:
    """Show the wall in windows."""
    app = QApplication([])
    theme.Theme(app)
    shown = pages()
    for page in shown.values():
        page.show()
    return app.exec()


def shoot(folder: Path, scheme: str, scale: str) -> None:
    """Write a picture of each page."""
    app = QApplication([])
    theme.Theme(app, "dark" if scheme == "dark" else "light")
    for name, page in pages().items():
        page.show()
        for _round in range(3):
            QCoreApplication.sendPostedEvents()
            QCoreApplication.processEvents()
        page.grab().save(str(folder / f"{name}-{scheme}-{scale}.png"))
        page.close()
        QCoreApplication.sendPostedEvents(page, QEvent.Type.DeferredDelete)


def _row(*parts: QWidget, stretch: bool = True) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for part in parts:
        row.addWidget(part)
    if stretch:
        row.addStretch(1)
    return row


def _widgets_page() -> QWidget:
    page = QWidget()
    page.setObjectName("gallery")
    page.resize(1180, 860)
    outer = QVBoxLayout(page)
    outer.setContentsMargins(0, 0, 0, 0)
    outer.setSpacing(0)
    outer.addWidget(_top_bar())
    outer.addWidget(_strip())
    banner = widgets.Banner("gallery_banner")
    banner.tell(
        "The disk is full. Your changes are kept in memory; free some space and try again.",
        "warn",
        "Try again",
    )
    outer.addWidget(banner)
    grid = QGridLayout()
    grid.setContentsMargins(20, 16, 20, 16)
    grid.setSpacing(16)
    for index, column in enumerate((_left(), _middle(), _right())):
        grid.addLayout(column, 0, index)
        grid.setColumnStretch(index, 1)
    outer.addLayout(grid, 1)
    toast = widgets.Toast(page, "gallery_toast")
    toast.tell("Fleet telematics moved to Proposal", "Undo")
    return page


def _top_bar() -> QWidget:
    bar = widgets.Panel("bottom")
    row = QHBoxLayout(bar)
    row.setContentsMargins(16, 9, 16, 9)
    row.setSpacing(8)
    row.addWidget(widgets.PlainLabel("Board", "title"))
    row.addSpacing(8)
    row.addWidget(widgets.SearchEdit("search", "Search", "Search deals, people, notes  ( / )"))
    on = widgets.Chip("Mine to act on", "chip_mine")
    on.setChecked(True)
    for chip in (
        on,
        widgets.Chip("Stalled", "chip_stalled", count=2),
        widgets.Chip("+ Filter", "chip_filter"),
    ):
        row.addWidget(chip)
    row.addStretch(1)
    more = widgets.Button("Print", "print")
    from PySide6.QtWidgets import QMenu

    more.setMenu(QMenu(more))
    row.addWidget(widgets.Button("Sort: next step", "sort"))
    row.addWidget(more)
    row.addWidget(widgets.Button("New deal", "new", kind="primary"))
    return bar


def _strip() -> QWidget:
    bar = widgets.Panel("bottom")
    row = QHBoxLayout(bar)
    row.setContentsMargins(18, 8, 18, 8)
    row.setSpacing(26)
    row.addWidget(widgets.Figure("Open", "10 deals · €589.9k"))
    row.addWidget(widgets.Figure("Weighted", "€279.0k"))
    row.addWidget(widgets.Figure("No next step", "1", "warn"))
    row.addWidget(widgets.Figure("Stalled", "2", "late"))
    row.addStretch(1)
    return bar


def _left() -> QVBoxLayout:
    column = QVBoxLayout()
    column.addWidget(widgets.SectionHeader("Buttons", 5))
    disabled = widgets.Button("Disabled", "disabled")
    disabled.setEnabled(False)
    column.addLayout(
        _row(
            widgets.Button("Start call", "b1", kind="primary"),
            widgets.Button("Agenda", "b2"),
            disabled,
        )
    )
    column.addLayout(
        _row(
            widgets.Button("Flat", "b3", kind="flat"),
            widgets.Button("Edit", "b4", kind="link"),
            widgets.Button("Delete", "b5", kind="danger"),
            widgets.IconButton("calendar", "b6", "Calendar", kind="secondary"),
            widgets.Button("Add note", "b7", icon="plus"),
        )
    )
    column.addWidget(widgets.SectionHeader("States", "of deals"))
    tones = ("neutral", "accent", "ok", "warn", "late")
    for shape in ("tag", "round", "badge"):
        column.addLayout(_row(*(widgets.Pill(tone, tone, shape=shape) for tone in tones)))  # type: ignore[arg-type]
    column.addWidget(widgets.SectionHeader("Checks"))
    done = widgets.CheckBox("Pain confirmed by the buyer", "c1")
    done.setChecked(True)
    partly = widgets.CheckBox("Next stakeholder named", "c2")
    partly.setTristate(True)
    partly.setCheckState(partly.checkState().PartiallyChecked)
    round_one = widgets.CheckBox("Call Konex, three-site licence", "c4", is_round=True)
    for box in (done, partly, widgets.CheckBox("Success criteria agreed", "c3"), round_one):
        column.addWidget(box)
    column.addWidget(
        widgets.TagEdit("tags", "Tags", ["logistics", "two sites", "referred by Isdom"])
    )
    column.addStretch(1)
    return column


def _middle() -> QVBoxLayout:
    column = QVBoxLayout()
    tabs = widgets.TabRow("tabs", "Deal parts")
    for key, words in (
        ("overview", "Overview"),
        ("discover", "Discover"),
        ("objections", "Objections"),
    ):
        tabs.add(key, words)
    tabs.set_key("discover")
    column.addWidget(tabs)
    column.addWidget(widgets.SectionHeader("Pain", "1 of 2 answered"))
    for tone, words in (
        ("plain", "Late positions cost about 3 missed slots a week at the Lyon depot."),
        ("focus", ""),
    ):
        card = widgets.Card(tone)  # type: ignore[arg-type]
        card.body.addWidget(
            widgets.PlainLabel(
                "Where does it hold up, and where does it let you down?", "strong", wrap=True
            )
        )
        if not words:
            card.body.addWidget(
                widgets.PlainLabel(
                    "Listen for: failed vendors, an internal project, who owned it.",
                    "small",
                    "muted",
                    wrap=True,
                )
            )
        card.body.addWidget(
            widgets.TextBox(
                f"answer_{tone}", "Answer", words=words, hint="Type what they said, in their words"
            )
        )
        if words:
            card.body.addLayout(
                _row(
                    widgets.Pill("Pain point · confirmed", "warn"),
                    widgets.Pill("Maps to: live tracking", "ok"),
                    widgets.PlainLabel("Ines Duarte · 17 Nov", "small", "faint"),
                )
            )
        column.addWidget(card)
    column.addWidget(
        widgets.PlainLabel("<b>Plain</b> & text <img src=file:///etc/passwd>", selectable=True)
    )
    column.addWidget(
        widgets.ElidedLabel(
            "A very long company name that goes on until there is no room for any of it"
        )
    )
    column.addStretch(1)
    return column


def _right() -> QVBoxLayout:
    column = QVBoxLayout()
    card = widgets.Card()
    card.body.addWidget(widgets.SectionHeader("This month", "target €120k"))
    card.body.addWidget(widgets.Meter("Won", 0.41, 0.22))
    card.body.addWidget(
        widgets.PlainLabel("€49k won, 41 % of target · €26k more in commit", "small", "muted")
    )
    column.addWidget(card)
    step = widgets.Card("accent", spacing=2)
    step.body.addWidget(widgets.PlainLabel("Next step", "small", "muted"))
    step.body.addWidget(widgets.PlainLabel("Demo with operations", "strong"))
    step.body.addWidget(widgets.PlainLabel("Thu 26 Nov, 14:00 · invite saved"))
    column.addWidget(step)
    column.addWidget(
        widgets.Segments(
            "scheme", "Look", [("a", "System"), ("b", "Light"), ("c", "Dark")], value="b"
        )
    )
    column.addWidget(
        widgets.PickOne("stage", "Stage", [(1, "Discovery"), (2, "Solution and demo")], value=2)
    )
    column.addLayout(
        _row(
            widgets.Spinner("Working"),
            widgets.Dots(2, 4),
            widgets.PlainLabel("Call · Tue 10:00", "small", "ok"),
            widgets.PlainLabel("3 d late", "small_strong", "late"),
        )
    )
    column.addWidget(widgets.JobRow("Importing 8,800 opportunities", "job", lambda: None))
    column.addWidget(
        widgets.EmptyState(
            "layers",
            "No deals yet",
            hint="Add one, or import what you have from a CSV or Excel file.",
            action=widgets.Button("Import…", "import", kind="primary"),
        )
    )
    column.addStretch(1)
    return column


def _form_dialog() -> QWidget:
    dialog = widgets.Dialog("New deal", "new_deal", remark="Zoomzone")
    form = widgets.Form("form")
    name = widgets.LineEdit("name", "Name", words="Fleet telematics")
    form.add("name", "Name", name, is_required=True)
    form.add_beside(
        [
            ("amount", "Amount", widgets.MoneyEdit("amount", "Amount", "EUR", value=6400000)),
            (
                "close",
                "Expected close",
                widgets.DateEdit("close", "Expected close", TODAY, value=dt.date(2027, 1, 15)),
            ),
        ]
    )
    form.add("stage", "Stage", widgets.PickOne("stage", "Stage", [(1, "Discovery")], value=1))
    form.add(
        "next",
        "Next step",
        widgets.LineEdit("next", "Next step", hint="What happens next?"),
        is_required=True,
        hint="Agreed with the buyer, with a date.",
    )
    form.add("note", "Notes", widgets.TextBox("note", "Notes", rows=3))
    dialog.body.addWidget(form)
    dialog.set_footnote("Everything can be undone.")
    dialog.set_cancel()
    dialog.set_primary("Add deal")
    form.show_faults({"next": "Please fill this in."})
    return dialog


def _question() -> QWidget:
    return widgets.Question(
        "Delete 3 deals?",
        "Fleet telematics, Compliance 2027 and <b>Plant 4</b> go to the bin. "
        "You can bring them back from there.",
        [("yes", "Delete 3 deals", "danger")],
        cancel="Keep them",
    )
