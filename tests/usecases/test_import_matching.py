"""Who is taken for whom in an import, what an update brings, and where refused rows go."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from salesdesk.domain.errors import KnownError
from salesdesk.formats import reject_file
from salesdesk.usecases import importing, tables
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.import_rows import FileCounts
from tests.desks import desk
from tests.store.whole import check
from tests.usecases.imports import rows, write

__all__ = ["desk"]

PEOPLE = (
    "Contact ID,First name,Last name,Email,Company\n"
    "1,Anna,Berg,anna@one.example,One\n"
    "2,Anna,Berg,,One\n"
    "3,Anna,Berg,berg@one.example,One\n"
)
DEALS = "Deal ID,Deal name,Company,Stage,Amount,Product,Region\nD1,Fleet,{},Won,{},{},{}\n"


def update(desk: Desk, path: Path) -> FileCounts:
    draft = importing.open_draft(desk, path)
    plan = dataclasses.replace(draft.plan, duplicates="update")
    read = [importing.read_draft(importing.revise(draft, plan))]
    return importing.carry_out(desk, importing.command_of(desk, read))[str(path)]


def test_people_of_one_name_with_ids_of_their_own_are_different_people(
    desk: Desk, tmp_path: Path
) -> None:
    (path,) = write(tmp_path, people=PEOPLE)
    (told,) = importing.import_files(desk, [path]).files
    assert (told.added, told.skipped) == (3, 0)
    (again,) = importing.import_files(desk, [path]).files
    assert (again.added, again.skipped) == (0, 3)


def test_a_person_known_by_mail_is_found_whatever_the_name(desk: Desk, tmp_path: Path) -> None:
    first, second = write(
        tmp_path,
        first="First name,Last name,Email\nAnna,Berg,anna@one.example\n",
        second="First name,Last name,Email\nA.,Berg-Lind,ANNA@one.example\n",
    )
    importing.import_files(desk, [first])
    (told,) = importing.import_files(desk, [second]).files
    assert (told.added, told.skipped) == (0, 1)


def test_same_name_with_another_mail_address_is_someone_else(desk: Desk, tmp_path: Path) -> None:
    (path,) = write(
        tmp_path,
        people="First name,Last name,Email,Company\n"
        "Anna,Berg,anna@one.example,One\nAnna,Berg,anna.b@one.example,One\n",
    )
    (told,) = importing.import_files(desk, [path]).files
    assert (told.added, told.skipped) == (2, 0)


def test_accounts_of_one_name_with_ids_of_their_own_are_not_merged(
    desk: Desk, tmp_path: Path
) -> None:
    (path,) = write(tmp_path, a="Company ID,Company name,Industry\n1,Smith,x\n2,Smith,y\n")
    (told,) = importing.import_files(desk, [path]).files
    assert told.added == 2


def test_update_brings_account_product_and_own_fields_of_a_deal(desk: Desk, tmp_path: Path) -> None:
    before, after = write(
        tmp_path,
        before=DEALS.format("One", 5, "Basic", "north"),
        after=DEALS.format("Two", 5, "Premium", "south"),
    )
    importing.import_files(desk, [before])
    found = update(desk, after)
    assert (found.added, found.updated, found.skipped) == (0, 1, 0)
    assert rows(
        desk,
        "SELECT a.name, l.name FROM deal d JOIN account a ON a.id = d.account_id"
        " JOIN line_item l ON l.deal_id = d.id WHERE d.external_id = 'D1'",
    ) == [("Two", "Premium")]
    assert {"Region": "south"} in tables.custom_of(desk, "deal").values()
    again = update(desk, after)
    assert (again.updated, again.skipped) == (0, 1)
    check(desk)


def test_update_brings_own_fields_of_accounts_people_and_products(
    desk: Desk, tmp_path: Path
) -> None:
    texts = {
        "account": "account,industry,Shoe size\nOne,retail,{}\n",
        "person": "First name,Last name,Email,Shoe size\nAnna,Berg,anna@one.example,{}\n",
        "product": "product,sales_price,Shoe size\nBasic,10,{}\n",
    }
    for entity, text in texts.items():
        (path,) = write(tmp_path, rows=text.format(44))
        importing.import_files(desk, [path])
        (path,) = write(tmp_path, rows=text.format(45))
        assert update(desk, path).updated == 1, entity
        assert {"Shoe size": "45"} in tables.custom_of(desk, entity).values()
    check(desk)


def test_refused_rows_go_beside_the_desk_where_the_folder_of_the_file_takes_none(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = tmp_path / "read only"
    away.mkdir()
    text = "Deal name,Stage,Close date\nBad,Won,2026-19-40\nOk,Won,2026-01-02\n"
    (path,) = write(away, deals=text)
    really = reject_file.write

    def refusing(target: Path, *rest: object) -> None:
        if target.parent == away:
            raise KnownError("no")
        really(target, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(reject_file, "write", refusing)
    (told,) = importing.import_files(desk, [path]).files
    assert told.reject_file == str(desk.path.parent / "deals-rejected.csv")
    assert "2026-19-40" in Path(told.reject_file).read_text(encoding="utf-8-sig")


def test_names_that_may_be_the_same_are_told_and_left_apart(desk: Desk, tmp_path: Path) -> None:
    products, deals = write(
        tmp_path,
        products="product,sales_price\nGTX Pro,10\n",
        deals=DEALS.format("One", 5, "GTXPro", "north"),
    )
    report = importing.import_files(desk, [products, deals])
    assert report.alike == (("GTXPro", "GTX Pro"),)


def test_a_link_of_the_map_file_joins_a_name(desk: Desk, tmp_path: Path) -> None:
    products, deals = write(
        tmp_path,
        products="product,sales_price\nGTX Pro,10\n",
        deals=DEALS.format("One", 5, "GTXPro", "north"),
    )
    importing.import_files(desk, [products])
    chart = tmp_path / "map.json"
    columns = [
        {"heading": heading, "target": target, "decimal": "point"}
        for heading, target in (
            ("Deal ID", "external_id"),
            ("Deal name", "name"),
            ("Stage", "stage"),
            ("Amount", "amount"),
            ("Product", "product_name"),
        )
    ]
    link = {"target": "product_name", "source": "GTXPro", "known": "GTX Pro"}
    plan = {"kind": "deals", "columns": columns, "links": [link]}
    chart.write_text(json.dumps(plan), encoding="utf-8")
    report = importing.import_files(desk, [deals], map_file=chart)
    assert (report.files[0].added, report.alike) == (1, ())
    assert rows(desk, "SELECT name, product_id IS NULL FROM line_item") == [("GTX Pro", 0)]
    currency = [each.currency for each in tables.deal_rows(desk)]
    assert currency == [importing.pipeline_of(desk).currency], "the desk's own, where none is said"


@pytest.mark.parametrize("text", ["[]", "3", "nonsense", '{"kind": "deals", "columns": 5}', "{}"])
def test_a_map_file_of_another_shape_gets_a_sentence(desk: Desk, tmp_path: Path, text: str) -> None:
    (deals,) = write(tmp_path, deals=DEALS.format("One", 5, "GTXPro", "north"))
    chart = tmp_path / "map.json"
    chart.write_text(text, encoding="utf-8")
    with pytest.raises(KnownError, match="Nothing was imported"):
        importing.import_files(desk, [deals], map_file=chart)
