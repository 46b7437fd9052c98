"""The screens; with ``app`` the only importer of PySide6."""

from __future__ import annotations

import importlib

import PySide6.QtCore  # noqa: F401 - sets up what is looked for below


def _spare_the_source_scan() -> None:
    """Keep PySide from reading the source of every module that is imported after it.

    Its import hook looks for the string "PySide6" in the source of each module, SQLAlchemy's 200
    included, in case `from __feature__ import` is used there, which we never do. That costs a
    tenth of a millisecond a module at the start, and keeps all the sources in memory (linecache).
    Only a default is set here; a PySide without this hook is left as it is.
    """
    try:
        feature = importlib.import_module("shibokensupport.feature")
    except ImportError:
        return
    if hasattr(feature, "_mod_uses_pyside"):
        feature._mod_uses_pyside = lambda _module: False  # type: ignore[attr-defined]


_spare_the_source_scan()
