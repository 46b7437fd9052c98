"""Where things are: the user's folder and our resources."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from salesdesk.support import paths


def test_salesdesk_home_holds_settings_logs_desks_and_backups(tmp_path: Path) -> None:
    places = paths.places({"SALESDESK_HOME": str(tmp_path)})
    named = (places.settings_file, places.log_file, places.default_desk, places.crash_reports)
    assert all(tmp_path in each.parents for each in named)
    assert places.backups.parent == tmp_path
    assert places.backups not in places.default_desk.parents


def test_without_salesdesk_home_the_systems_folder_is_used() -> None:
    home = paths.places({}).home
    assert home.is_absolute()
    assert home.name == "SalesDesk"


def test_a_relative_home_does_not_move_with_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    places = paths.places({"SALESDESK_HOME": "here"})
    monkeypatch.chdir("/")
    assert places.home == tmp_path / "here"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_new_folders_are_open_to_the_user_alone(tmp_path: Path) -> None:
    made = paths.make_private(tmp_path / "one" / "two")
    for folder in (made, made.parent):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_a_folder_that_was_there_keeps_its_mode(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o755)
    paths.make_private(shared)
    assert stat.S_IMODE(shared.stat().st_mode) == 0o755


def test_the_umask_makes_new_files_private(tmp_path: Path) -> None:
    before = paths.use_private_umask()
    try:
        file = tmp_path / "note"
        file.touch()
        assert stat.S_IMODE(file.stat().st_mode) & 0o077 == 0
    finally:
        os.umask(before)


def test_resources_of_a_checkout_are_found_beside_the_package() -> None:
    assert (paths.resources("icons", "phone.svg")).is_file()


def test_packaged_resources_come_first(tmp_path: Path) -> None:
    package = tmp_path / "salesdesk" / "support"
    package.mkdir(parents=True)
    shutil.copy(paths.__file__, package / "paths.py")
    (tmp_path / "resources").mkdir()
    code = "import sys; sys.path.insert(0, sys.argv[1]); import paths; print(paths.resources('x'))"

    def found() -> str:
        done = subprocess.run(
            [sys.executable, "-c", code, str(package)], capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    assert found() == str(tmp_path / "resources" / "x")
    (tmp_path / "salesdesk" / "resources").mkdir()
    assert found() == str(tmp_path / "salesdesk" / "resources" / "x")
