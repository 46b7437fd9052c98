"""One deal from qualification to the printed handoff by keyboard alone, on a virtual screen.

No mouse event is ever made: `Keyboard` refuses to. What is asserted is what the store keeps, read
beside the running program and once more by the command line, and what the screen says.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desks import TODAY
from tests.e2e import screen
from tests.e2e.gates import GATES, ITEM, fill_gate, is_gate_field
from tests.e2e.keyboard import Keyboard, command, desk, hands, kept, rows

__all__ = ["desk", "hands"]

pytestmark = [*screen.MARKS, pytest.mark.timeout(300)]
DEAL = "Night bus wallboard"
FIGURE = "Missed buses cost 34 hours a week"
PAIN = "Two buses a week leave without a second driver"
GOAL = "Every night bus is covered by two people"
HEARD = "Everyone hears of it from the press"
OUTCOME = "No bus leaves with one person"
CAUSE = "Nobody has put a number on it"
CONTEXT = "They run forty night buses"


def _begin(hands: Keyboard, desk: Path) -> None:
    """Quick add, Enter, who and how much, and the next step."""
    hands.focused("empty_board_new")
    hands.keys("ctrl+shift+n")
    hands.focused("quick_add_line")
    hands.write(DEAL)
    hands.keys("Return")
    hands.card(DEAL)
    hands.keys("Escape")
    hands.focused("cards_qualification")
    hands.keys("Return")
    hands.until(lambda: hands.ask("page") == "deal", "the deal's page")
    hands.focused("deal_tabs")
    hands.fill("deal_field_amount_minor", "48000")
    hands.fill("deal_field_account", "Ilmtal Transit")
    hands.fill("people_name", "Doreen Falk")
    hands.keys("Tab")
    hands.write("C")
    hands.press("people_add")
    kept(hands, desk, "SELECT name FROM person", ("Doreen Falk",))
    hands.keys("ctrl+shift+t")
    hands.focused("step_what")
    hands.write("Talk with the depot")
    hands.keys("Tab")
    hands.write("2026-11-24")
    hands.keys("Return")
    hands.gone("set_step")
    kept(hands, desk, "SELECT what, due_on FROM next_step", ("Talk with the depot", "2026-11-24"))
    kept(hands, desk, "SELECT name, amount_minor FROM deal", (DEAL, 4_800_000))


def _qualify(hands: Keyboard, desk: Path) -> None:
    """A framework, an element with its evidence, a suggestion accepted, a gap planned."""
    hands.panel("alt+2")
    hands.reach("qualify_framework")
    hands.write("M")
    hands.place("element_champion")
    hands.press("element_metrics_open")
    hands.focused("element_metrics_unknown")
    hands.keys("1")
    hands.focused("element_metrics_level_1")
    hands.press("element_metrics_prove")
    hands.focused("element_metrics_proof_words")
    hands.write(FIGURE)
    hands.press("element_metrics_proof_save")
    hands.place("element_metrics_evidence")
    hands.press("element_champion_suggestion")
    hands.focused("element_champion_open")
    accepted = "SELECT element, level, state FROM score WHERE accepted = 1"
    kept(hands, desk, accepted, ("metrics", 1, "known"))
    kept(hands, desk, accepted, ("champion", 1, "known"))
    hands.says("Not known yet: Economic buyer")
    hands.press("element_identified_pain_question_0_plan", "shift+Tab")
    hands.says("Planned ✓")


def _discover(hands: Keyboard, desk: Path) -> None:
    """From the rail to the question that would meet a criterion: answered, and marked as a fact."""
    hands.keys("alt+3")
    hands.focused("capture")
    for criterion, said, key, kind in (
        ("pain-named", PAIN, "alt+p", "pain"),
        ("why-now-known", "The new timetable starts in March", "alt+t", "timeline"),
    ):
        hands.keys("F6")
        hands.focused("criterion_")
        hands.press(f"criterion_{criterion}_ask")
        hands.focused("answer_")
        hands.write(said)
        hands.keys(key)
        kept(hands, desk, "SELECT kind, words, source_kind FROM fact", (kind, said, "answer"))
        hands.until(lambda: hands.ask("names", "fact_"), "the fact under the answer")
        hands.keys("Escape")
        hands.focused("question_")


def _call(hands: Keyboard, desk: Path) -> None:
    """Call mode: a line here, a line filed later, the end with summary and next step."""
    hands.keys("F8")
    hands.focused("call_line")
    hands.write(HEARD)
    hands.keys("Return")
    hands.until(lambda: "Kept under" in hands.ask("text", "call_message"), "the line kept")
    hands.write(GOAL)
    hands.keys("alt+g", "shift+Return")
    hands.until(lambda: "F7" in hands.ask("text", "call_message"), "the line kept for later")
    hands.keys("F7")
    hands.focused("unfiled_file_")
    hands.keys("Return")
    hands.focused("pick_question_search")
    hands.write("what would have to")
    hands.keys("Return")
    hands.says("Every line is filed")
    hands.focused("unfiled_cancel")
    hands.keys("Escape")
    hands.focused("call_line")
    hands.keys("F10")
    hands.focused("closing_outcome")
    hands.write("They want to see it run")
    hands.fill("closing_step_what", "Demo at the depot")
    hands.keys("Tab")
    hands.write("2026-11-26")
    hands.reach("closing_summary")
    for words in (PAIN, FIGURE, GOAL):
        assert words in hands.ask("text", "closing_summary")
    hands.press("closing_accept")
    hands.focused("held_summary")
    hands.reach("held_who")
    hands.write("D")
    hands.press("held_confirm")
    hands.until(lambda: "Nov 22" in hands.ask("text", "held_confirmed"), "the summary confirmed")
    hands.keys("Escape")
    hands.gone("held_call")
    hands.focused("question_")  # where it was before the call
    filed = "SELECT words, question_key IS NOT NULL FROM answer"
    kept(hands, desk, filed, (HEARD, 1))
    kept(hands, desk, filed, (GOAL, 1))
    steps = "SELECT what, due_on FROM next_step"
    kept(hands, desk, steps, ("Demo at the depot", "2026-11-26"))
    kept(hands, desk, "SELECT kind, words, confirmed FROM fact", ("pain", PAIN, 1))


def _value(hands: Keyboard, desk: Path) -> None:
    """The pain, what answers it, what shows that, what they get; and would it be worth having."""
    hands.panel("alt+4")
    hands.press("value_0_capability")
    hands.focused("edit_capability")
    hands.write("Shift planning that fills both seats")
    hands.keys("Return")
    hands.focused("value_0_capability")
    hands.keys("Right", "Return")
    hands.focused("edit_proof")
    hands.write("The depot in Gera fills them since May")
    hands.keys("Return")
    hands.focused("value_0_proof")
    hands.keys("Right", "Return")
    hands.focused("edit_words")
    for words in (OUTCOME, "Missed buses", "2 a week", "0", "2027-06-30"):
        hands.write(words)
        hands.keys("Return" if words == "2027-06-30" else "Tab")
    hands.focused("value_0_outcome")
    outcome = "SELECT words, measure, baseline, target, due_on FROM fact WHERE kind = 'outcome'"
    kept(hands, desk, outcome, (OUTCOME, "Missed buses", "2 a week", "0", "2027-06-30"))
    hands.reach("value_answer_yes")
    hands.keys("space")
    hands.reach("value_answer_person")
    hands.write("D")
    hands.fill("value_answer_words", "It would pay for itself")
    hands.press("value_answer_keep")
    hands.until(lambda: any(n.endswith("_take") for n in hands.ask("names", "value_answer_")),
                "the answer kept")  # fmt: skip
    kept(hands, desk, "SELECT words FROM fact", ("It would pay for itself",))


def _propose(hands: Keyboard, desk: Path) -> None:
    """An option with a line and its price; made ready, which freezes it; sent."""
    hands.panel("alt+5")
    hands.press("proposal_start")
    hands.focused("proposal_send")
    hands.fill("line_new", ITEM)
    hands.keys("Return")
    hands.until(lambda: hands.ask("names", "line_price_"), "the line")
    hands.reach("line_price_", "shift+Tab")
    hands.write("48000")
    hands.keys("Tab")
    hands.until(lambda: not hands.ask("says", "1 line has no price"), "the price kept")
    hands.press("proposal_send", "shift+Tab")
    hands.focused("proposal_send_to")
    hands.write("doreen@ilmtal.example")
    hands.keys("ctrl+Return")
    hands.until(lambda: hands.ask("text", "proposal_send_ready") == "It was sent", "“Sent?”")
    frozen = rows(desk, "SELECT state, frozen_on, sent_on FROM proposal")
    assert frozen == [("frozen", "2026-11-22", None)]
    hands.focused("proposal_send_ready")
    hands.keys("Return")
    hands.gone("proposal_send_dialog")
    hands.until(lambda: hands.ask("text", "proposal_state") == "Sent", "the version sent")
    sent = ("sent", "2026-11-22", "2026-11-22")
    kept(hands, desk, "SELECT state, frozen_on, sent_on FROM proposal", sent)


def _object(hands: Keyboard, desk: Path) -> None:
    """Ctrl+O logs one, once; worked through with cause, response and the buyer's confirmation."""
    hands.keys("ctrl+o")
    hands.focused("short_play_search")
    hands.write("too much")
    hands.keys("Return")
    hands.gone("short_play")
    hands.panel("alt+6")
    assert rows(desk, "SELECT words, status FROM objection") == [("too much", "open")]
    hands.press("objection_work")
    hands.focused("objection_root_cause")
    hands.write(CAUSE)
    hands.fill("objection_response", "We counted the missed buses together")
    hands.fill("objection_confirmation", "Then it pays for itself")
    hands.reach("objection_confirmed_by")
    hands.write("D")
    hands.until(lambda: not hands.ask("names", "objection_why_not"), "nothing missing")
    hands.press("objection_resolve")
    hands.focused("objection_words")
    hands.says("Resolved")
    resolved = ("resolved", CAUSE, "Then it pays for itself")
    kept(hands, desk, "SELECT status, root_cause, confirmation FROM objection", resolved)


