"""What a deal still asks for once it is closed: handoff, a check-in, renewal, the review.

Called by the right rail, in the place of the gate. Each line leads to where it is done.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from salesdesk.support.i18n import _, format_number
from salesdesk.ui.deal import words
from salesdesk.ui.deal.room import Room
from salesdesk.ui.deal.rows import column
from salesdesk.ui.widgets import PlainLabel
from salesdesk.ui.widgets.wrapped_link import WrappedLink
from salesdesk.usecases.deal_views import DealView, HandoffGlance


@dataclass(frozen=True, slots=True)
class Left:
    """One thing to do: how it stands, and the link to the panel that does it; "" leads nowhere."""

    key: str
    words: str
    link: str = ""
    panel: str = ""
    target: str = ""


def left_to_do(view: DealView) -> tuple[Left, ...]:
    """What is left on a closed deal, the most urgent first; nothing on an open one."""
    if view.deal.status == "open":
        return ()
    found = _after_win(view) if view.deal.status == "won" else []
    if view.review is None or not view.review.is_held:
        found.append(
            Left("review", _("What did this deal teach?"), _("Hold the review"), "overview",
                 "review")
        )  # fmt: skip
    return tuple(found)


def title(view: DealView) -> str:
    """The heading over it."""
    return _("After the win") if view.deal.status == "won" else _("This deal is closed")


def row(room: Room, left: Left) -> QWidget:
    """One line with its link."""
    said = PlainLabel(left.words, "body", wrap=True)
    if not left.link:
        return said
    link = WrappedLink(left.link, f"after_{left.key}", lambda: _follow(room, left))
    return column(said, link, gap=0)


def _follow(room: Room, left: Left) -> None:
    if left.key != "next_deal":
        room.jump(left.panel, left.target)
        return
    from salesdesk.ui.deal.next_deal import ask_next_deal

    ask_next_deal(room)


def _after_win(view: DealView) -> list[Left]:
    found = []
    handoff = view.handoff
    if handoff is not None and handoff.state in ("open", "returned"):
        link = _("Go on with the handoff")
        found.append(Left("handoff", _handoff(handoff), link, "handoff"))
    if view.next_step is None:
        text = _("No check-in with the customer is planned.")
        found.append(Left("check_in", text, _("Plan a check-in"), "overview", "next_step"))
    renewal = view.deal.renewal_on
    if renewal:
        text = _("It is up for renewal on {date}.").format(date=words.full_day(renewal))
        found.append(Left("renewal", text))
    else:
        text = _("When is it up for renewal?")
        found.append(Left("renewal", text, _("Enter the renewal"), "overview", "renewal"))
    words_of_growth = _("A renewal or an expansion begins with what you know of them.")
    found.append(Left("next_deal", words_of_growth, _("Make the next deal")))
    return found


def _handoff(handoff: HandoffGlance) -> str:
    ready = _("{n} of {total} items of the handoff are ready").format(
        n=format_number(handoff.ready), total=format_number(handoff.total)
    )
    if handoff.state == "returned":
        ready = _("The handoff came back; {ready}").format(ready=ready)
    if handoff.due_on:
        return _("{ready}. It is due on {date}.").format(
            ready=ready, date=words.full_day(handoff.due_on)
        )
    return _("{ready}.").format(ready=ready)
