"""Cases 1, 2, 26, 30, 32, 33 and rule 5: a save that the world refuses loses nothing."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as driver

from salesdesk.domain.errors import KnownError, NotSaved
from salesdesk.store import connection as rules
from salesdesk.store import mishaps
from salesdesk.store.schema import Deal, Tag
from salesdesk.store.unit import Unit
from salesdesk.usecases.checking import check_desk
from salesdesk.usecases.deals import EditDeal
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.new_desk import create
from salesdesk.usecases.tags import TagDeals
from tests.desks import SMALL, TODAY, add_deal, clock_of, desk, make_desk
from tests.faults.worlds import ROOT, failing_commit, fill, no_file_beyond, posix, small_disk
from tests.store import whole

__all__ = ["desk"]


def _entries(desk: Desk) -> list[str]:
    return [row[0] for row in desk.raw.execute("SELECT label FROM journal ORDER BY seq")]


def _tags(desk: Desk) -> list[str]:
    return [row[0] for row in desk.raw.execute("SELECT name FROM tag ORDER BY name")]


@posix
def test_01_a_disk_full_at_a_save_loses_nothing_and_the_same_save_works_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "FREE_BYTES_WANTED", 0)
    with small_disk(tmp_path / "disk", 4096) as disk:
        desk = make_desk(disk)
        deal = add_deal(desk, "Night trains")
        hog = fill(disk)
        before, entries = whole.dump(desk), _entries(desk)
        long = EditDeal(deal, {"name": "Day trains"})
        for number in range(200):
            # Room left in the log takes the first few.
            with contextlib.suppress(NotSaved):
                desk.run(TagDeals((deal,), f"{number} " + "x" * 200))
                before, entries = whole.dump(desk), _entries(desk)
                continue
            break
        assert number < 199
        with pytest.raises(NotSaved, match="what you typed stays"):
            desk.run(long)
        assert (whole.dump(desk), _entries(desk)) == (before, entries)
        whole.check(desk)
        with pytest.raises(NotSaved):
            desk.undo().result()
        assert whole.dump(desk) == before
        hog.unlink()
        assert desk.run(long).seq is not None
        desk.close()
        assert check_desk(disk / "test.desk").is_whole


@posix
def test_01_a_disk_that_takes_no_more_bytes_refuses_in_a_sentence(desk: Desk) -> None:
    deal = add_deal(desk)
    before = whole.dump(desk)
    with no_file_beyond(4096), pytest.raises(NotSaved, match=r"did not take|disk is full"):
        desk.run(TagDeals((deal,), "Too much"))
    assert whole.dump(desk) == before
    whole.check(desk)
    assert desk.run(TagDeals((deal,), "Too much")).seq is not None


@posix
def test_01_a_desk_closed_on_a_full_disk_is_whole_at_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "FREE_BYTES_WANTED", 0)
    with small_disk(tmp_path / "disk", 4096) as disk:
        desk = make_desk(disk)
        add_deal(desk, "Night trains")
        hog = fill(disk)
        before = whole.dump(desk)
        desk.close()
        hog.unlink()
        again = Desk(disk / "test.desk", clock_of(TODAY), threaded=False)
        assert whole.dump(again) == before
        again.close()


@posix
def test_02_a_full_disk_at_the_start_is_a_sentence_and_the_desk_stays_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with small_disk(tmp_path / "disk", 8192) as disk:
        # The room wanted is more than this disk has.
        with pytest.raises(KnownError, match=r"disk with .* is full"):
            create(disk / "test.desk", clock_of(TODAY), SMALL, "EUR", "Sales")
        assert [path.name for path in disk.glob("*.desk*")] == []
        with monkeypatch.context() as patch:
            patch.setattr(rules, "FREE_BYTES_WANTED", 0)
            desk = make_desk(disk)
            add_deal(desk, "Night trains")
            desk.close()
        fill(disk)
        before = desk.path.read_bytes()
        with pytest.raises(KnownError, match=r"“test.desk” is full. The desk was not opened"):
            Desk(desk.path, clock_of(TODAY), threaded=False)
        assert desk.path.read_bytes() == before
        assert [path.name for path in disk.glob("test.desk-*")] == []


def test_a_commit_that_worked_although_it_reported_a_fault_counts_as_saved(desk: Desk) -> None:
    deal = add_deal(desk)
    mend = failing_commit(desk, after_it_worked=True)
    changes = desk.run(TagDeals((deal,), "There"))
    assert changes.seq is not None
    assert _tags(desk) == ["There"]
    assert desk.undo().result().how == "undone"
    assert _tags(desk) == [] or whole.dump(desk)["deal_tag"] == {}
    assert desk.redo().result().how == "redone"
    mend()
    whole.check(desk)


def test_a_commit_that_failed_leaves_nothing_and_can_be_tried_again(desk: Desk) -> None:
    deal = add_deal(desk)
    before, entries = whole.dump(desk), _entries(desk)
    mend = failing_commit(desk, after_it_worked=False)
    for attempt in (lambda: desk.run(TagDeals((deal,), "Not there")), lambda: desk.undo().result()):
        with pytest.raises(NotSaved, match="not saved"):
            attempt()
        assert (whole.dump(desk), _entries(desk)) == (before, entries)
    mend()
    assert desk.run(TagDeals((deal,), "Not there")).seq is not None
    whole.check(desk)


def test_a_commit_that_cannot_be_asked_about_is_told_as_unknown(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    deal = add_deal(desk)
    mend = failing_commit(desk, after_it_worked=False)

    def unreadable() -> None:
        raise driver.OperationalError("disk I/O error")

    monkeypatch.setattr(desk._engines, "reading", unreadable)
    with pytest.raises(KnownError, match="not known whether it was saved") as told:
        desk.run(TagDeals((deal,), "Who knows"))
    assert not isinstance(told.value, NotSaved), "trying again could do it twice"
    mend()


class _Halfway:
    """Adds, changes, bins, then refuses."""

    label = "Halfway"

    def __init__(self, deal_id: str) -> None:
        self.deal_id = deal_id

    def apply(self, unit: Unit) -> None:
        deal = unit.get(Deal, self.deal_id)
        deal.name = "Half"
        unit.add(Tag(name="Half"))
        unit.flush()
        unit.bin(deal)
        raise KnownError("No further.")


def test_a_command_refused_halfway_leaves_store_history_and_undo_as_they_were(desk: Desk) -> None:
    deal = add_deal(desk)
    desk.run(TagDeals((deal,), "One"))
    desk.undo().result()
    before, entries, redo = whole.dump(desk), _entries(desk), desk.redo_entry()
    assert redo is not None
    with pytest.raises(KnownError, match="No further"):
        desk.run(_Halfway(deal))
    assert (whole.dump(desk), _entries(desk), desk.redo_entry()) == (before, entries, redo)
    whole.check(desk)
    assert desk.redo().result().how == "redone"


def test_a_flush_that_fails_leaves_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    deal = add_deal(desk)
    before = whole.dump(desk)

    def broken(_unit: Unit) -> None:
        raise driver.OperationalError("database or disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(Unit, "flush", broken)
        with pytest.raises(NotSaved, match="disk is full"):
            desk.run(TagDeals((deal,), "Flushed"))
    assert whole.dump(desk) == before
    assert desk.run(TagDeals((deal,), "Flushed")).seq is not None
    whole.check(desk)


@pytest.mark.parametrize(
    "words",
    ["database or disk is full", "attempt to write a readonly database", "database is locked",
     "disk I/O error", "unable to open database file", "database disk image is malformed",
     "file is not a database", "FOREIGN KEY constraint failed"],
)  # fmt: skip
def test_every_trouble_of_the_store_has_a_sentence_with_a_next_step(words: str) -> None:
    told = mishaps.known(driver.OperationalError(words))
    assert isinstance(told, KnownError)
    assert str(told).count(". ") >= 1


@contextlib.contextmanager
def _held_by_another_program(path: Path) -> Iterator[None]:
    code = (
        "import sys; from sqlcipher3 import dbapi2 as d\n"
        "c = d.connect(sys.argv[1], isolation_level=None); c.execute('BEGIN EXCLUSIVE')\n"
        "print('held', flush=True); sys.stdin.read()"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", code, str(path)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert other.stdout is not None
    assert other.stdout.readline() == "held\n"
    try:
        yield
    finally:
        other.kill()
        other.communicate()


def test_26_a_desk_held_by_another_program_is_waited_for_and_then_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick = tuple(rule.replace("5000", "300") for rule in rules._RULES)
    monkeypatch.setattr(rules, "_RULES", quick)
    desk = make_desk(tmp_path)
    deal = add_deal(desk)
    before = whole.dump(desk)
    with (
        _held_by_another_program(desk.path),
        pytest.raises(NotSaved, match="Another program holds"),
    ):
        desk.run(TagDeals((deal,), "Later"))
    assert whole.dump(desk) == before
    assert desk.run(TagDeals((deal,), "Later")).seq is not None
    desk.close()


def test_30_with_the_clock_set_back_to_1970_history_and_undo_keep_their_order(
    tmp_path: Path,
) -> None:
    desk = make_desk(tmp_path)
    deal = add_deal(desk, "First")
    desk.run(TagDeals((deal,), "Now"))
    desk.close()
    desk = Desk(desk.path, clock_of(dt.date(1970, 1, 2)), threaded=False)
    desk.run(TagDeals((deal,), "Long ago"))
    assert desk.undo_entry().label.count("Long ago")  # type: ignore[union-attr]
    assert desk.undo().result().label.count("Long ago")
    assert desk.undo_entry().label.count("Now")  # type: ignore[union-attr]
    desk.redo().result()
    whole.check(desk)
    desk.close()
    assert check_desk(desk.path).is_whole


@posix
def test_32_a_computer_that_sleeps_in_the_middle_of_a_save_wakes_with_it_whole(
    tmp_path: Path,
) -> None:
    desk = make_desk(tmp_path)
    deal = add_deal(desk)
    desk.close()
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.editing", str(desk.path), deal, "60"],
        cwd=ROOT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert child.stdout is not None
    said = [child.stdout.readline()]
    for _sleep in range(10):
        os.kill(child.pid, signal.SIGSTOP)
        threading.Event().wait(0.02)
        os.kill(child.pid, signal.SIGCONT)
        said.append(child.stdout.readline())
    rest, _errors = child.communicate(timeout=60)
    assert child.returncode == 0
    last = [line for line in ("".join(said) + rest).split() if line][-1]
    assert last == "60"
    again = Desk(desk.path, clock_of(TODAY), threaded=False)
    name = again.raw.execute("SELECT name FROM deal").fetchone()[0]
    assert name == "Saved 60"
    whole.check(again)
    again.close()


def test_33_a_long_read_sees_one_state_and_does_not_hold_up_a_save(desk: Desk) -> None:
    deal = add_deal(desk, "Before")
    ready, go_on, seen = threading.Event(), threading.Event(), list[str]()

    def read(connection: object) -> None:
        for _time in range(2):
            rows = connection.exec_driver_sql("SELECT name FROM deal").fetchall()  # type: ignore[attr-defined]
            seen.extend(row[0] for row in rows)
            ready.set()
            go_on.wait(20)

    reader = threading.Thread(target=lambda: desk.read(read))
    reader.start()
    assert ready.wait(20)
    for number in range(50):
        desk.run(EditDeal(deal, {"name": f"After {number}"}))
    log = Path(f"{desk.path}-wal")
    go_on.set()
    reader.join(20)
    assert seen == ["Before", "Before"]
    assert log.stat().st_size < 32 * 2**20
    desk.close()
    assert not log.exists()
    assert check_desk(desk.path).is_whole
