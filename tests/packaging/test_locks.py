"""The pinned requirements and what we ship."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = sorted((ROOT / "packaging").glob("requirements*.lock"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


PIN = re.compile(r"^[a-z0-9][^\s;]*==[^\s;\\]+(?: ; [^\\\n]+)?", re.MULTILINE)


def _pins(lock: Path) -> set[str]:
    return set(PIN.findall(lock.read_text(encoding="utf-8")))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_a_lock_holds_no_address(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text
    assert "index" not in re.sub(r"#.*", "", text)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_pin_has_a_hash(lock: Path) -> None:
    blocks = re.split(r"\n(?=[a-z0-9])", lock.read_text(encoding="utf-8").strip())
    assert len(blocks) > 10
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_the_tests_run_on_the_versions_that_users_get() -> None:
    run, test = (
        _pins(ROOT / "packaging" / name) for name in ("requirements.lock", "requirements-dev.lock")
    )
    assert run
    assert {pin.strip() for pin in run} - {pin.strip() for pin in test} == set()


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_direct_dependency_is_pinned(lock: Path) -> None:
    names = {pin.split("==")[0] for pin in _pins(lock)}
    wanted = [re.split(r"[<>=; \[]", line)[0] for line in PROJECT["project"]["dependencies"]]
    wanted += ["hatchling", "editables"]
    assert [name for name in wanted if re.sub(r"[._]", "-", name.lower()) not in names] == []


def test_every_icon_is_a_drawing_that_takes_a_colour_and_has_its_licence() -> None:
    icons = sorted((ROOT / "resources" / "icons").glob("*.svg"))
    assert len(icons) > 60
    assert [icon.name for icon in icons if "currentColor" not in icon.read_text()] == []
    assert "ISC License" in (ROOT / "resources" / "icons" / "LICENSE.txt").read_text()
