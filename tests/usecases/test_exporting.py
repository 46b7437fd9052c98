"""An export holds everything, gives the same bytes twice, and spares what is not ours."""

from __future__ import annotations

import csv
import json
import os
import zipfile
from pathlib import Path

import pytest

from salesdesk.domain.errors import KnownError
from salesdesk.store.images import checksum
from salesdesk.usecases.deals import EditDeal
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.exporting import export_desk
from tests.desks import AddRow, add_deal, add_fact, desk, reopen

__all__ = ["desk"]


@pytest.fixture
def filled(desk: Desk) -> Desk:
    deal = add_deal(desk, "=cmd|' /C calc'!A0", account="Nordwind <b>", amount_minor=4_200_050)
    add_fact(desk, deal, "pain", "Zeile eins\nZeile “zwei”; ünï, " + "x" * 40_000)
    add_deal(desk, "Second", account="Nordwind <b>")
    return desk


def _folder(path: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in sorted(path.iterdir())}


def test_json_holds_every_row_whole_in_a_stable_order(filled: Desk, tmp_path: Path) -> None:
    done = export_desk(filled, tmp_path / "out.json")
    found = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert found["format"] == "salesdesk-desk"
    records = found["records"]
    assert list(records) == sorted(records)
    assert sum(map(len, records.values())) == done.rows
    for kind, rows in records.items():
        assert [row["id"] for row in rows] == sorted(row["id"] for row in rows)
        assert all(row["checksum"] == checksum(kind, row) for row in rows)
    assert {row["name"] for row in records["deal"]} == {"=cmd|' /C calc'!A0", "Second"}


def test_the_same_desk_gives_the_same_bytes_on_another_day_and_under_another_name(
    filled: Desk, tmp_path: Path
) -> None:
    import datetime as dt

    for ending in (".json", ".xlsx"):
        export_desk(filled, tmp_path / f"one{ending}")
    export_desk(filled, tmp_path / "one", is_folder=True)
    later = reopen(filled, dt.date(2031, 1, 2))
    for ending in (".json", ".xlsx"):
        export_desk(later, tmp_path / f"other{ending}")
        first, second = tmp_path / f"one{ending}", tmp_path / f"other{ending}"
        assert first.read_bytes() == second.read_bytes()
    export_desk(later, tmp_path / "other", is_folder=True)
    assert _folder(tmp_path / "one") == _folder(tmp_path / "other")
    later.close()


