"""The dialog that gives a desk a passphrase, or another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from salesdesk.domain.errors import KnownError
from salesdesk.support.i18n import _, ngettext
from salesdesk.ui.security.fields import PassphraseEdit
from salesdesk.ui.widgets.cards import SectionHeader
from salesdesk.ui.widgets.choice import Segments
from salesdesk.ui.widgets.dialog import Dialog
from salesdesk.ui.widgets.form import Form
from salesdesk.ui.widgets.labels import PlainLabel
from salesdesk.ui.widgets.text_box import TextBox
from salesdesk.usecases import encryption

if TYPE_CHECKING:
    from collections.abc import Sequence

    from salesdesk.ui.context import Context
    from salesdesk.usecases.desk import Desk
    from salesdesk.usecases.encryption import OldCopy, Olds, Rewritten


class PassphraseDialog(Dialog):
    """Does it when it is accepted, and closes when it is done; `done` says what was done."""

    def __init__(
        self, context: Context, copies: Sequence[OldCopy], *, parent: QWidget | None = None
    ) -> None:
        self._desk: Desk = context.extra
        self._context = context
        self.is_change = self._desk.is_encrypted
        title = _("Change the passphrase") if self.is_change else _("Set a passphrase")
        super().__init__(title, "passphrase", size=(520, 0), parent=parent)
        self.done_so: Rewritten | None = None
        self._is_working = False
        self.body.addWidget(PlainLabel(self._about(), wrap=True, name="passphrase_about"))
        self.body.addWidget(self._make_form())
        self.olds = self._make_olds(copies)
        self.set_cancel()
        verb = _("Change the passphrase") if self.is_change else _("Encrypt the desk")
        self._go = self.set_primary(verb)

    def accept(self) -> None:
        """Check what was typed and start; the dialog closes when the desk is written."""
        if self._is_working or not self.form.check() or not self._knows_old():
            return
        olds: Olds = self.olds.value() if self.olds is not None else "encrypt"
        self._work(is_working=True)
        self._context.bridge.at_rest()
        try:
            future = encryption.set_passphrase(self._desk, self.new.typed(), olds)
        except KnownError as error:
            self._on_failed(error)
            return
        self._context.bridge.query(future.result, self._on_done, self._on_failed, owner=self)

    def reject(self) -> None:
        """Not while the desk is written."""
        if not self._is_working:
            super().reject()

    def _about(self) -> str:
        if self.is_change:
            return _("The desk is written anew under the new passphrase; a backup is made first.")
        return _(
            "The desk and its backups are encrypted. At each start SalesDesk asks for the "
            "passphrase. Nobody can reset it: when it is forgotten, only the recovery key helps, "
            "which you can print next."
        )

    def _make_form(self) -> Form:
        self.form = Form("passphrase_form")
        self.old = PassphraseEdit("passphrase_old", _("Passphrase now"))
        if self.is_change:
            self.form.add("old", _("Passphrase now, or the recovery key"), self.old)
        self.new = PassphraseEdit("passphrase_new", _("New passphrase"))
        self.again = PassphraseEdit("passphrase_again", _("Once more"))
        hint = _("At least {count} characters. Four words that nobody would guess are good.")
        self.form.add(
            "new", _("New passphrase"), self.new, rule=self._weakness,
            hint=hint.format(count=encryption.SHORTEST),
        )  # fmt: skip
        self.form.add("again", _("Once more"), self.again, rule=self._difference)
        return self.form

    def _make_olds(self, copies: Sequence[OldCopy]) -> Segments | None:
        if not copies:
            return None
        plain = sum(copy.is_plain for copy in copies)
        self.body.addWidget(SectionHeader(_("Older copies"), len(copies)))
        words = ngettext(
            "{n} backup is there that the new passphrase does not open.",
            "{n} backups are there that the new passphrase does not open.",
            len(copies),
        ).format(n=len(copies))
        if plain:
            words = ngettext(
                "{n} backup is there that anybody can read.",
                "{n} backups are there that anybody can read.",
                plain,
            ).format(n=plain)
        more = _("Copies that you made elsewhere, and exports, stay as they are.")
        self.body.addWidget(PlainLabel(f"{words} {more}", wrap=True, name="passphrase_olds_about"))
        names = "\n".join(copy.path.name for copy in copies)
        box = TextBox("passphrase_olds_list", _("Older copies"), words=names, rows=2, most_rows=4)
        box.setReadOnly(True)
        self.body.addWidget(box)
        olds = Segments(
            "passphrase_olds",
            _("What becomes of them"),
            [
                ("encrypt", _("Encrypt them")),
                ("delete", _("Delete them")),
                ("keep", _("Keep them")),
            ],
            value="encrypt",
        )
        self.body.addWidget(olds)
        return olds

    def _weakness(self) -> str:
        try:
            encryption.refuse_weak(self.new.typed())
        except KnownError as error:
            return str(error)
        return ""

    def _difference(self) -> str:
        return "" if self.again.typed() == self.new.typed() else _("The two are not the same.")

    def _knows_old(self) -> bool:
        if not self.is_change:
            return True
        if self._desk.is_opened_by(self.old.typed()):
            return True
        self.form.show_faults({"old": _("This is not the passphrase. Nothing was changed.")})
        return False

    def _work(self, *, is_working: bool) -> None:
        self._is_working = is_working
        self._go.setEnabled(not is_working)
        self.form.setEnabled(not is_working)
        self.set_footnote(_("Writing the desk anew…") if is_working else "")

    def _on_done(self, done: Rewritten) -> None:
        self._work(is_working=False)
        self.done_so = done
        super().accept()

    def _on_failed(self, error: BaseException) -> None:
        self._work(is_working=False)
        if not isinstance(error, KnownError):
            raise error
        self.set_footnote(str(error))
