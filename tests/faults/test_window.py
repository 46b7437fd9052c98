"""Cases 1, 68, 69 in the window: a fault of the world or of ours closes and loses nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from salesdesk.usecases.checking import check_desk
from salesdesk.usecases.desk import Desk
from tests.desks import add_deal, add_person, make_shipped_desk, shipped_desk
from tests.faults.worlds import failing_commit, python, run
from tests.ui.deal.pages import open_page

__all__ = ["shipped_desk"]


def _wounded(tmp_path: Path, wound: str) -> dict[str, Any]:
    desk = make_shipped_desk(tmp_path)
    add_deal(desk, "Night trains", account="Nordwind")
    desk.close()
    done = run(
        *python("-X", "faulthandler", "-m", "tests.faults.wounding", desk.path, wound),
        SALESDESK_HOME=str(tmp_path / "home"),
    )
    assert done.returncode == 0, done.stderr
    assert check_desk(desk.path).is_whole
    return dict(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize("wound", ["paint", "data", "close", "slot"])
def test_68_a_fault_while_painting_reading_closing_or_answering_is_told_once(
    tmp_path: Path, wound: str
) -> None:
    seen = _wounded(tmp_path, wound)
    assert seen["visible"]
    assert 1 <= len(seen["told"]) <= seen["reports"]
    assert "What was saved is safe" in seen["told"][0]
    assert seen["logged"] >= 1
    # A model is asked in several places: each place is told once, not each question.
    assert seen["reports"] <= 4
    assert not seen.get("closed", False)


@pytest.mark.parametrize("wound", ["worker", "command", "writer"])
def test_69_a_worker_a_command_or_the_writer_that_dies_is_shown(tmp_path: Path, wound: str) -> None:
    seen = _wounded(tmp_path, wound)
    assert seen["visible"]
    assert len(seen["told"]) == 1
    assert "SalesDesk made a mistake" in seen["banner"]
    assert seen["reports"] == 1
    assert seen.get("saved", "Edited") == "Edited"


def test_01_changes_that_the_disk_refuses_are_kept_told_and_tried_again(tmp_path: Path) -> None:
    seen = _wounded(tmp_path, "full")
    assert "was not saved" in seen["banner"]
    assert "2 changes wait" in seen["banner"]
    assert seen["before"] == "Night trains"
    assert not seen["closed"], "the window asked, and nobody said yes"
    assert "2 changes could not be saved yet" in seen["asked"][0]
    assert seen["saved"] == "Second"
    assert (seen["left"], seen["gone"], seen["told"]) == (0, True, [])
    assert seen["again"] == ""


def test_01_the_form_of_a_note_that_was_not_saved_stays_and_saves_later(
    shipped_desk: Desk, qtbot: QtBot
) -> None:
    deal_id = add_deal(shipped_desk, "Night trains")
    page = open_page(shipped_desk, qtbot, deal_id, add_person(shipped_desk, deal_id))
    mend = failing_commit(shipped_desk, after_it_worked=False)
    notes = page.page.panel("overview").parts["notes"]  # type: ignore[attr-defined]
    page.page.controller.write_note()
    page.type(notes.text, "They wait at the depot")
    page.click("note_save")
    assert notes.text.toPlainText() == "They wait at the depot"
    assert not notes.editor.isHidden()
    assert "not saved" in notes.fault.text()
    assert page.view.notes == ()
    mend()
    page.click("note_save")
    assert [note.body for note in page.view.notes] == ["They wait at the depot"]
    assert notes.editor.isHidden()
    page.bridge.close()
