"""Paints papers without a window or a display. Called by the command line's `print`."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtGui import QGuiApplication

from salesdesk.ui import printing


def write_pdf(html: str, path: Path, paper: str, header: str, footer: str) -> int:
    """Writes a PDF as `printing.write_pdf` does, with an application of its own if there is none.

    Gives the number of pages. Raises KnownError.
    """
    running = QGuiApplication.instance()
    if running is None:
        # Needs no screen, and must not depend on one: cron and SSH have none.
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        running = QGuiApplication(["salesdesk"])
    return printing.write_pdf(html, path, paper, header, footer)
