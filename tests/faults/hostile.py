"""Fills every text of a desk with hostile words and walks all of the program over it.

``python -m tests.faults.hostile DESK BAIT markup|long``: BAIT is a picture in a folder that
nothing else touches; the words name it in every way that Qt would follow. Says as JSON what was
opened (asked of the kernel), connected, shown as markup, and how long each step held the window.
"""

from __future__ import annotations

import ctypes
import json
import os
import select
import struct
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.faults.live import Live

FREE = frozenset(
    "name industry size revenue website phone city country tools about owner title email linkedin"
    " preference pause_reason source term why wants words measure baseline target mitigation text"
    " skipped_why subject body outcome what attendees root_cause response confirmation code family"
    " unit note to_name to_team from_name finish_reason returned_why what_happened where_broke"
    " missed_signal change competitor value capability proof reaction_words scope approach terms"
    " payment sent_to summary rests_on give get approved_by objective fallback hypothesis"
    " must_learn notes company address tax_number".split()
)
"""Columns that a person or a file fills with any words."""
NOT_FREE = {("process_version", "body"), ("saved_filter", "body"), ("objection", "outcome"),
            ("review", "outcome"), ("process_version", "name"), ("call", "attendees")}  # fmt: skip
MARK = "HOSTILE"
QUERIES = ('foo" OR (', "*", "NEAR(a b)", "a AND", '"', "'; DROP TABLE deal; --", "title:x", "^x",
           "-", "()", "{a}", "\x00", "%_", "💣", "x" * 5000, "\ud800", "a\nb", "<b>")  # fmt: skip


def markup(bait: Path) -> str:
    """Everything that a text may not do, in one text."""
    return (
        f"{MARK} <b>bold</b> <img src='{bait.as_uri()}'><img src=\"{bait}\">"
        f"<img src='//{bait}'> ![x]({bait.as_uri()}) [go](javascript:alert(1)) "
        f"<a href='smb://host/share'>x</a> <table><tr><td><table><tr><td>t</table></table> "
        f"<script>x</script> {{{{ 7*7 }}}} &lt; \u202egpj.exe"
    )


_ABOUT_NOTHING = {
    "pipeline",
    "company",
    "backups",
    "restore",
    "check_desk",
    "price_list",
    "unfinished",
}


class Opened:
    """Asks the kernel whether anything in a folder was opened, by whatever part of the program."""

    def __init__(self, folder: Path) -> None:
        library = ctypes.CDLL(None, use_errno=True)
        self._handle = library.inotify_init1(os.O_NONBLOCK)
        opened_or_read = 0x20 | 0x1
        assert library.inotify_add_watch(self._handle, os.fsencode(folder), opened_or_read) >= 0

    def names(self) -> list[str]:
        """The names of the files opened so far."""
        found = []
        while select.select([self._handle], [], [], 0)[0]:
            data = os.read(self._handle, 65536)
            while data:
                _watch, _mask, _cookie, size = struct.unpack_from("iIII", data)
                found.append(data[16 : 16 + size].rstrip(b"\x00").decode())
                data = data[16 + size :]
        return found


class FillAll:
    """Puts a text into every free column of the rows that are named."""

    label = "Fill"

    def __init__(self, text: str, only: set[str] | None) -> None:
        self.text, self.only = text, only

    def apply(self, unit: Any) -> None:
        from sqlalchemy import String

        from salesdesk.store.schema import KINDS

        for table, kind in KINDS.items():
            texts = [c.name for c in kind.__table__.columns if isinstance(c.type, String)]  # type: ignore[attr-defined]
            columns = [name for name in texts if name in FREE]
            columns = [c for c in columns if (table, c) not in NOT_FREE]
            for number, row in enumerate(unit.match(kind) if columns else ()):
                if self.only is None or row.id in self.only:
                    for column in columns:
                        # Names stay apart; a column that is empty is filled as well.
                        setattr(row, column, f"{self.text} {table} {number}")


