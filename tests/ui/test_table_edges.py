"""A table that goes over several pages is closed by a line at the foot of each of them."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from salesdesk.documents import printable
from salesdesk.domain.notes import Block, BuyerPaper, Line, Section, Table
from salesdesk.ui import printing
from salesdesk.ui.paging import PaperDocument, Sheet, document, sheet

SCALE = 2


def paper(lines_above: int, facts: int) -> BuyerPaper:
    """A long table that begins a little lower with each line above it."""
    rows = tuple((f"Row {n} " + "word " * (n % 3 * 14), "x", "y") for n in range(60))
    return BuyerPaper(
        title="T",
        subtitle="s",
        facts=tuple((f"L{n}", "v") for n in range(facts)),
        sections=(
            Section("A", (Block("", (Line("x"),) * lines_above),)),
            Section("B", (Block("", (), Table(("a", "b", "c"), rows)),)),
        ),
    )


def is_closed(laid: PaperDocument, page: Sheet, number: int) -> bool:
    """Whether a line goes across where the table's left edge ends on a page."""
    size = (int(page.width * SCALE), int(page.height * SCALE))
    picture = QImage(*size, QImage.Format.Format_RGB32)
    picture.fill(QColor("white"))
    painter = QPainter(picture)
    painter.scale(SCALE, SCALE)
    printing.paint_sheet(painter, laid, page, ("", ""), number)
    painter.end()
    body = page.body

    def is_dark(x: int, y: int) -> bool:
        return QColor(picture.pixel(x, y)).lightness() < 200

    left = int(body.x() * SCALE)
    foot = int((body.bottom() + 1) * SCALE)
    edge = max(
        y
        for x in range(left - 1, left + 4)
        for y in range(int(body.y() * SCALE), foot)
        if is_dark(x, y)
    )
    middle = int((body.x() + body.width() * 0.6) * SCALE)
    across = [any(is_dark(x, y) for y in range(edge - 3, edge + 2))
              for x in range(middle, middle + 60, 3)]  # fmt: skip
    return sum(across) > 15


@pytest.mark.parametrize(
    ("size", "lines_above", "facts"),
    [("A4", 4, 1), ("A4", 4, 2), ("A4", 4, 7), ("Letter", 1, 1), ("Letter", 1, 6),
     ("Letter", 4, 9), ("Letter", 4, 12)],
)  # fmt: skip
def test_each_page_closes_its_part_of_a_table(
    qtbot: QtBot, size: str, lines_above: int, facts: int
) -> None:
    """These lengths are those at which the closing line had no room."""
    laid = document(printable("risks").to_html(paper(lines_above, facts)), size)
    assert laid.pageCount() > 1
    open_pages = [n for n in range(1, laid.pageCount() + 1) if not is_closed(laid, sheet(size), n)]
    assert open_pages == []
