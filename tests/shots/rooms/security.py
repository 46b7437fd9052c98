"""The dialogs about passphrases over an encrypted desk, and its locked window."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.shots.camera import Camera
from tests.shots.rooms import desks
from tests.shots.series import Look
from tests.shots.stage import TODAY, Stage, staged

WORDS = "four quiet river stones"
REMARK = (
    "The keychain did not give the key of this desk. The desk is whole: open it with its "
    "passphrase or with the recovery key from your paper."
)


def shoot(camera: Camera, look: Look) -> None:
    """One picture of each dialog; the window locked, the question over it, the window unlocked."""
    with staged(camera, look, _encrypted, "security") as stage:
        _ask(stage)
        _dialogs(stage)
        lock: Any = stage.window.book._lasting["security"].lock_of
        lock.lock()
        stage.until(lock.screen.isVisible)
        stage.take("locked_window")
        stage.take("locked_dialog", lock.screen)
        lock.screen.field.setText(WORDS)
        lock.screen.accept()
        stage.take("unlocked_window")


def _ask(stage: Stage) -> None:
    """The passphrase asked for at the start, and a wrong one given."""
    from salesdesk.ui.security.asking import AskPassphrase
    from salesdesk.usecases import encryption

    path = stage.desk.path
    ask = AskPassphrase(
        f"Open {path.stem}", "This desk is encrypted. It opens with its passphrase.", "Open",
        lambda words: encryption.unlock(path, words), remark=REMARK, cancel="Quit",
        offers_keychain=True, parent=stage.window,
    )  # fmt: skip
    ask.open()
    stage.take("ask_first", ask)
    ask.field.setText("something else")
    ask.accept()
    stage.take("ask", ask)
    ask.done(0)


def _dialogs(stage: Stage) -> None:
    from salesdesk.ui.preferences.dialog import Preferences
    from salesdesk.ui.security.passphrase import PassphraseDialog
    from salesdesk.ui.security.recovery import RecoveryDialog
    from salesdesk.usecases import encryption

    window = stage.window
    copies = encryption.old_copies(stage.desk.path)
    stage.over("change", PassphraseDialog(window.context, copies, parent=window).open)
    stage.over("recovery", RecoveryDialog(window.context, parent=window).open)
    preferences = Preferences(stage.program.settings, parent=window)
    preferences.lock_after.setFocus()
    stage.over("preferences", preferences.open)


def _encrypted(folder: Path) -> Path:
    """Forty deals behind a passphrase."""
    from salesdesk.domain.clock import Clock
    from salesdesk.usecases import encryption

    path = desks.many(folder)
    encryption.set_on_closed(path, Clock(TODAY), WORDS, "keep")
    return path
