"""The demo desk: what it holds, that every key exists, that the same day gives the same rows."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from salesdesk.domain import facts, gates, handoff
from salesdesk.domain.board_filter import BoardFilter
from salesdesk.domain.clock import Clock
from salesdesk.domain.errors import KnownError
from salesdesk.domain.objections import lacking
from salesdesk.domain.pipeline import NextStepState, next_step_state
from salesdesk.domain.process import Process
from salesdesk.store import snapshots
from salesdesk.store.schema import KINDS
from salesdesk.usecases import board
from salesdesk.usecases.demo import FillDemo, _write_content, demo_desk
from salesdesk.usecases.demo_content import Days, Ids, line
from salesdesk.usecases.demo_deals import DealRows
from salesdesk.usecases.desk import Desk
from tests.desks import TODAY, first_pipeline, make_desk, make_shipped_desk, shipped_process

NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
MADE_BY_CREATE = ("process_version", "pipeline")
"""Tables whose rows the desk makes for itself, with ids by chance."""


def _still(day: dt.date = TODAY) -> Clock:
    """A clock of which the time of day stands still too."""
    return Clock(day, lambda: NOON)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The demo desk, to read only."""
    path = tmp_path_factory.mktemp("demo") / "Demo.desk"
    demo_desk(path, _still())
    opened = Desk(path, _still(), threaded=False)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def process() -> Process:
    return shipped_process()


def _ask(desk: Desk, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in desk.raw.execute(sql, values)]


def _one(desk: Desk, sql: str, *values: Any) -> Any:
    return _ask(desk, sql, *values)[0][0]


def _state(desk: Desk, name: str) -> snapshots.DealState:
    deal_id = _one(desk, "SELECT id FROM deal WHERE name = ?", name)
    found = desk.read(lambda connection: snapshots.state(connection, deal_id))
    assert found is not None
    return found


def _dump(desk: Desk) -> dict[str, list[dict[str, Any]]]:
    """All that the demo wrote; the pipeline's id, and what is made from it, left out."""
    found = {}
    for table in KINDS.keys() - set(MADE_BY_CREATE):
        cursor = desk.raw.execute(f"SELECT * FROM {table} ORDER BY id")
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor]
        if table == "deal":
            rows = [
                {k: v for k, v in row.items() if k not in {"pipeline_id", "checksum"}}
                for row in rows
            ]
        found[table] = rows
    return found


def _cards(desk: Desk) -> list[tuple[Any, ...]]:
    return _ask(desk, "SELECT * FROM card ORDER BY deal_id")


# What it holds ------------------------------------------------------------------------------------


def test_forty_open_deals_stand_in_all_stages_of_the_board(demo: Desk, process: Process) -> None:
    stages = [s for (s,) in _ask(demo, "SELECT stage_key FROM deal WHERE status = 'open'")]
    counted = Counter(stages)
    assert len(stages) == 40
    assert set(counted) == {stage.key for stage in process.board_stages()}
    assert min(counted.values()) >= 3


def test_twelve_companies_are_customers(demo: Desk) -> None:
    sql = "SELECT count(DISTINCT account_id) FROM deal WHERE status = 'won'"
    assert _one(demo, sql) == 12


def test_a_year_of_closed_deals_each_with_its_review(demo: Desk) -> None:
    rows = _ask(
        demo,
        "SELECT d.status, r.outcome, d.closed_on, r.decided_on, d.created_on FROM deal d"
        " LEFT JOIN review r ON r.deal_id = d.id WHERE d.status <> 'open'",
    )
    outcomes = Counter(row[1] for row in rows)
    assert len(rows) == 60
    assert outcomes == {"won": 24, "lost": 22, "no_decision": 14}
    for status, outcome, closed, decided, created in rows:
        assert (status == "won") == (outcome == "won")
        assert created < closed == decided <= TODAY.isoformat()
    months = {row[2][:7] for row in rows}
    assert len(months) >= 12


