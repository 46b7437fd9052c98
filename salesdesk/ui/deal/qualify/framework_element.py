"""One element in the dialog of a framework: its name, what it asks, its rubric, what fills it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal

from salesdesk.domain import own_frameworks as domain
from salesdesk.domain.own_frameworks import UNCHANGED, ElementEntry
from salesdesk.support.i18n import _
from salesdesk.ui.deal.rows import line
from salesdesk.ui.widgets import Card, Form, IconButton, LineEdit, PickOne, PlainLabel, TextBox


class ElementForm(Card):
    """Emits `move_requested(way)` and `remove_requested()`."""

    move_requested = Signal(int)
    remove_requested = Signal()

    def __init__(
        self, number: int, shown: ElementEntry, fed: str, likes: Sequence[tuple[str, str]]
    ) -> None:
        """`fed` says what fills it today; `likes` are the fields it could be filled like."""
        name = f"framework_element_{number}"
        super().__init__(name=name, spacing=8)
        self._key, self._name = shown.key, name
        self._title = PlainLabel("", "small_strong", "muted")
        self.up = IconButton("arrow-up", f"{name}_up", _("Move this element up"),
                             on_click=lambda: self.move_requested.emit(-1))  # fmt: skip
        self.down = IconButton("arrow-down", f"{name}_down", _("Move this element down"),
                               on_click=lambda: self.move_requested.emit(1))  # fmt: skip
        self.drop = IconButton("x", f"{name}_remove", _("Take this element out"),
                               on_click=self.remove_requested.emit)  # fmt: skip
        self._make_fields(shown, fed, likes)
        self.body.addWidget(line(self._title, 1, self.up, self.down, self.drop))
        self.body.addWidget(self.form)

    def entry(self) -> ElementEntry:
        """What was entered."""
        return ElementEntry(
            self._key, self.name.words(), self.asks.words(), domain.lines(self.levels.words()),
            self.like.value() or "",
        )  # fmt: skip

    def check(self, levels: int) -> bool:
        """Whether nothing that is needed is empty, and the rubric has a line for each level."""
        if not self.form.check():
            return False
        n = len(domain.lines(self.levels.words()))
        fault = _("{n} lines for {levels} levels: write one line for each level of the scale.")
        return n == levels or self.form.show_faults({"levels": fault.format(n=n, levels=levels)})

    def show_place(self, place: int, last: int) -> None:
        """Which one of how many it is."""
        self._title.setText(_("{n} of {total}").format(n=place, total=last))
        self.setAccessibleName(_("Element {n} of {total}").format(n=place, total=last))
        self.up.setEnabled(place > 1)
        self.down.setEnabled(place < last)
        self.drop.setEnabled(last > 1)

    def _make_fields(self, shown: ElementEntry, fed: str, likes: Sequence[tuple[str, str]]) -> None:
        name = self._name
        self.name = LineEdit(f"{name}_name", _("Name of the element"), words=shown.name, longest=80,
                             hint=_("Such as “Sponsor”"))  # fmt: skip
        self.asks = TextBox(f"{name}_asks", _("What must be found out"), words=shown.asks,
                            most_rows=4, longest=domain.LONGEST)  # fmt: skip
        self.levels = TextBox(
            f"{name}_levels", _("What a deal shows at each level"), rows=3, most_rows=14,
            words="\n".join(" ".join(each.split()) for each in shown.levels),
        )  # fmt: skip
        kept = [(UNCHANGED, _("As it is: {what}").format(what=fed))] if fed else []
        choices = [*kept, ("", _("Nothing; I judge it myself")), *likes]
        self.like = PickOne(f"{name}_like", _("What fills it"), choices,
                            value=UNCHANGED if kept and shown.like == UNCHANGED else
                            "" if shown.like == UNCHANGED else shown.like)  # fmt: skip
        form = self.form = Form(f"{name}_form")
        form.add("name", _("Name of the element"), self.name, is_required=True)
        form.add("asks", _("What must be found out, as a question"), self.asks, is_required=True)
        form.add("levels", _("What a deal shows: a line for each level"), self.levels,
                 is_required=True)  # fmt: skip
        form.add("like", _("Suggested from what also fills"), self.like)
