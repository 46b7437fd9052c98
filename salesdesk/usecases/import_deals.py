"""Writing imported deals with all that hangs on them.

Called by `import_rows` inside the import's unit. Open deals come in for triage: until the rep has
looked at them they count as not assessed, never as late.
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING

from salesdesk.domain.ids import new_id
from salesdesk.domain.importing import ParsedRow
from salesdesk.domain.ordering import key_between, keys_between
from salesdesk.usecases.import_known import AT_ONCE, CustomBatch, Known, Values, existing, fill

if TYPE_CHECKING:
    from salesdesk.domain.process import Stage
    from salesdesk.store.schema import Deal
    from salesdesk.store.unit import Unit
    from salesdesk.usecases.import_rows import FileCounts, ReadFile

_NOON = "T12:00:00.000+00:00"
"""A day without a time of day is kept as its noon, so that no time zone moves it to another day."""


def write_deals(
    unit: Unit, known: Known, file: ReadFile, counts: FileCounts, pipeline_id: str
) -> None:
    """Adds, updates or skips the deals of a file, as its plan says."""
    from salesdesk.store import schema

    there = existing(unit, schema.Deal, file.rows)
    new = _Batch(unit, known, pipeline_id)
    for row in counts.watched(file.rows):
        found = there.get(row["import_key"])
        if found is not None and file.plan.duplicates != "add":
            changed = file.plan.duplicates == "update" and found not in new.ids
            changed = changed and _update(unit, new, row, found)
            counts.updated += changed
            counts.skipped += not changed
            continue
        there[row["import_key"]] = new.add(row)
        counts.added += 1
        if len(new.ids) % AT_ONCE == 0:
            new.write()
            unit.settle()
    new.write()
    unit.settle()


class _Batch:
    """Rows to add, by table, in the order in which they may be written."""

    def __init__(self, unit: Unit, known: Known, pipeline_id: str) -> None:
        self._unit = unit
        self._known = known
        self._pipeline_id = pipeline_id
        stages = unit.process(pipeline_id).board_stages()
        self.first_stage, self.last_stage = stages[0].key, stages[-1].key
        self.stages: dict[str, Stage] = {stage.key: stage for stage in stages}
        self.ids: set[str] = set()
        self._tables: dict[str, list[Values]] = defaultdict(list)
        self._tags = _tags(unit)
        self.customs = CustomBatch(unit, known, "deal")
        self._last: dict[str, str] = {}
        """The last place given in each stage, by deals that are closed too."""

    def add(self, row: ParsedRow) -> str:
        """Takes in one deal; gives its id."""
        deal_id = new_id()
        self.ids.add(deal_id)
        tables = self._tables
        account_id = self._known.account(row, tables["account"])
        stage_key = self._stage(row)
        began = row["created_on"] or self._unit.today
        is_open = row["status"] == "open"
        tables["deal"].append(
            {
                "id": deal_id,
                "pipeline_id": self._pipeline_id,
                "stage_key": stage_key,
                "name": row["name"],
                "account_id": account_id,
                "amount_minor": row["amount_minor"],
                "currency": row["currency"],
                "expected_close_on": row["expected_close_on"],
                "probability": row["probability"],
                "category": "pipeline",
                "status": row["status"],
                "created_on": row["created_on"],
                "closed_on": row["closed_on"],
                "entered_on": began,
                "owner": row["owner"],
                "source": row["source"],
                "triage": "due" if is_open else None,
                "external_id": row["external_id"],
                "import_key": row["import_key"],
            }
        )
        ended = None if is_open else (row["closed_on"] or began) + _NOON
        tables["stay"].append(
            {
                "id": new_id(),
                "deal_id": deal_id,
                "stage_key": stage_key,
                "entered_at": began + _NOON,
                "left_at": ended,
                "how": "imported",
            }
        )
        self._beside(row, deal_id, account_id)
        return deal_id

    def _stage(self, row: ParsedRow) -> str:
        """The stage a deal stands in; a won deal went all the way, others began at the first."""
        if row["stage_key"]:
            return str(row["stage_key"])
        return self.last_stage if row["status"] == "won" else self.first_stage

    def _beside(self, row: ParsedRow, deal_id: str, account_id: str | None) -> None:
        """What else the row tells: product, person, step, note, tags, reason, custom fields."""
        tables, unit = self._tables, self._unit
        if row["product_name"]:
            tables["line_item"].append(self._item(row, deal_id))
        person_id = self._known.person(row, account_id, tables["person"])
        if person_id:
            tables["deal_person"].append(
                {"id": new_id(), "deal_id": deal_id, "person_id": person_id, "role": "other",
                 "influence": "medium", "stance": "unknown"}
            )  # fmt: skip
        if row["next_step"] and row["next_step_on"]:
            tables["next_step"].append(
                {"id": new_id(), "deal_id": deal_id, "kind": "task", "what": row["next_step"],
                 "due_on": row["next_step_on"], "agreed": False}
            )  # fmt: skip
        said = [row["note"], None if row["next_step_on"] else row["next_step"]]
        for text in filter(None, said):
            tables["note"].append(
                {"id": new_id(), "deal_id": deal_id, "body": text, "written_at": unit.now}
            )
        if row["lost_reason"] and row["status"] == "lost":
            tables["review"].append(
                {"id": new_id(), "deal_id": deal_id, "outcome": "lost", "reasons": json.dumps([]),
                 "note": row["lost_reason"], "decided_on": row["closed_on"] or unit.today}
            )  # fmt: skip
        for name in row["tags"] or ():
            tables["deal_tag"].append(
                {"id": new_id(), "deal_id": deal_id, "tag_id": self._tag(name)}
            )
        self.customs.add(deal_id, _custom(row))

    def update_beside(self, row: ParsedRow, deal: Deal) -> bool:
        """Brings account, product and custom fields of a deal in line with its row."""
        from salesdesk.store.schema import Account, LineItem

        tables = self._tables
        account_id = self._known.account(row, tables["account"])
        self._unit.add_many(Account, tables.pop("account"))
        changed = fill(deal, {"account_id": account_id}, only_blank=False)
        if row["product_name"]:
            item, there = self._item(row, deal.id), self._unit.match(LineItem, deal_id=deal.id)
            if not there:
                tables["line_item"].append(item)
                changed = True
            elif len(there) == 1:
                # Several items, or a price on one, were entered here: only a bare name follows.
                named = {key: item[key] for key in ("product_id", "name")}
                bare = there[0].unit_minor is None
                changed |= bare and fill(there[0], named, only_blank=False)
        return changed | self.customs.merge(deal.id, _custom(row))

    def _item(self, row: ParsedRow, deal_id: str) -> Values:
        return {
            "id": new_id(),
            "deal_id": deal_id,
            "product_id": self._known.products.find(name=row["product_name"]),
            "name": row["product_name"],
            "quantity_milli": 1000,
            "unit_minor": None,
            "currency": row["currency"],
            "discount_bp": 0,
            "order_key": "V",
        }

    def _tag(self, name: str) -> str:
        key = name.casefold()
        if key not in self._tags:
            self._tags[key] = new_id()
            self._tables["tag"].append({"id": self._tags[key], "name": name})
        return self._tags[key]

    def place_in(self, stage_key: str) -> str:
        """The place behind all in a stage, for a deal that is there already and comes into it."""
        self._last[stage_key] = key_between(self._last_in(stage_key), None)
        return self._last[stage_key]

    def write(self) -> None:
        """Gives the deals their places and writes everything."""
        from salesdesk.store.schema import KINDS

        self._place()
        for table in _WRITE_ORDER:
            self._unit.add_many(KINDS[table], self._tables.pop(table, []))
        assert not any(self._tables.values()), sorted(self._tables)
        self.customs.write()

    def _place(self) -> None:
        """Places behind what each column holds, in the order of the file."""
        by_stage: dict[str, list[Values]] = defaultdict(list)
        for values in self._tables["deal"]:
            by_stage[values["stage_key"]].append(values)
        for stage_key, rows in by_stage.items():
            keys = keys_between(self._last_in(stage_key), None, len(rows))
            for values, key in zip(rows, keys, strict=True):
                values["order_key"] = self._last[stage_key] = key

    def _last_in(self, stage_key: str) -> str | None:
        """The last place of a stage; asked of the board only until one was given here."""
        if stage_key in self._last:
            return self._last[stage_key]
        return self._unit.neighbours(self._pipeline_id, stage_key, None, ())[0]


_WRITE_ORDER = (
    "account", "person", "tag", "deal", "stay", "deal_person", "line_item",
    "next_step", "note", "review", "deal_tag",
)  # fmt: skip


def _custom(row: ParsedRow) -> dict[str, str]:
    """The row's custom values; the pipeline it had elsewhere is one."""
    return {**row["custom"], **({"Pipeline": row["pipeline"]} if row["pipeline"] else {})}


