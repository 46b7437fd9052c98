"""Parts of PySide that wait until they are looked at."""

from __future__ import annotations

import builtins
import subprocess
import sys
import threading
from types import ModuleType
from typing import Any

import pytest

from salesdesk.support import later

FILE = "shibokensupport/signature/parser.py"


def module_of(source: bytes, file: str = FILE) -> ModuleType:
    """A module imported as PySide's importer does it: compiled from bytes and run."""
    made = ModuleType("shibokensupport.signature.parser")
    with later.put_off():
        code = compile(source, file, "exec")
    exec(code, made.__dict__)
    return made


def run(program: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout


def test_a_module_of_the_list_runs_at_the_first_look_and_once() -> None:
    seen: list[int] = []
    made = module_of(b"import sys; sys.seen.append(1); found = 42")
    sys.seen = seen  # type: ignore[attr-defined]
    try:
        assert not hasattr(made, "__path__")
        assert seen == []
        assert made.found == 42
        assert made.found == 42
        assert seen == [1]
        with pytest.raises(AttributeError, match="has no attribute 'lost'"):
            made.lost  # noqa: B018
        assert seen == [1]
    finally:
        del sys.seen  # type: ignore[attr-defined]


@pytest.mark.parametrize("file", ["shibokensupport/feature.py", "salesdesk/app.py", "<text>"])
def test_all_else_runs_at_once(file: str) -> None:
    assert module_of(b"found = 42", file).__dict__["found"] == 42


def test_expressions_are_compiled_as_ever_and_the_builtin_comes_back() -> None:
    before = builtins.compile
    with later.put_off():
        assert eval(compile("6 * 7", FILE, "eval")) == 42
        assert eval(compile(b"6 * 7", FILE, "eval")) == 42
        with pytest.raises(SyntaxError):
            compile("6 *", "<text>", "exec")
    assert builtins.compile is before


def test_a_body_that_fails_says_so_at_the_look_and_is_tried_again() -> None:
    made = module_of(b"tries = globals().get('tries', 0) + 1\nif tries == 1: 1 / 0\nfound = tries")
    with pytest.raises(ZeroDivisionError):
        made.found  # noqa: B018
    assert made.found == 2


def test_a_thread_that_looks_while_another_fills_waits_for_the_whole() -> None:
    begun, go_on = threading.Event(), threading.Event()
    made = module_of(b"first = 1\nbegun.set()\ngo_on.wait(30)\nlast = 2")
    made.__dict__.update(begun=begun, go_on=go_on)
    found: list[Any] = []
    one = threading.Thread(target=lambda: found.append(made.last))
    two = threading.Thread(target=lambda: found.append(made.last))
    one.start()
    assert begun.wait(30)
    two.start()
    go_on.set()
    one.join(30)
    two.join(30)
    assert found == [2, 2]


ASKED = """
import contextlib
from salesdesk.support import later
with later.put_off() if {how!r} == "later" else contextlib.nullcontext():
    from PySide6.QtCore import QPoint, QByteArray
    import PySide6.QtGui, PySide6.QtWidgets
from PySide6.support.signature import mapping, get_signature
print(get_signature(PySide6.QtWidgets.QLabel.setText))
print(get_signature(PySide6.QtGui.QPalette.setColor))
for wrong in (lambda: QPoint("a"), lambda: QPoint(1).no, lambda: PySide6.QtCore.QTimer(3, 4)):
    try:
        wrong()
    except Exception as error:
        print(type(error).__name__, error)
print(mapping.type_map["QString"], QByteArray.append.__doc__)
from PySide6.support.signature.lib import pyi_generator, enum_sig, tool
from PySide6.support.signature import errorhandler, layout, parser
print(pyi_generator.TYPE_MAP["qint64"], tool.build_brace_pattern(1, ",")[:20], layout.__name__)
"""


def test_pyside_says_the_same_of_signatures_and_wrong_arguments() -> None:
    at_once, put_off = run(ASKED.format(how="at once")), run(ASKED.format(how="later"))
    assert "TypeError" in at_once
    assert "(self, arg__1: str, /)" in at_once
    assert put_off == at_once


def test_the_list_names_modules_that_this_pyside_has_and_the_window_does_without() -> None:
    """Each name left out by a newer PySide, or needed by the window, is a row to take out."""
    said = run(
        "import sys\n"
        "from salesdesk import __main__\n"
        "__main__.load_window()\n"
        "from salesdesk.support import later\n"
        "for file in sorted(later.PUT_OFF):\n"
        "    module = sys.modules[file.removesuffix('.py').replace('/', '.')]\n"
        "    print(module.__file__ == file, module.__getattr__.__self__._is_filled)\n"
    )
    assert said.split() == ["True", "False"] * len(later.PUT_OFF)
