"""Files dragged from another program onto the board and onto a deal, on a virtual screen.

The drag is a real one: a second process is its source, and X carries it (XDND) to the program.
"""

from __future__ import annotations

import hashlib
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.e2e import screen
from tests.e2e.drag_source import SIDE
from tests.e2e.test_board_by_hand import desk, hands  # noqa: F401  (fixtures)

pytestmark = list(screen.MARKS)
DEAL = "Fleet telematics"
PLACE = [1290, 690, SIDE, SIDE]
"""Where the other program's window stands: over a corner of ours that shows nothing."""
MAIL = (
    b"From: Greta Sommer <greta@hafenbahn.example>\nTo: rep@seller.example\n"
    b"Cc: Ole Brandt <ole@hafenbahn.example>\nSubject: The old radios\n"
    b"Date: Fri, 20 Nov 2026 10:00:00 +0100\n\nIt has to run on the old radios too.\n"
)
CARD = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ida Holm\r\nEMAIL:ida@hafenbahn.example\r\nEND:VCARD\r\n"
BROKEN = b"\x00\x01\xff\xfe" * 50
PDF = b"%PDF-1.4 the radio's manual"


@contextmanager
def _source(hands: screen.Hands, *files: Path) -> Iterator[subprocess.Popen[str]]:  # noqa: F811
    """The other program, with these files in its window."""
    x, y = PLACE[:2]
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.e2e.drag_source", str(x), str(y), *map(str, files)],
        env=hands.environment, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process
    finally:
        process.kill()
        process.communicate()


def _drag(hands: screen.Hands, target: list[int], *files: Path) -> None:  # noqa: F811
    """Drags files onto a place and lets go there, once the program says what that would do."""
    with _source(hands, *files) as source:
        hands.drag(PLACE, target)
        hands.until(lambda: _is_offered(hands, target), "what letting go would do")
        hands.drop()
        assert source.stdout is not None
        assert source.stdout.readline() == "taken\n"
        hands.gone("drop_hint")  # (X fetches the files' names from the source when they are let go)


def _is_offered(hands: screen.Hands, target: list[int]) -> bool:  # noqa: F811
    """Moves the mouse a little where it is: the source tells the place only when it moves."""
    for _nudge in range(3):
        hands.hover(target, 1)
        hands.hover(target, 0)
    return bool(hands.ask("text", "drop_hint") == "Let go to add to this deal")


def _rows(path: Path, statement: str, *values: str) -> list[tuple[object, ...]]:
    """Rows of the desk, read beside the running program."""
    beside = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return beside.execute(statement, values).fetchall()
    finally:
        beside.close()


def _stored(path: Path) -> list[tuple[object, ...]]:
    """Name and hash of the files that the deal has, with the hash of the bytes kept."""
    rows = _rows(
        path,
        "SELECT a.name, a.digest, b.bytes FROM attachment a JOIN blob b ON b.digest = a.digest"
        " JOIN deal d ON d.id = a.deal_id WHERE d.name = ? AND a.binned_at IS NULL",
        DEAL,
    )
    for _name, digest, content in rows:
        assert isinstance(content, bytes)
        assert hashlib.sha256(content).hexdigest() == digest
    return [(name, digest) for name, digest, _content in rows]


def _file(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_a_file_dropped_on_a_card_is_stored_with_its_deal(
    hands: screen.Hands,  # noqa: F811
    desk: Path,  # noqa: F811
    tmp_path: Path,
) -> None:
    _drag(hands, hands.card(DEAL), _file(tmp_path, "radio.pdf", PDF))
    wanted = ("radio.pdf", hashlib.sha256(PDF).hexdigest())
    hands.until(lambda: wanted in _stored(desk), "the file in the desk")
    hands.until(lambda: "radio.pdf" in hands.ask("undo"), "the file in the Undo menu")


def test_mail_and_contact_dropped_on_a_deal_become_activity_and_people(
    hands: screen.Hands,  # noqa: F811
    desk: Path,  # noqa: F811
    tmp_path: Path,
) -> None:
    hands.click_card(DEAL)
    hands.keys("Return")
    hands.place("deal_move")
    files = (_file(tmp_path, "radios.eml", MAIL), _file(tmp_path, "ida.vcf", CARD))
    _drag(hands, hands.place("deal_panels"), *files)
    hands.settled("intake_accept")
    for name in ("intake_mail_0_person_0", "intake_mail_0_person_2"):  # both are new
        hands.click(name)
    hands.click("intake_accept")
    hands.gone("intake")
    mails = (
        "SELECT a.kind, a.subject, a.happened_on, p.name FROM activity a"
        " JOIN deal d ON d.id = a.deal_id LEFT JOIN person p ON p.id = a.person_id"
        " WHERE d.name = ?"
    )
    mail = ("email", "The old radios", "2026-11-20", "Greta Sommer")
    hands.until(lambda: mail in _rows(desk, mails, DEAL), "the mail as an activity")
    people = (
        "SELECT p.name FROM deal_person x JOIN person p ON p.id = x.person_id"
        " JOIN deal d ON d.id = x.deal_id WHERE d.name = ?"
    )
    names = {name for (name,) in _rows(desk, people, DEAL)}
    assert {"Greta Sommer", "Ole Brandt", "Ida Holm"} <= names


def test_a_broken_mail_beside_a_good_file_is_told_and_nothing_is_lost(
    hands: screen.Hands,  # noqa: F811
    desk: Path,  # noqa: F811
    tmp_path: Path,
) -> None:
    before = len(_stored(desk))
    files = (_file(tmp_path, "broken.eml", BROKEN), _file(tmp_path, "radio.pdf", PDF))
    _drag(hands, hands.card(DEAL), *files)
    hands.place("intake")
    hands.until(lambda: hands.ask("says", "broken.eml"), "what is said of the broken mail")
    hands.settled("intake_accept")
    hands.click("intake_accept")
    hands.gone("intake")
    stored = ("radio.pdf", hashlib.sha256(PDF).hexdigest())
    hands.until(lambda: stored in _stored(desk), "the good file in the desk")
    assert len(_stored(desk)) > before
