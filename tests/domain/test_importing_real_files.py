"""Real exports from the first look to the last row: the figures that a right import shows."""

from __future__ import annotations

import datetime as dt
import statistics
from collections import Counter
from pathlib import Path

import pytest

from salesdesk.domain.importing import ImportPlan, ParsedRow, Rejected, StageChoice
from salesdesk.domain.importing_headings import guess_kind, guess_mapping
from salesdesk.domain.importing_links import LinkOffer, offers
from salesdesk.domain.importing_rows import compile_plan
from salesdesk.domain.importing_stages import choice_for
from salesdesk.domain.importing_survey import Survey, settle
from salesdesk.formats.reading import Rows, sniff

DATA = Path(__file__).parents[2].parent / "shared" / "data"
pytestmark = pytest.mark.skipif(
    not DATA.is_dir(), reason="the shared folder of real files is not beside the checkout"
)
STAGES = (("qualification", "Qualification"), ("discovery", "Discovery"), ("proposal", "Proposal"))
MAVEN = "maven-crm-opportunities"


def imported(
    name: str, *given: StageChoice, open_rest: bool = False
) -> tuple[list[ParsedRow], list[Rejected], Survey, ImportPlan]:
    path = DATA / name
    table = sniff(path)
    kind = guess_kind(table.headings)
    assert kind is not None
    sample = [cells for _line, cells in table.preview]
    plan = ImportPlan(kind, guess_mapping(kind, table.headings, sample))
    survey, rows = Survey(plan), Rows(path, table.dialect)
    for batch in rows.batches():
        survey.add(batch)
    plan, questions = settle(plan, survey, STAGES, given)
    if open_rest:
        given = tuple(StageChoice(unknown.source, "open") for unknown in questions.stages)
        plan, questions = settle(plan, survey, STAGES, given)
    assert not questions
    read = compile_plan(plan, table.dialect.width)
    done = [read(cells) for batch in rows.batches() for _line, cells in batch]
    good = [row for row in done if isinstance(row, dict)]
    return good, [row for row in done if isinstance(row, Rejected)], survey, plan


@pytest.fixture(scope="module")
def maven() -> list[ParsedRow]:
    good, bad, _survey, _plan = imported(
        f"{MAVEN}/sales_pipeline.csv",
        choice_for("Prospecting", "Qualification", STAGES),
        choice_for("Engaging", "Discovery", STAGES),
    )
    assert bad == []
    return good


def test_maven_counts_and_won_value(maven: list[ParsedRow]) -> None:
    assert Counter((row["status"], row["stage_key"]) for row in maven) == {
        ("won", None): 4_238,
        ("lost", None): 2_473,
        ("open", "discovery"): 1_589,
        ("open", "qualification"): 500,
    }
    assert sum(row["amount_minor"] for row in maven if row["status"] == "won") == 1_000_553_400


def test_maven_days_from_engaging_to_closing(maven: list[ParsedRow]) -> None:
    days = [
        (dt.date.fromisoformat(row["closed_on"]) - dt.date.fromisoformat(row["created_on"])).days
        for row in maven
        if row["status"] == "won"
    ]
    assert statistics.median(days) == 57
    assert round(statistics.mean(days), 1) == 51.8


def test_mavens_best_agent(maven: list[ParsedRow]) -> None:
    won: Counter[str] = Counter()
    for row in maven:
        if row["status"] == "won":
            won[row["owner"]] += row["amount_minor"]
    assert won.most_common(1) == [("Darcel Schlecht", 115_321_400)]
    outcomes = Counter(row["status"] for row in maven if row["owner"] == "Darcel Schlecht")
    assert (outcomes["won"], outcomes["lost"]) == (349, 204)


def test_blank_amounts_of_open_deals_are_unknown_and_those_of_lost_ones_are_zero(
    maven: list[ParsedRow],
) -> None:
    assert {row["amount_minor"] for row in maven if row["status"] == "open"} == {None}
    assert {row["amount_minor"] for row in maven if row["status"] == "lost"} == {0}
    assert sum(1 for row in maven if row["account_name"] is None) == 1_425
    assert sum(1 for row in maven if row["created_on"] is None) == 500
    assert len({row["import_key"] for row in maven}) == len(maven)


def test_gtxpro_is_offered_for_gtx_pro() -> None:
    products, _bad, _survey, _plan = imported(f"{MAVEN}/products.csv")
    _good, _bad, survey, plan = imported(f"{MAVEN}/sales_pipeline.csv", open_rest=True)
    names = survey.names(plan, "product_name")
    assert offers(names, [row["name"] for row in products]) == (
        LinkOffer("GTXPro", "GTX Pro", 100),
    )


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        (f"{MAVEN}/accounts.csv", 85, 0),
        (f"{MAVEN}/products.csv", 7, 0),
        ("hubspot-dummy/hubspot_companies.csv", 200, 0),
        ("hubspot-dummy/hubspot_contacts.csv", 950, 0),
        ("hubspot-dummy/hubspot_deals.csv", 500, 0),
        ("small-crm-rohan/Deals.csv", 120, 0),
        ("small-crm-rohan/Accounts.csv", 80, 0),
        ("small-crm-rohan/Contacts.csv", 150, 0),
        ("revops-nkagan/opportunities.csv", 126, 0),
        ("atomic-crm-import/contacts_export.csv", 2, 0),
        ("crm-headers/hubspot_deals_money_noassoc.csv", 6, 0),
        ("crm-headers/linkedin_Connections.csv", 4, 1),
        ("crm-headers/google_contacts_multivalue.csv", 2, 0),
        ("crm-headers/pipedrive_sample_import.csv", 1, 0),
    ],
)
def test_exports_of_other_programs_come_in_whole(name: str, good: int, bad: int) -> None:
    rows, rejected, _survey, _plan = imported(name, open_rest=True)
    assert (len(rows), len(rejected)) == (good, bad)
