"""What changes very much at once is preceded by a backup, its undo and redo too."""

from __future__ import annotations

from pathlib import Path

import pytest

from salesdesk.domain.errors import KnownError
from salesdesk.store import backup
from salesdesk.store.backup_folder import folder_of, kept
from salesdesk.usecases import backups, history
from salesdesk.usecases.importing import import_files
from tests.desks import Desk, add_deal, desk

__all__ = ["desk"]


def reasons(desk: Desk) -> list[str]:
    return [each.reason for each in kept(folder_of(desk.path))]


def count(path: Path) -> int:
    looked = backups.look_into(path)
    assert not looked.fault
    return looked.deals


@pytest.fixture
def imported(desk: Desk, tmp_path: Path) -> Desk:
    file = tmp_path / "deals.csv"
    file.write_text("Deal name,Stage\nOne,Qualify\nTwo,Qualify\n", encoding="utf-8")
    import_files(desk, [file])
    return desk


def test_the_undo_of_an_import_keeps_a_backup_with_what_it_takes_away(imported: Desk) -> None:
    before = reasons(imported)
    imported.undo().result()
    assert reasons(imported) == [*before, "before-change"]
    assert count(kept(folder_of(imported.path))[-1].path) == 2
    imported.redo().result()
    assert reasons(imported) == [*before, "before-change", "before-change"]


def test_the_undo_of_a_small_change_makes_no_backup(desk: Desk) -> None:
    add_deal(desk, "One")
    desk.undo().result()
    assert reasons(desk) == []


def test_the_undo_of_a_change_of_very_many_rows_is_preceded_by_a_backup(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_deal(desk, "One")
    monkeypatch.setattr(history, "LARGE", 1)
    desk.undo().result()
    assert reasons(desk) == ["before-change"]


def test_when_the_backup_fails_nothing_is_undone(
    imported: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_path: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup, "sync_file", full)
    with pytest.raises(KnownError, match="disk is full"):
        imported.undo().result()
    assert imported.raw.execute("SELECT count(*) FROM deal").fetchone()[0] == 2
    entry = imported.undo_entry()
    assert entry is not None
    assert history.is_large(entry)
