"""The law of imports, as written in pyproject.toml and where a contract cannot say it."""

from __future__ import annotations

import ast
import functools
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "salesdesk"
NOT_SCREENS = {"shell", "tables", "widgets"}
MODULES = sorted(PACKAGE.rglob("*.py"))


def _name(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


@functools.cache
def _imported(file: Path) -> set[str]:
    """Every module that a file names in an import, wherever in the file it stands."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


def test_the_import_contracts_are_kept() -> None:
    # In a process of its own: the linter sets up logging anew, which would deafen later tests.
    command = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run(
        [sys.executable, "-c", command, "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_screen_stands_alone() -> None:
    """Also those that no contract names yet: any folder below ui but the shell and the widgets."""
    screens = {each.name for each in (PACKAGE / "ui").iterdir() if each.is_dir()} - NOT_SCREENS
    screens.discard("__pycache__")
    wrong = [
        f"{_name(file)} imports {module}"
        for screen in screens
        for file in (PACKAGE / "ui" / screen).rglob("*.py")
        for module in _imported(file)
        if module.startswith("salesdesk.ui.")
        and module.split(".")[2] in screens - {screen} | {"shell"}
    ]
    assert wrong == []


def test_every_screen_is_named_in_the_contract() -> None:
    contract = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    folders = {each.parent.name for each in (PACKAGE / "ui").glob("*/__init__.py")}
    assert {name for name in folders if f"({name})" not in contract} == set()


@pytest.mark.parametrize("library", ["PySide6", "shiboken6"])
def test_qt_is_named_only_in_ui_and_app(library: str) -> None:
    wrong = [
        _name(file)
        for file in MODULES
        if not _name(file).startswith(("salesdesk/ui/", "salesdesk/app.py"))
        and any(module.split(".")[0] == library for module in _imported(file))
    ]
    assert wrong == []


@pytest.mark.parametrize("library", ["sqlalchemy", "alembic", "sqlite3", "sqlcipher3"])
def test_databases_are_named_only_in_the_store(library: str) -> None:
    wrong = [
        _name(file)
        for file in MODULES
        if not _name(file).startswith("salesdesk/store/")
        and any(module.split(".")[0] == library for module in _imported(file))
    ]
    assert wrong == []


def test_the_store_is_named_only_by_use_cases_and_the_composition_root() -> None:
    allowed = ("salesdesk/store/", "salesdesk/usecases/", "salesdesk/app.py")
    wrong = [
        _name(file)
        for file in MODULES
        if not _name(file).startswith(allowed)
        and any(module.startswith("salesdesk.store") for module in _imported(file))
    ]
    assert wrong == []


def test_importing_the_rooms_below_the_store_loads_no_database_and_no_qt() -> None:
    code = (
        "import sys, salesdesk.domain, salesdesk.support.i18n, salesdesk.support.settings,"
        " salesdesk.support.lock, salesdesk.support.crash, salesdesk.domain.clock\n"
        "heavy = {'PySide6', 'sqlalchemy', 'alembic', 'sqlite3', 'babel', 'jinja2', 'pydantic',"
        " 'ruamel', 'filelock'}\n"
        "print(sorted(heavy & {name.split('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_connection_to_a_desk_gets_its_key_in_one_place() -> None:
    """`connection.keyed` alone connects; the other two make what is not a desk yet."""
    allowed = {"connection.py", "keys.py"}
    found = {
        file.name
        for file in (PACKAGE / "store").rglob("*.py")
        if "driver.connect(" in file.read_text(encoding="utf-8")
    }
    assert found <= allowed
