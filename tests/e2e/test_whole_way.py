"""One deal from a question to the printed handoff, with mouse and keyboard on a virtual screen."""

from __future__ import annotations

from pathlib import Path

from salesdesk.domain.clock import Clock
from salesdesk.usecases.desk import Desk
from tests.e2e import screen
from tests.e2e.test_board_by_hand import TODAY, desk, hands  # noqa: F401  (fixtures)

pytestmark = list(screen.MARKS)
DEAL = "Night bus wallboard"
GOAL = "Every night bus is covered by two people"
OBJECTION = "It costs too much for one depot"
CAUSE = "Nobody has put a number on it"
RESPONSE = "We counted the missed buses together"
CONFIRMED = "Then it pays for itself"


def _rows(path: Path, statement: str) -> list[tuple[object, ...]]:
    """Rows of the closed desk."""
    opened = Desk(path, Clock(TODAY), threaded=False)
    try:
        found: list[tuple[object, ...]] = opened.raw.execute(statement, (DEAL,)).fetchall()
    finally:
        opened.close()
    return found


def _open_deal(hands: screen.Hands) -> None:  # noqa: F811
    hands.click_card(DEAL)
    hands.keys("Return")
    hands.until(lambda: hands.ask("page") == "deal", "the deal's page")
    hands.place("deal_move")


def _answer(hands: screen.Hands) -> None:  # noqa: F811
    """Answers a question, marked as a goal while typing."""
    hands.keys("alt+3")
    hands.settled("question_opening-why-you-said-yes")
    hands.click("question_opening-why-you-said-yes")
    hands.until(lambda: hands.ask("focus") == "answer_opening-why-you-said-yes", "the answer")
    hands.write(GOAL)
    hands.keys("alt+g")
    hands.until(lambda: hands.ask("names", "fact_"), "the goal as a fact")


def _object(hands: screen.Hands) -> None:  # noqa: F811
    """Logs an objection and resolves it with cause, response and the buyer's confirmation."""
    hands.keys("alt+6")
    hands.settled("objection_words")
    hands.click("objection_words")
    hands.write(OBJECTION)
    hands.click("objection_log")
    for field, words in (
        ("objection_root_cause", CAUSE),
        ("objection_response", RESPONSE),
        ("objection_confirmation", CONFIRMED),
    ):
        hands.fill(field, words)
    hands.reach("objection_confirmed_by")
    hands.keys("Down")
    hands.until(lambda: not hands.ask("names", "objection_why_not"), "nothing missing")
    hands.reach("objection_resolve")
    hands.click("objection_resolve")
    hands.until(lambda: not hands.ask("names", "objection_resolve"), "the objection settled")


def _win(hands: screen.Hands) -> None:  # noqa: F811
    hands.keys("ctrl+shift+w")
    hands.click("reason_won-fit")
    hands.click("won_dialog_accept")
    hands.gone("won_dialog")
    hands.place("deal_state")


def _print(hands: screen.Hands, target: Path) -> None:  # noqa: F811
    """Opens the checklist and saves the notes as a PDF through the file dialog."""
    hands.keys("alt+8")
    hands.settled("handoff_open")
    hands.click("handoff_open")
    hands.click("handoff_save_pdf")
    hands.name_file(target)
    hands.until(target.exists, "the PDF")


def test_from_a_question_to_the_printed_handoff(
    hands: screen.Hands,  # noqa: F811
    desk: Path,  # noqa: F811
    tmp_path: Path,
) -> None:
    from pypdf import PdfReader

    target = tmp_path / "handoff.pdf"
    _open_deal(hands)
    _answer(hands)
    _object(hands)
    _win(hands)
    _print(hands, target)
    hands.keys("Escape")
    hands.leave()

    pages = PdfReader(target).pages
    printed = " ".join(" ".join(page.extract_text() for page in pages).split())
    for fact in (DEAL, "Ilmtal Transit", GOAL, "Doreen Kühn", "Open:"):
        assert fact in printed
    assert f"Page 1 of {len(pages)}" in printed

    won = _rows(desk, "SELECT status, closed_on FROM deal WHERE name = ?")
    assert won == [("won", TODAY.isoformat())]
    goals = _rows(
        desk,
        "SELECT f.words, f.source_kind FROM fact f JOIN deal d ON d.id = f.deal_id"
        " WHERE d.name = ? AND f.kind = 'goal'",
    )
    assert (GOAL, "answer") in goals
    settled = _rows(
        desk,
        "SELECT o.words, o.status, o.root_cause, o.response, o.confirmation FROM objection o"
        " JOIN deal d ON d.id = o.deal_id WHERE d.name = ?",
    )
    assert (OBJECTION, "resolved", CAUSE, RESPONSE, CONFIRMED) in settled
