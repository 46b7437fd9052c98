"""Activities: the form that logs a call, mail, meeting or note; what was logged, newest first."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from salesdesk.domain.changes import Changes
from salesdesk.support.i18n import _
from salesdesk.ui.deal import words
from salesdesk.ui.deal.drafts import DraftField
from salesdesk.ui.deal.overview.section import Section
from salesdesk.ui.deal.room import Room
from salesdesk.ui.deal.rows import Hint, Rows, column, flowing, line
from salesdesk.ui.deal.speaker import SpeakerPick
from salesdesk.ui.widgets import (
    Button,
    CheckBox,
    DateEdit,
    ElidedLabel,
    Form,
    IconButton,
    LineEdit,
    Pill,
    PlainLabel,
    Segments,
    TextBox,
)
from salesdesk.usecases.deal_views import ActivityView

_SHOWN = 6


class ActivitiesSection(Section):
    """Log and list. The form is folded until it is wanted, and keeps what was typed."""

    def __init__(self, room: Room) -> None:
        super().__init__(room, "activities", _("Activities"))
        self._open = self.add_button(_("Log activity"), "open", self.start)
        self._editing: ActivityView | None = None
        self.form = QWidget()
        self._rows = Rows("activities_rows", 8, room, 2)
        self._build_form()
        self.body.addWidget(self.form)
        self.body.addWidget(self._rows)
        self.form.hide()

    def show_view(self) -> None:
        """Show the room's deal."""
        view = self.room.view
        assert view is not None
        self.header.set_words(self.title, len(view.activities) or "")
        for name, draft in self._drafts.items():
            if self._editing is None:
                draft.show(self.room.deal_id)
                if self.room.drafts.get(self.room.deal_id, name):
                    self.form.show()
        self.who.refill()
        many = len(view.activities)
        shown = list(view.activities if self.shows_all else view.activities[:_SHOWN])
        items: list[object] = [*shown]
        if many > _SHOWN:
            items.append(("all", self.shows_all, many))
        self._rows.show_items(items, self._row, self._empty)

    def make_up_to(self, height: int, width: int) -> bool:
        """Make the rows that are in sight."""
        height -= self.header.sizeHint().height()
        return self._rows.make_up_to(height, width) >= height

    def start(self, target: str = "") -> None:
        """Open the form."""
        if not self.form.isVisible() and self._editing is None:
            self.day.set_value(self.room.today)
            self.who.suggest()
        self.form.show()
        self.subject.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _build_form(self) -> None:
        self.kind = Segments(
            "activity_kind", _("What it was"), words.activity_kinds(), value="call"
        )
        self.subject = LineEdit("activity_subject", _("What it was about"))
        self.body_text = TextBox("activity_body", _("Details"), rows=1, most_rows=8)
        self.outcome = LineEdit("activity_outcome", _("What came of it"))
        self.day = DateEdit("activity_day", _("Day"), self.room.today, value=self.room.today)
        self.who = SpeakerPick(self.room, "activity_who", _("With whom"))
        self.by_buyer = CheckBox(
            _("The buyer started it"),
            "activity_by_buyer",
            tip=_("Only what the buyer starts counts as progress."),
        )
        self._drafts = {
            name: DraftField(self.room.drafts, name, field)
            for name, field in (
                ("activity_subject", self.subject),
                ("activity_body", self.body_text),
                ("activity_outcome", self.outcome),
            )
        }
        self.fields = Form("activity_form")
        self.fields.add("subject", _("What it was about"), self.subject, is_required=True)
        self.fields.add("body", _("Details"), self.body_text)
        self.fields.add_beside([("outcome", _("What came of it"), self.outcome),
                                ("who", _("With whom"), self.who)])  # fmt: skip
        self.fields.add_beside([("day", _("Day"), self.day)], rule=self._day_fault)
        save = Button(_("Log it"), "activity_save", kind="primary", on_click=self._save)
        self._save_button = save
        cancel = Button(_("Cancel"), "activity_cancel", kind="flat", on_click=self._cancel)
        inside = column(
            flowing(self.kind, self.by_buyer, gap=12), self.fields, line(save, cancel, 1), gap=10
        )
        from PySide6.QtWidgets import QVBoxLayout

        box = QVBoxLayout(self.form)
        box.setContentsMargins(0, 0, 0, 8)
        box.addWidget(inside)
        self.subject.returnPressed.connect(self._save)
        self.outcome.returnPressed.connect(self._save)

    def _day_fault(self) -> str:
        day = self.day.value()
        if day is None:
            return self.day.fault() or _("Enter the day.")
        return (
            _("That day is still to come. Plan it as a next step.") if day > self.room.today else ""
        )

    def _save(self) -> None:
        from salesdesk.usecases.activities import EditActivity, LogActivity

        if not self.fields.check():
            return
        day = self.day.value()
        assert day is not None
        values = {
            "kind": self.kind.value(),
            "subject": self.subject.words(),
            "body": self.body_text.words() or None,
            "outcome": self.outcome.words() or None,
            "happened_on": day.isoformat(),
            "by_buyer": self.by_buyer.isChecked(),
            "person_id": self.who.value(),
        }
        command: object = LogActivity(deal_id=self.room.deal_id, **values)
        if self._editing is not None:
            command = EditActivity(self._editing.id, values)  # type: ignore[arg-type]
        self.do(command, self._on_saved)

    def _on_saved(self, changes: Changes) -> None:
        self._cancel()
        self.room.say(changes.label)

    def _cancel(self) -> None:
        self._editing = None
        self._save_button.setText(_("Log it"))
        for draft in self._drafts.values():
            draft.clear()
        self.by_buyer.setChecked(False)
        self.form.hide()
        self._open.setFocus()

    def _edit(self, activity: ActivityView) -> None:
        import datetime as dt

        self._editing = activity
        for draft in self._drafts.values():
            draft.show("")
        self.kind.set_value(activity.kind)
        self.subject.setText(activity.subject)
        self.body_text.set_words(activity.body or "")
        self.outcome.setText(activity.outcome or "")
        self.day.set_value(dt.date.fromisoformat(activity.happened_on))
        self.who.set_person(activity.person_id)
        self.by_buyer.setChecked(activity.by_buyer)
        self._save_button.setText(_("Save"))
        self.form.show()
        self.subject.setFocus()

    def _empty(self) -> QWidget:
        return Hint(
            _("Nothing logged yet. Log a call, mail or meeting with Ctrl+L."),
            name="activities_empty",
        )

    def _row(self, item: object) -> QWidget:
        if not isinstance(item, ActivityView):
            assert isinstance(item, tuple)
            return self.fold_link(item[-1])
        names = dict(words.activity_kinds())
        day = " ".join(filter(None, (words.short_day(item.happened_on),
                                     words.clock(item.happened_time))))  # fmt: skip
        head: list[QWidget | int] = [Pill(names.get(item.kind, item.kind), "neutral")]
        if item.by_buyer:
            head.append(Pill(_("by the buyer"), "ok"))
        head += [ElidedLabel(" · ".join(filter(None, (day, item.person))), "small", "faint"), 1]
        short = words.shortened(item.subject, 40)
        head.append(IconButton("pencil", f"activity_edit_{item.id}",
                               _("Change “{what}”").format(what=short),
                               on_click=lambda: self._edit(item)))  # fmt: skip
        head.append(IconButton("trash-2", f"activity_bin_{item.id}",
                               _("Delete “{what}”").format(what=short),
                               on_click=lambda: self._bin(item)))  # fmt: skip
        parts: list[QWidget] = [line(*head, gap=6), PlainLabel(item.subject, "strong", wrap=True)]
        parts += [PlainLabel(text, "body", "soft", wrap=True)
                  for text in (item.body, item.outcome) if text]  # fmt: skip
        return column(*parts, gap=1, name=f"activity_{item.id}")

    def _bin(self, activity: ActivityView) -> None:
        from salesdesk.usecases.activities import BinActivity

        self.do(BinActivity(activity.id), lambda changes: self.room.say(changes.label))
