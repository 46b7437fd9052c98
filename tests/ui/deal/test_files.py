"""Files on the deal page: shown, opened, saved, renamed, removed; the next step to the calendar."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QAbstractButton, QFileDialog
from pytestqt.qtbot import QtBot

from salesdesk.support import i18n
from salesdesk.ui.deal.overview import files as section
from salesdesk.ui.outside import Outside
from salesdesk.usecases.deal_file import read_deal_file
from salesdesk.usecases.files import AddFiles, NewFile
from salesdesk.usecases.next_steps import PlannedStep, SetNextStep
from salesdesk.usecases.people import EditPerson
from tests.ui.checks import assert_named
from tests.ui.deal.pages import Deal
from tests.usecases.listed import deal_files

PDF = b"%PDF-1.7 an offer"


def _add(deal: Deal, name: str = "Offer.pdf", content: bytes = PDF) -> str:
    deal.bridge.submit(AddFiles(deal.deal_id, (NewFile(name, content),)))
    deal.settle()
    return deal_files(deal.desk, deal.deal_id)[0].id


def _open(deal: Deal) -> Any:
    panel = deal.show("overview")
    panel.part("files")
    deal.settle()
    return panel


@pytest.fixture
def opened(deal: Deal) -> list[QUrl]:
    """What would have been handed to the operating system."""
    found: list[QUrl] = []
    deal.page.room.__dict__["outside"] = Outside(deal.page, lambda url: not found.append(url))
    return found


def test_an_empty_card_says_that_files_can_be_dropped(deal: Deal) -> None:
    _open(deal)
    assert deal.find(section.Hint, "files_empty").isVisibleTo(deal.page)
    deal.click("files_add")
    assert deal.shell.opened == []  # the page's controller asks; the shell answers its signal
    asked: list[str] = []
    deal.page.controller.files_requested.connect(asked.append)
    deal.click("files_add")
    assert asked == [deal.deal_id]


def test_a_file_shows_its_kind_size_and_day_and_opens_by_keyboard(
    deal: Deal, opened: list[QUrl], qtbot: QtBot
) -> None:
    panel = _open(deal)
    file_id = _add(deal)
    words = [label.text() for label in panel.part("files").findChildren(section.PlainLabel)]
    assert "17 bytes · Nov 22, 2026" in words
    assert_named(panel.part("files"))
    link = deal.find(QAbstractButton, f"file_open_{file_id}")
    assert link.accessibleName() == "Open “Offer.pdf”"
    link.setFocus()
    deal.press(link, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: bool(opened))
    assert Path(opened[0].toLocalFile()).read_bytes() == PDF


def test_a_file_is_saved_renamed_and_removed(
    deal: Deal, opened: list[QUrl], qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _open(deal)
    file_id = _add(deal)
    target = tmp_path / "copy.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(target), ""))
    deal.click(f"file_save_{file_id}")
    qtbot.waitUntil(target.exists)
    monkeypatch.setattr(section, "ask_text", lambda *_a, **_k: "Offer for Lyon")
    deal.click(f"file_rename_{file_id}")
    assert [file.name for file in deal.view.files] == ["Offer for Lyon.pdf"]
    deal.click(f"file_remove_{file_id}")
    assert deal.view.files == ()
    assert deal.shell.undoable[-1] == "Remove “Offer for Lyon.pdf”"
    deal.bridge.undo()
    deal.settle()
    assert len(deal.view.files) == 1


def test_a_damaged_content_is_told_on_the_card(
    deal: Deal, opened: list[QUrl], qtbot: QtBot
) -> None:
    panel = _open(deal)
    file_id = _add(deal)
    from salesdesk.store.connection import connect

    raw = connect(deal.desk.path)
    raw.execute("PRAGMA query_only=OFF")
    raw.execute("DELETE FROM blob")
    raw.close()
    deal.click(f"file_open_{file_id}")
    fault = panel.part("files").fault
    qtbot.waitUntil(lambda: "damaged or missing" in fault.text())
    assert opened == []


def test_many_files_are_folded(deal: Deal) -> None:
    _open(deal)
    many = tuple(NewFile(f"{n}.txt", str(n).encode()) for n in range(12))
    deal.bridge.submit(AddFiles(deal.deal_id, many))
    deal.settle()
    shown = "Show all 12"
    assert deal.find(QAbstractButton, "files_all").text() == shown
    deal.click("files_all")
    assert deal.find(QAbstractButton, "files_all").text() == "Show fewer"


def test_sizes_are_said_as_people_say_them() -> None:
    i18n.activate("en_US")
    sizes = (0, 1, 999, 1000, 340_400, 999_499, 999_500, 1_200_000, 26_214_400)
    assert [section.size_words(size) for size in sizes] == [
        "0 bytes", "1 byte", "999 bytes", "1 KB", "340 KB", "999 KB", "1 MB", "1.2 MB", "26.2 MB",
    ]  # fmt: skip


def test_the_next_step_goes_to_the_calendar_with_a_bell_and_who_takes_part(
    deal: Deal, opened: list[QUrl], qtbot: QtBot
) -> None:
    deal.desk.run(EditPerson(deal.person_id, {"email": "ines@zoomzone.example"}))
    step = PlannedStep(
        "Demo for the board", "2026-11-26", "demo", "15:00", attendees="Ines Duarte and Bob"
    )
    command = SetNextStep(deal.deal_id, step)
    deal.bridge.submit(command)
    deal.settle()
    _open(deal)
    deal.click(f"step_calendar_{command.step_id}")
    qtbot.waitUntil(lambda: bool(opened))
    path = Path(opened[0].toLocalFile())
    assert path.name == "Demo for the board.ics"
    (event,) = Calendar.from_ical(path.read_bytes()).walk("VEVENT")
    assert event["UID"] == f"{command.step_id}@salesdesk"
    assert event["SUMMARY"] == "Demo for the board: Zoomzone"
    assert event.decoded("DTSTART").astimezone().strftime("%F %H:%M") == "2026-11-26 15:00"
    assert (event.decoded("DTEND") - event.decoded("DTSTART")).seconds == 3600
    assert "ines@zoomzone.example" in event["DESCRIPTION"]
    assert "With: Ines Duarte and Bob" in event["DESCRIPTION"]
    (bell,) = event.walk("VALARM")
    assert bell.decoded("TRIGGER").total_seconds() == -15 * 60


def test_a_step_without_a_time_is_a_whole_day_that_rings_at_nine(
    deal: Deal, opened: list[QUrl], qtbot: QtBot
) -> None:
    deal.bridge.submit(SetNextStep(deal.deal_id, PlannedStep("Send it", "2026-11-26")))
    deal.settle()
    deal.page.controller.to_calendar()
    qtbot.waitUntil(lambda: bool(opened))
    (event,) = Calendar.from_ical(Path(opened[0].toLocalFile()).read_bytes()).walk("VEVENT")
    assert str(event.decoded("DTSTART")) == "2026-11-26"
    (bell,) = event.walk("VALARM")
    assert bell.decoded("TRIGGER").total_seconds() == 9 * 3600


def test_the_deal_is_exported_from_its_page(
    deal: Deal, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "Fleet"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(target), ""))
    deal.page.controller.export_deal()
    qtbot.waitUntil(lambda: bool(deal.shell.told))
    assert read_deal_file(target.with_suffix(".salesdeal")).deal_row["id"] == deal.deal_id
