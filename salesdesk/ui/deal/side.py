"""The left column of a deal: figures, the next step, who is on it and who is missing, tags.

What is shown here is edited on Overview; clicking a figure leads to its field.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from salesdesk.domain.pipeline import forecast_category
from salesdesk.support.i18n import _, format_money, ngettext
from salesdesk.ui import painting, theme
from salesdesk.ui.deal import words
from salesdesk.ui.deal.column import Column
from salesdesk.ui.deal.person_line import PersonLine
from salesdesk.ui.deal.room import Room
from salesdesk.ui.deal.rows import Rows, flowing, line
from salesdesk.ui.widgets import (
    Button,
    Card,
    ElidedLabel,
    Pill,
    PlainLabel,
    Scroller,
    TagEdit,
)
from salesdesk.ui.widgets.keyboard import Ringed
from salesdesk.ui.widgets.labels import Tone
from salesdesk.ui.widgets.wrapped_link import WrappedLink
from salesdesk.usecases.deal_views import DealView, Stakeholder, StepView

NEEDED_ROLES = ("economic_buyer", "champion")
"""Roles whose absence is said aloud, whatever the stage asks. Source: the built-in content."""


class FigureLink(Ringed, QFrame):
    """A label over a value that leads to where it is edited."""

    def __init__(
        self, label: str, name: str, on_click: Callable[[], object], role: theme.Role = "strong"
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self._on_click = on_click
        self._label = label
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        self.value = ElidedLabel("", role)
        self.remark = ElidedLabel("", "small", "muted")
        column.addWidget(PlainLabel(label, "small", "muted"))
        column.addWidget(flowing(self.value, self.remark, gap=5))

    def show_value(self, value: str, remark: str = "", tone: Tone = "text") -> None:
        """Show a value with a remark beside it."""
        self.value.setText(value)
        self.value.set_tone(tone)
        self.remark.setText(remark)
        self.remark.setVisible(bool(remark))
        self.setAccessibleName(f"{self._label}: {value} {remark}".strip())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Lead there."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._on_click()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space lead there."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._on_click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Only the ring."""
        if self.has_ring:
            painting.rounded(QPainter(self), self.rect(), 4, None, theme.tokens().accent, 2)


