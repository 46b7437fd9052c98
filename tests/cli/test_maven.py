"""The real input, through the command line: the figures of its own description come out."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path

import pytest

from tests.cli.running import ROOT, salesdesk
from tests.usecases.test_taking_desk import everything

DATA = ROOT.parent / "shared" / "data" / "maven-crm-opportunities"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not DATA.is_dir(), reason="the Maven files are not beside the checkout"),
]


def test_8800_opportunities_are_imported_listed_exported_and_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SALESDESK_TODAY", "2018-01-15")
    names = ("accounts.csv", "products.csv", "sales_pipeline.csv")
    files = [shutil.copy(DATA / name, tmp_path) for name in names]
    desk = tmp_path / "maven.desk"
    stages = ("--stage", "Prospecting=Qualification", "--stage", "Engaging=Discovery")
    assert salesdesk("new", desk).code == 0
    done = salesdesk("import", *files, "--into", desk, *stages, "--json")
    assert [file["added"] for file in json.loads(done.out)["files"]] == [85, 7, 8800]
    deals = json.loads(salesdesk("list", "deals", desk, "--json").out)
    assert Counter(deal["status"] for deal in deals) == {"won": 4238, "lost": 2473, "open": 2089}
    assert Counter(deal["stage"] for deal in deals if deal["status"] == "open") == {
        "Discovery": 1589,
        "Qualification": 500,
    }
    won = [deal for deal in deals if deal["status"] == "won"]
    assert sum(int(deal["amount"]) for deal in won) == 10_005_534
    assert sum(deal["account"] is None for deal in deals) == 1425
    assert sum(deal["product"] == "GTXPro" for deal in deals) == 1480
    assert {deal["amount"] for deal in deals if deal["status"] == "lost"} == {"0"}
    assert {deal["amount"] for deal in deals if deal["status"] == "open"} == {None}
    again = salesdesk("import", *files, "--into", desk, *stages, "--json")
    assert [file["added"] for file in json.loads(again.out)["files"]] == [0, 0, 0]
    for name in ("one.json", "two.json"):
        assert salesdesk("export", desk, "--to", tmp_path / name).code == 0
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()
    assert salesdesk("check", desk).code == 0
    back = tmp_path / "back.desk"
    assert salesdesk("import", tmp_path / "one.json", "--into", back).code == 0
    before, after = everything(desk), everything(back)
    assert [name for name in before if before[name] != after[name]] == []
    assert len(after["deal"]) == 8800
    assert salesdesk("check", back).code == 0
