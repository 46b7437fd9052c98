"""An import of very many rows is written bit by bit, and is the same as one written at once.

Here a bit is two rows, so that a dozen do what a million would.
"""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

from salesdesk.domain.importing_stages import choice_for
from salesdesk.formats.child import Cancelled
from salesdesk.store import unit
from salesdesk.usecases import activity_log, import_deals, import_packed, import_parties, importing
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.notes import AddNote
from tests.desks import desk, make_desk, reopen
from tests.store.whole import cards, check, dump
from tests.usecases.imports import rows, write

__all__ = ["desk"]

HEAD = "opportunity_id,product,account,deal_stage,engage_date,close_date,close_value,contact,note\n"
STAGES = {"Engaging": "Propose", "Prospecting": "Qualify"}


def lines(count: int, value: int = 100) -> str:
    """Deals of every stage with accounts, people, products and notes, some of them shared."""
    stages = ("Won", "Engaging", "Prospecting", "Lost", "Engaging")
    return HEAD + "".join(
        f"A{n},GTX {n % 2},Account {n % 4},{stage},2026-01-0{n % 9 + 1},"
        f"{'2026-03-01' if stage in {'Won', 'Lost'} else ''},{value + n},Person {n % 3},Said {n}\n"
        for n in range(count)
        for stage in [stages[n % len(stages)]]
    )


