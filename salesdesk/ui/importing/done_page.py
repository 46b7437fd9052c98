"""The wizard's last face: what became of each file, and what to do next."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from salesdesk.support.i18n import _, format_number, ngettext
from salesdesk.ui import theme
from salesdesk.ui.importing.words import rows
from salesdesk.ui.widgets import Button, Card, ElidedLabel, PlainLabel, Scroller
from salesdesk.usecases.importing import FileReport, ImportReport, sentence


class DonePage(Scroller):
    """Emits `undo_requested` and `triage_requested`."""

    undo_requested = Signal()
    triage_requested = Signal()

    def __init__(self) -> None:
        super().__init__("import_done", _("What was imported"))
        look = theme.tokens()
        self.title = PlainLabel("", "large", name="import_done_title")
        self.hint = PlainLabel("", "body", "muted", wrap=True, name="import_done_hint")
        self.undo = Button(
            _("Undo import"), "import_undo", icon="undo-2", on_click=self._on_undo_clicked
        )
        self.triage = Button(
            _("Start triage"), "import_triage", kind="primary", icon="list-checks",
            on_click=self.triage_requested.emit,
        )  # fmt: skip
        buttons = QHBoxLayout()
        buttons.setSpacing(look.px(8))
        buttons.addWidget(self.triage)
        buttons.addWidget(self.undo)
        buttons.addStretch(1)
        self._files = QVBoxLayout()
        self._files.setSpacing(look.px(8))
        self.body.setContentsMargins(look.px(20), look.px(20), look.px(20), look.px(20))
        self.body.setSpacing(look.px(10))
        self.body.addWidget(self.title)
        self.body.addWidget(self.hint)
        self.body.addLayout(buttons)
        self.body.addSpacing(look.px(8))
        self.body.addLayout(self._files)

    def show_report(self, report: ImportReport, to_triage: int) -> None:
        """Say what became of the files; `to_triage` open deals wait to be looked at."""
        taken = sum(each.added + each.updated for each in report.files)
        self.title.setText(
            _("{rows} imported").format(rows=rows(taken)) if taken else _("Nothing was new")
        )
        waits = taken and to_triage
        words = ngettext(
            "{n} open deal is not assessed yet: triage asks for each whether it goes on, and when.",
            "{n} open deals are not assessed yet: triage goes through them one by one.",
            to_triage,
        ).format(n=format_number(to_triage))
        self.hint.setText(words if waits else "")
        self.hint.setVisible(bool(waits))
        self.triage.setVisible(bool(waits))
        self.undo.setVisible(bool(taken))
        for each in report.files:
            self._files.addWidget(_file_card(each))
        if report.alike:
            self._files.addWidget(_alike_card(report.alike))

    def show_undone(self) -> None:
        """Say that all of it was taken back."""
        self.title.setText(_("The import was taken back"))
        self.hint.setText(_("The desk is as it was before."))
        self.hint.show()
        self.triage.hide()
        self.undo.hide()

    def _on_undo_clicked(self) -> None:
        self.undo.setEnabled(False)
        self.undo_requested.emit()


MOST_ALIKE = 12
"""Pairs of like names that are listed; a large file has them by the hundred."""


def _alike_card(pairs: Sequence[tuple[str, str]]) -> QWidget:
    """Names that may mean the same: they are never made one by themselves."""
    card = Card(name="import_alike", spacing=3)
    words = ngettext(
        "{n} name is like one that was there already", "{n} names are like others already there",
        len(pairs),
    )  # fmt: skip
    card.body.addWidget(PlainLabel(words.format(n=format_number(len(pairs))), "strong", wrap=True))
    for name, known in pairs[:MOST_ALIKE]:
        line = _("“{name}”, and “{known}” was there").format(name=name, known=known)
        card.body.addWidget(PlainLabel(line, "body", wrap=True))
    if len(pairs) > MOST_ALIKE:
        rest = len(pairs) - MOST_ALIKE
        more = ngettext("and {n} more", "and {n} more", rest).format(n=format_number(rest))
        card.body.addWidget(PlainLabel(more, "body", "muted"))
    hint = _("They were kept apart. Where two are the same, undo the import, import the files "
             "again and say so under “Names that may be the same”.")  # fmt: skip
    card.body.addWidget(PlainLabel(hint, "body", "muted", wrap=True))
    return card


def _file_card(told: FileReport) -> QWidget:
    card = Card(spacing=3)
    name = told.path.replace("\\", "/").rsplit("/", 1)[-1]
    card.body.addWidget(ElidedLabel(name, "strong"))
    card.body.addWidget(PlainLabel(sentence(told), "body", "muted", wrap=True))
    if told.reject_file:
        link = Button(
            _("Open the rejected rows"),
            f"import_rejected_{name}",
            kind="link",
            tip=told.reject_file,
            on_click=lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(told.reject_file or "")),
        )
        card.body.addWidget(link, alignment=Qt.AlignmentFlag.AlignLeft)
    elif told.rejected:
        words = _("The rejected rows could not be written: the folder takes no file.")
        card.body.addWidget(PlainLabel(words, "body", "warn", wrap=True))
    return card
