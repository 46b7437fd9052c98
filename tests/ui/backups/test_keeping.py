"""Backups that make themselves in the window: told where and when, once, and reminded seldom."""

from __future__ import annotations

import datetime as dt
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from salesdesk.domain.clock import Clock
from salesdesk.store import backup_folder
from salesdesk.store.backup_folder import kept
from salesdesk.support.paths import places
from salesdesk.support.settings import Settings, SettingsFile
from salesdesk.ui.backups.keeper import BackupKeeper
from salesdesk.ui.backups.page import BackupsPage
from salesdesk.ui.day_watch import DayWatch
from salesdesk.ui.live_settings import LiveSettings
from salesdesk.ui.shell.window import MainWindow
from salesdesk.usecases import backups, importing
from salesdesk.usecases.desk import Desk
from tests.desks import add_deal, make_desk
from tests.ui.live import open_window, until


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """A window whose settings are on the disk, as backups read them there."""
    desk = make_desk(tmp_path)
    add_deal(desk)
    made = open_window(qtbot, desk)
    settings = LiveSettings(Settings(), SettingsFile(places().settings_file))
    made.context.settings = settings
    yield made
    made.close()
    made.bridge.close()
    desk.close()


def keeper(qtbot: QtBot, window: MainWindow) -> BackupKeeper:
    """The watch, which has looked once."""
    made = BackupKeeper(window.context, window)
    until(qtbot, lambda: made.state is not None)
    return made


def desk_of(window: MainWindow) -> Desk:
    desk: Any = window.bridge.desk
    return desk  # type: ignore[no-any-return]


def test_the_foot_says_when_and_its_tip_where_also_after_the_backup_of_an_import(
    qtbot: QtBot, window: MainWindow
) -> None:
    watch = keeper(qtbot, window)
    assert window.sidebar.status.endswith("no backup yet")
    watch.look(starting=True)
    until(qtbot, lambda: " · backup " in window.sidebar.status)
    assert "by itself" in window.sidebar.status_tip
    importing.safeguard(desk_of(window))
    until(qtbot, lambda: "before an import" in window.sidebar.status_tip)
    assert str(backup_folder.folder_of(desk_of(window).path)) in window.sidebar.status_tip


