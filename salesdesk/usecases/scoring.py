"""Commands on scores: choose a framework, set a score, accept or refuse one, plan its questions.

Called by the Qualify panel; `usecases.qualification` hands them on. A change is a new row, so that
the history stays; the last accepted row of an element counts. Words that the rep types as evidence
become a fact, which every other panel and paper shows too; the score only points to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesdesk.domain import entry
from salesdesk.domain.discovery import OWN
from salesdesk.domain.errors import KnownError
from salesdesk.domain.ordering import key_between
from salesdesk.domain.process import Element, Framework
from salesdesk.domain.qualification import HAND, KNOWN, NOT_APPLICABLE, UNKNOWN
from salesdesk.support.i18n import _
from salesdesk.usecases.answers import PlanQuestion
from salesdesk.usecases.deal_access import get_deal
from salesdesk.usecases.facts import new_fact, required_day
from salesdesk.usecases.own_questions import AddOwnQuestion
from salesdesk.usecases.qualification_content import qualifying

if TYPE_CHECKING:
    from salesdesk.domain.process import Process
    from salesdesk.store.schema import Score
    from salesdesk.store.unit import Unit


@dataclass(frozen=True)
class ChooseFramework:
    """Judges a deal by another framework. Scores in the others are kept."""

    deal_id: str
    framework: str

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names the framework."""
        return _("Choose a framework")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when the process has no such framework."""
        deal = get_deal(unit, self.deal_id)
        found = _framework(process_of(unit, self.deal_id), self.framework)
        deal.framework = found.key
        unit.label = _("Qualify {deal} by {framework}").format(deal=deal.name, framework=found.name)


@dataclass(frozen=True)
class Proof:
    """What the buyer said or did, as the rep types it. `said_on` is ISO text."""

    words: str
    person_id: str | None
    said_on: str


@dataclass(frozen=True)
class SetScore:
    """Sets an element to a level, or (None) to not known. What it rests on stays.

    `proof` becomes a fact, on which the score rests from then on.
    """

    deal_id: str
    framework: str
    element: str
    level: int | None
    proof: Proof | None = None

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names element and level."""
        return _("Set a score")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError for a level that the scale does not have, or a proof without words."""
        framework, element = _element(unit, self.deal_id, self.framework, self.element)
        last = last_score(unit, self.deal_id, self.framework, self.element)
        row = new_score(unit, self.deal_id, self.framework, self.element)
        if self.level is None and self.proof is None:
            row.state = UNKNOWN
            unit.label = _("Set {element} to not known").format(element=element.name)
            return
        level = self._level(element, last)
        row.state, row.level = KNOWN, level
        if last is not None and last.state == KNOWN:
            row.fact_id, row.person_id, row.source = last.fact_id, last.person_id, last.source
        if self.proof is not None:
            self._prove(unit, element, row, self.proof)
        unit.label = _("Set {element} to {level}").format(
            element=element.name, level=framework.scale[level].lower()
        )

    def _level(self, element: Element, last: Score | None) -> int:
        if self.level is None:
            known = last.level if last is not None and last.state == KNOWN else None
            return min(1 if known is None else known, len(element.levels) - 1)
        return _checked_level(element, self.level)

    def _prove(self, unit: Unit, element: Element, row: Score, proof: Proof) -> None:
        kind = next(iter(element.facts), "evidence")
        fact = new_fact(unit, self.deal_id, kind, proof.words)
        fact.person_id, fact.said_on = proof.person_id, required_day(proof.said_on)
        unit.flush()  # the score names the fact
        row.fact_id, row.person_id, row.source = fact.id, proof.person_id, f"fact:{fact.id}"


@dataclass(frozen=True)
class NotApplicable:
    """Leaves an element out of the total, with the reason."""

    deal_id: str
    framework: str
    element: str
    why: str

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names the element."""
        return _("Leave an element out")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError without a reason."""
        element = _element(unit, self.deal_id, self.framework, self.element)[1]
        why = entry.words(
            self.why, _("Say why it does not apply. Nothing was changed; a few words will do.")
        )
        row = new_score(unit, self.deal_id, self.framework, self.element)
        row.state, row.words = NOT_APPLICABLE, why
        unit.label = _("{element} does not apply").format(element=element.name)


@dataclass(frozen=True)
class AcceptScore:
    """Accepts a suggestion: from now on it counts. `source` is that of its evidence."""

    deal_id: str
    framework: str
    element: str
    source: str
    level: int

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names element and level."""
        return _("Accept a suggested score")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when what it rests on is gone."""
        framework, element = _element(unit, self.deal_id, self.framework, self.element)
        row = new_score(unit, self.deal_id, self.framework, self.element)
        row.state, row.level = KNOWN, _checked_level(element, self.level)
        _rest_on(unit, row, self.source)
        unit.label = _("Accept {element}: {level}").format(
            element=element.name, level=framework.scale[self.level].lower()
        )


@dataclass(frozen=True)
class RefuseSuggestion:
    """Turns a suggestion down; it is not made again at this level."""

    deal_id: str
    framework: str
    element: str
    source: str
    level: int

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Turn a suggestion down")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when what it rests on is gone."""
        element = _element(unit, self.deal_id, self.framework, self.element)[1]
        row = new_score(unit, self.deal_id, self.framework, self.element)
        row.state, row.level, row.accepted = KNOWN, _checked_level(element, self.level), False
        _rest_on(unit, row, self.source)
        unit.label = _("Turn down the suggestion for {element}").format(element=element.name)


