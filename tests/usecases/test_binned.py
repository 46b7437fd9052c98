"""The bin: restoring, deleting for good without a trace, and emptying by days that were seen."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from salesdesk.domain.errors import KnownError
from salesdesk.store.check import check
from salesdesk.usecases import activity_log, binned, people, searching
from salesdesk.usecases.accounts import BinAccount
from salesdesk.usecases.activity_log import LogFilter
from salesdesk.usecases.binned import RestoreFromBin, bin_lines, delete_for_good, tidy
from salesdesk.usecases.checking import check_desk
from salesdesk.usecases.deals import AddDeal, EditDeal
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.files import AddFiles, NewFile
from salesdesk.usecases.moves import MoveDeals
from salesdesk.usecases.notes import AddNote, BinNote, EditNote
from salesdesk.usecases.shelving import BinDeals, RestoreDeals
from tests.desks import TODAY, add_deal, board_stages, clock_of, first_pipeline, make_desk

SECRET = "Zwetschgenkuchen"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


def _deal(desk: Desk, name: str = "Fleet telematics") -> str:
    command = AddDeal(first_pipeline(desk), "qualify", name, account="Nordwind")
    desk.run(command)
    return command.deal_id


def _note(desk: Desk, deal: str, words: str) -> str:
    command = AddNote(words, deal_id=deal)
    desk.run(command)
    (row,) = desk.raw.execute("SELECT id FROM note WHERE body = ?", (words,)).fetchall()
    return str(row[0])


def test_what_is_binned_is_listed_with_its_owner_and_restored_undoably(desk: Desk) -> None:
    deal = _deal(desk)
    note = _note(desk, deal, "Call the plant")
    desk.run(BinNote(note))
    (line,) = bin_lines(desk)
    assert (line.name, line.kind, line.owner) == ("Call the plant", "Note", "Fleet telematics")
    assert line.days_left == 30
    done = desk.run(RestoreFromBin((line.item,)))
    assert done.label == "Restore Call the plant"
    assert not bin_lines(desk)
    desk.undo().result()
    assert [each.id for each in bin_lines(desk)] == [note]
    desk.close()


def test_a_note_of_a_deal_in_the_bin_is_not_restored_to_nowhere(desk: Desk) -> None:
    deal = _deal(desk)
    note = _note(desk, deal, "Call the plant")
    desk.run(BinNote(note))
    desk.run(BinDeals((deal,)))
    with pytest.raises(KnownError, match="restore that first"):
        desk.run(RestoreFromBin((("note", note),)))
    assert len(bin_lines(desk)) == 2
    desk.close()


def test_a_restored_deal_has_its_account_back_which_the_bin_would_take_a_month_later(
    desk: Desk,
) -> None:
    deal = _deal(desk)
    (account,) = desk.raw.execute("SELECT id FROM account").fetchone()
    for restore in (RestoreFromBin((("deal", deal),)), RestoreDeals((deal,))):
        desk.run(BinDeals((deal,)))
        desk.run(BinAccount(account))
        desk.run(restore)
        assert not bin_lines(desk)
    for day in range(32):
        desk.clock = clock_of(TODAY + dt.timedelta(days=day))
        tidy(desk).result()
    assert desk.raw.execute("SELECT account_id FROM deal").fetchone() == (account,)
    desk.close()


@pytest.mark.parametrize("is_page", [True, False])
def test_restored_deals_stand_behind_who_got_their_place_meanwhile(
    desk: Desk, is_page: bool
) -> None:
    first, gone = add_deal(desk, "First"), []
    for name in ("Second", "Third"):
        gone.append(add_deal(desk, name))  # each in the place that the one before had
        desk.run(BinDeals((gone[-1],)))
    add_deal(desk, "New")
    add_deal(desk, "Last")
    items = tuple(("deal", each) for each in gone)
    desk.run(RestoreFromBin(items) if is_page else RestoreDeals(tuple(gone)))
    names = desk.raw.execute("SELECT name FROM card ORDER BY order_key").fetchall()
    assert [name for (name,) in names] == ["First", "New", "Third", "Second", "Last"]
    assert len(set(desk.raw.execute("SELECT order_key FROM deal"))) == 5
    desk.run(MoveDeals((first,), board_stages(desk)[0], before_id=gone[0]))
    desk.close()
    assert check_desk(desk.path).is_whole


def test_nothing_is_written_or_restored_into_the_bin_where_nobody_looks(desk: Desk) -> None:
    deal = _deal(desk)
    desk.run(BinDeals((deal,)))
    (account,) = desk.raw.execute("SELECT id FROM account").fetchone()
    kept = AddNote("They moved", account_id=account)
    desk.run(kept)
    desk.run(BinNote(kept.note_id))
    with pytest.raises(KnownError, match="Nothing was changed"):
        desk.run(EditNote(kept.note_id, "They moved to the harbour"))
    desk.run(BinAccount(account))
    with pytest.raises(KnownError, match=r"Nordwind.*is in the bin"):
        desk.run(AddNote("They grow", account_id=account))
    with pytest.raises(KnownError, match=r"belongs to “Nordwind”.*restore that first"):
        desk.run(RestoreFromBin((("note", kept.note_id),)))
    desk.close()


def test_deleting_for_good_leaves_no_trace_and_a_desk_that_checks_whole(desk: Desk) -> None:
    other, deal = _deal(desk, "Cold chain"), _deal(desk, f"{SECRET} rollout")
    desk.run(EditDeal(deal, {"source": f"{SECRET} fair"}))
    _note(desk, deal, f"They love {SECRET}")
    person = people.AddPersonToDeal(deal, f"Ines {SECRET}")
    desk.run(person)
    desk.run(AddFiles(deal, (NewFile(f"{SECRET}.txt", SECRET.encode() * 9),)))
    desk.run(BinDeals((deal,)))
    (person_id,) = desk.raw.execute("SELECT id FROM person WHERE name LIKE 'Ines%'").fetchone()
    desk.run(people.BinPerson(person_id))
    gone = delete_for_good(desk, tuple(line.item for line in bin_lines(desk))).result()
    assert deal in gone.touched["deal"]
    assert not bin_lines(desk)
    assert not searching.find(desk, SECRET)
    labels = [line.label for line in activity_log.log_lines(desk, LogFilter())]
    assert labels[0] == "Delete 2 things for good"
    assert not any(SECRET in label for label in labels)
    # What was done before is still undoable, and nothing of what is gone comes back.
    while desk.undo_entry() is not None:
        desk.undo().result()
    while desk.redo_entry() is not None:
        desk.redo().result()
    assert desk.raw.execute("SELECT id FROM deal").fetchall() == [(other,)]
    desk.close()
    assert check(desk.path) == []
    assert SECRET.encode() not in desk.path.read_bytes()


def test_only_what_is_in_the_bin_is_deleted_for_good(desk: Desk) -> None:
    deal = _deal(desk)
    with pytest.raises(KnownError, match="not in the bin"):
        delete_for_good(desk, (("deal", deal),)).result()
    assert desk.raw.execute("SELECT count(*) FROM deal").fetchone() == (1,)
    desk.close()


def test_the_bin_empties_after_thirty_days_that_were_seen(desk: Desk) -> None:
    deal = _deal(desk)
    desk.run(BinDeals((deal,)))
    for day in range(31):
        desk.clock = clock_of(TODAY + dt.timedelta(days=2 * day))
        if day < 30:
            assert tidy(desk).result() is None
            assert bin_lines(desk)[0].days_left == 30 - day
    emptied = tidy(desk).result()
    assert emptied is not None
    assert deal in emptied.touched["deal"]
    assert not bin_lines(desk)
    desk.close()


def test_a_clock_that_jumps_ahead_or_to_and_fro_empties_nothing(desk: Desk) -> None:
    deal = _deal(desk)
    desk.run(BinDeals((deal,)))
    tidy(desk).result()
    for _time in range(40):
        for day in (dt.date(2099, 1, 1), TODAY):
            desk.clock = clock_of(day)
            assert tidy(desk).result() is None
    assert [line.id for line in bin_lines(desk)] == [deal]
    desk.close()


def test_what_is_restored_and_binned_again_starts_anew(desk: Desk) -> None:
    deal = _deal(desk)
    desk.run(BinDeals((deal,)))
    for day in range(20):
        desk.clock = clock_of(TODAY + dt.timedelta(days=day))
        tidy(desk).result()
    desk.run(RestoreFromBin((("deal", deal),)))
    desk.run(BinDeals((deal,)))
    tidy(desk).result()
    assert bin_lines(desk)[0].days_left == binned_days()
    desk.close()


def binned_days() -> int:
    """How long a thing that was just binned stays."""
    from salesdesk.store.binned import KEPT_DAYS

    assert binned.days_left_words(KEPT_DAYS) == "30 more days"
    return KEPT_DAYS
