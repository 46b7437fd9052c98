"""The board with a real mouse on a virtual screen: drag past a gate, take it back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from salesdesk.domain.clock import Clock
from salesdesk.usecases.desk import Desk
from tests.desks import TODAY, copy_demo
from tests.e2e import screen

pytestmark = list(screen.MARKS)
DEAL = "Fleet telematics"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A demo desk of its own."""
    path = tmp_path / "hands.desk"
    copy_demo(path)
    return path


@pytest.fixture
def hands(desk: Path, tmp_path: Path) -> Iterator[screen.Hands]:
    """The program open on a virtual screen; it must not complain of anything."""
    home = tmp_path / "home"
    home.mkdir()
    with screen.display() as show:
        at_work = screen.Hands(show, desk, home, TODAY.isoformat())
        yield at_work
        said = at_work.leave()
    assert not any(word in said for word in ("Traceback", "Fatal", "QObject")), said


def stage_of(desk: Path, deal: str) -> str:
    """The stage in which the closed desk keeps a deal."""
    opened = Desk(desk, Clock(TODAY), threaded=False)
    try:
        row = opened.raw.execute("SELECT stage_key FROM deal WHERE name = ?", (deal,)).fetchone()
    finally:
        opened.close()
    return str(row[0])


def test_a_drag_past_an_open_gate_asks_and_esc_leaves_the_deal_where_it_was(
    hands: screen.Hands, desk: Path
) -> None:
    before = hands.card(DEAL)
    hands.drag(before, hands.card("Call centre renewal"))
    hands.until(lambda: hands.ask("where", "gate_bubble"), "the gate beside the card")
    hands.drop()
    hands.place("gate_dialog")
    hands.keys("Escape")
    hands.gone("gate_dialog")
    hands.until(lambda: hands.card(DEAL)[0] == before[0], "the card back in its column")
    hands.leave()
    assert stage_of(desk, DEAL) == "discovery"


def test_a_drag_with_a_reason_moves_the_deal_and_undo_puts_it_back(
    hands: screen.Hands, desk: Path
) -> None:
    before = hands.card(DEAL)
    target = hands.card("Call centre renewal")
    hands.drag(before, target)
    hands.drop()
    hands.click("gate_with_reason")
    hands.until(lambda: "reason" in hands.ask("focus"), "the field for the reason")
    hands.write("They asked for the demo before the paperwork")
    hands.keys("Return")
    hands.gone("gate_dialog")
    hands.until(lambda: hands.card(DEAL)[0] >= target[0] - 5, "the card in the next column")
    hands.until(lambda: DEAL in hands.ask("undo"), "the move in the Undo menu")
    hands.keys("ctrl+z")
    hands.until(lambda: hands.card(DEAL)[0] == before[0], "the card back in its column")
    hands.keys("ctrl+y")
    hands.until(lambda: hands.card(DEAL)[0] >= target[0] - 5, "the card moved again")
    hands.leave()
    assert stage_of(desk, DEAL) == "solution"