def test_the_webinar_brought_a_hundred_and_fifty_searchable_people(demo: Desk) -> None:
    rows = _ask(
        demo, "SELECT external_id, about, account_id FROM person WHERE external_id IS NOT NULL"
    )
    assert sorted(row[0] for row in rows) == [f"webinar-{n:03d}" for n in range(1, 151)]
    assert all("Source: webinar" in row[1] for row in rows)
    assert 120 < sum(row[2] is not None for row in rows) < 150
    sql = "SELECT count(*) FROM search_index WHERE search_index MATCH 'webinar' AND rowid IN"
    assert _one(demo, f"{sql} (SELECT docid FROM search_doc WHERE kind = 'person')") >= 150


def test_the_board_shows_every_state_of_a_next_step(demo: Desk) -> None:
    view = board.board(demo)
    counted = Counter(
        next_step_state(card, TODAY) for card in view.cards() if card.column_key != "won"
    )
    for state in (
        NextStepState.LATE,
        NextStepState.TODAY,
        NextStepState.ON_TIME,
        NextStepState.NONE,
    ):
        assert counted[state] >= 3, state
    assert counted[NextStepState.PAUSED] == 2
    totals = board.strip(demo, view)
    assert totals.count == 40
    assert 3 <= totals.stalled <= 8
    assert {total.currency for total in totals.totals} == {"EUR", "GBP", "USD"}
    assert totals.totals[0].currency == "EUR"


def test_gates_and_objections_differ_from_card_to_card(demo: Desk) -> None:
    cards = [c for c in board.board(demo).cards() if c.column_key != "won"]
    assert len({(c.criteria_met, c.criteria_total) for c in cards}) >= 7
    assert 8 <= sum(c.open_objections > 0 for c in cards) <= 16
    assert any(c.amount_minor is None for c in cards)


@pytest.mark.parametrize(
    ("name", "account", "column", "euros", "due", "time"),
    [
        ("Warehouse rollout", "Bluth Logistics", "qualification", 42_000, 2, "10:00"),
        ("Compliance 2027", "Hooli Finance", "qualification", 18_500, -3, None),
        ("Plant 4 monitoring", "Stark Castings", "qualification", 96_000, None, None),
        ("ERP connector", "Globex", "discovery", 23_400, -11, None),
        ("Regional pilot", "Cancity", "discovery", 12_000, 1, "09:30"),
        ("Fleet telematics", "Zoomzone", "discovery", 64_000, 4, "14:00"),
        ("Call centre renewal", "Dontechi", "solution", 71_000, 3, "15:00"),
        ("Analytics suite", "Isdom", "proposal", 55_000, 5, "14:30"),
        ("Three-site licence", "Konex", "proposal", 88_000, 0, "09:00"),
        ("Data platform", "Betasoloin", "commitment", 120_000, 1, "11:00"),
        ("Starter bundle", "Brightwell Clinics", "won", 24_000, 2, "15:00"),
    ],
)
def test_the_deals_of_the_pictures_stand_where_they_were_drawn(
    demo: Desk, name: str, account: str, column: str, euros: int, due: int | None, time: str | None
) -> None:
    card = next(card for card in board.board(demo).cards() if card.name == name)
    day = None if due is None else (TODAY + dt.timedelta(days=due)).isoformat()
    assert (card.account, card.column_key, card.amount_minor) == (account, column, euros * 100)
    assert (card.next_due_on, card.next_time) == (day, time)


def test_three_won_deals_wait_for_their_handoff(demo: Desk) -> None:
    won = [card for card in board.board(demo).cards() if card.column_key == "won"]
    assert len(won) == 3
    assert sum(card.amount_minor or 0 for card in won) == 72_000_00


def test_products_have_a_price_in_each_currency(demo: Desk) -> None:
    assert 8 <= _one(demo, "SELECT count(*) FROM product") <= 10
    sql = "SELECT count(*) FROM (SELECT DISTINCT product_id, currency FROM price)"
    assert _one(demo, sql) == 3 * _one(demo, "SELECT count(*) FROM product")


def test_line_items_add_up_to_the_amount_of_their_deal(demo: Desk) -> None:
    rows = _ask(
        demo,
        "SELECT d.name, d.amount_minor, sum(i.quantity_milli * i.unit_minor / 1000"
        " * (10000 - i.discount_bp) / 10000), count(i.fact_id), min(d.currency = i.currency)"
        " FROM deal d JOIN line_item i ON i.deal_id = d.id GROUP BY d.id",
    )
    assert len(rows) >= 25
    assert [row[0] for row in rows if row[1] != row[2] or not row[4]] == []
    assert sum(row[3] > 0 for row in rows) >= 10


