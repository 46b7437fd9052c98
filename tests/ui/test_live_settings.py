"""What screens kept for themselves and makes no sense any more gives way to the usual."""

from __future__ import annotations

import threading

import pytest

from salesdesk.domain.card_order import CardOrder
from salesdesk.domain.errors import KnownError
from salesdesk.support.settings import Settings
from salesdesk.ui.board.keeping import Keeping
from salesdesk.ui.board.look import USUAL
from salesdesk.ui.live_settings import LiveSettings, font_px_of, minutes_of


def kept(**screens: object) -> LiveSettings:
    """Settings in which screens kept these."""
    return LiveSettings(Settings(screens=screens))


@pytest.mark.parametrize("size", ["big", None, 5, 10**30, {}, [13]])
def test_a_text_size_that_makes_no_sense_is_the_usual_one(size: object) -> None:
    assert font_px_of(kept(look={"font_px": size})) == 13
    assert font_px_of(kept(look={"font_px": 16})) == 16


def test_a_board_that_kept_nonsense_starts_as_usual() -> None:
    board = Keeping(kept(board={"order": ["x"], "collapsed": [{}], "look": {"fields": [{}]}}))
    assert (board.order, board.look.fields) == (CardOrder.PLACE, frozenset())
    assert Keeping(kept(board=7)).look.fields == USUAL


def test_sizes_and_minutes_beyond_all_measure_are_not_taken() -> None:
    settings = kept(dialogs={"a": [10**30, 5], "b": [800, 600]}, security={"lock_after": 10**30})
    assert (settings.dialog_size("a"), settings.dialog_size("b")) == (None, (800, 600))
    assert minutes_of(settings) == 15


class Disk:
    """A settings file on a disk that waits with each file until it may, and may refuse."""

    def __init__(self) -> None:
        self.may_write, self.is_full = threading.Event(), False
        self.saved: list[str] = []

    def save(self, settings: Settings) -> None:
        self.may_write.wait(5)
        if self.is_full:
            raise KnownError("Your settings could not be saved (full).")
        self.saved.append(settings.currency)


def test_a_slow_disk_keeps_nobody_waiting_and_the_last_settings_are_kept(qtbot) -> None:
    disk = Disk()
    live = LiveSettings(Settings(), disk)  # type: ignore[arg-type]
    live.change(currency="USD")
    live.write()
    live.change(currency="CHF")
    live.write()
    assert disk.saved == []
    disk.may_write.set()
    live.flush()
    assert disk.saved[-1] == "CHF"


def test_a_disk_that_refuses_behind_the_window_is_told_of(qtbot) -> None:
    disk, said = Disk(), []
    disk.is_full = True
    disk.may_write.set()
    live = LiveSettings(Settings(), disk)  # type: ignore[arg-type]
    live.failed.connect(said.append)
    live.write()
    qtbot.waitUntil(lambda: said == ["Your settings could not be saved (full)."])
