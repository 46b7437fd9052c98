"""What a card says and how it is painted."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import Any

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from salesdesk.domain.process import Stage
from salesdesk.ui import theme
from salesdesk.ui.board.delegate import CardDelegate
from salesdesk.ui.board.drag import drag_picture
from salesdesk.ui.board.face import Faces
from salesdesk.ui.board.look import FIELDS, CardLook
from salesdesk.ui.board.plan import Metrics, lay_out
from tests.desks import SMALL
from tests.ui.board.test_column_model import row

TODAY = dt.date(2026, 11, 22)
STAGES: dict[str, Stage] = {stage.key: stage for stage in SMALL.stages}


def faces(look: CardLook | None = None) -> Faces:
    return Faces(STAGES, TODAY, look or CardLook())


@pytest.mark.parametrize(
    ("values", "text", "mark", "tone"),
    [
        ({"next_what": "Call", "next_due_on": "2026-11-24", "next_time": "10:00"},
         "Call · Tue 10:00 AM", "ok", "ok"),
        ({"next_what": "Demo", "next_due_on": "2026-12-24"}, "Demo · Dec 24", "ok", "ok"),
        ({"next_what": "Call", "next_due_on": "2026-11-22"}, "Call · today", "today",
         "accent_text"),
        ({"next_what": "Email", "next_due_on": "2026-11-19"}, "Email · 3 d late", "late", "late"),
        ({}, "Set next step", "none", "warn"),
        ({"paused_until": "2027-01-15"}, "Paused until Jan 15", "paused", "muted"),
        ({"triage": "due"}, "Not assessed yet", "unassessed", "muted"),
        ({"handoff_ready": 9, "handoff_total": 13}, "Handoff 9 of 13", "handoff", "warn"),
        ({"handoff_ready": 13, "handoff_total": 13}, "Handoff 13 of 13", "done", "ok"),
    ],
)  # fmt: skip
def test_each_state_has_its_words_its_shape_and_its_colour(
    values: dict[str, Any], text: str, mark: str, tone: str
) -> None:
    face = faces().face(row("a", **values))
    assert (face.step_text, face.step_mark, face.step_tone) == (text, mark, tone)


def test_a_pause_that_is_over_no_longer_counts() -> None:
    assert faces().face(row("a", paused_until="2026-11-22")).step_mark == "none"


def test_a_stalled_card_says_for_how_many_days_it_stood() -> None:
    face = faces().face(row("a", entered_on="2026-10-05"))
    assert face.is_stalled
    assert face.age == "48 d"


def test_an_unknown_amount_is_not_shown_as_zero() -> None:
    face = faces().face(row("a"))
    assert (face.amount, face.has_amount) == ("no amount", False)
    assert faces().face(row("a", amount_minor=0)).amount == "€0"


def test_the_sentence_tells_everything_without_colours() -> None:
    card = row(
        "a", name="Fleet", account="Zoom", amount_minor=6_400_000, criteria_met=1,
        open_objections=2, entered_on="2026-10-05", next_what="Call", next_due_on="2026-11-20",
    )  # fmt: skip
    assert faces().sentence(card) == (
        "Fleet, Zoom, €64,000, next step Call · 2 d late, 1 of 2 exit criteria met, "
        "2 open objections, 48 days in Qualify, stalled"
    )


def test_chosen_fields_appear_in_a_line_of_their_own() -> None:
    look = CardLook(fields=frozenset({"close", "tags", "products"}))
    card = row("a", expected_close_on="2026-12-01", tags="hot\nsouth", products="GTX Pro")
    assert faces(look).face(card).more == "Close Dec 1 · GTX Pro · #hot #south"


def test_a_look_survives_being_kept() -> None:
    look = CardLook("compact", frozenset({"amount", "tags"}))
    assert CardLook.from_plain(look.to_plain()) == look
    assert CardLook.from_plain({"fields": ["amount", "no such field"]}).fields == {"amount"}


def _step_words(width: int, **columns: Any) -> str:
    look = CardLook("comfortable")
    plan = lay_out(
        faces(look).face(row("a", **columns)), look, Metrics(look, theme.tokens(), 1.0), width
    )
    return plan.words[-1].line.text


def test_a_step_that_is_cut_ends_with_a_whole_word(qapp: Any) -> None:
    due = {"next_what": "Call Georgina about it", "next_due_on": "2026-11-24"}
    told = {_step_words(width, criteria_total=5, **due) for width in range(130, 230, 4)}
    assert {"Call… · Tue", "Call Georgina… · Tue"} <= told


def test_where_there_is_little_room_a_missing_step_is_said_in_fewer_words(qapp: Any) -> None:
    told = {width: _step_words(width, open_objections=1) for width in (170, 260)}
    assert told == {170: "No step", 260: "Set next step"}


@pytest.mark.parametrize("density", ["comfortable", "compact"])
@pytest.mark.parametrize("width", [150, 176, 260])
def test_no_words_of_a_card_leave_it_or_overlap(qapp: Any, density: Any, width: int) -> None:
    look = CardLook(density, frozenset(FIELDS))
    metrics = Metrics(look, theme.tokens(), 1.0)
    card = row(
        "a", name="Predictive maintenance for all northern plants",
        account="Massive Dynamic Holding",
        amount_minor=123_456_789_00, next_what="Walk through the plan with everyone",
        next_due_on="2026-11-24", next_time="15:00", criteria_met=3, criteria_total=5,
        open_objections=3, entered_on="2026-10-05", tags="hot", products="GTX Pro",
    )  # fmt: skip
    plan = lay_out(faces(look).face(card), look, metrics, width)
    lines: dict[float, list[tuple[float, float]]] = {}
    for words in plan.words:
        end = words.x + words.line.width
        assert words.x >= metrics.pad_x
        assert end <= width - metrics.pad_x + 1
        assert words.baseline < metrics.card_height
        lines.setdefault(words.baseline, []).append((words.x, end))
    for spans in lines.values():
        spans.sort()
        assert all(a[1] <= b[0] + 1 for a, b in pairwise(spans))


@pytest.fixture
def delegate(qtbot: QtBot) -> CardDelegate:
    holder = QWidget()
    qtbot.addWidget(holder)
    maker = faces()
    return CardDelegate(CardLook(), maker.face, holder)


def painted(delegate: CardDelegate, card: Any, **state: bool) -> QImage:
    image = QImage(220, delegate.card_height + 16, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    delegate.paint_card(painter, card, QRect(8, 8, 200, 0), **state)
    painter.end()
    return image


def has_colour(image: QImage, colour: QColor, left: int, right: int) -> bool:
    return any(
        image.pixelColor(x, y) == colour for x in range(left, right) for y in range(image.height())
    )


def test_the_card_in_the_hand_is_not_pale_as_the_one_left_behind_is(delegate: CardDelegate) -> None:
    at_rest, corner = drag_picture(delegate, row("a"), 200, 1, 1.0)
    delegate.dragged = frozenset({"a"})
    in_hand, _corner = drag_picture(delegate, row("a"), 200, 1, 1.0)
    assert corner.x() > 0
    assert in_hand.toImage() == at_rest.toImage()
    assert delegate.dragged == {"a"}


def test_a_stalled_card_has_a_stripe_at_its_left(delegate: CardDelegate) -> None:
    amber = theme.tokens().warn_fill
    assert has_colour(painted(delegate, row("a", entered_on="2026-10-05")), amber, 8, 13)
    assert not has_colour(painted(delegate, row("a")), amber, 8, 13)


def test_met_criteria_are_painted_differently_from_open_ones(delegate: CardDelegate) -> None:
    # With a next step that is due: a sentence such as "Set next step" would come before the dots.
    step = {"next_what": "Call", "next_due_on": "2026-11-19"}
    green = theme.tokens().ok_fill
    assert has_colour(painted(delegate, row("a", criteria_met=2, **step)), green, 100, 215)
    assert not has_colour(painted(delegate, row("a", criteria_met=0, **step)), green, 100, 215)


def test_selection_and_keyboard_focus_are_visible(delegate: CardDelegate) -> None:
    card = row("a")
    plain = painted(delegate, card)
    chosen = painted(delegate, card, is_selected=True)
    focused = painted(delegate, card, has_focus=True)
    assert plain != chosen
    assert plain != focused
    assert chosen != focused


def test_a_changed_row_is_laid_out_anew_and_an_unchanged_one_is_not(delegate: CardDelegate) -> None:
    first = row("a")
    plan = delegate.plan(first, 180)
    assert delegate.plan(first, 180) is plan
    assert delegate.plan(row("a", name="Renamed"), 180) is not plan
    assert delegate.plan(first, 200) is not plan


def test_a_thousand_varied_cards_are_painted(delegate: CardDelegate) -> None:
    image = QImage(220, 100, QImage.Format.Format_ARGB32_Premultiplied)
    painter = QPainter(image)
    for number in range(1000):
        card = row(
            f"d{number}", name=f"Deal {number} " + "x" * (number % 60), amount_minor=number * 997,
            criteria_met=number % 4, criteria_total=number % 7, open_objections=number % 3,
            entered_on="2026-10-05" if number % 5 == 0 else "2026-11-20",
            paused_until="2027-01-01" if number % 11 == 0 else None,
        )  # fmt: skip
        delegate.paint_card(painter, card, QRect(8, 8, 150 + number % 90, 0))
    painter.end()
    assert len(delegate._plans) == 1000