def test_filters_tags_custom_fields_and_rivals_are_there(demo: Desk) -> None:
    filters = [
        BoardFilter.from_json(body) for (body,) in _ask(demo, "SELECT body FROM saved_filter")
    ]
    assert len(filters) == 3
    view = board.board(demo)
    for each in filters:
        shown = each.apply(view.cards(), view.stages, TODAY)
        assert 0 < len(list(shown)) < 40
    assert _one(demo, "SELECT count(DISTINCT tag_id) FROM deal_tag") == _one(
        demo, "SELECT count(*) FROM tag"
    )
    assert _one(demo, "SELECT count(*) FROM custom_value") >= 12
    kinds = {kind for (kind,) in _ask(demo, "SELECT kind FROM deal_competitor")}
    assert kinds == {"rival", "incumbent", "in_house", "nothing"}


# The three deals in full --------------------------------------------------------------------------


def test_fleet_telematics_lacks_exactly_two_criteria(demo: Desk, process: Process) -> None:
    state = _state(demo, "Fleet telematics")
    report = gates.gate(process, process.stage("discovery"), state.snapshot)
    assert [s.criterion.key for s in report.open] == ["success-agreed", "decision-path-known"]
    confirmed = next(s for s in report.states if s.criterion.key == "pain-confirmed").finding.facts
    pain = next(fact for fact in confirmed if fact.confirmed)
    assert (pain.person, pain.said_on) == ("Ines Duarte", "2026-11-17")
    roles = {person.name: person.role for person in state.snapshot.people}
    assert roles["Ines Duarte"] == "champion"
    assert roles["Paul Meyer"] == "economic_buyer"
    assert "technical_lead" not in roles.values()
    assert state.deal.expected_close_on == "2027-01-15"
    assert state.deal.entered_on == "2026-11-13"


def test_fleet_telematics_is_answered_across_all_layers(demo: Desk, process: Process) -> None:
    answered = _state(demo, "Fleet telematics").snapshot.answered
    layers = {q.layer for q in process.questions if q.key in answered}
    assert layers == {"current_state", "pain", "impact_and_urgency", "buying_process"}
    sql = "SELECT count(*) FROM answer a JOIN deal d ON d.id = a.deal_id WHERE d.name = ? AND "
    assert _one(demo, sql + "a.question_key IS NULL", "Fleet telematics") == 2
    assert _one(demo, sql + "a.planned", "Fleet telematics") == 4
    assert _one(demo, sql + "a.skipped_why IS NOT NULL", "Fleet telematics") == 1


def test_data_platform_has_settled_all_but_one_objection(demo: Desk, process: Process) -> None:
    rows = _ask(
        demo,
        "SELECT o.status, o.category FROM objection o JOIN deal d ON d.id = deal_id WHERE d.name=?",
        "Data platform",
    )
    assert Counter(rows) == {
        ("resolved", "security"): 1,
        ("resolved", "cheaper_rival"): 1,
        ("resolved", "alignment"): 1,
        ("open", "price"): 1,
    }
    state = _state(demo, "Data platform")
    report = gates.gate(process, process.stage("commitment"), state.snapshot)
    assert [s.criterion.key for s in report.open] == ["objections-settled"]
    assert {"authority-who-signs", "authority-steps", "authority-veto"} <= state.snapshot.answered
    assert state.snapshot.line_items == 4


def test_the_three_deals_hold_every_kind_of_fact(demo: Desk) -> None:
    names = ("Fleet telematics", "Data platform", "Starter bundle")
    kinds = {fact.kind for name in names for fact in _state(demo, name).snapshot.facts}
    assert kinds == set(facts.FACT_KINDS)


