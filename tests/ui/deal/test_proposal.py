"""The Proposal panel by keyboard: from nothing to sent and accepted."""

from __future__ import annotations

import dataclasses
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from salesdesk.ui.deal.proposal import dialogs
from salesdesk.ui.deal.proposal.sending import SendDialog
from salesdesk.ui.widgets import Chip, DateEdit, LineEdit, MoneyEdit, PickOne, PlainLabel, TextBox
from salesdesk.usecases import proposals as use
from salesdesk.usecases.line_items import AddLineItem, EditLineItem
from salesdesk.usecases.people import EditPerson
from salesdesk.usecases.proposals import Version, proposals_view
from tests import desks
from tests.ui.deal.pages import Deal

ENTER = Qt.Key.Key_Return
ALT = Qt.KeyboardModifier.AltModifier


def newest(deal: Deal) -> Version:
    return proposals_view(deal.desk, deal.deal_id).versions[0]


def start(deal: Deal) -> Any:
    """The panel with a first draft."""
    panel = deal.show("proposal")
    deal.click("proposal_start")
    return panel


def priced(deal: Deal) -> Any:
    deal.desk.run(AddLineItem(deal.deal_id, "Tracking", unit_minor=100_000))
    return start(deal)


def test_an_empty_panel_says_what_to_do_and_starts_with_what_is_known(deal: Deal) -> None:
    desks.add_fact(deal.desk, deal.deal_id, "promise", "A workshop in Lyon")
    panel = deal.show("proposal")
    assert panel.empty.isVisibleTo(panel)
    assert not panel.cards["options"].isVisibleTo(panel)
    deal.click("proposal_start")
    assert not panel.empty.isVisibleTo(panel)
    assert [p.words for p in newest(deal).offer.points] == ["A workshop in Lyon"]
    assert panel.head.state.words == "Draft"
    assert deal.shell.undoable == ["Start a proposal for Fleet telematics"]


def test_lines_are_added_edited_moved_and_tied_by_keyboard(deal: Deal) -> None:
    pain = desks.add_fact(deal.desk, deal.deal_id, "pain", "Three missed slots")
    panel = start(deal)
    field = deal.find(LineEdit, "line_new")
    for name in ("Tracking", "Training"):
        deal.type(field, name)
        deal.press(field, ENTER)
    first, second = newest(deal).offer.options[0].lines
    price = deal.find(MoneyEdit, f"line_price_{first.id}")
    price.setFocus()
    deal.type(price, "700")
    deal.press(price, ENTER)
    deal.find(PickOne, f"line_period_{first.id}").picked.emit("year")
    deal.settle()
    deal.find(PickOne, f"line_tie_{first.id}").picked.emit(pain)
    deal.settle()
    deal.press(deal.find(LineEdit, f"line_name_{second.id}"), Qt.Key.Key_Up, ALT)
    lines = newest(deal).offer.options[0].lines
    assert [(x.name, x.unit_minor, x.period, x.fact_id) for x in lines] == [
        ("Training", None, "once", None), ("Tracking", 70_000, "year", pain),
    ]  # fmt: skip
    gaps = [w.text() for w in panel.head._gaps.findChildren(type(panel.head.title))]
    assert "○ 1 line has no price" in gaps
    assert "○ 1 line answers nothing they told us" in gaps


def test_what_is_typed_in_another_line_survives_the_change(deal: Deal) -> None:
    start(deal)
    field = deal.find(LineEdit, "line_new")
    for name in ("Tracking", "Training"):
        deal.type(field, name)
        deal.press(field, ENTER)
    first, second = newest(deal).offer.options[0].lines
    name = deal.find(LineEdit, f"line_name_{second.id}")
    name.setFocus()
    deal.type(name, "More ")
    deal.bridge.submit(use.EditPart("line", first.id, {"unit_minor": 5}))
    deal.settle()
    again = deal.find(LineEdit, f"line_name_{second.id}")
    assert again.text().startswith("More ")


def test_a_bad_discount_is_told_and_nothing_changes(deal: Deal) -> None:
    panel = priced(deal)
    line = newest(deal).offer.options[0].lines[0]
    field = deal.find(LineEdit, f"line_discount_{line.id}")
    field.selectAll()
    deal.type(field, "120")
    deal.press(field, ENTER)
    assert "between 0 and 100" in panel.cards["options"].fault.text()
    assert newest(deal).offer.options[0].lines[0].discount_bp == 0
    price = deal.find(LineEdit, f"line_price_{line.id}")
    price.selectAll()
    deal.type(price, "lots")
    deal.press(price, ENTER)
    assert "is not a number" in panel.cards["options"].fault.text()


