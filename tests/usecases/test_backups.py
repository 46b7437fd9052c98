"""When a backup is due, which are kept, and what a restore asks for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from salesdesk.domain.backups import Stamp, superfluous
from salesdesk.domain.clock import Clock
from salesdesk.domain.errors import KnownError
from salesdesk.store.backup_folder import folder_of, kept
from salesdesk.support.lock import DeskHeld
from salesdesk.usecases import backups, encryption
from salesdesk.usecases.desk import Desk
from tests.desks import add_deal, make_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """An open desk that a test may close itself."""
    opened = make_desk(tmp_path)
    yield opened
    opened.close()


NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


def _at(desk: Desk, moment: dt.datetime) -> None:
    desk.clock = Clock(read=lambda: moment)


def test_a_backup_is_due_at_first_and_then_half_an_hour_after_a_change(desk: Desk) -> None:
    _at(desk, NOON)
    assert backups.due(desk)
    backups.backup_now(desk)
    assert not backups.due(desk, starting=True)
    add_deal(desk)
    _at(desk, NOON + dt.timedelta(minutes=29))
    assert not backups.due(desk)
    assert backups.due(desk, starting=True)
    _at(desk, NOON + dt.timedelta(minutes=30))
    assert backups.due(desk)


def test_what_was_done_and_taken_back_and_done_again_needs_no_new_backup(desk: Desk) -> None:
    add_deal(desk)
    backups.backup_now(desk)
    desk.undo().result()
    assert backups.due(desk, starting=True)
    desk.redo().result()
    assert not backups.due(desk, starting=True)


def test_a_clock_set_back_makes_one_backup_too_many_rather_than_none(desk: Desk) -> None:
    _at(desk, NOON)
    backups.backup_now(desk)
    add_deal(desk)
    _at(desk, dt.datetime(1970, 1, 1, 1, tzinfo=dt.UTC))
    assert backups.due(desk)
    backups.backup_now(desk)
    found = kept(folder_of(desk.path))
    assert [each.stamp.number for each in found] == [1, 2]
    assert found[1].stamp.made_at.year == 1970


def test_backups_do_not_lie_in_the_desks_own_folder(desk: Desk) -> None:
    made = backups.backup_now(desk)
    assert desk.path.parent != made.path.parent
    assert desk.path.parent not in made.path.parents or "salesdesk-home" in str(made.path)


@pytest.mark.parametrize("name", ["Müller – 北京.desk", f"{'é' * 110}.desk", "bad\udcff.desk"])
def test_a_desk_of_any_name_is_backed_up_listed_and_proved(desk: Desk, name: str) -> None:
    desk.close()
    try:
        path = desk.path.rename(desk.path.with_name(name))
    except OSError:
        pytest.skip("no such name on this disk")
    made = backups.backup_file(path, desk.clock)
    assert [each.path for each in backups.listed(path)] == [made.path]
    assert not backups.look_into(made.path).fault
    if name.startswith("bad"):
        encryption.set_on_closed(path, desk.clock, "four quiet river stones", "delete")
        assert encryption.is_encrypted(path)
    if "é" in name:
        with pytest.raises(KnownError, match="too long"):  # for the name of what is put aside
            backups.restore_backup(made.path, path, desk.clock)


def test_hours_then_days_weeks_months_and_years_are_kept() -> None:
    stamps = [Stamp(n, NOON - dt.timedelta(minutes=30 * (20_000 - n))) for n in range(20_001)]
    going = set(superfluous(stamps, NOON))
    left = [NOON - stamp.made_at for stamp in stamps if stamp not in going]
    day = dt.timedelta(days=1)
    assert len([age for age in left if age <= day]) in range(25, 32)
    assert len([age for age in left if day < age <= 14 * day]) in {13, 14}
    assert len([age for age in left if 14 * day < age <= 56 * day]) in {6, 7}
    assert len([age for age in left if 56 * day < age <= 366 * day]) in {10, 11}
    assert max(stamps) not in going


def test_nothing_goes_while_a_backup_is_from_the_future() -> None:
    stamps = [Stamp(n, NOON + dt.timedelta(minutes=n)) for n in range(100)]
    assert superfluous(stamps, NOON) == []


def test_one_backup_from_the_future_does_not_keep_all_others_for_ever() -> None:
    odd = Stamp(0, NOON + dt.timedelta(days=9000))
    days = [Stamp(n, NOON - dt.timedelta(hours=400 - n)) for n in range(1, 401)]
    assert superfluous([odd, *days[:100]], NOON) == []
    going = superfluous([odd, *days], NOON)
    assert odd not in going
    assert len(going) > 300


def test_the_good_ones_stay_through_weeks_with_the_clock_at_1970() -> None:
    good = [Stamp(n, NOON - dt.timedelta(days=40 - n)) for n in range(40)]
    epoch = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    wrong = [Stamp(40 + n, epoch + dt.timedelta(hours=n)) for n in range(24 * 20)]
    going = superfluous([*good, *wrong], epoch + dt.timedelta(days=20))
    assert going
    assert not set(going) & set(good)


def test_the_newest_stay_whatever_their_times_say() -> None:
    stamps = [Stamp(n, dt.datetime(1970, 1, 1, tzinfo=dt.UTC)) for n in range(20)]
    left = sorted(set(stamps) - set(superfluous(stamps, NOON)))
    assert [stamp.number for stamp in left] == list(range(14, 20))


def test_thinning_removes_the_sums_too_and_leaves_backups_made_by_hand(desk: Desk) -> None:
    for minute in range(10):
        _at(desk, NOON + dt.timedelta(minutes=minute))
        backups.backup_file(desk.path, desk.clock, "by-hand" if minute == 0 else "timed")
    found = sorted(each.name for each in folder_of(desk.path).glob("test.*"))
    assert len(found) == 2 * 7
    assert "by-hand" in found[0]


def test_restoring_over_an_open_desk_is_refused(desk: Desk) -> None:
    made = backups.backup_now(desk)
    with pytest.raises(DeskHeld, match="already open"):
        backups.restore_backup(made.path, desk.path, desk.clock)


def test_restoring_backs_the_old_desk_up_first(desk: Desk, tmp_path: Path) -> None:
    made = backups.backup_now(desk)
    add_deal(desk, "Later")
    desk.close()
    done = backups.restore_backup(made.path, desk.path, desk.clock)
    again = Desk(desk.path, desk.clock, threaded=False)
    count = again.raw.execute("SELECT count(*) FROM deal").fetchone()[0]
    again.close()
    assert count == 0
    assert done.aside is not None
    assert done.aside.is_file()
    assert done.before is not None
    assert "before-restore" in done.before.name
    make_again = backups.restore_backup(done.before, tmp_path / "copy.desk", desk.clock)
    assert make_again.aside is None


def test_restoring_a_backup_over_itself_is_refused(desk: Desk) -> None:
    made = backups.backup_now(desk)
    with pytest.raises(KnownError, match="same file"):
        backups.restore_backup(made.path, made.path, desk.clock)