def test_starter_bundle_is_about_two_thirds_ready(demo: Desk, process: Process) -> None:
    snapshot = _state(demo, "Starter bundle").snapshot
    found = handoff.checklist(process, snapshot)
    assert 0.62 <= found.ready / found.total <= 0.70
    missing = {item.item.key: item for item in found.items if not item.is_ready}
    assert {"people-billing", "success-outcomes"} <= missing.keys()
    assert missing["success-outcomes"].finding.lacking == ("due_on",)
    ready = {item.item.key for item in found.items if item.is_ready}
    assert {"timeline-kickoff", "promises-made", "why-goals", "risks-known"} <= ready
    card = next(c for c in board.board(demo).cards() if c.name == "Starter bundle")
    assert (card.handoff_ready, card.handoff_total) == (found.ready, found.total)


# Rows that hold together --------------------------------------------------------------------------


def test_every_key_names_something_in_the_process(demo: Desk, process: Process) -> None:
    questions = {question.key for question in process.questions}
    signals = {signal.key for stage in process.stages for signal in stage.signals}
    signals |= {criterion.key for stage in process.stages for criterion in stage.criteria}
    for kind, source, key in _ask(demo, "SELECT kind, source_kind, key FROM fact"):
        assert kind in facts.FACT_KINDS
        assert key is None or key in (questions if source == "answer" else signals), key
        assert kind != "signal" or key in signals
    used = {key for (key,) in _ask(demo, "SELECT question_key FROM answer") if key}
    assert used <= questions
    plays = {play.key: play.category for play in process.plays}
    for play, category in _ask(demo, "SELECT play_key, category FROM objection"):
        assert plays[play] == category
    items = {item.key for section in process.handoff for item in section.items}
    assert {key for (key,) in _ask(demo, "SELECT item_key FROM handoff_item")} <= items
    outcomes = {reason.key: reason for reason in process.reasons}
    for outcome, reasons, note in _ask(demo, "SELECT outcome, reasons, note FROM review"):
        for key in json.loads(reasons):
            assert outcomes[key].outcome == outcome
            assert note or not outcomes[key].note_required
    broke = {name for (name,) in _ask(demo, "SELECT where_broke FROM review") if name}
    assert broke <= {stage.name for stage in process.board_stages()}
    criteria = {c.key for stage in process.stages for c in stage.criteria}
    for (missing,) in _ask(demo, "SELECT missing FROM gate_override"):
        assert set(json.loads(missing)) <= criteria


def test_every_coded_column_holds_a_known_word(demo: Desk) -> None:
    def words(table: str, column: str) -> set[str]:
        return {word for (word,) in _ask(demo, f"SELECT DISTINCT {column} FROM {table}")}

    assert words("deal_person", "role") <= set(facts.ROLES)
    assert words("deal_person", "influence") <= set(facts.INFLUENCES)
    assert words("deal_person", "stance") <= set(facts.STANCES)
    assert words("activity", "kind") <= {"call", "email", "meeting", "note"}
    assert words("next_step", "kind") <= {"call", "email", "meeting", "demo", "task"}
    assert words("deal", "category") <= {"pipeline", "best_case", "commit", "omitted"}
    assert words("objection", "status") <= {"open", "resolved", "stands"}
    assert words("handoff", "state") <= {"open", "finished", "accepted", "returned"}
    assert words("fact", "severity") <= {None, "high", "medium", "low"}
    assert words("own_question", "layer") <= {
        "current_state",
        "pain",
        "impact_and_urgency",
        "buying_process",
    }


def test_a_fact_marked_in_an_answer_keeps_its_speaker_and_day(demo: Desk) -> None:
    rows = _ask(
        demo,
        "SELECT f.person_id = a.person_id AND f.said_on = a.answered_on AND f.deal_id = a.deal_id"
        " AND f.key IS a.question_key FROM fact f LEFT JOIN answer a ON a.id = f.source_id"
        " WHERE f.source_kind = 'answer'",
    )
    assert len(rows) > 60
    assert all(row == (1,) for row in rows)


def test_resolved_objections_have_all_that_settles_one(demo: Desk) -> None:
    columns = "root_cause, response, confirmation, confirmed_by_id"
    rows = _ask(demo, f"SELECT {columns} FROM objection WHERE status = 'resolved'")
    assert len(rows) >= 9
    assert [row for row in rows if lacking(*row)] == []


