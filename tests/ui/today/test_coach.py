"""The Coach card of Today: findings by rule, each deal a link, only when there is something."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from salesdesk.domain.coach.finding import Finding, Place, Said
from salesdesk.ui.shell.window import MainWindow
from salesdesk.ui.widgets import PlainLabel
from salesdesk.usecases.activities import LogActivity
from salesdesk.usecases.coach import CoachView, Group
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.next_steps import PlannedStep, SetNextStep
from tests.desks import TODAY, add_deal, desk
from tests.ui.checks import assert_named
from tests.ui.live import open_window, until

__all__ = ["desk"]
RULE = "meeting-without-step"


def ago(days: int) -> str:
    return (TODAY - dt.timedelta(days=days)).isoformat()


@pytest.fixture
def met(desk: Desk) -> list[str]:
    """Five deals whose last meeting ended without a next step, the largest first."""
    ids = [add_deal(desk, f"Deal {n}", amount_minor=(9 - n) * 1000) for n in range(5)]
    for deal_id in ids:
        desk.run(LogActivity("meeting", "Talk", deal_id, happened_on=ago(2)))
    return ids


@pytest.fixture
def window(qtbot: QtBot, desk: Desk, met: list[str]) -> Iterator[MainWindow]:
    made = open_window(qtbot, desk)
    made.go("today")
    until(qtbot, lambda: card_of(made).isVisible())
    yield made
    made.bridge.close()


def card_of(window: MainWindow) -> Any:
    page: Any = window.page("today")
    return page.coach


def links(card: QWidget) -> list[str]:
    buttons: list[Any] = card.findChildren(QAbstractButton)
    return [b.words for b in buttons if b.isVisible() and b.objectName().endswith("_open")]


def texts(card: QWidget) -> list[str]:
    return [label.text() for label in card.findChildren(PlainLabel) if label.isVisible()]


def button(card: QWidget, name: str) -> Any:
    found = [b for b in card.findChildren(QAbstractButton, name) if b.isVisible()]
    assert len(found) == 1, name
    return found[0]


def test_findings_are_grouped_by_rule_with_the_largest_deals_first(window: MainWindow) -> None:
    card = card_of(window)
    assert links(card) == ["Deal 0", "Deal 1", "Deal 2"]
    assert texts(card)[:4] == ["Coach", "5", "Met, and no next step", "Met on Nov 20, 2026: “Talk”"]
    assert_named(window.page("today"))


def test_the_others_are_shown_when_asked_for(
    qtbot: QtBot, window: MainWindow, met: list[str]
) -> None:
    card = card_of(window)
    more = button(card, f"coach_{RULE}_more")
    assert more.words == "and 2 more"
    more.click()
    qtbot.waitUntil(lambda: len(links(card)) == 5)
    assert links(card) == [f"Deal {n}" for n in range(5)]
    assert window.focusWidget() is button(card, f"coach_{RULE}_{met[3]}_open")


def test_a_deals_name_leads_to_the_deal(
    window: MainWindow, met: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    gone: list[tuple[str, str]] = []
    monkeypatch.setattr(type(window), "go", lambda _self, page, item="": gone.append((page, item)))
    button(card_of(window), f"coach_{RULE}_{met[0]}_open").click()
    assert gone == [("deal", met[0])]


def test_what_is_mended_goes_and_with_the_last_the_card(
    qtbot: QtBot, window: MainWindow, met: list[str]
) -> None:
    for deal_id in met:
        window.bridge.submit(SetNextStep(deal_id, PlannedStep("Call", ago(-2))))
    until(qtbot, lambda: not card_of(window).isVisible())


def test_what_was_put_aside_on_the_deal_is_not_on_today(
    qtbot: QtBot, window: MainWindow, met: list[str], desk: Desk
) -> None:
    from salesdesk.ui.put_aside import PutAside
    from salesdesk.usecases import coach

    (finding,) = coach.findings_for(desk, met[0])
    PutAside(window.context).put(finding, lambda: None)
    card_of(window).read()
    until(qtbot, lambda: "Deal 0" not in links(card_of(window)))


def test_a_settings_file_with_nonsense_puts_nothing_aside(window: MainWindow) -> None:
    from salesdesk.ui.put_aside import PutAside

    window.context.settings.keep("coach", put_aside={"a": 1})
    assert PutAside(window.context).marks == ()
    window.context.settings.keep("coach", put_aside=["mark", 7, None])
    assert PutAside(window.context).marks == ("mark",)


def test_a_finding_about_the_desk_leads_to_its_page_and_can_be_put_aside(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = Said("Nobody looked at it.", ("Published long ago",), "Look", Place("process", "", "p"))
    finding = Finding("process-not-reviewed", "p", "Sales", 5, ("x",), lambda: said)
    group = Group("process-not-reviewed", "Process not reviewed", (finding,))
    card = card_of(window)
    card.show_view(CoachView((), (group,)))
    assert_named(window.page("today"))
    gone: list[tuple[str, str]] = []
    monkeypatch.setattr(type(window), "go", lambda _self, page, item="": gone.append((page, item)))
    button(card, "coach_process-not-reviewed_p_mend").click()
    assert gone == [("process", "p")]
    button(card, "coach_process-not-reviewed_p_aside").click()
    assert not card.isVisible()


def test_a_calm_desk_has_no_card(qtbot: QtBot, desk: Desk) -> None:
    add_deal(desk)
    window = open_window(qtbot, desk)
    window.go("today")
    with qtbot.waitSignal(card_of(window).filled, timeout=8000) as told:
        card_of(window).read()
    assert told.args == [False]
    assert not card_of(window).isVisible()
    window.bridge.close()
