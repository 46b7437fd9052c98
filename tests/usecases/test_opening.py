"""Which desk opens: the named one, the one used last, or the first of one's own."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as driver

from salesdesk.domain.clock import Clock
from salesdesk.domain.errors import DamagedDesk, KnownError
from salesdesk.store import glance
from salesdesk.support.lock import DeskHeld
from salesdesk.support.paths import places
from salesdesk.support.settings import Settings
from salesdesk.usecases import activity_log, history, new_desk, opening
from salesdesk.usecases.checking import check_desk
from salesdesk.usecases.desk import Desk
from tests.desks import add_deal, make_desk


def test_the_desk_used_last_opens_when_none_is_named(tmp_path: Path) -> None:
    used = tmp_path / "used.desk"
    used.touch()
    kept = Settings()._replace(**opening.remembered(Settings(), used))
    assert opening.desk_path(None, kept, Clock()) == used
    named = tmp_path / "named.desk"
    assert opening.desk_path(named, kept, Clock()) == named


def test_a_last_desk_that_is_gone_gives_way_to_ones_own(tmp_path: Path) -> None:
    kept = Settings()._replace(last_desk=str(tmp_path / "gone.desk"))
    opened = opening.desk_path(None, kept, Clock())
    assert opened == places().default_desk
    assert opened.exists()


def test_desks_whose_place_cannot_be_looked_at_do_not_end_the_start(tmp_path: Path) -> None:
    too_long = str(tmp_path / ("x" * 5000))  # as a folder without the rights of it does
    kept = Settings(last_desk=too_long, recent_desks=(too_long,))
    assert opening.desk_path(None, kept, Clock()) == places().default_desk
    assert len(opening.remembered(kept, tmp_path / "a.desk")["recent_desks"]) == 1  # type: ignore[arg-type]


def test_a_first_start_that_was_killed_is_made_good_by_the_next_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def killed(_self: Desk, _command: object) -> None:
        raise Killed

    class Killed(BaseException):
        pass

    path = places().default_desk
    with monkeypatch.context() as world:
        world.setattr(Desk, "run", killed)
        world.setattr(new_desk, "remove_files", lambda _path: None)
        with pytest.raises(Killed):
            opening.desk_path(None, Settings(), Clock())
    with pytest.raises(DamagedDesk, match=r"“My desk\.desk” is empty"):
        opening.open_to_work(path, Clock())
    assert opening.desk_path(None, Settings(), Clock()) == path
    desk = opening.open_to_work(path, Clock())
    assert desk.raw.execute("SELECT count(*) FROM pipeline").fetchone() == (1,)
    desk.close()
    names = {each.name for each in path.parent.iterdir()}
    assert names == {path.name, f"{path.name}.lock"}


def test_starts_at_one_time_make_one_desk_and_none_takes_the_others_for_a_killed_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = places().default_desk
    real, began, may_go_on = Desk.run, threading.Event(), threading.Event()

    def held_up(desk: Desk, command: object) -> object:
        began.set()
        may_go_on.wait(10)
        return real(desk, command)  # type: ignore[arg-type]

    monkeypatch.setattr(Desk, "run", held_up)
    monkeypatch.setattr(new_desk, "_LOOK_AGAIN_S", 0.001)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(opening.desk_path, None, Settings(), Clock())
        assert began.wait(10)
        making = {each.name for each in path.parent.iterdir()}
        monkeypatch.setattr(new_desk, "time", Passing(may_go_on.set))
        second = opening.desk_path(None, Settings(), Clock())
        assert (first.result(), second) == (path, path)
    assert f".{path.name}.new" in making
    desk = opening.open_to_work(path, Clock())
    assert desk.raw.execute("SELECT count(*) FROM pipeline").fetchone() == (1,)
    desk.close()
    assert {each.name for each in path.parent.iterdir()} == {path.name, f"{path.name}.lock"}


def test_no_desk_is_made_where_a_window_goes_on_whose_file_was_taken_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = opening.desk_path(None, Settings(), Clock())
    desk = Desk(path, Clock(), threaded=False)
    path.unlink()
    monkeypatch.setattr(new_desk, "PATIENCE_S", 0)
    with pytest.raises(DeskHeld, match="already open in another SalesDesk window"):
        opening.desk_path(None, Settings(), Clock())
    assert not path.exists()
    desk.close()


class Passing:
    """A clock whose sleep lets the world go on."""

    def __init__(self, meanwhile: Callable[[], None]) -> None:
        self.monotonic = time.monotonic
        self._meanwhile = meanwhile

    def sleep(self, seconds: float) -> None:
        self._meanwhile()
        time.sleep(seconds)


def test_recent_desks_are_newest_first_each_once_and_only_those_that_exist(tmp_path: Path) -> None:
    settings = Settings()
    paths = [tmp_path / f"{n}.desk" for n in range(opening.MOST_RECENT + 3)]
    for path in paths:
        path.touch()
        settings = settings._replace(**opening.remembered(settings, path))
    settings = settings._replace(**opening.remembered(settings, paths[5]))
    assert settings.recent_desks[:2] == (str(paths[5]), str(paths[-1]))
    assert len(set(settings.recent_desks)) == len(settings.recent_desks) == opening.MOST_RECENT
    paths[-1].unlink()
    settings = settings._replace(**opening.remembered(settings, paths[0]))
    assert str(paths[-1]) not in settings.recent_desks


def test_what_a_new_desk_begins_with_stays_whatever_is_undone(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    add_deal(desk)
    desk.undo().result()
    assert desk.undo_entry() is None
    with pytest.raises(KnownError, match="nothing left to take back"):
        desk.undo().result()
    assert len(glance.pipelines(desk.raw)) == 1
    (first,) = [line for line in history.entries(desk) if line.state == "begun"]
    assert activity_log.going_back(desk, first.seq) == []
    assert check_desk(desk.path).is_whole
    desk.close()


def test_a_desk_that_lost_every_pipeline_opens_with_the_first_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = make_desk(tmp_path)
    desk.close()
    raw = driver.connect(str(desk.path))
    raw.execute("DELETE FROM pipeline")
    raw.commit()
    raw.close()
    with monkeypatch.context() as shut:
        shut.setattr(opening, "may_be_written", lambda _path: False)
        with pytest.raises(KnownError, match="no pipeline left"):
            opening.open_to_work(desk.path, desk.clock)
    opened = opening.open_to_work(desk.path, desk.clock)
    assert [each.name for each in glance.pipelines(opened.raw)] == ["My pipeline"]
    opened.close()
