"""The demo desk: a desk that looks lived in, from hand-written content in ``resources/demo``.

`demo_desk` makes the desk that ``--demo`` opens; `FillDemo` fills it in one step of undo.
Every date is an offset from today and every id follows from the day, so the same day gives the same
rows. All companies and people are invented.

The 150 people of one webinar are no prospects yet as far as the store can say, since there is no
table for prospects: they are contacts with ``external_id`` webinar-001 to webinar-150, an account
where they named one, and the source in `about`, so that they can be searched.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from salesdesk.domain.clock import Clock
from salesdesk.domain.errors import KnownError
from salesdesk.support.i18n import _
from salesdesk.support.paths import resources

if TYPE_CHECKING:
    from salesdesk.store.schema import Pipeline
    from salesdesk.store.unit import Unit
    from salesdesk.usecases.demo_deals import DealRows

PROCESS = "eight-step"
"""The process whose stages, questions and plays the content names."""
CURRENCY = "EUR"
DEALS = ("fleet-telematics", "data-platform", "starter-bundle", "board", "closed")
"""The files with deals, in the order of their cards in each column."""


@dataclass(frozen=True)
class FillDemo:
    """Fills the pipeline that follows the eight-step process with the demo's content."""

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Fill the desk with the demo")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when the demo is there already, or no pipeline has its stages."""
        import datetime as dt

        from salesdesk.store.schema import KINDS, Deal, Handoff, HandoffItem, Person
        from salesdesk.usecases.demo_content import Days
        from salesdesk.usecases.demo_deals import DealRows

        if unit.first(Person, Person.external_id == "webinar-001") is not None:
            raise KnownError(
                _("The demo's deals are in this desk already. Nothing was added; open a new desk "
                  "for a fresh demo.")
            )  # fmt: skip
        pipeline = _pipeline(unit)
        rows = DealRows(
            unit.process(pipeline.id),
            pipeline.id,
            CURRENCY,
            Days(dt.date.fromisoformat(unit.today)),
            unit.highest(Deal.order_key, Deal.pipeline_id == pipeline.id),
        )
        _write_content(rows)
        for content in rows.contents.values():
            unit.keep_bytes(content)
        logo = resources("demo", "logo.png").read_bytes()
        rows.rows["sender"][0]["logo"] = unit.keep_bytes(logo)
        one_by_one = (Handoff, HandoffItem)
        for table, found in rows.rows.items():
            kind = KINDS[table]
            if kind not in one_by_one:
                unit.add_many(kind, found)
        # Cards of deals added in bulk are made without looking at facts and handoffs; rows added
        # singly make the door read them back, for all deals of this unit.
        for kind in one_by_one:
            for values in rows.rows[kind.__tablename__]:
                unit.add(kind(**values))


def demo_desk(path: Path, clock: Clock) -> None:
    """Makes a new desk with the eight-step process at `path` and fills it; leaves it closed.

    Raises KnownError when the file exists or cannot be written; no half-made file stays behind.
    """
    from salesdesk.processes.builtin import load_builtin
    from salesdesk.usecases.new_desk import create

    process = load_builtin(PROCESS)
    create(path, clock, process, CURRENCY, _("Sales"), filling=FillDemo())


def _pipeline(unit: Unit) -> Pipeline:
    """The first pipeline that follows the eight-step process."""
    from salesdesk.store.schema import Pipeline

    for pipeline in unit.find(Pipeline, order_by=Pipeline.order_key):
        if unit.process(pipeline.id).key == PROCESS:
            return pipeline
    raise KnownError(
        _("No pipeline of this desk follows the eight steps, which the demo needs. Nothing was "
          "added.")
    )  # fmt: skip


def _write_content(rows: DealRows) -> None:
    """Reads the files and adds their rows."""
    from salesdesk.usecases.demo_closed import closed_deals
    from salesdesk.usecases.demo_commitment import practised
    from salesdesk.usecases.demo_content import content

    rows.catalogue(content("catalogue"))
    rows.accounts(content("accounts"))
    files = {name: content(name) for name in DEALS}
    for name in DEALS:
        deals = closed_deals(files[name]) if name == "closed" else files[name]
        for plain in deals:
            rows.deal(plain)
    rows.prospects(content("prospects"))
    practised(rows, content("practice"))