def test_points_and_words_are_kept(deal: Deal) -> None:
    start(deal)
    field = deal.find(LineEdit, "points_milestone_new")
    deal.type(field, "Kickoff")
    deal.press(field, ENTER)
    (point,) = newest(deal).offer.of_kind("milestone")
    deal.find(PickOne, f"point_side_{point.id}").picked.emit("both")
    deal.settle()
    day = deal.find(DateEdit, f"point_day_{point.id}")
    day.changed.emit(desks.TODAY)
    deal.settle()
    scope = deal.find(TextBox, "proposal_scope")
    deal.type(scope, "Live positions")
    deal.press(scope, ENTER, Qt.KeyboardModifier.ControlModifier)
    tax = deal.find(LineEdit, "proposal_tax")
    deal.type(tax, "19")
    deal.press(tax, ENTER)
    offer = newest(deal).offer
    (point,) = offer.of_kind("milestone")
    assert (point.side, point.due_on) == ("both", "2026-11-22")
    assert (offer.scope, offer.tax_bp) == ("Live positions", 1900)


def test_the_business_case_takes_a_figure_of_theirs(deal: Deal) -> None:
    fact = desks.add_fact(deal.desk, deal.deal_id, "metric", "We pay 110,000 a year",
                          measure="euros a year", baseline="110,000")  # fmt: skip
    panel = priced(deal)
    deal.click(f"case_use_{fact}")
    deal.press(deal.find(MoneyEdit, "case_new_amount"), ENTER)
    (given,) = newest(deal).offer.inputs
    assert (given.name, given.value_minor, given.fact_id) == ("euros a year", 11_000_000, fact)
    texts = [w.text() for w in panel.cards["case"]._result.findChildren(type(panel.head.title))]
    assert "€109,000" in texts
    assert "1 month" in texts


def test_an_amount_that_is_not_given_is_asked_for(deal: Deal) -> None:
    panel = start(deal)
    deal.type(deal.find(LineEdit, "case_new"), "Hours saved")
    deal.click("case_add")
    assert "without one it is not counted" in panel.cards["case"].fault.text()
    assert newest(deal).offer.inputs == ()


def test_a_version_that_was_sent_is_shown_without_fields(deal: Deal) -> None:
    panel = priced(deal)
    version = newest(deal)
    for command in (
        use.FreezeProposal(version.id),
        use.MarkSent(version.id, "2026-11-20", "Ines"),
    ):
        deal.bridge.submit(command)
        deal.settle()
    assert panel.head.state.words == "Sent"
    assert not [w for w in panel.findChildren(LineEdit) if w.isVisibleTo(panel)]
    deal.click("proposal_new")
    assert newest(deal).number == 2
    assert panel.version.number == 2
    assert deal.find(LineEdit, "line_new").isVisibleTo(panel)


def test_what_the_buyer_did_is_noted_with_who_and_when(deal: Deal) -> None:
    panel = priced(deal)
    deal.find(Chip, "behaviour_proposal-finance-looked").click()
    deal.settle()
    deal.click("behaviour_form_proposal-finance-looked_save")
    (fact,) = proposals_view(deal.desk, deal.deal_id).behaviour
    assert (fact.kind, fact.key, fact.said_on) == (
        "signal", "proposal-finance-looked", "2026-11-22",
    )  # fmt: skip
    assert panel.cards["behaviour"].header.findChildren(type(panel.head.title))


