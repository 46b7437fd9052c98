"""The dialog that makes or changes a qualification framework: name, scale, elements with rubric.

Opened by the Qualify panel and by the actions of the deal page, for the process of that deal.
"""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from salesdesk.domain import own_frameworks as domain
from salesdesk.domain.changes import Changes
from salesdesk.domain.own_frameworks import FrameworkEntry
from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.deal.qualify.framework_element import ElementForm
from salesdesk.ui.deal.room import Room
from salesdesk.ui.deal.writing import WritingDialog, show_dialog
from salesdesk.ui.widgets import Button, Form, LineEdit, PlainLabel, TextBox
from salesdesk.usecases.own_frameworks import (
    RemoveFramework,
    SaveFramework,
    process_of_pipeline,
)
from salesdesk.usecases.qualification import qualify_view

USUAL_SCALE = 3
"""Levels of a new framework's scale: no, heard, proven."""


def new_framework(room: Room) -> None:
    """Make one from nothing."""
    scale = (_("No"), _("Heard"), _("Proven"))
    blank = domain.ElementEntry("", "", "", (), "")
    show_dialog(FrameworkDialog(room, FrameworkEntry("", "", "", scale, (blank,))))


def copy_framework(room: Room) -> None:
    """Make one that begins as that of the deal."""
    found = qualify_view(room.desk, room.deal_id).standing.framework
    show_dialog(FrameworkDialog(room, domain.copy_of(found), f"copy:{found.key}"))


def edit_framework(room: Room) -> None:
    """Change that of the deal."""
    found = qualify_view(room.desk, room.deal_id).standing.framework
    show_dialog(FrameworkDialog(room, domain.entry_of(found), found.key))


class FrameworkDialog(WritingDialog):
    """Saves the framework with `SaveFramework`; an existing one can be removed."""

    def __init__(self, room: Room, shown: FrameworkEntry, about: str = "new") -> None:
        title = _("Change the framework") if shown.key else _("A framework of your own")
        super().__init__(room, title, "framework", size=(760, 700))
        self.setProperty("draft_about", about)
        self._key, self._number = shown.key, 0
        assert room.view is not None
        self._process = process_of_pipeline(room.desk, room.view.deal.pipeline_id)
        self.elements: list[ElementForm] = []
        self._make_fields(shown)
        self._box = QWidget()
        self._column = QVBoxLayout(self._box)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.tokens().px(10))
        for element in shown.elements:
            self.add_element(element)
        add = Button(_("Add element"), "framework_add", icon="plus",
                     on_click=self._add_blank)  # fmt: skip
        for widget in (
            self.form, PlainLabel(_("Elements"), "heading"), self._box, add, self.fault,
        ):  # fmt: skip
            self.body.addWidget(widget)
        self._make_buttons(room, bool(shown.key))
        self.name.setFocus()

    def entry(self) -> FrameworkEntry:
        """What was entered."""
        elements = tuple(each.entry() for each in self.elements)
        return FrameworkEntry(
            self._key, self.name.words(), self.summary.words(), domain.lines(self.scale.words()),
            elements,
        )  # fmt: skip

    def command(self) -> SaveFramework:
        """Add or change."""
        return SaveFramework(self._deal_room.deal_id, self.entry())

    def may_accept(self) -> bool:
        """What the form itself sees; the rest is said by the command."""
        levels = len(domain.lines(self.scale.words()))
        # The last one asked gets the keyboard: the topmost fault is the one to begin with.
        found = [each.check(levels) for each in reversed(self.elements)]
        return self.form.check() and all(found)

    def add_element(self, element: domain.ElementEntry) -> ElementForm:
        """Another element at the end."""
        self._number += 1
        known = next((f for f in self._process.frameworks if f.key == self._key), None)
        found = known.element(element.key) if known and element.key else None
        fed = domain.like_of(self._process, self._key, found) if found else ""
        form = ElementForm(self._number, element, fed, domain.likes(self._process, self._key))
        form.move_requested.connect(lambda way, form=form: self._move(form, way))
        form.remove_requested.connect(lambda form=form: self._remove(form))
        self.elements.append(form)
        self._column.addWidget(form)
        self._show_places()
        return form

    def _make_fields(self, shown: FrameworkEntry) -> None:
        self.name = LineEdit("framework_name", _("Name"), words=shown.name, longest=80,
                             hint=_("Such as “Our five questions”"))  # fmt: skip
        self.summary = TextBox("framework_summary", _("What it is good for"), words=shown.summary,
                               most_rows=4, longest=domain.LONGEST)  # fmt: skip
        self.scale = TextBox("framework_scale", _("Levels of the scale"), rows=USUAL_SCALE,
                             words="\n".join(shown.scale), most_rows=10)  # fmt: skip
        form = self.form = Form("framework_form")
        form.add("name", _("Name"), self.name, is_required=True)
        form.add("summary", _("What it is good for"), self.summary)
        form.add(
            "scale", _("Levels of the scale: a line for each, the lowest first"), self.scale,
            is_required=True,
        )  # fmt: skip

    def _make_buttons(self, room: Room, is_there: bool) -> None:
        if is_there and len(self._process.frameworks) > 1:
            remove = self.add_button(_("Remove framework"), "framework_remove", kind="danger")
            remove.clicked.connect(lambda _on=False: self._remove_framework())
        self.set_footnote(_("For all deals of this pipeline. Scores that were given stay."))
        self.set_cancel()
        self.set_primary(_("Save") if is_there else _("Add framework"), "framework_accept")

    def _add_blank(self) -> None:
        form = self.add_element(domain.ElementEntry("", "", "", (), ""))
        # It has a place only once the layout has run; then it can be scrolled to.
        QTimer.singleShot(0, form, form.name.setFocus)

    def _move(self, form: ElementForm, way: int) -> None:
        here = self.elements.index(form)
        there = here + way
        if 0 <= there < len(self.elements):
            self.elements.insert(there, self.elements.pop(here))
            self._column.removeWidget(form)
            self._column.insertWidget(there, form)
            self._show_places()

    def _remove(self, form: ElementForm) -> None:
        here = self.elements.index(form)
        self.elements.remove(form)
        self._column.removeWidget(form)
        form.hide()
        form.deleteLater()
        self._show_places()
        if self.elements:
            self.elements[min(here, len(self.elements) - 1)].name.setFocus()

    def _show_places(self) -> None:
        last = len(self.elements)
        for place, form in enumerate(self.elements, 1):
            form.show_place(place, last)

    def _remove_framework(self) -> None:
        command = RemoveFramework(self._deal_room.deal_id, self._key)
        self._deal_room.do(command, self._on_removed, self._on_failed, owner=self)

    def _on_failed(self, sentence: str) -> None:
        """The sentence stands below the last element: bring it into sight."""
        super()._on_failed(sentence)
        QTimer.singleShot(0, self.fault, self._bring_fault)

    def _bring_fault(self) -> None:
        area = self.findChild(QScrollArea, "framework_scroll")
        if area is not None:
            area.ensureWidgetVisible(self.fault)

    def _on_removed(self, changes: Changes) -> None:
        self.reject()
        self._deal_room.say(changes.label)
