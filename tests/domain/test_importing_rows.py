"""From a row of cells to values, by a plan; and the plan through JSON."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesdesk.domain.errors import KnownError
from salesdesk.domain.importing import (
    CUSTOM,
    FIELDS,
    IGNORED,
    KINDS,
    ColumnMap,
    ImportPlan,
    Kind,
    NameLink,
    ParsedRow,
    Rejected,
    StageChoice,
    fitted,
    from_plain,
)
from salesdesk.domain.importing_headings import guess_mapping
from salesdesk.domain.importing_rows import compile_plan
from salesdesk.domain.importing_survey import Questions, Survey, settle

STAGES = (("qualification", "Qualification"), ("discovery", "Discovery"))


def settled(
    kind: Kind, headings: str, rows: Sequence[Sequence[str]], **changes: Any
) -> tuple[ImportPlan, Questions]:
    columns = guess_mapping(kind, headings.split(","))
    plan = dataclasses.replace(ImportPlan(kind, columns), **changes)
    survey = Survey(plan)
    survey.add(list(enumerate(rows, 2)))
    return settle(plan, survey, STAGES)


def parsed(kind: Kind, headings: str, *rows: Sequence[str], **changes: Any) -> list[Any]:
    plan, questions = settled(kind, headings, rows, **changes)
    assert not questions
    read = compile_plan(plan, len(headings.split(",")))
    return [read(list(row)) for row in rows]


def one(kind: Kind, headings: str, *cells: str, **changes: Any) -> ParsedRow:
    (row,) = parsed(kind, headings, cells, **changes)
    assert isinstance(row, dict), row.reason
    return row


def refused(kind: Kind, headings: str, *cells: str, **changes: Any) -> str:
    (row,) = parsed(kind, headings, cells, **changes)
    assert isinstance(row, Rejected)
    return row.reason


def test_a_won_deal_of_the_maven_file() -> None:
    row = one(
        "deals",
        "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value",
        "1C1I7A6R", "Moses Frase", "GTX Plus Basic", "Cancity", "Won", "2016-10-20", "2017-03-01",
        "1054",
    )  # fmt: skip
    filled = {key: value for key, value in row.items() if value not in (None, (), {})}
    assert filled == {
        "name": "Cancity · GTX Plus Basic",
        "external_id": "1C1I7A6R",
        "owner": "Moses Frase",
        "product_name": "GTX Plus Basic",
        "account_name": "Cancity",
        "status": "won",
        "created_on": "2016-10-20",
        "closed_on": "2017-03-01",
        "amount_minor": 105400,
        "currency": "USD",
        "import_key": "id:1C1I7A6R",
    }


def test_every_output_key_is_there_when_nothing_is_mapped_to_it() -> None:
    row = one("deals", "Deal Name", "Acme")
    gone = {"stage", "status", "is_won", "is_closed", "amount", "close_on", "person_first_name",
            "person_last_name"}  # fmt: skip
    made = {"stage_key", "status", "amount_minor", "custom", "import_key", "person_email_others",
            "person_phone_others"}  # fmt: skip
    assert set(row) == {target.key for target in FIELDS["deals"]} - gone | made
    assert (row["status"], row["stage_key"], row["amount_minor"]) == ("open", None, None)


def test_blank_is_unknown_and_zero_is_zero() -> None:
    rows = parsed("deals", "Deal Name,Amount", ["a", ""], ["b", "0"], ["c", " "])
    assert [row["amount_minor"] for row in rows] == [None, 0, None]


def test_a_close_date_is_expected_while_the_deal_is_open() -> None:
    rows = parsed(
        "deals", "Deal Name,Stage,Close Date",
        ["a", "Discovery", "2024-05-01"], ["b", "Closed Won", "2024-05-01"],
    )  # fmt: skip
    assert [(row["expected_close_on"], row["closed_on"]) for row in rows] == [
        ("2024-05-01", None),
        (None, "2024-05-01"),
    ]


@pytest.mark.parametrize(
    ("stage", "status", "outcome", "key"),
    [
        ("Discovery", "Open", "open", "discovery"),
        ("Discovery", "Lost", "lost", "discovery"),
        ("Discovery", "", "open", "discovery"),
        ("Won", "", "won", None),
        ("Won", "Open", "won", None),
        ("", "Won", "won", None),
    ],
)
def test_a_status_says_more_than_a_stage_unless_it_says_open(
    stage: str, status: str, outcome: str, key: str | None
) -> None:
    row = one("deals", "Deal Name,Stage,Status", "a", stage, status)
    assert (row["status"], row["stage_key"]) == (outcome, key)


@pytest.mark.parametrize(
    ("won", "closed", "outcome"),
    [
        ("TRUE", "TRUE", "won"),
        ("FALSE", "TRUE", "lost"),
        ("FALSE", "FALSE", "open"),
        ("", "", "open"),
    ],
)
def test_salesforces_flags_decide_the_outcome(won: str, closed: str, outcome: str) -> None:
    assert one("deals", "Deal Name,IsWon,IsClosed", "a", won, closed)["status"] == outcome


def test_the_first_filled_of_several_closing_dates_counts() -> None:
    headings = "Deal - Title,Deal - Status,Deal - Won time,Deal - Lost time,Deal - Deal closed on"
    row = one("deals", headings, "a", "Lost", "", "2024-03-02 10:00:00", "2024-03-03")
    assert row["closed_on"] == "2024-03-02"


def test_the_rows_own_currency_counts_for_its_minor_units() -> None:
    rows = parsed(
        "deals", "Deal Name,Amount,Currency",
        ["a", "1000", "JPY"], ["b", "10.50", ""], ["c", "€ 7", "USD"], ["d", "", "gbp"],
        currency="CHF",
    )  # fmt: skip
    assert [(row["amount_minor"], row["currency"]) for row in rows] == [
        (1000, "JPY"), (1050, "CHF"), (700, "EUR"), (None, "GBP"),
    ]  # fmt: skip


def test_persons_are_put_together_and_further_addresses_kept() -> None:
    headings = "Deal - Title,Person - First name,Person - Last name,Person - Email (Work),"
    headings += "Person - Email (Home)"
    row = one("deals", headings, "a", "Ada", "Lovelace", "ada@x.com; a@y.org", "ADA@home")
    assert (row["person_name"], row["person_email"]) == ("Ada Lovelace", "ada@x.com")
    assert row["person_email_others"] == ("a@y.org", "ADA@home")


def test_googles_several_values_in_a_cell_are_told_apart() -> None:
    row = one(
        "contacts", "First Name,Last Name,E-mail 1 - Value", "Sam", "W", "a@x ::: * b@y ::: a@x"
    )
    assert (row["name"], row["email"], row["email_others"]) == ("Sam W", "a@x", ("b@y",))


def test_unknown_columns_are_kept_under_their_heading_when_filled() -> None:
    rows = parsed("deals", "Deal Name,Colour,Size", ["a", "red", ""], ["b", "", " L "])
    assert [row["custom"] for row in rows] == [{"Colour": "red"}, {"Size": "L"}]


def test_a_formula_guard_of_our_own_export_is_taken_off() -> None:
    row = one("deals", "Deal Name,Phone number", "'=Acme", "'+49 30")
    assert (row["name"], row["person_phone"]) == ("=Acme", "+49 30")
    assert one("deals", "Deal Name", "'t Hoen BV")["name"] == "'t Hoen BV"


def test_a_linked_name_becomes_the_known_one_and_no_other() -> None:
    links = (NameLink("product_name", "GTXPro", "GTX Pro"),)
    rows = parsed(
        "deals", "Deal Name,Product", ["a", "GTXPro"], ["b", "GTX Basic"], ["c", ""], links=links
    )
    assert [row["product_name"] for row in rows] == ["GTX Pro", "GTX Basic", None]


def test_a_row_without_an_id_has_the_same_key_in_every_run() -> None:
    rows = parsed("deals", "Deal Name,Amount", ["a", "1"], ["a", "1"], ["a", "2"], ["a", "1", ""])
    keys = [row["import_key"] for row in rows]
    assert keys[0] == keys[1] == keys[3] != keys[2]
    assert keys[0] == "row:" + keys[0][4:]
    assert len(keys[0]) == 36


def test_accounts_products_and_contacts_are_found_by_id_name_or_mail() -> None:
    assert (
        one("accounts", "Account Name,Industry", "Acme  Corp", "x")["import_key"]
        == "name:acme corp"
    )
    assert one("accounts", "Account ID,Account Name", "7", "Acme")["import_key"] == "id:7"
    product = one("products", "product,series,sales_price", "GTX Pro", "GTX", "4821")
    assert (product["import_key"], product["price_minor"]) == ("name:gtx pro", 482100)
    assert one("contacts", "Full Name,Email", "Ada", "A@X.com")["import_key"] == "mail:a@x.com"
    assert one("contacts", "Full Name,Company", "Ada", "ACME")["import_key"] == "name:ada|acme"


def test_short_rows_are_filled_up_and_blank_cells_beyond_are_cut() -> None:
    rows = parsed("deals", "Deal Name,Amount,Owner", ["a"], ["b", "1", "x", "", ""])
    assert [(row["name"], row["owner"]) for row in rows] == [("a", None), ("b", "x")]


@pytest.mark.parametrize(
    ("headings", "cells", "reason"),
    [
        ("Deal Name,Amount", ("a", "1", "x"), "The row has 3 cells and the table 2 columns."),
        (
            "Deal Name,Create Date",
            ("a", "2024-02-30"),
            "“2024-02-30” in “Create Date” is not a day",
        ),
        ("Deal Name,Create Date", ("a", "0000-00-00"), "is not a day in the calendar"),
        ("Deal Name,Amount", ("a", "NaN"), "“NaN” in “Amount” is not a number"),
        ("Deal Name,Amount", ("a", "1e309"), "“1e309” in “Amount” is too large to keep"),
        ("Deal Name,Amount", ("a", "9223372036854775808"), "is too large to keep"),
        ("Deal Name,Amount", ("a\0b", "1"), "“Deal Name” holds a NUL character"),
        ("Deal Name,Amount", ("a\ud800", "1"), "“Deal Name” holds half a character"),
        ("Deal Name,Amount,Currency", ("a", "ten", "EUR"), "“ten” in “Amount” is not a number"),
        ("Deal Name,Amount,Currency", ("a", "1", "Euros"), "is not a currency code"),
        ("Deal Name,Probability", ("a", "120"), "is not a percent"),
        ("Deal Name,IsWon", ("a", "maybe"), "is neither yes nor no"),
        ("Deal Name,Amount", ("  ", "5"), "The row has no name"),
    ],
)
def test_a_row_that_cannot_be_taken_says_why(
    headings: str, cells: tuple[str, ...], reason: str
) -> None:
    assert reason in refused("deals", headings, *cells)


def test_line_breaks_and_tabs_in_a_cell_are_fine() -> None:
    assert (
        one("deals", "Deal Name,Notes", "a", "one\n\ttwo\u00a0three")["note"]
        == "one\n\ttwo\u00a0three"
    )


def test_an_unmapped_stage_stops_the_import_and_a_new_one_rejects_its_row() -> None:
    plan, questions = settled("deals", "Deal Name,Stage", [["a", "Engaging"], ["b", "Engaging"]])
    assert bool(questions)
    assert [(stage.source, stage.rows) for stage in questions.stages] == [("Engaging", 2)]
    read = compile_plan(plan, 2)
    row = read(["a", "Engaging"])
    assert isinstance(row, Rejected)
    assert row.reason == "“Engaging” in “Stage” is not mapped to a stage."


def test_an_ambiguous_date_column_is_asked_and_an_answer_settles_it() -> None:
    plan, questions = settled("deals", "Deal Name,Create Date", [["a", "03/04/2024"]])
    (question,) = questions.dates
    assert question.examples == ("03/04/2024",)
    with pytest.raises(KnownError, match="“Create Date” has dates that can be read in two ways"):
        compile_plan(plan, 2)
    answered = plan.with_column(dataclasses.replace(question.column, dates="mdy"))
    row = compile_plan(answered, 2)(["a", "03/04/2024"])
    assert isinstance(row, dict)
    assert row["created_on"] == "2024-03-04"


def test_values_that_will_be_rejected_are_listed_before_the_import() -> None:
    _plan, questions = settled(
        "deals", "Deal Name,Create Date,Amount", [["a", "2024-01-01", "5"], ["b", "soon", "NaN"]]
    )
    assert not questions
    assert [(p.column.heading, p.values) for p in questions.problems] == [
        ("Create Date", ((3, "soon"),)),
        ("Amount", ((3, "NaN"),)),
    ]


def test_two_columns_for_a_field_that_takes_one_are_refused() -> None:
    columns = (ColumnMap(0, "A", "name"), ColumnMap(1, "B", "name"))
    with pytest.raises(KnownError, match="“A” and “B” are mapped to the same field"):
        compile_plan(ImportPlan("deals", columns), 2)


def test_a_map_for_another_file_is_refused() -> None:
    columns = (ColumnMap(0, "A", "name"), ColumnMap(5, "B", CUSTOM))
    with pytest.raises(KnownError, match="a column “B” that the file does not have"):
        compile_plan(ImportPlan("deals", columns), 2)


def test_a_map_written_by_hand_finds_its_columns_by_heading() -> None:
    plain = {
        "kind": "deals",
        "columns": [
            {"heading": "worth", "target": "amount", "decimal": "comma"},
            {"heading": "What", "target": "name"},
        ],
    }
    plan = fitted(from_plain(plain), ["What", "Colour", "Worth"])
    row = compile_plan(plan, 3)(["Acme", "red", "1,5"])
    assert isinstance(row, dict)
    assert (row["name"], row["amount_minor"], row["custom"]) == ("Acme", 150, {"Colour": "red"})
    with pytest.raises(KnownError, match="does not have: worth, What"):
        fitted(from_plain(plain), ["a", "b"])


def plans() -> st.SearchStrategy[ImportPlan]:
    text = st.text(max_size=8)

    def columns(kind: Kind) -> st.SearchStrategy[ImportPlan]:
        targets = st.sampled_from([CUSTOM, IGNORED, *(target.key for target in FIELDS[kind])])
        column = st.builds(
            ColumnMap, st.integers(0, 99), text, targets, text,
            st.sampled_from(["", "ymd", "dmy", "mdy"]), st.sampled_from(["", "point", "comma"]),
        )  # fmt: skip
        choice = st.builds(StageChoice, text, st.sampled_from(["open", "won", "lost"]), text)
        return st.builds(
            ImportPlan, st.just(kind), st.lists(column, max_size=4).map(tuple),
            st.lists(choice, max_size=3).map(tuple), st.lists(choice, max_size=3).map(tuple),
            st.lists(st.builds(NameLink, text, text, text), max_size=2).map(tuple),
            st.sampled_from(["USD", "EUR"]), st.sampled_from(["skip", "update", "add"]),
        )  # fmt: skip

    return st.sampled_from(KINDS).flatmap(columns)


@given(plans())
def test_a_plan_survives_json(plan: ImportPlan) -> None:
    assert from_plain(json.loads(json.dumps(dataclasses.asdict(plan)))) == plan


@pytest.mark.parametrize(
    ("plain", "words"),
    [
        ([], "no kind"),
        ({"kind": "leads"}, "no kind"),
        ({"kind": "deals", "columns": {}}, "must be a list"),
        ({"kind": "deals", "columns": ["x"]}, "not an object"),
        ({"kind": "deals", "columns": [{"index": 0, "heading": "A"}]}, "lacks “target”"),
        ({"kind": "deals", "columns": [{"index": 0, "heading": "A", "target": "nmae"}]},
         "to “nmae”, which deals do not have"),
        ({"kind": "deals", "columns": [{"index": "0", "heading": "A", "target": "name"}]},
         "wrong value"),
        ({"kind": "deals", "columns": [{"index": 0, "heading": "A", "target": "name", "x": ""}]},
         "unknown “x”"),
        ({"kind": "deals", "stages": [{"source": "A", "outcome": "maybe"}]}, "open, won or lost"),
        ({"kind": "deals", "duplicates": "merge"}, "skip, update or add"),
        ({"kind": "deals", "currency": "Euro"}, "not a currency code"),
    ],
)  # fmt: skip
def test_a_map_written_wrongly_says_where(plain: object, words: str) -> None:
    with pytest.raises(KnownError, match=words):
        from_plain(plain)


@given(st.lists(st.text(max_size=12), min_size=6, max_size=6))
def test_any_cells_give_a_row_or_a_reason(cells: list[str]) -> None:
    headings = ["Deal Name", "Stage", "Amount", "Currency", "Close Date", "Probability"]
    columns = tuple(
        dataclasses.replace(column, dates="dmy", decimal="point")
        for column in guess_mapping("deals", headings)
    )
    row = compile_plan(ImportPlan("deals", columns), 6)(cells)
    assert row.reason if isinstance(row, Rejected) else row["name"]
