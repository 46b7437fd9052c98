"""Everything about one stage, to be read: the goal, the buyer's side, the work, what leads out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from salesdesk.domain.facts import N_, RULE_LABELS
from salesdesk.domain.process import Criterion, Process, Stage
from salesdesk.support.i18n import _, ngettext
from salesdesk.ui import theme
from salesdesk.ui.process.guardrails import guardrails_card
from salesdesk.ui.process.stage_list import place_of
from salesdesk.ui.widgets import Card, FlowLayout, Pill, PlainLabel, Scroller

TEMPLATES: Mapping[str, str] = {
    "intro": N_("Introduction"),
    "trigger": N_("After a trigger"),
    "referral": N_("On a recommendation"),
    "booking": N_("Booking a talk"),
    "agenda": N_("Agenda"),
    "discovery_summary": N_("Summary after discovery"),
    "walkthrough_invite": N_("Invitation to a walk-through"),
    "proposal_cover": N_("With the proposal"),
    "value_chase": N_("Following up with value"),
    "commitment_recap": N_("What was agreed"),
    "handoff_intro": N_("Introducing the team that takes over"),
    "referral_request": N_("Asking for a recommendation"),
}
WIDEST = 940
"""Logical pixels beyond which a line is harder to read."""
_BESIDE, _BESIDE_WIDEST = 1240, 1560
"""Logical pixels from which on there are two columns, and beyond which those grow no more."""
_NARROW = 440
"""Logical pixels below which two cards do not stand side by side."""


class StageView(Scroller):
    """One stage of a process."""

    def __init__(self) -> None:
        super().__init__("process_stage_view", _("The stage"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._shown: QWidget | None = None
        self._pairs = _Pairs()
        self._sides: QBoxLayout | None = None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep lines short by a margin: a widest page would be given the height of wider text."""
        super().resizeEvent(event)
        look, margins = theme.tokens(), self.body.contentsMargins()
        widest = _BESIDE_WIDEST if self._is_wide() else WIDEST
        room = self.viewport().width() - margins.left() - look.px(widest)
        margins.setRight(max(look.px(20), room))
        self.body.setContentsMargins(margins)
        self._fit()

    def _is_wide(self) -> bool:
        return self.viewport().width() >= theme.tokens().px(_BESIDE)

    def _fit(self) -> None:
        """What leads out stands beside the work where there is room, else below it."""
        self._pairs.fit(self.viewport().width() < theme.tokens().px(_NARROW))
        if self._sides is not None:
            ways = QBoxLayout.Direction
            self._sides.setDirection(ways.LeftToRight if self._is_wide() else ways.TopToBottom)

    def show_stage(self, process: Process, stage: Stage) -> None:
        """Show a stage from its top."""
        if self._shown is not None:
            self.body.removeWidget(self._shown)
            self._shown.hide()
            self._shown.deleteLater()
        self._pairs = _Pairs()
        self._shown, self._sides = _stage(process, stage, self._pairs)
        self._fit()
        self.body.addWidget(self._shown)
        self.verticalScrollBar().setValue(0)
        self.setAccessibleName(stage.name)


class _Pairs(QGridLayout):
    """Cards in twos, or one below the other where they would be too narrow to read."""

    def __init__(self) -> None:
        super().__init__()
        self._cards: list[QWidget] = []
        self._is_single: bool | None = None
        self.setSpacing(theme.tokens().px(12))
        self.setColumnStretch(0, 1)

    def put(self, card: QWidget) -> None:
        """Add a card; `fit` places it."""
        self._cards.append(card)

    def fit(self, is_single: bool) -> None:
        """Place the cards in one column or in two."""
        if is_single == self._is_single:
            return
        self._is_single = is_single
        for at, card in enumerate(self._cards):
            self.removeWidget(card)
            self.addWidget(card, *((at, 0) if is_single else divmod(at, 2)))
        self.setColumnStretch(1, 0 if is_single else 1)
        # An empty column would keep its gap.
        self.setHorizontalSpacing(0 if is_single else theme.tokens().px(12))


