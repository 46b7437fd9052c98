"""Next steps on the Overview: open ones with done, change, reschedule, drop; done ones folded."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from salesdesk.support.i18n import _, ngettext
from salesdesk.ui.deal import words
from salesdesk.ui.deal.overview.section import Section
from salesdesk.ui.deal.room import Room
from salesdesk.ui.deal.rows import Hint, Rows, column, line
from salesdesk.ui.deal.step_dialog import complete_step, reschedule_step, set_step, to_calendar
from salesdesk.ui.widgets import Button, IconButton, Pill, PlainLabel
from salesdesk.usecases.deal_views import StepView


class StepsSection(Section):
    """The deal's next steps."""

    def __init__(self, room: Room) -> None:
        super().__init__(room, "steps", _("Next steps"))
        self.add_button(_("Set a next step"), "set", lambda: set_step(room))
        self._rows = Rows("steps_rows", 6)
        self._done = Rows("steps_done", 4)
        self._shows_done = False
        self.body.addWidget(self._rows)
        self.body.addWidget(self._done)

    def show_view(self) -> None:
        """Show the room's deal."""
        view = self.room.view
        assert view is not None
        self._rows.show_items(view.next_steps, self._step, self._empty)
        items: list[object] = ["fold"] if view.done_steps else []
        items += view.done_steps if self._shows_done else ()
        self._done.forget()
        self._done.show_items(items, self._done_row)

    def start(self, target: str = "") -> None:
        """Ask for a next step; with the id of an open one, how that one went."""
        view = self.room.view
        known = (step for step in (view.next_steps if view else ()) if step.id == target)
        step = next(known, None)
        if step is not None:
            complete_step(self.room, step)
        else:
            set_step(self.room)

    @staticmethod
    def _empty() -> QWidget:
        return Hint(_("No next step. Every open deal needs one with a date."), name="steps_empty")

    def _step(self, step: StepView) -> QWidget:
        state = words.state_words(step.state)
        head: list[QWidget | int] = [PlainLabel(step.what, "strong", wrap=True)]
        if state:
            head.append(Pill(state, words.state_tone(step.state)))
        remark = words.step_remark(step)
        if step.attendees:
            remark = f"{remark} · {step.attendees}"
        left = column(line(*head), PlainLabel(remark, "small", "muted", wrap=True))
        short = words.shortened(step.what, 40)

        def button(text: str, key: str, label: str, deed: Callable[[], object]) -> Button:
            made = Button(text, f"step_{key}_{step.id}", kind="link", label=f"{label}: {short}")
            made.clicked.connect(lambda _on=False: deed())
            return made

        drop = IconButton("x", f"step_drop_{step.id}", _("Drop “{step}”").format(step=short),
                          on_click=lambda: self._drop(step))  # fmt: skip
        room = self.room
        calendar = IconButton(
            "calendar-days", f"step_calendar_{step.id}",
            _("Put “{step}” into the calendar").format(step=short),
            on_click=lambda: to_calendar(room, step),
        )  # fmt: skip
        deeds: tuple[QWidget, ...] = (
            button(_("Done…"), "done", _("Complete"), lambda: complete_step(room, step)),
            button(_("Reschedule"), "later", _("Reschedule"), lambda: reschedule_step(room, step)),
            button(_("Change"), "edit", _("Change"), lambda: set_step(room, step)),
            calendar,
            drop,
        )
        row = self._laid(left, deeds)
        row.setObjectName(f"step_{step.id}")
        return row

    def _laid(self, left: QWidget, deeds: tuple[QWidget, ...]) -> QWidget:
        """The words beside what can be done; in a narrow window above it."""
        if self.is_narrow:
            return column(left, line(*deeds, 1, gap=10))
        row = line(left, *deeds, gap=10)
        row.layout().setStretch(0, 1)  # type: ignore[union-attr]
        return row

    def reshape(self) -> None:
        """Words and verbs above each other in a narrow window."""
        self._rows.forget()
        if self.room.view is not None:
            self.show_view()

    def _done_row(self, item: object) -> QWidget:
        if not isinstance(item, StepView):
            return self._fold()
        remark = ": ".join(filter(None, (words.short_day(item.done_on), item.outcome or "")))
        return column(PlainLabel(f"✓  {item.what}", "body", "soft", wrap=True),
                      PlainLabel(remark, "small", "muted", wrap=True), gap=0)  # fmt: skip

    def _fold(self) -> QWidget:
        assert self.room.view is not None
        count = len(self.room.view.done_steps)
        text = ngettext("{n} done", "{n} done", count).format(n=count)
        text = _("Hide what is done") if self._shows_done else text
        return line(Button(text, "steps_fold", kind="link", on_click=self._turn), 1)

    def _turn(self) -> None:
        self._shows_done = not self._shows_done
        self.show_view()

    def _drop(self, step: StepView) -> None:
        from salesdesk.usecases.next_steps import DropNextStep

        self.do(DropNextStep(step.id), lambda changes: self.room.say(changes.label))
