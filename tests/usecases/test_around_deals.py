"""Accounts, people, activities, next steps, notes, tags, items: done, undone, redone."""

from __future__ import annotations

import pytest

from salesdesk.domain.errors import KnownError
from salesdesk.store import snapshots
from salesdesk.usecases.accounts import (
    AddAccount,
    BinAccount,
    EditAccount,
    account_names,
    similar_accounts,
)
from salesdesk.usecases.activities import BinActivity, EditActivity, LogActivity
from salesdesk.usecases.board import gate_preview
from salesdesk.usecases.custom_fields import (
    AddCustomField,
    BinCustomField,
    RenameCustomField,
    SetCustomValue,
)
from salesdesk.usecases.deal_page import deal_view
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.line_items import (
    AddCompetitor,
    AddLineItem,
    EditCompetitor,
    EditLineItem,
    MoveLineItem,
    RemoveCompetitor,
    RemoveLineItem,
    total_minor,
)
from salesdesk.usecases.next_steps import (
    CompleteNextStep,
    DropNextStep,
    EditNextStep,
    PlannedStep,
    RescheduleStep,
    SetNextStep,
)
from salesdesk.usecases.notes import AddNote, BinNote, EditNote
from salesdesk.usecases.people import (
    AddPerson,
    BinPerson,
    EditPerson,
    PutOnDeal,
    RemoveFromDeal,
    people,
    similar_people,
)
from salesdesk.usecases.tags import RenameTag, TagDeals, UntagDeals
from tests.desks import AddRow, add_deal, add_person, desk, shipped_desk
from tests.store import whole
from tests.usecases.listed import tag_names

__all__ = ["desk", "shipped_desk"]


def test_an_account_is_added_edited_binned_and_restored(desk: Desk) -> None:
    add = AddAccount("Zoomzone", {"industry": "Logistics", "phone": " 123 "})
    whole.undone_and_redone(desk, add)
    after = whole.undone_and_redone(
        desk, EditAccount(add.account_id, {"size": "200", "name": "Zz"})
    )
    row = after["account"][add.account_id]
    assert (row["name"], row["industry"], row["size"], row["phone"]) == (
        "Zz", "Logistics", "200", "123",
    )  # fmt: skip
    whole.undone_and_redone(desk, BinAccount(add.account_id))
    assert account_names(desk) == ()
    desk.undo()
    assert [a.name for a in account_names(desk)] == ["Zz"]


def test_renaming_an_account_changes_the_cards_of_its_deals(desk: Desk) -> None:
    deal = add_deal(desk, account="Zoomzone")
    account = deal_view(desk, deal).deal.account_id
    assert account is not None
    whole.undone_and_redone(desk, EditAccount(account, {"name": "Zoom Zone"}))
    assert whole.cards(desk)[deal]["account"] == "Zoom Zone"
    with pytest.raises(KnownError, match="belongs to this account"):
        desk.run(BinAccount(account))


def test_accounts_cannot_belong_to_themselves_or_be_there_twice(desk: Desk) -> None:
    parent, child = AddAccount("Parent"), AddAccount("Child")
    desk.run(parent)
    desk.run(child)
    whole.undone_and_redone(desk, EditAccount(child.account_id, {"parent_id": parent.account_id}))
    with pytest.raises(KnownError, match="belong to itself"):
        desk.run(EditAccount(parent.account_id, {"parent_id": child.account_id}))
    with pytest.raises(KnownError, match="already"):
        desk.run(AddAccount("PARENT"))
    with pytest.raises(KnownError):
        desk.run(AddAccount("  "))


def test_look_alike_accounts_are_offered_most_alike_first(desk: Desk) -> None:
    for name in ("GTX Pro", "GTX Basic", "Konex"):
        desk.run(AddAccount(name))
    assert [a.name for a in similar_accounts(desk, "GTXPro")] == ["GTX Pro"]
    assert similar_accounts(desk, "  ") == ()


def test_a_person_is_added_edited_put_on_a_deal_and_taken_off(desk: Desk) -> None:
    deal = add_deal(desk)
    add = AddPerson("Dana Reyes", email="dana@zoomzone.example", title="COO")
    whole.undone_and_redone(desk, add)
    whole.undone_and_redone(desk, EditPerson(add.person_id, {"phone": "555"}))
    put = PutOnDeal(deal, add.person_id, "champion", "high", "supporter", wants="Fewer calls")
    after = whole.undone_and_redone(desk, put)
    (part,) = after["deal_person"].values()
    assert (part["role"], part["influence"], part["stance"]) == ("champion", "high", "supporter")
    whole.undone_and_redone(desk, PutOnDeal(deal, add.person_id, "sponsor"))
    assert [p.role for p in deal_view(desk, deal).stakeholders] == ["sponsor"]
    after = whole.undone_and_redone(desk, RemoveFromDeal(deal, add.person_id))
    assert after["deal_person"] == {}
    assert [p.phone for p in people(desk)] == ["555"]


