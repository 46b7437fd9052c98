"""The editors behind the items of the gate dialog: facts, fields, people, answers, signals.

Each is one small form; called by `gate_items`.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from salesdesk.domain.facts import FACT_COLUMN_LABELS, FACT_KIND_LABELS, ROLE_LABELS
from salesdesk.support.i18n import _
from salesdesk.ui.board.gate_base import Editor, WordsEditor, widen
from salesdesk.ui.board.gate_voices import VoicePick
from salesdesk.ui.widgets import (
    DateEdit,
    FieldRow,
    LineEdit,
    MoneyEdit,
    PickOne,
    PlainLabel,
)
from salesdesk.usecases.answers import AnswerQuestion
from salesdesk.usecases.evidence import RecordSignal
from salesdesk.usecases.facts import AddFact, ConfirmFact, EditFact
from salesdesk.usecases.line_items import AddLineItem
from salesdesk.usecases.next_steps import PlannedStep, SetNextStep

if TYPE_CHECKING:
    from salesdesk.domain.gates import FactView
    from salesdesk.ui.board.gate_items import Case
    from salesdesk.usecases.passing import Part


class FactEditor(WordsEditor):
    """A fact of the kind the rule looks for, with the columns it needs."""

    def __init__(self, case: Case) -> None:
        self._known = _to_confirm(case)
        words = self._known.words if self._known else ""
        super().__init__(case, _("In their words"), words=words)
        self.needs = {name: _need(self.key, name, case.today) for name in case.rule.needs}
        if self.needs:
            self.add_row(*(FieldRow(_need_label(name), f) for name, f in self.needs.items()))
        if self._known is not None:
            told = PlainLabel(_("Noted already; who has confirmed it?"), "small", "muted")
            self.column.insertWidget(0, told)
        self._first = self.who.value()

    def add_first(self) -> None:
        """What kind of fact it is, when the rule takes several."""
        of = self.case.rule.of
        kinds = [(kind, _(dict(FACT_KIND_LABELS)[kind])) for kind in of]  # type: ignore[index]
        chosen = self._known.kind if self._known else of[0]
        self.kind = PickOne(f"{self.key}_kind", _("What it is"), kinds, value=chosen)
        self.column.addWidget(self.kind)
        self.kind.setVisible(len(kinds) > 1)

    @property
    def is_blank(self) -> bool:
        """No words, or those that were there before with nobody chosen to have confirmed them."""
        words = self.words.words()
        if self._known is None or words != self._known.words:
            return not words
        return self.who.value() == self._first and not any(map(_value, self.needs.values()))

    @property
    def is_filled(self) -> bool:
        """Words, person, day, and each column that is needed."""
        return super().is_filled and all(_value(field) for field in self.needs.values())

    def parts(self) -> list[Part]:
        """The fact, or the confirmation of one that is there."""
        needs = {name: _value(field) for name, field in self.needs.items()}
        person, words = self.who.value(), self.words.words()
        if self._known is not None and words == self._known.words:
            found: list[Part] = [ConfirmFact(self._known.id, person, self.day)]
            return [EditFact(self._known.id, needs), *found] if needs else found
        fields = {"person_id": person, "said_on": self.day, "confirmed": True, **needs}
        return [AddFact(self.case.deal_id, self.kind.value(), words, fields)]


class LackingEditor(Editor):
    """A fact that is there and lacks columns: just those are asked."""

    def __init__(self, case: Case, fact: FactView) -> None:
        super().__init__(case, f"_{fact.id[-6:]}")
        self._fact = fact
        self.column.addWidget(PlainLabel(f"“{fact.words}”", "body", "muted", wrap=True))
        missing = [name for name in case.rule.needs if not getattr(fact, name)]
        self.needs = {name: _need(self.key, name, case.today) for name in missing}
        self.add_row(*(FieldRow(_need_label(name), f) for name, f in self.needs.items()))
        self.setFocusProxy(next(iter(self.needs.values())))

    @property
    def is_filled(self) -> bool:
        """Each column."""
        return all(_value(field) for field in self.needs.values())

    @property
    def is_blank(self) -> bool:
        """None of them."""
        return not any(_value(field) for field in self.needs.values())

    def parts(self) -> list[Part]:
        """The columns."""
        needs = {name: _value(field) for name, field in self.needs.items()}
        return [EditFact(self._fact.id, needs)]


class StepEditor(Editor):
    """A dated next step; agreed with the buyer where the rule asks for that."""

    def __init__(self, case: Case, *, is_agreed: bool = False) -> None:
        super().__init__(case, "_step")
        self._is_agreed = is_agreed
        hint = _("What did you agree on?") if is_agreed else _("What happens next?")
        self.what = LineEdit(f"{self.key}_what", hint, hint=hint, longest=200)
        self.due = DateEdit(f"{self.key}_due", _("On"), case.today)
        self.add_row(self.what, self.due)
        self.setFocusProxy(self.what)

    @property
    def is_filled(self) -> bool:
        """What and when."""
        return bool(self.what.words() and self.due.value())

    @property
    def is_blank(self) -> bool:
        """Neither."""
        return not self.what.words() and self.due.value() is None

    def parts(self) -> list[Part]:
        """The step."""
        due = self.due.value() or self.case.today
        step = PlannedStep(self.what.words(), due.isoformat(), "meeting", agreed=self._is_agreed)
        return [SetNextStep(self.case.deal_id, step)]


class PersonEditor(Editor):
    """Somebody on the buyer's side; with `roles`, in one of these parts."""

    def __init__(self, case: Case, suffix: str = "", roles: tuple[str, ...] = ()) -> None:
        super().__init__(case, suffix)
        self._roles = roles
        self.name = LineEdit(f"{self.key}_name", _("Name"), hint=_("Name"), longest=120)
        self.who = VoicePick(f"{self.key}_who", case.voices)
        labels = dict(ROLE_LABELS)
        offered = roles or tuple(labels)
        choices = [(role, _(labels[role])) for role in offered]  # type: ignore[index]
        self.role = PickOne(
            f"{self.key}_role", _("Role"), choices, value=offered[0] if roles else "other"
        )
        # A role may go to someone known; one person more can only be someone new.
        self.name.setVisible(not roles)
        self.who.setVisible(bool(roles))
        self.add_row(self.who if roles else self.name, self.role)
        self._first = self.who.value() if roles else None
        self._is_chosen = False
        self.role.picked.connect(self._on_chosen)
        self.who.pick.picked.connect(self._on_chosen)
        self.setFocusProxy(self.who if roles else self.name)

    def _on_chosen(self) -> None:
        self._is_chosen = True

    @property
    def is_filled(self) -> bool:
        """A name, or for a role someone who was chosen on purpose."""
        if not self._roles:
            return bool(self.name.words())
        person = self.who.value()
        return person is not None and (self._is_chosen or person != self._first)

    @property
    def is_blank(self) -> bool:
        """Nobody was named."""
        return not self.is_filled

    def parts(self) -> list[Part]:
        """Nothing by itself: the voices add people and roles once for all items."""
        person = self.who.value() if self._roles else self.case.voices.add(self.name.words())
        if person is not None:
            self.case.voices.give_role(person, self.role.value())
        return []


