"""A whole desk goes through JSON and comes back equal; anything else is refused, untouched."""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as driver

from salesdesk.domain.errors import KnownError
from salesdesk.formats import json_in
from salesdesk.store import check as _check  # noqa: F401 - imported once, before it is forked
from salesdesk.store import filling as _filling  # noqa: F401
from salesdesk.support.lock import DeskHeld
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.exporting import export_desk
from salesdesk.usecases.files import AddFiles, NewFile
from salesdesk.usecases.taking_desk import take_desk
from tests.desks import TODAY, add_deal, add_fact, clock_of, copy_demo, make_desk
from tests.store.killing import killed_everywhere
from tests.store.whole import check

Tables = dict[str, list[tuple[Any, ...]]]


def everything(path: Path) -> Tables:
    """Every row of every table of a closed desk; those of the search without their numbers."""
    uri = f"{path.as_uri()}?mode=ro&immutable=1"
    with contextlib.closing(driver.connect(uri, uri=True)) as raw:
        names = [
            row[0]
            for row in raw.execute(
                "SELECT name FROM sqlite_master WHERE type='table' ORDER BY name"
            ).fetchall()
        ]
        # The tables beneath the index are SQLite's own; the index itself is asked in `search_doc`.
        found = {
            name: sorted(map(tuple, raw.execute(f'SELECT * FROM "{name}"').fetchall()), key=repr)
            for name in names
            if not name.startswith("search_index")
        }
    found["search_doc"] = sorted((row[1:] for row in found["search_doc"]), key=repr)
    return found


def export(path: Path, target: Path) -> None:
    """The desk at `path`, which is closed, as JSON."""
    desk = Desk(path, clock_of(TODAY), threaded=False, may_write=False)
    export_desk(desk, target)
    desk.close()


def round_trip(path: Path, folder: Path) -> Path:
    """Exports, imports and exports again; gives the desk that came of it."""
    export(path, folder / "one.json")
    export(path, folder / "two.json")
    assert (folder / "one.json").read_bytes() == (folder / "two.json").read_bytes()
    made = folder / "made.desk"
    take_desk(folder / "one.json", made, clock_of(TODAY))
    assert sorted(each.name for each in folder.glob("made.desk*")) == [
        "made.desk",
        "made.desk.lock",
    ]
    export(made, folder / "back.json")
    assert (folder / "one.json").read_bytes() == (folder / "back.json").read_bytes()
    return made


def test_the_demo_desk_comes_back_equal_row_by_row_in_all_tables(tmp_path: Path) -> None:
    copy_demo(tmp_path / "demo.desk")
    made = round_trip(tmp_path / "demo.desk", tmp_path)
    before, after = everything(tmp_path / "demo.desk"), everything(made)
    assert before.keys() == after.keys()
    for name in before:
        assert before[name] == after[name], name
    assert before["journal_part"]
    assert len(before["deal"]) > 20


