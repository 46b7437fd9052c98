"""One missing exit criterion in the gate dialog, to be filled in place.

`make_item` chooses the editor by the criterion's rule; each gives ordinary commands, so that what
is filled here counts everywhere and not only at the gate.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from salesdesk.ui import theme
from salesdesk.ui.board.gate_base import Editor, HandEditor
from salesdesk.ui.board.gate_editors import (
    AnswerEditor,
    FactEditor,
    ItemEditor,
    LackingEditor,
    PersonEditor,
    SignalEditor,
    StepEditor,
)
from salesdesk.ui.widgets import Card, FaultLine, PlainLabel

if TYPE_CHECKING:
    from salesdesk.domain.gates import CriterionState
    from salesdesk.domain.process import Rule
    from salesdesk.ui.board.gate_voices import Voices
    from salesdesk.usecases.passing import GateHelp, Part


@dataclass(frozen=True)
class Case:
    """What an editor is made for: the deal, the criterion, what is known, who may have said it."""

    deal_id: str
    state: CriterionState
    help: GateHelp
    voices: Voices
    today: dt.date

    @property
    def rule(self) -> Rule:
        """The criterion's rule."""
        return self.state.criterion.rule

    @property
    def name(self) -> str:
        """A name for widgets."""
        return f"gate_{self.deal_id[-6:]}_{self.state.criterion.key}"


class GateItem(Card):
    """A criterion's words over its editors."""

    def __init__(self, case: Case) -> None:
        super().__init__(name=case.name)
        self.case = case
        self.setAccessibleName(case.state.criterion.text)
        self.body.setSpacing(theme.tokens().px(8))
        self.title = PlainLabel(f"○  {case.state.criterion.text}", "strong", wrap=True)
        self.body.addWidget(self.title)
        self.editors: list[Editor] = EDITORS.get(case.rule.test, by_hand)(case)
        box = QVBoxLayout()
        box.setContentsMargins(theme.tokens().px(18), 0, 0, 0)
        box.setSpacing(theme.tokens().px(8))
        for editor in self.editors:
            box.addWidget(editor)
        self.body.addLayout(box)
        self.fault = FaultLine()
        self.body.addWidget(self.fault)

    @property
    def is_filled(self) -> bool:
        """Whether all of it is filled in."""
        return all(editor.is_filled for editor in self.editors)

    def show_fault(self, sentence: str) -> None:
        """Says what is wrong, or with an empty sentence that nothing is."""
        self.fault.say(sentence)
        self.set_tone("warn" if sentence else "plain")

    def parts(self, *, only_entered: bool = False) -> list[Part]:
        """The commands that write what is filled in; `only_entered` leaves out what was offered."""
        filled = [editor for editor in self.editors if editor.is_filled]
        return [
            part
            for editor in filled
            if not (only_entered and editor.is_blank)
            for part in editor.parts()
        ]

    def first_field(self) -> QWidget:
        """Where the keyboard starts."""
        return self.editors[0]


def by_hand(case: Case) -> list[Editor]:
    """Evidence in words."""
    return [HandEditor(case)]


def facts(case: Case) -> list[Editor]:
    """What a fact lacks, or a whole one."""
    lacking = [
        f for f in case.state.finding.facts if not all(getattr(f, n) for n in case.rule.needs)
    ]
    if lacking and len(case.state.finding.facts) >= case.rule.at_least:
        return [LackingEditor(case, fact) for fact in lacking]
    return [FactEditor(case)]


def next_step(case: Case) -> list[Editor]:
    """A dated step."""
    return [StepEditor(case)]


def one_person(case: Case) -> list[Editor]:
    """Someone with one of the roles."""
    return [PersonEditor(case, roles=case.rule.of)]


def more_people(case: Case) -> list[Editor]:
    """As many people as are missing."""
    missing = max(1, case.rule.at_least - case.help.people)
    return [PersonEditor(case, f"_{at}") for at in range(missing)]


def answers(case: Case) -> list[Editor]:
    """As many answers as are missing."""
    keys: list[str] = []
    for key in case.rule.of:
        topic = key.removeprefix("topic:")
        keys.extend(case.help.topics.get(topic, ()) if topic != key else (key,))
    keys = list(dict.fromkeys(keys))
    unanswered = [key for key in keys if key not in case.help.answered]
    missing = case.rule.at_least - (len(keys) - len(unanswered))
    if not unanswered or missing < 1:
        return by_hand(case)
    if missing >= len(unanswered):
        return [AnswerEditor(case, [key], at) for at, key in enumerate(unanswered)]
    return [AnswerEditor(case, unanswered, at) for at in range(missing)]


def signals(case: Case) -> list[Editor]:
    """A buyer signal."""
    return [SignalEditor(case)]


def line_items(case: Case) -> list[Editor]:
    """One line of the offer; more belong on the deal's page."""
    return [ItemEditor(case, at) for at in range(case.rule.at_least)]


def fields(case: Case) -> list[Editor]:
    """The fields that are empty."""
    from salesdesk.ui.board import gate_fields

    return gate_fields.editors(case)


EDITORS: dict[str, Callable[[Case], list[Editor]]] = {
    "fact": facts,
    "field": fields,
    "next_step": next_step,
    "person": one_person,
    "people": more_people,
    "answered": answers,
    "signal": signals,
    "line_items": line_items,
}
"""Which editors fill a rule; any other rule is met by evidence in words."""
