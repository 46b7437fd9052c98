"""One record out of a backup: a deal with all that hangs on it, an account, a person, a note.

Called by the restore dialog. An ordinary command through the write door, so it is one step of undo;
the rest of the desk stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final

from salesdesk.domain.errors import KnownError
from salesdesk.support.i18n import _

if TYPE_CHECKING:
    from salesdesk.store.backup_folder import Reason
    from salesdesk.store.schema import Row
    from salesdesk.store.unit import Unit

Records = Mapping[str, Sequence[Mapping[str, Any]]]
_HOMES: Final = ("deal", "account")


@dataclass(frozen=True)
class TakeBack:
    """Puts the record and its `own` rows as they were in the backup; see :func:`read`.

    `shared` rows, such as the account of a deal, come back only when they are gone. What was added
    to the record since goes into the bin.
    """

    kind: str
    row_id: str
    name: str
    own: Records = field(repr=False)
    shared: Records = field(repr=False)
    contents: Mapping[str, bytes] = field(repr=False)
    backed_up_as: ClassVar[Reason] = "before-restore"

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Take {name} back from a backup").format(name=self.name)

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when what it belongs to is gone."""
        from salesdesk.store.schema import KINDS

        self._refuse_homeless(unit)
        unit.may_change_bin = True  # what lay in the bin then lies in it as it did
        for content in self.contents.values():
            unit.keep_bytes(content)
        for kind, rows in self.shared.items():
            for row in rows:
                there = unit.maybe(KINDS[kind], row["id"])
                if there is None:
                    unit.add(KINDS[kind](**row))
                else:
                    there.binned_at = None
        place = self._place(unit) if self.kind == "deal" else {}
        for kind, rows in self.own.items():
            for row in rows:
                more = place if row["id"] == self.row_id else {}
                _put(unit, KINDS[kind], {**row, **more})
        self._bin_later(unit)

    def _refuse_homeless(self, unit: Unit) -> None:
        """A note of a deal that is gone has no place to go to; a deal needs its pipeline."""
        from salesdesk.store.schema import KINDS

        row = self.own[self.kind][0]
        for home in _HOMES:
            home_id = row.get(f"{home}_id") if self.kind == "note" else None
            there = unit.maybe(KINDS[home], home_id)
            if home_id and (there is None or there.binned_at is not None):
                raise KnownError(
                    _("What “{name}” belongs to is not in the desk any more. Nothing was changed. "
                      "Take that back first.").format(name=self.name)
                )  # fmt: skip

    def _place(self, unit: Unit) -> dict[str, Any]:
        """The deal's place on the board: where it is when it stays in its column, else at its end.

        Raises KnownError when its pipeline or its stage is no more.
        """
        from salesdesk.store.schema import Deal, Pipeline
        from salesdesk.usecases.moves import places

        then = self.own["deal"][0]
        pipeline = unit.maybe(Pipeline, then["pipeline_id"])
        stages = [stage.key for stage in unit.process(pipeline.id).stages] if pipeline else []
        if pipeline is None or pipeline.binned_at or then["stage_key"] not in stages:
            raise KnownError(
                _("The pipeline or the stage of “{name}” is not there any more. Nothing was "
                  "changed. Restore the whole backup instead.").format(name=self.name)
            )  # fmt: skip
        now = unit.maybe(Deal, self.row_id)
        column = ("pipeline_id", "stage_key", "status")
        if now and not now.binned_at and all(getattr(now, c) == then[c] for c in column):
            return {"order_key": now.order_key}
        key = places(unit, pipeline.id, then["stage_key"], None, (self.row_id,))[0]
        return {"order_key": key}

    def _bin_later(self, unit: Unit) -> None:
        """What was added to the deal since the backup."""
        from salesdesk.store.schema import KINDS

        if self.kind != "deal":
            return
        for kind, table in KINDS.items():
            if kind == "deal" or "deal_id" not in table.__table__.c:
                continue
            kept = {row["id"] for row in self.own.get(kind, ())}
            for row in unit.match(table, deal_id=self.row_id):
                if row.id not in kept:
                    unit.bin(row)


def read(backup: Path, kind: str, row_id: str) -> TakeBack:
    """The command that takes this record back. Raises KnownError when the backup has it not.

    A deal comes with every record that is its own; an account or a person with its own fields, an
    account also with its notes and files.
    """
    from salesdesk.store import comparing
    from salesdesk.store.reads import belonging

    if not comparing.is_current(backup):
        raise KnownError(
            _("“{name}” was made by an older SalesDesk, so no single record can be taken out of "
              "it. Nothing was changed. Restore it whole.").format(name=backup.name)
        )  # fmt: skip
    found = belonging.read(backup, kind, row_id)
    if found is None:
        raise KnownError(
            _("The backup “{name}” does not hold that record. Nothing was changed. Choose an older "
              "backup.").format(name=backup.name)
        )  # fmt: skip
    row = found.own[kind][0]
    name = str(row.get("name") or row.get("body") or "")
    name = " ".join(name.split())
    return TakeBack(kind, row_id, name[:60], found.own, found.shared, found.contents)


def _put(unit: Unit, kind: type[Row], values: Mapping[str, Any]) -> None:
    """The row with these values, whether it is there, in the bin, or gone."""
    there = unit.maybe(kind, values["id"])
    if there is None:
        unit.add(kind(**values))
        return
    for column, value in values.items():
        if getattr(there, column) != value:
            setattr(there, column, value)
