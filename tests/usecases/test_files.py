"""Files on a deal: kept once, named, removed, given out; damage is found; bytes of nobody go."""

from __future__ import annotations

import json
from base64 import b64decode
from hashlib import sha256
from pathlib import Path

import pytest

from salesdesk.domain.errors import KnownError
from salesdesk.usecases.backups import backup_now
from salesdesk.usecases.checking import check_desk, mend_desk
from salesdesk.usecases.deal_page import deal_view
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.exporting import export_desk
from salesdesk.usecases.files import (
    LARGEST,
    AddFiles,
    NewFile,
    RemoveFile,
    RenameFile,
    file_bytes,
    read_file,
)
from tests.desks import add_deal, desk
from tests.store import whole
from tests.usecases.listed import deal_files

__all__ = ["desk"]

PDF = b"%PDF-1.7 an offer"


def _blobs(desk: Desk) -> set[str]:
    return {row[0] for row in desk.raw.execute("SELECT digest FROM blob").fetchall()}


def test_a_file_is_added_shown_and_given_out_and_can_be_undone(desk: Desk) -> None:
    deal_id = add_deal(desk, "Fleet")
    whole.undone_and_redone(desk, AddFiles(deal_id, (NewFile("../Offer.pdf", PDF),)))
    (file,) = deal_view(desk, deal_id).files
    assert (file.name, file.kind, file.size) == ("Offer.pdf", "file", len(PDF))
    assert file.media_type == "application/pdf"
    assert file.added_on == desk.clock.today().isoformat()
    assert file_bytes(desk, file.id) == PDF
    entry = desk.undo_entry()
    assert entry is not None
    assert entry.label == "Add “Offer.pdf” to Fleet"


def test_the_same_bytes_are_kept_once(desk: Desk) -> None:
    one, other = add_deal(desk, "One"), add_deal(desk, "Other")
    desk.run(AddFiles(one, (NewFile("a.pdf", PDF), NewFile("b.pdf", PDF))))
    desk.run(AddFiles(other, (NewFile("c.pdf", PDF),)))
    assert _blobs(desk) == {sha256(PDF).hexdigest()}
    assert {file.name for file in deal_files(desk, one)} == {"a.pdf", "b.pdf"}


def test_a_file_is_renamed_and_keeps_its_ending(desk: Desk) -> None:
    deal_id = add_deal(desk, "Fleet")
    desk.run(AddFiles(deal_id, (NewFile("Offer.pdf", PDF),)))
    (file,) = deal_files(desk, deal_id)
    whole.undone_and_redone(desk, RenameFile(file.id, "  Offer for Lyon "))
    assert deal_files(desk, deal_id)[0].name == "Offer for Lyon.pdf"
    desk.run(RenameFile(file.id, "../CON.txt"))
    assert deal_files(desk, deal_id)[0].name == "_CON.txt"
    with pytest.raises(KnownError, match="needs a name"):
        desk.run(RenameFile(file.id, " "))


def test_a_removed_file_is_off_the_deal_and_comes_back_with_undo(desk: Desk) -> None:
    deal_id = add_deal(desk, "Fleet")
    desk.run(AddFiles(deal_id, (NewFile("Offer.pdf", PDF),)))
    (file,) = deal_files(desk, deal_id)
    whole.undone_and_redone(desk, RemoveFile(file.id))
    assert deal_files(desk, deal_id) == ()
    desk.undo().result()
    assert file_bytes(desk, file.id) == PDF


def test_what_is_too_large_a_folder_or_gone_is_refused(desk: Desk, tmp_path: Path) -> None:
    deal_id = add_deal(desk, "Fleet")
    with pytest.raises(KnownError, match="up to 25 MB"):
        desk.run(AddFiles(deal_id, (NewFile("film.mp4", bytes(LARGEST + 1)),)))
    large = tmp_path / "film.mp4"
    with large.open("wb") as file:
        file.truncate(LARGEST + 1)
    for path, words in (
        (large, "26 MB"),
        (tmp_path, "is a folder"),
        (tmp_path / "x", "not be rea"),
    ):
        with pytest.raises(KnownError, match=words):
            read_file(path)
    with pytest.raises(KnownError, match="at most 100"):
        desk.run(AddFiles(deal_id, (NewFile("a", b"x"),) * 101))
    with pytest.raises(KnownError, match="no file"):
        desk.run(AddFiles(deal_id, ()))
    assert deal_files(desk, deal_id) == ()
    assert _blobs(desk) == set()