def _commit(hands: Keyboard, desk: Path) -> None:
    """A concession and what comes back for it; a milestone of the plan."""
    hands.panel("alt+7")
    hands.press("plan_add")
    hands.focused("plan_step_what")
    hands.write("Contract signed")
    hands.reach("plan_step_day")
    hands.write("2026-12-18")
    hands.keys("Return")
    hands.focused("plan_add")
    hands.press("ledger_add")
    hands.focused("concession_give")
    hands.write("Three per cent for an early yes")
    hands.fill("concession_size", "3")
    hands.fill("concession_get", "A reference visit in Gera")
    hands.keys("ctrl+Return")
    hands.focused("ledger_add")
    given = ("Three per cent for an early yes", "A reference visit in Gera")
    kept(hands, desk, "SELECT give, get FROM concession", given)
    kept(hands, desk, "SELECT what, due_on FROM plan_step", ("Contract signed", "2026-12-18"))


def _complete_steps(hands: Keyboard, desk: Path) -> None:
    """Both talks took place: their outcomes, nothing new in between."""
    for outcome in ("They told us what it costs", "They saw it run"):
        hands.keys("ctrl+shift+d")
        hands.focused("complete_outcome")
        hands.write(outcome)
        hands.press("complete_step_accept")
        hands.gone("complete_step")
        hands.focused("ledger_add")
        done = (outcome, TODAY.isoformat())
        kept(hands, desk, "SELECT outcome, done_on FROM next_step", done)


