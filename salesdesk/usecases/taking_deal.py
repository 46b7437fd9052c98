"""Takes a deal from a colleague's desk into this one, as one step of undo.

Called by File → Take in a deal and by the command line, after `deal_file.read_deal_file`. Records
keep their ids unless these are taken here; then they get new ones wherever they are named. Accounts
and people are joined with those of this desk only as the plan says, which the rep has seen; tags,
products and own fields of the same name are the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Final

from salesdesk.domain.errors import KnownError
from salesdesk.domain.ids import new_id, new_ids
from salesdesk.domain.ordering import key_between
from salesdesk.support.i18n import _
from salesdesk.usecases.deal_file import DealFile

if TYPE_CHECKING:
    from salesdesk.domain.process import Process
    from salesdesk.store.backup_folder import Reason
    from salesdesk.store.unit import Unit
    from salesdesk.usecases.desk import Desk

MATCHED: Final = ("account", "person")
"""Kinds that are joined with this desk's as the rep says."""
SAME_BY_NAME: Final[Mapping[str, tuple[str, ...]]] = {
    "tag": ("name",),
    "product": ("name",),
    "custom_field": ("entity", "name"),
}
"""Kinds whose rows are the same when these columns are, whatever their case."""
_ID = re.compile(r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])")

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Match:
    """An account or person of the file, and who that may be here.

    `candidates` are (id, how it is shown); `likely` is the one to propose, None: as a new one.
    """

    kind: str
    row_id: str
    name: str
    detail: str
    candidates: tuple[tuple[str, str], ...]
    likely: str | None


@dataclass(frozen=True, slots=True)
class Plan:
    """What must be seen before a deal is taken in.

    `pipelines` are (id, name), those that follow the deal's process first; `pipeline_id` is the
    only one that does, else None: it must be asked for. `twin` names the same deal in this desk.
    """

    pipelines: tuple[tuple[str, str], ...]
    pipeline_id: str | None
    matches: tuple[Match, ...]
    twin: str = ""


