"""Stages of an import: what is certain is decided, the rest is asked."""

from __future__ import annotations

import pytest

from salesdesk.domain.errors import KnownError
from salesdesk.domain.importing import StageChoice
from salesdesk.domain.importing_links import LinkOffer, offers, same_key
from salesdesk.domain.importing_stages import (
    UnknownStage,
    choice_for,
    decide_stages,
    decide_statuses,
    outcome_of,
)

STAGES = (("qualification", "Qualification"), ("discovery", "Discovery"), ("proposal", "Proposal"))


@pytest.mark.parametrize(
    "name", ["Won", "Closed Won", "closedwon", "CLOSED - WON", "6. Closed Won", "Closed Won (100%)"]
)
def test_won_is_told_in_the_words_of_every_program(name: str) -> None:
    assert outcome_of(name) == "won"


@pytest.mark.parametrize("name", ["Lost", "Closed Lost", "closedlost", "Closed/Lost", "lost deal"])
def test_lost_is_told_in_the_words_of_every_program(name: str) -> None:
    assert outcome_of(name) == "lost"


@pytest.mark.parametrize("name", ["Closed", "Wonderful", "Not won yet", "Negotiation", ""])
def test_what_is_not_certain_is_neither(name: str) -> None:
    assert outcome_of(name) is None


def test_stage_names_match_without_case_and_the_rest_is_unknown_with_its_rows() -> None:
    values = {"Won": 5, "discovery": 3, "2 - Proposal (60%)": 2, "Engaging": 7, "": 1}
    plan = decide_stages(values, STAGES)
    assert plan.choices == (
        StageChoice("Won", "won"),
        StageChoice("discovery", "open", "discovery"),
        StageChoice("2 - Proposal (60%)", "open", "proposal"),
    )
    assert plan.unknown == (UnknownStage("Engaging", 7, likely="discovery"),)


def test_a_likely_stage_is_offered_and_not_taken() -> None:
    plan = decide_stages({"Proposal Sent": 4}, STAGES)
    assert plan.choices == ()
    assert plan.unknown == (UnknownStage("Proposal Sent", 4, "proposal"),)


@pytest.mark.parametrize(
    ("source", "offered"),
    [
        ("Prospecting", "qualification"),  # an early part of a sale is offered the first stage
        ("Appointment Scheduled", "qualification"),
        ("Needs Analysis", "discovery"),
        ("Quote made", "proposal"),
        ("Limbo", ""),
    ],
)
def test_a_stage_of_the_same_part_of_a_sale_is_offered(source: str, offered: str) -> None:
    assert decide_stages({source: 1}, STAGES).unknown == (UnknownStage(source, 1, offered),)


def test_what_the_user_said_comes_first() -> None:
    given = {"won": StageChoice("won", "open", "proposal")}
    plan = decide_stages({"Won": 1}, STAGES, given)
    assert plan.choices == (StageChoice("Won", "open", "proposal"),)


def test_the_users_choice_names_a_stage_or_an_outcome() -> None:
    assert choice_for("Prospecting", "qualification", STAGES).stage == "qualification"
    assert choice_for("Engaging", "Discovery", STAGES) == StageChoice(
        "Engaging", "open", "discovery"
    )
    assert choice_for("Dead", "lost", STAGES) == StageChoice("Dead", "lost")


def test_a_stage_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(KnownError, match=r"no stage “Nirvana” .* Qualification, Discovery"):
        choice_for("Prospecting", "Nirvana", STAGES)


def test_statuses_are_open_won_or_lost() -> None:
    plan = decide_statuses({"Open": 1, "Won": 1, "Lost": 1, "Deleted": 1})
    assert [choice.outcome for choice in plan.choices] == ["open", "won", "lost"]
    assert [unknown.source for unknown in plan.unknown] == ["Deleted"]


def test_names_that_differ_in_spaces_inside_are_offered_never_joined() -> None:
    assert offers(
        ["GTXPro", "GTX Basic", "MG Special"], ["GTX Basic", "GTX Pro", "MG Special"]
    ) == (LinkOffer("GTXPro", "GTX Pro", 100),)


def test_names_equal_but_for_case_and_outer_spaces_are_the_same() -> None:
    assert same_key(" Acme  Corp ") == same_key("ACME corp")
    assert offers([" acme  CORP "], ["Acme Corp"]) == ()


def test_a_likeness_is_offered_and_a_new_name_is_not() -> None:
    found = offers(["Acme Corporatoin", "Globex"], ["Acme Corporation", "Initech"])
    assert [(offer.source, offer.known) for offer in found] == [
        ("Acme Corporatoin", "Acme Corporation")
    ]
    assert found[0].score < 100


def test_short_names_are_not_like_each_other() -> None:
    assert offers(["Ace"], ["Acme", "Ice"]) == ()
