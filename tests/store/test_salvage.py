"""What can be read of a damaged desk comes out whole; the rest is named; the damaged file stays."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as driver

from salesdesk.domain.errors import KnownError, Stopped
from salesdesk.store import aside, gathered, search
from salesdesk.store.schema import KINDS
from salesdesk.store.watch import Watch
from salesdesk.support import durable
from salesdesk.usecases.backups import backup_file
from salesdesk.usecases.checking import check_desk
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.salvaging import Salvaged, look
from tests.desks import TODAY, add_deal, add_fact, clock_of, make_desk
from tests.store import damage

PAGE = damage.PAGE
NOISE = random.Random(18).randbytes(PAGE)


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed desk in which much was done by hand, a bit of it undone."""
    desk = make_desk(tmp_path_factory.mktemp("worked"))
    for number in range(60):
        deal = add_deal(desk, f"Deal {number}", account=f"Account {number % 7}")
        add_fact(desk, deal, "pain", f"Drivers wait at depot {number}")
    desk.undo().result()
    desk.close()
    return desk.path


@pytest.fixture
def path(worked: Path, tmp_path: Path) -> Path:
    """A copy of that desk, to damage."""
    return Path(shutil.copy(worked, tmp_path))


def spoil(path: Path, *statements: str) -> None:
    """Changes a desk behind its back."""
    raw = driver.connect(str(path), isolation_level=None)
    raw.execute("PRAGMA secure_delete=ON")  # as the program does: nothing deleted stays readable
    for statement in statements:
        raw.execute(statement)
    raw.close()


def zero(path: Path, *numbers: int) -> bytes:
    """Zeroes pages; gives what is in the file then."""
    data = bytearray(path.read_bytes())
    for number in numbers:
        data[(number - 1) * PAGE : number * PAGE] = bytes(PAGE)
    path.write_bytes(data)
    return bytes(data)


def root_of(path: Path, name: str) -> int:
    """The first page of a table or an index."""
    raw = driver.connect(str(path))
    found = raw.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (name,)).fetchone()
    raw.close()
    return int(found[0])


def salvage(path: Path, *, fill: bool = False) -> Salvaged:
    return look(path, path.with_name("new.desk"), clock_of(TODAY)).finish(fill=fill)


def forget_history(path: Path) -> None:
    """As after an upgrade: nothing in the history proves a row of today."""
    spoil(path, "DELETE FROM journal_part", "DELETE FROM journal")


@pytest.mark.parametrize(
    ("has_backup", "page"), [(True, bytes(PAGE)), (False, bytes(PAGE)), (False, NOISE)]
)
def test_18_with_its_header_zeroed_a_desk_is_salvaged_completely(
    path: Path, has_backup: bool, page: bytes
) -> None:
    before = damage.rows_of(path)
    if has_backup:
        backup_file(path, clock_of(TODAY))
    data = page + path.read_bytes()[PAGE:]  # noise is not taken for an encrypted desk
    path.write_bytes(data)
    with pytest.raises(KnownError, match="damaged"):
        Desk(path, clock_of(TODAY), threaded=False)
    done = salvage(path)
    assert damage.rows_of(done.desk) == before
    assert (done.missing, check_desk(done.desk).findings) == (0, ())
    assert "Nothing is missing" in done.listed.read_text(encoding="utf-8")
    assert ("taken from the backup" in done.words) == has_backup
    assert path.read_bytes() == data
    again = Desk(done.desk, clock_of(TODAY), threaded=False)
    assert again.redo_entry() is not None  # nothing is lost, so undo goes on as before
    again.close()


def test_a_salvaged_desk_is_a_desk_to_work_on(path: Path) -> None:
    zero(path, 1, root_of(path, "search_index_data"))
    done = salvage(path)
    desk = Desk(done.desk, clock_of(TODAY), threaded=False)
    add_deal(desk, "After the salvage")
    assert desk.read(lambda c: [hit.title for hit in search.newest(c, "deal 59")]) == ["Deal 59"]
    desk.undo().result()
    desk.close()
    assert check_desk(done.desk).is_whole


def test_rows_on_lost_pages_come_back_from_the_history_as_they_were(path: Path) -> None:
    before = damage.rows_of(path)
    zero(path, root_of(path, "fact"), root_of(path, "deal"))  # inner pages or leaves, all the same
    done = salvage(path)
    after = damage.rows_of(done.desk)
    assert {table: set(rows) for table, rows in after.items()} == {
        table: set(rows) for table, rows in before.items()
    }
    assert done.missing == 0
    assert check_desk(done.desk).is_whole


def test_with_the_lists_of_tables_gone_rows_are_told_by_their_checksums(path: Path) -> None:
    before = damage.rows_of(path)
    raw = driver.connect(str(path))
    count = raw.execute("PRAGMA page_count").fetchone()[0]
    raw.close()
    listed = [n for n in range(1, count + 1)
              if b"CREATE TABLE" in path.read_bytes()[(n - 1) * PAGE : n * PAGE]]  # fmt: skip
    assert len(listed) > 2
    zero(path, 1, *listed)
    assert damage.rows_of(salvage(path).desk) == before


