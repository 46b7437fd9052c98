"""Passphrases in the window: set, asked for, locked by hand and by idling, never during a call."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDrag, QDragEnterEvent, QDropEvent, QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QWidget

from salesdesk.domain.errors import KnownError
from salesdesk.store import keys, rekeying
from salesdesk.support import keychain
from salesdesk.support.settings import Settings
from salesdesk.ui.backups.restorer import Restorer
from salesdesk.ui.board.page import BoardPage
from salesdesk.ui.draft_fields import exempt, keeps
from salesdesk.ui.files.drops import FileDrops
from salesdesk.ui.live_settings import LiveSettings
from salesdesk.ui.preferences.dialog import Preferences
from salesdesk.ui.security import lock as lock_module
from salesdesk.ui.security import start
from salesdesk.ui.security.asking import AskPassphrase
from salesdesk.ui.security.controller import SecurityController
from salesdesk.ui.security.fields import PassphraseEdit
from salesdesk.ui.security.lock import Lock
from salesdesk.ui.security.passphrase import PassphraseDialog
from salesdesk.ui.security.recovery import RecoveryDialog
from salesdesk.ui.shell.window import MainWindow
from salesdesk.ui.widgets.dialog import Dialog
from salesdesk.usecases import encryption
from salesdesk.usecases.backups import backup_now
from salesdesk.usecases.desk import Desk
from tests.desks import TODAY, add_deal, clock_of, make_desk
from tests.ui.checks import assert_named
from tests.ui.live import open_window, until

WORDS = "four quiet river stones"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SALESDESK_HOME", str(tmp_path / "home"))
    QApplication.instance().setProperty("salesdesk_plain_guard", None)
    return tmp_path / "home"


@pytest.fixture
def plain(qtbot: Any, tmp_path: Path) -> Iterator[MainWindow]:
    desk = make_desk(tmp_path, threaded=True)
    add_deal(desk, "Fleet telematics")
    yield from _shown(qtbot, desk)


@pytest.fixture
def locked(tmp_path: Path) -> Path:
    """An encrypted desk, closed, whose key is known here."""
    desk = make_desk(tmp_path)
    add_deal(desk, "Fleet telematics")
    desk.close()
    key = keys.derive(WORDS, keys.new_salt())
    keys.RING.give(key)
    rekeying.rewrite(desk.path, key)
    return desk.path


@pytest.fixture
def encrypted(qtbot: Any, locked: Path) -> Iterator[MainWindow]:
    yield from _shown(qtbot, Desk(locked, clock_of(TODAY)))


def _shown(qtbot: Any, desk: Desk) -> Iterator[MainWindow]:
    window = open_window(qtbot, desk)
    window.context.extra = desk
    window.book.offer("security", SecurityController(window.context, window))
    window.go("board")
    yield window
    window.bridge.close()
    desk.close()


def security(window: MainWindow) -> SecurityController:
    found = window.book._lasting["security"]
    assert isinstance(found, SecurityController)
    return found


def answer(qtbot: Any, kind: type[QDialog], work: Any) -> None:
    """When a dialog of this kind is up, do something with it."""

    def look() -> None:
        found = [each for each in QApplication.topLevelWidgets()
                 if type(each) is kind and each.isVisible()]  # fmt: skip
        if found:
            work(found[0])
        else:
            QTimer.singleShot(20, look)

    QTimer.singleShot(0, look)


def typed(dialog: QWidget, **words: str) -> None:
    for name, text in words.items():
        field = dialog.findChild(QLineEdit, name)
        assert field is not None, name
        field.setText(text)


def test_a_plain_desk_offers_a_passphrase_and_nothing_else(plain: MainWindow) -> None:
    can = {key for key, each in plain.book.actions.items() if each.isEnabled()}
    assert {key for key in can if key.startswith("security.")} == {"security.set_passphrase"}
    assert security(plain).lock_of is None


def test_setting_a_passphrase_encrypts_the_open_desk_and_its_backups(
    qtbot: Any, plain: MainWindow
) -> None:
    desk: Desk = plain.context.extra
    backup_now(desk)
    shown: list[str] = []

    def fill(dialog: PassphraseDialog) -> None:
        assert_named(dialog)
        typed(dialog, passphrase_new="short", passphrase_again="short")
        dialog.accept()
        assert not desk.is_encrypted
        typed(dialog, passphrase_new=WORDS, passphrase_again=WORDS)
        dialog.accept()

    def see(dialog: RecoveryDialog) -> None:
        assert_named(dialog)
        shown.append(dialog.key)
        dialog.reject()

    answer(qtbot, PassphraseDialog, fill)
    answer(qtbot, RecoveryDialog, see)
    plain.book.run("security.set_passphrase")
    until(qtbot, lambda: shown)
    assert desk.is_encrypted
    assert desk.is_opened_by(WORDS)
    assert shown == [encryption.recovery_key(desk.path)]
    assert not encryption.plain_copies(desk.path)
    add_deal(desk, "Data platform")
    assert [row[0] for row in desk.raw.execute("SELECT name FROM deal ORDER BY id")] == [
        "Fleet telematics", "Data platform"]  # fmt: skip
    assert plain.book.actions["security.lock"].isEnabled()
    assert not plain.book.actions["security.set_passphrase"].isEnabled()


def test_removing_asks_for_the_passphrase_and_an_older_backup_brings_it_back(
    qtbot: Any, encrypted: MainWindow
) -> None:
    desk: Desk = encrypted.context.extra
    backup = backup_now(desk).path

    def fill(dialog: AskPassphrase) -> None:
        typed(dialog, remove_passphrase_field="something else")
        dialog.accept()
        assert dialog.isVisible()
        assert "not the passphrase" in dialog.row.below.text()
        typed(dialog, remove_passphrase_field=WORDS)
        dialog.accept()

    answer(qtbot, AskPassphrase, fill)
    encrypted.book.run("security.remove_passphrase")
    until(qtbot, lambda: not desk.is_encrypted)
    assert not encryption.is_encrypted(desk.path)
    until(qtbot, encrypted.book.actions["security.set_passphrase"].isEnabled)
    security(encrypted).lock_of = None  # as after the next start
    Restorer(encrypted.context, encrypted).put_backup(backup, "today", lambda: None)
    until(qtbot, lambda: "passphrase of that backup" in encrypted.banner.words.text())
    assert desk.is_encrypted
    assert security(encrypted).lock_of is not None


def test_only_the_desk_itself_not_one_of_its_name_keeps_quiet_about_plain_backups(
    qtbot: Any, encrypted: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, looked = encrypted.context.extra.path, list[Path]()
    monkeypatch.setattr(encryption, "plain_copies", lambda of: looked.append(of) or (of,))
    settings = encrypted.context.settings
    settings.keep("security", left=[str(path.absolute())])
    security(encrypted)._advise()
    settings.keep("security", left=[path.stem, str(path.parent / "other" / path.name)])
    assert looked == []
    security(encrypted)._advise()
    until(qtbot, lambda: "can be read by anybody" in encrypted.banner.words.text())
    assert looked == [path]


def test_a_lock_covers_every_window_and_keeps_what_is_half_typed(
    qtbot: Any, encrypted: MainWindow
) -> None:
    other = Dialog("Fleet telematics", "some_dialog", parent=encrypted)
    line = QLineEdit(other)
    other.body.addWidget(line)
    other.setModal(False)
    other.show()
    line.setText("half a sentence")
    before = _picture(other)
    encrypted.book.run("security.lock")
    lock = security(encrypted).lock_of
    assert lock is not None
    assert lock.screen is not None
    assert_named(lock.screen)
    assert "Fleet" not in other.windowTitle()
    assert _picture(other) != before
    assert _one_colour(encrypted)
    assert not encrypted.centralWidget().isVisible()
    qtbot.keyClick(lock.screen, Qt.Key.Key_Escape)
    assert lock.is_locked
    typed(lock.screen, lock_screen_field="four quiet")
    lock.screen.accept()
    assert lock.is_locked
    typed(lock.screen, lock_screen_field=WORDS)
    lock.screen.accept()
    assert not lock.is_locked
    assert encrypted.centralWidget().isVisible()
    assert line.text() == "half a sentence"
    assert other.isVisible()
    assert other.windowTitle() == "Fleet telematics"
    assert other.findChild(QWidget, "curtain") is None
    other.close()


def test_the_lock_outlives_the_dialog_below_it_and_covers_what_opens_meanwhile(
    qtbot: Any, encrypted: MainWindow
) -> None:
    at_work = Dialog("Import of Fleet telematics", "at_work", parent=encrypted)
    at_work.open()
    lock = security(encrypted).lock_of
    assert lock is not None
    lock.lock()
    at_work.accept()
    shiboken6.delete(at_work)
    assert lock.screen is not None
    assert shiboken6.isValid(lock.screen)
    arrived = Dialog("Add to Fleet telematics", "arrived", parent=encrypted)
    arrived.open()
    until(qtbot, lambda: QApplication.activeModalWidget() is lock.screen)
    assert "Fleet" not in arrived.windowTitle()
    assert _one_colour(arrived)
    typed(lock.screen, lock_screen_field=WORDS)
    lock.screen.accept()
    assert not lock.is_locked
    assert arrived.windowTitle() == "Add to Fleet telematics"
    assert QApplication.activeModalWidget() is arrived
    arrived.reject()


def test_nothing_gets_into_a_locked_window_and_its_new_title_is_not_shown(
    qtbot: Any, encrypted: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    FileDrops(encrypted)
    lock = security(encrypted).lock_of
    assert lock is not None
    opened: list[str] = []
    monkeypatch.setattr(encrypted, "open", lambda *given: opened.append(given[0]))
    data, where = QMimeData(), QPoint(300, 200)
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "offer.pdf"))])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    before, after = (QDragEnterEvent(where, copy, data, left, none) for _time in range(2))
    QApplication.sendEvent(encrypted, before)
    assert before.isAccepted()  # over the window when it is locked
    lock.lock()
    assert lock.screen is not None
    # A window of no parent is held off too.
    assert lock.screen.windowModality() is Qt.WindowModality.ApplicationModal
    encrypted.setWindowTitle("Night trains – SalesDesk")
    assert encrypted.windowTitle() == "SalesDesk"
    drop = QDropEvent(QPointF(where), copy, data, left, none)
    for event in (drop, after):
        QApplication.sendEvent(encrypted, event)
        assert not event.isAccepted()
    QApplication.processEvents()
    assert opened == []
    typed(lock.screen, lock_screen_field=WORDS)
    lock.screen.accept()
    assert encrypted.windowTitle() == "Night trains – SalesDesk"


def test_the_key_locks_from_every_window_and_a_card_in_the_hand_is_let_go_of(
    qtbot: Any, encrypted: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_go: list[bool] = []
    monkeypatch.setattr(lock_module.QDrag, "cancel", lambda: let_go.append(True))
    lock = security(encrypted).lock_of
    assert lock is not None
    call = QDialog(encrypted, Qt.WindowType.Window)
    call.show()
    line = QLineEdit(call)
    line.show()
    call.activateWindow()
    until(qtbot, call.isActiveWindow)
    drag = QDrag(encrypted.centralWidget())
    modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    qtbot.keyClick(call.windowHandle(), Qt.Key.Key_L, modifiers)
    until(qtbot, lambda: lock.is_locked)
    assert let_go == [True]
    shiboken6.delete(drag)
    assert lock.screen is not None
    typed(lock.screen, lock_screen_field=WORDS)
    lock.screen.accept()
    assert not lock.is_locked
    call.close()


def test_a_locked_window_opens_with_the_recovery_key(encrypted: MainWindow) -> None:
    lock = security(encrypted).lock_of
    assert lock is not None
    lock.lock()
    assert lock.screen is not None
    path = encrypted.context.extra.path
    key = encryption.recovery_key(path)
    away = path.rename(path.with_name("away.desk"))  # its disk was taken out meanwhile
    for words in (key, WORDS):
        lock.lock()
        typed(lock.screen, lock_screen_field="another passphrase")
        lock.screen.accept()
        assert lock.is_locked
        typed(lock.screen, lock_screen_field=words)
        lock.screen.accept()
        assert not lock.is_locked
    away.rename(path)


class Idle:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def test_idling_locks_after_the_chosen_minutes_unless_a_call_runs(
    qtbot: Any, encrypted: MainWindow
) -> None:
    desk, idle = encrypted.context.extra, Idle()
    settings = encrypted.context.settings
    lock = Lock(encrypted, desk.is_opened_by, settings, now=idle)
    settings.keep("security", lock_after=5)
    idle.seconds = 299
    lock.check()
    assert not lock.is_locked
    call = QDialog(encrypted)
    call.setObjectName("call_window")
    call.show()
    idle.seconds = 4000
    lock.check()
    assert not lock.is_locked
    call.close()
    idle.seconds += 299
    lock.check()
    assert not lock.is_locked
    qtbot.keyClick(encrypted.windowHandle(), Qt.Key.Key_Shift)
    idle.seconds += 299
    lock.check()
    assert not lock.is_locked
    settings.keep("security", lock_after=0)
    idle.seconds += 100_000
    lock.check()
    assert not lock.is_locked
    settings.keep("security", lock_after=5)
    lock.check()
    assert lock.is_locked
    assert lock.screen is not None
    typed(lock.screen, lock_screen_field=WORDS)
    lock.screen.accept()
    lock.check()
    assert not lock.is_locked


def test_the_preferences_say_when_to_lock(qtbot: Any) -> None:
    settings = LiveSettings(Settings())
    dialog = Preferences(settings)
    qtbot.addWidget(dialog)
    assert dialog.lock_after.value() == 15
    dialog.lock_after.picked.emit(60)
    assert settings.screen("security")["lock_after"] == 60


class Chain:
    """A keychain in memory."""

    priority = 5

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_keyring(self) -> Chain:
        return self

    def get_password(self, service: str, name: str) -> str | None:
        return self.kept.get((service, name))

    def set_password(self, service: str, name: str, value: str) -> None:
        self.kept[service, name] = value

    def delete_password(self, service: str, name: str) -> None:
        del self.kept[service, name]


@pytest.fixture
def chain(monkeypatch: pytest.MonkeyPatch) -> Chain:
    made = Chain()
    monkeypatch.setattr(keychain, "_library", lambda: made)
    monkeypatch.setattr(keychain.importlib.util, "find_spec", lambda _name: object())
    return made


def _forget(path: Path) -> None:
    key = keys.key_of(path)
    assert key is not None
    keys.RING.take(key)


def test_29_a_key_in_the_keychain_opens_without_asking_and_a_lost_one_asks(
    qtbot: Any, locked: Path, chain: Chain
) -> None:
    app, settings = QApplication.instance(), LiveSettings(Settings())
    assert isinstance(app, QApplication)
    paper = encryption.recovery_key(locked)
    assert chain.kept == {}  # only when asked
    start.keep_in_keychain(settings, locked, is_on=True)
    assert WORDS not in str(chain.kept)
    _forget(locked)
    assert start.unlocked(app, locked, settings)
    _forget(locked)
    chain.kept.clear()
    told: list[str] = []

    def fill(dialog: AskPassphrase) -> None:
        assert_named(dialog)
        assert dialog.keep.words == "Keep the key in this computer's keychain"
        told.extend(each.text() for each in dialog.findChildren(QWidget, "ask_passphrase_note")
                    if hasattr(each, "text"))  # fmt: skip
        typed(dialog, ask_passphrase_field=paper)
        dialog.accept()

    answer(qtbot, AskPassphrase, fill)
    assert start.unlocked(app, locked, settings)
    assert "The keychain did not give the key" in told[0]
    assert len(chain.kept) == 1  # still wanted there
    start.keep_in_keychain(settings, locked, is_on=False)
    assert chain.kept == {}


@pytest.mark.parametrize(
    ("is_installed", "priority", "why"),
    [(False, 0, "keyring, which speaks to"), (True, 0, "no keychain that answers")],
)
def test_without_a_keychain_what_is_missing_is_said_and_nothing_is_kept(
    encrypted: MainWindow, chain: Chain, monkeypatch: pytest.MonkeyPatch,
    is_installed: bool, priority: int, why: str,
) -> None:  # fmt: skip
    monkeypatch.setattr(chain, "priority", priority)
    monkeypatch.setattr(keychain, "is_installed", lambda: is_installed)
    room = security(encrypted)
    assert room.may("security.keep_in_keychain")
    with pytest.raises(KnownError, match=why):
        room.keep_in_keychain(True)
    assert chain.kept == {}
    assert not room.is_checked("security.keep_in_keychain")


def test_a_keychain_that_does_not_answer_is_not_waited_for_without_end(
    chain: Chain, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = threading.Event()

    def wait(_service: str, _name: str) -> str:
        answer.wait()
        return "too late"

    monkeypatch.setattr(chain, "get_password", wait)
    monkeypatch.setattr(keychain, "PATIENCE_S", 0.01)
    assert keychain.get("any") is None
    answer.set()


@pytest.fixture
def silent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A library that is there and must not be loaded; what loaded it all the same."""
    asked: list[str] = []
    monkeypatch.setattr(keychain, "_library", lambda: asked.append("loaded"))
    monkeypatch.setattr(keychain, "is_installed", lambda: True)
    return asked


