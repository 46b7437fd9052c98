"""Proposals through the real store: prefilled drafts, editing, freezing, sending, what becomes."""
# ruff: noqa: F811

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from salesdesk.domain.errors import KnownError
from salesdesk.domain.proposal import Offer, first_year
from salesdesk.usecases import coach
from salesdesk.usecases import proposals as use
from salesdesk.usecases.action_plan import AddTypicalSteps, EditPlanStep, SetPlan
from salesdesk.usecases.commitment import commit_view
from salesdesk.usecases.deal_page import deal_view
from salesdesk.usecases.deals import EditDeal
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.facts import BinFact, EditFact
from salesdesk.usecases.line_items import AddLineItem, EditLineItem, RemoveLineItem
from salesdesk.usecases.proposals import ProposalsView, Version, proposals_view
from tests.desks import AddRow, add_deal, add_fact, add_person, desk, shipped_desk  # noqa: F401
from tests.store.whole import undone_and_redone


@pytest.fixture
def deal(desk: Desk) -> str:
    """A deal with what a first draft takes over."""
    deal = add_deal(desk, "Fleet", account="Zoomzone")
    pain = add_fact(desk, deal, "pain", "Three missed slots a week", order_key="B")
    add_fact(desk, deal, "promise", "A workshop in Lyon", owner="Jon", due_on="2026-12-04",
             order_key="C")  # fmt: skip
    add_fact(desk, deal, "constraint", "No change in December", order_key="D")
    add_fact(desk, deal, "process_step", "Legal reads the contract", order_key="E")
    add_fact(desk, deal, "timeline", "Audit", due_on="2027-02-01", order_key="F")
    add_fact(desk, deal, "risk", "They may not adopt it", order_key="G")
    desk.run(AddRow("Product", {"id": "p" * 32, "name": "Live tracking"}))
    desk.run(AddRow("Price", {"id": "q" * 32, "product_id": "p" * 32, "amount_minor": 70_000,
                              "currency": "EUR", "unit": "vehicle and year"}))  # fmt: skip
    desk.run(AddLineItem(deal, product_id="p" * 32, quantity_milli=84_000, fact_id=pain))
    desk.run(AddLineItem(deal, "Onboarding", unit_minor=110_000))
    desk.run(AddLineItem(deal, "In dollars", unit_minor=5, currency="USD"))
    desk.run(EditDeal(deal, {"term": "36 months"}))
    return deal


def started(desk: Desk, deal: str) -> Version:
    desk.run(use.StartDraft(deal))
    return newest(desk, deal)


def view(desk: Desk, deal: str) -> ProposalsView:
    return proposals_view(desk, deal)


def newest(desk: Desk, deal: str) -> Version:
    return view(desk, deal).versions[0]


def sent(desk: Desk, deal: str) -> Version:
    version = started(desk, deal)
    desk.run(use.FreezeProposal(version.id))
    desk.run(use.MarkSent(version.id, "2026-11-20", "Marco Ferrante"))
    return newest(desk, deal)


def test_the_coach_counts_the_buyers_silence_from_the_day_the_proposal_was_sent(
    desk: Desk, deal: str
) -> None:
    def is_silent() -> bool:
        return "silent-since-proposal" in {f.rule for f in coach.findings_for(desk, deal)}

    version = started(desk, deal)
    desk.run(use.FreezeProposal(version.id))
    assert not is_silent()
    desk.run(use.MarkSent(version.id, "2026-10-20", "Marco Ferrante"))
    assert is_silent()
    desk.run(use.MarkSent(version.id, "2026-11-20", "Marco Ferrante"))
    assert not is_silent()


def points(offer: Offer) -> list[tuple[str, str, str]]:
    return [(p.kind, p.words, p.due_on) for p in offer.points]