def test_27_a_backup_disk_that_is_gone_is_told_once_and_used_again_when_it_is_back(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    desk, disk = desk_of(window), tmp_path / "disk"
    window.context.settings.change(backup_folder=backups.choose_folder(disk, desk.path))
    window.context.settings.flush()
    watch = keeper(qtbot, window)
    watch.look(starting=True)
    until(qtbot, lambda: watch.state is not None and watch.state.last is not None)
    assert watch.state is not None
    assert disk in watch.state.folder.parents
    shutil.move(disk, tmp_path / "unplugged")
    disk.mkdir()  # the empty place where it is mounted
    add_deal(desk, "Work goes on")
    watch.look(starting=True)
    until(qtbot, lambda: window.banner.isVisible() and window.banner.isEnabled())
    assert "not there: its disk may not be connected" in window.banner.words.text()
    # Kept in the usual folder meanwhile; what tells of the disk may be quicker than the backup.
    until(qtbot, lambda: kept(backup_folder.folder_of(desk.path)))
    assert list(disk.iterdir()) == [], "nothing is written into the empty place"
    window.banner.hide()
    watch.look()
    qtbot.waitUntil(lambda: not watch._is_at_work)
    watch.refresh()
    window.bridge.at_rest()
    qtbot.wait(10)
    assert not window.banner.isVisible()
    disk.rmdir()
    shutil.move(tmp_path / "unplugged", disk)
    count = len(list(disk.rglob("*.desk")))
    watch.look(starting=True)
    until(qtbot, lambda: len(list(disk.rglob("*.desk"))) == count + 1)
    numbers = [each.stamp.number for each in backup_folder.all_of(desk.path)]
    assert numbers == sorted(set(numbers)), "they go on counting over both folders"


def test_a_failing_backup_is_told_once_until_one_worked(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    from salesdesk.store import backup

    def full(_path: Path) -> None:
        raise OSError(28, "No space left on device")

    real = backup.sync_file
    watch = keeper(qtbot, window)
    monkeypatch.setattr(backup, "sync_file", full)
    watch.look(starting=True)
    until(qtbot, window.banner.isVisible)
    assert "disk is full" in window.banner.words.text()
    window.banner.hide()
    watch.look(starting=True)
    until(qtbot, lambda: not watch._is_at_work)
    assert not window.banner.isVisible()
    monkeypatch.setattr(backup, "sync_file", real)
    watch.look(starting=True)
    until(qtbot, lambda: "backup" in window.sidebar.status)


def test_backups_on_the_desks_disk_are_reminded_of_and_put_off_for_thirty_days(
    qtbot: QtBot, window: MainWindow
) -> None:
    desk = desk_of(window)
    day = dt.date(2026, 11, 20)
    backups.backup_file(desk.path, Clock(day), "timed")
    first = keeper(qtbot, window)
    until(qtbot, window.banner.isVisible)
    assert "on the same disk as the desk" in window.banner.words.text()
    window.banner.close_button.click()
    for days, is_told in ((29, False), (30, True)):
        first._told.clear()
        later = Clock(dt.date(2026, 11, 22) + dt.timedelta(days=days))
        window.context.clock = later
        first.state = None
        first.refresh()
        until(qtbot, lambda: first.state is not None)
        assert window.banner.isVisible() is is_told


def test_a_desk_made_today_is_not_nagged_about(qtbot: QtBot, window: MainWindow) -> None:
    backups.backup_now(desk_of(window))
    keeper(qtbot, window)
    assert "same disk" not in window.banner.words.text()


def test_the_page_lists_checks_and_makes_backups_and_takes_another_folder(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    desk = desk_of(window)
    damaged = backups.backup_now(desk).path
    data = bytearray(damaged.read_bytes())
    data[-10] ^= 1
    damaged.write_bytes(data)
    window.open("backups")
    page = window.dialogs.shown[("backups", "")]
    assert isinstance(page, BackupsPage)
    show = page.findChild(QPushButton, "backups_show_folder")
    assert isinstance(show, QPushButton)
    show.click()  # before it is known where they lie
    until(qtbot, lambda: page.list.looked)
    show.click()
    assert [each.toLocalFile() for each in opened] == [page.folder.text()]
    item = page.list.topLevelItem(0)
    assert item is not None
    assert item.text(4) == "damaged"
    page.now.click()
    until(qtbot, lambda: page.list.topLevelItemCount() == 2 and len(page.list.looked) == 2)
    item = page.list.topLevelItem(0)
    assert item is not None
    assert (item.text(1), item.text(2), item.text(4)) == ("by hand", "1", "whole")
    page.set_folder(desk.path.parent)
    assert "folder of the desk itself" in page.fault.text()
    page.set_folder(tmp_path / "elsewhere")
    until(qtbot, lambda: "elsewhere" in page.folder.text())
    assert list((tmp_path / "elsewhere").rglob("*.by-hand.desk"))
    page.every.picked.emit("10")
    window.context.settings.flush()
    assert backups.every() == dt.timedelta(minutes=10)
    page.usual.click()
    until(qtbot, lambda: "elsewhere" not in page.folder.text())
    page.reject()


def test_a_change_of_fifty_deals_is_preceded_by_a_backup(qtbot: QtBot, window: MainWindow) -> None:
    from salesdesk.usecases.shelving import BinDeals

    desk = desk_of(window)
    ids = tuple(add_deal(desk, f"Deal {number}") for number in range(50))
    desk.run(BinDeals(ids[:49]))
    desk.undo().result()
    assert not kept(backup_folder.folder_of(desk.path))
    desk.run(BinDeals(ids))
    (made,) = kept(backup_folder.folder_of(desk.path))
    assert made.reason == "before-change"


def test_31_a_zone_change_or_a_new_day_has_every_screen_judge_anew(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An evening in New York is the next day in Auckland: the date on Today follows."""
    desk = desk_of(window)
    at = dt.datetime(2026, 11, 22, 23, 30, tzinfo=dt.UTC)
    clock = Clock(read=lambda: dt.datetime.fromtimestamp(at.timestamp()).astimezone())
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    desk.clock = window.context.clock = clock
    window.go("today")
    page: Any = window.page("today")
    until(qtbot, lambda: "November 22" in page._title.text())
    window.go("board")
    board: Any = window.page("board")
    until(qtbot, lambda: not board.has_rest)
    assert board.content.view.today == dt.date(2026, 11, 22)
    watch = DayWatch(window.bridge, clock, window)
    watch.look()
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    watch.look()
    until(qtbot, lambda: board.content.view.today == dt.date(2026, 11, 23))
    window.go("today")
    until(qtbot, lambda: "November 23" in page._title.text())
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