def test_nobody_asks_the_system_for_its_keychain_until_the_key_is_to_be_kept(
    silent: list[str], encrypted: MainWindow, qtbot: Any
) -> None:
    board = encrypted.findChild(BoardPage)
    until(qtbot, lambda: not board.has_rest)
    assert silent == []
    assert "keyring" not in sys.modules


def test_who_gives_up_at_the_start_gets_no_window(qtbot: Any, locked: Path) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    _forget(locked)
    answer(qtbot, AskPassphrase, lambda dialog: dialog.reject())
    assert not start.unlocked(app, locked, LiveSettings(Settings()))


def test_a_plain_file_is_asked_about_once_or_each_time(
    qtbot: Any, encrypted: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    from salesdesk.ui import plain_files
    from salesdesk.ui.widgets import ask

    answers = [None, "once", "always"]
    asked: list[str] = []

    def choose(_parent: object, title: str, *_rest: object, **_more: object) -> Any:
        asked.append(title)
        return answers.pop(0)

    monkeypatch.setattr(ask, "choose", choose)
    assert not plain_files.may_write_plain(encrypted)
    assert plain_files.may_write_plain(encrypted)
    assert plain_files.may_write_plain(encrypted)
    assert plain_files.may_write_plain(encrypted)
    assert asked == ["Write a plain file?"] * 3


def _picture(widget: QWidget) -> bytes:
    image = _grab(widget).toImage()
    return bytes(image.constBits())


def _grab(widget: QWidget) -> QPixmap:
    QApplication.processEvents()
    return widget.grab()


def _one_colour(widget: QWidget) -> bool:
    """Whether nothing but the sheet and its padlock is to be seen."""
    image = _grab(widget).toImage()
    width, height = image.width(), image.height()
    spots = [(x, y) for x in range(5, width, 23) for y in range(height // 3, height, 23)]
    return len({image.pixel(x, y) for x, y in spots}) == 1


def test_the_recovery_paper_shows_the_key_and_takes_a_name_as_text(
    qtbot: Any, tmp_path: Path
) -> None:
    from salesdesk.documents import recovery_key
    from salesdesk.ui.printing import write_pdf
    from salesdesk.ui.security.recovery import lines_of

    key = keys.recovery_text(keys.Key(bytes(range(32)), bytes(16)))
    html = recovery_key.to_html("<b>Desk</b>", lines_of(key).split("\n"), "Nov 22, 2026")
    assert all(group in html for group in key.split("-"))
    assert "<b>Desk" not in html
    assert "&lt;b&gt;Desk" in html
    assert write_pdf(html, tmp_path / "key.pdf", "A4", "Recovery key", "Nov 22, 2026") == 1


def test_a_read_that_meets_another_passphrase_asks_for_it_and_goes_on(
    qtbot: Any, plain: MainWindow, tmp_path: Path
) -> None:
    from salesdesk.store import backup

    copy = backup.make(plain.context.extra.path, tmp_path / "b" / "one.desk").path
    key = keys.derive(WORDS, keys.new_salt())
    rekeying.rewrite(copy, key)
    seen: list[object] = []

    def fill(dialog: AskPassphrase) -> None:
        typed(dialog, ask_other_passphrase_field=WORDS)
        dialog.accept()

    def ask() -> None:
        plain.bridge.query(
            lambda: backup.fingerprint_of(copy, closed=True), seen.append, seen.append
        )

    answer(qtbot, AskPassphrase, lambda dialog: dialog.reject())
    ask()
    until(qtbot, lambda: len(seen) == 1)
    assert "is encrypted" in str(seen[0])
    answer(qtbot, AskPassphrase, fill)
    ask()
    until(qtbot, lambda: len(seen) == 2)
    assert isinstance(seen[1], tuple)


def test_what_is_typed_as_a_passphrase_keeps_no_draft(qtbot: Any) -> None:
    for name in ("ask_passphrase_field", "recovery_question_field", "lock_field"):
        field = PassphraseEdit(name, "Passphrase")
        qtbot.addWidget(field)
        assert "in the clear" in exempt(field)
        assert not keeps(field)
