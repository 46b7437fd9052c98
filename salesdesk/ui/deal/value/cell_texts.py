"""What stands in each cell of the value map. Called by the board."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from salesdesk.domain.value import MapLine
from salesdesk.support.i18n import _
from salesdesk.ui.deal import words
from salesdesk.ui.deal.value import texts, wires
from salesdesk.ui.deal.value.cell import Cell, Part
from salesdesk.ui.deal.value.cell_editor import COLUMNS


def make_cell(line: MapLine, column: int, row: int, parent: QWidget) -> Cell:
    """The cell of a line and column, named ``value_ROW_COLUMN``."""
    made = (_need, _capability, _proof, _outcome)[column](line)
    label = (_("They said"), _("We can"), _("Proof"), _("They get"))[column]
    return Cell(
        f"value_{row}_{COLUMNS[column]}",
        label,
        made,
        is_loud=wires.is_loud(line, column),
        parent=parent,
    )


def _need(line: MapLine) -> list[Part]:
    fact = line.fact
    if fact is None:
        return [Part(texts.gap_words("untied"), "small_strong", "late")]
    parts = [
        Part(words.kind_label(fact.kind), "tiny", "muted"),
        Part(fact.words),
        Part(words.said(fact.person, fact.said_on), "tiny", "faint"),
    ]
    if not fact.confirmed:
        parts.append(Part(texts.gap_words("unconfirmed"), "tiny", "warn"))
    return parts


def _capability(line: MapLine) -> list[Part]:
    if not line.capability:
        if line.fact is not None and line.fact.confirmed:
            return [Part(texts.gap_words("no_capability"), "small_strong", "late")]
        return [Part(_("What can we do?"), "small", "faint")]
    product = line.link.product if line.link is not None else ""
    tail = [Part(product, "tiny", "muted")] if product and product != line.capability else []
    return [Part(line.capability, "small_strong"), *tail]


def _proof(line: MapLine) -> list[Part]:
    if not line.proof:
        loud = bool(line.capability)
        words_ = texts.gap_words("no_proof") if loud else _("What shows it?")
        return [Part(words_, "small_strong" if loud else "small", "late" if loud else "faint")]
    kind = texts.proof_label(line.link.proof_kind if line.link is not None else None)
    return [Part(kind, "tiny", "muted"), Part(line.proof)]


def _outcome(line: MapLine) -> list[Part]:
    fact = line.outcome
    if fact is None:
        if line.capability:
            return [Part(texts.gap_words("no_outcome"), "small_strong", "late")]
        return [Part(_("What would it bring?"), "small", "faint")]
    parts = [Part(fact.words), Part(texts.figures(fact), "tiny", "muted")]
    lacking = [texts.gap_words(gap) for gap in line.gaps if gap in ("no_measure", "no_target")]
    if lacking:
        parts.append(Part(" · ".join(lacking), "small_strong", "late"))
    return parts
