"""The Process page: how a pipeline sells, stage by stage; its gate policy; the map to print.

Made by the shell through `make_page`. It is its own controller.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from salesdesk.domain.changes import Changes
from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.context import Context
from salesdesk.ui.guard import guarded
from salesdesk.ui.process.stage_list import StageList
from salesdesk.ui.process.stage_view import StageView
from salesdesk.ui.widgets import (
    BarLayout,
    Button,
    ElidedLabel,
    Panel,
    PickOne,
    PlainLabel,
    Segments,
)
from salesdesk.ui.widgets.wide import fix_wide
from salesdesk.usecases.pipelines import SetGatePolicy
from salesdesk.usecases.process_view import PipelineView, pipeline_views

if TYPE_CHECKING:
    from salesdesk.usecases.desk import Desk

_NARROW = 700
"""Width in logical pixels, at the usual text size, below which the bar leaves out what explains."""


def make_page(context: Context) -> ProcessPage:
    """The factory that the register of pages names."""
    return ProcessPage(context)


class ProcessPage(QWidget):
    """One pipeline's process."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("page_process")
        self._context = context
        self._views: dict[str, PipelineView] = {}
        self._stage_key = ""
        self._is_behind = False
        self.stages = StageList()
        self.stage = StageView()
        self._build()
        self.stages.picked.connect(self._on_stages_picked)
        context.bridge.changed.connect(self._on_bridge_changed)
        self.refresh()

    @property
    def view(self) -> PipelineView:
        """The pipeline shown. Raises KeyError when the desk has none."""
        return self._views[self.pipeline.value()]

    def refresh(self) -> None:
        """Read the pipelines anew; stay with the one and the stage in front."""
        views = pipeline_views(cast("Desk", self._context.bridge.desk))
        self._views = {view.id: view for view in views}
        shown = self.pipeline.value()
        shown = shown if shown in self._views else next(iter(self._views), None)
        self.pipeline.set_choices([(view.id, view.name) for view in views], shown)
        self.pipeline.setVisible(len(views) > 1)
        for widget in (self.policy, self.print_button, self.stages, self.stage):
            widget.setVisible(bool(views))
        if views:
            self._show_pipeline()

    @guarded()
    def page_shown(self) -> None:
        """Read anew what changed while the page was at the back."""
        if self._is_behind:
            self._is_behind = False
            self.refresh()
        if self._views:
            self.stages.buttons[self._stage_key].setFocus()

    def open_item(self, item: str) -> None:
        """Show a pipeline by its id, and with "ID/STAGE" one of its stages."""
        pipeline_id, _slash, stage_key = item.partition("/")
        if pipeline_id in self._views:
            self.pipeline.set_value(pipeline_id)
            self._stage_key = stage_key or self._stage_key
            self._show_pipeline()

    def print_map(self) -> None:
        """Ask for the one-page map."""
        self._context.shell.open("paper", f"process/{self.view.id}")

    def add_pipeline(self) -> None:
        """Ask for a name and a process."""
        self._context.shell.open("pipeline")

    def may(self, key: str) -> bool:
        """Without a pipeline there is nothing to print."""
        return key != "process.print_map" or bool(self._views)

    def _build(self) -> None:
        look = theme.tokens()
        bar = Panel("bottom", name="process_bar")
        row = BarLayout(bar, look.px(8))
        row.setContentsMargins(look.px(16), look.px(9), look.px(16), look.px(9))
        self._title = PlainLabel("", "title", name="process_title")
        self._summary = ElidedLabel("", "body", "muted", name="process_summary")
        self.pipeline = PickOne("process_pipeline", _("Pipeline"))
        self.pipeline.picked.connect(lambda _id: self._show_pipeline())
        self.policy = Segments(
            "process_policy", _("When something is missing at a gate"),
            [("reason", _("Ask why")), ("block", _("Block")), ("off", _("Off"))],
        )  # fmt: skip
        self.policy.picked.connect(self._on_policy_picked)
        self._gate = PlainLabel(_("At an open gate"), "small", "muted")
        self.print_button = Button(
            _("Print map…"), "process_print", icon="printer", on_click=self.print_map
        )
        add = Button(_("Add pipeline…"), "process_add", icon="plus", on_click=self.add_pipeline)
        row.addWidget(self._title)
        row.addWidget(self._summary)
        row.add_stretch()
        for widget in (self.pipeline, self._gate, self.policy, self.print_button, add):
            row.addWidget(widget)
        below = QHBoxLayout()
        below.setSpacing(0)
        below.addWidget(self._scrolled(self.stages))
        below.addWidget(self.stage, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addLayout(below, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow bar keeps what can be done, and leaves out what explains it."""
        super().resizeEvent(event)
        is_narrow = self.width() < theme.tokens().px(_NARROW)
        self._summary.setVisible(not is_narrow)
        self._gate.setVisible(not is_narrow)

    @staticmethod
    def _scrolled(stages: StageList) -> QScrollArea:
        area = QScrollArea()
        area.setObjectName("process_stages_scroll")
        area.setAccessibleName(_("Stages"))
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidgetResizable(True)
        area.setWidget(stages)
        fix_wide(area, 236)
        return area

    def _show_pipeline(self) -> None:
        view = self.view
        self._title.setText(view.process.name)
        self._summary.setText(view.process.summary)
        self.policy.set_value(view.gate_policy)
        self.stages.show_stages(view.process.stages)
        keys = [stage.key for stage in view.process.stages]
        if self._stage_key not in keys:
            self._stage_key = next((s.key for s in view.process.board_stages()), keys[0])
        self.stages.pick(self._stage_key)

    def _on_stages_picked(self, key: str) -> None:
        self._stage_key = key
        process = self.view.process
        self.stage.show_stage(process, process.stage(key))

    def _on_policy_picked(self, policy: str) -> None:
        words = {
            "reason": _("An unmet gate now asks for a reason"),
            "block": _("An unmet gate now blocks the move"),
            "off": _("Gates no longer ask"),
        }[policy]
        self._context.bridge.submit(
            SetGatePolicy(self.view.id, policy),  # type: ignore[arg-type]
            lambda _changes: self._context.shell.tell_undoable(words),
        )

    def _on_bridge_changed(self, changes: Changes) -> None:
        if not (changes.of("pipeline") or changes.of("process_version") or changes.is_large):
            return
        if self.isVisible():
            self.refresh()
        else:
            self._is_behind = True
