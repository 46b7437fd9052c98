"""Pictures of the dialogs about passphrases, and of a locked window.

`python -m tests.shots.security FOLDER [light-1366-1]`.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from salesdesk.usecases.desk import Desk
from tests.shots import board, series

WORDS = "four quiet river stones"


def make(folder: Path) -> Desk:
    """The desk of the board's pictures, with a passphrase and two older backups."""
    from salesdesk.domain.clock import Clock
    from salesdesk.usecases import encryption

    os.environ["SALESDESK_HOME"] = tempfile.mkdtemp(dir=folder)
    board.make(folder).close()
    path = folder / "shots.desk"
    encryption.set_on_closed(path, Clock(board.TODAY), WORDS, "keep")
    return Desk(path, Clock(board.TODAY))


def shoot(out: Path, desk: Desk, scheme: str, size: series.Size, scale: float) -> None:
    """One picture of each."""
    from PySide6.QtWidgets import QApplication

    from salesdesk import app as composition
    from salesdesk.ui import theme
    from salesdesk.ui.preferences.dialog import Preferences
    from salesdesk.ui.security.asking import AskPassphrase
    from salesdesk.ui.security.passphrase import PassphraseDialog
    from salesdesk.ui.security.recovery import RecoveryDialog
    from salesdesk.usecases import encryption
    from tests.shots.lists import wait

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    program = composition.compose(app, desk)
    theme.current().set_look(scheme)  # type: ignore[arg-type]
    window = program.window
    window.resize(*size)
    window.show()
    wait(app, lambda: window._is_finished)
    name = f"{scheme}_{round(size[0] * scale)}_{round(scale * 100)}"

    def grab(face: str, what: Any) -> None:
        for _ in range(5):
            app.processEvents()
        what.grab().save(str(out / f"{face}_{name}.png"))

    def refuse(_words: str) -> None:
        encryption.unlock(desk.path, "something else")

    copies = encryption.old_copies(desk.path)
    lost = "The key of this desk is not in the keychain any more. The desk is whole: open it with "
    asking = AskPassphrase(
        f"Open {desk.path.stem}", "This desk is encrypted. It opens with its passphrase.", "Open",
        refuse, remark=f"{lost}its passphrase or with the recovery key from your paper.",
        cancel="Quit", offers_keychain=True, parent=window,
    )  # fmt: skip
    asking.field.setText("something else")
    dialogs: dict[str, Any] = {
        "ask": asking,
        "change": PassphraseDialog(window.context, copies, parent=window),
        "recovery": RecoveryDialog(window.context, parent=window),
        "preferences": Preferences(program.settings, parent=window),
    }
    for face, dialog in dialogs.items():
        dialog.open()
        wait(app, dialog.isVisible)
        if face == "ask":
            asking.accept()
        if face == "preferences":
            dialog.lock_after.setFocus()
            dialog.findChild(type(dialog.lock_after), "pref_lock_after")
            bar = dialog.findChildren(type(dialog.findChild(object, "preferences_scroll")))
            for each in bar:
                each.verticalScrollBar().setValue(10_000)
        grab(face, dialog)
        dialog.done(0)
    lock = window.book._lasting["security"].lock_of
    lock.lock()
    wait(app, lock.screen.isVisible)
    grab("locked_window", window)
    grab("locked_dialog", lock.screen)
    lock.screen.field.setText(WORDS)
    lock.screen.accept()
    grab("unlocked_window", window)
    window.close()
    program.bridge.close()


if __name__ == "__main__":
    series.run(__name__ if __name__ != "__main__" else "tests.shots.security", make, shoot)
