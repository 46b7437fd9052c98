"""A second start on the same desk raises the first window."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.e2e import screen
from tests.e2e.test_board_by_hand import TODAY, desk, hands  # noqa: F401  (fixtures)

pytestmark = list(screen.MARKS)


def test_a_second_start_ends_well_and_the_first_window_goes_on(
    hands: screen.Hands,  # noqa: F811
    desk: Path,  # noqa: F811
) -> None:
    hands.card("Fleet telematics")
    second = subprocess.run(
        [sys.executable, "-m", "salesdesk", str(desk)],
        env=hands.environment,
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (second.returncode, second.stderr) == (0, "")
    assert hands.ask("page") == "board"
