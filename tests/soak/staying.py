"""Keeps a random use inside its window; called by `monkey`."""

from __future__ import annotations

from typing import Any


def stay(opened: list[str]) -> None:
    """What would open another program is noted in `opened`; who asks for a file gets none."""
    from PySide6.QtGui import QDesktopServices
    from PySide6.QtPrintSupport import QPrintDialog, QPrintPreviewDialog
    from PySide6.QtWidgets import QFileDialog

    def note(url: Any) -> bool:
        opened.append(url.toString())
        return True

    QDesktopServices.openUrl = staticmethod(note)  # type: ignore[method-assign]
    for name in ("getOpenFileName", "getSaveFileName"):
        setattr(QFileDialog, name, staticmethod(lambda *_a, **_k: ("", "")))
    QFileDialog.getOpenFileNames = staticmethod(lambda *_a, **_k: ([], ""))  # type: ignore[method-assign]
    QFileDialog.getExistingDirectory = staticmethod(lambda *_a, **_k: "")  # type: ignore[method-assign]
    for kind in (QPrintDialog, QPrintPreviewDialog):
        kind.exec = lambda _self: 0  # type: ignore[method-assign]
