"""Desks for tests: real SQLite files, on the caller's thread, on a fixed day.

`make_desk` follows a small process of three stages that is quick to make and easy to reason about;
`make_shipped_desk` follows the shipped eight-step process. Import the fixtures `desk` and
`shipped_desk`, or call the functions.
"""

from __future__ import annotations

import datetime as dt
import functools
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from salesdesk.domain.clock import Clock
from salesdesk.domain.ids import new_id
from salesdesk.domain.process import (
    Criterion,
    Element,
    Framework,
    HandoffItem,
    HandoffSection,
    ObjectionCategory,
    Play,
    Process,
    Question,
    Reason,
    RedFlag,
    ResearchItem,
    Rule,
    Signal,
    Stage,
    Topic,
)
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.new_desk import create

if TYPE_CHECKING:
    from salesdesk.store.unit import Unit

TODAY = dt.date(2026, 11, 22)
"""The day on which tests take place: a Sunday."""


def _stage(key: str, name: str, probability: int, stall_days: int, **more: Any) -> Stage:
    return Stage(
        key=key,
        name=name,
        place="board",
        goal=f"Reach the end of {name}.",
        buyer_does=("Talks to us",),
        helps_buyer=("A summary",),
        activities=("Call",),
        tasks=("Write it down",),
        templates=("intro",),
        probability=probability,
        stall_days=stall_days,
        good="They said what hurts.",
        **more,
    )


SMALL = Process(
    key="small",
    name="Small process",
    summary="Three stages for tests.",
    gate_policy="reason",
    conversion_rule="A meeting is booked.",
    stages=(
        _stage(
            "qualify",
            "Qualify",
            10,
            14,
            criteria=(
                Criterion("pain-named", "A pain is named", Rule("fact", ("pain",)), "discover"),
                Criterion("dated", "A next step has a date", Rule("next_step"), "overview"),
            ),
            signals=(Signal("asked-price", "Asked for the price"),),
            topics=("pains",),
            objections=("too-dear",),
        ),
        _stage(
            "propose",
            "Propose",
            50,
            21,
            criteria=(
                Criterion(
                    "amount-known", "The amount is known", Rule("field", ("amount",)), "overview"
                ),
            ),
            signals=(Signal("asked-terms", "Asked for the terms"),),
        ),
        _stage("close", "Close", 80, 10),
    ),
    topics=(Topic("pains", "Pains", "pain"),),
    questions=(
        Question(
            key="what-hurts",
            topic="pains",
            layer="pain",
            text="What hurts most?",
            why="To know where to help.",
            listen_for="A number",
            green_flag="They name a cost",
            red_flag="They name nothing",
            follow_ups=("Since when?",),
            marks="pain",
            fills=("bant.need",),
        ),
        Question(
            key="who-else",
            topic="pains",
            layer="buying_process",
            text="Who else has a say?",
            why="To meet them early.",
            listen_for="A name",
            green_flag="They name people",
            red_flag="They say nobody",
            follow_ups=("May we meet them?",),
            marks="stakeholder",
            fills=("three.power",),
        ),
    ),
    categories=(ObjectionCategory("price", "Price"),),
    plays=(
        Play(
            key="too-dear",
            category="price",
            name="Too expensive",
            heard=("That is too much",),
            listen_for="Against what?",
            root_causes=("No budget", "Value not seen"),
            diagnose=("Too much against what?",),
            acknowledge="A fair point.",
            respond=("Show the cost of waiting.",),
            proof="A case with figures",
            confirm="Does that settle it?",
            follow_ups=("Who decides on budget?",),
            give_get="A longer term for a discount",
            walk_away="No pain, no budget",
            short="Ask against what, show the cost of waiting.",
        ),
    ),
    handoff=(
        HandoffSection(
            "goals",
            "Goals",
            (
                HandoffItem("goals", "Goals", Rule("fact", ("goal",)), "discover", short_form=True),
                HandoffItem("terms", "Terms", Rule("text"), "handoff", none_ok=True),
            ),
        ),
    ),
    reasons=(
        Reason("value", "Value shown", "won"),
        Reason("won-other", "Something else", "won", note_required=True),
        Reason("price", "Price", "lost"),
        Reason("lost-other", "Something else", "lost", note_required=True),
        Reason("no-budget", "No budget", "no_decision"),
    ),
    frameworks=(
        Framework(
            "three",
            "The three",
            "Need, power, and a thing of our own.",
            ("Missing", "Heard", "Proven"),
            (
                Element(
                    "need",
                    "Need",
                    "What must be solved?",
                    ("Nothing", "One person said so", "Confirmed with its cost"),
                    facts=("pain",),
                    fed_by=("bant.need",),
                ),
                Element(
                    "power",
                    "Power",
                    "Who says yes?",
                    ("Nobody in reach", "Known by name", "Met"),
                    roles=("economic_buyer",),
                ),
                Element("depots", "Depots", "How many depots are there?", ("One", "Few", "Many")),
            ),
        ),
        Framework(
            "plain-two",
            "The plain two",
            "Fit and pain.",
            ("No", "Yes"),
            (
                Element("fit", "Fit", "Do they fit?", ("No fit", "A fit")),
                Element("pain", "Pain", "Does it hurt?", ("No", "Yes"), facts=("pain",)),
            ),
        ),
    ),
    red_flags=(
        RedFlag("no-pain", "Nobody named a pain", "Ask.", Rule("fact", ("pain",)), after_days=10),
        RedFlag("price-first", "Price before all else", "Give a range."),
    ),
    research=(
        ResearchItem("business", "What do they sell?", "Their website"),
        ResearchItem("news", "What has changed?"),
    ),
)
"""Three board stages (qualify 10 %, propose 50 %, close 80 %), two of them with a gate."""