def test_what_is_only_in_a_backup_is_taken_only_when_asked_for(path: Path) -> None:
    backup_file(path, clock_of(TODAY))
    forget_history(path)
    spoil(path, "DELETE FROM search_doc", "DELETE FROM card")
    zero(path, root_of(path, "person"), root_of(path, "account"))
    found = look(path, path.with_name("new.desk"), clock_of(TODAY))
    assert len(found.missing) == len(found.in_backup) == 7
    assert all(lost.words.startswith("Account") for lost in found.missing)
    without = found.finish()
    assert without.missing == 7
    assert "Kept, without a link to something that is missing (60)" in without.words
    assert check_desk(without.desk).is_whole
    without.desk.unlink()
    filled = salvage(path, fill=True)
    assert filled.missing == 0
    assert "Account “Account 3”" in filled.words.partition("Taken from the backup")[2]
    assert check_desk(filled.desk).is_whole


def test_a_lost_deal_is_rebuilt_from_its_card_so_that_its_facts_have_a_home(path: Path) -> None:
    forget_history(path)
    raw = driver.connect(str(path))
    facts = raw.execute("SELECT count(*) FROM fact").fetchone()[0]
    raw.close()
    spoil(path, "PRAGMA foreign_keys=OFF", "UPDATE deal SET name = 'x' WHERE name = 'Deal 7'")
    done = salvage(path)
    raw = driver.connect(str(done.desk))
    found = raw.execute(
        "SELECT a.name, stage_key FROM deal d JOIN account a ON a.id = account_id"
        " WHERE d.name = 'Deal 7'"
    ).fetchall()
    assert found == [("Account 0", "qualify")]
    assert raw.execute("SELECT count(*) FROM fact").fetchone()[0] == facts
    raw.close()
    assert "Rebuilt from the board and the search: look these over (1)" in done.words
    assert check_desk(done.desk).is_whole


def test_what_has_lost_its_deal_is_listed_with_its_words(path: Path) -> None:
    forget_history(path)
    spoil(path, "DELETE FROM card", "UPDATE deal SET name = 'x' WHERE name = 'Deal 7'")
    done = salvage(path)
    assert "Drivers wait at depot 7" in done.listed.read_text(encoding="utf-8")
    assert "Deal “x”" in done.words  # as it can be read, damaged
    assert done.missing == 3  # with its fact and its time in the stage
    assert check_desk(done.desk).is_whole


def test_a_lost_process_is_stood_in_for_by_the_shipped_one(path: Path) -> None:
    forget_history(path)
    spoil(path, "UPDATE process_version SET body = '{'")
    done = salvage(path)
    assert "a shipped one stands in" in done.words
    assert check_desk(done.desk).is_whole


def test_a_lost_pipeline_takes_no_deal_with_it(path: Path) -> None:
    forget_history(path)
    raw = driver.connect(str(path))
    deals = raw.execute("SELECT count(*) FROM deal").fetchone()[0]
    raw.close()
    spoil(path, "PRAGMA foreign_keys=OFF", "DELETE FROM pipeline")
    done = salvage(path)
    raw = driver.connect(str(done.desk))
    joined = "SELECT count(*) FROM deal d JOIN pipeline p ON p.id = d.pipeline_id"
    assert raw.execute(joined).fetchone()[0] == deals > 0
    raw.close()
    assert "Rebuilt from the board and the search: look these over (1)" in done.words
    assert check_desk(done.desk).is_whole


def test_in_its_place_the_damaged_file_is_kept_beside(path: Path) -> None:
    data = zero(path, 1)
    done = look(path, path, clock_of(TODAY)).finish()
    assert done.desk == path
    assert done.aside is not None
    assert done.aside.read_bytes() == data
    assert ".damaged-" in done.aside.name
    assert check_desk(path).is_whole
    assert not list(path.parent.glob(".*"))


def test_another_desk_of_that_name_is_never_written_over(path: Path) -> None:
    other = path.with_name("new.desk")
    other.write_bytes(b"mine")
    with pytest.raises(KnownError, match="exists already"):
        salvage(path)
    assert other.read_bytes() == b"mine"


@pytest.mark.parametrize("left", [0, 20, 5000])
def test_where_nothing_can_be_read_no_desk_is_made(path: Path, left: int) -> None:
    path.write_bytes(path.read_bytes()[:left])
    with pytest.raises(KnownError, match=r"Nothing in “test\.desk” can be read"):
        salvage(path)
    assert sorted(each.name for each in path.parent.glob("*desk")) == ["test.desk"]
    assert not list(path.parent.glob(".*"))