def fill(desk: Any, bait: Path, how: str) -> str:
    """Fills the desk; gives the id of the deal to look at."""
    raw = desk.raw
    (deal,) = raw.execute(
        "SELECT d.id FROM deal d JOIN fact f ON f.deal_id = d.id JOIN objection o ON o.deal_id ="
        " d.id WHERE d.status='open' GROUP BY d.id ORDER BY count(*) DESC LIMIT 1"
    ).fetchone()
    if how == "markup":
        desk.run(FillAll(markup(bait), None))
        return str(deal)
    ids = {deal}
    for table in ("fact", "answer", "activity", "next_step", "note", "objection", "line_item",
                  "deal_competitor", "handoff_item"):  # fmt: skip
        row = raw.execute(f"SELECT id FROM {table} WHERE deal_id=? LIMIT 1", (deal,)).fetchone()
        ids |= set(row or ())
    ids |= set(raw.execute("SELECT account_id FROM deal WHERE id=?", (deal,)).fetchone())
    row = raw.execute("SELECT person_id FROM deal_person WHERE deal_id=? LIMIT 1", (deal,))
    ids |= set(row.fetchone())
    desk.run(FillAll(MARK + "W" * 1_000_000, ids))
    return str(deal)


class Walk:
    """Goes everywhere and keeps how long each step held the window, in seconds of its thread.

    Processor time: what other programs take of the machine is no freeze of ours.
    """

    def __init__(self, live: Live, deal: str) -> None:
        self.live, self.deal = live, deal
        self.seconds: dict[str, float] = {}
        self.faults: list[str] = []
        self.literal = 0

    def step(
        self, name: str, act: Callable[[], Any], patience: float = 0.05, *, looks: bool = True
    ) -> Any:
        """Does something, lets all that was asked for arrive and be painted, and looks."""
        began = time.thread_time()
        made = act()
        longest = time.thread_time() - began
        until = time.monotonic() + patience
        while time.monotonic() < until or self.live.is_reading:
            turn = time.thread_time()
            self.live.turn()
            longest = max(longest, time.thread_time() - turn)
        self.seconds[name] = round(longest, 2)
        if looks:
            self.look(name)
        return made

    def look(self, where: str) -> None:
        """Notes each label, tip and text that renders what it was given."""
        from PySide6.QtCore import Qt
        from PySide6.QtWidgets import QLabel, QPlainTextEdit, QTextEdit, QWidget

        for top in self.live.app.topLevelWidgets():
            for widget in [top, *top.findChildren(QWidget)]:
                tip = widget.toolTip()
                if MARK in tip and "<b>bold" in tip:
                    self.faults.append(f"{where}: tip of {widget.objectName()} is markup")
                if isinstance(widget, QLabel) and MARK in widget.text():
                    plain = widget.textFormat() is Qt.TextFormat.PlainText
                    self.literal += "<b>bold</b>" in widget.text()
                    if not plain:
                        self.faults.append(f"{where}: {widget.objectName()} renders markup")
                elif isinstance(widget, QTextEdit):
                    # A note in Markdown may name a picture; the kernel says whether it was read.
                    self.literal += "<b>bold</b>" in widget.toPlainText()
                elif isinstance(widget, QPlainTextEdit):
                    self.literal += "<b>bold</b>" in widget.toPlainText()

    def everywhere(self) -> None:
        """All pages, panels, dialogs and papers, and the search with odd words."""
        window = self.live.window
        account, = self.live.program.desk.raw.execute(
            "SELECT account_id FROM deal WHERE id=?", (self.deal,)
        ).fetchone()  # fmt: skip
        for key in window.pages:
            item = {"deal": self.deal, "accounts": account}.get(key, "")
            self.step(f"page {key}", lambda key=key, item=item: window.go(key, item))
        window.go("deal", self.deal)
        page: Any = window.page("deal")
        for row in page.rows if hasattr(page, "rows") else _panels():
            self.step(f"panel {row.key}", lambda key=row.key: page.tabs.set_key(key))
        for name, item in self._dialogs():
            self.step(f"dialog {name} {item[:16]}", lambda n=name, i=item: window.open(n, i))
            for dialog in list(window.dialogs.shown.values()):
                if dialog.objectName() == "unfinished":
                    self.live.until(lambda dialog=dialog: dialog.texts)
                    self.look("unfinished text")
                if (
                    dialog.objectName() == "restore"
                ):  # a worker compares first: every hostile word, from and to
                    self.live.until(lambda dialog=dialog: dialog.preview is not None)
                    self.step("restore preview", dialog.tree.expandAll)
                dialog.close()
            modal = self.live.app.activeModalWidget()
            if modal is not None:
                modal.close()
            self.live.settle(0.02)
        self.search()

    def _dialogs(self) -> Iterator[tuple[str, str]]:
        from salesdesk.documents import PRINTABLES
        from salesdesk.ui.shell.dialogs import DIALOGS

        for row in DIALOGS:
            if row.key == "paper":
                for paper in PRINTABLES:
                    if paper.kind != "process":
                        yield "paper", f"{paper.kind}/{self.deal}"
            elif row.key == "move":
                yield "move", f"close/{self.deal}"
            elif row.key == "add_files":
                yield row.key, json.dumps(["", str(self._card())])
            elif row.key == "held_call":
                held = "SELECT id FROM call WHERE state='done'"
                (call,) = self.live.program.desk.raw.execute(held).fetchone()
                yield row.key, call
            elif row.key == "take_desk":
                yield row.key, str(self._card().with_suffix(".json"))
            else:
                yield row.key, "" if row.key in _ABOUT_NOTHING else self.deal

    def _card(self) -> Path:
        """A contact card in which every name is hostile; beside the desk, away from the bait."""
        card = self.live.program.desk.path.with_name("<b>bold<b>.vcf")
        words = markup(card.with_name("bait.png")).replace(";", "\\;").replace(",", "\\,")
        lines = ("BEGIN:VCARD", "VERSION:3.0", f"FN:{words}", f"ORG:{words}", "END:VCARD", "")
        card.write_text("\r\n".join(lines), encoding="utf-8")
        return card

    def search(self) -> None:
        """Odd words in every line that finds something."""
        from PySide6.QtWidgets import QLineEdit

        window = self.live.window
        for key in ("board", "deals", "accounts"):
            window.go(key)
            lines = [
                line
                for line in window.page(key).findChildren(QLineEdit)
                if line.isVisible()
                and ("search" in line.objectName() or "find" in line.objectName())
            ]
            assert lines, f"no search on {key}"
            for number, query in enumerate(QUERIES):
                # Most find nothing that could be looked at; the last of them is markup.
                self.step(
                    f"search {key} {number}", lambda line=lines[0], q=query: line.setText(q), 0.03,
                    looks=number == len(QUERIES) - 1,
                )  # fmt: skip
            lines[0].clear()
        window.book.run("app.palette")
        palette = next(w for w in self.live.app.topLevelWidgets() if w.objectName() == "palette")
        for number, query in enumerate((*QUERIES, MARK)):
            is_last = number == len(QUERIES)
            self.step(f"palette {number}", lambda q=query: palette.line.setText(q), 0.1,  # type: ignore[attr-defined]
                      looks=is_last)  # fmt: skip
        palette.close()