@dataclass(frozen=True)
class TakeInDeal:
    """Takes the deal in. `same`: ids of the file and the ids here that they are; others are new."""

    file: DealFile = field(repr=False)
    pipeline_id: str
    same: Mapping[str, str]
    deal_id: str = field(default_factory=new_id)
    """Its id here when the file's own is taken."""
    backed_up_as: ClassVar[Reason] = "before-import"

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Take in {deal}").format(deal=self.file.deal)

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when the pipeline, or someone to join with, is gone."""
        from salesdesk.store.schema import KINDS

        known = self._joined(unit)
        renewed = self._renewed(unit, known)
        renaming = {**renewed, **known}
        process = unit.process(self.pipeline_id)
        for content in self.file.contents.values():
            unit.keep_bytes(content)
        for kind in _parents_first(self.file.records):
            rows = [row for row in self.file.records[kind] if row["id"] not in known]
            made = [self._here(unit, kind, row, renaming, process) for row in rows]
            unit.add_many(KINDS[kind], made)
        self._enter(unit, renaming.get(self.file.deal_row["id"], self.file.deal_row["id"]), process)

    def _joined(self, unit: Unit) -> dict[str, str]:
        """Ids of the file that are rows of this desk: as chosen, and by the same name."""
        from salesdesk.store.schema import KINDS

        found = {}
        for kind in MATCHED:
            for row in self.file.records.get(kind, ()):
                target = self.same.get(row["id"])
                if target:
                    found[row["id"]] = unit.get(KINDS[kind], target).id
        for kind, columns in SAME_BY_NAME.items():
            rows = self.file.records.get(kind, ())
            if rows:
                here = unit.listing(KINDS[kind], "id", *columns)
                named = {_named([getattr(h, c) for c in columns]): h.id for h in here}
                matched = ((row["id"], _named([row[c] for c in columns])) for row in rows)
                found |= {row_id: named[words] for row_id, words in matched if words in named}
        return found

    def _renewed(self, unit: Unit, known: Mapping[str, str]) -> dict[str, str]:
        """New ids for those that are taken here, in the same order: many lists stand by id."""
        from salesdesk.store.reads import deal_rows

        taken: set[str] = set()
        for kind, rows in self.file.records.items():
            ids = [row["id"] for row in rows if row["id"] not in known]
            taken |= unit.look(partial(deal_rows.existing, kind=kind, ids=ids)).keys()
        found = dict(zip(sorted(taken), new_ids(len(taken)), strict=True))
        if self.file.deal_row["id"] in found:
            found[self.file.deal_row["id"]] = self.deal_id
        return found

    def _here(
        self, unit: Unit, kind: str, row: Row, renaming: Mapping[str, str], process: Process
    ) -> dict[str, Any]:
        """A row as it stands here: with the ids of this desk, wherever they are named."""
        values = {column: _renamed(value, renaming) for column, value in row.items()}
        if "import_key" in values:
            values["import_key"] = None  # the file it came from is not known here
        if kind == "custom_field":
            values["order_key"] = _last_place(unit)
        if kind == "deal":
            values |= self._place(unit, values, process)
        return values

    def _place(self, unit: Unit, deal: Row, process: Process) -> dict[str, Any]:
        """Its stage here, and its place at the end of the column."""
        from salesdesk.usecases.moves import places

        stages = [stage.key for stage in process.board_stages()]
        stage = deal["stage_key"] if deal["stage_key"] in stages else stages[0]
        frameworks = {framework.key for framework in process.frameworks}
        return {
            "pipeline_id": self.pipeline_id,
            "stage_key": stage,
            "entered_on": deal["entered_on"] if stage == deal["stage_key"] else unit.today,
            "framework": deal["framework"] if deal["framework"] in frameworks else None,
            "order_key": places(unit, self.pipeline_id, stage, None, (deal["id"],))[0],
        }

    def _enter(self, unit: Unit, deal_id: str, process: Process) -> None:
        """A deal whose stage is not known here enters the first one today."""
        from salesdesk.store.schema import Deal, Stay

        deal = unit.get(Deal, deal_id)
        if deal.stage_key == self.file.deal_row["stage_key"] or deal.status != "open":
            return
        for stay in unit.match(Stay, deal_id=deal_id, left_at=None):
            stay.left_at = unit.now
        unit.add(
            Stay(deal_id=deal_id, stage_key=deal.stage_key, entered_at=unit.now, how="imported")
        )


def plan(desk: Desk, file: DealFile) -> Plan:
    """Where the deal could stand here, and who of it may be here already."""
    from salesdesk.store import glance
    from salesdesk.store.reads import deal_rows

    everyone = glance.pipelines(desk.raw)
    fits = [each.id for each in everyone if desk.process(each.id).key == file.process_key]
    ordered = sorted(everyone, key=lambda each: each.id not in fits)
    deal_id = file.deal_row["id"]
    there = desk.read(lambda connection: deal_rows.existing(connection, "deal", [deal_id]))
    twin = there.get(deal_id)
    only = fits[0] if len(fits) == 1 else everyone[0].id if len(everyone) == 1 else None
    return Plan(
        tuple((each.id, each.name) for each in ordered),
        only,
        (*_accounts(desk, file), *_people(desk, file)),
        str(twin["name"]) if twin and twin["binned_at"] is None else "",
    )


def likely(found: Plan) -> dict[str, str]:
    """What the plan proposes, as `TakeInDeal` wants it."""
    return {match.row_id: match.likely for match in found.matches if match.likely}


def pipeline_named(found: Plan, words: str | None) -> str:
    """The pipeline of that name, or the only one that fits. Raises KnownError to ask for one."""
    wanted = (words or "").strip().casefold()
    if not wanted and found.pipeline_id:
        return found.pipeline_id
    fits = [row_id for row_id, name in found.pipelines if name.casefold() == wanted]
    if len(fits) == 1:
        return fits[0]
    names = ", ".join(f"“{name}”" for _row_id, name in found.pipelines)
    raise KnownError(
        _("It cannot be told on which pipeline the deal belongs. Nothing was taken in. Say which: "
          "{names}.").format(names=names)
    )  # fmt: skip


def _accounts(desk: Desk, file: DealFile) -> list[Match]:
    from salesdesk.usecases.accounts import account_names, similar_accounts

    known = {account.id: account.name for account in account_names(desk)}
    found = []
    for row in file.records.get("account", ()):
        near = {account.id: account.name for account in similar_accounts(desk, row["name"])}
        same = [i for i, name in known.items() if name.casefold() == row["name"].casefold()]
        ids = dict.fromkeys([*([row["id"]] if row["id"] in known else []), *same, *near])
        if ids:
            likely_id = row["id"] if row["id"] in known else same[0] if same else None
            shown = tuple((row_id, known[row_id]) for row_id in ids)
            found.append(Match("account", row["id"], row["name"], row["city"] or "", shown,
                               likely_id))  # fmt: skip
    return found


def _people(desk: Desk, file: DealFile) -> list[Match]:
    from salesdesk.usecases.people import people, similar_people

    known = {person.id: person for person in people(desk)}
    found = []
    for row in file.records.get("person", ()):
        near = similar_people(desk, row["name"], row["email"])
        ids = dict.fromkeys([*([row["id"]] if row["id"] in known else []), *(p.id for p in near)])
        if ids:
            by_mail = next((person.id for person in near if person.why == "email"), None)
            likely_id = row["id"] if row["id"] in known else by_mail
            shown = tuple(
                (i, " · ".join(filter(None, (known[i].name, known[i].email, known[i].account))))
                for i in ids
            )
            found.append(Match("person", row["id"], row["name"], row["email"] or "", shown,
                               likely_id))  # fmt: skip
    return found


def _parents_first(records: Mapping[str, Sequence[Row]]) -> list[str]:
    """Kinds with rows; what others name first, so that the search and the cards find it."""
    from salesdesk.store.reads import deal_rows

    return sorted(
        (kind for kind, rows in records.items() if rows),
        key=lambda kind: (deal_rows.is_own(kind), kind != "deal", kind),
    )


def _named(words: list[Any]) -> tuple[str, ...]:
    return tuple(str(word).strip().casefold() for word in words)


def _renamed(value: Any, renaming: Mapping[str, str]) -> Any:
    """A value with the ids in it renewed: whole, inside JSON, or behind "fact:"."""
    if not isinstance(value, str) or not renaming or len(value) < 32:
        return value
    return _ID.sub(lambda found: renaming.get(found.group(), found.group()), value)


def _last_place(unit: Unit) -> str:
    from salesdesk.store.schema import CustomField

    return key_between(unit.highest(CustomField.order_key), None)
