"""The head of the Proposal panel: which version, how it stands, and what can be done with it.

Called by the panel alone.
"""

from __future__ import annotations

from PySide6.QtCore import Signal

from salesdesk.domain.proposal import Offer
from salesdesk.support.i18n import _, ngettext
from salesdesk.ui.deal import words
from salesdesk.ui.deal.rows import Rows, column, flowing, line
from salesdesk.ui.widgets import Button, Card, PickOne, Pill, PlainLabel
from salesdesk.ui.widgets.buttons import Kind
from salesdesk.ui.widgets.chips import PillTone
from salesdesk.usecases.proposals import ProposalsView, Version

STATES: dict[str, tuple[str, PillTone]] = {
    "draft": (_("Draft"), "neutral"),
    "frozen": (_("Ready to send"), "accent"),
    "sent": (_("Sent"), "accent"),
    "accepted": (_("Accepted"), "ok"),
    "declined": (_("Declined"), "late"),
    "replaced": (_("Replaced"), "neutral"),
}


class ProposalHead(Card):
    """Emits `version_picked(id)` and `requested(what)`: send, sent, new, bin, accept, decline,
    print.
    """

    version_picked = Signal(str)
    requested = Signal(str)

    def __init__(self) -> None:
        super().__init__(name="proposal_head", spacing=8)
        self.version = PickOne("proposal_version", _("Version"))
        self.version.picked.connect(lambda value: self.version_picked.emit(str(value)))
        self.state = Pill("", shape="round", name="proposal_state")
        self.title = PlainLabel("", "title", wrap=True, name="proposal_head_title")
        self.remark = PlainLabel("", "body", "muted", wrap=True, name="proposal_remark")
        self._gaps = Rows("proposal_gaps", 2)
        names: tuple[tuple[str, str], ...] = (
            ("send", _("Send…")),
            ("sent", _("It was sent…")),
            ("accept", _("Accepted…")),
            ("decline", _("Declined…")),
            ("new", _("New version")),
            ("print", _("Look at the paper")),
            ("bin", _("Throw the draft away")),
        )
        self.buttons = {key: self._button(key, label) for key, label in names}
        top = line(column(self.title, self.remark), self.state, self.version)
        top.layout().setStretch(0, 1)  # type: ignore[union-attr]
        for widget in (top, self._gaps, flowing(*self.buttons.values())):
            self.body.addWidget(widget)

    def _button(self, key: str, label: str) -> Button:
        kind: Kind = "primary" if key == "send" else "secondary"
        return Button(
            label, f"proposal_{key}", kind=kind, on_click=lambda: self.requested.emit(key)
        )

    def show_version(self, view: ProposalsView, version: Version) -> None:
        """Show one of the versions."""
        choices = [(each.id, _short(each)) for each in view.versions]
        self.version.set_choices(choices, version.id)
        self.version.setVisible(len(choices) > 1)
        label, tone = STATES.get(version.state, (version.state, "neutral"))
        self.state.set_words(label, tone)
        self.title.setText(_("Version {n}").format(n=version.number))
        self.remark.setText(_remark(version))
        gaps = _gaps(version.offer) if version.is_draft else []
        self._gaps.show_items(gaps, lambda text: PlainLabel(f"○ {text}", "body", "warn", wrap=True))
        shown = {
            "send": version.state in ("draft", "frozen"),
            "sent": version.state == "frozen",
            "accept": version.state in ("sent", "frozen"),
            "decline": version.state in ("sent", "frozen"),
            "new": view.draft is None,
            "print": True,
            "bin": version.state in ("draft", "frozen"),
        }
        for key, button in self.buttons.items():
            button.setVisible(shown[key])


def _short(version: Version) -> str:
    state = STATES.get(version.state, (version.state, "neutral"))[0]
    return _("Version {n} · {state}").format(n=version.number, state=state)


def _remark(version: Version) -> str:
    """What happened to it so far."""
    parts = []
    if version.is_draft:
        parts.append(_("Not sent yet; it shows the facts as they are now."))
    elif version.frozen_on:
        day = words.full_day(version.frozen_on)
        parts.append(_("Made ready on {date}; it does not change any more").format(date=day))
    if version.sent_on:
        day = words.full_day(version.sent_on)
        parts.append(_("sent on {date} to {who}").format(date=day, who=version.sent_to))
    if version.chosen_id:
        chosen = next((o.name for o in version.offer.options if o.id == version.chosen_id), "")
        parts.append(_("they chose {option}").format(option=chosen))
    return " · ".join(parts)


def _gaps(offer: Offer) -> list[str]:
    """What a buyer would miss or doubt, before it is sent."""
    lines = [row for option in offer.options for row in option.lines]
    untied = sum(not row.fact_id for row in lines)
    unpriced = sum(row.unit_minor is None for row in lines)
    found = []
    if not lines:
        found.append(_("Nothing is priced yet"))
    if unpriced:
        found.append(
            ngettext("{n} line has no price", "{n} lines have no price", unpriced).format(
                n=unpriced
            )
        )
    if untied:
        found.append(
            ngettext("{n} line answers nothing they told us",
                     "{n} lines answer nothing they told us", untied).format(n=untied)
        )  # fmt: skip
    if not offer.facts("outcome"):
        found.append(_("No outcome with a measure is agreed"))
    if not any(each.kind.startswith("gain") for each in offer.inputs):
        found.append(_("The business case has no gain"))
    return found