def _panels() -> Any:
    from salesdesk.ui.deal.panels import PANELS

    return PANELS


def main() -> None:
    """Fills, walks, says."""
    from PySide6.QtGui import QDesktopServices
    from PySide6.QtWidgets import QDialog

    from salesdesk.usecases import backups, drafts

    path, bait, how = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    connected: list[str] = []

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "socket.connect" or event.startswith("socket.get"):
            connected.append(f"{event} {arguments[1:]}")

    sys.addaudithook(hook)
    links: list[str] = []
    QDesktopServices.openUrl = staticmethod(lambda url: links.append(url.toString()) or True)  # type: ignore[assignment,method-assign]
    QDialog.exec = lambda self: 0  # type: ignore[assignment,method-assign]
    live = Live(path)
    desk = live.program.desk
    backups.backup_now(desk)  # what the restore dialog compares the hostile words with
    deal = fill(desk, bait, how)
    live.window.page("board")
    live.program.bridge.note(desk.undo().result())
    live.program.bridge.note(desk.redo().result())
    opened = Opened(bait.parent)
    words = markup(bait) if how == "markup" else MARK + "W" * 1_000_000
    left = drafts.Draft("0" * 32, "note", words, words, "[]")  # its place is nowhere
    drafts.keep(desk, [left, left._replace(place=deal, field="note~1")], []).result()
    walk = Walk(live, deal)
    walk.everywhere()
    seen = {
        "opened": opened.names(), "connected": connected, "links": links, "literal": walk.literal,
        "faults": sorted(set(walk.faults)), "seconds": walk.seconds, "banner": live.banner,
    }  # fmt: skip
    bait.read_bytes()
    live.end(**seen, watched=opened.names())


if __name__ == "__main__":
    main()
