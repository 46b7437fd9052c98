"""Check desk, salvage, and what is offered when a desk does not open."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from sqlcipher3 import dbapi2 as driver

from salesdesk.domain.changes import Changes
from salesdesk.support.settings import Settings
from salesdesk.ui.bridge import Bridge
from salesdesk.ui.files.check_dialog import CheckDialog
from salesdesk.ui.files.controller import FilesController
from salesdesk.ui.files.damaged_dialog import DamagedDialog
from salesdesk.ui.files.salvage_dialog import SalvageDialog
from salesdesk.usecases import checking, opening
from salesdesk.usecases.backups import backup_file
from salesdesk.usecases.desk import Desk
from tests.desks import TODAY, add_deal, add_fact, clock_of, make_desk
from tests.ui.checks import assert_named

PAGE = 4096


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    for number in range(5):
        add_fact(made, add_deal(made, f"Deal {number}"), "pain", "Drivers wait")
    yield made
    made.close()


@pytest.fixture
def context(desk: Desk) -> Iterator[Any]:
    bridge = Bridge(desk)
    shell = SimpleNamespace(dialog_parent=None, tell=lambda *_a: None, warn=lambda *_a: None)
    yield SimpleNamespace(
        bridge=bridge, clock=desk.clock, shell=shell, extra=desk,
        settings=SimpleNamespace(now=Settings()),
    )  # fmt: skip
    bridge.close()


def spoil(path: Path, *statements: str) -> None:
    raw = driver.connect(str(path), isolation_level=None)
    raw.execute("PRAGMA secure_delete=ON")
    for statement in statements:
        raw.execute(statement)
    raw.close()


def checked(qtbot: QtBot, context: Any, begun: list[str] | None = None) -> CheckDialog:
    dialog = CheckDialog(context, lambda: (begun if begun is not None else []).append("salvage"))
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.report is not None, timeout=20000)
    return dialog


def test_a_whole_desk_is_said_to_be_whole_part_by_part(context: Any, qtbot: QtBot) -> None:
    dialog = checked(qtbot, context)
    assert dialog.headline.text() == "This desk is whole"
    assert {state.text() for state in dialog.states.values()} == {"whole"}
    for hidden in (dialog.mend, dialog.salvage, dialog.found):
        assert not hidden.isVisible()
    assert_named(dialog)


def test_what_differs_is_made_anew_after_a_backup_and_the_screens_read_it(
    context: Any, desk: Desk, qtbot: QtBot
) -> None:
    spoil(desk.path, "UPDATE card SET amount_minor = 5", "DELETE FROM search_doc")
    heard: list[Changes] = []
    context.bridge.changed.connect(heard.append)
    dialog = checked(qtbot, context)
    assert "The card of “Deal 0” does not show" in dialog.found.toPlainText()
    assert not dialog.salvage.isVisible()
    dialog.report = None
    dialog.mend.click()
    qtbot.waitUntil(lambda: dialog.report is not None, timeout=20000)
    assert dialog.headline.text() == "Made anew: this desk is whole"
    assert "before-change" in dialog.remedy.text()
    assert len(heard[0].deals) == 5
    assert checking.check_desk(desk.path).is_whole
    assert desk.undo_entry() is not None


def test_a_damaged_index_is_made_anew_in_a_file_that_takes_the_place_of_the_open_one(
    context: Any, desk: Desk, qtbot: QtBot
) -> None:
    raw = driver.connect(str(desk.path))
    (page,) = raw.execute(
        "SELECT rootpage FROM sqlite_schema WHERE name = 'ix_fact_deal_id'"
    ).fetchone()
    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    raw.close()
    with desk.path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(bytes(4096))
    dialog = checked(qtbot, context)
    assert not dialog.salvage.isVisible()
    dialog.report = None
    dialog.mend.click()
    qtbot.waitUntil(lambda: dialog.report is not None, timeout=20000)
    assert dialog.headline.text() == "Made anew: this desk is whole"
    assert "damaged" in dialog.remedy.text()
    assert desk.raw.execute("SELECT count(*) FROM deal").fetchone()[0] == 5
    add_deal(desk, "After it")
    assert checking.check_desk(desk.path).is_whole


def test_damaged_records_are_named_and_salvage_is_offered(
    context: Any, desk: Desk, qtbot: QtBot
) -> None:
    spoil(desk.path, "UPDATE fact SET words = 'Drivers weep' WHERE rowid = 2")
    begun: list[str] = []
    dialog = checked(qtbot, context, begun)
    assert "Fact “Drivers weep” of “Deal 1” is damaged" in dialog.found.toPlainText()
    dialog.salvage.click()
    assert begun == ["salvage"]


def test_closing_stops_a_check_that_runs(
    context: Any, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped: list[bool] = []

    def slow(_path: Path, _progress: Any, stop: Any) -> Any:
        until = time.monotonic() + 20
        while not stop() and time.monotonic() < until:
            time.sleep(0.005)
        stopped.append(stop())

    monkeypatch.setattr(checking, "check_desk", slow)
    dialog = CheckDialog(context, lambda: None)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.reject()
    assert stopped == [True]


def test_the_open_desk_is_salvaged_into_another_that_opens_in_its_own_window(
    context: Any, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    spoil(desk.path, "UPDATE fact SET words = 'Drivers weep' WHERE rowid = 2")
    target = tmp_path / "saved.desk"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(target), ""))
    shown: list[SalvageDialog] = []
    monkeypatch.setattr(SalvageDialog, "open", lambda self: (shown.append(self), self.show()))
    started: list[Path] = []
    FilesController(context, lambda path: bool(started.append(path)) or True).salvage()
    (dialog,) = shown
    assert_named(dialog)
    qtbot.waitUntil(dialog.go.isEnabled, timeout=20000)
    dialog.go.click()
    qtbot.waitUntil(lambda: dialog.result_of is not None, timeout=20000)
    assert "Taken from the history (1)" in dialog.list.toPlainText()
    dialog.go.click()
    assert started == [target]
    assert checking.check_desk(target).is_whole
    add_deal(desk, "The open one goes on")


@pytest.fixture
def broken(desk: Desk) -> Path:
    """A closed desk with a backup, whose header is gone."""
    desk.close()
    backup_file(desk.path, clock_of(TODAY))
    data = bytearray(desk.path.read_bytes())
    data[:PAGE] = bytes(PAGE)
    desk.path.write_bytes(data)
    return desk.path


def offered(qtbot: QtBot, path: Path) -> DamagedDialog:
    dialog = DamagedDialog(path, "It is damaged.", clock_of(TODAY))
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(dialog.salvage.isEnabled, timeout=20000)
    return dialog


def opens(path: Path) -> bool:
    opened = opening.open_to_work(path, clock_of(TODAY))
    opened.close()
    return checking.check_desk(path).is_whole


def test_a_desk_that_does_not_open_is_restored_from_the_start(broken: Path, qtbot: QtBot) -> None:
    data = broken.read_bytes()
    dialog = offered(qtbot, broken)
    assert_named(dialog)
    assert not dialog.mend.isVisible()
    assert dialog.newest_words.text().startswith("Of Nov 22, 2026")
    with qtbot.waitSignal(dialog.accepted, timeout=20000):
        dialog.restore.click()
    assert opens(broken)
    assert data in [each.read_bytes() for each in broken.parent.glob("*.before-restore-*.desk")]


def test_a_desk_whose_index_alone_is_damaged_is_mended_before_salvage_is_thought_of(
    desk: Desk, qtbot: QtBot
) -> None:
    desk.close()
    with contextlib.closing(driver.connect(str(desk.path))) as raw:
        (page,) = raw.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'sqlite_autoindex_deal_1'"
        ).fetchone()
    with desk.path.open("r+b") as file:
        file.seek((page - 1) * PAGE)
        file.write(bytes(PAGE))
    dialog = offered(qtbot, desk.path)
    assert dialog.mend.isVisible()
    assert (dialog.mend.kind, dialog.restore.kind) == ("primary", "secondary")
    assert_named(dialog)
    with qtbot.waitSignal(dialog.accepted, timeout=20000):
        dialog.mend.click()
    assert opens(desk.path)


def test_a_desk_that_does_not_open_is_salvaged_in_its_place(
    broken: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = broken.read_bytes()
    dialog = offered(qtbot, broken)

    def go_through(salvage: SalvageDialog) -> int:
        qtbot.waitUntil(salvage.go.isEnabled, timeout=20000)
        salvage.accept()
        qtbot.waitUntil(lambda: salvage.result_of is not None, timeout=20000)
        salvage.accept()
        return salvage.result()

    monkeypatch.setattr(SalvageDialog, "exec", go_through)
    with qtbot.waitSignal(dialog.accepted, timeout=20000):
        dialog.salvage.click()
    assert opens(broken)
    assert data in [each.read_bytes() for each in broken.parent.glob("*.damaged-*.desk")]


def test_without_a_whole_backup_restoring_is_not_offered(
    broken: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from salesdesk.store.backup_folder import folder_of, kept

    (only,) = kept(folder_of(broken))
    only.path.write_bytes(b"spoilt")
    dialog = offered(qtbot, broken)
    assert not dialog.restore.isEnabled()
    assert dialog.newest_words.text() == "There is no backup that is whole."
    opened: list[str] = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: bool(opened.append(url.toLocalFile())) or True
    )
    dialog.folder.click()
    assert opened == [str(broken.parent)]
    dialog.reject()
