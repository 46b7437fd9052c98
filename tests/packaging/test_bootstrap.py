"""The one command that makes the environment: what it refuses, and when it need not work."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "packaging" / "bootstrap.py"
FIRST_WORDS = "bootstrap: "


def _run(*arguments: str, script: Path = SCRIPT, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(script), *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **more},
    )


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of what bootstrap looks at, with an empty stand-in for ``.venv``'s Python."""
    root = tmp_path / "checkout"
    shutil.copytree(
        ROOT / "packaging", root / "packaging", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copy(ROOT / "pyproject.toml", root)
    return root


@pytest.fixture
def bootstrap(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script as a module of the copy."""
    monkeypatch.setattr(sys, "path", sys.path.copy())
    monkeypatch.delitem(sys.modules, "system_packages", raising=False)
    script = checkout / "packaging" / "bootstrap.py"
    spec = importlib.util.spec_from_file_location("bootstrap_copy", script)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _pretend_made(bootstrap: ModuleType, purpose: str) -> None:
    python = bootstrap.venv_python()
    python.parent.mkdir(parents=True, exist_ok=True)
    python.touch()
    bootstrap._write_stamp(purpose, bootstrap.fingerprint(purpose))


def test_help_names_the_three_commands() -> None:
    done = _run("--help")
    assert done.returncode == 0
    for command in ("run [ARGS]", "test [PYTEST ARGS]", "setup"):
        assert command in done.stdout


@pytest.mark.parametrize("arguments", [["fly"], ["setup", "--fast"]])
def test_an_unknown_command_is_wrong_use(arguments: list[str]) -> None:
    done = _run(*arguments)
    assert done.returncode == 2
    assert done.stderr.startswith(FIRST_WORDS)
    assert "Traceback" not in done.stderr


def test_an_old_python_is_refused_with_a_sentence(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap, "OLDEST", (9, 9))
    assert bootstrap.main(["setup"]) == 3
    said = capsys.readouterr().err
    assert said.startswith("bootstrap: this is Python 3.")
    assert "needs Python 9.9 or newer" in said
    assert not bootstrap.VENV.exists()


def test_an_old_python_hands_over_to_a_newer_one_that_starts(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, words in (("python3.14", "exit 127"), ("python3.13", "echo 3 13")):
        program = tmp_path / name
        program.write_text(f"#!/bin/sh\n{words}\n", encoding="utf-8")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert bootstrap._find_newer_python() == str(tmp_path / "python3.13")


def test_an_environment_with_a_fitting_stamp_is_ready(bootstrap: ModuleType) -> None:
    _pretend_made(bootstrap, "run")
    assert bootstrap.is_ready("run", bootstrap.fingerprint("run"))
    assert not bootstrap.is_ready("test", bootstrap.fingerprint("test"))


def test_the_tests_environment_also_runs_the_program(bootstrap: ModuleType) -> None:
    _pretend_made(bootstrap, "test")
    assert bootstrap.is_ready("run", bootstrap.fingerprint("run"))


def test_the_environment_with_a_keychain_also_runs_the_program(bootstrap: ModuleType) -> None:
    _pretend_made(bootstrap, "keychain")
    assert bootstrap.is_ready("run", bootstrap.fingerprint("run"))
    assert bootstrap.is_ready("keychain", bootstrap.fingerprint("keychain"))
    assert not bootstrap.is_ready("test", bootstrap.fingerprint("test"))


def test_setup_with_a_keychain_installs_the_lock_that_has_it(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared: list[str] = []
    monkeypatch.setattr(bootstrap, "prepare", prepared.append)
    assert [bootstrap.main(["setup", *more]) for more in ([], ["--dev"], ["--keychain"])] == [0] * 3
    assert prepared == ["run", "test", "keychain"]
    assert "keyring==" in bootstrap.LOCKS["keychain"].read_text(encoding="utf-8")


def test_a_changed_lock_makes_the_environment_stale(bootstrap: ModuleType) -> None:
    _pretend_made(bootstrap, "run")
    lock = bootstrap.LOCKS["run"]
    lock.write_bytes(lock.read_bytes() + b"\n")
    assert not bootstrap.is_ready("run", bootstrap.fingerprint("run"))


def test_a_changed_tool_setting_does_not_and_a_changed_dependency_does(
    bootstrap: ModuleType,
) -> None:
    before = bootstrap.fingerprint("run")
    project = bootstrap.ROOT / "pyproject.toml"
    text = project.read_text(encoding="utf-8")
    project.write_text(text.replace("line-length = 100", "line-length = 90"), encoding="utf-8")
    assert bootstrap.fingerprint("run") == before
    project.write_text(text.replace("XlsxWriter>=3.2", "XlsxWriter>=3.1"), encoding="utf-8")
    assert bootstrap.fingerprint("run") != before


def test_a_moved_checkout_is_made_anew(bootstrap: ModuleType, tmp_path: Path) -> None:
    before = bootstrap.fingerprint("run")
    bootstrap.ROOT = tmp_path / "elsewhere"
    shutil.copytree(tmp_path / "checkout", bootstrap.ROOT)
    assert bootstrap.fingerprint("run") != before


@pytest.mark.parametrize("content", ["", "[]", "{", "null"])
def test_a_damaged_stamp_is_no_stamp(bootstrap: ModuleType, content: str) -> None:
    _pretend_made(bootstrap, "run")
    bootstrap.STAMP.write_text(content, encoding="utf-8")
    assert not bootstrap.is_ready("run", bootstrap.fingerprint("run"))


def test_an_environment_whose_python_is_gone_is_made_anew(bootstrap: ModuleType) -> None:
    _pretend_made(bootstrap, "run")
    bootstrap.venv_python().unlink()
    assert not bootstrap.is_ready("run", bootstrap.fingerprint("run"))


def test_the_callers_settings_for_python_and_pip_do_not_matter(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "PIP_USER", "PIP_TARGET"):
        monkeypatch.setenv(name, "1")
    monkeypatch.setenv("PIP_CERT", "kept")
    clean = bootstrap.clean_environment()
    assert clean["PIP_CERT"] == "kept"
    assert not {"PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "PIP_USER", "PIP_TARGET"} & clean.keys()


def test_a_failing_pip_ends_in_a_sentence(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap.system_packages, "install", lambda *_arguments: None)
    monkeypatch.setattr(bootstrap, "_make_venv", lambda: None)
    monkeypatch.setattr(bootstrap.subprocess, "call", lambda *_arguments, **_more: 1)
    assert bootstrap.main(["setup"]) == 3
    assert "pip could not install what requirements.lock pins" in capsys.readouterr().err
    assert not bootstrap.STAMP.exists()


def test_a_missing_system_library_is_named(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    python = bootstrap.venv_python()
    python.parent.mkdir(parents=True)
    python.write_text("#!/bin/sh\necho libEGL.so.1: cannot open; exit 1\n", encoding="utf-8")
    python.chmod(0o755)
    monkeypatch.setattr(bootstrap.system_packages, "install", lambda *_arguments: None)
    monkeypatch.setattr(bootstrap, "_make_venv", lambda: None)
    monkeypatch.setattr(bootstrap, "_install", lambda _purpose: None)
    assert bootstrap.main(["setup"]) == 3
    said = capsys.readouterr().err
    assert "Qt does not load: libEGL.so.1: cannot open" in said
    assert "libegl1" in said


@pytest.mark.skipif(not (ROOT / ".venv").is_dir(), reason="not started by bootstrap")
def test_a_second_call_starts_within_a_second() -> None:
    before = os.times()
    done = _run("test", "--version", PYTHONDONTWRITEBYTECODE="1")
    if "installing" in done.stderr:
        pytest.skip("the environment was not ready yet")
    assert done.returncode == 0, done.stderr
    assert "pytest" in done.stdout + done.stderr
    after = os.times()
    # Of processor time, which others' work does not lengthen: a second, and pytest's own start.
    spent = after.children_user + after.children_system
    assert spent - before.children_user - before.children_system < 3
