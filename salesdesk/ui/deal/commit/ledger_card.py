"""The card of the concession ledger: what was given and got, the limits, the deal's amount."""

from __future__ import annotations

import functools

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from salesdesk.domain.concessions import WHOLE_BP, Effect
from salesdesk.domain.guardrails import limits, size_text
from salesdesk.support.i18n import _, format_money, format_percent, ngettext
from salesdesk.ui.deal import words as deal_words
from salesdesk.ui.deal.commit import words
from salesdesk.ui.deal.commit.concession_dialog import ConcessionDialog
from salesdesk.ui.deal.room import Room
from salesdesk.ui.deal.rows import Hint, Rows, column, flowing, line
from salesdesk.ui.deal.writing import show_dialog
from salesdesk.ui.widgets import (
    Button,
    Card,
    Divider,
    FaultLine,
    Figure,
    IconButton,
    Pill,
    PlainLabel,
    SectionHeader,
)
from salesdesk.ui.widgets.wrapped_link import WrappedLink
from salesdesk.usecases.commitment import (
    BinConcession,
    CommitView,
    EditConcession,
    LedgerLine,
    MoveConcession,
)


class LedgerCard(Card):
    """The concessions of the room's deal."""

    def __init__(self, room: Room) -> None:
        super().__init__(name="commit_ledger", spacing=8)
        self._room = room
        self.view: CommitView | None = None
        self.title = SectionHeader(_("Gives and gets"), name="commit_ledger_header")
        self.add = Button(_("Add a concession"), "ledger_add", icon="plus", on_click=self.begin)
        self.title.add(self.add)
        self.effect = Rows("ledger_effect", 0)
        self.rows = Rows("ledger_rows", 8)
        self.limits = Rows("ledger_limits", 2)
        self._limits_open = False
        self.more = Button("", "ledger_limits_open", kind="link", on_click=self._toggle_limits)
        self.fault = FaultLine("ledger_fault")
        for widget in (
            self.title, self.effect, self.rows, self.fault, self.more, self.limits,
        ):  # fmt: skip
            self.body.addWidget(widget)

    def show_deal(self) -> None:
        """Another deal comes."""
        self.rows.forget()
        self.say("")

    def show_view(self, view: CommitView) -> None:
        """Show the ledger."""
        self.view = view
        gives = sum(each.concession.is_given for each in view.lines)
        got = sum(each.concession.is_given and bool(each.concession.get) for each in view.lines)
        count = _("{gives} given, {gets} got").format(gives=gives, gets=got) if gives else ""
        self.title.set_words(_("Gives and gets"), count)
        self.effect.show_items([(view.effect, view.amount_minor)], self._effect)
        self.rows.show_items(view.lines, self._line, self._empty)
        self.limits.show_items(view.guardrails if self._limits_open else (), self._limit)
        verb = _("Hide the limits") if self._limits_open else _("What may I give?")
        self.more.setText(verb)

    def say(self, sentence: str) -> None:
        """Show a fault, or none."""
        self.fault.say(sentence)

    def begin(self) -> None:
        """Ask for a new concession."""
        assert self.view is not None
        show_dialog(ConcessionDialog(self._room, self.view))

    def open_line(self, concession_id: str) -> None:
        """Change one."""
        assert self.view is not None
        found = self.view.line(concession_id)
        if found is not None:
            show_dialog(ConcessionDialog(self._room, self.view, found.concession))

    def _effect(self, item: tuple[Effect, int | None]) -> QWidget:
        effect, amount = item
        if effect.list_minor is None:
            text = _("The deal has no amount yet: what a concession takes off cannot be said.")
            return PlainLabel(text, "small", "muted", wrap=True)
        first = _("List price") if effect.has_items else _("Amount")
        figures = [Figure(first, _money(effect.list_minor, effect))]
        if effect.lines_minor:
            figures.append(Figure(_("Off on the lines"), _money(-effect.lines_minor, effect)))
        if effect.given_minor:
            figures.append(Figure(_("Off in concessions"), _money(-effect.given_minor, effect)))
        figures.append(Figure(_("Leaves"), _money(effect.left_minor or 0, effect)))
        if effect.discount_bp is not None:
            share = format_percent(effect.discount_bp / WHOLE_BP, 1)
            figures.append(Figure(_("Discount in total"), share, name="ledger_discount"))
        parts: list[QWidget] = [flowing(*figures, gap=24)]
        if effect.unknown:
            n = effect.unknown
            text = ngettext("{n} concession has no cost noted.", "{n} concessions have no cost "
                            "noted.", n).format(n=n)  # fmt: skip
            parts.append(PlainLabel(text, "small", "muted", wrap=True))
        if effect.has_items and amount is not None and amount != effect.left_minor:
            parts.append(self._align(effect, amount))
        return column(*parts, gap=6)

    def _align(self, effect: Effect, amount: int) -> QWidget:
        """The deal's amount says something else than list, lines and ledger together."""
        text = _("The deal says {amount}. Set it to {left}").format(
            amount=_money(amount, effect), left=_money(effect.left_minor or 0, effect)
        )
        return WrappedLink(text, "ledger_align", self._set_amount)

    def _line(self, item: LedgerLine) -> QWidget:
        found, rail = item.concession, item.guardrail
        size = size_text(rail, found.size) if rail else ""
        state = Pill(_(words.LEDGER_STATES.get(found.state, found.state)),
                     words.LEDGER_TONES.get(found.state, "neutral"))  # fmt: skip
        give = WrappedLink(
            found.give, f"ledger_open_{found.id}", lambda: self.open_line(found.id), tone="text",
            label=_("Change the concession: {give}").format(give=found.give),
        )  # fmt: skip
        head = line(state, give, *self._deeds(item), gap=8)
        beside = head.layout()
        assert isinstance(beside, QHBoxLayout)
        beside.setStretch(1, 1)
        beside.setAlignment(give, Qt.AlignmentFlag.AlignVCenter)
        cost = format_money(found.cost_minor, self._currency) if found.cost_minor else ""
        asked = _("asked by {person}").format(person=found.person) if found.person else ""
        approved = ""
        if found.approved_by:
            approved = _("approved by {who}").format(who=found.approved_by)
        about = (rail.name if rail else found.guardrail, size, cost, asked, approved,
                 deal_words.short_day(found.given_on))  # fmt: skip
        parts: list[QWidget] = [head]
        got = _("We get: {get}").format(get=found.get) if found.get else ""
        if got:
            parts.append(PlainLabel(got, "body", "soft", wrap=True))
        parts.append(PlainLabel(" · ".join(filter(None, about)), "small", "muted", wrap=True))
        parts += [
            PlainLabel(item.check.sentence(doubt), "small_strong", "late", wrap=True)
            for doubt in item.check.doubts
        ]
        parts.append(Divider())
        return column(*parts, gap=3, name=f"ledger_line_{found.id}")

    def _deeds(self, item: LedgerLine) -> list[QWidget]:
        found = item.concession
        assert self.view is not None
        nearby = {"asked": ("offered", _("Offer")), "offered": ("agreed", _("Agreed"))}
        deeds: list[QWidget] = []
        if found.state in nearby:
            state, verb = nearby[found.state]
            deeds.append(
                Button(verb, f"ledger_next_{found.id}", kind="link",
                       label=_("{verb}: {give}").format(verb=verb, give=found.give),
                       on_click=lambda: self._next(item, state))
            )  # fmt: skip
        if len(self.view.lines) > 1:
            for way, icon, label in (
                (-1, "chevron-up", _("Move up: {give}")),
                (1, "chevron-down", _("Move down: {give}")),
            ):
                deeds.append(
                    IconButton(icon, f"ledger_move_{way}_{found.id}", label.format(give=found.give),
                               on_click=functools.partial(self._do, MoveConcession(found.id, way)))
                )  # fmt: skip
        deeds.append(
            IconButton("trash-2", f"ledger_bin_{found.id}", _("Delete: {give}").format(
                give=found.give), on_click=lambda: self._bin(found.id))
        )  # fmt: skip
        return deeds

    def _limit(self, rail: object) -> QWidget:
        from salesdesk.domain.process import Guardrail

        assert isinstance(rail, Guardrail)
        return column(
            PlainLabel(rail.name, "strong", wrap=True),
            PlainLabel(" · ".join(limits(rail)), "small", "soft", wrap=True),
            PlainLabel(
                _("For it: {asks}").format(asks="; ".join(rail.ask)), "small", "muted", wrap=True
            ),
            gap=1,
        )

    @staticmethod
    def _empty() -> QWidget:
        return Hint(_("Nothing was given yet. Write down what they ask for before you answer: a "
                      "pilot and a reference are gives too."), name="ledger_empty")  # fmt: skip

    @property
    def _currency(self) -> str:
        assert self.view is not None
        return self.view.currency

    def _next(self, item: LedgerLine, state: str) -> None:
        """One step further; a doubt opens the dialog, which says it beside the fields."""
        import dataclasses

        assert self.view is not None
        wanted = dataclasses.replace(item.concession, state=state)
        lacks_size = wanted.size is None and item.guardrail and item.guardrail.unit != "text"
        if self.view.checked(wanted).doubts or lacks_size:
            show_dialog(ConcessionDialog(self._room, self.view, wanted))
        else:
            self._do(EditConcession(item.concession.id, {"state": state}))

    def _bin(self, concession_id: str) -> None:
        self._room.do(
            BinConcession(concession_id), lambda changes: self._room.say(changes.label), self.say
        )

    def _set_amount(self) -> None:
        from salesdesk.usecases.deals import EditDeal

        assert self.view is not None
        self._do(EditDeal(self._room.deal_id, {"amount_minor": self.view.effect.left_minor}))

    def _toggle_limits(self) -> None:
        self._limits_open = not self._limits_open
        assert self.view is not None
        self.show_view(self.view)

    def _do(self, command: object) -> None:
        self.say("")
        self._room.do(command, None, self.say, owner=self)


def _money(minor: int, effect: Effect) -> str:
    return format_money(minor, effect.currency)
