"""Takes pictures into a folder, judges what it sees, and lays many out on one sheet.

Called by the stage that the rooms play on.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QWidget

from tests.shots.faults import faults_in

SHEET = (1400, 860)
"""Pixels: what is seen at once without being made smaller."""
GAP, TITLE = 6, 16


class Camera:
    """One folder of pictures; `faults` has what was found wrong in each, by name."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.taken: list[Path] = []
        self.faults: dict[str, list[str]] = {}

    def take(self, name: str, widget: QWidget) -> None:
        """A picture of a widget, which is looked over too."""
        target = self.out / f"{name}.png"
        widget.grab().save(str(target))
        if target not in self.taken:
            self.taken.append(target)
        found = sorted(set(faults_in(widget)))
        if found:
            self.faults[name] = found

    def report(self) -> str:
        """What was found, a line each."""
        return "\n".join(f"{name}: {what}" for name, all_ in self.faults.items() for what in all_)


def sheets(pictures: Iterable[Path], out: Path, name: str) -> list[Path]:
    """All pictures on as few sheets as they need, the large ones at half their size."""
    made: list[Path] = []
    page, painter, place, row = _blank(), None, QPoint(GAP, GAP), 0
    for file in pictures:
        image = QImage(str(file))
        image.setDevicePixelRatio(1)
        if image.width() > SHEET[0] // 2:
            image = image.scaledToWidth(
                SHEET[0] // 2 - GAP - GAP // 2, Qt.TransformationMode.SmoothTransformation
            )
        if place.x() + image.width() + GAP > SHEET[0]:
            place, row = QPoint(GAP, place.y() + row + GAP), 0
        if place.y() + image.height() + TITLE > SHEET[1] and place != QPoint(GAP, GAP):
            made.append(_keep(page, out, name, len(made)))
            page, place, row = _blank(), QPoint(GAP, GAP), 0
        painter = QPainter(page)
        painter.setPen(QColor("white"))
        painter.drawText(
            QRect(place.x(), place.y(), 700, TITLE), Qt.AlignmentFlag.AlignLeft, file.stem
        )
        painter.drawImage(place + QPoint(0, TITLE), image)
        painter.end()
        place += QPoint(image.width() + GAP, 0)
        row = max(row, image.height() + TITLE)
    return [*made, _keep(page, out, name, len(made))]


def _blank() -> QImage:
    page = QImage(*SHEET, QImage.Format.Format_RGB32)
    page.fill(QColor("#6b7280"))
    return page


def _keep(page: QImage, out: Path, name: str, number: int) -> Path:
    target = out / f"sheet_{name}_{number + 1:02}.png"
    page.save(str(target))
    return target
