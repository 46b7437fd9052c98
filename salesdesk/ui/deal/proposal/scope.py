"""The cards of a proposal that hold words: scope, timeline, assumptions, terms.

Called by the Proposal panel.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from PySide6.QtWidgets import QWidget

from salesdesk.domain.errors import KnownError
from salesdesk.domain.proposal import Offer
from salesdesk.support.i18n import _, format_number, parse_decimal
from salesdesk.ui.deal import words
from salesdesk.ui.deal.proposal.card import ProposalCard, show_rows, told
from salesdesk.ui.deal.proposal.points import PointList
from salesdesk.ui.deal.room import Room
from salesdesk.ui.deal.rows import Rows, column
from salesdesk.ui.widgets import DateEdit, Form, LineEdit, PlainLabel, TextBox
from salesdesk.usecases.offer_blocks import percent
from salesdesk.usecases.proposals import EditProposal, ProposalsView, Version


class _Words(ProposalCard):
    """A card with text boxes over lists of points."""

    FIELDS: tuple[tuple[str, str, str], ...] = ()
    """(column, label, hint) of the text boxes."""
    POINTS: tuple[tuple[str, str, str], ...] = ()
    """(kind, title, hint) of the lists of points."""

    def __init__(self, room: Room, key: str, title: str) -> None:
        super().__init__(room, key, title)
        self.boxes: dict[str, TextBox] = {}
        self._version_id = ""
        self._rows = Rows(f"proposal_{key}_rows", 8)
        self.points = [PointList(self, *each) for each in self.POINTS]
        for widget in (self._rows, *self.points):
            self.body.addWidget(widget)
        self.end()

    def show_version(self, view: ProposalsView, version: Version) -> None:
        """Show one version; a box that is being typed in stays."""
        self._version_id = version.id
        offer = version.offer
        items: list[Any] = [(name, version.id, version.is_draft) for name, *_rest in self.FIELDS]
        if not version.is_draft:
            items = [(name, getattr(offer, name), False) for name, *_rest in self.FIELDS]
            items = [item for item in items if item[1]]
        self._rows.show_items(items, self._field)
        for name, box in self.boxes.items():
            if version.is_draft and not box.hasFocus() and box.words() != getattr(offer, name):
                box.set_words(getattr(offer, name))
        for points in self.points:
            points.show_version(view, version)
        lists = any(offer.of_kind(kind) for kind, *_rest in self.POINTS)
        self.setVisible(version.is_draft or bool(items) or lists)

    def _field(self, item: tuple[str, str, bool]) -> QWidget:
        name, text, is_draft = item
        label, hint = next(each[1:] for each in self.FIELDS if each[0] == name)
        if not is_draft:
            return told(label, text)
        box = TextBox(f"proposal_{name}", label, hint=hint, rows=2, most_rows=10)
        box.committed.connect(lambda words: self._keep({name: words}))
        self.boxes[name] = box
        return column(PlainLabel(label, "small", "muted"), box, gap=3)

    def _keep(self, changes: dict[str, Any]) -> None:
        self.do(EditProposal(self._version_id, changes))  # type: ignore[arg-type]


class ScopeCard(_Words):
    """What is offered, what they get, and what is not part of it."""

    FIELDS = (
        (
            "scope",
            _("What we propose, in a few sentences"),
            _("Such as: live positions for all vehicles, and one screen in each depot"),
        ),
    )
    POINTS = (
        ("deliverable", _("What they get"), _("Add a deliverable and press Enter")),
        ("excluded", _("What is not included"), _("Say it now rather than later")),
    )

    def __init__(self, room: Room) -> None:
        super().__init__(room, "scope", _("Scope and deliverables"))


class TimelineCard(_Words):
    """How it is put in place, and the milestones."""

    FIELDS = (("approach", _("How it is put in place"),
               _("Such as: one depot first, the others after a review")),)  # fmt: skip
    POINTS = (("milestone", _("Milestones"), _("Add a milestone and press Enter")),)

    def __init__(self, room: Room) -> None:
        super().__init__(room, "timeline", _("Timeline"))


class AssumptionsCard(_Words):
    """What is taken for granted, and what it depends on."""

    POINTS = (
        ("assumption", _("What we take for granted"), _("Add an assumption and press Enter")),
        ("dependency", _("What it depends on"), _("Add a dependency and press Enter")),
    )

    def __init__(self, room: Room) -> None:
        super().__init__(room, "assumptions", _("Assumptions and dependencies"))


class TermsCard(ProposalCard):
    """Title, validity, tax, terms and payment."""

    def __init__(self, room: Room) -> None:
        super().__init__(room, "terms", _("Terms"))
        self._version_id = ""
        self._offer: Offer | None = None
        self._rows = Rows("proposal_terms_rows", 8)
        self.body.addWidget(self._rows)
        self.end()

    def show_version(self, view: ProposalsView, version: Version) -> None:
        """Show one version."""
        self._version_id, self._offer = version.id, version.offer
        show_rows(self._rows, [(_terms(version.offer), version.is_draft)], self._make)

    def _make(self, item: tuple[tuple[Any, ...], bool]) -> QWidget:
        assert self._offer is not None
        return self._form(self._offer) if item[1] else _fixed(self._offer)

    def _form(self, offer: Offer) -> QWidget:
        form = Form("proposal_terms_form")
        title = LineEdit("proposal_title", _("Title"), words=offer.title)
        title.editingFinished.connect(lambda: self._text("title", title.words()))
        valid = DateEdit("proposal_valid_until", _("Valid until"), self.room.today,
                         value=_day(offer.valid_until))  # fmt: skip
        valid.changed.connect(
            lambda day: self._keep({"valid_until": day.isoformat() if day else None})
        )
        tax = LineEdit("proposal_tax", _("Tax, in percent"), hint=_("not stated"), longest=12,
                       words="" if offer.tax_bp is None else _number(offer.tax_bp))  # fmt: skip
        tax.editingFinished.connect(lambda: self._tax(tax))
        form.add("title", _("Title"), title)
        form.add_beside([("valid", _("Valid until"), valid), ("tax", _("Tax, in percent"), tax)])
        beside: list[tuple[str, str, QWidget]] = []
        for name, label in (("terms", _("Term")), ("payment", _("Payment"))):
            box = TextBox(f"proposal_{name}", label, words=getattr(offer, name), most_rows=6)
            box.committed.connect(lambda text, name=name: self._text(name, text))
            beside.append((name, label, box))
        form.add_beside(beside)
        return form

    def _tax(self, field: LineEdit) -> None:
        text = field.words().rstrip("% ")
        try:
            value = int((parse_decimal(text) * 100).to_integral_value()) if text else None
        except (KnownError, ArithmeticError):
            field.set_faulty(_("Enter a number such as 19."))
            return
        field.set_faulty("")
        if self._offer is not None and value != self._offer.tax_bp:
            self._keep({"tax_bp": value})

    def _text(self, name: str, text: str) -> None:
        if self._offer is not None and text != getattr(self._offer, name):
            self._keep({name: text})

    def _keep(self, changes: dict[str, Any]) -> None:
        self.do(EditProposal(self._version_id, changes))  # type: ignore[arg-type]


def _terms(offer: Offer) -> tuple[Any, ...]:
    return offer.title, offer.valid_until, offer.tax_bp, offer.terms, offer.payment


def _fixed(offer: Offer) -> QWidget:
    tax = "" if offer.tax_bp is None else percent(offer.tax_bp)
    pairs = (
        (_("Title"), offer.title), (_("Valid until"), words.full_day(offer.valid_until)),
        (_("Tax"), tax), (_("Term"), offer.terms), (_("Payment"), offer.payment),
    )  # fmt: skip
    return column(*(told(label, text) for label, text in pairs if text), gap=6)


def _number(hundredths: int) -> str:
    return format_number(Decimal(hundredths) / 100)


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
