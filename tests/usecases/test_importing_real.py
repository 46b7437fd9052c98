"""Importing real files of others: the figures a right import shows, and no file that breaks it."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest

from salesdesk.domain.errors import KnownError
from salesdesk.domain.importing import Kind, StageChoice
from salesdesk.usecases import importing, tables
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.tables import DealRow
from tests.desks import make_desk, shipped_process
from tests.store.whole import dump
from tests.usecases.imports import DATA, MAVEN, MAVEN_STAGES, needs_data

pytestmark = [needs_data, pytest.mark.slow]
DAY = dt.date(2018, 1, 8)


@pytest.fixture(scope="module")
def maven(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk with the Maven files in it; tests leave it as it is."""
    folder = tmp_path_factory.mktemp("maven")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SALESDESK_HOME", str(folder / "home"))
        desk = make_desk(folder, shipped_process(), today=DAY, currency="USD")
        report = importing.import_files(desk, MAVEN, stages=MAVEN_STAGES)
    assert [(f.added, f.rejected) for f in report.files] == [(85, 0), (7, 0), (8800, 0)]
    yield desk
    desk.close()


@pytest.fixture(scope="module")
def deals(maven: Desk) -> list[DealRow]:
    return tables.deal_rows(maven)


def test_deals_come_in_as_won_lost_and_in_their_stages(deals: list[DealRow]) -> None:
    assert sum(row.status == "won" for row in deals) == 4238
    assert sum(row.status == "lost" for row in deals) == 2473
    assert sum((row.status, row.stage_key) == ("open", "discovery") for row in deals) == 1589
    assert sum((row.status, row.stage_key) == ("open", "qualification") for row in deals) == 500


def test_the_won_value_is_whole(deals: list[DealRow]) -> None:
    assert sum(row.amount_minor or 0 for row in deals if row.status == "won") == 1_000_553_400


def test_days_to_close_are_those_of_the_file(deals: list[DealRow]) -> None:
    days = [
        (dt.date.fromisoformat(row.closed_on) - dt.date.fromisoformat(row.created_on)).days
        for row in deals
        if row.status == "won" and row.closed_on
    ]
    assert statistics.median(days) == 57
    assert round(statistics.mean(days), 1) == 51.8


def test_the_best_seller_is_who_it_was(deals: list[DealRow]) -> None:
    own = [row for row in deals if row.owner == "Darcel Schlecht"]
    assert sum(row.amount_minor or 0 for row in own if row.status == "won") == 115_321_400
    assert sum(row.status == "won" for row in own) == 349
    assert sum(row.status == "lost" for row in own) == 204


def test_a_blank_value_is_not_nothing(deals: list[DealRow]) -> None:
    assert all(row.amount_minor is None for row in deals if row.status == "open")
    assert all(row.amount_minor == 0 for row in deals if row.status == "lost")
    assert sum(row.account == "" for row in deals if row.status == "open") == 1425


def test_the_second_import_adds_nothing(maven: Desk) -> None:
    report = importing.import_files(maven, MAVEN, stages=MAVEN_STAGES, dry_run=True)
    assert [(f.added, f.updated, f.rejected) for f in report.files] == [(0, 0, 0)] * 3


EXPECTED = {
    "hubspot-dummy/hubspot_companies.csv": 200,
    "hubspot-dummy/hubspot_contacts.csv": 950,
    "hubspot-dummy/hubspot_deals.csv": 500,
    "small-crm-rohan/Accounts.csv": 80,
    "small-crm-rohan/Contacts.csv": 150,
    "small-crm-rohan/Deals.csv": 120,
    "revops-nkagan/opportunities.csv": 126,
    "xeducation-leads/Leads.csv": 9000,
    "crm-headers/google_contacts_multivalue.csv": 2,
    "crm-headers/google_contacts_new.csv": 1,
    "crm-headers/hubspot_companies.csv": 2,
    "crm-headers/hubspot_contacts.csv": 2,
    "crm-headers/hubspot_deals.csv": 2,
    "crm-headers/hubspot_deals_money_noassoc.csv": 6,
    "crm-headers/linkedin_Connections.csv": 3,
    "crm-headers/pipedrive_sample_import.csv": 1,
    "atomic-crm-import/contacts_export.csv": 1,
}
"""At least so many rows of each file come in."""


@pytest.fixture(scope="module")
def trial_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk for dry runs."""
    desk = make_desk(tmp_path_factory.mktemp("trials"), shipped_process(), today=DAY)
    yield desk
    desk.close()


def tried(desk: Desk, path: Path) -> importing.FileReport:
    """What an import would do when every unknown stage is in the first column."""
    # The headings of this one do not tell; the user says that leads are people.
    kind: Kind | None = "contacts" if path.parent.name == "xeducation-leads" else None
    draft = importing.open_draft(desk, path, kind=kind)
    asked = (*draft.questions.stages, *draft.questions.statuses)
    given = [StageChoice(unknown.source, "open") for unknown in asked]
    plan = draft.plan
    for question in draft.questions.dates:
        plan = plan.with_column(dataclasses.replace(question.column, dates="mdy"))
    for question in draft.questions.numbers:
        plan = plan.with_column(dataclasses.replace(question.column, decimal="point"))
    draft = importing.revise(draft, plan, given=given)
    read = [importing.read_draft(draft)]
    counts = importing.carry_out(desk, importing.command_of(desk, read), dry_run=True)
    return importing.report([draft], read, counts, dry_run=True).files[0]


@pytest.mark.parametrize("name", EXPECTED)
def test_each_shape_comes_in(trial_desk: Desk, name: str) -> None:
    before = dump(trial_desk)
    told = tried(trial_desk, DATA / name)
    assert told.added + told.skipped >= EXPECTED[name], told
    assert told.rejected <= max(1, told.read // 20), told
    assert dump(trial_desk) == before


ODD = sorted(
    str(path.relative_to(DATA))
    for pattern in ("csv/csvkit/*", "xlsx/exceljs/*", "csv/csv-spectrum/csvs/*")
    for path in DATA.glob(pattern)
    if path.is_file()
)


def test_odd_files_come_in_or_say_why_in_a_sentence(trial_desk: Desk) -> None:
    for name in ODD:
        told = None
        with contextlib.suppress(KnownError):
            told = tried(trial_desk, DATA / name)
        if told is not None:
            assert told.read == told.added + told.updated + told.skipped + told.rejected, name
