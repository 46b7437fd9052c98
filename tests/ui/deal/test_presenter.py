"""The presenter view: only their words and the plan, turned by keys, reactions kept by one key."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from salesdesk.ui.deal.value.presenter import Presenter
from salesdesk.usecases import value as use
from salesdesk.usecases.notes import AddNote
from salesdesk.usecases.objections import LogObjection
from salesdesk.usecases.value import value_view
from tests import desks
from tests.ui.deal.pages import Deal

INNER = (
    "XOBJECTION", "XRISK", "XSIGNAL", "XEVIDENCE", "XNOTE", "XREACTION", "XMETRIC", "XDECISION",
    "64,000", "6400000", "High", "high", "sceptic", "Sceptic", "blocker", "Blocker", "champion",
    "Champion", "Economic buyer", "economic_buyer", "Feature dump", "No proof", "gap", "Red flag",
    "Guardrail", "Not confirmed", "probability", "Partly",
)  # fmt: skip


@pytest.fixture
def shown(deal: Deal) -> Iterator[Presenter]:
    """The presenter over a deal that is full of what the buyer must not see."""
    desk, deal_id = deal.desk, deal.deal_id
    sceptic = desks.add_person(
        desk, deal_id, "Paul Meyer", role="economic_buyer", influence="high", stance="blocker"
    )
    pain = desks.add_fact(desk, deal_id, "pain", "Late slots", confirmed=True, order_key="A",
                          person_id=sceptic)  # fmt: skip
    desks.add_fact(desk, deal_id, "goal", "Quiet afternoons", order_key="B")
    for kind in ("risk", "signal", "evidence", "metric", "decision"):
        desks.add_fact(desk, deal_id, kind, f"X{kind.upper()}", person_id=sceptic)
    desk.run(LogObjection(deal_id, "XOBJECTION", sceptic))
    desk.run(AddNote("XNOTE Red flag, Guardrail", deal_id))
    desk.run(use.EditLine(deal_id, pain, {"capability": "Every van, to the minute"}))
    desk.run(use.BuildPlan(deal_id))
    desk.run(use.AddDemoItem(deal_id, "The depot screen", 5))
    item = value_view(desk, deal_id).plan[1].item.id
    desk.run(use.EditDemoItem(item, {"reaction": "partly", "reaction_words": "XREACTION"}))
    deal.page.room.refresh()
    made = Presenter(deal.page.room)
    made.resize(1280, 720)
    made.show()
    deal.settle()
    yield made
    made.close()
    deal.settle()


def everything(window: Presenter) -> str:
    """Every text of the window: labels, names, descriptions, tips, title, slide."""
    found = [window.windowTitle(), *window.slide.texts()]
    for widget in (window, *window.findChildren(QWidget)):
        found += [widget.accessibleName(), widget.accessibleDescription(), widget.toolTip()]
        if isinstance(widget, QLabel):
            found.append(widget.text())
    return "\n".join(found)


def test_no_page_holds_a_word_that_is_ours_alone(deal: Deal, shown: Presenter) -> None:
    texts = []
    for _page in range(len(shown._slides)):
        texts.append(everything(shown))
        deal.press(shown, Qt.Key.Key_Y)
        texts.append(everything(shown))
        deal.press(shown, Qt.Key.Key_Right)
    whole = "\n".join(texts)
    for wanted in ("Late slots", "Quiet afternoons", "Every van, to the minute"):
        assert wanted in whole
    assert [word for word in INNER if word in whole] == []


def test_keys_turn_the_pages_and_stop_at_the_ends(deal: Deal, shown: Presenter) -> None:
    assert shown.slide.texts()[1:] == ["What gets in the way today", "Late slots"]
    deal.press(shown, Qt.Key.Key_Left)
    assert shown.place.text() == "1 / 5"
    for key in (Qt.Key.Key_Right, Qt.Key.Key_PageDown, Qt.Key.Key_Right):
        deal.press(shown, key)
    assert shown.slide.texts() == [
        "1 of 2", "Every van, to the minute", "You told us: “Late slots”",
    ]  # fmt: skip
    deal.press(shown, Qt.Key.Key_PageUp)
    assert shown.slide.texts()[1] == "What we would like to show you"
    deal.press(shown, Qt.Key.Key_End)
    deal.press(shown, Qt.Key.Key_Right)
    assert shown.place.text() == "5 / 5"
    deal.press(shown, Qt.Key.Key_Home)
    assert shown.place.text() == "1 / 5"


@pytest.mark.parametrize(
    ("key", "reaction"),
    [(Qt.Key.Key_Y, "yes"), (Qt.Key.Key_P, "partly"), (Qt.Key.Key_N, "no"),
     (Qt.Key.Key_Question, "question")],
)  # fmt: skip
def test_one_key_keeps_the_reaction_of_the_person_chosen_by_a_digit(
    deal: Deal, shown: Presenter, key: Qt.Key, reaction: str
) -> None:
    shown.go(3)
    deal.press(shown, Qt.Key.Key_2)
    assert shown.names.text() == "1 Ines Duarte    2 Paul Meyer ✓"
    deal.press(shown, key)
    item = value_view(deal.desk, deal.deal_id).plan[0].item
    assert (item.reaction, item.person) == (reaction, "Paul Meyer")
    assert item.shown_on == desks.TODAY.isoformat()
    assert shown.noted.text() == "Noted · Paul Meyer"
    assert shown.place.text() == "4 / 5"


def test_on_a_recap_a_reaction_key_keeps_nothing_and_nobody_can_be_chosen(
    deal: Deal, shown: Presenter
) -> None:
    deal.press(shown, Qt.Key.Key_Y)
    assert value_view(deal.desk, deal.deal_id).plan[0].item.reaction is None
    shown.go(3)
    deal.press(shown, Qt.Key.Key_0)
    deal.press(shown, Qt.Key.Key_Y)
    item = value_view(deal.desk, deal.deal_id).plan[0].item
    assert (item.reaction, item.person_id) == ("yes", None)


def test_escape_ends_and_the_action_opens_it_full_screen(deal: Deal) -> None:
    desks.add_fact(deal.desk, deal.deal_id, "pain", "Late slots")
    deal.page.controller.present()
    deal.settle()
    (window,) = deal.page.window().findChildren(Presenter)
    assert window.isFullScreen()
    assert window.isWindow()
    deal.press(window, Qt.Key.Key_Escape)
    assert deal.page.window().findChildren(Presenter) == []
    assert deal.shell.backs == 0


def test_words_of_any_length_are_painted_within_the_page(deal: Deal) -> None:
    desks.add_fact(deal.desk, deal.deal_id, "pain", "word " * 3000)
    desks.add_fact(deal.desk, deal.deal_id, "pain", "w" * 3000)
    window = Presenter(deal.page.room)
    window.resize(800, 500)
    window.show()
    deal.settle()
    assert not window.slide.grab().isNull()
    window.close()
