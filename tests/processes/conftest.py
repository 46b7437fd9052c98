"""A small but whole process file, which the tests here bend and break."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

SMALL = """\
# The team's own process.
key: small
name: Small
summary: >
  Two lines that
  are one sentence.
gate_policy: reason
conversion_rule: They replied.
stages:
  - key: first
    name: First   # shown on the board
    place: board
    goal: Get going.
    buyer_does: [Talks]
    helps_buyer: [Somebody listens]
    activities: [Call]
    tasks: []
    templates: [intro]
    probability: 10
    stall_days: 14
    good: It went well.
    criteria:
      - key: pain-known
        text: The pain is known
        rule: {test: fact, of: pain}
        panel: discover
        ask: pain-what
    signals:
      - {key: replied, text: They replied}
    topics: [pain]
    objections: [price-value]
topics:
  - {key: pain, name: Pain, layer: pain}
questions:
  - key: pain-what
    topic: pain
    text: What breaks?
    why: To know.
    listen_for: A case.
    green_flag: A figure.
    red_flag: Nothing.
    follow_ups: [How often?]
    marks: pain
    fills: [meddpicc.identified_pain]
    personas: [user]
categories:
  - {key: price, name: Price}
plays:
  - key: price-value
    category: price
    name: Too dear
    heard: [That is a lot]
    listen_for: Against what.
    root_causes: [They see no return]
    diagnose: [Compared with what?]
    acknowledge: It is money.
    respond: [Go back to the cost of today]
    proof: A sum.
    confirm: Does that settle it?
    follow_ups: [Who else asks?]
    give_get: A longer term.
    walk_away: When nothing hurts.
    short: Ask against what, then do the sum.
handoff:
  - key: facts
    name: Facts
    items:
      - {key: owner-note, name: A note, rule: {test: text}, panel: handoff}
reasons:
  - {key: fit, name: Fit, outcome: won}
"""


@pytest.fixture
def small_text() -> str:
    """The text of a sound process file of 67 lines."""
    return SMALL


@pytest.fixture
def put(tmp_path: Path) -> Callable[..., Path]:
    """Writes a text (or bytes) to a file in the test's folder and returns its path."""

    def put_file(content: str | bytes, name: str = "process.yaml") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        return path

    return put_file
