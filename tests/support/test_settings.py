"""Settings: kept whole, read tolerantly."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesdesk.domain.errors import KnownError
from salesdesk.support.settings import Settings, SettingsFile


@pytest.fixture
def file(tmp_path: Path) -> SettingsFile:
    return SettingsFile(tmp_path / "home" / "settings.json")


def test_without_a_file_the_usual_settings_hold_and_nothing_is_told(file: SettingsFile) -> None:
    loaded = file.load()
    assert loaded.settings == Settings()
    assert loaded.told == ()


def test_what_is_saved_comes_back(file: SettingsFile) -> None:
    chosen = Settings(
        language="en_GB",
        palette="dark",
        rep_name="Inês Duarte",
        recent_desks=("/a b", "/c"),
        screens={"board": {"collapsed": ["won"], "width": 220}},
    )
    file.save(chosen)
    assert file.load().settings == chosen
    assert file.load().told == ()


@given(name=st.text(), width=st.integers())
def test_any_text_survives_a_round(
    tmp_path_factory: pytest.TempPathFactory, name: str, width: int
) -> None:
    file = SettingsFile(tmp_path_factory.mktemp("settings") / "settings.json")
    chosen = Settings(rep_name=name, screens={"deal": {"width": width}})
    file.save(chosen)
    assert file.load().settings == chosen


def test_a_broken_file_is_kept_aside_and_told(file: SettingsFile) -> None:
    file.save(Settings(palette="dark"))
    file.path.write_bytes(b'{"palette": "da')
    loaded = file.load()
    assert loaded.settings == Settings()
    assert "settings.broken-1.json" in loaded.told[0]
    assert (file.path.parent / "settings.broken-1.json").read_bytes() == b'{"palette": "da'
    assert not file.path.exists()


@pytest.mark.parametrize("content", [b"{", b'{"a": 1e999}', b'{"a": NaN}', b'{"a": "\\ud800"}'])
def test_a_broken_file_stays_until_somebody_reads_it_who_tells(
    file: SettingsFile, content: bytes
) -> None:
    file.path.parent.mkdir()
    file.path.write_bytes(content)
    assert file.read() == Settings()
    assert file.path.read_bytes() == content
    assert "damaged" in file.load().told[0]
    assert not file.path.exists()


def test_a_second_broken_file_does_not_replace_the_first(file: SettingsFile) -> None:
    file.path.parent.mkdir()
    for content in (b"[]", b"\xff\xfe", b"[" * 100_000):
        file.path.write_bytes(content)
        file.load()
    kept = sorted(each.name for each in file.path.parent.iterdir())
    assert kept == [f"settings.broken-{number}.json" for number in (1, 2, 3)]


def test_an_entry_that_makes_no_sense_does_not_spoil_the_others(file: SettingsFile) -> None:
    file.path.parent.mkdir()
    entries = {"palette": "pink", "rep_name": "Ines", "recent_desks": [1], "screens": {}}
    file.path.write_text(json.dumps(entries), encoding="utf-8")
    loaded = file.load()
    assert loaded.settings == Settings(rep_name="Ines")
    assert "palette, recent_desks" in loaded.told[0]


def test_what_a_newer_version_wrote_is_written_back(file: SettingsFile) -> None:
    file.path.parent.mkdir()
    file.path.write_text('{"hologram": {"depth": 3}, "paper": "Letter"}', encoding="utf-8")
    settings = file.load().settings
    file.save(settings._replace(palette="light"))
    entries = json.loads(file.path.read_text(encoding="utf-8"))
    assert entries["hologram"] == {"depth": 3}
    assert (entries["paper"], entries["palette"]) == ("Letter", "light")


def test_a_refused_save_leaves_the_old_settings(
    file: SettingsFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.save(Settings(palette="dark"))

    def full_disk(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(KnownError, match="No space left on device"):
        file.save(Settings(palette="light"))
    monkeypatch.undo()
    assert file.load().settings.palette == "dark"
    assert [each.name for each in file.path.parent.iterdir()] == ["settings.json"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_file_and_folder_are_the_users_alone(file: SettingsFile) -> None:
    file.save(Settings())
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.path.parent.stat().st_mode) == 0o700
