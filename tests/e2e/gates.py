"""What the gates of the eight-step process are told by keyboard, and how their dialog is filled."""

from __future__ import annotations

from tests.e2e.keyboard import Keyboard

ITEM = "Shift planning, 40 seats"
"""What is sold: the line of the proposal, and of the deal."""
GATES: tuple[tuple[str, dict[str, str]], ...] = (
    ("discovery", {"industry_field": "Public transport"}),
    (
        "solution",
        {
            "_measure": "34 hours a week",
            "answer0_words": "Sabine Roth signs",
            "answer1_words": "The works council, then the board",
            "_name": "Sabine Roth",
        },
    ),
    (
        "proposal",
        {
            "criteria-known_words": "It must run on the old radios",
            "answer0_words": "The radio system",
            "answer1_words": "Clean since May",
            "economic-buyer-known_who": "Down",
        },
    ),
    (
        "commitment",
        {
            "line0_name": ITEM,
            "line0_price": "48000",
            "expected_close_field_line": "2026-12-18",
            "paper-path-known_answer0_words": "Security first, then legal",
            "rollout-staffed_answer0_words": "Jens Wolf has the time",
            "worked-on_words": "They marked up the draft",
        },
    ),
    (
        "",
        {
            "commitment-seen_words": "Legal read it on Friday",
            "step_what": "Sign with the board",
            "step_due_line": "2026-12-18",
        },
    ),
)
"""The stages that the deal moves to, and what their gates are told, by a part of the field."""


def is_gate_field(name: str) -> bool:
    """Whether a widget of this name is one that a gate is told something in."""
    return name.startswith("gate_") and not name.startswith(("gate_dialog", "gate_with"))


def fill_gate(hands: Keyboard, answers: dict[str, str]) -> None:
    """Walks from field to field and types what each is to be told; then its button."""
    while is_gate_field(field := hands.ask("focus")):
        part = next((part for part in answers if part in field), "")
        told = answers.pop(part, "")
        if told == "Down":
            hands.keys("Down")
        elif told:
            if field.endswith("_line"):
                hands.keys("ctrl+a")
            hands.write(told)
        hands.keys("Tab")
    assert not answers, f"never asked: {answers}"
    hands.press("gate_dialog_accept")
