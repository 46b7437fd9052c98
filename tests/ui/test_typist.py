"""What can wait for a pause of the typist does, and comes after it, once."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from salesdesk.ui.actions import ActionBook, ActionRow
from salesdesk.ui.typist import PAUSE_MS, AtPause, Typist

LOOKS = 3


class Typing:
    """Somebody who stops after having been looked at a few times, however slow the machine."""

    def __init__(self, looks: int = LOOKS) -> None:
        self.left = looks

    def __call__(self) -> bool:
        self.left -= 1
        return self.left >= 0


def test_a_key_counts_as_typing_until_the_pause(monkeypatch) -> None:
    now = [100.0]
    monkeypatch.setattr("salesdesk.ui.typist.time.monotonic", lambda: now[0])
    typist = Typist()
    assert not typist.is_typing
    typist.note()
    now[0] += PAUSE_MS / 1000 - 0.01
    assert typist.is_typing
    now[0] += 0.02
    assert not typist.is_typing


def test_many_requests_are_one_piece_of_work_after_the_pause(qtbot: QtBot) -> None:
    parent, typing, done = QObject(), Typing(), []
    work = AtPause(parent, typing, lambda: done.append(typing.left))
    for _key in range(5):
        work.request()
    assert done == []
    qtbot.waitUntil(lambda: bool(done))
    assert done == [-1], "it was looked until nobody typed any more"


def test_what_is_seen_after_all_does_not_wait(qtbot: QtBot) -> None:
    parent, done = QObject(), []
    work = AtPause(parent, lambda: True, lambda: done.append(1))
    work.finish()
    assert done == [], "nothing was to be done"
    work.request()
    work.finish()
    work.finish()
    assert done == [1]


class _Page(QObject):
    """Does one action, while it may."""

    may_do = False

    def may(self, _key: str) -> bool:
        return self.may_do

    def do(self) -> None:
        """The action."""


def test_actions_are_asked_again_in_the_pause_and_at_once_when_nobody_types(qtbot: QtBot) -> None:
    owner, page, typing = QWidget(), _Page(), [True]
    qtbot.addWidget(owner)
    book = ActionBook([ActionRow("app.do", "Do it", "app", "do")], owner, lambda: typing[0])
    book.offer("app", page)
    assert not book.actions["app.do"].isEnabled()
    page.may_do = True
    book.refresh_at_pause()
    book.refresh_at_pause()
    assert not book.actions["app.do"].isEnabled()
    typing[0] = False
    qtbot.waitUntil(book.actions["app.do"].isEnabled)
    page.may_do = False
    book.refresh_at_pause()
    assert not book.actions["app.do"].isEnabled()