def test_a_first_draft_holds_what_the_deal_knows_and_nothing_is_typed_twice(
    desk: Desk, deal: str
) -> None:
    undone_and_redone(desk, use.StartDraft(deal))
    version = newest(desk, deal)
    offer = version.offer
    assert (version.number, version.state, offer.terms) == (1, "draft", "36 months")
    assert offer.valid_until == "2026-12-22"
    (option,) = offer.options
    assert [(x.name, x.unit_minor, x.period) for x in option.lines] == [
        ("Live tracking", 70_000, "year"), ("Onboarding", 110_000, "once"),
    ]  # fmt: skip
    assert [x.name for x in option.untied()] == ["Onboarding"]
    assert points(offer) == [
        ("deliverable", "A workshop in Lyon", "2026-12-04"),
        ("assumption", "No change in December", ""),
        ("dependency", "Legal reads the contract", ""),
        ("milestone", "Audit", "2027-02-01"),
    ]
    assert offer.points[0].owner == "Jon"
    assert "risk" not in {fact.kind for fact in offer.told}


def test_before_there_is_a_draft_the_paper_says_what_a_first_one_would_hold(
    desk: Desk, deal: str
) -> None:
    desk.run(EditDeal(deal, {"kickoff_on": "2027-02-17"}))
    desk.run(use.AddInput(deal, "gain_year", "Penalties", 500_000, rests_on="Their figure"))
    _deal, unwritten, none = use.current_offer(desk, deal)
    assert none is None
    desk.run(use.StartDraft(deal))
    _deal, draft, _version = use.current_offer(desk, deal)

    def said(offer: Offer) -> object:
        lines = [replace(line, id="") for option in offer.options for line in option.lines]
        points = [replace(point, id="") for point in offer.points]
        return lines, points, offer.inputs, offer.terms, offer.told

    assert said(unwritten) == said(draft)
    first = unwritten.options[0].lines[0]
    assert (first.period, bool(first.fact_id)) == ("year", True)


def test_a_corrected_fact_shows_in_the_draft_and_the_other_way_round(desk: Desk, deal: str) -> None:
    point = started(desk, deal).offer.points[0]
    assert point.fact_id is not None
    desk.run(EditFact(point.fact_id, {"words": "A workshop in Asti"}))
    assert newest(desk, deal).offer.points[0].words == "A workshop in Asti"
    undone_and_redone(desk, use.EditPart("point", point.id, {"words": "A workshop in Turin"}))
    told = {fact.id: fact.words for fact in view(desk, deal).told}
    assert told[point.fact_id] == "A workshop in Turin"


def test_a_line_whose_pain_is_gone_counts_as_untied(desk: Desk, deal: str) -> None:
    line = started(desk, deal).offer.options[0].lines[0]
    assert line.fact_id is not None
    desk.run(BinFact(line.fact_id))
    assert newest(desk, deal).offer.options[0].lines[0].fact_id is None


def test_a_second_draft_is_refused_while_one_is_open(desk: Desk, deal: str) -> None:
    first = started(desk, deal)
    with pytest.raises(KnownError, match="Version 1 is a draft already"):
        desk.run(use.StartDraft(deal))
    undone_and_redone(desk, use.BinDraft(first.id))
    assert started(desk, deal).number == 2


def test_options_lines_and_points_are_added_edited_moved_and_removed(desk: Desk, deal: str) -> None:
    version = started(desk, deal)
    undone_and_redone(desk, use.AddOption(version.id, "Smaller start"))
    small = newest(desk, deal).offer.options[1]
    undone_and_redone(desk, use.AddOfferLine(small.id, product_id="p" * 32, quantity_milli=10_000))
    desk.run(use.AddOfferLine(small.id, "Training", unit_minor=50_000))
    lines = newest(desk, deal).offer.options[1].lines
    assert [(x.name, x.unit_minor, x.period) for x in lines] == [
        ("Live tracking", 70_000, "year"), ("Training", 50_000, "once"),
    ]  # fmt: skip
    undone_and_redone(desk, use.MovePart("line", lines[1].id, -1))
    undone_and_redone(
        desk, use.EditPart("line", lines[1].id, {"discount_bp": 1000, "period": "month"})
    )
    undone_and_redone(desk, use.EditPart("option", small.id, {"recommended": True}))
    offer = newest(desk, deal).offer
    assert [x.name for x in offer.options[1].lines] == ["Training", "Live tracking"]
    assert [x.recommended for x in offer.options] == [False, True]
    assert first_year(offer.options[1]).value is not None
    desk.run(use.AddPoint(version.id, "excluded", "Drivers’ phones"))
    point = newest(desk, deal).offer.of_kind("excluded")[0]
    undone_and_redone(desk, use.EditPart("point", point.id, {"side": "buyer", "due_on": None}))
    undone_and_redone(desk, use.RemovePart("point", point.id))
    undone_and_redone(desk, use.RemovePart("option", small.id))
    offer = newest(desk, deal).offer
    assert len(offer.options) == 1
    assert offer.of_kind("excluded") == ()


