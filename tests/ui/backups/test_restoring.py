"""Restoring in the window: what it would change is named, it is undone, one record comes alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem
from pytestqt.qtbot import QtBot

from salesdesk.domain.errors import NotSaved
from salesdesk.ui.backups.restore_dialog import RestoreDialog
from salesdesk.usecases import backups
from salesdesk.usecases.exporting import export_desk
from tests.desks import Desk, add_deal, make_desk
from tests.store.whole import check, dump
from tests.ui.backups.conftest import Changed
from tests.ui.live import open_window, until


def deals(desk: Desk) -> dict[str, tuple[int | None, bool]]:
    """Amount and whether it is in use, by name."""
    rows = desk.raw.execute("SELECT name, amount_minor, binned_at FROM deal").fetchall()
    return {name: (amount, binned is None) for name, amount, binned in rows}


def texts(tree: QTreeWidget) -> list[tuple[str, ...]]:
    """Every row of a tree."""
    found = []

    def walk(item: QTreeWidgetItem) -> None:
        found.append(tuple(item.text(column) for column in range(tree.columnCount())))
        for place in range(item.childCount()):
            walk(item.child(place))

    for place in range(tree.topLevelItemCount()):
        top = tree.topLevelItem(place)
        assert top is not None
        walk(top)
    return found


def opened(qtbot: QtBot, changed: Changed) -> RestoreDialog:
    """The dialog with its preview shown."""
    changed.window.open("restore")
    dialog = next(iter(changed.window.dialogs.shown.values()))
    assert isinstance(dialog, RestoreDialog)
    until(qtbot, lambda: dialog.preview is not None)
    return dialog


def test_the_preview_names_what_comes_back_what_changes_and_what_goes(
    qtbot: QtBot, changed: Changed
) -> None:
    dialog = opened(qtbot, changed)
    rows = texts(dialog.tree)
    assert ("Fleet telematics", "not there", "there again") in rows
    assert ("Harbour cranes", "there", "missing") in rows
    assert ("Night trains · Nordwind", "as it is", "as it was") in rows
    assert ("Amount", "€15,000", "€12,000") in rows
    assert "would come back" in dialog.summary.text()
    until(qtbot, lambda: dialog.list.looked)
    item = dialog.list.topLevelItem(0)
    assert item is not None
    assert (item.text(2), item.text(4)) == ("2", "whole")
    dialog.reject()


def test_a_restore_is_exact_the_window_goes_on_and_undo_restore_brings_all_back(
    qtbot: QtBot, changed: Changed
) -> None:
    desk, window = changed.desk, changed.window
    before, was = dump(desk), deals(desk)
    dialog = opened(qtbot, changed)
    dialog.accept()
    until(qtbot, lambda: "Harbour cranes" not in deals(desk))
    assert deals(desk)["Fleet telematics"] == (None, True)
    assert deals(desk)["Night trains"] == (1_200_000, True)
    check(desk)
    board = window.page("board")
    shown = board.row  # type: ignore[attr-defined]
    until(qtbot, lambda: shown(changed.added) is None and shown(changed.binned) is not None)
    assert not list(desk.path.parent.glob("*.restoring"))
    assert not list(desk.path.parent.glob("*.before-restore-*"))
    assert window.banner.action.words == "Undo restore"
    window.banner.action.click()
    until(qtbot, lambda: deals(desk) == was)
    assert dump(desk) == before
    check(desk)


def test_every_page_lives_on_when_what_it_shows_is_gone(qtbot: QtBot, changed: Changed) -> None:
    window, failures = changed.window, []
    window.bridge.failed.connect(failures.append)
    for key in window.pages:
        if key == "accounts":
            (item,) = changed.desk.raw.execute("SELECT id FROM account").fetchone()
        else:
            item = changed.added if key == "deal" else ""
        window.go(key, item)
        qtbot.wait(30)
    for key in window.pages:
        window.go(key, changed.added if key == "deal" else "")
        opened(qtbot, changed).accept()
        until(qtbot, lambda: "Harbour cranes" not in deals(changed.desk))
        until(qtbot, lambda: not window.dialogs.shown)
        qtbot.wait(30)
        window.book.run("backups.undo_restore")
        until(qtbot, lambda: "Harbour cranes" in deals(changed.desk))
        qtbot.wait(30)
    assert (failures, window.bridge.unsaved_count) == ([], 0)


def test_undo_restore_after_more_work_shows_first_what_that_would_lose(
    qtbot: QtBot, changed: Changed
) -> None:
    opened(qtbot, changed).accept()
    until(qtbot, lambda: "Harbour cranes" not in deals(changed.desk))
    until(qtbot, lambda: not changed.window.dialogs.shown)
    add_deal(changed.desk, "Written after the restore")
    changed.window.book.run("backups.undo_restore")
    dialog = next(iter(changed.window.dialogs.shown.values()))
    assert isinstance(dialog, RestoreDialog)
    until(qtbot, lambda: dialog.preview is not None)
    assert dialog.preview is not None
    assert "before-restore" in dialog.preview.backup.name
    assert ("Written after the restore", "there", "missing") in texts(dialog.tree)
    dialog.reject()


def test_one_deal_comes_back_alone_and_undo_takes_it_away_again(
    qtbot: QtBot, changed: Changed
) -> None:
    desk = changed.desk
    was = dump(desk)
    dialog = opened(qtbot, changed)
    for item in dialog.tree.findItems("Fleet", _contains(), 0):
        dialog.tree.setCurrentItem(item)
    assert dialog.alone.words == "Take back “Fleet telematics” alone"
    dialog.alone.click()
    until(qtbot, lambda: deals(desk)["Fleet telematics"] == (None, True))
    assert deals(desk)["Harbour cranes"] == (None, True)
    assert deals(desk)["Night trains"] == (1_500_000, True)
    check(desk)
    desk.undo().result()
    assert dump(desk) == was


def _contains() -> object:
    from PySide6.QtCore import Qt

    return Qt.MatchFlag.MatchContains | Qt.MatchFlag.MatchRecursive


def test_a_backup_that_is_as_the_desk_is_has_nothing_to_restore(
    qtbot: QtBot, changed: Changed
) -> None:
    backups.backup_now(changed.desk, "by-hand")
    dialog = opened(qtbot, changed)
    assert "equal" in dialog.summary.text()
    assert dialog.equal.isVisible()
    assert not dialog.tree.isVisible()
    assert not dialog.alone.isVisible()
    assert dialog.primary is not None
    assert not dialog.primary.isEnabled()
    dialog.reject()


def test_a_damaged_backup_is_told_and_nothing_is_touched(qtbot: QtBot, changed: Changed) -> None:
    data = bytearray(changed.backup.read_bytes())
    data[-10] ^= 1
    changed.backup.write_bytes(data)
    was = deals(changed.desk)
    dialog = opened(qtbot, changed)
    dialog.accept()
    until(qtbot, lambda: "its sum differs" in dialog.fault.text())
    assert deals(changed.desk) == was
    assert not list(changed.desk.path.parent.glob("*.restoring"))
    add_deal(changed.desk, "Work goes on")
    dialog.reject()


def test_nothing_is_restored_while_changes_wait_to_be_saved(qtbot: QtBot, changed: Changed) -> None:
    changed.window.bridge.keep(NotSaved("The disk is full."), lambda: None)
    dialog = opened(qtbot, changed)
    dialog.accept()
    assert "wait to be saved" in dialog.fault.text()
    changed.window.bridge.retry()
    dialog.reject()


def test_a_window_without_backups_says_so(qtbot: QtBot, tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    window = open_window(qtbot, desk)
    window.open("restore")
    dialog = next(iter(window.dialogs.shown.values()))
    assert isinstance(dialog, RestoreDialog)
    until(qtbot, dialog.empty.isVisible)
    assert dialog.primary is not None
    assert not dialog.primary.isEnabled()
    dialog.reject()
    window.close()
    window.bridge.close()
    desk.close()


def test_the_export_of_a_whole_desk_is_taken_into_the_empty_one_in_the_window(
    qtbot: QtBot, changed: Changed, tmp_path: Path
) -> None:
    export_desk(changed.desk, tmp_path / "all.json")
    empty = make_desk(tmp_path / "other", threaded=True)
    window = open_window(qtbot, empty)
    window.go("board")
    until(qtbot, lambda: not window.page("board").has_rest)  # type: ignore[attr-defined]
    controller = window.import_controller  # type: ignore[attr-defined]
    controller.open_with([tmp_path / "all.json"])
    until(qtbot, lambda: window.dialogs.shown)
    window.dialogs.shown[("take_desk", str(tmp_path / "all.json"))].accept()
    until(qtbot, lambda: deals(empty) == deals(changed.desk))
    assert dump(empty) == dump(changed.desk)
    controller.open_with([tmp_path / "all.json"])
    until(qtbot, lambda: window.dialogs.shown)
    dialog = window.dialogs.shown[("take_desk", str(tmp_path / "all.json"))]
    dialog.accept()
    until(qtbot, lambda: "holds" in dialog.fault.text())  # type: ignore[attr-defined]
    dialog.reject()
    window.close()
    window.bridge.close()
    empty.close()


@pytest.mark.parametrize("kind", ["account", "person", "note"])
def test_an_account_a_person_and_a_note_come_back_alone(
    qtbot: QtBot, changed: Changed, kind: str
) -> None:
    from salesdesk.usecases import taking_back

    desk, row_id = changed.desk, "0" * 31 + "7"
    values = {
        "account": {"name": "Südbahn"},
        "person": {"name": "Dana Reyes", "email": "dana@example.org"},
        "note": {"body": "Call the depot", "deal_id": changed.edited, "written_at": _NOW},
    }[kind]
    desk.run(_Row(kind, row_id, values))
    made = backups.backup_now(desk).path
    desk.run(_Bin(kind, row_id))
    was = dump(desk)
    desk.run(taking_back.read(made, kind, row_id))
    assert desk.raw.execute(f"SELECT binned_at FROM {kind} WHERE id=?", (row_id,)).fetchone() == (
        None,
    )
    check(desk)
    desk.undo().result()
    assert dump(desk) == was


_NOW = "2026-11-22T10:00:00.000+00:00"


class _Row:
    label = "Add"

    def __init__(self, kind: str, row_id: str, values: dict[str, str]) -> None:
        self.kind, self.row_id, self.values = kind, row_id, values

    def apply(self, unit: object) -> None:
        from salesdesk.store.schema import KINDS

        unit.add(KINDS[self.kind](id=self.row_id, **self.values))  # type: ignore[attr-defined]


class _Bin(_Row):
    label = "Bin"

    def __init__(self, kind: str, row_id: str) -> None:
        super().__init__(kind, row_id, {})

    def apply(self, unit: object) -> None:
        from salesdesk.store.schema import KINDS

        unit.bin(unit.get(KINDS[self.kind], self.row_id))  # type: ignore[attr-defined]