@pytest.fixture
def sending(
    deal: Deal, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> SendDialog:
    """The send dialog of a priced draft; its files go to a folder of the test."""
    monkeypatch.setenv("SALESDESK_HOME", str(tmp_path / "home"))
    deal.desk.run(EditPerson(deal.person_id, {"email": "ines@zoomzone.example"}))
    panel = priced(deal)
    deal.page.room.refresh()
    dialog = SendDialog(deal.page.room, panel.view, panel.version)
    qtbot.addWidget(dialog)
    dialog.show()
    deal.settle()
    return dialog


def wait_for(dialog: SendDialog, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: dialog.made is not None or dialog.fault.text() != "", timeout=20_000)


def test_send_freezes_makes_pdf_mail_and_invitation_and_asks(
    deal: Deal, sending: SendDialog, qtbot: QtBot
) -> None:
    assert sending.to.words() == "Ines Duarte <ines@zoomzone.example>"
    opened: list[tuple[str, bytes]] = []
    high = sending.height()
    sending.outside.open_file = lambda name, content: bool(opened.append((name, content)))  # type: ignore[method-assign]
    deal.press(sending, ENTER, Qt.KeyboardModifier.ControlModifier)
    wait_for(sending, qtbot)
    assert sending.fault.text() == ""
    made = sending.made
    assert made is not None
    assert made.invite is not None
    assert newest(deal).state == "frozen"
    mail: Any = message_from_bytes(made.mail.read_bytes(), policy=policy.default)
    assert mail["To"] == "Ines Duarte <ines@zoomzone.example>"
    assert mail["X-Unsent"] == "1"
    (attached,) = mail.iter_attachments()
    assert attached.get_content() == made.pdf.read_bytes()
    assert b"DTSTART" in made.invite.read_bytes()
    deal.settle()
    assert sending.height() < high, "the question has the room of the form"
    sending.findChild(QPushButton, "proposal_open_mail").click()  # type: ignore[union-attr]
    assert opened[0][0] == made.mail.name
    deal.press(sending, ENTER, Qt.KeyboardModifier.ControlModifier)
    deal.settle()
    version = newest(deal)
    assert (version.state, version.sent_on, version.sent_to) == (
        "sent",
        "2026-11-22",
        "Ines Duarte",
    )


def test_a_bad_address_is_told_before_anything_is_frozen(deal: Deal, sending: SendDialog) -> None:
    sending.to.setText("not an address")
    sending.accept()
    deal.settle()
    assert sending.fault.text()
    assert newest(deal).is_draft


def test_a_folder_that_cannot_be_written_keeps_the_version_and_may_be_tried_again(
    deal: Deal, sending: SendDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file")
    sending.folder = blocked / "inside"
    sending.accept()
    wait_for(sending, qtbot)
    assert "kept" in sending.fault.text()
    assert newest(deal).state == "frozen"
    sending.folder = tmp_path / "free"
    sending.fault.setText("")
    sending.accept()
    wait_for(sending, qtbot)
    assert sending.made is not None


def test_accepting_asks_for_the_option_and_may_set_the_amount(deal: Deal, qtbot: QtBot) -> None:
    panel = priced(deal)
    version = newest(deal)
    deal.bridge.submit(use.FreezeProposal(version.id))
    deal.settle()
    dialog = dialogs.AcceptDialog(deal.page.room, panel.view, panel.version)
    qtbot.addWidget(dialog)
    assert dialog.set_amount.isChecked()
    dialog.accept()
    deal.settle()
    assert newest(deal).state == "accepted"
    assert deal.view.deal.amount_minor == 100_000


def test_declining_asks_for_their_words(deal: Deal, qtbot: QtBot) -> None:
    panel = priced(deal)
    deal.bridge.submit(use.FreezeProposal(newest(deal).id))
    deal.settle()
    dialog = dialogs.DeclineDialog(deal.page.room, panel.version)
    qtbot.addWidget(dialog)
    dialog.accept()
    assert newest(deal).state == "frozen"
    dialog.words.set_words("Too dear")
    dialog.accept()
    deal.settle()
    assert newest(deal).state == "declined"
    assert dataclasses.asdict(newest(deal))["chosen_id"] == ""


def test_the_paper_of_the_version_shown_is_opened(deal: Deal) -> None:
    panel = priced(deal)
    deal.click("proposal_print")
    assert deal.shell.opened == [("paper", f"proposal/{panel.version.id}")]


@pytest.mark.parametrize("is_sent", [False, True])
def test_nothing_of_a_full_proposal_is_cut_in_the_smallest_window(
    deal: Deal, is_sent: bool
) -> None:
    desks.add_fact(deal.desk, deal.deal_id, "pain", "Slots that are missed " * 8)
    desks.add_fact(deal.desk, deal.deal_id, "timeline", "An audit", due_on="2027-02-01")
    deal.desk.run(use.AddInput(deal.deal_id, "gain_year", "Hours saved " * 6, 5, 4, 6))
    deal.desk.run(AddLineItem(deal.deal_id, "Live tracking for all", unit_minor=123_456_789))
    panel = start(deal)
    version = newest(deal)
    deal.desk.run(use.AddOption(version.id, "A smaller start for one depot"))
    small = newest(deal).offer.options[1]
    deal.desk.run(use.AddOfferLine(small.id, "Training", unit_minor=5))
    if is_sent:
        deal.bridge.submit(use.FreezeProposal(version.id))
    deal.page.resize(859, 430)
    deal.settle()
    panel.refresh(None)
    deal.settle()
    inside, viewport = panel._scroller.widget(), panel._scroller.viewport()
    assert inside.width() <= viewport.width()


def test_what_is_new_since_the_draft_is_offered_and_taken_over_by_keyboard(deal: Deal) -> None:
    panel = priced(deal)
    card = panel.cards["news"]
    assert not card.isVisibleTo(panel)
    first = desks.add_fact(deal.desk, deal.deal_id, "promise", "A hotline")
    second = desks.add_fact(deal.desk, deal.deal_id, "timeline", "An audit", due_on="2027-02-01")
    [item] = deal.view.items
    deal.bridge.submit(EditLineItem(item.id, {"unit_minor": 120_000}))
    deal.settle()
    assert card.isVisibleTo(panel)
    assert card.count.text().startswith("2 facts · 1 line item.")
    assert "In the draft: 1 × €1,000" in [w.text() for w in card.findChildren(PlainLabel)]
    deal.find(QPushButton, f"news_leave_{second}").setFocus()
    deal.press(deal.find(QPushButton, f"news_leave_{second}"), Qt.Key.Key_Space)
    assert [each.words for each in newest(deal).news] == ["A hotline", "Tracking"]
    deal.press(deal.find(QPushButton, f"news_take_{first}"), Qt.Key.Key_Space)
    assert [p.words for p in newest(deal).offer.points] == ["A hotline"]
    deal.page.room.jump("proposal", "news")
    deal.settle()
    deal.press(deal.find(QPushButton, "news_take_all"), Qt.Key.Key_Space)
    assert newest(deal).offer.options[0].lines[0].unit_minor == 120_000
    assert not card.isVisibleTo(panel)
    deal.page.room.jump("proposal", "news")
    deal.settle()
    assert deal.shell.told == ["No draft lacks anything that the deal says."]