@pytest.mark.parametrize(
    ("part", "changes", "says"),
    [
        ("line", {"discount_bp": 10_001}, "between 0 and 100"),
        ("line", {"quantity_milli": 0}, "quantity"),
        ("line", {"unit_minor": -1}, "negative"),
        ("line", {"period": "week"}, "not one of"),
        ("option", {"discount_bp": -1}, "between 0 and 100"),
        ("option", {"name": " "}, "needs a name"),
        ("point", {"due_on": "30 Feb"}, "not a date"),
        ("point", {"words": ""}, "Say what it is"),
        ("proposal", {"tax_bp": 10_001}, "tax rate"),
        ("proposal", {"title": ""}, "needs a title"),
        ("proposal", {"valid_until": "0000-00-00"}, "not a date"),
        ("proposal", {"currency": "USD"}, "have prices in EUR"),
        ("proposal", {"currency": "Euro"}, "not a currency"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_changes(
    desk: Desk, deal: str, part: Any, changes: dict[str, Any], says: str
) -> None:
    version = started(desk, deal)
    option = version.offer.options[0]
    ids = {"line": option.lines[0].id, "option": option.id, "point": version.offer.points[0].id}
    command: Any = use.EditPart(part, ids.get(part, ""), changes)
    if part == "proposal":
        command = use.EditProposal(version.id, changes)  # type: ignore[arg-type]
    with pytest.raises(KnownError, match=says):
        desk.run(command)
    assert newest(desk, deal).offer == version.offer


def test_a_fourth_option_is_refused(desk: Desk, deal: str) -> None:
    version = started(desk, deal)
    desk.run(use.AddOption(version.id, "B"))
    desk.run(use.AddOption(version.id, "C"))
    with pytest.raises(KnownError, match="Three options"):
        desk.run(use.AddOption(version.id, "D"))


def test_inputs_of_the_business_case_are_checked(desk: Desk, deal: str) -> None:
    undone_and_redone(desk, use.AddInput(deal, "gain_year", "Hours saved", 50_000, 30_000, 60_000))
    version = started(desk, deal)
    (given,) = version.offer.inputs
    assert (given.currency, given.rests) == ("EUR", False)
    undone_and_redone(desk, use.EditPart("input", given.id, {"rests_on": "Marco’s own sum"}))
    assert newest(desk, deal).offer.inputs[0].rests
    for changes in ({"low_minor": 50_001}, {"high_minor": 1}, {"value_minor": None},
                    {"kind": "gain_month"}, {"value_minor": -5}):  # fmt: skip
        with pytest.raises(KnownError):
            desk.run(use.EditPart("input", given.id, changes))
    undone_and_redone(desk, use.RemovePart("input", given.id))


def test_a_version_made_ready_keeps_the_whole_offer_and_never_changes_again(
    desk: Desk, deal: str
) -> None:
    version = started(desk, deal)
    kept = version.offer
    undone_and_redone(desk, use.FreezeProposal(version.id))
    assert newest(desk, deal).state == "frozen"
    assert newest(desk, deal).offer == kept
    line = kept.options[0].lines[0]
    for command in (
        use.EditPart("line", line.id, {"unit_minor": 1}),
        use.EditProposal(version.id, {"scope": "More"}),
        use.AddOption(version.id, "B"),
        use.AddOfferLine(kept.options[0].id, "More", unit_minor=1),
        use.AddPoint(version.id, "excluded", "x"),
        use.RemovePart("line", line.id),
        use.FreezeProposal(version.id),
    ):
        with pytest.raises(KnownError, match="does not change any more"):
            desk.run(command)
    assert line.fact_id is not None
    desk.run(EditFact(line.fact_id, {"words": "Four missed slots"}))
    assert newest(desk, deal).offer == kept


def test_an_empty_proposal_is_not_made_ready(desk: Desk) -> None:
    bare = add_deal(desk, "Bare")
    version = started(desk, bare)
    with pytest.raises(KnownError, match="nothing priced"):
        desk.run(use.FreezeProposal(version.id))
    assert newest(desk, bare).is_draft


def test_sending_needs_a_receiver_a_day_and_a_version_made_ready(desk: Desk, deal: str) -> None:
    version = started(desk, deal)
    with pytest.raises(KnownError, match="draft still"):
        desk.run(use.MarkSent(version.id, "2026-11-20", "Marco"))
    desk.run(use.FreezeProposal(version.id))
    for day, who in (("2026-11-20", " "), ("", "Marco"), ("2026-11-23", "Marco")):
        with pytest.raises(KnownError):
            desk.run(use.MarkSent(version.id, day, who))
    undone_and_redone(desk, use.MarkSent(version.id, "2026-11-20", "Marco"))
    with pytest.raises(KnownError, match="was sent"):
        desk.run(use.BinDraft(version.id))


def test_a_new_version_is_a_copy_and_replaces_the_old_one_when_it_is_sent(
    desk: Desk, deal: str
) -> None:
    old = sent(desk, deal)
    undone_and_redone(desk, use.NewVersion(old.id))
    draft = newest(desk, deal)
    assert (draft.number, draft.is_draft) == (2, True)
    assert [x.name for x in draft.offer.options[0].lines] == ["Live tracking", "Onboarding"]
    assert points(draft.offer) == points(old.offer)
    assert {x.id for x in draft.offer.points}.isdisjoint({x.id for x in old.offer.points})
    desk.run(use.FreezeProposal(draft.id))
    undone_and_redone(desk, use.MarkSent(draft.id, "2026-11-21", "Marco"))
    assert [x.state for x in view(desk, deal).versions] == ["sent", "replaced"]


def test_accepting_may_set_amount_and_line_items(desk: Desk, deal: str) -> None:
    marco = add_person(desk, deal, "Marco Ferrante", role="economic_buyer")
    version = sent(desk, deal)
    option = version.offer.options[0]
    undone_and_redone(
        desk,
        use.AcceptProposal(version.id, option.id, marco, "2026-11-22", "We take it",
                           sets_amount=True, sets_items=True),
    )  # fmt: skip
    now = view(desk, deal)
    assert (now.versions[0].state, now.versions[0].chosen_id) == ("accepted", option.id)
    assert now.amount_minor == first_year(option).value == 84 * 70_000 + 110_000
    items = deal_view(desk, deal).items
    assert [(item.name, item.total_minor) for item in items] == [
        ("Live tracking", 5_880_000), ("Onboarding", 110_000),
    ]  # fmt: skip
    (fact,) = now.behaviour
    assert (fact.kind, fact.key, fact.words) == ("signal", "proposal-accepted", "We take it")


def test_an_amount_that_is_not_known_is_not_set(desk: Desk, deal: str) -> None:
    desk.run(AddLineItem(deal, "Extras"))
    version = sent(desk, deal)
    option = version.offer.options[0]
    with pytest.raises(KnownError, match="Extras has no price"):
        desk.run(use.AcceptProposal(version.id, option.id, None, "2026-11-22", sets_amount=True))
    assert newest(desk, deal).state == "sent"


def test_declining_keeps_their_words(desk: Desk, deal: str) -> None:
    version = sent(desk, deal)
    with pytest.raises(KnownError, match="in their words"):
        desk.run(use.DeclineProposal(version.id, " ", None, "2026-11-22"))
    undone_and_redone(desk, use.DeclineProposal(version.id, "Not this year", None, "2026-11-22"))
    assert newest(desk, deal).state == "declined"
    with pytest.raises(KnownError, match="not with the buyer"):
        desk.run(use.DeclineProposal(version.id, "x", None, "2026-11-22"))


def test_what_the_buyer_does_is_a_signal_but_silence_is_not(desk: Desk, deal: str) -> None:
    version = sent(desk, deal)
    undone_and_redone(
        desk, use.RecordBehaviour(version.id, "proposal-finance-looked", None, "2026-11-21")
    )
    desk.run(use.RecordBehaviour(version.id, "proposal-quiet", None, "2026-11-22"))
    kinds = {fact.key: fact.kind for fact in view(desk, deal).behaviour}
    assert kinds == {"proposal-finance-looked": "signal", "proposal-quiet": "evidence"}
    with pytest.raises(KnownError):
        desk.run(use.RecordBehaviour(version.id, "proposal-liked", None, "2026-11-22"))


def news(desk: Desk, deal: str) -> list[tuple[str, str]]:
    return [(each.what, each.words) for each in newest(desk, deal).news]


def test_what_is_told_after_a_draft_was_begun_is_offered_and_never_slipped_in(
    desk: Desk, deal: str
) -> None:
    version = started(desk, deal)
    assert version.news == ()
    fact = add_fact(desk, deal, "promise", "A hotline", owner="Jon", due_on="2027-01-05")
    add_fact(desk, deal, "risk", "They may be bought")
    step = add_fact(desk, deal, "process_step", "The board meets")
    desk.run(EditDeal(deal, {"kickoff_on": "2027-03-01"}))
    assert points(newest(desk, deal).offer) == points(version.offer)
    assert news(desk, deal) == [
        ("fact", "A hotline"), ("fact", "The board meets"), ("day", "Kickoff"),
    ]  # fmt: skip
    undone_and_redone(desk, use.TakeOver(version.id, (fact, "kickoff_on")))
    assert points(newest(desk, deal).offer)[-2:] == [
        ("deliverable", "A hotline", "2027-01-05"), ("milestone", "Kickoff", "2027-03-01"),
    ]  # fmt: skip
    assert news(desk, deal) == [("fact", "The board meets")]
    undone_and_redone(desk, use.LeaveOut(version.id, (step,)))
    assert news(desk, deal) == []
    assert "The board meets" not in repr(newest(desk, deal).offer.points)


def test_what_was_left_out_or_removed_is_not_offered_for_the_next_version_either(
    desk: Desk, deal: str
) -> None:
    version = started(desk, deal)
    fact = add_fact(desk, deal, "promise", "A hotline")
    desk.run(use.LeaveOut(version.id, (fact,)))
    workshop = next(p for p in version.offer.points if p.words == "A workshop in Lyon")
    desk.run(use.RemovePart("point", workshop.id))
    assert news(desk, deal) == []
    desk.run(use.FreezeProposal(version.id))
    desk.run(use.NewVersion(version.id))
    assert news(desk, deal) == []


def test_a_limit_that_one_person_told_us_of_their_money_is_not_offered(
    shipped_desk: Desk,
) -> None:
    deal = add_deal(shipped_desk, stage_key="discovery")
    version = started(shipped_desk, deal)
    add_fact(shipped_desk, deal, "constraint", "Ninety thousand", key="budget-spent-today")
    add_fact(shipped_desk, deal, "constraint", "No cloud", key="technical-where-it-runs")
    assert news(shipped_desk, deal) == [("fact", "No cloud")]
    assert version.news == ()


def test_changed_line_items_are_offered_and_the_reps_own_prices_stay(desk: Desk, deal: str) -> None:
    version = started(desk, deal)
    tracking, onboarding = version.offer.options[0].lines
    desk.run(use.EditPart("line", onboarding.id, {"unit_minor": 90_000}))
    assert news(desk, deal) == []
    first, second, _dollars = deal_view(desk, deal).items
    desk.run(EditLineItem(first.id, {"quantity_milli": 90_000}))
    desk.run(AddLineItem(deal, "Hotline", unit_minor=500))
    [changed, new] = newest(desk, deal).news
    assert (changed.what, changed.words, new.what, new.words) == (
        "changed", "Live tracking", "item", "Hotline",
    )  # fmt: skip
    assert changed.was is not None
    assert changed.now is not None
    assert (changed.was.quantity_milli, changed.now.quantity_milli) == (84_000, 90_000)
    assert [x.quantity_milli for x in newest(desk, deal).offer.options[0].lines] == [84_000, 1000]
    undone_and_redone(desk, use.TakeOver(version.id, (changed.key, new.key)))
    taken = newest(desk, deal).offer.options[0].lines
    assert [(x.name, x.quantity_milli, x.unit_minor) for x in taken] == [
        ("Live tracking", 90_000, 70_000), ("Onboarding", 1000, 90_000), ("Hotline", 1000, 500),
    ]  # fmt: skip
    assert (taken[0].period, taken[0].fact_id) == ("year", tracking.fact_id)
    desk.run(RemoveLineItem(second.id))
    [gone] = newest(desk, deal).news
    assert (gone.what, gone.words) == ("gone", "Onboarding")
    desk.run(use.TakeOver(version.id, (gone.key,)))
    assert [x.name for x in newest(desk, deal).offer.options[0].lines] == [
        "Live tracking", "Hotline",
    ]  # fmt: skip


def test_a_line_item_left_as_it_is_is_offered_again_only_when_it_changes_again(
    desk: Desk, deal: str
) -> None:
    version = started(desk, deal)
    first, second, _dollars = deal_view(desk, deal).items
    desk.run(EditLineItem(first.id, {"discount_bp": 500}))
    desk.run(RemoveLineItem(second.id))
    desk.run(AddLineItem(deal, "Hotline", unit_minor=500))
    assert [what for what, _words in news(desk, deal)] == ["changed", "gone", "item"]
    undone_and_redone(
        desk, use.LeaveOut(version.id, tuple(each.key for each in newest(desk, deal).news))
    )
    assert news(desk, deal) == []
    assert [x.name for x in newest(desk, deal).offer.options[0].lines] == [
        "Live tracking", "Onboarding",
    ]  # fmt: skip
    desk.run(EditLineItem(first.id, {"discount_bp": 700}))
    assert news(desk, deal) == [("changed", "Live tracking")]


def test_a_date_corrected_in_a_draft_is_corrected_where_it_came_from(desk: Desk, deal: str) -> None:
    desk.run(EditDeal(deal, {"start_on": "2027-01-01", "kickoff_on": "2027-03-01"}))
    desk.run(AddTypicalSteps(deal, "2027-03-01"))
    version = started(desk, deal)
    by_words = {point.words: point for point in version.offer.points}
    for words in ("Audit", "Start", "Kickoff"):
        undone_and_redone(desk, use.EditPart("point", by_words[words].id, {"due_on": "2027-04-05"}))
    desk.run(use.EditPart("point", by_words["A workshop in Lyon"].id, {"owner": "Dana"}))
    deal_now = deal_view(desk, deal).deal
    assert (deal_now.start_on, deal_now.kickoff_on) == ("2027-04-05", "2027-04-05")
    plan = commit_view(desk, deal)
    assert plan.target_on == "2027-04-05"
    assert [s.step.due_on for s in plan.plan.steps if s.step.kind == "kickoff"] == ["2027-04-05"]
    told = {fact.words: fact for fact in view(desk, deal).told}
    assert (told["Audit"].due_on, told["A workshop in Lyon"].owner) == ("2027-04-05", "Dana")
    desk.run(EditFact(told["Audit"].id, {"due_on": "2027-05-06"}))
    assert ("milestone", "Audit", "2027-05-06") in points(newest(desk, deal).offer)


def test_the_kickoff_moves_on_deal_plan_and_draft_wherever_it_is_typed(
    desk: Desk, deal: str
) -> None:
    desk.run(AddTypicalSteps(deal, "2027-03-01"))
    assert deal_view(desk, deal).deal.kickoff_on == "2027-03-01"
    started(desk, deal)

    def everywhere() -> set[str | None]:
        plan = commit_view(desk, deal)
        steps = [s.step.due_on for s in plan.plan.steps if s.step.kind == "kickoff"]
        draft = [p.due_on for p in newest(desk, deal).offer.points if p.words == "Kickoff"]
        return {plan.target_on, deal_view(desk, deal).deal.kickoff_on, *steps, *draft}

    [step] = [s.step for s in commit_view(desk, deal).plan.steps if s.step.kind == "kickoff"]
    desk.run(EditPlanStep(step.id, {"due_on": "2027-03-08"}))
    assert everywhere() == {"2027-03-08"}
    desk.run(SetPlan(deal, {"target_on": "2027-03-15"}))
    assert everywhere() == {"2027-03-15"}
    undone_and_redone(desk, EditDeal(deal, {"kickoff_on": "2027-03-22"}))
    assert everywhere() == {"2027-03-22"}
    desk.run(EditPlanStep(step.id, {"due_on": "2027-03-29", "state": "done"}))
    desk.run(EditDeal(deal, {"kickoff_on": "2027-04-05"}))
    assert "2027-03-29" in everywhere()
