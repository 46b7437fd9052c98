"""A start with nothing but a desk goes straight to the window; all else is read by the parser."""

from __future__ import annotations

from pathlib import Path

import pytest

from salesdesk import __main__ as program


@pytest.mark.parametrize(
    ("words", "is_plain"),
    [
        ([], True),
        (["there.desk"], True),
        (["gone.desk"], False),
        (["new"], False),
        (["--demo"], False),
        (["there.desk", "--demo"], False),
        (["-x.desk"], False),
        (["folder.desk"], False),
    ],
)
def test_only_a_desk_that_is_there_needs_no_parsing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], is_plain: bool
) -> None:
    (tmp_path / "folder.desk").mkdir()
    for name in ("there.desk", "new", "-x.desk"):
        (tmp_path / name).touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert program._is_plain_start(words) is is_plain


def test_without_a_screen_the_command_line_has_the_word(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    assert program._is_plain_start([]) is False
