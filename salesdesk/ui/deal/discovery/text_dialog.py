"""A text to send, to copy or to save. Called for the agenda and for the call summary."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtWidgets import QApplication, QFileDialog, QSizePolicy, QWidget

from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.plain_files import may_write_plain
from salesdesk.ui.widgets import Dialog, PlainLabel, Segments, TextBox

_TITLES = {"txt": "Text", "md": "Markdown"}


class _FillingBox(TextBox):
    """A text box as high as the room there is, not as its words."""

    def _fit(self) -> None:
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)


class TextDialog(Dialog):
    """Shows a text in one of the forms given ("txt", "md"); it may be changed before it is used."""

    def __init__(
        self,
        title: str,
        name: str,
        forms: Mapping[str, str],
        file_name: str,
        *,
        remark: str = "",
        hint: str = "",
        parent: QWidget | None = None,
    ) -> None:
        # The text alone scrolls: a page that scrolls around it loses the cursor.
        super().__init__(title, name, remark=remark, size=(640, 560), scrolls=False, parent=parent)
        look = theme.tokens()
        self.body.setContentsMargins(look.px(20), look.px(16), look.px(20), look.px(18))
        self.body.setSpacing(look.px(12))
        self._forms = dict(forms)
        self._file_name = re.sub(r'[\\/:*?"<>|\x00-\x1f]+', " ", file_name).strip()[:80]
        self.form = next(iter(forms))
        if hint:
            self.body.addWidget(PlainLabel(hint, "body", "muted", wrap=True))
        if len(forms) > 1:
            choices = [(key, _TITLES[key]) for key in forms]
            self.forms = Segments(f"{name}_form", _("Form"), choices, value=self.form)
            self.forms.picked.connect(self._on_forms_picked)
            self.body.addWidget(self.forms)
        self.text = _FillingBox(f"{name}_text", title, words=forms[self.form], rows=6)
        self.body.addWidget(self.text, 1)
        self.set_cancel(_("Close"))
        self.add_button(_("Save…"), f"{name}_save").clicked.connect(self._on_save_clicked)
        self.primary = self.add_button(_("Copy"), f"{name}_copy", kind="primary")
        self.primary.clicked.connect(self._on_copy_clicked)

    def save_to(self, path: Path) -> bool:
        """Write the text; whether it was written. What went wrong stands in the footer."""
        try:
            path.write_text(self.text.toPlainText().rstrip() + "\n", encoding="utf-8")
        except OSError as error:
            words = _("“{file}” could not be written ({reason}). Choose another place.")
            self.set_footnote(words.format(file=path.name, reason=error.strerror or error))
            return False
        self.set_footnote(_("Saved as “{file}”.").format(file=path.name))
        return True

    def _on_forms_picked(self, form: str) -> None:
        self._forms[self.form] = self.text.toPlainText()
        self.form = form
        self.text.setPlainText(self._forms[form])

    def _on_copy_clicked(self) -> None:
        QApplication.clipboard().setText(self.text.toPlainText())
        self.set_footnote(_("Copied. Paste it into a mail or a document."))

    def _on_save_clicked(self) -> None:
        if not may_write_plain(self):
            return
        filters = ";;".join(f"{_TITLES[key]} (*.{key})" for key in (self.form, *self._forms))
        name, _kind = QFileDialog.getSaveFileName(
            self, _("Save the text"), f"{self._file_name}.{self.form}", filters
        )
        if name:
            self.save_to(Path(name))