@dataclass(frozen=True)
class PlanAsk:
    """Plans what an element itself asks, as a question of the rep's own, or takes it off the plan.

    For elements that no question of the process feeds, such as those of an own framework.
    """

    deal_id: str
    framework: str
    element: str
    is_planned: bool = True

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Plan a question") if self.is_planned else _("Take a question off the plan")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when the element is gone."""
        from salesdesk.store.schema import OwnQuestion

        element = _element(unit, self.deal_id, self.framework, self.element)[1]
        where = (OwnQuestion.deal_id == self.deal_id, OwnQuestion.text == element.asks)
        if unit.first(OwnQuestion, *where) is None:
            AddOwnQuestion(self.deal_id, "buying_process", element.asks).apply(unit)
        own = unit.first(OwnQuestion, *where)
        assert own is not None
        PlanQuestion(self.deal_id, f"{OWN}{own.id}", self.is_planned).apply(unit)


@dataclass(frozen=True)
class PlanQuestions:
    """Plans several questions for the next call in one step, such as one for each gap.

    `elements` of `framework` are those whose own question is planned, as `PlanAsk` does.
    """

    deal_id: str
    question_keys: tuple[str, ...]
    framework: str = ""
    elements: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Plan questions for the gaps")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when there is none."""
        if not (self.question_keys or self.elements):
            raise KnownError(_("There is no question left to plan. Nothing was changed."))
        for key in self.question_keys:
            PlanQuestion(self.deal_id, key, True).apply(unit)
        for element in self.elements:
            PlanAsk(self.deal_id, self.framework, element).apply(unit)


def last_score(unit: Unit, deal_id: str, framework: str, element: str) -> Score | None:
    """The accepted score that counts, or None."""
    rows = _rows(unit, deal_id, framework, element)
    return next((row for row in reversed(rows) if row.accepted), None)


def _rows(unit: Unit, deal_id: str, framework: str, element: str) -> list[Score]:
    from salesdesk.store.schema import Score

    return unit.find(
        Score,
        Score.deal_id == deal_id,
        Score.framework == framework,
        Score.element == element,
        order_by=Score.order_key,
    )


def new_score(unit: Unit, deal_id: str, framework: str, element: str) -> Score:
    """A new row behind the element's others. Raises KnownError when the deal is gone."""
    from salesdesk.store.schema import Score

    get_deal(unit, deal_id)
    last = unit.highest(Score.order_key, Score.deal_id == deal_id)
    return unit.add(
        Score(
            deal_id=deal_id,
            framework=framework,
            element=element,
            state=UNKNOWN,
            source=HAND,
            scored_on=unit.today,
            accepted=True,
            order_key=key_between(last, None),
        )
    )


def _rest_on(unit: Unit, row: Score, source: str) -> None:
    """Notes what a suggestion rests on. Raises KnownError when that is gone."""
    from salesdesk.store.schema import Answer, Fact, Person

    kind, _colon, found_id = source.partition(":")
    tables = {"fact": Fact, "answer": Answer, "person": Person}
    found = unit.maybe(tables[kind], found_id) if kind in tables else None
    if found is None or found.binned_at is not None:
        raise KnownError(
            _("What this suggestion rests on is not there any more. Nothing was changed.")
        )
    row.source = source
    row.fact_id = found_id if kind == "fact" else None
    row.person_id = found_id if kind == "person" else getattr(found, "person_id", None)


def _checked_level(element: Element, level: int) -> int:
    if not 0 <= level < len(element.levels):
        raise KnownError(
            _(
                "{element} has levels from 0 to {top}. Nothing was changed; choose one of them."
            ).format(element=element.name, top=len(element.levels) - 1)
        )
    return level


def process_of(unit: Unit, deal_id: str) -> Process:
    """The process of a deal in use, with frameworks. Raises KnownError when the deal is gone."""
    return qualifying(unit.process(get_deal(unit, deal_id).pipeline_id))


def _framework(process: Process, key: str) -> Framework:
    found = next((f for f in process.frameworks if f.key == key), None)
    if found is None:
        raise KnownError(
            _("The process “{process}” has no framework “{key}”. Nothing was changed.").format(
                process=process.name, key=key
            )
        )
    return found


def _element(unit: Unit, deal_id: str, framework: str, key: str) -> tuple[Framework, Element]:
    found = _framework(process_of(unit, deal_id), framework)
    element = found.element(key)
    if element is None:
        raise KnownError(
            _("{framework} has no element “{key}”. Nothing was changed.").format(
                framework=found.name, key=key
            )
        )
    return found, element
