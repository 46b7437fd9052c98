"""Does the actions about passphrases. Made by app and offered as the context "security"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from salesdesk.support.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QMainWindow

    from salesdesk.domain.changes import Changes
    from salesdesk.ui.context import Context
    from salesdesk.ui.security.lock import Lock
    from salesdesk.usecases.desk import Desk
    from salesdesk.usecases.encryption import OldCopy, Rewritten

_SETTING = "security.set_passphrase"


class SecurityController:
    """The controller of the context "security"."""

    def __init__(self, context: Context, window: QMainWindow) -> None:
        self._context, self._window = context, window
        self._desk: Desk = context.extra
        self.lock_of: Lock | None = None
        """The lock of the windows; None for a plain desk."""
        context.bridge.ask_key = self._ask_key
        context.bridge.changed.connect(self._on_bridge_changed)
        if self._desk.is_encrypted:
            self.become_encrypted()
            self._advise()

    def may(self, key: str) -> bool:
        """Whether an action fits the desk: one without a passphrase can only get one."""
        if not self._desk.may_write and key in {_SETTING, "security.change_passphrase",
                                                "security.remove_passphrase"}:  # fmt: skip
            return False
        return self._desk.is_encrypted == (key != _SETTING)

    def is_checked(self, key: str) -> bool:
        """Whether the key is in the keychain."""
        if key != "security.keep_in_keychain" or not self._desk.is_encrypted:
            return False
        from salesdesk.ui.security import start

        return start.wants_keychain(self._context.settings, self._desk.path)

    def become_encrypted(self) -> None:
        """Make the lock."""
        from salesdesk.ui.plain_files import guard
        from salesdesk.ui.security.lock import Lock

        desk = self._desk
        guard(lambda: desk.is_encrypted, desk.path.stem, self._window)
        if self.lock_of is None:
            self.lock_of = Lock(
                self._window, desk.is_opened_by, self._context.settings,
                is_encrypted=lambda: desk.is_encrypted,
            )  # fmt: skip

    def _on_bridge_changed(self, changes: Changes) -> None:
        """A restored backup may bring a passphrase to a desk that had none."""
        if changes.is_everything and self._desk.is_encrypted and self.lock_of is None:
            self.become_encrypted()

    def _advise(self) -> None:
        """Say what to do about a forgotten passphrase and about plain backups."""
        from salesdesk.ui.security.start import BY_PAPER
        from salesdesk.usecases import encryption

        shell, path = self._context.shell, self._desk.path
        if (app := QApplication.instance()) is not None and app.property(BY_PAPER):
            app.setProperty(BY_PAPER, False)
            words = _("The recovery key opened the desk. Set a new passphrase; it makes a new key.")
            shell.warn(words, "info", _("Set a passphrase…"), self.change_passphrase)
        elif str(path.absolute()) not in self._left():
            self._context.bridge.query(lambda: encryption.plain_copies(path), self._on_plain_found)

    def _on_plain_found(self, copies: tuple[OldCopy, ...]) -> None:
        if not copies:
            return
        words = ngettext(
            "{n} backup of this desk can be read by anybody.",
            "{n} backups of this desk can be read by anybody.",
            len(copies),
        )
        self._context.shell.warn(
            words.format(n=len(copies)), "warn", _("Encrypt them"), self.encrypt_copies
        )

    def encrypt_copies(self) -> None:
        """Encrypt the older copies that anybody can read."""
        from salesdesk.usecases import encryption

        path = self._desk.path
        self._context.bridge.query(lambda: encryption.encrypt_copies(path), self._tell_left)

    def _tell_left(self, left: tuple[Path, ...]) -> None:
        if left:
            names = ", ".join(path.name for path in left[:5])
            words = _("These copies are not under the passphrase: {names}")
            self._context.shell.warn(words.format(names=names))
        else:
            self._context.shell.tell(_("Every backup of this desk is encrypted now."))

    def _left(self) -> tuple[str, ...]:
        """The files of the desks whose plain backups the rep wanted to keep."""
        kept = self._context.settings.screen("security").get("left", [])
        return tuple(map(str, kept)) if isinstance(kept, list) else ()

    def lock(self) -> None:
        """Lock the windows now."""
        if self.lock_of is not None:
            self.lock_of.lock()

    def set_passphrase(self) -> None:
        """Ask for a passphrase and encrypt the desk."""
        from salesdesk.usecases import encryption

        path = self._desk.path
        self._context.bridge.query(lambda: encryption.old_copies(path), self._ask_new)

    def change_passphrase(self) -> None:
        """Ask for the passphrase now and a new one."""
        self.set_passphrase()

    def print_recovery_key(self) -> None:
        """Show the recovery key to who knows the passphrase."""
        words = _("Whoever has the recovery key can read the desk, so the passphrase is asked for.")
        if self._is_owner(_("Recovery key"), words, _("Show the key"), "recovery_question"):
            self._show_recovery_key()

    def keep_in_keychain(self, is_on: bool) -> None:
        """Keep the key in the system's keychain, or take it out.

        Only now is the keychain asked for: at a start nobody waits for it.
        """
        from salesdesk.support import keychain
        from salesdesk.ui.security import start

        try:
            if is_on:
                keychain.refuse_missing()
            start.keep_in_keychain(self._context.settings, self._desk.path, is_on=is_on)
        finally:
            self._context.book.refresh()
        self._context.shell.tell(
            _("The key is in the keychain: this desk opens without asking.") if is_on
            else _("The key is out of the keychain: the passphrase is asked for at each start.")
        )  # fmt: skip

    def remove_passphrase(self) -> None:
        """Make the desk plain, for who knows the passphrase."""
        words = _(
            "The desk is written as a plain file: whoever has the file, or the computer, can read "
            "it. Its older backups stay encrypted under the passphrase they have."
        )
        if not self._is_owner(
            _("Remove the passphrase?"), words, _("Make the desk plain"), "remove_passphrase"
        ):
            return
        from salesdesk.usecases import encryption

        forget = self._kept_key()
        self._context.bridge.at_rest()
        future = encryption.remove_passphrase(self._desk)
        self._context.bridge.query(future.result, lambda _done: self._on_removed(forget))

    def _ask_key(self, path: str) -> bool:
        """Ask for the passphrase of another file: a backup from before it was changed."""
        from pathlib import Path

        from salesdesk.ui.security.asking import AskPassphrase
        from salesdesk.usecases import encryption

        file = Path(path)
        words = _("“{name}” is under another passphrase than this desk. Type the one it had.")
        dialog = AskPassphrase(
            _("Open {name}").format(name=file.stem),
            words.format(name=file.name),
            _("Open"),
            lambda typed: encryption.unlock_by_any(file, typed),
            name="ask_other_passphrase",
            cancel=_("Cancel"),
            parent=QApplication.activeModalWidget() or self._context.shell.dialog_parent,
        )
        is_known = bool(dialog.exec())
        dialog.deleteLater()
        return is_known

    def _is_owner(self, title: str, words: str, verb: str, name: str) -> bool:
        from salesdesk.domain.errors import KnownError
        from salesdesk.ui.security.asking import AskPassphrase

        def tries(typed: str) -> None:
            if not self._desk.is_opened_by(typed):
                raise KnownError(_("This is not the passphrase. Nothing was changed. Try again."))

        dialog = AskPassphrase(
            title, words, verb, tries, name=name, cancel=_("Cancel"),
            is_danger=name == "remove_passphrase", parent=self._context.shell.dialog_parent,
        )  # fmt: skip
        is_known = bool(dialog.exec())
        dialog.deleteLater()
        return is_known

    def _ask_new(self, copies: tuple[OldCopy, ...]) -> None:
        from salesdesk.ui.security.passphrase import PassphraseDialog

        forget = self._kept_key()
        dialog = PassphraseDialog(self._context, copies, parent=self._context.shell.dialog_parent)
        dialog.exec()
        done = dialog.done_so
        dialog.deleteLater()
        if done is not None:
            if forget is not None:
                forget()
                self.keep_in_keychain(True)
            self._on_encrypted(done)

    def _kept_key(self) -> Callable[[], None] | None:
        """What takes the key of now out of the keychain; None when it is not in there."""
        from salesdesk.ui.security import start

        settings, path = self._context.settings, self._desk.path
        if not self._desk.is_encrypted or not start.wants_keychain(settings, path):
            return None
        name = start.name_of(path)
        return lambda: start.forget(settings, name)

    def _on_encrypted(self, done: Rewritten) -> None:
        self.become_encrypted()
        self._context.book.refresh()
        if done.left:
            here = str(self._desk.path.absolute())
            self._context.settings.keep("security", left=[*self._left(), here])
            self._tell_left(done.left)
        self._show_recovery_key()

    def _show_recovery_key(self) -> None:
        from salesdesk.ui.security.recovery import RecoveryDialog

        dialog = RecoveryDialog(self._context, parent=self._context.shell.dialog_parent)
        dialog.exec()
        dialog.deleteLater()

    def _on_removed(self, forget: Callable[[], None] | None) -> None:
        if forget is not None:
            forget()
        self._context.book.refresh()
        self._context.shell.tell(_("The desk has no passphrase any more: anybody can read it."))
