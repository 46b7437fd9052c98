"""The wizard's second face: files at the left, what was made of the chosen one at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.importing.file_list import FileList
from salesdesk.ui.importing.file_pane import FilePane
from salesdesk.ui.importing.session import FileState, ImportSession
from salesdesk.ui.widgets import Button, Scroller
from salesdesk.ui.widgets.cards import Panel


class ReviewPage(QWidget):
    """Emits `files_wanted` when more files are to be chosen."""

    files_wanted = Signal()

    def __init__(self, session: ImportSession) -> None:
        super().__init__()
        self.setObjectName("import_review")
        self._session = session
        look = theme.tokens()
        self.list = FileList()
        self.pane = FilePane(session)
        self._scroller = Scroller("import_pane", _("The chosen file"))
        self._scroller.body.addWidget(self.pane)
        add = Button(
            _("Add files…"), "import_add", icon="plus", on_click=self.files_wanted.emit, kind="flat"
        )
        self._remove = Button(
            _("Leave this file out"), "import_remove", kind="flat", icon="x",
            on_click=self._on_remove_clicked,
        )  # fmt: skip
        side = Panel("right", name="import_side")
        widest = max(button.sizeHint().width() for button in (add, self._remove))
        side.setFixedWidth(max(look.px(228), widest + 2 * look.px(10) + 1))
        column = QVBoxLayout(side)
        column.setContentsMargins(look.px(10), look.px(12), look.px(10), look.px(10))
        column.setSpacing(look.px(4))
        column.addWidget(self.list, 1)
        for button in (add, self._remove):
            column.addWidget(button, alignment=Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(side)
        row.addWidget(self._scroller, 1)
        self.list.picked.connect(self._on_list_picked)
        session.changed.connect(self._on_session_changed)

    def show_first(self) -> None:
        """Choose the file that has most to decide: first what stops us, then deals."""
        files = self._session.files
        wanted = self._session.open_question() or next(
            (f for f in files if f.draft and f.draft.plan.kind == "deals"), files[0]
        )
        self.show_file(wanted)

    def show_file(self, state: FileState) -> None:
        """Choose a file."""
        self.list.show_files(self._session.files, state)
        self.pane.show_file(state)
        self._scroller.verticalScrollBar().setValue(0)

    def point_out(self) -> None:
        """Lead the eye to what has to be answered before it can go on."""
        target = self.pane.point_out()
        if target is not None:
            self._scroller.ensureWidgetVisible(target, 20, 60)

    def _on_list_picked(self, state: FileState) -> None:
        self.show_file(state)

    def _on_session_changed(self) -> None:
        files = self._session.files
        if not files:
            return
        shown = self.pane.state if self.pane.state in files else files[0]
        if shown is not self.pane.state:
            self.show_file(shown)
            return
        self.list.show_files(files, shown)
        self.pane.refresh()

    def _on_remove_clicked(self) -> None:
        if self.pane.state in self._session.files:
            self._session.remove(self.pane.state)
