"""The coach's rules about the desk as a whole, and its register."""

from __future__ import annotations

import datetime as dt
import importlib
import pkgutil
from typing import Any

import pytest

from salesdesk.domain import coach
from salesdesk.domain.coach import nobody_fills, process_not_reviewed
from salesdesk.domain.coach.case import DeskCase, FieldUse, PipelineUse
from salesdesk.domain.coach.register import DEAL_RULES, DESK_RULES
from tests.desks import SMALL, TODAY

NO_RULES = {"case", "finding", "mending", "register"}


def ago(days: int) -> str:
    return (TODAY - dt.timedelta(days=days)).isoformat()


def use(**fields: Any) -> PipelineUse:
    known: dict[str, Any] = {
        "id": "line", "name": "Sales", "process": SMALL, "published_on": ago(200),
        "ended_since": 12, "passed": {"qualify": 30}, "answered": {"what-hurts": 9, "who-else": 1},
    }  # fmt: skip
    return PipelineUse(**{**known, **fields})


def test_a_process_of_half_a_year_with_ended_deals_wants_a_review() -> None:
    (finding,) = process_not_reviewed.see(DeskCase(40, (use(),)), TODAY)
    said = finding.say()
    assert said.evidence == ("Published on May 6, 2026", "12 deals ended since")
    assert said.place == ("process", "", "line")


@pytest.mark.parametrize(
    "fields", [{"published_on": ago(100)}, {"ended_since": 4}], ids=["young", "few deals"]
)
def test_a_process_wants_no_review_when(fields: dict[str, Any]) -> None:
    assert process_not_reviewed.see(DeskCase(40, (use(**fields),)), TODAY) == []


def test_put_aside_the_review_is_asked_for_again_a_season_later() -> None:
    def mark(days: int) -> str:
        return process_not_reviewed.see(
            DeskCase(40, (use(),)), TODAY + dt.timedelta(days=days)
        )[0].mark  # fmt: skip

    assert mark(0) == mark(10) != mark(91)


def test_a_question_that_nobody_answered_on_many_deals_is_named() -> None:
    (finding,) = nobody_fills.see(DeskCase(40, (use(answered={"what-hurts": 9}),)), TODAY)
    assert finding.n == 1
    assert finding.say().evidence == ("On 30 deals that went through", "“Who else has a say?”")


@pytest.mark.parametrize(
    "fields",
    [{"answered": {"what-hurts": 9, "who-else": 1}}, {"answered": {}, "passed": {"qualify": 9}}],
    ids=["answered once", "few deals"],
)
def test_a_question_is_not_unused_when(fields: dict[str, Any]) -> None:
    assert nobody_fills.see(DeskCase(40, (use(**fields),)), TODAY) == []


def test_a_field_that_hardly_anybody_fills_is_named_and_others_are_not() -> None:
    fields = (FieldUse("f1", "Region", 1), FieldUse("f2", "Sector", 2))
    (finding,) = nobody_fills.see(DeskCase(100, (), fields), TODAY)
    assert finding.subject == "Region"
    assert finding.say().evidence == ("Filled on 1 of 100 deals",)
    assert nobody_fills.see(DeskCase(19, (), fields), TODAY) == []


def test_each_module_of_a_rule_has_a_row_with_its_key_and_a_title() -> None:
    names = {module.name for module in pkgutil.iter_modules(coach.__path__)} - NO_RULES
    rows = {rule.key: rule for rule in (*DEAL_RULES, *DESK_RULES)}
    assert {name.replace("_", "-") for name in names} == set(rows)
    assert len({rule.title for rule in rows.values()}) == len(rows)
    for name in names:
        module = importlib.import_module(f"salesdesk.domain.coach.{name}")
        assert rows[module.KEY].see is module.see