def test_undo_goes_on_in_a_desk_that_came_through_json(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    deal = add_deal(desk, "Night trains", account="Nordwind", amount_minor=None)
    fact = add_fact(desk, deal, "pain", "Zeile eins\nZeile “zwei”; ünï \U0001f682")
    desk.run(AddFiles(deal, (NewFile("offer.pdf", b"%PDF-1.7 \x00\xff"),)))
    desk.close()
    made = round_trip(desk.path, tmp_path)
    assert everything(desk.path) == everything(made)
    again = Desk(made, clock_of(TODAY), threaded=False)
    again.undo().result()
    again.undo().result()
    assert again.raw.execute("SELECT count(*) FROM fact WHERE id=?", (fact,)).fetchone() == (0,)
    again.redo().result()
    check(again)
    again.close()


def test_an_empty_desk_is_replaced_and_backed_up_first(tmp_path: Path) -> None:
    copy_demo(tmp_path / "demo.desk")
    export(tmp_path / "demo.desk", tmp_path / "demo.json")
    desk = make_desk(tmp_path)
    desk.close()
    done = take_desk(tmp_path / "demo.json", desk.path, clock_of(TODAY))
    assert everything(desk.path) == everything(tmp_path / "demo.desk")
    assert done.before is not None
    assert "before-import" in done.before.name


def test_a_desk_with_a_record_is_refused_and_not_touched(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    export_desk(desk, tmp_path / "empty.json")
    add_deal(desk)
    with pytest.raises(KnownError, match="holds 2 records"):
        take_desk(tmp_path / "empty.json", desk.path, desk.clock)
    desk.close()
    before = desk.path.read_bytes()
    with pytest.raises(KnownError, match="nothing was changed"):
        take_desk(tmp_path / "empty.json", desk.path, desk.clock)
    assert desk.path.read_bytes() == before


def test_an_empty_desk_that_is_open_in_a_window_is_not_replaced(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    export_desk(desk, tmp_path / "empty.json")
    with pytest.raises(DeskHeld):
        take_desk(tmp_path / "empty.json", desk.path, desk.clock)
    desk.close()


def test_a_trial_reads_all_and_writes_nothing(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    add_deal(desk)
    export_desk(desk, tmp_path / "one.json")
    desk.close()
    done = take_desk(tmp_path / "one.json", tmp_path / "new.desk", desk.clock, dry_run=True)
    assert done.rows > 0
    assert not (tmp_path / "new.desk").exists()


def _changed(change: Callable[[dict[str, Any]], object]) -> Callable[[str], str]:
    def write(text: str) -> str:
        plain = json.loads(text)
        change(plain)
        return json.dumps(plain)

    return write


def _deal(column: str, value: object) -> Callable[[str], str]:
    """The first deal with another value, and a checksum that fits."""
    from salesdesk.store.images import checksum

    def change(plain: dict[str, Any]) -> None:
        deal = plain["records"]["deal"][0]
        deal[column] = value
        deal["checksum"] = checksum("deal", deal)

    return _changed(change)


BROKEN: dict[str, tuple[Callable[[str], str], str]] = {
    "cut short": (lambda text: text[: len(text) // 2], "damaged: line"),
    "no JSON": (lambda _text: "deal;amount\nx;1\n", "damaged: line 1"),
    "a list": (lambda _text: "[1]", "holds no object"),
    "of another program": (lambda _text: '{"deals": []}', "does not say"),
    "newer": (_changed(lambda plain: plain.update(version=2)), "newer SalesDesk"),
    "a newer schema": (_changed(lambda plain: plain.update(schema=999)), "newer SalesDesk"),
    "a schema in words": (_changed(lambda plain: plain.update(schema="3")), "no “schema”"),
    "an old schema": (_changed(lambda plain: plain.update(schema=1)), "too old"),
    "records as a list": (_changed(lambda plain: plain.update(records=[])), "no object"),
    "a kind as an object": (
        _changed(lambda plain: plain["records"].update(deal={})), "no list of records",
    ),
    "an unknown kind": (
        _changed(lambda plain: plain["records"].update(weapon=[])), "kind “weapon”",
    ),
    "an unknown column": (_deal("colour", "red"), "“colour” of the record"),
    "a text for a number": (_deal("amount_minor", "12"), "“amount_minor”"),
    "a number for a text": (_deal("name", 12), "“name”"),
    "a fraction": (_deal("amount_minor", 1.5), "“amount_minor”"),
    "beyond 64 bits": (_deal("amount_minor", 2**63), "“amount_minor”"),
    "no day": (_deal("created_on", "2026-02-30"), "“created_on”"),
    "half a character": (_deal("name", "\ud800"), "“name”"),
    "an unknown status": (_deal("status", "maybe"), "“status”"),
    "no order": (_deal("order_key", "!"), "“order_key”"),
    "a name left out": (
        _changed(lambda plain: plain["records"]["deal"][0].pop("name")), "“name”",
    ),
    "an edited record": (
        _changed(lambda plain: plain["records"]["deal"][0].update(name="Else")), "checksum",
    ),
    "the same id twice": (
        _changed(lambda plain: plain["records"]["deal"].append(plain["records"]["deal"][0])),
        "same id",
    ),
    "a pipeline that is gone": (
        _changed(lambda plain: plain["records"].update(pipeline=[])), "“pipeline_id”",
    ),
    "a list left out": (
        _changed(lambda plain: plain["records"].pop("account")), "list “account” is missing",
    ),
    "the history left out": (_changed(lambda plain: plain.pop("beside")), "is missing"),
    "nothing in it": (
        _changed(lambda plain: [rows.clear() for rows in plain["records"].values()]),
        "no pipeline",
    ),
    "a step of the history twice": (
        _changed(lambda plain: plain["beside"]["journal"].append(plain["beside"]["journal"][0])),
        "two of “journal”",
    ),
    "not a number": (
        lambda text: text.replace('"amount_minor":null', '"amount_minor":NaN', 1), "NaN is no",
    ),
    "a name twice": (
        lambda text: text.replace('"name":"Fleet', '"name":"x","name":"Fleet', 1), "twice",
    ),
    "nested without end": (lambda text: text[:-2] + ',"x":' + "[" * 100_000, "damaged"),
    "damaged content": (
        _changed(lambda plain: plain["records"].update(blob=[{"digest": "x", "bytes": "eA=="}])),
        "content of a file",
    ),
}  # fmt: skip


@pytest.mark.parametrize("wound", BROKEN)
def test_what_is_broken_is_a_sentence_and_changes_nothing(tmp_path: Path, wound: str) -> None:
    desk = make_desk(tmp_path)
    add_deal(desk)
    export_desk(desk, tmp_path / "one.json")
    desk.close()
    spoil, said = BROKEN[wound]
    file = tmp_path / "one.json"
    file.write_text(spoil(file.read_text(encoding="utf-8")), encoding="utf-8")
    there = sorted(each.name for each in tmp_path.iterdir())
    with pytest.raises(KnownError, match=said) as refusal:
        take_desk(file, tmp_path / "new.desk", desk.clock)
    assert "Nothing was taken in" in str(refusal.value)
    left = {each.name for each in tmp_path.iterdir()} - {"new.desk.lock"}
    assert sorted(left) == there


def test_a_full_disk_while_taking_in_leaves_the_empty_desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from salesdesk.store import filling

    desk = make_desk(tmp_path)
    export_desk(desk, tmp_path / "one.json")
    desk.close()
    before = desk.path.read_bytes()

    def full(_path: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(filling, "sync_file", full)
    with pytest.raises(KnownError, match="Nothing was taken in"):
        take_desk(tmp_path / "one.json", desk.path, desk.clock)
    assert desk.path.read_bytes() == before
    assert not list(tmp_path.glob("*.restoring*"))


def take(source: str, target: str) -> None:
    """For a process of its own."""
    take_desk(Path(source), Path(target), clock_of(TODAY))


@pytest.mark.slow
def test_taking_in_killed_anywhere_leaves_the_empty_desk_or_the_whole_one(tmp_path: Path) -> None:
    full = make_desk(tmp_path / "full")
    add_deal(full, "Night trains", account="Nordwind")
    export_desk(full, tmp_path / "one.json")
    full.close()
    empty = make_desk(tmp_path / "place")
    empty.close()
    content, old, wanted = empty.path.read_bytes(), everything(empty.path), everything(full.path)
    seen = []
    work = "tests.usecases.test_taking_desk:take"
    for _ in killed_everywhere(work, tmp_path / "one.json", empty.path):
        assert not Path(f"{empty.path}-wal").exists()
        found = everything(empty.path)
        assert found in (old, wanted)
        seen.append(found == old)
        shutil.rmtree(empty.path.parent)
        empty.path.parent.mkdir()
        empty.path.write_bytes(content)
    assert set(seen) == {True, False}
    assert everything(empty.path) == wanted


def test_the_export_of_a_whole_desk_is_parsed_in_a_child_not_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = make_desk(tmp_path)
    add_deal(desk, "Fleet telematics")
    desk.close()
    export(desk.path, tmp_path / "desk.json")

    def parsed_here(_path: Path) -> None:
        raise AssertionError("parsed in this process")

    monkeypatch.setattr(json_in, "_parsed", parsed_here)
    taken = take_desk(tmp_path / "desk.json", tmp_path / "made.desk", clock_of(TODAY))
    assert everything(taken.desk)["deal"] == everything(desk.path)["deal"]


def test_an_export_that_takes_all_memory_is_refused_in_a_sentence_and_no_desk_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bomb = tmp_path / "desk.json"
    with bomb.open("wb") as file:
        file.write(b'{"format":"salesdesk-desk","version":1,"schema":3,"records":{"deal":[')
        file.write(b",".join([b"{}"] * 1_000_000) + b']},"beside":{}}')
    small = json_in.child.Limits(60 * 2**20)
    monkeypatch.setattr(json_in, "_limits", lambda _size: small)
    with pytest.raises(KnownError, match="of memory that reading may use"):
        take_desk(bomb, tmp_path / "made.desk", clock_of(TODAY))
    assert not (tmp_path / "made.desk").exists()
