"""Commands on facts: mark an answer, correct, confirm, add by hand.

Facts are the one place for what the buyer told us: Discover, gates, summary, handoff and papers
only show them. Called from every panel that shows a fact, so that it can be corrected there.

Words: a fact that carries the whole answer it was marked in *is* that answer. Correcting the
fact corrects the answer too (and the other facts that carry it), as editing the answer changes
the fact. `EditFact(..., keeps_answer=True)` rewords the fact alone: from then on it has words of
its own, and edits of the answer leave it alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from salesdesk.domain import entry
from salesdesk.domain.errors import KnownError
from salesdesk.domain.facts import FACT_KIND_LABELS, FACT_KINDS
from salesdesk.support.i18n import _
from salesdesk.usecases.moves import last_fact_key

if TYPE_CHECKING:
    from salesdesk.store.schema import Answer, Fact
    from salesdesk.store.unit import Unit

Value = str | bool | None
EDITABLE = (
    "kind", "words", "person_id", "said_on", "confirmed", "measure", "baseline", "target",
    "due_on", "owner", "severity", "mitigation", "key",
)  # fmt: skip
"""The columns of a fact that the rep can change."""

SEVERITIES = ("high", "medium", "low")
"""How bad a risk would be; labels: `salesdesk.domain.facts.INFLUENCE_LABELS`."""


@dataclass(frozen=True)
class MarkAnswer:
    """Marks an answer as a kind of fact.

    Without `words` the fact carries the whole answer. Marking again with `fields` changes the
    fact; marking again without anything takes the mark off. `words` marks a part of the answer.
    """

    answer_id: str
    kind: str
    fields: Mapping[str, Value] = field(default_factory=dict)
    words: str | None = None

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that says whether it was marked or unmarked."""
        return _("Mark as {kind}").format(kind=kind_name(self.kind))

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when the answer has no words, or on an unknown kind or column."""
        from salesdesk.store.schema import Answer

        answer = unit.get(Answer, self.answer_id)
        words = (self.words or answer.words).strip()
        found = [
            fact
            for fact in facts_of_answer(unit, answer.id)
            if fact.kind == self.kind and (self.words is None or fact.words == words)
        ]
        if found and not self.fields:
            for fact in found:
                unit.bin(fact)
            unit.label = _("Take off the mark {kind}").format(kind=kind_name(self.kind))
            return
        fact = found[0] if found else add_fact(unit, answer, self.kind, words)
        set_columns(fact, self.fields)


@dataclass(frozen=True)
class AddFact:
    """Adds a fact by hand, such as a promise in the handoff. `fields` as in :data:`EDITABLE`."""

    deal_id: str
    kind: str
    words: str
    fields: Mapping[str, Value] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Add a fact: {kind}").format(kind=kind_name(self.kind))

    def apply(self, unit: Unit) -> None:
        """Raises KnownError without words, or on an unknown kind or column."""
        from salesdesk.store.schema import Deal

        unit.get(Deal, self.deal_id)
        fact = new_fact(unit, self.deal_id, self.kind, self.words)
        fact.source_kind = "hand"
        fact.said_on = unit.today
        set_columns(fact, self.fields)


@dataclass(frozen=True)
class EditFact:
    """Changes any columns of a fact; what is not named stays. Empty text clears a column."""

    fact_id: str
    fields: Mapping[str, Value]
    keeps_answer: bool = False
    """Rewords the fact alone and leaves the answer that it was marked in as it is."""

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names the kind."""
        return _("Change a fact")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when the words would be empty, or on a bad kind, date or column."""
        from salesdesk.store.schema import Answer, Fact

        fact = unit.get(Fact, self.fact_id)
        unit.label = _("Change a fact: {kind}").format(kind=kind_name(fact.kind))
        before = fact.words
        set_columns(fact, self.fields)
        if fact.words == before or self.keeps_answer or fact.source_kind != "answer":
            return
        answer = unit.maybe(Answer, fact.source_id)
        if answer is not None and answer.words == before:
            for other in facts_of_answer(unit, answer.id):
                if other.words == before:
                    other.words = fact.words
            answer.words = fact.words


@dataclass(frozen=True)
class ConfirmFact:
    """The buyer confirmed it: who and when (ISO date) are kept on the fact."""

    fact_id: str
    person_id: str | None
    confirmed_on: str
    is_confirmed: bool = True

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Confirm a fact") if self.is_confirmed else _("Take a confirmation back")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when nobody is named, neither now nor on the fact."""
        from salesdesk.store.schema import Fact

        fact = unit.get(Fact, self.fact_id)
        if self.is_confirmed:
            person = self.person_id or fact.person_id
            if not person:
                raise KnownError(
                    _("A confirmation needs the person who gave it. Nothing was changed; "
                      "choose who confirmed it.")
                )  # fmt: skip
            fact.person_id, fact.said_on = person, required_day(self.confirmed_on)
        fact.confirmed = self.is_confirmed


