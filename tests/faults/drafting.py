"""Types into every text field of the program, or looks whether the words are there again.

``python -m tests.faults.drafting type DESK OUT`` walks all pages, panels and dialogs of a desk,
types into each text field that the register names, and notes what a kill would leave in the file
and how soon after the last key; at the end it kills itself. ``… look DESK OUT`` walks the same way
and says as JSON which words it found in which field. Both name the text fields that no register
knows.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.faults.hostile import Walk
from tests.faults.live import Live

PATIENCE_S = 3.0
"""A computer that is busy with others gets so long; how long it took is told."""
SKIPPED = ("app.quit", "app.undo", "app.redo", "app.manual", "app.palette", "importing.start",
           "files.", "app.about", "app.shortcuts", "app.practice", "history.", "bin.")  # fmt: skip
"""Actions whose dialogs ask for files, or have no text field of their own."""


class Fields(Walk):
    """A walk that does something with each text field that it meets for the first time."""

    def __init__(
        self,
        live: Live,
        deal: str,
        meet: Callable[[str, list[Any]], None],
        account: str = "",
        every: int = 1,
    ) -> None:
        """`account` is the one to look at; that of the deal as it was before anything was typed.

        Only every so manyth place is gone to.
        """
        super().__init__(live, deal)
        self._every, self._places = every, 0
        self.account = account or self._account()
        self._meet, self._met, self.unknown = meet, set[str](), set[str]()

    def look(self, where: str) -> None:
        """Hands the new fields that are shown to whoever walks."""
        from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTextEdit, QWidget

        from salesdesk.ui import draft_fields

        found = []
        for top in self.live.app.topLevelWidgets():
            for field in top.findChildren(QWidget):
                if not isinstance(field, (QLineEdit, QPlainTextEdit, QTextEdit)):
                    continue
                if field.isReadOnly() or not field.isVisible() or not field.isEnabled():
                    continue
                if isinstance(field, draft_fields.kinds()):
                    name = "|".join(draft_fields.key_of(field))
                    if draft_fields.keeps(field) and name not in self._met:
                        self._met.add(name)
                        found.append(field)
                elif not draft_fields.exempt(field):
                    self.unknown.add(f"{type(field).__name__} {field.objectName()} at {where}")
        if found:
            self._meet(where, found)

    def step(
        self, name: str, act: Callable[[], Any], patience: float = 0.05, *, looks: bool = True
    ) -> bool:
        """Goes there, when it is its turn; says whether it was."""
        self._places += 1
        is_its_turn = self._places % self._every == 0
        if is_its_turn:
            super().step(name, act, patience, looks=looks)
        return is_its_turn

    def everywhere(self) -> None:
        """Pages, panels, the dialogs of the register, and those that actions open."""
        window, account = self.live.window, self.account
        for key in window.pages:
            item = {"deal": self.deal, "accounts": account}.get(key, "")
            window.go(key, item)
            self._wait_for(key, account)  # before it is looked at: first it shows another account
            self.step(f"page {key}", lambda: None, 0.4)
            self._actions(key)
        window.go("deal", self.deal)
        page: Any = window.page("deal")
        for row in _panels():
            for _time in range(2):
                self.step(f"panel {row.key}", lambda k=row.key: window.go(
                    "deal", f"{self.deal}/{k}"), 0.6)  # fmt: skip
        page.tabs.set_key("overview")
        for target in ("note", "log", "people", "next_step", "line_items", "competitor"):
            self.step(f"reveal {target}", lambda t=target: page.panel("overview").reveal(t), 0.3)
        for name, item in self._dialogs():
            if name != "add_files":
                self._open(f"dialog {name}", lambda n=name, i=item: window.open(n, i))

    def _account(self) -> str:
        (account,) = self.live.program.desk.raw.execute(
            "SELECT account_id FROM deal WHERE id=?", (self.deal,)
        ).fetchone()
        return str(account)

    def _wait_for(self, key: str, account: str) -> None:
        """Today and the accounts are read on a worker."""
        page: Any = self.live.window.page(key)
        if key == "today":
            self.live.until(lambda: page.model.lines)
        elif key == "accounts":
            self.live.until(lambda: page.panel.page is not None)
            page.open_item(account)
            self.live.until(lambda: page.panel.page.id == account)
        self.live.settle(0.1)

    def _actions(self, page: str) -> None:
        window = self.live.window
        for row in window.book.possible():
            if not row.title.endswith("…") or row.key.startswith(SKIPPED):
                continue
            self._open(f"{page}: {row.key}", lambda key=row.key: window.book.run(key))
            if window.current_page != page:
                window.go(page, self.deal if page == "deal" else "")

    def _open(self, name: str, act: Callable[[], Any]) -> None:
        from PySide6.QtWidgets import QDialog

        if not self.step(name, act, 0.25):
            return
        for _time in range(3):
            shown = [w for w in self.live.app.topLevelWidgets()
                     if isinstance(w, QDialog) and w.isVisible()]  # fmt: skip
            for dialog in shown:
                dialog.done(0)
        self.live.window.dialogs.shown.clear()
        self.live.settle(0.05)


def _panels() -> Any:
    from salesdesk.ui.deal.panels import PANELS

    return PANELS


def _drafts(path: Path) -> Iterator[list[Any]]:
    """The rows that a program which comes after a kill finds."""
    from sqlcipher3 import dbapi2 as driver

    raw = driver.connect(path)
    try:
        yield from (list(row) for row in raw.execute(
            "SELECT place, field, words, label, bases, kept_at FROM draft"))  # fmt: skip
    finally:
        raw.close()


def typing(path: Path, out: Path, every: int) -> None:
    """Types at every so manyth place, writes what would be left, and is killed."""
    from PySide6.QtTest import QTest

    from salesdesk.ui import draft_fields

    live = _live(path)
    typed: dict[str, str] = {}
    rows: dict[str, list[Any]] = {}
    slow: list[str] = []
    took: list[float] = []

    def meet(where: str, fields: list[Any]) -> None:
        from shiboken6 import isValid

        keys = ["|".join(draft_fields.key_of(each)) for each in fields if isValid(each)]
        # What was typed before is saved as it is left, and a row may be made anew with that under
        # the hands of somebody who types as fast as this: then it is typed again.
        lost = [key for key in keys if not any(attempt(key) for _time in range(5))]
        slow.extend(f"not on disk: {key} at {where}" for key in lost)

    def attempt(key: str) -> bool:
        field = _field(live, key)
        if field is None:
            return True  # it was one of a form that is gone
        field.window().activateWindow()
        field.setFocus()
        live.program.desk.wait()
        live.settle(0.05)
        field = _field(live, key)
        if field is None or not field.hasFocus():
            return False
        words = f"Unfinished {len(typed)}"
        QTest.keyClicks(field, words)
        stands = draft_fields.words_in(field)
        if words not in stands:
            return True  # it takes digits alone, or only so many signs
        began = time.monotonic()
        while time.monotonic() - began < PATIENCE_S:
            live.turn()
            left = {f"{row[0]}|{row[1]}": row for row in _drafts(path)}
            if key in left and left[key][2] == stands:
                typed[key], rows[key] = stands, left[key]
                took.append(time.monotonic() - began)
                return True
        if _is_saved(live, stands):
            typed[key] = stands
            return True
        return False

    walk = Fields(live, _deal(live), meet, every=every)
    walk.everywhere()
    told = {"typed": typed, "rows": list(rows.values()), "slow": slow, "took": sorted(took),
            "unknown": sorted(walk.unknown), "account": walk.account}  # fmt: skip
    out.write_text(json.dumps(told))
    sys.stdout.flush()
    os.kill(os.getpid(), signal.SIGKILL)


def _field(live: Live, key: str) -> Any:
    """The field of this key that is shown now, None for none."""
    from PySide6.QtWidgets import QWidget

    from salesdesk.ui import draft_fields

    fields = (
        field
        for top in live.app.topLevelWidgets()
        for field in top.findChildren(QWidget)
        if isinstance(field, draft_fields.kinds())
        and field.isVisible()
        and "|".join(draft_fields.key_of(field)) == key
    )
    return next(fields, None)


def _is_saved(live: Live, words: str) -> bool:
    """Whether the words were saved as themselves meanwhile."""
    from salesdesk.store.reads import history

    live.program.desk.wait()
    return bool(live.program.desk.read(lambda c: history.touching(c, words=words)))


def looking(path: Path, out: Path, every: int) -> None:
    """Says in which fields the words stand that were typed before the kill."""
    from salesdesk.ui import draft_fields

    live = _live(path)
    told = json.loads(out.read_text())
    found: dict[str, str] = {}

    def meet(_where: str, fields: list[Any]) -> None:
        live.settle(0.05)
        from shiboken6 import isValid

        for field in fields:
            if isValid(field):
                found["|".join(draft_fields.key_of(field))] = draft_fields.words_in(field)

    live.settle(0.5)
    banner = live.banner
    Fields(live, _deal(live), meet, told["account"], every).everywhere()
    back = [key for key, words in told["typed"].items() if found.get(key) == words]
    lost = {key: found.get(key) for key in told["typed"] if key not in back}
    live.end(back=len(back), lost=lost, banner=banner)


def _live(path: Path) -> Live:
    from PySide6.QtWidgets import QDialog, QFileDialog

    from salesdesk.ui.widgets.dialog import Dialog

    for kind in (QDialog, Dialog):
        kind.exec = lambda self: self.open() or 0  # type: ignore[assignment,method-assign]
    for name in ("getOpenFileName", "getSaveFileName", "getOpenFileNames"):
        setattr(QFileDialog, name, staticmethod(lambda *_words, **_named: ("", "")))
    live = Live(path)
    live.program.desk.warm().result()
    live.settle(0.5)
    return live


def _deal(live: Live) -> str:
    (deal,) = live.program.desk.raw.execute(
        "SELECT d.id FROM deal d JOIN fact f ON f.deal_id = d.id JOIN objection o ON o.deal_id ="
        " d.id WHERE d.status='open' GROUP BY d.id ORDER BY count(*) DESC, d.id LIMIT 1"
    ).fetchone()
    return str(deal)


if __name__ == "__main__":
    work = {"type": typing, "look": looking}[sys.argv[1]]
    work(Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))