@pytest.mark.parametrize("keep", [0.3, 0.6, 0.9])
def test_19_of_a_file_cut_short_the_part_that_is_there_comes_out(path: Path, keep: float) -> None:
    before = damage.rows_of(path)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * keep)])
    done = salvage(path)
    assert check_desk(done.desk).is_whole
    after = damage.rows_of(done.desk)
    for table, rows in after.items():
        unknown = rows.keys() - before[table].keys()
        assert not unknown, table
    assert damage.share_kept(before, after) > (0.4 if keep == 0.9 else 0.01)
    if keep == 0.9:  # what was done last is at the end; by then its index says what there was
        gone = sum(len(rows.keys() - after[table].keys()) for table, rows in before.items())
        assert gone <= done.missing


def test_what_was_saved_last_and_is_still_in_the_log_comes_out_too(path: Path) -> None:
    desk = Desk(path, clock_of(TODAY), threaded=False)
    add_deal(desk, "Only in the log")
    folder = path.parent / "killed"
    folder.mkdir()
    for side in ("", "-wal"):
        shutil.copy(f"{path}{side}", folder / f"test.desk{side}")
    desk.close()
    damaged = folder / "test.desk"
    zero(damaged, root_of(path, "account"))
    done = salvage(damaged)
    raw = driver.connect(str(done.desk))
    assert raw.execute("SELECT count(*) FROM deal WHERE name = 'Only in the log'").fetchone()[0]
    raw.close()


def test_a_disk_that_fills_is_told_and_no_row_passes_for_a_damaged_one(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = path.read_bytes()
    made = gathered.Gathered.__init__

    def small(self: gathered.Gathered, draft: Path, watch: Watch) -> None:
        made(self, draft, watch)
        (pages,) = self.raw.execute("PRAGMA page_count").fetchone()
        self.raw.execute(f"PRAGMA max_page_count={pages + 2}")

    monkeypatch.setattr(gathered.Gathered, "__init__", small)
    with pytest.raises(KnownError, match="the disk is full"):
        salvage(path)
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.glob("*.desk")] == [path.name]
    assert not list(path.parent.glob(".*"))


@pytest.mark.parametrize("place", ["list", "move"])
def test_a_disk_that_refuses_at_the_end_leaves_the_damaged_desk_in_its_place(
    path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    before, move = path.read_bytes(), aside.move

    def refuse(*_words: object) -> None:
        raise OSError(28, "No space left on device")

    def refuse_new(desk: Path, to: Path) -> Path:
        return move(desk, to) if "salvaged" not in desk.name else refuse()  # type: ignore[return-value]

    if place == "list":
        monkeypatch.setattr(durable, "write_whole", refuse)
    else:
        monkeypatch.setattr(aside, "move", refuse_new)
    with pytest.raises(KnownError, match="the damaged one is as it was"):
        look(path, path, clock_of(TODAY)).finish()
    assert path.read_bytes() == before
    left = {each.name for each in path.parent.glob("*") if each.is_file()}
    assert left - {f"{path.name}.lock"} == {path.name}


def test_stopping_and_giving_up_leave_nothing_behind(path: Path) -> None:
    before = sorted(path.parent.iterdir())
    with pytest.raises(Stopped):
        look(path, path.with_name("new.desk"), clock_of(TODAY), stop=lambda: True)
    look(path, path.with_name("new.desk"), clock_of(TODAY)).give_up()
    left = {each.name for each in path.parent.iterdir()} - {each.name for each in before}
    assert left <= {"test.desk.lock"}


def test_an_older_desk_is_salvaged_into_one_of_today(tmp_path: Path) -> None:
    for number in (1, 2):
        path = tmp_path / f"old-{number}.desk"
        shutil.copy(Path(__file__).parents[1] / "data" / f"schema-{number}.desk", path)
        raw = driver.connect(str(path))
        names = [row[0] for row in raw.execute("SELECT name FROM deal ORDER BY name")]
        raw.close()
        done = look(path, tmp_path / f"new-{number}.desk", clock_of(TODAY)).finish()
        raw = driver.connect(str(done.desk))
        assert [row[0] for row in raw.execute("SELECT name FROM deal ORDER BY name")] == names
        raw.close()
        assert check_desk(done.desk).is_whole


def test_every_kind_of_record_has_a_name_for_the_rep() -> None:
    from salesdesk.store.record_names import KIND

    assert KINDS.keys() <= KIND.keys()


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_large_desk_loses_little_however_it_is_damaged(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path_factory.mktemp("large")
    monkeypatch.setenv("SALESDESK_HOME", str(folder / "home"))
    path = damage.large_desk(folder)
    chance = random.Random(11)
    assert damage.pages_found(path, 2, chance) == 2
    assert damage.bytes_named(path, 2, chance) == (2, 2)
    saved = damage.salvaged(path, 20, chance)
    assert saved.share >= 0.98
    assert (saved.unlisted, saved.is_whole) == (0, True)
