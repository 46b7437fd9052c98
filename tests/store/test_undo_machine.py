"""Random commands, undo, redo and reopening, compared with a list of whole stores as the model.

After each step the store equals the model's, the cards equal cards made from scratch, the search
index holds exactly the words in use, and every row carries its checksum.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from salesdesk.domain.board_filter import BoardFilter
from salesdesk.domain.errors import KnownError
from salesdesk.usecases.accounts import AddAccount, EditAccount
from salesdesk.usecases.activities import LogActivity
from salesdesk.usecases.board_filters import SaveFilter
from salesdesk.usecases.closing import LoseDeals, ReopenDeal, WinDeal
from salesdesk.usecases.custom_fields import AddCustomField, SetCustomValue
from salesdesk.usecases.deals import (
    AddDeal,
    BinDeals,
    EditDeal,
    PauseDeals,
    RestoreDeals,
    ResumeDeals,
)
from salesdesk.usecases.line_items import AddLineItem, MoveLineItem, RemoveLineItem
from salesdesk.usecases.moves import Evidence, MoveDeals
from salesdesk.usecases.next_steps import CompleteNextStep, DropNextStep, PlannedStep, SetNextStep
from salesdesk.usecases.notes import AddNote, BinNote, EditNote
from salesdesk.usecases.people import AddPerson, BinPerson, EditPerson, PutOnDeal, RemoveFromDeal
from salesdesk.usecases.pipelines import AddPipeline
from salesdesk.usecases.tags import RenameTag, TagDeals, UntagDeals
from salesdesk.usecases.triage import Date, Keep, TriageDeal
from tests.desks import SMALL, AddRow, make_desk, reopen
from tests.store import whole

WORDS = st.sampled_from(
    ["Fleet", "fleet", "Zoom zone", "É l'été", "a\nb", "x" * 80, "", "“{n}”", "0", "NULL", "-"]
)
DAYS = st.sampled_from(["2026-11-20", "2026-11-22", "2026-12-24", "2027-02-29", ""])
AMOUNTS = st.sampled_from([None, 0, 1, 99_999, 10**12, -1])
STAGES = st.sampled_from(["qualify", "propose", "close"])

Draw = Callable[[Any], Any]
Build = Callable[["UndoMachine", Draw], Any]


def one(machine: UndoMachine, draw: Draw, table: str) -> str:
    """The id of a row of a table, or of none."""
    return str(draw(st.sampled_from(sorted(machine.now[table]) or ["gone"])))


def some(machine: UndoMachine, draw: Draw) -> tuple[str, ...]:
    """The ids of up to three deals, binned and closed ones too."""
    ids = st.sampled_from(sorted(machine.now["deal"]) or ["gone"])
    return tuple(draw(st.lists(ids, min_size=1, max_size=3, unique=True)))


def _edit(machine: UndoMachine, draw: Draw) -> EditDeal:
    changes = draw(
        st.fixed_dictionaries(
            {},
            optional={
                "name": WORDS,
                "amount_minor": AMOUNTS,
                "account": WORDS,
                "probability": st.sampled_from([None, 0, 50, 101]),
                "expected_close_on": DAYS,
                "currency": st.sampled_from(["EUR", "JPY", "?"]),
                "owner": WORDS,
            },
        )
    )
    return EditDeal(one(machine, draw, "deal"), changes)


def _move(machine: UndoMachine, draw: Draw) -> MoveDeals:
    deals = some(machine, draw)
    person = one(machine, draw, "person")
    evidence = (Evidence(deals[0], "pain-named", draw(WORDS), person, "2026-11-21"),)
    return MoveDeals(
        deals,
        draw(STAGES),
        before_id=draw(st.sampled_from([None, one(machine, draw, "deal")])),
        reason=draw(st.sampled_from([None, "They asked"])),
        evidence=draw(st.sampled_from([(), evidence])) if person != "gone" else (),
    )


COMMANDS: dict[str, Build] = {
    "add deal": lambda m, draw: AddDeal(
        m.pipelines[0], draw(STAGES), draw(WORDS), account=draw(WORDS), amount_minor=draw(AMOUNTS),
        before_id=one(m, draw, "deal"), first=draw(st.booleans()),
    ),
    "edit deal": _edit,
    "move": _move,
    "pause": lambda m, draw: PauseDeals(some(m, draw), draw(WORDS), draw(DAYS)),
    "resume": lambda m, draw: ResumeDeals(some(m, draw)),
    "bin": lambda m, draw: BinDeals(some(m, draw)),
    "restore": lambda m, draw: RestoreDeals(some(m, draw)),
    "win": lambda m, draw: WinDeal(
        one(m, draw, "deal"), draw(AMOUNTS), "2026-11-22", ("value",), draw(WORDS), 500
    ),
    "lose": lambda m, draw: LoseDeals(some(m, draw), "lost", ("price",), note=draw(WORDS)),
    "reopen deal": lambda m, draw: ReopenDeal(one(m, draw, "deal")),
    "add account": lambda m, draw: AddAccount(draw(WORDS), {"about": draw(WORDS)}),
    "edit account": lambda m, draw: EditAccount(
        one(m, draw, "account"), {"name": draw(WORDS), "parent_id": one(m, draw, "account")}
    ),
    "add person": lambda m, draw: AddPerson(draw(WORDS), email=draw(WORDS)),
    "edit person": lambda m, draw: EditPerson(one(m, draw, "person"), {"name": draw(WORDS)}),
    "bin person": lambda m, draw: BinPerson(one(m, draw, "person")),
    "put on": lambda m, draw: PutOnDeal(
        one(m, draw, "deal"), one(m, draw, "person"), "champion",
        reports_to_id=draw(st.sampled_from([None, one(m, draw, "person")])),
    ),
    "take off": lambda m, draw: RemoveFromDeal(one(m, draw, "deal"), one(m, draw, "person")),
    "activity": lambda m, draw: LogActivity(
        "call", draw(WORDS), one(m, draw, "deal"), happened_on=draw(DAYS), by_buyer=True
    ),
    "set step": lambda m, draw: SetNextStep(
        one(m, draw, "deal"), PlannedStep(draw(WORDS), draw(DAYS))
    ),
    "complete step": lambda m, draw: CompleteNextStep(
        one(m, draw, "next_step"), draw(WORDS), PlannedStep(draw(WORDS), draw(DAYS))
    ),
    "drop step": lambda m, draw: DropNextStep(one(m, draw, "next_step")),
    "add note": lambda m, draw: AddNote(draw(WORDS), one(m, draw, "deal")),
    "edit note": lambda m, draw: EditNote(one(m, draw, "note"), draw(WORDS)),
    "bin note": lambda m, draw: BinNote(one(m, draw, "note")),
    "tag": lambda m, draw: TagDeals(some(m, draw), draw(WORDS)),
    "untag": lambda m, draw: UntagDeals(some(m, draw), draw(WORDS)),
    "rename tag": lambda m, draw: RenameTag(draw(WORDS), draw(WORDS)),
    "add field": lambda m, draw: AddCustomField("deal", draw(WORDS)),
    "set field": lambda m, draw: SetCustomValue(
        one(m, draw, "custom_field"), one(m, draw, "deal"), draw(WORDS)
    ),
    "add item": lambda m, draw: AddLineItem(
        one(m, draw, "deal"), draw(WORDS), unit_minor=draw(AMOUNTS)
    ),
    "move item": lambda m, draw: MoveLineItem(
        one(m, draw, "line_item"), draw(st.sampled_from([None, one(m, draw, "line_item")]))
    ),
    "remove item": lambda m, draw: RemoveLineItem(one(m, draw, "line_item")),
    "triage": lambda m, draw: TriageDeal(
        some(m, draw), draw(st.sampled_from([Keep(), Date(PlannedStep("Call", "2026-12-01"))]))
    ),
    "save filter": lambda m, draw: SaveFilter(draw(WORDS), BoardFilter(text=draw(WORDS))),
    "row": lambda m, draw: AddRow(
        "Objection",
        {"deal_id": one(m, draw, "deal"), "words": draw(WORDS), "said_on": "2026-11-22",
         "category": "price", "status": "open"},
    ),
}  # fmt: skip
"""A way to make each command out of what the store holds; many are refused, as they should be."""


class UndoMachine(RuleBasedStateMachine):
    """A desk beside its model: the stores so far, and where undo has gone back to."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="salesdesk-machine-"))
        self.desk = make_desk(self.folder)
        self.desk.run(AddPipeline("Second", SMALL, "USD"))
        self.pipelines = sorted(whole.dump(self.desk)["pipeline"])
        self.stores = [whole.dump(self.desk)]
        self.labels: list[str] = []
        self.at = 0

    @property
    def now(self) -> whole.Dump:
        """The store as the model has it."""
        return self.stores[self.at]

    @rule(data=st.data(), name=st.sampled_from(sorted(COMMANDS)))
    def run(self, data: st.DataObject, name: str) -> None:
        """Runs a command; a refused one, and one that changes nothing, leaves no trace."""
        command = COMMANDS[name](self, data.draw)
        try:
            changes = self.desk.run(command)
        except KnownError:
            return
        if changes.seq is None:
            return
        del self.stores[self.at + 1 :], self.labels[self.at :]
        self.stores.append(whole.dump(self.desk))
        self.labels.append(changes.label)
        self.at += 1
        assert self.stores[self.at] != self.stores[self.at - 1]

    @precondition(lambda self: self.at > 0)
    @rule()
    def undo(self) -> None:
        """Takes the last command back and names it."""
        self.at -= 1
        assert self.desk.undo().result().label == self.labels[self.at]

    @precondition(lambda self: self.at < len(self.labels))
    @rule()
    def redo(self) -> None:
        """Does the last undone command again."""
        assert self.desk.redo().result().label == self.labels[self.at]
        self.at += 1

    @rule()
    def open_again(self) -> None:
        """The history survives a restart."""
        self.desk = reopen(self.desk)

    @invariant()
    def agrees_with_the_model(self) -> None:
        """The store is the model's, and all that is derived from it is in step."""
        assert whole.dump(self.desk) == self.now
        whole.check(self.desk)
        done = self.desk.undo_entry()
        expected = self.labels[self.at - 1] if self.at else "Add pipeline Second"
        assert done is not None
        assert done.label == expected
        undone = self.desk.redo_entry()
        assert (undone.label if undone else None) == (
            self.labels[self.at] if self.at < len(self.labels) else None
        )

    def teardown(self) -> None:
        """Closes the desk and removes its folder."""
        self.desk.close()
        shutil.rmtree(self.folder)


TestUndoMachine = UndoMachine.TestCase
TestUndoMachine.settings = settings(
    max_examples=7,  # `tests/soak` has the long run
    stateful_step_count=40,
    deadline=None,
    # Shrinking reopens hundreds of desks: a failure prints its steps, which are few enough.
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
TestUndoMachine = pytest.mark.slow(pytest.mark.timeout(300)(TestUndoMachine))