class AnswerEditor(WordsEditor):
    """An answer to one of the questions that the rule looks for, chosen where there are several."""

    def __init__(self, case: Case, keys: list[str], at: int) -> None:
        super().__init__(case, _("Their answer"), f"_answer{at}")
        texts = case.help.questions
        self.question = PickOne(
            f"{self.key}_question",
            _("Question"),
            [(key, texts.get(key, key)) for key in keys],
            value=keys[min(at, len(keys) - 1)],
        )
        if len(keys) > 1:
            widen(self.question)
            self.column.insertWidget(0, self.question)
        else:
            self.question.setParent(self)
            self.question.hide()
            label = PlainLabel(texts.get(keys[0], keys[0]), "body", "soft", wrap=True)
            self.column.insertWidget(0, label)

    def parts(self) -> list[Part]:
        """The answer."""
        key = self.question.value()
        words, person = self.words.words(), self.who.value()
        return [AnswerQuestion(self.case.deal_id, key, words, person, self.day)]


class SignalEditor(WordsEditor):
    """Something the buyer did."""

    def __init__(self, case: Case) -> None:
        super().__init__(case, _("What did they do?"))
        signals = case.help.signals
        keys = case.rule.of or tuple(signals)
        choices = [(key, signals.get(key, key)) for key in keys]
        self.signal = PickOne(f"{self.key}_signal", _("Buyer signal"), choices, value=keys[0])
        widen(self.signal)
        self.column.insertWidget(0, self.signal)

    def parts(self) -> list[Part]:
        """The signal."""
        words, person = self.words.words(), self.who.value()
        return [RecordSignal(self.case.deal_id, self.signal.value(), words, person, self.day)]


class ItemEditor(Editor):
    """A line of the offer."""

    def __init__(self, case: Case, at: int) -> None:
        super().__init__(case, f"_line{at}")
        self.name = LineEdit(
            f"{self.key}_name", _("Product or service"), hint=_("Product or service")
        )
        self.price = MoneyEdit(f"{self.key}_price", _("Price"), case.help.currency, hint=_("Price"))
        self.add_row(self.name, self.price)
        self.setFocusProxy(self.name)

    @property
    def is_filled(self) -> bool:
        """A name; the price may be unknown."""
        return bool(self.name.words()) and not self.price.fault()

    @property
    def is_blank(self) -> bool:
        """Neither name nor price."""
        return not self.name.words() and self.price.value() is None

    def parts(self) -> list[Part]:
        """The line item."""
        name = self.name.words()
        return [AddLineItem(self.case.deal_id, name, unit_minor=self.price.value())]


def _to_confirm(case: Case) -> FactView | None:
    """A fact of the kind that is there and only lacks the buyer's confirmation."""
    if not case.rule.confirmed:
        return None
    return next((fact for fact in case.help.unconfirmed if fact.kind in case.rule.of), None)


def _need(key: str, name: str, today: dt.date) -> LineEdit | DateEdit | PickOne:
    label = _need_label(name)
    if name == "due_on":
        return DateEdit(f"{key}_{name}", label, today)
    if name == "severity":
        choices = [("high", _("High")), ("medium", _("Medium")), ("low", _("Low"))]
        return PickOne(f"{key}_{name}", label, choices, value="medium")
    return LineEdit(f"{key}_{name}", label, longest=200)


def _need_label(name: str) -> str:
    return _(dict(FACT_COLUMN_LABELS).get(name, name))  # type: ignore[call-overload]


def _value(field: LineEdit | DateEdit | PickOne) -> str | None:
    if isinstance(field, LineEdit):
        return field.words() or None
    value = field.value()
    return value.isoformat() if isinstance(value, dt.date) else value
