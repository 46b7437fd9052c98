"""The card with the guardrails of a process: limits, who approves, what to ask for in return."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from salesdesk.domain.guardrails import kind_name, limits
from salesdesk.domain.process import Guardrail
from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.widgets import Card, PlainLabel, PointLabel


def guardrails_card(guardrails: Sequence[Guardrail]) -> Card:
    """All guardrails, one below the other, read only."""
    card = Card(name="process_guardrails", spacing=8)
    card.body.addWidget(PlainLabel(_("What you may give, and for what"), "heading"))
    look = theme.tokens()
    grid = QGridLayout()
    grid.setHorizontalSpacing(look.px(16))
    grid.setVerticalSpacing(look.px(12))
    for column, share in enumerate((3, 3, 4)):
        grid.setColumnStretch(column, share)
    heads = (_("Guardrail"), _("Limits"), _("Ask for in return"))
    for column, head in enumerate(heads):
        grid.addWidget(PlainLabel(head, "small_strong", "muted"), 0, column)
    for row, each in enumerate(guardrails, 1):
        cells = (
            _stack((each.name, "strong"), (kind_name(each.kind), "muted"), (each.note, "muted")),
            _stack(*((text, "soft") for text in limits(each))),
            _stack(*((text, "point") for text in each.ask)),
        )
        for column, cell in enumerate(cells):
            grid.addWidget(cell, row, column, Qt.AlignmentFlag.AlignTop)
    card.body.addLayout(grid)
    return card


def _stack(*lines: tuple[str, str]) -> QWidget:
    """Texts one below the other; each with its tone, the first one strong where it says so."""
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.tokens().px(2))
    for text, tone in lines:
        if not text:
            continue
        if tone == "strong":
            column.addWidget(PlainLabel(text, "strong", wrap=True))
        elif tone == "point":
            column.addWidget(PointLabel(text, "small"))
        else:
            column.addWidget(PlainLabel(text, "small", tone, wrap=True))  # type: ignore[arg-type]
    return box
