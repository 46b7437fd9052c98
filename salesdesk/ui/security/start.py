"""Unlocks a desk before its window is made: by the keychain, a file, or asking.

Called by the composition root when a desk turned out to be encrypted.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from salesdesk.domain.errors import KnownError
from salesdesk.support import keychain
from salesdesk.support.i18n import _
from salesdesk.usecases import encryption

if TYPE_CHECKING:
    from salesdesk.ui.live_settings import LiveSettings

BY_PAPER = "salesdesk_opened_by_paper"
"""Property of the application: the recovery key opened the desk, so the passphrase is forgotten."""
KEPT = "security"
"""Under which name the settings keep which desks have their key in the keychain."""


def unlocked(app: QApplication, path: Path, settings: LiveSettings) -> bool:
    """Whether the desk can be opened now; false when who was asked gave up."""
    named = os.environ.get("SALESDESK_PASSPHRASE_FILE")
    if named:
        encryption.unlock(path, encryption.first_line(Path(named)))
        return True
    is_kept = wants_keychain(settings, path)
    if is_kept and encryption.unlock_with_raw(path, keychain.get(name_of(path)) or ""):
        return True
    return _asked(app, path, settings, is_kept=is_kept)


def _asked(app: QApplication, path: Path, settings: LiveSettings, *, is_kept: bool) -> bool:
    """Asks until the desk opens or who was asked gives up."""
    from salesdesk.ui.live_settings import font_px_of
    from salesdesk.ui.security.asking import AskPassphrase
    from salesdesk.ui.theme import Theme
    from salesdesk.ui.widgets.ask import tell_error

    remark = _(
        "The keychain did not give the key of this desk. The desk is whole: open it with "
        "its passphrase or with the recovery key from your paper."
    )
    Theme(app, settings.now.palette, font_px_of(settings))  # type: ignore[arg-type]
    dialog = AskPassphrase(
        _("Open {name}").format(name=path.stem),
        _("This desk is encrypted. It opens with its passphrase."),
        _("Open"),
        lambda words: app.setProperty(BY_PAPER, encryption.unlock_by_any(path, words)),
        remark=remark if is_kept else "",
        cancel=_("Quit"),
        offers_keychain=keychain.is_installed(),
    )
    dialog.keep.setChecked(is_kept)
    if not dialog.exec():
        return False
    if dialog.keep.isChecked():
        try:
            keep_in_keychain(settings, path, is_on=True)
        except KnownError as error:
            tell_error(None, str(error), name="keychain_refused")
    return True


def wants_keychain(settings: LiveSettings, path: Path) -> bool:
    """Whether the rep asked for the key of this desk to be in the keychain."""
    return name_of(path) in _kept(settings)


def keep_in_keychain(settings: LiveSettings, path: Path, *, is_on: bool) -> None:
    """Puts the key of an unlocked desk into the keychain, or takes it out.

    Raises KnownError when the keychain refuses.
    """
    name, value = encryption.raw_key(path)
    if not is_on:
        forget(settings, name)
        return
    keychain.put(name, value)
    _note(settings, [*_kept(settings), name])


def forget(settings: LiveSettings, name: str) -> None:
    """Takes what is kept under a name out of the keychain."""
    keychain.forget(name)
    _note(settings, [each for each in _kept(settings) if each != name])


def _note(settings: LiveSettings, kept: list[str]) -> None:
    settings.keep(KEPT, kept=sorted(set(kept)))
    settings.flush()


def _kept(settings: LiveSettings) -> list[str]:
    kept = settings.screen(KEPT).get("kept", [])
    return [each for each in kept if isinstance(each, str)] if isinstance(kept, list) else []


def name_of(path: Path) -> str:
    """Under which name the keychain has the key of an encrypted desk."""
    return encryption.keychain_name(path)
