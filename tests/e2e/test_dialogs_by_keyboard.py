"""Dialogs that no other run passes, walked by keyboard alone: a fact corrected, a recent desk."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from salesdesk.domain.clock import Clock
from salesdesk.support.paths import Places
from salesdesk.support.settings import Settings, SettingsFile
from salesdesk.usecases.desk import Desk
from tests.desks import TODAY, add_deal, add_person
from tests.e2e import screen
from tests.e2e.keyboard import Keyboard, command, desk, hands, kept

__all__ = ["desk", "hands"]

pytestmark = [*screen.MARKS, pytest.mark.timeout(180)]
DEAL = "Night bus wallboard"
HEARD = "Two buses leave late"
RIGHT = "Two buses a week leave late"
FIELDS = [
    "fact_words", "fact_kind", "fact_person", "fact_said_on_line", "fact_said_on_calendar",
    "fact_measure", "fact_baseline", "fact_target", "fact_due_on_line", "fact_due_on_calendar",
    "fact_confirmed", "fact_delete", "fact_dialog_cancel", "fact_keep",
]  # fmt: skip
"""What Tab passes in the dialog of a pain, in this order."""


@pytest.fixture
def peopled(desk: Path) -> Path:
    """The desk with a deal and two people on it, before the program opens it."""
    opened = Desk(desk, Clock(TODAY), threaded=False)
    deal_id = add_deal(opened, DEAL)
    add_person(opened, deal_id, "Doreen Falk")
    add_person(opened, deal_id, "Sabine Roth")
    opened.close()
    return desk


def _to_the_deal(hands: Keyboard) -> None:
    """By the palette, which finds it by its words."""
    hands.card(DEAL)
    hands.keys("ctrl+k")
    hands.focused("palette_line")
    hands.write("night bus")
    hands.until(lambda: hands.ask("text", "palette_line") == "night bus", "what was typed")
    hands.until(lambda: "palette_list" in hands.ask("names", "palette"), "the deal found")
    hands.keys("Return")
    hands.until(lambda: hands.ask("page") == "deal", "the deal's page")
    hands.focused("deal_tabs")


def _to_the_fact(hands: Keyboard, desk: Path) -> None:
    """From the criterion to its question, the answer marked as a pain, and on to that fact."""
    hands.keys("alt+3")
    hands.focused("capture")
    hands.keys("F6")
    hands.focused("criterion_")
    hands.press("criterion_pain-named_ask")
    hands.focused("answer_")
    hands.write(HEARD)
    hands.keys("alt+p")
    kept(hands, desk, "SELECT kind, words FROM fact", ("pain", HEARD))
    hands.until(lambda: hands.ask("names", "fact_"), "the fact under the answer")
    _open_fact(hands)


def _open_fact(hands: Keyboard) -> None:
    hands.reach("fact_")
    hands.keys("Return")
    hands.place("fact_dialog")
    hands.focused("fact_words")


def test_every_field_of_a_fact_is_reached_and_corrected_by_keyboard_alone(
    peopled: Path, hands: Keyboard
) -> None:
    _to_the_deal(hands)
    _to_the_fact(hands, peopled)
    walked = []
    for _field in FIELDS:
        walked.append(hands.ask("focus"))
        assert hands.ask("label"), "a screen reader is told what it is"
        hands.keys("Tab")
    assert walked == FIELDS
    hands.focused("fact_words")
    hands.keys("ctrl+a")
    hands.write(RIGHT)
    hands.reach("fact_confirmed")
    hands.keys("space")
    hands.keys("ctrl+Return")
    hands.says("Choose who confirmed it.")
    hands.focused("fact_person")
    hands.write("S")
    hands.fill("fact_measure", "Late buses")
    hands.fill("fact_baseline", "2 a week")
    hands.fill("fact_target", "0")
    hands.fill("fact_due_on_line", "2027-03-01")
    hands.press("fact_keep")
    hands.gone("fact_dialog")
    changed = (
        "SELECT f.words, p.name, f.measure, f.baseline, f.target, f.due_on, f.confirmed FROM fact f"
        " JOIN person p ON p.id = f.person_id"
    )
    kept(hands, peopled, changed,
         (RIGHT, "Sabine Roth", "Late buses", "2 a week", "0", "2027-03-01", 1))  # fmt: skip
    hands.focused("fact_")  # what opened it, made anew
    _open_fact(hands)
    hands.press("fact_delete")
    hands.gone("fact_dialog")
    kept(hands, peopled, "SELECT count(*) FROM fact WHERE binned_at IS NOT NULL", (1,))
    hands.focused("answer_")
    hands.keys("Escape")
    hands.focused("question_")
    hands.keys("ctrl+z")
    kept(hands, peopled, "SELECT count(*) FROM fact WHERE binned_at IS NULL", (1,))


@pytest.fixture
def lately(desk: Path, tmp_path: Path) -> list[Path]:
    """Two other desks that were open before, the first one last; settings that remember them."""
    found = [tmp_path / "spring.desk", tmp_path / "autumn.desk"]
    for path in found:
        command("new", str(path), home=tmp_path)
    kept_by = Places(tmp_path / "home").settings_file
    kept_by.parent.mkdir(parents=True, exist_ok=True)
    SettingsFile(kept_by).save(Settings(recent_desks=tuple(map(str, (desk, *found)))))
    return found


def _windows(hands: Keyboard, name: str) -> list[str]:
    """The windows on the screen with this in their title."""
    seen = subprocess.run(
        ["xdotool", "search", "--onlyvisible", "--name", name],
        env=hands.environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    return seen.stdout.split()


def test_a_recent_desk_is_opened_from_the_menu_by_keyboard_alone(
    lately: list[Path], hands: Keyboard
) -> None:
    hands.focused("empty_board_new")
    hands.keys("alt+f")
    hands.until(lambda: hands.ask("front") == "menu_file", "the File menu")
    hands.until(lambda: _walked_to(hands, "Open recent…"), "Open recent…")
    hands.keys("Return")
    hands.focused("recent_desks_list")
    assert hands.ask("label") == "Desks opened lately"
    hands.keys("Escape")
    hands.gone("recent_desks")
    hands.focused("empty_board_new")
    hands.keys("alt+f")
    hands.until(lambda: _walked_to(hands, "Open recent…"), "Open recent…")
    hands.keys("Return")
    hands.focused("recent_desks_list")
    hands.keys("Down", "Return")
    hands.gone("recent_desks")
    hands.until(lambda: _windows(hands, "autumn"), "a window of the other desk")
    assert not _windows(hands, "spring")
    assert hands.ask("page") == "board", "this one stays as it was"
    hands.until(lambda: _closed(hands, "autumn"), "the other window closed")


def _walked_to(hands: Keyboard, title: str) -> bool:
    """One key down in the open menu, unless it is there."""
    if hands.ask("chosen") == title:
        return True
    hands.keys("Down")
    return False


def _closed(hands: Keyboard, name: str) -> bool:
    """One attempt to close the window in front, unless that one is gone."""
    if not _windows(hands, name):
        return True
    found = _windows(hands, name)[:1]
    subprocess.run(
        ["xdotool", "windowactivate", "--sync", *found, "key", "--clearmodifiers", "ctrl+q"],
        env=hands.environment, timeout=60, check=False,
    )  # fmt: skip
    return False
