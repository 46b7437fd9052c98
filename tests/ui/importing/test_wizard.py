"""The import wizard: few clicks, nothing silent, the same rows as the command line."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QAbstractButton, QFileDialog
from pytestqt.qtbot import QtBot

from salesdesk.ui.importing.wizard import ImportWizard
from salesdesk.ui.shell.window import MainWindow
from salesdesk.ui.widgets import Card, PlainLabel
from salesdesk.usecases import importing
from salesdesk.usecases.desk import Desk
from tests.desks import add_deal, make_desk, shipped_process
from tests.store.whole import dump
from tests.ui.checks import assert_named
from tests.ui.live import open_window, until
from tests.usecases.imports import (
    MAVEN,
    MAVEN_STAGES,
    STAGES,
    needs_data,
    small,
    without_ids,
    write,
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = make_desk(tmp_path, threaded=True)
    yield opened
    opened.close()


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> Iterator[MainWindow]:
    made = open_window(qtbot, desk)
    yield made
    made.bridge.close()


def wizard_of(window: MainWindow) -> ImportWizard:
    wizard = window.import_controller.wizard  # type: ignore[attr-defined]
    assert isinstance(wizard, ImportWizard)
    return wizard


def start(
    qtbot: QtBot, window: MainWindow, files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> ImportWizard:
    """File → Import…, the files chosen in the file dialog, all of them looked at."""
    chosen = ([str(path) for path in files], "")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_args: chosen)
    window.book.run("importing.start")
    wizard = wizard_of(window)
    until(qtbot, lambda: not wizard.session.is_busy)
    return wizard


def click(qtbot: QtBot, button: QAbstractButton) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def go_through(qtbot: QtBot, wizard: ImportWizard) -> None:
    """Continue, then Import."""
    click(qtbot, wizard.next)
    until(qtbot, wizard.check.isVisible)
    click(qtbot, wizard.next)
    until(qtbot, lambda: wizard.done_page.isVisible() and not wizard.session.is_busy)


def test_files_chosen_at_the_menu_are_looked_at(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wizard = start(qtbot, window, small(tmp_path), monkeypatch)
    assert wizard.review.isVisible()
    assert [state.draft.plan.kind for state in wizard.session.ready if state.draft] == [
        "accounts",
        "products",
        "deals",
    ]
    assert wizard.review.pane.state is wizard.session.files[2]
    assert_named(wizard)


def test_cancelling_the_file_dialog_leaves_a_place_to_drop_on(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wizard = start(qtbot, window, [], monkeypatch)
    assert wizard.start.isVisible()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in small(tmp_path)])
    wizard.dropEvent(
        QDropEvent(
            QPointF(20, 20),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    until(qtbot, lambda: len(wizard.session.ready) == 3 and not wizard.session.is_busy)
    assert wizard.review.isVisible()


def test_a_likely_stage_is_shown_as_a_suggestion_and_one_without_must_be_chosen(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "Deal name,Stage\nOne,Prospecting\nTwo,Limbo\nThree,Won\n"
    wizard = start(qtbot, window, write(tmp_path, deals=text), monkeypatch)
    stages = wizard.review.pane.stages
    assert stages.combos["stage", "Prospecting"].value() == ("open", "qualify")
    assert stages._pills["stage", "Prospecting"].isVisible()
    assert stages.combos["stage", "Won"].value() == ("won", "")
    assert not stages._pills["stage", "Won"].isVisible()
    assert stages.combos["stage", "Limbo"].value() is None
    click(qtbot, wizard.next)
    assert wizard.review.isVisible()
    assert stages.combos["stage", "Limbo"].property("faulty")
    stages.combos["stage", "Limbo"].picked.emit(("lost", ""))
    go_through(qtbot, wizard)
    kept = {
        row["name"]: (row["status"], row["stage_key"])
        for row in dump(window.context.bridge.desk)["deal"].values()  # type: ignore[arg-type]
    }
    assert kept["One"] == ("open", "qualify")
    assert kept["Two"][0] == "lost"


def test_a_like_name_is_linked_only_when_the_user_says_so(
    qtbot: QtBot, window: MainWindow, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wizard = start(qtbot, window, small(tmp_path), monkeypatch)
    for source, key in STAGES.items():
        wizard.review.pane.stages.combos["stage", source].picked.emit(("open", key.lower()))
    same = wizard.findChild(QAbstractButton, "import_name_product_name_GTXPro_same")
    assert same is not None
    assert not same.isChecked()
    click(qtbot, same)
    go_through(qtbot, wizard)
    names = {row["name"] for row in dump(desk)["line_item"].values()}
    assert names == {"GTX Pro", "MG Special"}


def test_like_names_that_were_kept_apart_are_told_at_the_end(
    qtbot: QtBot, window: MainWindow, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wizard = start(qtbot, window, small(tmp_path), monkeypatch)
    for source, key in STAGES.items():
        wizard.review.pane.stages.combos["stage", source].picked.emit(("open", key.lower()))
    go_through(qtbot, wizard)
    card = wizard.findChild(Card, "import_alike")
    assert card is not None
    said = [label.text() for label in card.findChildren(PlainLabel)]
    assert "“GTXPro”, and “GTX Pro” was there" in said
    assert any(words.startswith("They were kept apart.") for words in said)
    assert "GTXPro" in {row["name"] for row in dump(desk)["line_item"].values()}


def test_the_wizard_writes_what_the_command_line_writes(
    qtbot: QtBot, window: MainWindow, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = small(tmp_path)
    wizard = start(qtbot, window, files, monkeypatch)
    for source, key in STAGES.items():
        wizard.review.pane.stages.combos["stage", source].picked.emit(("open", key.lower()))
    go_through(qtbot, wizard)
    (tmp_path / "other").mkdir()
    other = make_desk(tmp_path / "other")
    importing.import_files(other, files, stages=STAGES)
    assert without_ids(desk) == without_ids(other)
    other.close()


def test_a_trial_writes_nothing_and_says_what_would_be_rejected(
    qtbot: QtBot, window: MainWindow, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "Deal name,Stage,Close date\nGood,Won,2026-01-02\nBad,Won,2026-19-40\n"
    wizard = start(qtbot, window, write(tmp_path, deals=text), monkeypatch)
    before = dump(desk)
    click(qtbot, wizard.next)
    until(qtbot, wizard.check.isVisible)
    assert dump(desk) == before
    assert not list(tmp_path.glob("*rejected*"))
    trial = wizard.session.trial
    assert trial is not None
    assert [(f.added, f.rejected) for f in trial.files] == [(1, 1)]
    assert wizard.next.words == "Import 1 row"
    click(qtbot, wizard.next)
    until(qtbot, wizard.done_page.isVisible)
    assert [path.name for path in tmp_path.glob("*rejected*")] == ["deals-rejected.csv"]


def test_undo_import_puts_the_desk_back(
    qtbot: QtBot, window: MainWindow, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = dump(desk)
    wizard = start(qtbot, window, small(tmp_path)[:2], monkeypatch)
    go_through(qtbot, wizard)
    assert dump(desk) != before
    click(qtbot, wizard.done_page.undo)
    until(qtbot, lambda: wizard.done_page.title.text() == "The import was taken back")
    assert dump(desk) == before


def test_undo_import_takes_nothing_else_back_and_says_why(
    qtbot: QtBot, window: MainWindow, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wizard = start(qtbot, window, small(tmp_path)[:2], monkeypatch)
    go_through(qtbot, wizard)
    page = wizard.done_page
    add_deal(desk, "Came in meanwhile")
    after = dump(desk)
    click(qtbot, page.undo)
    until(qtbot, wizard.banner.isVisible)
    assert "this was not taken back" in wizard.banner.words.text()
    assert page.title.text().endswith("imported")
    assert dump(desk) == after
    desk.undo().result()
    click(qtbot, page.undo)
    until(qtbot, lambda: page.title.text() == "The import was taken back")


def test_stop_while_writing_leaves_no_trace(
    qtbot: QtBot, window: MainWindow, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wizard = start(qtbot, window, small(tmp_path)[:2], monkeypatch)
    click(qtbot, wizard.next)
    until(qtbot, wizard.check.isVisible)
    before = dump(desk)
    monkeypatch.setattr(importing, "safeguard", lambda _desk: wizard.session._stop.set())
    real = wizard.session._begin

    def begin_stopped() -> object:
        stop = real()
        stop.set()
        return stop

    monkeypatch.setattr(wizard.session, "_begin", begin_stopped)
    click(qtbot, wizard.next)
    until(qtbot, wizard.banner.isVisible)
    assert "Nothing was written" in wizard.banner.words.text()
    assert wizard.check.isVisible()
    assert dump(desk) == before


def test_dates_that_can_be_read_in_two_ways_are_asked_with_examples(
    qtbot: QtBot, window: MainWindow, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "Deal name,Stage,Close date\nOne,Won,03/04/2026\nTwo,Won,05/06/2026\n"
    wizard = start(qtbot, window, write(tmp_path, deals=text), monkeypatch)
    (choice,) = wizard.review.pane.columns.choices.values()
    click(qtbot, wizard.next)
    assert wizard.review.isVisible()
    choice.picked.emit("dmy")
    until(qtbot, lambda: not wizard.session.is_busy)
    go_through(qtbot, wizard)
    closed = sorted(row["closed_on"] for row in dump(desk)["deal"].values())
    assert closed == ["2026-04-03", "2026-06-05"]


def test_another_field_for_a_column_frees_the_one_that_held_it(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "account,industry,sector2\nIsdom,retail,toys\n"
    wizard = start(qtbot, window, write(tmp_path, accounts=text), monkeypatch)
    mapping = wizard.review.pane.mapping
    mapping.combos[2].picked.emit("industry")
    until(qtbot, lambda: not wizard.session.is_busy)
    assert [combo.value() for combo in mapping.combos.values()] == ["name", "custom", "industry"]


def test_another_delimiter_is_seen_at_once(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wizard = start(
        qtbot, window, write(tmp_path, a="account;industry\nIsdom;retail\n"), monkeypatch
    )
    pane = wizard.review.pane
    assert pane.reading.delimiter.value() == ";"
    assert len(pane.mapping.combos) == 2
    wizard.session.look_again(wizard.session.files[0], delimiter="|", kind="accounts")
    until(qtbot, lambda: not wizard.session.is_busy)
    assert len(pane.mapping.combos) == 1
    assert pane.reading.delimiter.value() == "|"


def test_a_file_that_does_not_tell_its_kind_asks_for_it(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wizard = start(qtbot, window, write(tmp_path, odd="colour,shape\nred,round\n"), monkeypatch)
    pane = wizard.review.pane
    assert "do not tell" in pane._fault.text()
    assert pane.kind.isVisible()
    click(qtbot, wizard.next)
    assert wizard.review.isVisible()
    pane.kind.picked.emit("accounts")
    until(qtbot, lambda: wizard.session.files[0].draft is not None and not wizard.session.is_busy)
    assert not pane._fault.isVisible()


def test_a_file_left_out_is_not_imported(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wizard = start(qtbot, window, small(tmp_path)[:2], monkeypatch)
    wizard.session.remove(wizard.session.files[1])
    until(qtbot, lambda: not wizard.session.is_busy)
    assert [state.path.name for state in wizard.session.files] == ["accounts.csv"]
    go_through(qtbot, wizard)
    assert "products" not in wizard.done_page.title.text()


def test_start_triage_leads_to_the_deals_that_came_in(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wizard = start(qtbot, window, small(tmp_path), monkeypatch)
    for source, key in STAGES.items():
        wizard.review.pane.stages.combos["stage", source].picked.emit(("open", key.lower()))
    go_through(qtbot, wizard)
    click(qtbot, wizard.done_page.triage)
    assert window.current_page == "triage"
    page = window.page("triage")
    until(qtbot, lambda: page.run.current is not None)  # type: ignore[attr-defined]


@needs_data
@pytest.mark.slow
def test_the_maven_files_take_six_clicks_and_less_than_a_minute(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = make_desk(tmp_path, shipped_process(), currency="USD", threaded=True)
    window = open_window(qtbot, desk)
    began = time.monotonic()
    wizard = start(qtbot, window, list(MAVEN), monkeypatch)  # File, Import…, Open: three clicks
    same = wizard.findChild(QAbstractButton, "import_name_product_name_GTXPro_same")
    assert same is not None
    apart = wizard.findChild(QAbstractButton, "import_name_product_name_GTXPro_apart")
    assert apart is not None
    assert apart.isChecked()
    go_through(qtbot, wizard)  # Continue, Import: five; a sixth would link GTXPro
    assert time.monotonic() - began < 60
    (tmp_path / "other").mkdir()
    other = make_desk(tmp_path / "other", shipped_process(), currency="USD")
    importing.import_files(other, MAVEN, stages=MAVEN_STAGES)
    assert without_ids(desk) == without_ids(other)
    window.bridge.close()
    desk.close()
    other.close()
