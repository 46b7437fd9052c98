"""The dialog of one concession: what is given and got; it warns before a limit is broken."""

from __future__ import annotations

import dataclasses
import functools

from PySide6.QtWidgets import QWidget

from salesdesk.domain import concessions as ledger
from salesdesk.domain.concessions import ASKED, Concession
from salesdesk.domain.errors import KnownError
from salesdesk.domain.guardrails import PERCENT_PARTS, limits
from salesdesk.domain.process import Guardrail
from salesdesk.support.i18n import _, format_money, format_percent, parse_decimal
from salesdesk.ui.deal.commit import words
from salesdesk.ui.deal.room import Room
from salesdesk.ui.deal.rows import take_all
from salesdesk.ui.deal.speaker import SpeakerPick
from salesdesk.ui.deal.writing import WritingDialog
from salesdesk.ui.widgets import (
    Card,
    Chip,
    FlowLayout,
    Form,
    LineEdit,
    MoneyEdit,
    PickOne,
    PlainLabel,
    Segments,
    TextBox,
)
from salesdesk.usecases.commitment import AddConcession, CommitView, EditConcession, Give


class ConcessionDialog(WritingDialog):
    """Adds a concession or changes one; the doubts stand there while it is being filled in."""

    def __init__(self, room: Room, view: CommitView, concession: Concession | None = None) -> None:
        title = _("Change a concession") if concession else _("Add a concession")
        super().__init__(room, title, "concession", view.deal, size=(620, 0))
        self._view, self._kept = view, concession
        if concession is not None:
            self.setProperty("draft_about", concession.id)
        shown = concession or Concession("", view.guardrails[0].key, "")
        self._make_fields(room, shown)
        self._make_form()
        self.limits = PlainLabel("", "small", "muted", wrap=True, name="concession_limits")
        self.doubts = Card("warn", name="concession_doubts", spacing=3)
        self._doubt = PlainLabel("", "body", "warn", wrap=True, name="concession_doubt")
        self.doubts.body.addWidget(self._doubt)
        self.effect = PlainLabel("", "small", "soft", wrap=True, name="concession_effect")
        for widget in (self.form, self.doubts, self.effect, self.fault):
            self.body.addWidget(widget)
        self.body.insertWidget(1, self.limits)
        self.set_cancel()
        self.set_primary(_("Save"), "concession_accept")
        self._connect()
        self._on_guardrail_picked()
        self.give.setFocus()

    def _make_fields(self, room: Room, shown: Concession) -> None:
        rails = [(rail.key, rail.name) for rail in self._view.guardrails]
        if shown.guardrail not in dict(rails):
            rails.append((shown.guardrail, shown.guardrail))
        self.guardrail = PickOne(
            "concession_guardrail", _("What it is about"), rails, value=shown.guardrail
        )
        self.give = LineEdit("concession_give", _("What is given"), words=shown.give)
        self.amount = LineEdit("concession_size", _("How much"), words=self._size_words(shown))
        self.cost = MoneyEdit(
            "concession_cost", _("What it costs"), self._view.currency, value=shown.cost_minor
        )
        self._is_own_cost = shown.cost_minor is not None
        self.get = TextBox("concession_get", _("What we get for it"), words=shown.get, most_rows=4)
        states = [(key, _(text)) for key, text in words.LEDGER_STATES.items()]
        self.state = Segments("concession_state", _("How it stands"), states, value=shown.state)
        self.asked_by = SpeakerPick(room, "concession_person", _("Who asked for it"))
        self.asked_by.set_person(shown.person_id)
        self.approved_by = LineEdit(
            "concession_approved", _("Approved by"), words=shown.approved_by,
            hint=_("Name of who approved it"),
        )  # fmt: skip
        self._ask = QWidget()
        self._chips = FlowLayout(self._ask, gap=5)

    def _make_form(self) -> None:
        form = self.form = Form("concession_form")
        form.add_beside(
            [
                ("guardrail", _("What it is about"), self.guardrail),
                ("person", _("Who asked for it"), self.asked_by),
            ]
        )
        form.add("give", _("What is given"), self.give, is_required=True)
        form.add_beside(
            [("size", _("How much"), self.amount), ("cost", _("What it costs"), self.cost)]
        )
        form.add("get", _("What we get for it"), self.get)
        form.add_wide(self._ask)
        form.add("state", _("How it stands"), self.state)
        form.add("approved", _("Approved by"), self.approved_by)

    def _connect(self) -> None:
        self.guardrail.picked.connect(lambda _key: self._on_guardrail_picked())
        self.state.picked.connect(lambda _key: self._look())
        self.amount.textChanged.connect(self._on_size_text_changed)
        self.cost.textEdited.connect(self._on_cost_text_edited)
        for field in (self.give, self.cost, self.approved_by, self.get):
            field.textChanged.connect(self._look)

    @property
    def rail(self) -> Guardrail | None:
        """The guardrail chosen."""
        key = self.guardrail.value()
        return next((rail for rail in self._view.guardrails if rail.key == key), None)

    def read_size(self) -> int | None:
        """The size as it is kept; None when there is none. Raises KnownError when unreadable."""
        text = self.amount.words().rstrip("%").strip()
        if not text or self.rail is None or self.rail.unit == "text":
            return None
        number = parse_decimal(text)
        if self.rail.unit == "percent":
            return round(number * PERCENT_PARTS)
        if number != int(number):
            raise KnownError(_("Enter a whole number."))
        return int(number)

    def may_accept(self) -> bool:
        """Words and readable numbers; limits are a matter of the command."""
        faults = {"size": self._size_fault(), "cost": self.cost.fault()}
        if not self.give.words():
            faults["give"] = _("Say what is given.")
        return self.form.show_faults(faults)

    def command(self) -> object:
        """Add or change. The doubts that stand in the dialog were seen: the button says so."""
        whole = self.concession()
        doubts = self._view.checked(whole).doubts
        give = Give(
            whole.guardrail, whole.give, whole.size, whole.cost_minor, whole.get or None,
            whole.state, whole.approved_by or None, whole.approved_on, whole.given_on or None,
            whole.person_id,
        )  # fmt: skip
        if self._kept is None:
            return AddConcession(self._deal_room.deal_id, give, doubts)
        names = ("guardrail", "give", "size", "cost_minor", "get", "state", "approved_by",
                 "approved_on", "person_id")  # fmt: skip
        changes = {name: getattr(give, name) for name in names}
        return EditConcession(self._kept.id, changes, doubts)

    def concession(self) -> Concession:
        """What the dialog says now; an unreadable size counts as none."""
        try:
            size = self.read_size()
        except KnownError:
            size = None
        approver = self.approved_by.words()
        kept = self._kept
        same = kept is not None and kept.approved_by == approver
        return Concession(
            kept.id if kept else "", self.guardrail.value(), self.give.words(), size,
            self.cost.value(), self.get.words(), self.state.value() or ASKED, approver,
            kept.approved_on if kept and same else None, kept.given_on if kept else "",
            self.asked_by.value(),
        )  # fmt: skip

    def _size_fault(self) -> str:
        try:
            size = self.read_size()
        except KnownError:
            return _("Enter a number.")
        is_given = self.state.value() in ledger.GIVEN
        if size is None and is_given and self.rail is not None and self.rail.unit != "text":
            return _("How much?")
        return ""

    @staticmethod
    def _plain(size: int) -> str:
        whole, rest = divmod(size, PERCENT_PARTS)
        return str(whole) if not rest else format_percent(size / (100 * PERCENT_PARTS), 2)

    def _size_words(self, shown: Concession) -> str:
        rail = next((r for r in self._view.guardrails if r.key == shown.guardrail), None)
        if shown.size is None:
            return ""
        return self._plain(shown.size) if rail and rail.unit == "percent" else str(shown.size)

    def _look(self) -> None:
        """Show what speaks against it, and what it leaves of the amount."""
        concession = self.concession()
        check = self._view.checked(concession)
        doubts = [check.sentence(doubt) for doubt in check.doubts]
        self._doubt.setText("\n".join(doubts))
        self.doubts.setVisible(bool(doubts))
        assert self.primary is not None
        self.primary.setText(_("Offer it all the same") if doubts else _("Save"))
        said = self._foresight(concession)
        self.effect.setText(said)
        self.effect.setVisible(bool(said))

    def _foresight(self, concession: Concession) -> str:
        """What it leaves of the amount; of what they only asked for, what an offer would mean."""
        if concession.is_given:
            return self._left(concession)
        if concession.state != ASKED:
            return ""
        offered = dataclasses.replace(concession, state=ledger.OFFERED)
        check = self._view.checked(offered)
        limit = [check.sentence(doubt) for doubt in check.doubts if doubt != "get"]
        said = "\n".join(filter(None, (self._left(offered), *limit)))
        has_words = concession.cost_minor is not None or limit
        return _("If you offer it: {effect}").format(effect=said) if said and has_words else ""

    def _left(self, concession: Concession) -> str:
        effect, parts = self._effect(concession), []
        if effect.left_minor is not None:
            left = format_money(effect.left_minor, effect.currency)
            parts.append(_("Leaves {amount}").format(amount=left))
        if effect.discount_bp is not None:
            share = format_percent(effect.discount_bp / ledger.WHOLE_BP, 1)
            parts.append(_("discount in total {share}").format(share=share))
        return " · ".join(parts)

    def _effect(self, concession: Concession) -> ledger.Effect:
        """The effect with this concession as it stands in the dialog."""
        now = self._view.effect
        others = [e.concession for e in self._view.lines if e.concession.id != concession.id]
        given = [c for c in (*others, concession) if c.is_given]
        costs = sum(c.cost_minor or 0 for c in given)
        unknown = sum(c.cost_minor is None for c in given)
        return ledger.Effect(
            now.currency, now.list_minor, now.lines_minor, costs, unknown, now.has_items
        )

    def _on_guardrail_picked(self) -> None:
        rail = self.rail
        take_all(self._chips)
        for number, text in enumerate(rail.ask if rail else (), 1):
            chip = Chip(text, f"concession_ask_{number}", checkable=False)
            chip.clicked.connect(functools.partial(self._take, text))
            self._chips.addWidget(chip)
        lines = " · ".join(limits(rail)) if rail else ""
        note = rail.note if rail else ""
        self.limits.setText("\n".join(filter(None, (lines, note))))
        names = {
            "percent": _("How much, in percent"),
            "days": _("How many days"),
            "months": _("How many months"),
            "count": _("How many"),
        }
        row = self.form.row("size")
        row.setVisible(rail is None or rail.unit != "text")
        row.label.setText(names.get(rail.unit if rail else "", _("How much")))
        if self._kept is None and rail is not None and not self.give.words():
            self.give.setPlaceholderText(rail.name)
        self._on_size_text_changed()

    def _on_size_text_changed(self) -> None:
        """A discount's cost follows its size until the rep writes another."""
        try:
            size = self.read_size()
        except KnownError:
            size = None
        if self.rail is not None and not self._is_own_cost:
            self.cost.set_value(self._view.effect.cost(self.rail, size))
        self._look()

    def _on_cost_text_edited(self) -> None:
        self._is_own_cost = bool(self.cost.words())

    def _take(self, text: str) -> None:
        """Write one of the process's asks into the field."""
        self.get.set_words("\n".join(filter(None, (self.get.words(), text))))
        self.get.setFocus()
        self._look()
