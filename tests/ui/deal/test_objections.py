"""Objections: logged as said, worked through, resolved only when all is there; the short play."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from pytestqt.qtbot import QtBot

from salesdesk.domain.objections import ObjectionState
from salesdesk.ui import theme
from salesdesk.ui.deal.objections.short_play import ShortPlay, open_short_play
from salesdesk.ui.widgets import PlainLabel
from salesdesk.ui.widgets.wrapped_link import WrappedLink
from salesdesk.usecases.line_items import AddCompetitor
from salesdesk.usecases.objections import (
    LetStand,
    LogObjection,
    ResolveObjection,
    UpdateObjection,
    objections_view,
)
from tests import desks
from tests.ui.checks import assert_named
from tests.ui.deal.pages import Deal
from tests.ui.live import until


def only(deal: Deal) -> ObjectionState:
    """The only objection of the deal."""
    view = objections_view(deal.desk, deal.deal_id)
    return (*view.open, *view.settled)[0]


def work_on(deal: Deal) -> Any:
    """An objection logged with its play, being worked through."""
    deal.desk.run(LogObjection(deal.deal_id, "That is too much", play_key="too-dear"))
    panel = deal.show("objections")
    panel.refresh(None)
    deal.click(f"objection_work_{only(deal).objection.id}")
    return panel.workbench


def test_an_objection_is_logged_as_it_was_said_and_then_worked_through(deal: Deal) -> None:
    panel = deal.show("objections")
    deal.click("objection_log")
    assert panel.form.fault.text() == "Write what they said first."
    deal.type(panel.form.words, "That is too much money")
    panel.form._look()
    deal.click("objection_play_too-dear")
    deal.click("objection_log")
    found = only(deal).objection
    assert (found.words, found.play_key, found.person) == (
        "That is too much money", "too-dear", "Ines Duarte",
    )  # fmt: skip
    assert panel.workbench is not None
    assert panel.form.words.words() == ""
    assert_named(deal.page)


def test_resolving_is_off_with_a_sentence_until_all_is_there(deal: Deal) -> None:
    bench = work_on(deal)
    assert not bench.resolve.isEnabled()
    for missing in ("root cause", "your response", "settled", "who said so"):
        assert missing in bench.why_not.text()
    deal.click("root_cause_2")
    deal.click("response_1")
    assert only(deal).objection.root_cause == "Value not seen"
    assert only(deal).objection.response == "Show the cost of waiting."
    assert not bench.resolve.isEnabled()
    deal.type(bench._boxes["confirmation"], "Now it makes sense")
    assert "who said so" in bench.why_not.text()
    bench.confirmed_by.set_person(deal.person_id)
    bench.confirmed_by.spoken.emit(deal.person_id)
    deal.settle()
    assert bench.resolve.isEnabled()
    assert bench.why_not.isHidden()
    deal.click("objection_resolve")
    found = only(deal).objection
    assert (found.status, found.confirmation, found.confirmed_by) == (
        "resolved", "Now it makes sense", "Ines Duarte",
    )  # fmt: skip
    assert deal.page.panel("objections").workbench is None  # type: ignore[attr-defined]


def test_what_was_written_is_kept_when_the_tab_changes(deal: Deal) -> None:
    bench = work_on(deal)
    deal.type(bench._boxes["response"], "We did the sum together")
    deal.show("timeline")
    assert only(deal).objection.response == "We did the sum together"


def test_a_resolved_objection_can_come_up_again(deal: Deal) -> None:
    test_resolving_is_off_with_a_sentence_until_all_is_there(deal)
    deal.click(f"objection_reopen_{only(deal).objection.id}")
    found = only(deal).objection
    assert (found.status, found.root_cause) == ("open", "Value not seen")


def test_the_responses_show_how_often_they_settled_it(deal: Deal) -> None:
    test_resolving_is_off_with_a_sentence_until_all_is_there(deal)
    deal.desk.run(LogObjection(deal.deal_id, "Still too much", play_key="too-dear"))
    panel = deal.show("objections")
    panel.refresh(None)
    panel._work_on(objections_view(deal.desk, deal.deal_id).open[0].objection.id)
    deal.settle()
    assert "settled 1 of 1" in deal.find(object, "response_1").words  # type: ignore[type-var]


def test_own_words_that_settled_it_are_offered_the_next_time(deal: Deal) -> None:
    for words, settles in (("We walked the yard together", True), ("We shouted", False)):
        logged = LogObjection(deal.deal_id, f"Too much: {words}", play_key="too-dear")
        deal.desk.run(logged)
        found = next(s.objection for s in objections_view(deal.desk, deal.deal_id).open)
        fields = {"root_cause": "Value not seen", "response": words, "confirmation": "Right"}
        resolve = ResolveObjection(found.id, {**fields, "confirmed_by_id": deal.person_id})
        deal.desk.run(UpdateObjection(found.id, {"response": words}))
        deal.desk.run(resolve if settles else LetStand(found.id, "Ask again"))
    deal.desk.run(LogObjection(deal.deal_id, "Still too much", play_key="too-dear"))
    panel = deal.show("objections")
    panel.refresh(None)
    panel._work_on(objections_view(deal.desk, deal.deal_id).open[0].objection.id)
    deal.settle()
    offered = [w.words for w in deal.page.findChildren(WrappedLink) if "yard" in w.words]
    assert offered == ["We walked the yard together  (used once, settled 1 of 1 (few))"]
    assert not [w for w in deal.page.findChildren(WrappedLink) if "shouted" in w.words]


def test_a_likely_objection_starts_the_form_with_its_play(deal: Deal) -> None:
    panel = deal.show("objections")
    deal.click("likely_log_too-dear")
    assert panel.form.play.key == "too-dear"
    assert panel.form.words.hasFocus()


def test_the_rail_leads_to_the_play(deal: Deal, qtbot: QtBot) -> None:
    rail = deal.page.rail.likely
    until(qtbot, lambda: rail.isVisibleTo(deal.page))
    deal.click("play_too-dear")
    assert deal.page.tabs.key() == "objections"
    assert deal.page.panel("objections").form.play.key == "too-dear"  # type: ignore[attr-defined]


def test_the_rail_knows_what_the_desk_has_heard_as_the_panel_does(deal: Deal, qtbot: QtBot) -> None:
    rail = deal.page.rail.likely
    until(qtbot, lambda: rail.isVisibleTo(deal.page))
    for name in ("First", "Second"):
        other = desks.add_deal(deal.desk, name)
        person = desks.add_person(deal.desk, other, name, role="champion")
        deal.desk.run(LogObjection(other, "Too much", person, play_key="too-dear"))
    deal.bridge.submit(AddCompetitor(deal.deal_id, "Quorvia"))
    why = "Heard on 2 of 3 deals in this stage · 2× from champion"
    until(qtbot, lambda: why in [label.text() for label in rail.findChildren(PlainLabel)])
    deal.bridge.submit(LogObjection(deal.deal_id, "Too much", play_key="too-dear"))
    until(qtbot, lambda: not rail.isVisibleTo(deal.page))  # it has come up; nothing else is likely


def short_play(deal: Deal, deal_id: str) -> ShortPlay:
    """The short play over the small process."""
    room = deal.page.room
    return ShortPlay(room.context, room.process, deal_id=deal_id, stage_key="qualify")


def test_the_short_play_shows_what_to_say_and_enter_logs_it(deal: Deal) -> None:
    dialog = short_play(deal, deal.deal_id)
    assert_named(dialog)
    dialog.open()  # (only then has it a default button, which Enter presses too)
    deal.type(dialog.search, "too much")
    deal.press(dialog.search, Qt.Key.Key_Return)
    found = only(deal).objection
    assert (found.words, found.play_key, found.status) == ("too much", "too-dear", "open")
    assert dialog.result() == ShortPlay.DialogCode.Accepted
    assert deal.shell.undoable == ["Objection logged"]


def test_the_header_opens_the_short_play_about_this_deal(deal: Deal) -> None:
    deal.click("deal_objection")
    assert deal.shell.opened == [("short_play", deal.deal_id)]
    dialog = open_short_play(deal.page.room.context, deal.deal_id)
    chosen = dialog.hits.palette().color(QPalette.ColorRole.Highlight)
    assert chosen == theme.tokens().accent_soft  # as in every other list
    assert dialog.play is not None
    assert dialog.play.key == "too-dear"


def test_the_short_play_without_a_deal_can_be_read_but_logs_nothing(deal: Deal) -> None:
    dialog = short_play(deal, "")
    assert dialog.play is not None
    deal.press(dialog.search, Qt.Key.Key_Return)
    view = objections_view(deal.desk, deal.deal_id)
    assert view.open == ()
    assert "choose one deal first" in dialog._footnote.text()


def test_words_that_fit_no_play_are_logged_all_the_same(deal: Deal) -> None:
    dialog = short_play(deal, deal.deal_id)
    dialog.search.setText("zzzzzz")
    dialog.accept()
    deal.settle()
    assert only(deal).objection.words == "zzzzzz"