def test_people_on_a_deal_and_those_who_spoke_work_for_its_account(demo: Desk) -> None:
    for table in ("deal_person", "fact", "answer", "objection", "activity"):
        sql = (
            f"SELECT d.name, p.name FROM {table} x JOIN deal d ON d.id = x.deal_id"
            " JOIN person p ON p.id = x.person_id WHERE p.account_id IS NOT d.account_id"
        )
        assert _ask(demo, sql) == [], table


def test_stays_follow_each_other_and_end_where_the_deal_stands(
    demo: Desk, process: Process
) -> None:
    order = [stage.key for stage in process.board_stages()]
    deals = _ask(demo, "SELECT id, stage_key, created_on, entered_on, closed_on FROM deal")
    for deal_id, stage, created, entered, closed in deals:
        stays = _ask(
            demo,
            "SELECT stage_key, entered_at, left_at, how FROM stay WHERE deal_id = ?"
            " ORDER BY entered_at",
            deal_id,
        )
        keys = [stay[0] for stay in stays]
        assert keys == order[: len(keys)]
        assert keys[-1] == stage
        assert [stay[2] for stay in stays[:-1]] == [stay[1] for stay in stays[1:]]
        assert stays[0][1][:10] == created
        assert stays[0][3] == "created"
        assert stays[-1][1][:10] == entered
        assert (stays[-1][2] or "")[:10] == (closed or "")


def test_nothing_was_said_or_done_in_the_future(demo: Desk) -> None:
    today = TODAY.isoformat()
    for table, column in (
        ("fact", "said_on"), ("answer", "answered_on"), ("activity", "happened_on"),
        ("objection", "said_on"), ("objection", "resolved_on"), ("next_step", "done_on"),
        ("note", "substr(written_at, 1, 10)"), ("stay", "substr(entered_at, 1, 10)"),
    ):  # fmt: skip
        assert _one(demo, f"SELECT max({column}) FROM {table}") <= today, (table, column)


def test_mail_addresses_belong_to_nobody(demo: Desk) -> None:
    mails = [mail for (mail,) in _ask(demo, "SELECT email FROM person")]
    assert len(set(mails)) == len(mails)
    for mail in mails:
        name, _, domain = mail.partition("@")
        assert mail.isascii()
        assert name
        assert domain.endswith(".example")


# The same day, the same desk; one step of undo ----------------------------------------------------


def test_the_same_day_gives_the_same_rows(demo: Desk, tmp_path: Path) -> None:
    demo_desk(tmp_path / "Again.desk", _still())
    again = Desk(tmp_path / "Again.desk", _still(), threaded=False)
    try:
        assert _dump(again) == _dump(demo)
    finally:
        again.close()


@pytest.mark.parametrize("day", [dt.date(2028, 2, 29), dt.date(2027, 1, 1), dt.date(2030, 7, 13)])
def test_it_can_be_filled_on_any_day(day: dt.date, process: Process) -> None:
    rows = DealRows(process, "pipeline", "EUR", Days(day), None)
    _write_content(rows)
    ids = [row["id"] for found in rows.rows.values() for row in found]
    assert len(set(ids)) == len(ids)
    stages = Counter(row["stage_key"] for row in rows.rows["deal"] if row["status"] == "open")
    assert sum(stages.values()) == 40
    late = [
        row
        for row in rows.rows["next_step"]
        if not row["done_on"] and row["due_on"] < day.isoformat()
    ]
    assert len(late) >= 3


def test_undo_takes_all_of_it_away_and_redo_brings_the_same_cards_back(tmp_path: Path) -> None:
    desk = make_shipped_desk(tmp_path)
    try:
        changes = desk.run(FillDemo())
        assert changes.label == "Fill the desk with the demo"
        before = _cards(desk)
        desk.undo().result()
        kept = {table for table in KINDS if _one(desk, f"SELECT count(*) FROM {table}")}
        assert kept == set(MADE_BY_CREATE)
        assert _cards(desk) == []
        desk.redo().result()
        assert _cards(desk) == before
    finally:
        desk.close()


def test_it_is_filled_once_only(tmp_path: Path) -> None:
    desk = make_shipped_desk(tmp_path)
    try:
        desk.run(FillDemo())
        with pytest.raises(KnownError, match="already"):
            desk.run(FillDemo())
        assert _one(desk, "SELECT count(*) FROM deal") == 100
    finally:
        desk.close()