def _stage(process: Process, stage: Stage, grid: _Pairs) -> tuple[QWidget, QBoxLayout]:
    """The page of a stage, and the layout of its two halves."""
    look = theme.tokens()
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(look.px(12))
    column.addWidget(PlainLabel(stage.name, "large", name="process_stage_name"))
    remark = [place_of(stage)]
    if stage.place == "board":
        days = ngettext("stalled after {n} day", "stalled after {n} days", stage.stall_days)
        remark.append(days.format(n=stage.stall_days))
    column.addWidget(PlainLabel(" · ".join(remark), "body", "muted"))
    sides = QBoxLayout(QBoxLayout.Direction.TopToBottom)
    sides.setSpacing(look.px(12))
    column.addLayout(sides)
    column = _half(sides)
    goal = Card("accent", spacing=3)
    goal.body.addWidget(PlainLabel(_("Goal"), "small_strong", "accent"))
    goal.body.addWidget(PlainLabel(stage.goal, "body", wrap=True, selectable=True))
    column.addWidget(goal)
    pairs = (
        (_("What the buyer does"), stage.buyer_does),
        (_("What helps the buyer to decide"), stage.helps_buyer),
        (_("What you do"), stage.activities),
        (_("Tasks"), stage.tasks),
    )
    for title, lines in (pair for pair in pairs if pair[1]):
        grid.put(_list_card(title, lines))
    column.addLayout(grid)
    for card in _out(stage):
        column.addWidget(card)
    column.addStretch(1)
    column = _half(sides)
    for card in _lower(process, stage):
        column.addWidget(card)
    column.addStretch(1)
    return page, sides


def _half(sides: QBoxLayout) -> QVBoxLayout:
    half = QVBoxLayout()
    half.setSpacing(theme.tokens().px(12))
    sides.addLayout(half, 1)
    return half


def _out(stage: Stage) -> Iterable[QWidget]:
    """What leads out of a stage."""
    if stage.criteria:
        yield _criteria(stage.criteria)
    if stage.signals:
        title = _("Signals that the buyer is moving")
        yield _list_card(title, tuple(signal.text for signal in stage.signals), "↗")


def _lower(process: Process, stage: Stage) -> Iterable[QWidget]:
    """What helps with the talk."""
    if stage.good:
        good = Card("warn", spacing=4)
        good.body.addWidget(PlainLabel(_("What good looks like"), "heading"))
        good.body.addWidget(PlainLabel(stage.good, "body", "soft", wrap=True, selectable=True))
        yield good
    plays = [play for play in map(process.play, stage.objections) if play is not None]
    if plays:
        card = Card(spacing=6)
        card.body.addWidget(PlainLabel(_("Objections you are likely to hear"), "heading"))
        for play in plays:
            card.body.addWidget(PlainLabel(play.name, "strong"))
            card.body.addWidget(PlainLabel(play.short, "small", "muted", wrap=True))
        yield card
    if process.guardrails and any(signal.commits for signal in stage.signals):
        yield guardrails_card(process.guardrails)
    topics = [_topic(process, key) for key in stage.topics]
    if topics:
        yield _pills(_("Questions that suit"), [words for words in topics if words])
    if stage.templates:
        names = [_(TEMPLATES[key]) for key in stage.templates if key in TEMPLATES]
        yield _pills(_("Message templates"), names)


def _topic(process: Process, key: str) -> str:
    """A topic with the number of its questions."""
    name = next((topic.name for topic in process.topics if topic.key == key), "")
    n = sum(question.topic == key for question in process.questions)
    return _("{topic} · {n}").format(topic=name, n=n) if name else ""


def _list_card(title: str, lines: tuple[str, ...], mark: str = "•") -> Card:
    card = Card(spacing=5)
    card.body.addWidget(PlainLabel(title, "heading"))
    card.body.addLayout(_marked([(mark, text, "") for text in lines]))
    card.body.addStretch(1)
    return card


def _criteria(criteria: tuple[Criterion, ...]) -> Card:
    card = Card(spacing=5)
    card.body.addWidget(PlainLabel(_("What must be shown to leave"), "heading"))
    rows = []
    for criterion in criteria:
        rule = criterion.rule
        shown = _(dict(RULE_LABELS).get(rule.test, ""))  # type: ignore[call-overload]
        if rule.confirmed:
            shown = _("{rule}, confirmed").format(rule=shown)
        rows.append(("☐", criterion.text, shown))
    card.body.addLayout(_marked(rows))
    return card


def _marked(rows: list[tuple[str, str, str]]) -> QGridLayout:
    """Lines with a mark before and a remark behind."""
    look = theme.tokens()
    grid = QGridLayout()
    grid.setHorizontalSpacing(look.px(8))
    grid.setVerticalSpacing(look.px(4))
    grid.setColumnStretch(1, 1)
    top = Qt.AlignmentFlag.AlignTop
    for line, (mark, text, remark) in enumerate(rows):
        grid.addWidget(PlainLabel(mark, "body", "faint"), line, 0, top)
        grid.addWidget(PlainLabel(text, "body", "soft", wrap=True), line, 1)
        if remark:
            grid.addWidget(PlainLabel(remark, "small", "muted"), line, 2, top)
    return grid


def _pills(title: str, words: list[str]) -> Card:
    card = Card(spacing=7)
    card.body.addWidget(PlainLabel(title, "heading"))
    box = QWidget()
    flow = FlowLayout(box, gap=6)
    for each in words:
        flow.addWidget(Pill(each, "neutral", shape="round"))
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    box.setSizePolicy(policy)
    card.body.addWidget(box)
    return card
