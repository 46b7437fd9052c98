"""One record out of a backup: exactly as it was, the rest untouched, one step of undo."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from salesdesk.domain.errors import KnownError
from salesdesk.usecases import backups, restore_preview, restoring, taking_back
from salesdesk.usecases.accounts import AddAccount, BinAccount
from salesdesk.usecases.binned import delete_for_good
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.files import AddFiles, NewFile
from salesdesk.usecases.moves import MoveDeals
from salesdesk.usecases.notes import AddNote
from salesdesk.usecases.people import AddPerson, BinPerson
from salesdesk.usecases.shelving import BinDeals
from tests.desks import TODAY, add_deal, add_fact, clock_of, copy_demo, make_desk
from tests.store.whole import check, dump

OLD = Path(__file__).parents[1] / "data" / "schema-2.desk"


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Desk]:
    """The demo desk, whose deals have rows of nearly every kind."""
    copy_demo(tmp_path / "demo.desk")
    desk = Desk(tmp_path / "demo.desk", clock_of(TODAY), threaded=False)
    yield desk
    desk.close()


def richest(desk: Desk) -> str:
    """The open deal with the most facts."""
    row = desk.raw.execute(
        "SELECT d.id FROM deal d JOIN fact f ON f.deal_id = d.id WHERE d.status='open'"
        " GROUP BY d.id ORDER BY count(*) DESC LIMIT 1"
    ).fetchone()
    return str(row[0])


def without_place(found: dict[str, dict[str, dict[str, object]]], deal: str) -> object:
    """The same, but for the deal's place in its column and the bin."""
    plain = {
        kind: {row_id: row for row_id, row in rows.items() if row.get("binned_at") is None}
        for kind, rows in found.items()
    }
    if deal in plain["deal"]:
        plain["deal"][deal] = {**plain["deal"][deal], "order_key": ""}
    return plain


def test_a_deal_that_was_changed_all_over_is_again_as_it_was(demo: Desk) -> None:
    deal = richest(demo)
    made = backups.backup_now(demo).path
    was = without_place(dump(demo), deal)
    demo.run(_Spoil(deal))
    demo.run(AddNote("Written since", deal))
    demo.run(MoveDeals((deal,), _other_stage(demo, deal), reason="Try"))
    spoilt = dump(demo)
    assert without_place(spoilt, deal) != was
    demo.run(taking_back.read(made, "deal", deal))
    assert without_place(dump(demo), deal) == was
    check(demo)
    demo.undo().result()
    assert dump(demo) == spoilt
    check(demo)


