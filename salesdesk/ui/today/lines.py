"""Today's list as a model: headings with counts, and one line for each thing to do."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Literal

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from salesdesk.domain.pipeline import days_between
from salesdesk.support.i18n import _, format_money, format_number, format_time, ngettext
from salesdesk.usecases.today import TodayItem, TodayView

Index = QModelIndex | QPersistentModelIndex
Section = Literal["late", "due", "handoff", "without"]
LINE = int(Qt.ItemDataRole.UserRole)


@dataclass(frozen=True, slots=True)
class Line:
    """A heading (no item) or a thing to do, in the words that are shown."""

    section: Section
    title: str
    detail: str = ""
    when: str = ""
    action: str = ""
    item: TodayItem | None = None
    beside: tuple[str, str] = ("", "")
    """The amount, and since when nothing was heard: at the right of a wide line."""
    short: str = ""
    """The detail without what is in `beside`."""

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        return ", ".join(part for part in (self.when, self.title, self.detail) if part)


class TodayModel(QAbstractListModel):
    """The lines in order; disposable, made anew at each read."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.lines: list[Line] = []

    def show_view(self, view: TodayView) -> None:
        """Take in what was read."""
        self.beginResetModel()
        self.lines = lines_of(view)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self.lines[index.row()].item is None:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.lines[index.row()]
        if role == LINE:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return line.spoken
        return None


def lines_of(view: TodayView) -> list[Line]:
    """The whole list in words. A section without lines has no heading."""
    sections: tuple[tuple[Section, str, tuple[TodayItem, ...], int], ...] = (
        ("late", _("Late"), view.late, len(view.late)),
        ("due", _("Today"), view.due, len(view.due)),
        ("handoff", _("Handoffs due"), view.handoffs, len(view.handoffs)),
        ("without", _("Deals without a next step"), view.without, view.without_count),
    )
    found: list[Line] = []
    for section, title, items, count in sections:
        if items:
            found.append(Line(section, title, format_number(count)))
            found += [_line(section, item, view.today) for item in items]
    return found


def _line(section: Section, item: TodayItem, today: dt.date) -> Line:
    who = item.account or item.deal
    is_said = who.casefold() in item.what.casefold()
    title = item.what if is_said else _("{step}, {who}").format(step=item.what, who=who)
    action, when = _("Reschedule"), ""
    days = ngettext("{n} day", "{n} days", abs(item.days)).format(n=format_number(abs(item.days)))
    if section == "late":
        when = days
    elif section == "due":
        when = format_time(dt.time.fromisoformat(item.due_time)) if item.due_time else _("today")
    elif section == "handoff":
        title, action = _("Finish the handoff of {deal}").format(deal=item.deal), _("Open")
        when = days if item.days > 0 else _("today")
    else:
        title, action, when = item.deal, _("Set next step"), _("none")
    beside = _beside(section, item, today)
    before, after = _known(section, item)
    detail = _joined(*before, *beside, after)
    return Line(section, title, detail, when, action, item, beside, _joined(*before, after))


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _known(section: Section, item: TodayItem) -> tuple[list[str], str]:
    """Deal, account, phone and stage, as far as they are known; and the open objections."""
    is_step = section in ("late", "due")
    # The title of a step names the account already.
    parts = [item.deal if is_step else "", "" if is_step else item.account]
    if is_step and item.kind == "call":
        parts.append(item.phone)
    if item.is_plan:
        parts.append(_("action plan"))
    parts.append(item.stage)
    words = ngettext("{n} open objection", "{n} open objections", item.open_objections)
    return parts, words.format(n=item.open_objections) if item.open_objections else ""


def _beside(section: Section, item: TodayItem, today: dt.date) -> tuple[str, str]:
    """The amount, and how long nothing was heard or how long the deal is in its stage."""
    amount, since = "", ""
    if item.amount_minor is not None:
        amount = format_money(item.amount_minor, item.currency)
    if section == "without":
        words = ngettext("in stage {n} day", "in stage {n} days", item.days)
        since = words.format(n=format_number(item.days))
    elif item.last_heard_on:
        days = max(days_between(item.last_heard_on, today), 0)
        words = ngettext("last heard {n} day ago", "last heard {n} days ago", days)
        since = words.format(n=format_number(days)) if days else _("heard today")
    return amount, since