class Side(Column):
    """The left column. Emits `complete_requested(StepView)` and `step_requested()`."""

    complete_requested = Signal(object)
    reschedule_requested = Signal(object)
    step_requested = Signal()

    def __init__(self, room: Room) -> None:
        super().__init__("right", name="deal_side")
        self._room = room
        scroller = Scroller("deal_side_scroll", _("The deal at a glance"))
        scroller.body.setContentsMargins(16, 14, 14, 16)
        scroller.body.setSpacing(theme.tokens().px(11))
        self.amount = self._figure("amount", _("Amount"), "figure")
        self.close_on = self._figure("expected_close", _("Expected close"))
        self.probability = self._figure("probability", _("Probability"))
        self.category = self._figure("category", _("Forecast category"))
        self.qualification = FigureLink(
            _("Qualification"), "deal_qualification", lambda: room.jump("qualify")
        )
        self.step = Rows("deal_step")
        self.people = Rows("deal_people", 3, room, 4)
        self.tags = TagEdit("deal_tags", _("Tags"))
        self.tags.let_rename()
        self.tags.changed.connect(self._on_tags_changed)
        self.tags.rename_requested.connect(self._on_tags_rename_requested)
        for widget in (
            self.amount, self.close_on, self.probability, self.category, self.qualification,
            self.step,
        ):  # fmt: skip
            scroller.body.addWidget(widget)
        scroller.body.addWidget(PlainLabel(_("Stakeholders"), "small", "muted"))
        scroller.body.addWidget(self.people)
        scroller.body.addWidget(PlainLabel(_("Tags"), "small", "muted"))
        scroller.body.addWidget(self.tags)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 1, 0)
        row.addWidget(scroller)

    def show_view(self, view: DealView) -> None:
        """Show a deal."""
        deal = view.deal
        known = deal.amount_minor is not None
        amount = format_money(deal.amount_minor, deal.currency) if known else _("Not known yet")
        self.amount.value.set_role("figure" if known else "strong")
        self.amount.show_value(amount, tone="text" if known else "muted")
        self._show_close(view)
        own = deal.probability is not None and deal.status == "open"
        remark = _("your own") if own else _("from stage")
        self.probability.show_value(f"{view.probability}%", remark if deal.status == "open" else "")
        ended = view.review.outcome if view.review and deal.status == "lost" else deal.status
        names = {"won": _("won"), "lost": _("lost"), "no_decision": _("no decision")}
        remark = names.get(ended, "")
        shown = forecast_category(deal.status, deal.category)
        self.category.show_value(category_name(shown), remark)
        self._show_qualification(view)
        step = (view.next_step, view.next_step_state, len(view.next_steps), deal.status)
        self.step.show_items([step], lambda _item: self._step(view))
        self.people.show_items(
            [*view.stakeholders, *missing_roles(view)], self._person, self._nobody
        )
        self.people.make_in_sight()
        if self.tags.value() != view.tags:
            self.tags.set_value(view.tags)

    def _show_close(self, view: DealView) -> None:
        deal = view.deal
        if deal.closed_on:
            self.close_on.show_value(words.full_day(deal.closed_on), _("closed"))
            return
        if not deal.expected_close_on:
            self.close_on.show_value(_("No date yet"), tone="muted")
            return
        is_past = deal.expected_close_on < self._room.today.isoformat()
        self.close_on.show_value(
            words.full_day(deal.expected_close_on),
            _("has passed") if is_past else "",
            "late" if is_past else "text",
        )

    def _show_qualification(self, view: DealView) -> None:
        found = view.qualification
        if not found.known:
            self.qualification.show_value(_("Not judged yet"), tone="muted")
            return
        text = _("{points} of {top}").format(points=found.points, top=found.top)
        unknown = _("{n} open").format(n=found.unknown) if found.unknown else ""
        remark = " · ".join(filter(None, (found.framework, unknown)))
        self.qualification.show_value(text, remark)

    def _figure(self, key: str, label: str, role: theme.Role = "strong") -> FigureLink:
        return FigureLink(label, f"deal_{key}", lambda: self._room.jump("overview", key), role)

    def _step(self, view: DealView) -> QWidget:
        step = view.next_step
        if step is None:
            return self._no_step(view)
        card = Card("accent", name="deal_next_step", spacing=2)
        head = PlainLabel(_("Next step"), "small", "muted")
        state = words.state_words(view.next_step_state)
        pill = Pill(state, words.state_tone(view.next_step_state))
        card.body.addWidget(line(head, 1, pill) if state else head)
        card.body.addWidget(PlainLabel(step.what, "strong", wrap=True, name="deal_step_what"))
        card.body.addWidget(PlainLabel(words.step_remark(step), "body", wrap=True))
        more = len(view.next_steps) - 1
        if more:
            text = ngettext("and {n} more", "and {n} more", more).format(n=more)
            card.body.addWidget(PlainLabel(text, "small", "muted"))
        card.body.addWidget(self._step_buttons(step))
        return card

    def _step_buttons(self, step: StepView) -> QWidget:
        done = Button(_("Done…"), "deal_step_done", kind="link", label=_("Complete the next step"))
        done.clicked.connect(lambda: self.complete_requested.emit(step))
        later = Button(
            _("Reschedule"), "deal_step_later", kind="link", label=_("Reschedule the next step")
        )
        later.clicked.connect(lambda: self.reschedule_requested.emit(step))
        return flowing(done, later, gap=10)

    def _no_step(self, view: DealView) -> QWidget:
        is_open = view.deal.status == "open"
        card = Card("warn" if is_open else "sunken", name="deal_next_step", spacing=3)
        card.body.addWidget(PlainLabel(_("Next step"), "small", "muted"))
        text = _("None. What happens next, and when?") if is_open else _("None")
        card.body.addWidget(PlainLabel(text, "strong", wrap=True))
        set_one = Button(_("Set a next step"), "deal_step_set", kind="link")
        set_one.clicked.connect(lambda _on=False: self.step_requested.emit())
        card.body.addWidget(line(set_one, 1))
        return card

    def _person(self, item: Stakeholder | str) -> QWidget:
        if isinstance(item, str):
            text = _("No {role} yet").format(role=words.role_label(item).lower())
            return WrappedLink(
                text,
                f"deal_missing_{item}",
                lambda: self._room.jump("overview", f"person:{item}"),
                tone="warn",
                role="small_strong",
            )
        return PersonLine(item.name, words.role_label(item.role))

    def _nobody(self) -> QWidget:
        return WrappedLink(
            _("Nobody yet. Who is on the other side?"),
            "deal_add_person",
            lambda: self._room.jump("overview", "people"),
        )

    def _on_tags_changed(self, tags: tuple[str, ...]) -> None:
        from salesdesk.usecases.tags import TagDeals, UntagDeals

        if self._room.view is None:
            return
        before, deal = set(self._room.view.tags), (self._room.deal_id,)
        for tag in (tag for tag in tags if tag not in before):
            self._room.do(TagDeals(deal, tag))
        for tag in before - set(tags):
            self._room.do(UntagDeals(deal, tag))

    def _on_tags_rename_requested(self, tag: str) -> None:
        """Another name, on all deals that have the tag."""
        from salesdesk.ui.widgets import ask_text
        from salesdesk.usecases.tags import RenameTag

        name = ask_text(
            self.window(), _("Rename the tag"), _("Name"), _("Rename"), words=tag,
            hint=_("It gets this name on all deals."), name="rename_tag",
        )  # fmt: skip
        if name and name != tag:
            self._room.do(RenameTag(tag, name), lambda changes: self._room.say(changes.label))


def category_name(category: str) -> str:
    """The name of a forecast category."""
    return _("Closed") if category == "closed" else dict(categories()).get(category, category)


def categories() -> tuple[tuple[str, str], ...]:
    """The forecast categories that a rep gives an open deal, with names."""
    return (
        ("pipeline", _("Pipeline")),
        ("best_case", _("Best case")),
        ("commit", _("Commit")),
        ("omitted", _("Omitted")),
    )


def missing_roles(view: DealView) -> tuple[str, ...]:
    """Roles that nobody has and that this stage asks for, or that every sale needs."""
    if view.deal.status != "open" or not view.stakeholders:
        return ()
    taken = {person.role for person in view.stakeholders}
    asked = [
        state.criterion.rule.of[0]
        for state in (view.gate.open if view.gate else ())
        if state.criterion.rule.test == "person" and state.criterion.rule.of
    ]
    return tuple(dict.fromkeys(r for r in (*asked, *NEEDED_ROLES) if r not in taken))
