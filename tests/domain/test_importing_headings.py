"""What a file is and what its columns are, guessed from the headings of many programs."""

from __future__ import annotations

import pytest

from salesdesk.domain.importing import CUSTOM, FIELDS, IGNORED, KINDS, Kind
from salesdesk.domain.importing_headings import fold, guess_kind, guess_mapping
from salesdesk.domain.importing_presets import PRESETS, TELLING

MAVEN = "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value"
PIPEDRIVE = (
    "Deal - ID,Deal - Title,Deal - Owner,Deal - Value,Deal - Currency of Value,"
    "Deal - Weighted value,Deal - Organization,Deal - Contact person,Deal - Stage,Deal - Status,"
    "Deal - Deal created,Deal - Won time,Deal - Lost time,Deal - Expected close date"
)
PIPEDRIVE_SHEET = (
    "Person - Name*,Person - First name,Person - Email (Work),Person - Email (Home),"
    "Organization - Name*,Organization - Address,Deal - Title,Deal - Value,Activity - Subject*,"
    "Activity - Due date,Note - Content*"
)
SALESFORCE = "Id,Name,AccountId,StageName,Amount,CloseDate,IsWon,IsClosed,Probability,CreatedDate"


@pytest.mark.parametrize(
    ("headings", "kind"),
    [
        (MAVEN, "deals"),
        (PIPEDRIVE, "deals"),
        (PIPEDRIVE_SHEET, "deals"),
        (SALESFORCE, "deals"),
        ("Record ID,Deal Name,Deal Stage,Amount,Deal owner,Close Date,Create Date", "deals"),
        ("Deal Name,Account Name,Closing Date,Stage,Amount", "deals"),
        ("DealID,AccountID,ContactID,DealAmount,Stage,CloseDate", "deals"),
        ("Task Id,Project,Column,Title,Assignee Name,Due date", "deals"),
        ("account,sector,year_established,revenue,employees,subsidiary_of", "accounts"),
        ("Record ID,Company Name,Domain,Company Owner,Industry,Create Date", "accounts"),
        ("AccountID,AccountName,Industry,Location", "accounts"),
        ("product,series,sales_price", "products"),
        ("Product Name,SKU,Unit Price,Description", "products"),
        ("First Name,Last Name,URL,Email Address,Company,Position,Connected On", "contacts"),
        ("first_name,last_name,gender,title,email_work,company,phone_work", "contacts"),
        ("ContactID,LeadID,AccountID,ContactName,Role,Email", "contacts"),
        ("First Name,Last Name,E-mail 1 - Value,Organization Name,Organization Title", "contacts"),
    ],
)  # fmt: skip
def test_the_kind_is_told_from_the_headings(headings: str, kind: Kind) -> None:
    assert guess_kind(headings.split(",")) == kind


@pytest.mark.parametrize(
    "headings",
    ["sales_agent,manager,regional_office", "Table,Field,Description", "a,b,c", "",
     "ActivityID,LeadID,ContactID,ActivityType,ActivityDate,Notes"],
)  # fmt: skip
def test_headings_that_do_not_tell_give_no_kind(headings: str) -> None:
    assert guess_kind(headings.split(",")) is None


def targets(kind: Kind, headings: str, *sample: str) -> dict[str, str]:
    columns = guess_mapping(kind, headings.split(","), [row.split(",") for row in sample])
    return {column.heading: column.target for column in columns}


def test_the_maven_columns_are_all_known() -> None:
    assert list(targets("deals", MAVEN).values()) == [
        "external_id", "owner", "product_name", "account_name", "stage", "created_on", "close_on",
        "amount",
    ]  # fmt: skip


def test_pipedrives_columns_find_their_fields_and_the_rest_is_kept() -> None:
    found = targets("deals", PIPEDRIVE)
    assert found["Deal - Title"] == "name"
    assert found["Deal - Currency of Value"] == "currency"
    assert found["Deal - Contact person"] == "person_name"
    assert found["Deal - Won time"] == found["Deal - Lost time"] == "closed_on"
    assert found["Deal - Weighted value"] == CUSTOM


def test_a_deal_row_carries_account_person_next_step_and_note() -> None:
    found = targets("deals", PIPEDRIVE_SHEET)
    assert found["Person - Name*"] == "person_name"
    assert found["Person - Email (Home)"] == "person_email"
    assert found["Organization - Name*"] == "account_name"
    assert found["Activity - Subject*"] == "next_step"
    assert found["Activity - Due date"] == "next_step_on"
    assert found["Note - Content*"] == "note"
    assert found["Organization - Address"] == CUSTOM


def test_salesforces_flags_are_known() -> None:
    found = targets("deals", SALESFORCE)
    assert (found["IsWon"], found["IsClosed"], found["StageName"]) == (
        "is_won",
        "is_closed",
        "stage",
    )


def test_a_field_that_takes_one_column_gets_the_first() -> None:
    found = targets("deals", "Deal Name,Title,Amount,Value")
    assert list(found.values()) == ["name", CUSTOM, "amount", CUSTOM]


def test_a_nameless_column_is_left_out_only_when_it_is_empty() -> None:
    assert targets("deals", "Deal Name,Column 2", "Acme,")["Column 2"] == IGNORED
    assert targets("deals", "Deal Name,Column 2", "Acme,x")["Column 2"] == CUSTOM


def test_a_date_heading_over_something_else_becomes_a_custom_field() -> None:
    assert targets("deals", "Deal Name,Created", "Acme,by import")["Created"] == CUSTOM
    assert targets("deals", "Deal Name,Created", "Acme,2024-01-02")["Created"] == "created_on"


def test_a_value_heading_over_words_becomes_a_custom_field() -> None:
    assert targets("deals", "Deal Name,Value", "Acme,high")["Value"] == CUSTOM
    assert targets("deals", "Deal Name,Value", "Acme,$5")["Value"] == "amount"


def test_headings_are_compared_without_case_punctuation_and_stars() -> None:
    assert fold("Deal - Title*") == fold("deal_title") == fold("DealTitle") == "dealtitle"


@pytest.mark.parametrize("kind", KINDS)
def test_every_preset_names_a_field_that_exists(kind: Kind) -> None:
    known = {target.key for target in FIELDS[kind]}
    assert set(PRESETS[kind].values()) <= known
    assert all(word == fold(word) for word in (*PRESETS[kind], *TELLING[kind]))