@dataclass(frozen=True)
class BinFact:
    """Puts a fact into the bin; the answer it was marked in stays."""

    fact_id: str

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Delete a fact")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when it is gone."""
        from salesdesk.store.schema import Fact

        fact = unit.get(Fact, self.fact_id)
        unit.label = _("Delete a fact: {kind}").format(kind=kind_name(fact.kind))
        unit.bin(fact)


def facts_of_answer(unit: Unit, answer_id: str) -> list[Fact]:
    """The facts marked in an answer, in the deal's order."""
    from salesdesk.store.schema import Fact

    return unit.find(
        Fact, Fact.source_id == answer_id, Fact.source_kind == "answer", order_by=Fact.order_key
    )


def add_fact(unit: Unit, answer: Answer, kind: str, words: str) -> Fact:
    """A fact out of an answer: its speaker, day and question come along."""
    fact = new_fact(unit, answer.deal_id, kind, words)
    fact.person_id, fact.said_on = answer.person_id, answer.answered_on
    fact.source_kind, fact.source_id, fact.key = "answer", answer.id, answer.question_key
    return fact


def set_columns(fact: Fact, fields: Mapping[str, Value]) -> None:
    """Sets columns of a fact after checking them. Raises KnownError."""
    for name, value in fields.items():
        if name not in EDITABLE:
            raise KnownError(_("A fact has no field “{name}”.").format(name=name))
        if isinstance(value, str):
            value = value.strip() or None
        if name in ("said_on", "due_on") and value is not None:
            value = required_day(str(value))
        elif name in ("kind", "words", "severity"):
            _check(name, value)
        setattr(fact, name, bool(value) if name == "confirmed" else value)


def required_day(text: str) -> str:
    """The ISO date as it is. Raises KnownError when it is no date, or one that cannot be meant."""
    return entry.needed_day(text, _("A date is missing. Nothing was changed; choose a day."))


def kind_name(kind: str) -> str:
    """The kind's name in the user's language."""
    return _(dict(FACT_KIND_LABELS).get(kind, kind))  # type: ignore[call-overload]


def _check(name: str, value: Value) -> None:
    if name == "words" and not value:
        raise KnownError(_("A fact needs words. Nothing was changed; say what it is."))
    if name == "kind" and value not in FACT_KINDS:
        raise KnownError(_("There is no kind of fact “{kind}”.").format(kind=value))
    if name == "severity" and value is not None and value not in SEVERITIES:
        raise KnownError(_("A severity is high, medium or low. Nothing was changed."))


def new_fact(unit: Unit, deal_id: str, kind: str, words: str) -> Fact:
    """A fact by hand, behind the deal's others. Raises KnownError on no words or a bad kind."""
    from salesdesk.store.schema import Fact

    _check("kind", kind)
    _check("words", words.strip())
    return unit.add(
        Fact(
            deal_id=deal_id,
            kind=kind,
            words=words.strip(),
            source_kind="hand",
            confirmed=False,
            order_key=last_fact_key(unit, deal_id),
        )
    )