def test_a_deal_that_is_gone_for_good_comes_back_with_its_files(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    deal = add_deal(desk, "Night trains", account="Nordwind")
    add_fact(desk, deal, "pain", "The depot closes")
    desk.run(AddFiles(deal, (NewFile("offer.pdf", b"%PDF-1.7"),)))
    made = backups.backup_now(desk).path
    was = dump(desk)
    desk.run(BinDeals((deal,)))
    delete_for_good(desk, (("deal", deal),)).result()
    assert not dump(desk)["fact"]
    desk.run(taking_back.read(made, "deal", deal))
    assert without_place(dump(desk), deal) == without_place(was, deal)
    assert desk.raw.execute("SELECT count(*) FROM blob").fetchone() == (1,)
    check(desk)
    desk.close()


def test_a_note_of_a_deal_that_is_gone_is_refused(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    deal = add_deal(desk)
    desk.run(AddNote("Call the depot", deal))
    (note,) = desk.raw.execute("SELECT id FROM note").fetchone()
    made = backups.backup_now(desk).path
    desk.run(BinDeals((deal,)))
    before = dump(desk)
    with pytest.raises(KnownError, match="Take that back first"):
        desk.run(taking_back.read(made, "note", note))
    with pytest.raises(KnownError, match="does not hold that record"):
        taking_back.read(made, "deal", "f" * 32)
    assert dump(desk) == before
    desk.close()


@pytest.mark.parametrize("kind", ["account", "person"])
def test_the_whole_group_above_an_account_comes_back_with_what_is_of_it(
    kind: str, tmp_path: Path
) -> None:
    desk = make_desk(tmp_path)
    above: str | None = None
    ids = []
    for name in ("Holding", "Group", "Works"):
        made = AddAccount(name, {"parent_id": above})
        desk.run(made)
        ids.append(("account", above := made.account_id))
    person = AddPerson("Ines", above)
    desk.run(person)
    backup = backups.backup_now(desk).path
    was = dump(desk)
    desk.run(BinPerson(person.person_id))
    for _kind, each in reversed(ids):
        desk.run(BinAccount(each))
    items = (*ids, ("person", person.person_id))
    wanted = dict(items)[kind]
    desk.run(taking_back.read(backup, kind, wanted))
    names = "SELECT name FROM account WHERE binned_at IS NULL ORDER BY name"
    assert desk.raw.execute(names).fetchall() == [("Group",), ("Holding",), ("Works",)]
    desk.undo().result()
    delete_for_good(desk, items).result()
    desk.run(taking_back.read(backup, kind, wanted))
    assert dump(desk)["account"] == was["account"]
    check(desk)
    desk.close()


def test_a_backup_of_an_older_version_is_compared_and_restored_whole_only(
    tmp_path: Path,
) -> None:
    old = Path(shutil.copy(OLD, tmp_path / "old.desk"))
    desk = make_desk(tmp_path)
    add_deal(desk, "Night trains")
    found = restore_preview.preview(desk, old)
    assert found.is_older
    assert all(item.take is None for kind in found.kinds for item in kind.items)
    names = {item.name for kind in found.kinds if kind.kind == "deal" for item in kind.items}
    assert "Night trains" in names
    assert len(names) > 1
    with pytest.raises(KnownError, match="Restore it whole"):
        taking_back.read(old, "deal", "f" * 32)
    done = restoring.put(desk, restoring.ready_backup(desk, old))
    assert desk.raw.execute("PRAGMA user_version").fetchone() == (3,)
    assert done.before is not None
    restoring.put(desk, restoring.ready_backup(desk, done.before))
    assert desk.raw.execute("SELECT name FROM deal").fetchall() == [("Night trains",)]
    check(desk)
    desk.close()


def test_what_was_saved_between_the_backup_and_the_restore_is_kept(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    made = backups.backup_now(desk).path
    ready = restoring.ready_backup(desk, made)
    add_deal(desk, "Typed at the last moment")
    done = restoring.put(desk, ready)
    assert desk.raw.execute("SELECT count(*) FROM deal").fetchone() == (0,)
    assert done.before is not None
    restoring.put(desk, restoring.ready_backup(desk, done.before))
    row = desk.raw.execute("SELECT name FROM deal").fetchone()
    assert row == ("Typed at the last moment",)
    desk.close()


def test_a_restore_that_cannot_change_the_files_leaves_the_desk_open_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from salesdesk.store import backup

    desk = make_desk(tmp_path)
    made = backups.backup_now(desk).path
    add_deal(desk, "Later")
    ready = restoring.ready_backup(desk, made)

    def refused(_first: object, _second: object) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(backup.os, "replace", refused)
        with pytest.raises(KnownError, match="Permission denied"):
            restoring.put(desk, ready)
    assert desk.raw.execute("SELECT name FROM deal").fetchone() == ("Later",)
    add_deal(desk, "And on")
    check(desk)
    desk.close()


def test_a_preview_of_the_demo_names_every_record_without_a_fault(
    demo: Desk, tmp_path: Path
) -> None:
    """Everything gone, and everything new: all kinds are named."""
    made = backups.backup_now(demo).path
    empty = make_desk(tmp_path / "empty")
    gone = restore_preview.preview(empty, made)
    assert gone.totals[0] > 20
    kinds = {kind.kind for kind in gone.kinds}
    assert {"deal", "account", "person", "product"} <= kinds
    assert all(item.name for kind in gone.kinds for item in kind.items)
    empty.close()
    same = restore_preview.preview(demo, made)
    assert same.kinds == ()


def _other_stage(desk: Desk, deal: str) -> str:
    (here,) = desk.raw.execute("SELECT stage_key FROM deal WHERE id=?", (deal,)).fetchone()
    (pipeline,) = desk.raw.execute("SELECT pipeline_id FROM deal WHERE id=?", (deal,)).fetchone()
    stages = [stage.key for stage in desk.process(pipeline).board_stages()]
    return next(stage for stage in stages if stage != here)


class _Spoil:
    """Words of every row of a deal are changed, and its next steps go."""

    label = "Spoil"

    def __init__(self, deal: str) -> None:
        self.deal = deal

    def apply(self, unit: object) -> None:
        from salesdesk.store.schema import KINDS, NextStep

        for kind in KINDS.values():
            columns = kind.__table__.c
            if "deal_id" not in columns:
                continue
            for row in unit.match(kind, deal_id=self.deal):  # type: ignore[attr-defined]
                for column in ("words", "body", "note", "what"):
                    if column in columns and getattr(row, column):
                        setattr(row, column, "spoilt")
        for step in unit.match(NextStep, deal_id=self.deal):  # type: ignore[attr-defined]
            unit.bin(step)  # type: ignore[attr-defined]