def test_binning_a_person_takes_them_off_the_gates(shipped_desk: Desk) -> None:
    deal = add_deal(shipped_desk)
    person = add_person(shipped_desk, deal, role="champion")
    whole.undone_and_redone(shipped_desk, BinPerson(person))
    assert deal_view(shipped_desk, deal).stakeholders == ()


def test_people_cannot_report_in_a_circle(desk: Desk) -> None:
    deal = add_deal(desk)
    a, b, c = (add_person(desk, deal, name) for name in ("A", "B", "C"))
    whole.undone_and_redone(desk, PutOnDeal(deal, a, reports_to_id=b))
    desk.run(PutOnDeal(deal, b, reports_to_id=c))
    for boss in (a, b, c):
        with pytest.raises(KnownError, match="report to themselves"):
            desk.run(PutOnDeal(deal, c, reports_to_id=boss))
    desk.run(RemoveFromDeal(deal, b))
    assert [p.reports_to_id for p in deal_view(desk, deal).stakeholders] == [None, None]


@pytest.mark.parametrize("words", [{"role": "boss"}, {"influence": "huge"}, {"stance": "angry"}])
def test_unknown_words_for_a_part_are_refused(desk: Desk, words: dict[str, str]) -> None:
    deal, person = add_deal(desk), add_person(desk)
    with pytest.raises(KnownError):
        desk.run(PutOnDeal(deal, person, **words))


def test_the_same_mail_address_or_a_like_name_is_hinted_at(desk: Desk) -> None:
    add_person(desk, name="Dana Reyes", email="dana@zoomzone.example")
    add_person(desk, name="Paul Meyer")
    hints = similar_people(desk, "D. R.", "DANA@zoomzone.example")
    assert [(p.name, p.why) for p in hints] == [("Dana Reyes", "email")]
    assert [(p.name, p.why) for p in similar_people(desk, "reyes dana")] == [("Dana Reyes", "name")]
    assert similar_people(desk, "Someone else") == ()


def test_an_activity_is_logged_edited_and_binned(desk: Desk) -> None:
    deal = add_deal(desk)
    log = LogActivity("call", "Talked", deal, by_buyer=True, happened_time="9:05".zfill(5))
    after = whole.undone_and_redone(desk, log)
    assert after["activity"][log.activity_id]["happened_on"] == "2026-11-22"
    assert whole.cards(desk)[deal]["buyer_acted_on"] == "2026-11-22"
    whole.undone_and_redone(desk, EditActivity(log.activity_id, {"happened_on": "2026-11-20"}))
    assert whole.cards(desk)[deal]["buyer_acted_on"] == "2026-11-20"
    whole.undone_and_redone(desk, BinActivity(log.activity_id))
    assert whole.cards(desk)[deal]["buyer_acted_on"] is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "fax"},
        {"subject": " "},
        {"happened_on": "2026-11-23"},
        {"happened_time": "25:00"},
        {"deal_id": None},
    ],
)
def test_an_activity_that_cannot_be_is_refused(desk: Desk, wrong: dict[str, str]) -> None:
    values = {"kind": "call", "subject": "Talked", "deal_id": add_deal(desk), **wrong}
    before = whole.dump(desk)
    with pytest.raises(KnownError):
        desk.run(LogActivity(**values))
    assert whole.dump(desk) == before


def test_twenty_calls_of_the_rep_open_no_gate(shipped_desk: Desk) -> None:
    deal = add_deal(shipped_desk)
    before = gate_preview(shipped_desk, deal)
    for number in range(20):
        shipped_desk.run(LogActivity("call", f"Call {number}", deal))
    after = gate_preview(shipped_desk, deal)
    assert before is not None
    assert after is not None
    assert after.met == before.met


