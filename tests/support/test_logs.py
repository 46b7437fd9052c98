"""The log keeps no customer data."""

from __future__ import annotations

import logging
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from salesdesk.support import logs
from salesdesk.support.logs import Ours, frames_without_words


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "logs" / "salesdesk.log"
    logs.start(path)
    yield path
    logs.stop()


def test_text_is_logged_as_its_length_ids_and_numbers_as_they_are(file: Path) -> None:
    log = logging.getLogger("salesdesk.test")
    log.warning("Moved %s, %s of %d by %s", "Globex", "0" * 32, 3, Ours("MoveDeals"))
    line = file.read_text(encoding="utf-8")
    assert "Globex" not in line
    assert f"Moved <6 characters>, {'0' * 32} of 3 by MoveDeals" in line


def test_an_exception_keeps_its_places_and_loses_its_words(file: Path) -> None:
    try:
        try:
            raise ValueError("Globex owes 42,000")
        except ValueError as reason:
            raise RuntimeError("while saving Globex") from reason
    except RuntimeError:
        logging.getLogger("salesdesk.test").exception("It failed")
    text = file.read_text(encoding="utf-8")
    assert "Globex" not in text
    assert "builtins.ValueError\nwhich led to\n" in text
    assert "test_logs.py:" in text
    assert "in test_an_exception_keeps_its_places_and_loses_its_words" in text


def test_the_record_that_others_see_is_unchanged(
    file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    logging.getLogger("salesdesk.test").warning("Saw %s", "Globex")
    assert caplog.messages == ["Saw Globex"]
    assert "Globex" not in file.read_text(encoding="utf-8")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_the_log_is_the_users_alone(file: Path) -> None:
    logging.getLogger("salesdesk.test").warning("Started")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_the_log_turns_over_and_does_not_grow_for_ever(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logs, "_SIZE", 500)
    logs.start(file)
    log = logging.getLogger("salesdesk.test")
    for number in range(200):
        log.warning("Line %d", number)
    assert len(list(file.parent.iterdir())) == 4
    assert all(each.stat().st_size <= 500 for each in file.parent.iterdir())


def test_a_place_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("a file where the folder should be", encoding="utf-8")
    logs.start(tmp_path / "logs" / "salesdesk.log").warning("Started all the same")
    logs.stop()
    assert (tmp_path / "logs").is_file()


def test_a_chain_that_bites_its_tail_ends() -> None:
    one, two = ValueError("a"), ValueError("b")
    one.__cause__, two.__cause__ = two, one
    assert frames_without_words(one).count("ValueError") == 2
