"""Turns a file that the user chose into the PNG that is kept as the logo, within limits.

Called by the company dialog. PNG, JPEG and SVG are decoded here; anything else, and any picture
that cannot be read, is refused with a sentence and changes nothing.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter

from salesdesk.domain.errors import KnownError
from salesdesk.formats import picture
from salesdesk.support.i18n import _
from salesdesk.support.ordinary_file import open_ordinary
from salesdesk.usecases.sender import MOST_HIGH, MOST_WIDE

_ROOM = QSize(MOST_WIDE, MOST_HIGH)
_MOST_MEGABYTES = 128


def logo_of(path: Path) -> bytes:
    """The picture in a file as a PNG of at most the size that is kept.

    Raises KnownError when the file cannot be read or is no picture that we take.
    """
    try:
        with open_ordinary(path) as file:
            content = file.read(picture.LARGEST_BYTES + 1)
    except OSError as fault:
        raise KnownError(
            _("“{name}” could not be read ({reason}). The logo was not changed; choose another "
              "file.").format(name=path.name, reason=fault.strerror or fault)
        ) from fault  # fmt: skip
    kind = picture.kind_of(content)
    image = _drawn(content) if kind == "svg" else _decoded(content, kind)
    if image.isNull():
        raise picture.no_picture()
    if image.width() > MOST_WIDE or image.height() > MOST_HIGH:
        keep, smooth = (
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        image = image.scaled(_ROOM, keep, smooth)
    return _png(image)


def _decoded(content: bytes, kind: str) -> QImage:
    """A PNG or JPEG, decoded only when its size is within the limits."""
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(kind.encode()))
    reader.setAllocationLimit(_MOST_MEGABYTES)
    reader.setAutoTransform(True)
    size = reader.size()
    if not size.isValid() or size.width() * size.height() > picture.MOST_PIXELS:
        raise picture.no_picture()
    return reader.read()


def _drawn(content: bytes) -> QImage:
    """An SVG drawn as large as a logo may be."""
    from PySide6.QtSvg import QSvgRenderer

    renderer = QSvgRenderer(QByteArray(content))
    size = renderer.defaultSize()
    if not renderer.isValid() or size.isEmpty():
        raise picture.no_picture()
    size.scale(_ROOM, Qt.AspectRatioMode.KeepAspectRatio)
    image = QImage(size.expandedTo(QSize(1, 1)), QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    return image


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.save(buffer, "PNG"):  # type: ignore[call-overload]
        raise picture.no_picture()
    return bytes(buffer.data().data())