def test_completing_a_step_sets_outcome_and_the_next_one_in_one_undo(desk: Desk) -> None:
    deal = add_deal(desk)
    first = SetNextStep(deal, PlannedStep("Call them", "2026-11-20", "call", agreed=True))
    whole.undone_and_redone(desk, first)
    assert whole.cards(desk)[deal]["next_due_on"] == "2026-11-20"
    done = CompleteNextStep(first.step_id, "They want a demo", PlannedStep("Demo", "2026-11-26"))
    after = whole.undone_and_redone(desk, done)
    assert after["next_step"][first.step_id]["done_on"] == "2026-11-22"
    assert whole.cards(desk)[deal]["next_what"] == "Demo"
    view = deal_view(desk, deal)
    assert [(s.what, s.outcome) for s in view.done_steps] == [("Call them", "They want a demo")]
    with pytest.raises(KnownError, match="not open"):
        desk.run(CompleteNextStep(first.step_id, None))


def test_a_step_of_ours_before_it_does_not_undo_what_was_agreed(desk: Desk) -> None:
    deal = add_deal(desk)
    desk.run(SetNextStep(deal, PlannedStep("Demo", "2026-12-01", agreed=True)))
    desk.run(SetNextStep(deal, PlannedStep("Prepare it", "2026-11-24")))
    (state,) = desk.read(lambda connection: snapshots.states(connection, [deal]))
    assert "next_step_agreed" in state.snapshot.fields
    assert state.snapshot.next_step_due == "2026-11-24"


def test_several_steps_may_be_open_and_the_earliest_shows(desk: Desk) -> None:
    deal = add_deal(desk)
    late = SetNextStep(deal, PlannedStep("Later", "2026-12-01"))
    desk.run(late)
    desk.run(SetNextStep(deal, PlannedStep("Sooner", "2026-11-25", due_time="14:00")))
    assert whole.cards(desk)[deal]["next_what"] == "Sooner"
    whole.undone_and_redone(desk, RescheduleStep(late.step_id, "2026-11-24", "08:30"))
    assert whole.cards(desk)[deal]["next_what"] == "Later"
    whole.undone_and_redone(desk, EditNextStep(late.step_id, {"what": "Renamed", "agreed": True}))
    assert [s.what for s in deal_view(desk, deal).next_steps] == ["Renamed", "Sooner"]
    whole.undone_and_redone(desk, DropNextStep(late.step_id))
    assert whole.cards(desk)[deal]["next_what"] == "Sooner"


def test_of_two_steps_on_one_day_the_one_with_a_time_shows_before_the_one_without(
    desk: Desk,
) -> None:
    deal = add_deal(desk)
    desk.run(SetNextStep(deal, PlannedStep("Some time", "2026-11-25")))
    desk.run(SetNextStep(deal, PlannedStep("At nine", "2026-11-25", due_time="09:00")))
    assert whole.cards(desk)[deal]["next_what"] == "At nine"
    assert [s.what for s in deal_view(desk, deal).next_steps] == ["At nine", "Some time"]


@pytest.mark.parametrize(
    "step",
    [
        PlannedStep("", "2026-12-01"),
        PlannedStep("Call", ""),
        PlannedStep("Call", "2026-13-01"),
        PlannedStep("Call", "2026-12-01", "dance"),
        PlannedStep("Call", "2026-12-01", due_time="nine"),
    ],
)
def test_a_step_without_words_date_or_sense_is_refused(desk: Desk, step: PlannedStep) -> None:
    deal = add_deal(desk)
    with pytest.raises(KnownError):
        desk.run(SetNextStep(deal, step))
    assert whole.cards(desk)[deal]["next_what"] is None


def test_a_note_keeps_its_markdown_as_typed(desk: Desk) -> None:
    deal = add_deal(desk)
    add = AddNote("# Head\n\n- one\n- two", deal)
    after = whole.undone_and_redone(desk, add)
    assert after["note"][add.note_id]["body"] == "# Head\n\n- one\n- two"
    whole.undone_and_redone(desk, EditNote(add.note_id, "Changed"))
    assert [n.body for n in deal_view(desk, deal).notes] == ["Changed"]
    whole.undone_and_redone(desk, BinNote(add.note_id))
    assert deal_view(desk, deal).notes == ()
    with pytest.raises(KnownError):
        desk.run(AddNote(" \n", deal))
    with pytest.raises(KnownError):
        desk.run(AddNote("Words"))


def test_tags_are_put_on_renamed_and_taken_off(desk: Desk) -> None:
    a, b = add_deal(desk, "A"), add_deal(desk, "B")
    whole.undone_and_redone(desk, TagDeals((a, b), "big {deal}"))
    assert desk.run(TagDeals((a, b), "BIG {deal}")).seq is None
    assert whole.cards(desk)[a]["tags"] == "big {deal}"
    whole.undone_and_redone(desk, RenameTag("big {deal}", "Large"))
    assert whole.cards(desk)[b]["tags"] == "Large"
    whole.undone_and_redone(desk, UntagDeals((a,), "large"))
    assert [whole.cards(desk)[deal]["tags"] for deal in (a, b)] == [None, "Large"]
    assert tag_names(desk) == ("Large",)
    with pytest.raises(KnownError):
        desk.run(UntagDeals((a,), "nowhere"))


