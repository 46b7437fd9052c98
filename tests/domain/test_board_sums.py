"""The sums of the board, kept up to date by what changed, are those counted anew."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from salesdesk.domain.board_sums import amended, stage_sums
from salesdesk.store.glance import CardRow
from tests.desks import SMALL, TODAY

STAGE = SMALL.stage("qualify")
BLANK = CardRow(
    "d1", "qualify", "V", "Fleet", None, None, "EUR", None, None, "2026-11-22", None, None, None,
    0, 0, 0, None, None, None, None, None, None, None,
)  # fmt: skip
DATES = st.integers(-40, 60).map(lambda n: (TODAY - dt.timedelta(days=n)).isoformat())
DAYS = st.none() | DATES
CARDS = st.lists(
    st.builds(
        BLANK._replace,
        amount_minor=st.none() | st.integers(0, 10**12),
        currency=st.sampled_from(["EUR", "USD", "CHF"]),
        probability=st.none() | st.integers(0, 100),
        entered_on=DATES,
        next_due_on=DAYS,
        paused_until=DAYS,
        buyer_acted_on=DAYS,
        triage=st.sampled_from([None, "due"]),
    ),
    max_size=6,
)


@given(kept=CARDS, come=CARDS, gone=CARDS)
def test_counting_what_changed_gives_the_same_as_counting_everything_anew(
    kept: list[CardRow], come: list[CardRow], gone: list[CardRow]
) -> None:
    before = stage_sums(kept + gone, STAGE, TODAY)
    parts = (stage_sums(cards, STAGE, TODAY) for cards in (come, gone))
    assert amended(before, *parts) == stage_sums(kept + come, STAGE, TODAY)