def test_it_needs_a_pipeline_with_the_eight_steps(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    try:
        with pytest.raises(KnownError, match="eight steps"):
            desk.run(FillDemo())
        assert _one(desk, "SELECT count(*) FROM account") == 0
    finally:
        desk.close()


def test_it_goes_behind_the_deals_that_are_there(tmp_path: Path) -> None:
    from salesdesk.usecases.deals import AddDeal

    desk = make_shipped_desk(tmp_path)
    try:
        desk.run(AddDeal(first_pipeline(desk), "qualification", "My own deal"))
        desk.run(FillDemo())
        cards = board.page_of(desk, first_pipeline(desk), "qualification", 60)
        assert [card.name for card in cards][:2] == ["My own deal", "Warehouse rollout"]
    finally:
        desk.close()


def test_a_demo_desk_is_not_made_over_another_file(tmp_path: Path) -> None:
    path = tmp_path / "Demo.desk"
    path.write_text("a letter to grandmother")
    with pytest.raises(KnownError):
        demo_desk(path, _still())
    assert path.read_text() == "a letter to grandmother"


# Notation -----------------------------------------------------------------------------------------


def test_a_line_is_taken_apart_at_its_bars() -> None:
    found = line("call | Talk | | Ines | body=a=b, and | more=x")
    assert found.parts == ("call", "Talk", "", "Ines")
    assert found.part(2) is None
    assert found.part(9) is None
    assert found.named == {"body": "a=b, and", "more": "x"}


def test_working_days_move_away_from_today() -> None:
    days = Days(dt.date(2026, 11, 20))
    assert days.work(1) == "2026-11-23"
    assert days.work(-5) == "2026-11-13"
    assert Days(TODAY).work(0) == TODAY.isoformat()
    assert days.plain(1) == "2026-11-21"
    assert days.timed("3 09:30") == ("2026-11-23", "09:30")
    assert days.month_end() == "2026-11-30"


def test_ids_are_of_version_seven_and_follow_the_day() -> None:
    one, same, other = Ids(TODAY), Ids(TODAY), Ids(TODAY + dt.timedelta(days=1))
    first = [one.next() for _ in range(500)]
    assert first == [same.next() for _ in range(500)]
    assert first == sorted(set(first))
    assert all(len(i) == 32 and i[12] == "7" and i[16] in "89ab" for i in first)
    assert other.next() > first[-1]


def test_the_three_deals_have_a_value_map_with_and_without_gaps(demo: Desk) -> None:
    from salesdesk.usecases.value import value_view

    gaps = {}
    for name in ("Fleet telematics", "Data platform", "Starter bundle"):
        view = value_view(demo, _one(demo, "SELECT id FROM deal WHERE name = ?", name))
        assert len([line for line in view.lines if line.capability]) >= 3
        assert all(line.fact is not None for line in view.lines)
        assert all(planned.words for planned in view.plan)
        assert view.never_met == ()
        gaps[name] = view.gaps
    assert gaps["Fleet telematics"] > gaps["Data platform"] > 0
    dumps = "SELECT count(*) FROM demo_item WHERE value_link_id IS NULL"
    assert _one(demo, dumps) == 1


def test_the_history_has_words_for_every_key_and_all_that_is_made_of_parts(demo: Desk) -> None:
    from salesdesk.domain import record_words
    from salesdesk.usecases.record_text import RecordTexts

    def raw(connection: Any) -> Iterator[tuple[str, str, Any, str]]:
        texts = RecordTexts(connection)
        for table in record_words.KINDS:
            rows = connection.exec_driver_sql(f'SELECT * FROM "{table}" LIMIT 40').mappings()
            for row in map(dict, rows):
                for column, value in row.items():
                    field = record_words.field(table, column)
                    if value in (None, "") or field is None:
                        continue
                    words = texts.value(table, column, value, row)
                    if field.form in ("choice", "key", "body"):
                        seen.add((table, column))
                        if words in (value, "(changed)", ""):
                            yield table, column, value, words

    seen: set[tuple[str, str]] = set()
    assert demo.read(lambda connection: list(raw(connection))) == []
    assert {("handoff", "form"), ("call", "agenda"), ("pipeline", "gate_policy")} < seen
    assert len(seen) > 40
