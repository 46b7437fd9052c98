"""Values that no desk can keep: their row is refused with its reason, the others come in."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

from salesdesk.domain.errors import KnownError
from salesdesk.formats import reading
from salesdesk.usecases import importing
from salesdesk.usecases.checking import check_desk
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.desk_file import is_desk_file
from salesdesk.usecases.files import read_file
from salesdesk.usecases.import_drafts import open_draft, read_draft
from tests.desks import desk
from tests.store.whole import check
from tests.usecases.imports import rows

__all__ = ["desk"]

HEADINGS = "Deal name,Value,Expected close,Stage\n"
GOOD = "Before,1200,2026-12-01,Qualify\n", "After,99.50,2027-01-31,Qualify\n"


@pytest.mark.parametrize(
    "bad",
    [
        b"Nul \x00 byte,1,2026-12-01,Qualify\n",
        b"No day,1,0000-00-00,Qualify\n",
        b"No such day,1,2026-02-30,Qualify\n",
        b"No number,NaN,2026-12-01,Qualify\n",
        b"Beyond,1e309,2026-12-01,Qualify\n",
        b"Too large,9223372036854775808,2026-12-01,Qualify\n",
        b"Far too large," + b"9" * 30 + b",2026-12-01,Qualify\n",
    ],
)
def test_41_49_50_a_row_that_cannot_be_kept_is_refused_with_its_reason_and_the_others_come_in(
    desk: Desk, tmp_path: Path, bad: bytes
) -> None:
    file = tmp_path / "deals.csv"
    file.write_bytes(HEADINGS.encode() + GOOD[0].encode() + bad + GOOD[1].encode())
    _is_refused_alone(desk, file)


@pytest.mark.parametrize("by", ["other columns", "a longer one", "a folder", "nothing"])
def test_a_file_that_changed_since_it_was_looked_at_is_not_imported(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, by: str
) -> None:
    """Large ones are read twice: once to decide by their headings, once to take the rows."""
    monkeypatch.setattr(reading, "KEEP_BYTES", 0)
    file = tmp_path / "accounts.csv"
    file.write_text("Name,Industry\nNordwind,Steel\n")
    draft = open_draft(desk, file, kind="accounts")
    read_draft(draft)
    file.unlink()
    if by == "other columns":
        file.write_text("Industry,Name\nSteel,Nordwind\n")
    elif by == "a longer one":
        file.write_text("Name,Industry\nNordwind,Steel\nSouthwind,Steel\n")
    elif by == "a folder":
        file.mkdir()
    match = "cannot be read" if by == "nothing" else "was changed since it was looked at"
    with pytest.raises(KnownError, match=match):
        read_draft(draft)


def test_51_a_row_with_half_a_character_is_refused_with_its_reason_and_the_others_come_in(
    desk: Desk, tmp_path: Path
) -> None:
    file = tmp_path / "deals.csv"
    bad = "Half \ud800 a character,1,2026-12-01,Qualify\n"
    text = "\ufeff" + HEADINGS + GOOD[0] + bad + GOOD[1]
    file.write_bytes(text.encode("utf-16-le", "surrogatepass"))
    _is_refused_alone(desk, file)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes with names")
def test_a_pipe_or_a_device_is_refused_with_a_sentence_instead_of_waited_for(
    desk: Desk, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "zero.csv").symlink_to("/dev/zero")
    for name in ("pipe.csv", "zero.csv"):
        with pytest.raises(KnownError, match="a device or a pipe"):
            importing.import_files(desk, [tmp_path / name], as_kind="deals")
        with pytest.raises(KnownError, match="a device or a pipe"):
            read_file(tmp_path / name)
        assert not is_desk_file(tmp_path / name)


def _is_refused_alone(desk: Desk, file: Path) -> None:
    (told,) = importing.import_files(desk, [file], as_kind="deals").files
    assert (told.added, told.rejected) == (2, 1)
    found = rows(desk, "SELECT name, amount_minor FROM deal ORDER BY name")
    assert found == [("After", 9950), ("Before", 120_000)]
    assert told.reject_file is not None
    with Path(told.reject_file).open(encoding="utf-8-sig", newline="") as opened:
        _headings, refused = list(csv.reader(opened))
    line, reason = refused[-2:]
    assert line == "3"
    assert len(reason) > 10
    check(desk)
    desk.close()
    assert check_desk(desk.path).is_whole
