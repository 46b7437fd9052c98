"""Your company: name, address, the rep and the logo, as they stand at the top of every paper.

Opened from the preferences and by `Shell.open("company")`. Each field is kept when it is left; Undo
takes it back.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from salesdesk.domain.changes import Changes
from salesdesk.domain.errors import KnownError
from salesdesk.support.i18n import _
from salesdesk.ui import painting, theme
from salesdesk.ui.context import Context
from salesdesk.ui.widgets.buttons import Button
from salesdesk.ui.widgets.dialog import Dialog
from salesdesk.ui.widgets.form import Form
from salesdesk.ui.widgets.labels import FaultLine, PlainLabel
from salesdesk.ui.widgets.text_box import TextBox
from salesdesk.ui.widgets.texts import LineEdit
from salesdesk.usecases.sender import EditSender, SetLogo, sender

if TYPE_CHECKING:
    from salesdesk.usecases.desk import Desk

_LOGO_ROOM = QSize(240, 64)


def make(context: Context, _item: str) -> CompanyDialog:
    """The factory that the register of dialogs names."""
    return CompanyDialog(context)


class CompanyDialog(Dialog):
    """A form over the desk's sender."""

    def __init__(self, context: Context) -> None:
        super().__init__(
            _("Your company"), "company_dialog", size=(560, 0), parent=context.shell.dialog_parent
        )
        self._context = context
        self.fields: dict[str, LineEdit | TextBox] = {}
        self.fault = FaultLine("company_fault")
        self.logo = PlainLabel(name="company_logo")
        self.logo.setAccessibleName(_("Logo"))
        self.choose = Button(_("Choose a logo…"), "company_choose", on_click=self._choose)
        self.drop = Button(_("Remove the logo"), "company_drop", kind="link",
                           on_click=lambda: self._keep(SetLogo(None)))  # fmt: skip
        self.body.addWidget(self._form())
        self.body.addWidget(self._logo_row())
        self.body.addWidget(self.fault)
        self.set_footnote(_("Stands at the top of every paper about a deal."))
        self.set_cancel(_("Close"))
        context.bridge.changed.connect(self._on_bridge_changed)
        self.refresh()

    def refresh(self) -> None:
        """Show what is kept; a field that is being typed in stays."""
        view = sender(cast("Desk", self._context.bridge.desk))
        for name, field in self.fields.items():
            kept = getattr(view, name)
            if field.hasFocus() or field.words() == kept:
                continue
            if isinstance(field, TextBox):
                field.set_words(kept)
            else:
                field.setText(kept)
        self._show_logo(view.logo)

    def set_logo(self, path: Path) -> None:
        """Take the picture in a file as the logo, or say why not."""
        from salesdesk.ui.preferences.logo import logo_of

        try:
            png = logo_of(path)
        except KnownError as error:
            self.fault.say(str(error))
            return
        self._keep(SetLogo(png))

    def reject(self) -> None:
        """Keep what stands in the field that has the keyboard, then close."""
        for name, field in self.fields.items():
            if field.hasFocus():
                self._edit(name, field.words())
        super().reject()

    def _form(self) -> Form:
        form = Form("company_form")
        rows = (
            (("company", _("Company")), ("tax_number", _("Tax number"))),
            (("name", _("Your name")), ("title", _("Your position"))),
            (("email", _("Mail")), ("phone", _("Telephone"))),
            (("website", _("Website")),),
        )
        for row in rows:
            form.add_beside([(name, label, self._line(name, label)) for name, label in row])
        box = TextBox("company_address", _("Address"), rows=2, most_rows=4, longest=300)
        box.committed.connect(lambda text: self._edit("address", text))
        self.fields["address"] = box
        form.add("address", _("Address"), box)
        return form

    def _line(self, name: str, label: str) -> QWidget:
        field = LineEdit(f"company_{name}", label, longest=300)
        field.editingFinished.connect(lambda: self._edit(name, field.words()))
        self.fields[name] = field
        return field

    def _logo_row(self) -> QWidget:
        """The picture on paper, as it will be printed, and what can be done with it below."""
        box = QWidget()
        row = QVBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.tokens().px(6))
        row.addWidget(PlainLabel(_("Logo"), "small", "muted"))
        row.addWidget(self.logo, 0, Qt.AlignmentFlag.AlignLeft)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.tokens().px(10))
        buttons.addWidget(self.choose)
        buttons.addWidget(self.drop)
        buttons.addStretch(1)
        row.addLayout(buttons)
        return box

    def _show_logo(self, png: bytes) -> None:
        self.logo.setVisible(bool(png))
        self.drop.setVisible(bool(png))
        if png:
            picture = QPixmap()
            picture.loadFromData(png, "PNG")
            keep = Qt.AspectRatioMode.KeepAspectRatio
            smooth = Qt.TransformationMode.SmoothTransformation
            self.logo.setPixmap(_on_paper(picture.scaled(_LOGO_ROOM, keep, smooth)))
        self.choose.setText(_("Choose another logo…") if png else _("Choose a logo…"))

    def _choose(self) -> None:
        chosen, _filter = QFileDialog.getOpenFileName(
            self, _("Choose a logo"), str(Path.home()), _("Pictures (*.png *.jpg *.jpeg *.svg)")
        )
        if chosen:
            self.set_logo(Path(chosen))

    def _edit(self, name: str, text: str) -> None:
        view = sender(cast("Desk", self._context.bridge.desk))
        if text != getattr(view, name):
            self._keep(EditSender({name: text}))  # type: ignore[misc]

    def _keep(self, command: object) -> None:
        self.fault.say("")
        self._context.bridge.submit(command, None, self._on_failed, self)

    def _on_failed(self, error: BaseException) -> None:
        if not isinstance(error, KnownError):
            raise error
        self.fault.say(str(error))

    def _on_bridge_changed(self, changes: Changes) -> None:
        if changes.of("sender") or changes.is_large:
            self.refresh()


def _on_paper(picture: QPixmap) -> QPixmap:
    """The picture on white, as it is printed: a dark logo is lost on a dark window."""
    look = theme.tokens()
    pad = look.px(10)
    paper = QPixmap(picture.width() + 2 * pad, picture.height() + 2 * pad)
    paper.fill(Qt.GlobalColor.transparent)
    painter = QPainter(paper)
    white = QColor(Qt.GlobalColor.white)
    painting.rounded(painter, paper.rect(), look.radius, white, look.card_line)
    painter.drawPixmap(pad, pad, picture)
    painter.end()
    return paper
