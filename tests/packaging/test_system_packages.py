"""System libraries: installed where apt-get is, named elsewhere, never fatal."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def packages(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.syspath_prepend(str(ROOT / "packaging"))
    monkeypatch.delitem(sys.modules, "system_packages", raising=False)
    import system_packages

    yield system_packages
    sys.modules.pop("system_packages", None)


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A search path of our own, whose programs write what they were asked into ``calls``."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("CALLS", str(tmp_path / "calls"))
    (folder / "env").symlink_to("/usr/bin/env")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    return folder


def _write(folder: Path, name: str, script: str) -> None:
    program = folder / name
    program.write_text(f'#!/bin/sh\necho "{name} $*" >> "$CALLS"\n{script}\n', encoding="utf-8")
    program.chmod(0o755)


def _calls(folder: Path) -> list[str]:
    file = folder.parent / "calls"
    return file.read_text(encoding="utf-8").splitlines() if file.exists() else []


def test_without_apt_the_libraries_are_named(
    packages, said: list[str], programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    packages.install("run", dict(os.environ), said.append)
    assert "libegl1" in said[0]
    assert _calls(programs) == []


def test_windows_needs_none(
    packages, said: list[str], programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packages, "is_debian_like", lambda: False)
    monkeypatch.setattr(sys, "platform", "win32")
    packages.install("run", dict(os.environ), said.append)
    assert said == []


def test_what_is_installed_is_left_alone(
    packages, said: list[str], programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packages, "is_debian_like", lambda: True)
    names = [name.replace("libglib2.0-0", "libglib2.0-0t64") for name in packages.needed("run")]
    _write(programs, "dpkg-query", "\n".join(f"echo {name} installed" for name in names))
    packages.install("run", dict(os.environ), said.append)
    assert said == []


def test_a_missing_package_list_is_read_once(
    packages, said: list[str], programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packages, "is_debian_like", lambda: True)
    _write(programs, "dpkg-query", "echo libegl1 config-files; exit 1")
    _write(programs, "apt-get", 'case "$*" in *install*) echo no such package; exit 100;; esac')
    packages.install("run", dict(os.environ), said.append)
    calls = [line for line in _calls(programs) if line.startswith("apt-get")]
    assert sum(" update" in line for line in calls) == 1
    assert " install " in calls[-1]
    assert "libegl1" in calls[-1]
    assert any("apt-get said: no such package" in sentence for sentence in said)
    assert said[-1].endswith("run: sudo apt-get install " + " ".join(packages.QT))


def test_without_rights_the_command_is_told(
    packages, said: list[str], programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packages, "is_debian_like", lambda: True)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    _write(programs, "dpkg-query", "exit 1")
    packages.install("run", dict(os.environ), said.append)
    assert len(said) == 1
    assert "sudo apt-get install" in said[0]


def test_the_tests_also_need_a_virtual_screen_and_a_mouse(packages) -> None:
    extra = set(packages.needed("test")) - set(packages.needed("run"))
    assert {"xvfb", "xauth", "xdotool", "openbox", "dbus"} <= extra
