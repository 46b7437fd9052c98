"""Cases 10, 11 and 12: copies set aside, networks and synchronised folders, a second start."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from salesdesk.domain.clock import Clock
from salesdesk.support import file_place
from salesdesk.support.file_place import Elsewhere
from salesdesk.support.lock import DeskHeld
from salesdesk.support.paths import places
from salesdesk.support.settings import Settings, SettingsFile
from salesdesk.ui.files.copies import CopiesDialog
from salesdesk.ui.shell import refused
from salesdesk.usecases import opening
from salesdesk.usecases.opening import UnsafePlace, open_to_work
from tests.desks import add_deal, make_desk
from tests.faults.worlds import posix, python, run
from tests.ui.checks import assert_named


def _closed(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    desk = make_desk(folder)
    add_deal(desk, "Night trains", account="Nordwind")
    desk.close()
    return desk.path


def test_11_a_desk_in_a_synchronised_folder_is_refused_untouched_with_a_place_to_go_to(
    tmp_path: Path,
) -> None:
    path = _closed(tmp_path / "Dropbox" / "Sales")
    before, around = path.read_bytes(), {each.name for each in path.parent.iterdir()}
    done = run(*python("-m", "salesdesk", path), QT_QPA_PLATFORM="offscreen")
    assert done.returncode == 3
    assert "that Dropbox synchronises. It was not opened and is as it was" in done.stderr
    assert str(places().default_desk.parent.name) in done.stderr
    assert "--anyway" in done.stderr
    assert path.read_bytes() == before
    assert {each.name for each in path.parent.iterdir()} == around


def test_11_a_network_is_refused_and_who_insists_is_not_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _closed(tmp_path)
    monkeypatch.setattr(file_place, "_network", lambda _f: Elsewhere("network", "nfs4", "/mnt"))
    with pytest.raises(UnsafePlace, match="lies in a network"):
        open_to_work(path, Clock())
    desk = open_to_work(path, Clock(), insist=True)
    assert desk.may_write
    desk.close()
    settings = Settings()
    assert not opening.is_trusted(settings, path)
    settings = settings._replace(**opening.trusting(settings, path))
    file = SettingsFile(tmp_path / "settings.json")
    file.save(settings)
    assert opening.is_trusted(file.load().settings, path)
    assert not opening.is_trusted(file.load().settings, tmp_path / "other.desk")


def test_11_a_new_desk_is_not_made_in_a_synchronised_folder_unless_one_insists(
    tmp_path: Path,
) -> None:
    path = tmp_path / "OneDrive - Acme" / "Mine.desk"
    path.parent.mkdir()
    done = run(*python("-m", "salesdesk", "new", path))
    assert done.returncode == 3
    assert "“Mine.desk” was not made" in done.stderr
    assert not path.exists()
    assert run(*python("-m", "salesdesk", "new", path, "--anyway")).returncode == 0
    assert path.exists()


def test_the_question_before_there_is_a_window_refuses_unless_the_button_is_pressed(
    qtbot: QtBot, tmp_path: Path
) -> None:
    found = Elsewhere("cloud", "Dropbox", str(tmp_path))
    asked = refused.make(UnsafePlace(tmp_path / "Mine.desk", found))
    qtbot.addWidget(asked)
    assert_named(asked)
    asked.reject()
    assert asked.answer is None
    assert opening.may_insist(UnsafePlace(tmp_path / "Mine.desk", found))
    assert opening.may_insist(DeskHeld("x", None, is_elsewhere=True))
    assert not opening.may_insist(DeskHeld("x", None, is_elsewhere=False))


@posix
def test_10_12_copies_are_named_and_not_merged_and_a_second_start_hands_its_file_over(
    tmp_path: Path,
) -> None:
    path = _closed(tmp_path)
    copy = path.with_name(f"{path.stem} (conflicted copy 2026-11-22 101112).desk")
    copy.write_bytes(path.read_bytes())
    before = copy.read_bytes()
    table = tmp_path / "new deals.csv"
    table.write_text("Name,Amount\nCold chain,1200\n", encoding="utf-8")
    done = run(
        *python("-m", "tests.faults.arriving", path, table),
        SALESDESK_HOME=str(tmp_path / "home"),
        QT_QPA_PLATFORM="offscreen",
    )
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert "a copy that a synchronising program set aside. Nothing was merged" in seen["banner"]
    assert copy.read_bytes() == before
    assert (seen["code"], seen["err"]) == (0, "")
    assert seen["files"] == ["new deals.csv"]
    assert (seen["told"], seen["logged"]) == ([], 0)


def test_10_the_list_of_copies_names_each_and_opens_the_chosen_one(
    qtbot: QtBot, tmp_path: Path
) -> None:
    copies = [tmp_path / "Mine (1).desk", tmp_path / "Mine 2.desk"]
    for path in copies:
        path.write_bytes(b"x" * 5000)
    dialog = CopiesDialog(copies)
    qtbot.addWidget(dialog)
    assert_named(dialog)
    assert dialog.list.count() == 2
    assert dialog.list.item(0).text().startswith("Mine (1).desk · ")
    dialog.list.setCurrentRow(1)
    dialog.accept()
    assert dialog.chosen == copies[1]


def test_a_name_without_a_known_ending_is_a_desk(tmp_path: Path) -> None:
    desk, table = tmp_path / "Mine.desk", tmp_path / "deals.csv"
    assert opening.sorted_out([table, desk]) == ((desk,), (table,))
    assert opening.sorted_out([tmp_path / "x.old"]) == ((tmp_path / "x.old",), ())
