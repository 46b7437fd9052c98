"""The widths that a table of a paper asks for."""

from __future__ import annotations

import pytest

from salesdesk.domain.notes import Table


def test_the_widths_that_are_given_are_kept() -> None:
    assert Table(("a", "b"), (("x" * 80, "y"),), (20, 80)).shares == (20, 80)


@pytest.mark.parametrize(
    "rows",
    [(("a", "b", "c"),), (), (("word " * 60, "x", "1"),), (("w" * 1_000_000, "x", "1"),)],
    ids=["short", "none", "long", "endless"],
)
def test_widths_are_a_hundred_in_all_and_every_column_has_room(
    rows: tuple[tuple[str, ...], ...],
) -> None:
    shares = Table(("What", "Today", "By"), rows).shares
    assert sum(shares) == 100
    assert min(shares) >= 5


def test_a_word_and_a_date_have_room_beside_long_texts() -> None:
    long = "minutes between arrival and treatment in the clinics of Cork city " * 2
    table = Table(("What", "Measure", "Today", "Target", "By"), ((long, long, "50", "20",
                  "Sep 30, 2026"),))  # fmt: skip
    letters = [92 * share / 100 for share in table.shares]
    assert letters[2] >= len("Today") + 1
    assert letters[4] >= len("Sep 30, 2026") + 1
    assert letters[0] > 25
