"""Guardrails in process files: the shipped ones are whole, mistakes in own ones are named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from salesdesk.domain.guardrails import limits
from salesdesk.domain.process import Approval, Guardrail
from salesdesk.domain.process_plain import from_plain, to_plain
from salesdesk.processes.builtin import builtin_guardrails, load_builtin
from salesdesk.processes.check import check_file
from salesdesk.processes.reader import read_process
from tests.processes.written import process_text

Put = Callable[..., Path]
OWN = """
guardrails:
  - key: discount
    name: Discount
    kind: price
    unit: percent
    alone: 5
    steps:
      - {limit: 10, approver: finance}
      - {approver: our board}
    ask: [A longer term]
"""


def messages(put: Put, text: str) -> list[str]:
    return [str(fault) for fault in check_file(put(text))]


def test_both_shipped_processes_have_the_same_guardrails_of_every_kind() -> None:
    found = builtin_guardrails().guardrails
    assert load_builtin("eight-step").guardrails == load_builtin("seven-step").guardrails == found
    assert len(found) >= 6
    kinds = {each.kind for each in found}
    assert kinds >= {"price", "term", "service", "addons", "payment"}
    assert all(each.ask for each in found)


def test_both_shipped_processes_have_events_that_cost_the_buyer_effort() -> None:
    for key in ("eight-step", "seven-step"):
        signals = [signal for stage in load_builtin(key).stages for signal in stage.signals]
        assert sum(bool(signal.commits) for signal in signals) >= 3
        assert any(signal.asks == "number" for signal in signals)


def test_an_own_guardrail_is_read_kept_andprocess_text(
    put: Put, small_text: str, tmp_path: Path
) -> None:
    process = read_process(put(small_text + OWN))
    expected = Guardrail(
        "discount", "Discount", "price", "percent", ("A longer term",), 5,
        (Approval("finance", 10), Approval("our board")),
    )  # fmt: skip
    assert process.guardrails == (expected,)
    assert from_plain(to_plain(process)) == process
    again = tmp_path / "again.yaml"
    again.write_text(process_text(process), encoding="utf-8")
    assert read_process(again) == process


def test_limits_are_told_in_words() -> None:
    rail = Guardrail("k", "K", "price", "percent", ("x",), 5, (Approval("finance", 10),))
    assert limits(rail) == ("Alone: up to 5%", "Finance: up to 10%", "Beyond that: nobody")
    days = Guardrail("k", "K", "payment", "days", ("x",), 0, (Approval("our board"),))
    assert limits(days) == ("Alone: nothing", "our board: beyond that")
    assert limits(Guardrail("k", "K", "other", "text", ("x",))) == ("Alone",)
    words = Guardrail("k", "K", "service", "text", ("x",), 0, (Approval("legal"),))
    assert limits(words) == ("Needs Legal",)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("limit: 10", "limit: 5", "expected a limit over 5: the one before."),
        ("alone: 5", "alone: 150", "expected at most 100 percent."),
        ("limit: 10", "limit: 101", "expected at most 100 percent."),
        ("limit: 10, ", "", "only the last step may go without a limit."),
        ("unit: percent", "unit: text", "has no numbers"),
        ("unit: percent", "unit: euros", "expected one of: percent, days, months, count, text"),
        ("alone: 5", "alone: -1", "alone"),
        ("ask: [A longer term]", "ask: []", "ask"),
        ("key: discount", "key: discount\n  - key: discount", "stands twice"),
    ],
)
def test_mistakes_are_named_with_file_and_line(
    put: Put, small_text: str, old: str, new: str, said: str
) -> None:
    found = messages(put, small_text + OWN.replace(old, new, 1))
    assert any(said in message for message in found), found
    assert all(".yaml:" in message for message in found)