def _move(hands: Keyboard, desk: Path) -> None:
    """Stage by stage; each gate's dialog is filled in from its first field to its button."""
    for stage, answers in GATES:
        if "step_what" in answers:
            _complete_steps(hands, desk)
        hands.keys("ctrl+shift+Right")
        hands.until(lambda: is_gate_field(hands.ask("focus")), "the first field of the gate")
        hands.reach("gate_dialog_accept", "shift+Tab")  # (the list may begin above that field)
        hands.keys("Tab")
        fill_gate(hands, dict(answers))
        hands.gone("gate_dialog")
        moved = f"SELECT stage_key LIKE '{stage}%' FROM deal"
        kept(hands, desk, moved, (1,))
        hands.focused("ledger_add")


def _win(hands: Keyboard, desk: Path) -> None:
    hands.keys("ctrl+shift+w")
    hands.focused("won_amount")
    hands.reach("reason_won-fit")
    hands.keys("space")
    hands.press("won_dialog_accept")
    hands.gone("won_dialog")
    hands.focused("ledger_add")
    hands.until(lambda: "Won" in (hands.ask("text", "deal_state") or ""), "the deal shown as won")
    kept(hands, desk, "SELECT status, closed_on FROM deal", ("won", TODAY.isoformat()))


def _hand_over(hands: Keyboard, desk: Path, target: Path) -> None:
    """Writes an item, confirms one as none, saves the notes as PDF, finishes with a reason."""
    hands.panel("alt+8")
    hands.press("handoff_open")
    hands.focused("handoff_link_")
    hands.press("handoff_link_company-context")
    hands.focused("handoff_company-context_words")
    hands.write(CONTEXT)
    hands.keys("ctrl+Return")
    hands.focused("handoff_people-sponsor")
    hands.press("handoff_people-sponsor_none")
    hands.says("There are some after all")
    hands.press("handoff_finish", "shift+Tab")
    hands.focused("handoff_finish_question_field")
    hands.write("They start on Monday")
    hands.press("handoff_finish_question_accept")
    hands.focused("handoff_accept")
    hands.press("handoff_save_pdf", "shift+Tab")
    hands.name_file(target)
    hands.until(target.exists, "the PDF")
    hands.focused("handoff_save_pdf")
    hands.keys("Escape")
    hands.gone("handoff_dialog")


def test_a_deal_from_qualification_to_handoff_by_keyboard_alone(
    hands: Keyboard, desk: Path, tmp_path: Path
) -> None:
    from pypdf import PdfReader

    _begin(hands, desk)
    _qualify(hands, desk)
    _discover(hands, desk)
    _call(hands, desk)
    _value(hands, desk)
    _propose(hands, desk)
    _object(hands, desk)
    _commit(hands, desk)
    _move(hands, desk)
    _win(hands, desk)
    target = tmp_path / "handoff.pdf"
    _hand_over(hands, desk, target)
    hands.leave()

    printed = " ".join(" ".join(page.extract_text() for page in PdfReader(target).pages).split())
    for fact in (DEAL, "Ilmtal Transit", "Doreen Falk", "Sabine Roth", PAIN, GOAL, OUTCOME, ITEM,
                 CONTEXT, "They start on Monday"):  # fmt: skip
        assert fact in printed, fact
    listed = command("list", "deals", str(desk), home=tmp_path)
    line = next(line for line in listed.splitlines() if DEAL in line)
    assert "won" in line.casefold()
    assert "48,000" in line