def _tags(unit: Unit) -> dict[str, str]:
    from salesdesk.store.schema import Tag

    return {tag.name.casefold(): tag.id for tag in unit.find(Tag)}


def _update(unit: Unit, batch: _Batch, row: ParsedRow, deal_id: str) -> bool:
    """Brings a deal in line with its row; what the row leaves blank stays."""
    from salesdesk.store.schema import Deal
    from salesdesk.usecases.moves import enter_stage

    deal = unit.get(Deal, deal_id)
    names = ("name", "amount_minor", "expected_close_on", "probability", "owner", "source")
    changed = fill(deal, {name: row[name] for name in names}, only_blank=False)
    if row["amount_minor"] is not None:
        changed |= fill(deal, {"currency": row["currency"]}, only_blank=False)
    changed |= batch.update_beside(row, deal)
    stage = row["stage_key"]
    if row["status"] == "open" and deal.status == "open" and stage in batch.stages:
        if stage != deal.stage_key:
            deal.order_key = batch.place_in(stage)
            enter_stage(unit, deal, stage, "imported")
            changed = True
    elif row["status"] != deal.status:
        _set_status(unit, batch, deal, row)
        changed = True
    return changed


def _set_status(unit: Unit, batch: _Batch, deal: Deal, row: ParsedRow) -> None:
    """A deal that the other program closed or reopened since."""
    from salesdesk.store.schema import Stay
    from salesdesk.usecases.moves import enter_stage

    deal.status = row["status"]
    if row["status"] == "open":
        deal.closed_on = None
        stage_key = row["stage_key"] or batch.first_stage
        deal.order_key = batch.place_in(stage_key)
        enter_stage(unit, deal, stage_key, "reopened")
        return
    deal.closed_on = row["closed_on"] or unit.today
    for stay in unit.match(Stay, deal_id=deal.id, left_at=None):
        stay.left_at = deal.closed_on + _NOON
