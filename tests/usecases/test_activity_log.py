"""The activity log says in words what was changed, and goes back to a point step by step."""

from __future__ import annotations

import datetime as dt

from salesdesk.domain.discovery import OWN
from salesdesk.usecases import activity_log, moves
from salesdesk.usecases.activity_log import FieldChange, LogFilter
from salesdesk.usecases.answers import AnswerQuestion
from salesdesk.usecases.deals import AddDeal, EditDeal
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.notes import AddNote
from salesdesk.usecases.own_questions import AddOwnQuestion
from salesdesk.usecases.people import AddPersonToDeal
from salesdesk.usecases.pipelines import SetGatePolicy
from salesdesk.usecases.shelving import BinDeals
from tests.desks import TODAY, desk, first_pipeline

__all__ = ["desk"]


def _deal(desk: Desk, name: str = "Fleet telematics") -> str:
    command = AddDeal(
        first_pipeline(desk), "qualify", name, account="Nordwind", amount_minor=4_200_000
    )
    desk.run(command)
    return command.deal_id


def _latest(desk: Desk) -> activity_log.Details:
    return activity_log.details(desk, activity_log.log_lines(desk, LogFilter())[0].seq)


def test_a_change_is_told_field_by_field_in_the_rep_s_words(desk: Desk) -> None:
    deal = _deal(desk)
    desk.run(EditDeal(deal, {"amount_minor": 5_000_050, "expected_close_on": "2026-12-01"}))
    (record,) = _latest(desk).records
    assert (record.kind, record.name, record.how) == ("Deal", "Fleet telematics", "changed")
    assert set(record.fields) == {
        FieldChange("Amount", "€42,000", "€50,000.50"),
        FieldChange("Expected close", "", "Dec 1, 2026"),
    }


def test_a_move_names_the_stages_and_a_person_is_named_by_name(desk: Desk) -> None:
    deal = _deal(desk)
    desk.run(moves.MoveDeals((deal,), "propose", reason="They asked for it"))
    told = {record.kind: record for record in _latest(desk).records}
    assert FieldChange("Stage", "Qualify", "Propose") in told["Deal"].fields
    assert FieldChange("Why", "", "They asked for it") in told["Move past a gate"].fields
    desk.run(AddPersonToDeal(deal, "Ines Duarte", role="champion"))
    told = {record.kind: record for record in _latest(desk).records}
    assert told["Part in the deal"].name == "Ines Duarte"
    assert FieldChange("Role", "", "Champion") in told["Part in the deal"].fields


def test_keys_are_told_in_the_words_of_the_process_and_lists_by_what_is_in_them(
    desk: Desk,
) -> None:
    deal = _deal(desk)
    desk.run(SetGatePolicy(first_pipeline(desk), "block"))
    (record,) = _latest(desk).records
    assert record.fields == (FieldChange("At an open gate", "Ask why", "Block"),)
    desk.undo().result()
    desk.run(moves.MoveDeals((deal,), "propose", reason="They asked for it"))
    told = {record.kind: record for record in _latest(desk).records}
    missing = dict(each[::2] for each in told["Move past a gate"].fields)["What was missing"]
    assert missing == "A pain is named, A next step has a date"
    desk.run(AddOwnQuestion(deal, "pain", "Who counts the returns?"))
    (own,) = desk.raw.execute("SELECT id FROM own_question").fetchone()
    desk.run(AnswerQuestion(deal, f"{OWN}{own}", "Nobody", None, "2026-11-22"))
    (answer,) = (each for each in _latest(desk).records if each.kind == "Answer")
    assert FieldChange("Question", "", "Who counts the returns?") in answer.fields


def test_lines_are_filtered_by_words_deal_kind_and_day(desk: Desk) -> None:
    one, other = _deal(desk), _deal(desk, "Cold chain")
    desk.run(AddNote("They measure wastage by hand", deal_id=other))
    lines = activity_log.log_lines(desk, LogFilter())
    note, second, first = lines[0], lines[1], lines[2]
    assert activity_log.log_lines(desk, LogFilter(words="WASTAGE")) == [note]
    assert activity_log.log_lines(desk, LogFilter(words="cold CHAIN"))[-1] == second
    assert activity_log.log_lines(desk, LogFilter(deal_id=one)) == [first]
    assert activity_log.log_lines(desk, LogFilter(deal_id=other, group="note")) == [note]
    tomorrow = TODAY + dt.timedelta(days=1)
    assert activity_log.log_lines(desk, LogFilter(first=tomorrow)) == []
    assert activity_log.log_lines(desk, LogFilter(first=TODAY, last=TODAY)) == lines


def test_the_bin_and_undo_show_in_the_log(desk: Desk) -> None:
    deal = _deal(desk)
    desk.run(BinDeals((deal,)))
    assert _latest(desk).records[0].how == "binned"
    desk.undo().result()
    assert activity_log.log_lines(desk, LogFilter())[0].state == "undone"


def test_going_back_names_what_it_undoes_newest_first_and_leaves_out_what_is_undone(
    desk: Desk,
) -> None:
    deal = _deal(desk)
    for amount in (1, 2, 3):
        desk.run(EditDeal(deal, {"amount_minor": amount}))
    desk.undo().result()
    lines = activity_log.log_lines(desk, LogFilter())
    assert activity_log.going_back(desk, lines[-1].seq) == list(lines[1:-1])


def test_a_large_import_is_one_line_with_counts_and_its_first_records(desk: Desk) -> None:
    class ImportMany:
        label = "Import deals.csv"

        def apply(self, unit: object) -> None:
            from salesdesk.domain.ids import new_id
            from salesdesk.store.schema import Account

            rows = [{"id": new_id(), "name": f"Company {n}"} for n in range(1500)]
            unit.add_many(Account, rows)  # type: ignore[attr-defined]

    desk.run(ImportMany())
    told = _latest(desk)
    assert told.counts == ("Accounts: 1,500 added",)
    assert len(told.records) == activity_log.MOST_RECORDS
    assert told.more == 1500 - activity_log.MOST_RECORDS
    assert told.records[0].fields[0] == FieldChange("Name", "", told.records[0].name)