@pytest.fixture
def bit_by_bit(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Two rows at once; gives how many images were put aside each time."""
    aside: list[int] = []
    settle = unit.Unit.settle

    def counted(self: unit.Unit) -> None:
        before = len(self.images)
        settle(self)
        if before and not self.images:
            aside.append(before)

    monkeypatch.setattr(unit.Unit, "settle", counted)
    monkeypatch.setattr(unit, "MANY", 2)
    monkeypatch.setattr(import_deals, "AT_ONCE", 2)
    monkeypatch.setattr(import_parties, "AT_ONCE", 2)
    monkeypatch.setattr(import_packed, "AT_ONCE", 2)
    return aside


def bring(desk: Desk, path: Path) -> importing.ImportReport:
    return importing.import_files(desk, [path], stages=STAGES)


def told(desk: Desk) -> list[Any]:
    """What came in, without ids, which differ from run to run."""
    shown = {"deal_id", "pipeline_id"}
    board = [{k: v for k, v in card.items() if k not in shown} for card in cards(desk).values()]
    beside = rows(
        desk,
        "SELECT d.external_id, n.body, i.name, p.name, a.name FROM deal d"
        " JOIN note n ON n.deal_id = d.id JOIN line_item i ON i.deal_id = d.id"
        " JOIN deal_person dp ON dp.deal_id = d.id JOIN person p ON p.id = dp.person_id"
        " JOIN account a ON a.id = d.account_id ORDER BY d.external_id",
    )
    return [sorted(board, key=lambda card: card["name"] + str(card["amount_minor"])), beside]


def in_order(desk: Desk) -> list[tuple[Any, ...]]:
    """The deals of the import by stage and place."""
    return rows(desk, "SELECT stage_key, external_id FROM deal ORDER BY stage_key, order_key")


def without_places(found: list[Any]) -> list[Any]:
    board, beside = found
    return [[{k: v for k, v in card.items() if k != "order_key"} for card in board], beside]


def test_bit_by_bit_gives_the_same_as_at_once(
    tmp_path: Path, bit_by_bit: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    (path,) = write(tmp_path, deals=lines(11))
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    small = make_desk(tmp_path / "one")
    bring(small, path)
    assert len(bit_by_bit) >= 5
    monkeypatch.setattr(unit, "MANY", 10_000)
    monkeypatch.setattr(import_deals, "AT_ONCE", 10_000)
    whole = make_desk(tmp_path / "two")
    bring(whole, path)
    assert without_places(told(small)) == without_places(told(whole))
    assert in_order(small) == in_order(whole)
    entries = [each.undo_entry() for each in (small, whole)]
    assert entries[0] is not None
    assert entries[1] is not None
    assert dataclasses.replace(entries[0], at="") == dataclasses.replace(entries[1], at="")
    for each in (small, whole):
        check(each)
        each.close()


def test_it_is_one_step_of_undo_and_of_redo_after_a_restart_too(
    desk: Desk, tmp_path: Path, bit_by_bit: list[int]
) -> None:
    before = dump(desk)
    bring(desk, *write(tmp_path, deals=lines(9)))
    after, shown = dump(desk), told(desk)
    changes = desk.undo().result()
    assert dump(desk) == before
    assert len(changes.deals) == 9
    check(desk)
    desk = reopen(desk)
    desk.redo().result()
    assert dump(desk) == after
    assert told(desk) == shown
    check(desk)
    desk.close()


def test_the_same_rows_again_with_other_values_change_what_is_there(
    desk: Desk, tmp_path: Path, bit_by_bit: list[int]
) -> None:
    (first,) = write(tmp_path, deals=lines(7))
    bring(desk, first)
    before = dump(desk)
    (again,) = write(tmp_path, deals=lines(9, value=500))
    draft = importing.open_draft(desk, again)
    plan = dataclasses.replace(draft.plan, duplicates="update")
    report = importing.import_files(desk, [again], stages=STAGES, map_file=_kept(tmp_path, plan))
    assert (report.files[0].added, report.files[0].updated) == (2, 7)
    amounts = rows(desk, "SELECT amount_minor FROM deal ORDER BY external_id")
    assert amounts == [((500 + n) * 100,) for n in range(9)]
    check(desk)
    desk.undo().result()
    assert dump(desk) == before
    check(desk)


def _kept(folder: Path, plan: Any) -> Path:
    path = folder / "map.json"
    path.write_text(json.dumps(dataclasses.asdict(plan)), encoding="utf-8")
    return path


def test_40_stopping_when_bits_are_written_leaves_no_trace(
    desk: Desk, tmp_path: Path, bit_by_bit: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    from salesdesk.usecases import import_rows

    monkeypatch.setattr(import_rows, "_LOOK_EVERY", 2)
    (path,) = write(tmp_path, deals=lines(12))
    draft = importing.open_draft(desk, path)
    chosen = [choice_for(source, target, draft.stages) for source, target in STAGES.items()]
    draft = importing.revise(draft, draft.plan, given=chosen)
    read = [importing.read_draft(draft)]
    before = dump(desk)
    command = importing.command_of(desk, read, cancelled=lambda: len(bit_by_bit) >= 3)
    with pytest.raises(Cancelled, match="Nothing was written"):
        desk.run(command)
    assert len(bit_by_bit) == 3
    assert dump(desk) == before
    assert rows(desk, "SELECT count(*) FROM card") == [(0,)]
    check(desk)


def test_a_fault_in_a_later_bit_leaves_no_trace(
    desk: Desk, tmp_path: Path, bit_by_bit: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    add = import_deals._Batch.add

    def fails_late(self: Any, row: Any) -> str:
        if row["external_id"] == "A8":
            raise OSError("no room")
        return add(self, row)

    monkeypatch.setattr(import_deals._Batch, "add", fails_late)
    before = dump(desk)
    with pytest.raises(OSError, match="no room"):
        bring(desk, *write(tmp_path, deals=lines(10)))
    assert bit_by_bit
    assert dump(desk) == before
    check(desk)


def test_people_come_in_bit_by_bit_too(desk: Desk, tmp_path: Path, bit_by_bit: list[int]) -> None:
    text = "first name,last name,email,company\n" + "".join(
        f"Anna,Berg {n},anna{n}@firm{n % 3}.example,Firm {n % 3}\n" for n in range(7)
    )
    before = dump(desk)
    report = importing.import_files(desk, write(tmp_path, contacts=text))
    assert report.files[0].added == 7
    assert len(bit_by_bit) >= 3
    assert rows(desk, "SELECT count(*), count(DISTINCT account_id) FROM person") == [(7, 3)]
    check(desk)
    desk.undo().result()
    assert dump(desk) == before


def test_the_history_counts_all_of_it_and_tells_the_first(
    desk: Desk, tmp_path: Path, bit_by_bit: list[int]
) -> None:
    bring(desk, *write(tmp_path, deals=lines(40)))
    entry = desk.undo_entry()
    assert entry is not None
    told = activity_log.details(desk, entry.seq)
    assert any("40" in words for words in told.counts)
    assert len(told.records) + told.more == entry.rows
    assert told.deal_id == ""


def test_a_row_changed_in_one_command_after_it_was_put_aside_is_shown_as_it_is(
    desk: Desk, tmp_path: Path, bit_by_bit: list[int]
) -> None:
    bring(desk, *write(tmp_path, deals=lines(5)))
    (deal_id,) = rows(desk, "SELECT id FROM deal WHERE external_id = 'A1'")[0]
    desk.run(AddNote("Heard since", deal_id))
    check(desk)