def test_csv_gives_names_and_decimals_and_defuses_formulas(filled: Desk, tmp_path: Path) -> None:
    export_desk(filled, tmp_path / "out", is_folder=True)
    with (tmp_path / "out" / "deal.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0]["name"] == "'=cmd|' /C calc'!A0"
    assert (rows[0]["amount"], rows[0]["account"]) == ("42000.50", "Nordwind <b>")
    assert rows[1]["amount"] == ""
    with (tmp_path / "out" / "fact.csv").open(encoding="utf-8", newline="") as file:
        (fact,) = csv.DictReader(file)
    assert fact["deal"] == "'=cmd|' /C calc'!A0"
    assert len(fact["words"]) > 40_000


def test_amounts_of_kinds_that_name_no_currency_are_in_that_of_their_offer_or_deal(
    filled: Desk, tmp_path: Path
) -> None:
    (deal,) = filled.raw.execute("SELECT id FROM deal WHERE name = 'Second'").fetchone()
    filled.run(EditDeal(deal, {"currency": "JPY"}))
    of, day = {"deal_id": deal}, "2026-11-22"
    offer = {**of, "proposal_id": "offer", "order_key": "V"}
    for kind, values in (
        ("Proposal", {"id": "offer", **of, "title": "Offer", "number": 1, "state": "draft",
                      "currency": "EUR"}),
        ("ProposalOption", {"id": "option", **offer, "name": "All", "recommended": True,
                            "discount_bp": 0}),
        ("ProposalLine", {**offer, "option_id": "option", "name": "Seat", "quantity_milli": 1000,
                          "unit_minor": 1250, "discount_bp": 0, "period": "once"}),
        ("Concession", {**of, "guardrail": "discount", "give": "A tenth", "cost_minor": 1250,
                        "state": "offered", "given_on": day, "order_key": "V"}),
    ):  # fmt: skip
        filled.run(AddRow(kind, values))
    export_desk(filled, tmp_path / "out.xlsx")
    export_desk(filled, tmp_path / "out", is_folder=True)
    for kind, column, told in (
        ("proposal_line", "unit", "12.50"),
        ("concession", "cost", "1250"),
    ):
        with (tmp_path / "out" / f"{kind}.csv").open(encoding="utf-8", newline="") as file:
            assert [row[column] for row in csv.DictReader(file)] == [told]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes with names")
def test_what_stands_in_the_place_of_an_export_and_is_no_file_is_left_alone(
    filled: Desk, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    (tmp_path / "out.xlsx").mkdir()
    for name in ("pipe.json", "out.xlsx"):
        with pytest.raises(KnownError, match="no export of ours"):
            export_desk(filled, tmp_path / name)
    with pytest.raises(KnownError, match=f"“{tmp_path.name}” exists"):
        export_desk(filled, Path(os.path.relpath(tmp_path)) / ".", is_folder=True)


def test_a_workbook_tells_which_cells_it_had_to_cut(filled: Desk, tmp_path: Path) -> None:
    done = export_desk(filled, tmp_path / "out.xlsx")
    ((kind, problem),) = done.problems
    assert (kind, problem.row, problem.heading) == ("fact", 1, "words")
    with zipfile.ZipFile(tmp_path / "out.xlsx") as archive:
        assert b"<f>" not in b"".join(archive.read(name) for name in archive.namelist())


@pytest.mark.parametrize("name", ["out.json", "out.xlsx"])
def test_an_earlier_export_is_replaced_and_another_file_is_not(
    filled: Desk, tmp_path: Path, name: str
) -> None:
    target = tmp_path / name
    export_desk(filled, target)
    add_deal(filled, "Third")
    before = target.read_bytes()
    export_desk(filled, target)
    assert target.read_bytes() != before
    target.write_text('{"mine": 1}')
    with pytest.raises(KnownError, match="no export of ours"):
        export_desk(filled, target)
    assert target.read_text() == '{"mine": 1}'
    target.unlink()
    target.mkdir()
    with pytest.raises(KnownError, match="no export of ours"):
        export_desk(filled, target)


def test_a_folder_with_something_else_in_it_is_left_alone(filled: Desk, tmp_path: Path) -> None:
    target = tmp_path / "out"
    export_desk(filled, target, is_folder=True)
    (target / "fact.csv").unlink()
    export_desk(filled, target, is_folder=True)
    assert (target / "fact.csv").exists()
    (target / "notes.txt").write_text("mine")
    with pytest.raises(KnownError, match="no export of ours"):
        export_desk(filled, target, is_folder=True)
    assert (target / "notes.txt").read_text() == "mine"
    assert {each.name for each in tmp_path.iterdir() if each.name.startswith(".out")} == set()


def test_a_failed_export_leaves_the_earlier_one(
    filled: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out.json"
    export_desk(filled, target)
    before = target.read_bytes()
    add_deal(filled, "Third")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(KnownError, match="disk is full"):
        export_desk(filled, target)
    assert target.read_bytes() == before
    assert [each.name for each in tmp_path.glob(".out*")] == []


def test_binned_rows_are_exported_too(filled: Desk, tmp_path: Path) -> None:
    from salesdesk.usecases.shelving import BinDeals

    deal = filled.raw.execute("SELECT id FROM deal WHERE name='Second'").fetchone()[0]
    filled.run(EditDeal(deal, {"name": "Second, binned"}))
    filled.run(BinDeals((deal,)))
    export_desk(filled, tmp_path / "out.json")
    records = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["records"]
    assert [row["binned_at"] is not None for row in records["deal"]] == [False, True]