def test_fields_of_the_reps_own_take_change_and_empty_values(desk: Desk) -> None:
    deal = add_deal(desk)
    add = AddCustomField("deal", "Region")
    whole.undone_and_redone(desk, add)
    assert [(c.name, c.value) for c in deal_view(desk, deal).custom] == [("Region", "")]
    for value in ("North", "South"):
        whole.undone_and_redone(desk, SetCustomValue(add.field_id, deal, value))
        assert deal_view(desk, deal).custom[0].value == value
    after = whole.undone_and_redone(desk, SetCustomValue(add.field_id, deal, " "))
    assert after["custom_value"] == {}
    whole.undone_and_redone(desk, RenameCustomField(add.field_id, "Area"))
    with pytest.raises(KnownError, match="already"):
        desk.run(AddCustomField("deal", "AREA"))
    whole.undone_and_redone(desk, BinCustomField(add.field_id))
    assert deal_view(desk, deal).custom == ()


def test_line_items_are_added_edited_moved_and_removed(desk: Desk) -> None:
    deal = add_deal(desk)
    items = [AddLineItem(deal, name, unit_minor=1050, quantity_milli=2500) for name in "ABC"]
    for item in items:
        whole.undone_and_redone(desk, item)
    assert deal_view(desk, deal).items_total == {"EUR": 3 * 2625 - 0}
    whole.undone_and_redone(desk, EditLineItem(items[0].item_id, {"discount_bp": 1000}))
    assert deal_view(desk, deal).items[0].total_minor == 2362
    whole.undone_and_redone(desk, MoveLineItem(items[2].item_id, items[0].item_id))
    assert [item.name for item in deal_view(desk, deal).items] == ["C", "A", "B"]
    whole.undone_and_redone(desk, MoveLineItem(items[2].item_id))
    assert whole.cards(desk)[deal]["products"] == "A\nB\nC"
    whole.undone_and_redone(desk, RemoveLineItem(items[1].item_id))
    assert [item.name for item in deal_view(desk, deal).items] == ["A", "C"]


def test_a_product_brings_its_name_and_its_list_price_in_the_deals_currency(desk: Desk) -> None:
    deal = add_deal(desk)
    desk.run(AddRow("Product", {"id": "p1", "name": "GTX Pro"}))
    for currency, amount in (("USD", 4800), ("EUR", 4400)):
        price = {"product_id": "p1", "amount_minor": amount, "currency": currency}
        desk.run(AddRow("Price", price))
    desk.run(AddLineItem(deal, product_id="p1"))
    (item,) = deal_view(desk, deal).items
    assert (item.name, item.unit_minor, item.total_minor) == ("GTX Pro", 4400, 4400)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"quantity_milli": 0},
        {"quantity_milli": -1000},
        {"discount_bp": 10_001},
        {"unit_minor": -1},
        {"currency": "€"},
    ],
)
def test_a_line_item_that_cannot_be_is_refused(desk: Desk, wrong: dict[str, object]) -> None:
    deal = add_deal(desk)
    with pytest.raises(KnownError):
        desk.run(AddLineItem(deal, **{"name": "A", **wrong}))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("quantity", "unit", "discount", "total"),
    [
        (1000, 999, 0, 999),
        (500, 1, 0, 0),
        (1500, 1, 0, 2),
        (1000, 100, 3333, 67),
        (1, None, 0, None),
    ],
)
def test_a_line_total_is_rounded_half_even_once(
    quantity: int, unit: int | None, discount: int, total: int | None
) -> None:
    assert total_minor(quantity, unit, discount) == total


def test_competitors_are_added_edited_and_removed(desk: Desk) -> None:
    deal = add_deal(desk)
    add = AddCompetitor(deal, "Konex")
    whole.undone_and_redone(desk, add)
    edit = EditCompetitor(add.competitor_id, "Nobody", "nothing", "They wait")
    whole.undone_and_redone(desk, edit)
    assert [(c.name, c.kind) for c in deal_view(desk, deal).competitors] == [("Nobody", "nothing")]
    whole.undone_and_redone(desk, RemoveCompetitor(add.competitor_id))
    assert deal_view(desk, deal).competitors == ()
    with pytest.raises(KnownError):
        desk.run(AddCompetitor(deal, "X", "friend"))
