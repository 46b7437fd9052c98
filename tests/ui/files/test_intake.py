"""Dropping files on the window: the deal under them, the dialog, the deal that is taken in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from salesdesk.ui.files import intake
from salesdesk.ui.files.controller import FilesController
from salesdesk.ui.files.drops import FileDrops
from salesdesk.ui.files.intake_dialog import IntakeDialog
from salesdesk.ui.files.taking_dialog import TakingDialog
from salesdesk.ui.shell.window import MainWindow
from salesdesk.ui.widgets import LineEdit, TextBox, ask
from salesdesk.usecases.deal_file import export_deal
from salesdesk.usecases.deal_page import deal_view
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.intake import read_paths
from salesdesk.usecases.people import people
from tests.desks import add_deal, add_person
from tests.ui.checks import assert_named
from tests.ui.live import open_window, until

MAIL = (
    b"From: Ada Lovelace <ada@acme.example>\nTo: rep@seller.example\nCc: Bob <bob@acme.example>\n"
    b"Subject: Slots in Lyon\nDate: Mon, 2 Nov 2026 10:00:00 +0100\n\nNo missed slots.\n"
)
CARD = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada Lovelace\r\nEMAIL:ada@acme.example\r\nEND:VCARD\r\n"


@pytest.fixture
def window(desk: Desk, qtbot: QtBot) -> Iterator[MainWindow]:
    add_deal(desk, "Night trains")
    made = open_window(qtbot, desk)
    object.__setattr__(made.context, "extra", desk)
    FileDrops(made)
    yield made
    made.bridge.close()


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    made = {"mail": tmp_path / "mail.eml", "card": tmp_path / "ada.vcf", "pdf": tmp_path / "O.pdf"}
    for key, content in (("mail", MAIL), ("card", CARD), ("pdf", b"%PDF")):
        made[key].write_bytes(content)
    return made


def _data(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def _drop(window: MainWindow, data: QMimeData, where: QPoint) -> bool:
    """Drag over the window and let go, as Qt sends it; whether it was taken."""
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(where, copy, data, left, none)
    QApplication.sendEvent(window, enter)
    if not enter.isAccepted():
        return False
    drop = QDropEvent(QPointF(where), copy, data, left, none)
    QApplication.sendEvent(window, drop)
    return drop.isAccepted()


def _dialog(qtbot: QtBot, kind: Any) -> Any:
    def there() -> list[Any]:
        return [w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()]

    until(qtbot, there)
    return there()[-1]


def _deal(desk: Desk) -> str:
    return str(desk.raw.execute("SELECT id FROM deal").fetchone()[0])


def test_a_file_dropped_on_a_card_is_on_its_deal_without_a_question(
    window: MainWindow,
    desk: Desk,
    qtbot: QtBot,
    files: dict[str, Path],
) -> None:
    window.go("board")
    deal_id = _deal(desk)
    cards: Any = window.page("board")
    until(qtbot, lambda: cards.area.columns and cards.area.columns[0].cards.model().rowCount())
    view = cards.area.columns[0].cards
    until(qtbot, lambda: view.viewport().width() > 40)
    inside = view.viewport().mapTo(window, view.card_rect(0).center())
    assert cards.deal_at(window.mapToGlobal(inside)) == deal_id
    assert _drop(window, _data(files["pdf"]), inside)
    until(qtbot, lambda: deal_view(desk, deal_id).files)
    assert [file.name for file in deal_view(desk, deal_id).files] == ["O.pdf"]


def test_a_file_dropped_beside_the_cards_asks_for_the_deal(
    window: MainWindow,
    desk: Desk,
    qtbot: QtBot,
    files: dict[str, Path],
) -> None:
    window.go("board")
    assert _drop(window, _data(files["pdf"]), QPoint(5, 5))
    dialog = _dialog(qtbot, IntakeDialog)
    assert dialog.deal is not None
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert dialog.isVisible()  # no deal was chosen
    QTest.keyClicks(dialog.deal.field, "night")
    assert_named(dialog)
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    until(qtbot, lambda: deal_view(desk, _deal(desk)).files)


def test_while_files_are_over_the_window_it_says_what_letting_go_does(
    window: MainWindow, files: dict[str, Path]
) -> None:
    window.go("board")
    data = _data(files["pdf"])
    enter = QDragEnterEvent(
        QPoint(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    QApplication.sendEvent(window, enter)
    hint = window.findChild(QWidget, "drop_hint")
    assert hint is not None
    assert hint.isVisible()
    assert hint.accessibleName() == "Let go to choose a deal"
    QApplication.sendEvent(window, QDragLeaveEvent())
    assert not hint.isVisible()


def test_links_words_and_files_of_elsewhere_are_not_taken(window: MainWindow) -> None:
    link, words = QMimeData(), QMimeData()
    link.setUrls([QUrl("https://acme.example/x.pdf")])
    words.setText("just words")
    assert not _drop(window, link, QPoint(5, 5))
    assert not _drop(window, words, QPoint(5, 5))


def test_a_field_leaves_files_to_the_window_and_takes_words(
    qtbot: QtBot, files: dict[str, Path]
) -> None:
    box, line = TextBox("box", "Box"), LineEdit("line", "Line")
    qtbot.addWidget(box)
    qtbot.addWidget(line)
    words = QMimeData()
    words.setText("words")
    assert not box.canInsertFromMimeData(_data(files["pdf"]))
    assert box.canInsertFromMimeData(words)
    for data, taken in ((_data(files["pdf"]), False), (words, True)):
        enter = QDragEnterEvent(
            QPoint(2, 2), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        QApplication.sendEvent(line, enter)
        assert enter.isAccepted() == taken
    QApplication.sendEvent(line, QDragLeaveEvent())  # or Qt remembers a field that is gone


def test_a_mail_shows_who_is_known_and_who_is_new_and_is_added_by_keyboard(
    window: MainWindow,
    desk: Desk,
    qtbot: QtBot,
    files: dict[str, Path],
) -> None:
    deal_id = _deal(desk)
    ada = add_person(desk, name="Ada L.", email="ada@acme.example")
    window.dialogs.open("add_files", json.dumps([deal_id, str(files["mail"])]))
    dialog = _dialog(qtbot, IntakeDialog)
    (card,) = dialog.mails
    assert dialog.windowTitle() == "Add to Night trains"
    assert card.by_buyer.isChecked()
    assert [(box.isChecked(), person.person_id) for box, person in card._boxes] == [
        (True, ada), (False, None), (False, None),
    ]  # fmt: skip
    assert_named(dialog)
    dialog.setFocus()
    card._boxes[2][0].setFocus()
    QTest.keyClick(card._boxes[2][0], Qt.Key.Key_Space)
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    until(qtbot, lambda: deal_view(desk, deal_id).activities)
    view = deal_view(desk, deal_id)
    assert {person.name for person in view.stakeholders} == {"Ada L.", "Bob"}
    assert [file.kind for file in view.files] == ["mail"]


def test_a_card_of_somebody_known_is_offered_and_can_stay_a_new_person(
    window: MainWindow,
    desk: Desk,
    qtbot: QtBot,
    files: dict[str, Path],
) -> None:
    deal_id = _deal(desk)
    ada = add_person(desk, name="Ada L.", email="ada@acme.example")
    window.dialogs.open("add_files", json.dumps([deal_id, str(files["card"])]))
    dialog = _dialog(qtbot, IntakeDialog)
    (row,) = dialog.cards
    assert row.who.value() == ada
    row.who.set_value(None)
    dialog.accept()
    until(qtbot, lambda: len(people(desk)) == 2)


def test_a_mail_added_twice_is_told_and_the_dialog_stays(
    window: MainWindow,
    desk: Desk,
    qtbot: QtBot,
    files: dict[str, Path],
) -> None:
    found = read_paths([files["mail"]])
    deal_id = _deal(desk)
    dialog = IntakeDialog(window.context, deal_id, found)
    qtbot.addWidget(dialog)
    desk.run(dialog.command())
    dialog.show()
    dialog.accept()
    until(qtbot, lambda: "already" in dialog.fault.text())
    assert dialog.isVisible()


def test_of_several_mails_those_on_the_deal_are_left_out_and_the_others_added(
    window: MainWindow,
    desk: Desk,
    qtbot: QtBot,
    files: dict[str, Path],
    tmp_path: Path,
) -> None:
    deal_id = _deal(desk)
    first = IntakeDialog(window.context, deal_id, read_paths([files["mail"]]))
    qtbot.addWidget(first)
    desk.run(first.command())
    other, again = tmp_path / "other.eml", tmp_path / "again.eml"
    other.write_bytes(MAIL.replace(b"Slots", b"Drivers"))
    again.write_bytes(other.read_bytes())
    dialog = IntakeDialog(window.context, deal_id, read_paths([files["mail"], other, again]))
    qtbot.addWidget(dialog)
    assert [card.is_wanted for card in dialog.mails] == [False, True, False]
    assert_named(dialog)
    desk.run(dialog.command())
    subjects = {activity.subject for activity in deal_view(desk, deal_id).activities}
    assert subjects == {"Slots in Lyon", "Drivers in Lyon"}


def test_long_subjects_and_names_are_cut_to_the_dialog_and_whole_in_their_tip(
    window: MainWindow, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "long.eml"
    head = f"From: {'Ada ' * 60}<ada@acme.example>\nSubject: {'W' * 300}\n\nHello {'=' * 120}\n"
    file.write_bytes(head.encode())
    dialog = IntakeDialog(window.context, _deal(desk), read_paths([file]))
    qtbot.addWidget(dialog)
    dialog.show()
    (card,) = dialog.mails
    assert card.minimumSizeHint().width() < dialog.width()
    assert card._wanted.toolTip().count("W") == 300
    assert "W" * 300 in card._wanted.accessibleName()


def test_what_cannot_be_read_is_told_and_nothing_is_added(
    window: MainWindow,
    desk: Desk,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[str] = []
    monkeypatch.setattr(ask, "tell_error", lambda _parent, words, **_more: told.append(words))
    intake.make(window.context, json.dumps([_deal(desk), str(tmp_path / "gone.pdf")]))
    until(qtbot, lambda: told)
    assert "could not be read" in told[0]
    assert deal_view(desk, _deal(desk)).files == ()


def test_files_are_asked_for_when_none_were_dropped(
    window: MainWindow, desk: Desk, qtbot: QtBot, files: dict[str, Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    chosen = ([str(files["pdf"])], "")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_a, **_k: chosen)
    window.go("deal", _deal(desk))
    window.page("deal").controller.add_files()  # type: ignore[attr-defined]
    until(qtbot, lambda: deal_view(desk, _deal(desk)).files)
    kept = window.context.settings.screen("files")["folder"]
    assert kept == str(files["pdf"].parent)


def test_a_colleagues_deal_is_taken_in_after_a_look(
    window: MainWindow, desk: Desk, qtbot: QtBot, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    path = tmp_path / "a.salesdeal"
    export_deal(desk, _deal(desk), path)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a, **_k: (str(path), ""))
    FilesController(window.context).take_in()
    dialog = _dialog(qtbot, TakingDialog)
    assert dialog.windowTitle() == "Take in Night trains"
    assert dialog.findChild(QWidget, "take_in_twin") is not None
    assert_named(dialog)
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    until(qtbot, lambda: window.current_page == "deal")
    assert desk.raw.execute("SELECT count(*) FROM deal").fetchone() == (2,)


def test_a_damaged_deal_file_is_told(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.salesdeal"
    path.write_bytes(b"PK nothing")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a, **_k: (str(path), ""))
    with qtbot.waitSignal(window.bridge.failed) as told:
        FilesController(window.context).take_in()
    assert "is damaged" in told.args[0]