def make_desk(
    tmp_path: Path,
    process: Process = SMALL,
    *,
    today: dt.date = TODAY,
    currency: str = "EUR",
    threaded: bool = False,
) -> Desk:
    """A new desk `test.desk` in `tmp_path`, open; the caller closes it.

    Desks made alike are copies of one file, so their pipelines have the same ids.
    """
    path = tmp_path / "test.desk"
    _write_new(path, _made_once(_Same(process), today, currency))
    return Desk(path, clock_of(today), threaded=threaded)


def copy_demo(path: Path) -> None:
    """A new desk at `path` with the demo of TODAY, closed; a copy of one made in this process."""
    _write_new(path, _demo_once())


def _write_new(path: Path, content: bytes) -> None:
    """Writes a desk that nobody else may read, as the program makes them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600, exist_ok=False)
    path.write_bytes(content)


class _Same:
    """A process as the key of a cache: the same object, whatever is in it."""

    def __init__(self, process: Process) -> None:
        self.process = process

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.process is other.process

    def __hash__(self) -> int:
        return id(self.process)


@functools.lru_cache(maxsize=16)
def _made_once(same: _Same, today: dt.date, currency: str) -> bytes:
    """What is in the file of a new desk; making one takes fifty times as long as copying it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "test.desk"
        create(path, clock_of(today), same.process, currency, "Sales")
        return _whole(path)


@functools.cache
def _demo_once() -> bytes:
    from salesdesk.usecases.demo import demo_desk

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "demo.desk"
        demo_desk(path, clock_of(TODAY))
        return _whole(path)


def _whole(path: Path) -> bytes:
    """What is in a closed desk."""
    assert not Path(f"{path}-wal").exists(), "a copy would lack what is in the log"
    return path.read_bytes()


def make_shipped_desk(tmp_path: Path, *, today: dt.date = TODAY) -> Desk:
    """A new desk that follows the shipped eight-step process."""
    return make_desk(tmp_path, shipped_process(), today=today)


@functools.cache
def shipped_process(key: str = "eight-step") -> Process:
    """A shipped process, read once for all tests."""
    from salesdesk.processes.builtin import load_builtin

    return load_builtin(key)


def clock_of(day: dt.date) -> Clock:
    """A clock whose date stands still."""
    return Clock(day)


def reopen(desk: Desk, today: dt.date | None = None) -> Desk:
    """The same desk closed and opened again, on another day if one is given."""
    desk.close()
    return Desk(desk.path, clock_of(today) if today else desk.clock, threaded=False)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk with the small process, open for one test."""
    opened = make_desk(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def shipped_desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk with the shipped eight-step process, open for one test."""
    opened = make_shipped_desk(tmp_path)
    yield opened
    opened.close()


def first_pipeline(desk: Desk) -> str:
    """The id of the desk's first pipeline."""
    row = desk.raw.execute("SELECT id FROM pipeline ORDER BY order_key LIMIT 1").fetchone()
    return str(row[0])


def board_stages(desk: Desk) -> list[str]:
    """The keys of the first pipeline's board stages, in order."""
    row = desk.raw.execute(
        "SELECT v.stages FROM pipeline p JOIN process_version v ON v.id = p.process_version_id"
        " ORDER BY p.order_key LIMIT 1"
    ).fetchone()
    return [stage["key"] for stage in json.loads(row[0]) if stage["place"] == "board"]


def add_deal(desk: Desk, name: str = "Fleet telematics", **fields: Any) -> str:
    """Adds a deal in the first stage unless told otherwise; gives its id.

    `fields` are those of `AddDeal`: account (a new or known name), amount_minor, stage_key …
    """
    from salesdesk.usecases.deals import AddDeal

    deal_id = fields.pop("deal_id", None) or new_id()
    pipeline_id = fields.pop("pipeline_id", None) or first_pipeline(desk)
    stage_key = fields.pop("stage_key", None) or board_stages(desk)[0]
    desk.run(AddDeal(pipeline_id, stage_key, name, deal_id=deal_id, **fields))
    return deal_id


def add_person(
    desk: Desk, deal_id: str | None = None, name: str = "Dana Reyes", **fields: Any
) -> str:
    """Adds a person, on the deal when one is given; gives the person's id.

    `fields` are those of `AddPerson`, and with a deal also role, influence and stance.
    """
    from salesdesk.usecases.people import AddPerson, PutOnDeal

    person_id = fields.pop("person_id", None) or new_id()
    part = {key: fields.pop(key) for key in ("role", "influence", "stance") if key in fields}
    desk.run(AddPerson(name, person_id=person_id, **fields))
    if deal_id is not None:
        desk.run(PutOnDeal(deal_id, person_id, **part))
    return person_id


def add_fact(desk: Desk, deal_id: str, kind: str, words: str, **fields: Any) -> str:
    """Adds a fact straight through the write door; gives its id."""
    fact_id = fields.pop("id", None) or new_id()
    fact = {
        "id": fact_id,
        "deal_id": deal_id,
        "kind": kind,
        "words": words,
        "source_kind": "hand",
        "confirmed": False,
        "order_key": "V",
        **fields,
    }
    desk.run(AddRow("Fact", fact))
    return str(fact_id)


class AddRow:
    """A command that adds one row as given, for states that no screen makes yet."""

    def __init__(self, kind: str, values: dict[str, Any]) -> None:
        self.kind, self.values = kind, values

    @property
    def label(self) -> str:
        return f"Add {self.kind}"

    def apply(self, unit: Unit) -> None:
        from salesdesk.store import schema

        unit.add(getattr(schema, self.kind)(**self.values))