def test_a_file_of_the_largest_size_and_an_empty_one_are_kept(desk: Desk) -> None:
    deal_id = add_deal(desk, "Fleet")
    desk.run(AddFiles(deal_id, (NewFile("a.bin", bytes(LARGEST)), NewFile("b.txt", b""))))
    sizes = {file.name: len(file_bytes(desk, file.id)) for file in deal_files(desk, deal_id)}
    assert sizes == {"a.bin": LARGEST, "b.txt": 0}


def test_a_damaged_or_missing_content_is_found_and_never_opened(desk: Desk) -> None:
    deal_id = add_deal(desk, "Fleet")
    desk.run(AddFiles(deal_id, (NewFile("Offer.pdf", PDF), NewFile("Plan.txt", b"plan"))))
    files = {file.name: file for file in deal_files(desk, deal_id)}
    path = desk.path
    desk.close()
    assert check_desk(path).is_whole
    _spoil(path, "UPDATE blob SET bytes = x'2550' WHERE size > 10")
    _spoil(path, "DELETE FROM blob WHERE size = 4")
    words = [finding.words for finding in check_desk(path).findings if finding.sort == "files"]
    assert len(words) == 2
    assert "“Offer.pdf”" in words[0]
    assert "“Plan.txt” of “Fleet”" in words[1]
    again = Desk(path, desk.clock, threaded=False)
    try:
        for file in files.values():
            with pytest.raises(KnownError, match="damaged or missing"):
                file_bytes(again, file.id)
    finally:
        again.close()


def test_mending_drops_bytes_that_nobody_names_and_keeps_what_the_history_needs(
    desk: Desk,
) -> None:
    deal_id = add_deal(desk, "Fleet")
    desk.run(AddFiles(deal_id, (NewFile("kept.txt", b"kept"),)))
    desk.run(AddFiles(deal_id, (NewFile("undone.txt", b"undone"),)))
    desk.undo().result()
    path, clock = desk.path, desk.clock
    desk.close()
    stray = b"stray"
    _spoil(path, f"INSERT INTO blob VALUES ('{sha256(stray).hexdigest()}', 5, x'{stray.hex()}')")
    assert mend_desk(path, desk.clock).is_whole
    again = Desk(path, clock, threaded=False)
    try:
        assert _blobs(again) == {sha256(b).hexdigest() for b in (b"kept", b"undone")}
        again.redo().result()
        contents = [file_bytes(again, file.id) for file in deal_files(again, deal_id)]
        assert sorted(contents) == [b"kept", b"undone"]
    finally:
        again.close()


def test_backups_and_exports_carry_the_bytes(desk: Desk, tmp_path: Path) -> None:
    deal_id = add_deal(desk, "Fleet")
    desk.run(AddFiles(deal_id, (NewFile("Offer.pdf", PDF),)))
    (file,) = deal_files(desk, deal_id)
    copy = Desk(backup_now(desk, "by-hand").path, desk.clock, threaded=False, may_write=False)
    try:
        assert file_bytes(copy, file.id) == PDF
    finally:
        copy.close()
    export_desk(desk, tmp_path / "all.json")
    records = json.loads((tmp_path / "all.json").read_text())["records"]
    digest = records["attachment"][0]["digest"]
    assert {row["digest"]: b64decode(row["bytes"]) for row in records["blob"]} == {digest: PDF}


def _spoil(path: Path, statement: str) -> None:
    from salesdesk.store.connection import connect

    raw = connect(path)
    raw.execute("PRAGMA query_only=OFF")
    raw.execute(statement)
    raw.close()
