"""The wizard's third face: what the import would do, file by file, before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from salesdesk.domain.importing import StageChoice
from salesdesk.formats.reject_file import RejectedRow, reason
from salesdesk.support.i18n import _, format_number, ngettext
from salesdesk.ui import theme
from salesdesk.ui.importing.session import FileState, ImportSession
from salesdesk.ui.importing.words import kinds, outcome_words
from salesdesk.ui.widgets import Card, ElidedLabel, Figure, Pill, PlainLabel, Scroller
from salesdesk.usecases.import_drafts import Draft
from salesdesk.usecases.importing import FileReport

_MOST_REASONS = 6


class CheckPage(Scroller):
    """One card a file: rows added, updated, left as they are, rejected with the reasons."""

    def __init__(self, session: ImportSession) -> None:
        super().__init__("import_check", _("What the import would do"))
        self._session = session
        self._cards: list[QWidget] = []
        self.body.setSpacing(theme.tokens().px(10))
        session.changed.connect(self._clear)
        session.busy_changed.connect(self._on_session_busy_changed)

    def _on_session_busy_changed(self, is_busy: bool) -> None:
        if not is_busy and self._session.trial is not None and not self._cards:
            self._fill()

    def _fill(self) -> None:
        trial = self._session.trial
        assert trial is not None
        for state, told, file in zip(
            self._session.ready, trial.files, self._session.read, strict=True
        ):
            card = _file_card(state, told, file.refused)
            self.body.addWidget(card)
            self._cards.append(card)

    def _clear(self) -> None:
        for card in self._cards:
            card.hide()
            card.deleteLater()
        self._cards = []


def _file_card(state: FileState, told: FileReport, refused: Sequence[RejectedRow]) -> Card:
    card = Card(name=f"import_check_{state.path.name}", spacing=8)
    head = QHBoxLayout()
    head.setSpacing(theme.tokens().px(10))
    head.addWidget(ElidedLabel(state.path.name, "heading"))
    head.addWidget(Pill(dict(kinds())[told.as_]))  # type: ignore[index]
    head.addStretch(1)
    card.body.addLayout(head)
    card.body.addLayout(_figures(told))
    if refused:
        card.body.addLayout(_reasons(refused))
    assert state.draft is not None
    for line in _decisions(state, state.draft):
        card.body.addWidget(PlainLabel(line, "small", "muted", wrap=True))
    return card


def _figures(told: FileReport) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(theme.tokens().px(34))
    for label, count, tone in (
        (_("New"), told.added, "ok" if told.added else "faint"),
        (_("Updated"), told.updated, "text" if told.updated else "faint"),
        (_("Left as they are"), told.skipped, "text" if told.skipped else "faint"),
        (_("Rejected"), told.rejected, "late" if told.rejected else "faint"),
    ):
        figure = Figure(label, format_number(count), tone, role="figure")  # type: ignore[arg-type]
        figure.setMinimumWidth(theme.tokens().px(76))  # the cards stand one below the other
        row.addWidget(figure)
    row.addStretch(1)
    return row


def _reasons(refused: Sequence[RejectedRow]) -> QGridLayout:
    """The commonest reasons with how many rows they reject, and where the first one stands."""
    counted = Counter(each.why.message for each in refused)
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.tokens().px(12))
    grid.setVerticalSpacing(theme.tokens().px(3))
    grid.setColumnStretch(2, 1)
    for line, (message, count) in enumerate(counted.most_common(_MOST_REASONS)):
        first = next(each for each in refused if each.why.message == message)
        where = _("line {line}").format(line=format_number(first.line))
        grid.addWidget(PlainLabel(format_number(count), "strong", "late"), line, 0)
        grid.addWidget(PlainLabel(where, "body", "muted"), line, 1)
        grid.addWidget(PlainLabel(reason(first.why), wrap=True), line, 2)
    return grid


def _decisions(state: FileState, draft: Draft) -> list[str]:
    """What was decided about stages and names, suggestions named as such, in words."""
    lines = []
    said = [_stage(choice, state, draft) for choice in draft.plan.stages if _is_told(choice)]
    if said:
        lines.append(_("Stages: {stages}").format(stages=" · ".join(said)))
    linked = {(link.target, link.source) for link in draft.plan.links}
    same = _("“{name}” is “{known}”.")
    lines += [same.format(name=link.source, known=link.known) for link in draft.plan.links]
    apart = [offer.source for target, offer in draft.offers if (target, offer.source) not in linked]
    if apart:
        words = ngettext(
            "{names} stays a name of its own.", "{names} stay names of their own.", len(apart)
        )
        shown = ", ".join(f"“{name}”" for name in apart[:5])
        lines.append(words.format(names=shown + (" …" if len(apart) > 5 else "")))
    return lines


def _is_told(choice: StageChoice) -> bool:
    """Whether it is worth saying: “Won” as Won is not."""
    return choice.outcome == "open"


def _stage(choice: StageChoice, state: FileState, draft: Draft) -> str:
    words = f"{choice.source} → {outcome_words(choice, draft.stages)}"
    is_same = outcome_words(choice, draft.stages).casefold() == choice.source.casefold()
    if choice.source in state.picked or is_same:
        return words
    return _("{mapping} (suggested)").format(mapping=words)
