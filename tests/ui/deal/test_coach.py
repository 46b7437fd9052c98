"""The Coach section of the rail: shown when there is something, with evidence and a way to mend."""

from __future__ import annotations

import datetime as dt

import pytest
from pytestqt.qtbot import QtBot

from salesdesk.ui.deal.overview import steps
from salesdesk.ui.widgets import PlainLabel
from salesdesk.ui.widgets.wrapped_link import WrappedLink
from salesdesk.usecases.activities import LogActivity
from salesdesk.usecases.next_steps import PlannedStep, SetNextStep
from tests.desks import TODAY
from tests.ui.checks import assert_named
from tests.ui.deal.pages import Deal


def ago(days: int) -> str:
    return (TODAY - dt.timedelta(days=days)).isoformat()


def meet(deal: Deal, days: int = 2) -> None:
    """Log a meeting after which nothing was agreed."""
    deal.bridge.submit(LogActivity("meeting", "Talk", deal.deal_id, happened_on=ago(days)))
    deal.settle()


def until_coached(deal: Deal, qtbot: QtBot, is_shown: bool = True) -> None:
    qtbot.waitUntil(lambda: deal.page.rail.coach.isVisible() is is_shown, timeout=8000)


def texts(deal: Deal) -> list[str]:
    return [label.text() for label in deal.page.rail.coach.findChildren(PlainLabel)]


def test_without_a_finding_there_is_no_section(deal: Deal, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: deal.page.rail.coach.read_of == deal.deal_id, timeout=8000)
    assert not deal.page.rail.coach.isVisible()


def test_a_finding_shows_its_sentence_and_its_evidence(deal: Deal, qtbot: QtBot) -> None:
    meet(deal)
    until_coached(deal, qtbot)
    shown = texts(deal)
    assert shown[0] == "Coach"
    assert shown[1].startswith("The last meeting ended without a next step.")
    assert "Met on Nov 20, 2026: “Talk”" in shown
    assert_named(deal.page)


def test_the_link_leads_to_where_it_is_mended(deal: Deal, qtbot: QtBot) -> None:
    meet(deal)
    until_coached(deal, qtbot)
    jumps: list[tuple[str, str]] = []
    deal.page.room.jump_requested.disconnect()
    deal.page.room.jump_requested.connect(lambda panel, target: jumps.append((panel, target)))
    deal.click("coach_meeting-without-step_mend")
    assert jumps == [("overview", "next_step")]


def test_a_late_step_leads_to_the_dialog_of_that_step(
    deal: Deal, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(steps, "complete_step", lambda _room, step: asked.append(step.what))
    step = PlannedStep("Send the figures", ago(1), "email", agreed=True)
    deal.bridge.submit(SetNextStep(deal.deal_id, step))
    deal.settle()
    until_coached(deal, qtbot)
    deal.click("coach_promise-not-kept_mend")
    assert asked == ["Send the figures"]


def test_it_goes_when_the_deal_is_mended(deal: Deal, qtbot: QtBot) -> None:
    meet(deal)
    until_coached(deal, qtbot)
    deal.bridge.submit(SetNextStep(deal.deal_id, PlannedStep("Call", ago(-2))))
    deal.settle()
    until_coached(deal, qtbot, is_shown=False)


def test_put_aside_it_goes_can_be_shown_again_and_comes_back_by_itself(
    deal: Deal, qtbot: QtBot
) -> None:
    meet(deal, days=5)
    until_coached(deal, qtbot)
    deal.click("coach_meeting-without-step_aside")
    assert not deal.page.rail.coach.isVisible()
    assert deal.shell.told == ["Put aside until something changes: Fleet telematics"]
    kept = deal.page.room.context.settings.screen("coach")["put_aside"]
    assert len(kept) == 1
    assert kept[0].startswith(f"{deal.deal_id}.meeting-without-step.")
    meet(deal, days=1)
    until_coached(deal, qtbot)


def test_the_toast_brings_it_back(deal: Deal, qtbot: QtBot) -> None:
    meet(deal)
    until_coached(deal, qtbot)
    ways = []
    deal.shell.tell = lambda words, action="", on_action=None: ways.append(on_action)  # type: ignore[method-assign]
    deal.click("coach_meeting-without-step_aside")
    ways[0]()
    assert deal.page.rail.coach.isVisible()
    assert deal.find(WrappedLink, "coach_meeting-without-step_mend")
