"""Paints papers on pages: PDF files, print preview, printers. The only user of QtPrintSupport.

Called by the print menu, the handoff dialog and, without a window, the command line. The HTML
comes from ``salesdesk.documents``; it is laid out at 96 dpi by QTextDocument and the painter is
scaled, so that screen preview, PDF and paper break lines and pages at the same places.

Each page has a header (title · account) and a footer (date, page n of m). A PDF is written
beside its target, reopened and checked, then put in the target's place: the PDF writer reports
success on a full disk.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QFontMetricsF,
    QPageLayout,
    QPageSize,
    QPaintDevice,
    QPainter,
    QPalette,
    QPdfWriter,
)

from salesdesk.domain.errors import KnownError
from salesdesk.support.durable import sync_file
from salesdesk.support.i18n import _
from salesdesk.ui.paging import DPI, MM, PAPERS, PaperDocument, Sheet, document, sheet

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter
    from PySide6.QtWidgets import QWidget


def pages(html: str, paper: str) -> int:
    """How many pages the paper takes."""
    return document(html, paper).pageCount()


def write_pdf(html: str, path: Path, paper: str, header: str, footer: str) -> int:
    """Writes the paper as a PDF and gives its number of pages. Needs a QGuiApplication.

    An existing file is replaced only by a whole one. Raises KnownError when the disk is full or
    the target cannot be written; what was there before is kept.
    """
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        # Made before Qt opens it, so that the file is the user's alone and a refusal has a reason.
        os.close(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
        laid = document(html, paper)
        count = _paint_pdf(laid, unfinished, paper, header, footer)
        _check_pdf(unfinished, count)
        sync_file(unfinished)
        os.replace(unfinished, path)
    except OSError as fault:
        raise KnownError(
            _("The PDF “{name}” could not be written ({reason}). What was there before is kept; "
              "choose another folder or close the program that has it open, then try again.")
            .format(name=path.name, reason=fault.strerror or fault)
        ) from fault  # fmt: skip
    finally:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)
    return count


def print_preview(parent: QWidget | None, html: str, paper: str, header: str, footer: str) -> None:
    """Shows the pages as the printer would print them, with a button to print."""
    from PySide6.QtPrintSupport import QPrintPreviewDialog

    printer = _printer(paper, header)
    dialog = QPrintPreviewDialog(printer, parent)
    dialog.setObjectName("print_preview")
    dialog.setAccessibleName(_("Print preview"))
    dialog.setWindowTitle(_("Print preview: {title}").format(title=header))
    dialog.paintRequested.connect(lambda device: _print_on(device, html, header, footer))
    dialog.exec()
    dialog.deleteLater()


def print_dialog(parent: QWidget | None, html: str, paper: str, header: str, footer: str) -> bool:
    """Asks for a printer and prints; False when the user thought better of it."""
    from PySide6.QtPrintSupport import QPrintDialog

    printer = _printer(paper, header)
    dialog = QPrintDialog(printer, parent)
    dialog.setObjectName("print_dialog")
    dialog.setAccessibleName(_("Print"))
    is_wanted = bool(dialog.exec())
    dialog.deleteLater()
    if not is_wanted:
        return False
    _print_on(printer, html, header, footer)
    return True


def _printer(paper: str, title: str) -> QPrinter:
    from PySide6.QtPrintSupport import QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setPageSize(QPageSize(PAPERS.get(paper, PAPERS["A4"])))
    printer.setFullPage(True)
    return printer


def _print_on(printer: QPrinter, html: str, header: str, footer: str) -> None:
    """Lays the paper out for the page that the printer has now, and paints the chosen pages."""
    full = printer.pageLayout().fullRect(QPageLayout.Unit.Millimeter)
    page = Sheet(full.width() * MM, full.height() * MM)
    laid = document(html, page)
    first = max(printer.fromPage(), 1)
    last = min(printer.toPage() or laid.pageCount(), laid.pageCount())
    _paint(laid, printer, printer.newPage, page, header, footer, range(first, last + 1))


def _paint_pdf(laid: PaperDocument, path: Path, paper: str, header: str, footer: str) -> int:
    writer = QPdfWriter(str(path))
    writer.setResolution(1200)
    writer.setTitle(header)
    writer.setCreator("SalesDesk")
    writer.setPageSize(QPageSize(PAPERS.get(paper, PAPERS["A4"])))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)
    count = laid.pageCount()
    _paint(laid, writer, writer.newPage, sheet(paper), header, footer, range(1, count + 1))
    return count


def _paint(
    laid: PaperDocument,
    device: QPaintDevice,
    new_page: Callable[[], bool],
    page: Sheet,
    header: str,
    footer: str,
    numbers: range,
) -> None:
    """Paints pages on a device of any resolution. Raises OSError when it takes no painter."""
    painter = QPainter()
    if not painter.begin(device):
        raise OSError(_("the printer or the disk did not take the page"))
    try:
        painter.scale(device.logicalDpiX() / DPI, device.logicalDpiY() / DPI)
        for number in numbers:
            if number != numbers.start:
                new_page()
            paint_sheet(painter, laid, page, (header, footer), number)
    finally:
        painter.end()


def paint_sheet(
    painter: QPainter, laid: PaperDocument, page: Sheet, edges: tuple[str, str], number: int
) -> None:
    """Paints one page (from 1) at 96 dpi, with header and footer; previews scale the painter."""
    _paint_page(painter, laid, page, number)
    _paint_edges(painter, laid, page, edges, number)


def _paint_page(painter: QPainter, laid: PaperDocument, page: Sheet, number: int) -> None:
    body = page.body
    offset = (number - 1) * body.height()
    painter.save()
    painter.translate(body.x(), body.y() - offset)
    view = QRectF(0, offset, body.width(), body.height())
    painter.setClipRect(view, Qt.ClipOperation.IntersectClip)
    context = QAbstractTextDocumentLayout.PaintContext()
    # Half a pixel less, or the first line of the next page is painted (and found) here as well.
    context.clip = view.adjusted(0, 0.5, 0, -0.5)
    painter.setClipRect(context.clip, Qt.ClipOperation.IntersectClip)
    # Rules and text without a colour take the palette's, which may be the dark one of the screen.
    context.palette = _paper_palette()
    laid.documentLayout().draw(painter, context)
    painter.restore()


def _paper_palette() -> QPalette:
    """Black on white, whatever the screen looks like."""
    made = QPalette(QColor("black"), QColor("white"))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.Dark):
        made.setColor(role, QColor("#111111" if role is not QPalette.ColorRole.Dark else "#808080"))
    return made


def _paint_edges(
    painter: QPainter, laid: PaperDocument, page: Sheet, texts: tuple[str, str], number: int
) -> None:
    """Header with title and account, footer with the date and "page n of m"."""
    body, (header, footer) = page.body, texts
    font = QFont(laid.defaultFont())
    font.setPixelSize(11)
    painter.save()
    painter.setFont(font)
    painter.setPen(QColor("#333333"))
    metrics = QFontMetricsF(font)
    of = _("Page {n} of {m}").format(n=number, m=laid.pageCount())
    room = body.width() - metrics.horizontalAdvance(of) - 20
    top = QRectF(body.x(), body.y() - 10 * MM, body.width(), 6 * MM)
    bottom = QRectF(body.x(), body.bottom() + 5 * MM, body.width(), 6 * MM)
    left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
    middle = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
    elide = Qt.TextElideMode.ElideRight
    painter.drawText(top, left | middle, metrics.elidedText(header, elide, body.width()))
    painter.drawText(bottom, left | middle, metrics.elidedText(footer, elide, room))
    painter.drawText(bottom, right | middle, of)
    painter.setPen(QColor("#808080"))
    painter.drawLine(QPointF(body.x(), top.bottom()), QPointF(body.right(), top.bottom()))
    painter.drawLine(QPointF(body.x(), bottom.top()), QPointF(body.right(), bottom.top()))
    painter.restore()


def _check_pdf(path: Path, count: int) -> None:
    """Reopens a PDF. Raises OSError unless it is whole and has that many pages."""
    data = path.read_bytes()
    counted = re.search(rb"/Type /Pages\b.*?/Count (\d+)", data, re.DOTALL)
    is_whole = data.startswith(b"%PDF") and b"startxref" in data[-1024:] and b"%%EOF" in data[-64:]
    if not is_whole or counted is None or int(counted[1]) != count:
        raise OSError(_("the disk is full, or it did not keep the whole file"))
