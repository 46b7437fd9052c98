"""Importing small files written by hand: what comes in, what is asked, what leaves no trace."""

from __future__ import annotations

import csv
import dataclasses
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesdesk.domain.errors import KnownError
from salesdesk.domain.importing_stages import choice_for
from salesdesk.formats.child import Cancelled
from salesdesk.usecases import import_drafts, importing, tables
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.triage import queue
from tests.desks import add_deal, desk, make_desk, reopen
from tests.store.whole import check, dump
from tests.usecases.imports import DEALS, STAGES, rows, small, write

__all__ = ["desk"]


def bring(desk: Desk, files: list[Path], **more: Any) -> importing.ImportReport:
    return importing.import_files(desk, files, stages=STAGES, **more)


def counts(report: importing.ImportReport) -> list[tuple[str, int, int, int, int]]:
    return [(f.as_, f.added, f.updated, f.skipped, f.rejected) for f in report.files]


def test_linked_files_come_in_together_whatever_their_order(desk: Desk, tmp_path: Path) -> None:
    report = bring(desk, list(reversed(small(tmp_path))))
    assert counts(report) == [
        ("deals", 4, 0, 0, 0),
        ("products", 2, 0, 0, 0),
        ("accounts", 2, 0, 0, 0),
    ]
    found = rows(
        desk,
        "SELECT d.name, a.name, d.status, d.stage_key, d.amount_minor, d.closed_on FROM deal d"
        " LEFT JOIN account a ON a.id = d.account_id ORDER BY d.external_id",
    )
    assert found == [
        ("Isdom · GTXPro", "Isdom", "won", "close", 451400, "2026-03-01"),
        ("Cancity · GTX Pro", "Cancity", "lost", "qualify", 0, "2026-03-11"),
        ("Zoomzone · MG Special", "Zoomzone", "open", "propose", None, None),
        ("MG Special", None, "open", "qualify", None, None),
    ]
    check(desk)


def test_a_like_name_is_never_joined_by_itself(desk: Desk, tmp_path: Path) -> None:
    bring(desk, small(tmp_path))
    known = rows(desk, "SELECT name, product_id IS NULL FROM line_item ORDER BY name")
    assert ("GTXPro", 1) in known
    assert ("GTX Pro", 0) in known


def test_a_name_of_another_file_of_the_import_is_offered(desk: Desk, tmp_path: Path) -> None:
    _accounts, products, deals = small(tmp_path)
    drafts = [importing.open_draft(desk, path) for path in (products, deals)]
    assert drafts[1].offers == ()
    offered = importing.offer_names(desk, drafts)[1].offers
    assert [(target, o.source, o.known) for target, o in offered] == [
        ("product_name", "GTXPro", "GTX Pro")
    ]


def test_importing_the_same_files_again_adds_nothing(desk: Desk, tmp_path: Path) -> None:
    files = small(tmp_path)
    bring(desk, files)
    before = dump(desk)
    assert counts(bring(desk, files)) == [
        ("accounts", 0, 0, 2, 0),
        ("products", 0, 0, 2, 0),
        ("deals", 0, 0, 4, 0),
    ]
    assert dump(desk) == before


def test_undo_takes_all_of_it_back_and_redo_brings_it_again(desk: Desk, tmp_path: Path) -> None:
    before = dump(desk)
    bring(desk, small(tmp_path))
    after = dump(desk)
    desk.undo().result()
    assert dump(desk) == before
    check(desk)
    desk = reopen(desk)
    desk.redo().result()
    assert dump(desk) == after
    check(desk)
    desk.close()


def test_a_dry_run_tells_the_same_and_leaves_no_trace(desk: Desk, tmp_path: Path) -> None:
    files = small(tmp_path)
    before, seen = dump(desk), sorted(tmp_path.rglob("*"))
    tried = bring(desk, files, dry_run=True)
    assert dump(desk) == before
    assert desk.undo_entry() is None or "Import" not in desk.undo_entry().label  # type: ignore[union-attr]
    assert [p for p in sorted(tmp_path.rglob("*")) if p not in seen and "rejected" in p.name] == []
    assert counts(tried) == counts(bring(desk, files))


def test_stopping_while_writing_leaves_no_trace(desk: Desk, tmp_path: Path) -> None:
    files = small(tmp_path)
    drafts = [importing.open_draft(desk, path) for path in files]
    drafts[2] = importing.revise(
        drafts[2],
        drafts[2].plan,
        given=[choice_for(source, target, drafts[2].stages) for source, target in STAGES.items()],
    )
    read = [importing.read_draft(draft) for draft in drafts]
    before, asked = dump(desk), []

    def stop_at_the_third_look() -> bool:
        asked.append(1)
        return len(asked) > 2

    command = importing.command_of(desk, read, cancelled=stop_at_the_third_look)
    with pytest.raises(Cancelled, match="Nothing was written"):
        desk.run(command)
    assert dump(desk) == before
    check(desk)


def test_stopping_while_reading_says_so(desk: Desk, tmp_path: Path) -> None:
    (path,) = write(tmp_path, accounts="account,industry\nIsdom,retail\n")
    with pytest.raises(Cancelled):
        importing.open_draft(desk, path, cancelled=lambda: True)


def test_unknown_stages_stop_the_import_and_are_listed(desk: Desk, tmp_path: Path) -> None:
    before = dump(desk)
    with pytest.raises(importing.UnknownStages) as caught:
        importing.import_files(desk, small(tmp_path))
    assert set(caught.value.values) == {"Engaging", "Prospecting"}
    assert dump(desk) == before


def test_a_file_whose_kind_is_not_clear_asks(desk: Desk, tmp_path: Path) -> None:
    (path,) = write(tmp_path, odd="colour,shape\nred,round\n")
    with pytest.raises(importing.UnknownKind, match=r"odd\.csv"):
        importing.import_files(desk, [path])


def test_a_missing_file_is_told_in_a_sentence(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="cannot be read"):
        importing.import_files(desk, [tmp_path / "gone.csv"])


def test_dates_that_can_be_read_in_two_ways_are_asked(desk: Desk, tmp_path: Path) -> None:
    text = "Deal name,Stage,Close date\nOne,Won,03/04/2026\nTwo,Won,05/06/2026\n"
    (path,) = write(tmp_path, d=text)
    with pytest.raises(importing.Undecided) as caught:
        importing.import_files(desk, [path])
    (question,) = caught.value.draft.questions.dates
    assert question.examples
    plan = caught.value.draft.plan
    said = plan.with_column(dataclasses.replace(question.column, dates="dmy"))
    map_file = tmp_path / "map.json"
    map_file.write_text(json.dumps(dataclasses.asdict(said)), encoding="utf-8")
    importing.import_files(desk, [path], map_file=map_file)
    assert rows(desk, "SELECT closed_on FROM deal ORDER BY name") == [
        ("2026-04-03",),
        ("2026-06-05",),
    ]


def test_a_map_finds_its_columns_by_heading_wherever_they_stand(desk: Desk, tmp_path: Path) -> None:
    (path,) = write(tmp_path, d="Wert,Was\n12,Alpha\n")
    plain = {
        "kind": "deals",
        "columns": [
            {"heading": "Was", "target": "name"},
            {"heading": "Wert", "target": "amount", "decimal": "point"},
        ],
    }
    map_file = tmp_path / "map.json"
    map_file.write_text(json.dumps(plain), encoding="utf-8")
    importing.import_files(desk, [path], map_file=map_file)
    assert rows(desk, "SELECT name, amount_minor FROM deal") == [("Alpha", 1200)]


def test_a_map_is_used_for_the_files_of_its_kind_only(desk: Desk, tmp_path: Path) -> None:
    files = small(tmp_path)
    draft = importing.open_draft(desk, files[2])
    choices = [choice_for(source, target, draft.stages) for source, target in STAGES.items()]
    settled = importing.revise(draft, draft.plan, given=choices)
    map_file = tmp_path / "map.json"
    map_file.write_text(json.dumps(dataclasses.asdict(settled.plan)), encoding="utf-8")
    report = importing.import_files(desk, files, map_file=map_file)
    assert counts(report)[2] == ("deals", 4, 0, 0, 0)


def test_update_brings_known_deals_in_line_and_keeps_what_the_file_leaves_blank(
    desk: Desk, tmp_path: Path
) -> None:
    bring(desk, small(tmp_path))
    changed = DEALS.replace("Engaging,2026-10-25,,", "Won,2026-10-25,2026-11-20,77").replace(
        "A1,Moses Frase,GTXPro,Isdom,Won,2026-01-20,2026-03-01,4514",
        "A1,,GTXPro,Isdom,Won,2026-01-20,2026-03-01,4600",
    )
    (path,) = write(tmp_path, again=changed)
    draft = importing.open_draft(desk, path)
    plan = dataclasses.replace(draft.plan, duplicates="update")
    choices = [choice_for(source, target, draft.stages) for source, target in STAGES.items()]
    draft = importing.revise(draft, plan, given=choices)
    read = [importing.read_draft(draft)]
    found = importing.carry_out(desk, importing.command_of(desk, read))[str(path)]
    assert (found.added, found.updated, found.skipped) == (0, 2, 2)
    assert rows(desk, "SELECT owner, amount_minor FROM deal WHERE external_id = 'A1'") == [
        ("Moses Frase", 460000)
    ]
    assert rows(desk, "SELECT status, closed_on FROM deal WHERE external_id = 'A3'") == [
        ("won", "2026-11-20")
    ]
    check(desk)


def test_deals_that_an_update_brings_into_a_stage_stand_behind_those_that_are_there(
    desk: Desk, tmp_path: Path
) -> None:
    add_deal(desk, "There", stage_key="propose")
    lines = [f"B{number},Deal {number},Qualify" for number in range(3)]
    texts = ["\n".join(["Deal ID,Deal name,Stage", *lines])]
    texts.append(texts[0].replace("Qualify", "Propose") + "\nB3,Deal 3,Propose")
    first, again = write(tmp_path, first=texts[0], again=texts[1])
    importing.import_files(desk, [first])
    draft = importing.open_draft(desk, again)
    draft = importing.revise(draft, dataclasses.replace(draft.plan, duplicates="update"))
    read = [importing.read_draft(draft)]
    found = importing.carry_out(desk, importing.command_of(desk, read))[str(again)]
    assert (found.added, found.updated) == (1, 3)
    placed = rows(desk, "SELECT name FROM card WHERE column_key = 'propose' ORDER BY order_key")
    assert [name for (name,) in placed] == ["There", "Deal 0", "Deal 1", "Deal 2", "Deal 3"]
    assert len(rows(desk, "SELECT DISTINCT order_key FROM deal")) == 5
    check(desk)


def test_rejected_rows_stand_in_a_file_with_line_and_reason(desk: Desk, tmp_path: Path) -> None:
    (path,) = write(
        tmp_path,
        deals="Deal name,Stage,Close date,Amount\nGood,Won,2026-01-02,5\nBad,Won,2026-19-40,5\n",
    )
    (told,) = importing.import_files(desk, [path]).files
    assert (told.added, told.rejected) == (1, 1)
    assert told.reject_file is not None
    with Path(told.reject_file).open(encoding="utf-8-sig", newline="") as file:
        _headings, refused = list(csv.reader(file))
    assert refused[0] == "Bad"
    assert refused[-2] == "3"
    assert "2026-19-40" in refused[-1]


def test_an_older_file_of_rejected_rows_is_left_alone(desk: Desk, tmp_path: Path) -> None:
    text = "Deal name,Stage,Close date\nBad,Won,2026-19-40\nOk,Won,2026-01-02\n"
    (path,) = write(tmp_path, deals=text)
    kept = tmp_path / "deals-rejected.csv"
    kept.write_text("being corrected", encoding="utf-8")
    (told,) = importing.import_files(desk, [path]).files
    assert kept.read_text(encoding="utf-8") == "being corrected"
    assert told.reject_file == str(tmp_path / "deals-rejected-2.csv")


def test_two_files_of_the_same_name_are_counted_apart(desk: Desk, tmp_path: Path) -> None:
    for folder, names in (("one", "A\nB"), ("two", "C")):
        (tmp_path / folder).mkdir()
        lines = "".join(f"{name},x\n" for name in names.split())
        write(tmp_path / folder, accounts=f"account,industry\n{lines}")
    report = importing.import_files(
        desk, [tmp_path / "one" / "accounts.csv", tmp_path / "two" / "accounts.csv"]
    )
    assert [each.added for each in report.files] == [2, 1]


def test_unknown_columns_become_fields_of_ones_own(desk: Desk, tmp_path: Path) -> None:
    (path,) = write(tmp_path, accounts="account,industry,Shoe size\nIsdom,retail,44\n")
    importing.import_files(desk, [path])
    assert list(tables.custom_of(desk, "account").values()) == [{"Shoe size": "44"}]


def test_open_deals_await_triage_and_closed_ones_do_not(desk: Desk, tmp_path: Path) -> None:
    bring(desk, small(tmp_path))
    assert sorted(item.deal for item in queue(desk)) == ["MG Special", "Zoomzone · MG Special"]


def test_a_backup_is_made_before_an_import(desk: Desk, tmp_path: Path, own_home: Path) -> None:
    bring(desk, small(tmp_path))
    assert [path for path in own_home.rglob("*before-import*") if path.is_file()]


def test_progress_is_told_with_rows_of_all(desk: Desk, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    text = "account,industry\n" + "".join(f"Account {n},x\n" for n in range(3000))
    (path,) = write(tmp_path, accounts=text)
    importing.import_files(desk, [path], on_progress=lambda *said: told.append(said))
    assert told
    assert all(done <= of for _words, done, of in told)


def test_revising_reads_the_rows_again_only_for_columns_not_looked_at(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = importing.open_draft(desk, small(tmp_path)[2])
    monkeypatch.setattr(
        import_drafts, "_surveyed", lambda *_args: pytest.fail("the rows were read again")
    )
    choice = choice_for("Engaging", "Propose", draft.stages)
    again = importing.revise(draft, draft.plan, given=[choice])
    assert [each.source for each in again.questions.stages] == ["Prospecting"]


_letters = st.characters(codec="utf-8", exclude_categories=("C", "Z"))
_names = st.text(_letters, min_size=1, max_size=12)
_deal = st.fixed_dictionaries(
    {
        "Deal name": _names,
        "Account": st.one_of(st.just(""), _names),
        "Stage": st.sampled_from(["Won", "Lost", "Propose"]),
        "Amount": st.one_of(st.just(""), st.integers(0, 10**9).map(lambda n: f"{n / 100:.2f}")),
        "Created on": st.sampled_from(["2025-01-31", "2026-02-28", "2026-11-22"]),
    }
)


@settings(max_examples=8)
@given(st.lists(_deal, min_size=1, max_size=6))
def test_what_comes_in_is_what_the_table_shows(
    tmp_path_factory: pytest.TempPathFactory, deals: list[dict[str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("random")
    path = folder / "deals.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(deals[0]))
        writer.writeheader()
        writer.writerows(deals)
    fresh = make_desk(folder)
    try:
        draft = importing.open_draft(fresh, path, kind="deals")
        columns = tuple(
            dataclasses.replace(column, decimal="point") if column.target == "amount" else column
            for column in draft.plan.columns
        )
        plan = dataclasses.replace(draft.plan, columns=columns, duplicates="add")
        draft = importing.revise(draft, plan)
        importing.carry_out(fresh, importing.command_of(fresh, [importing.read_draft(draft)]))
        found = Counter(
            (row.name, row.status, row.amount_minor, row.created_on)
            for row in tables.deal_rows(fresh)
        )
        status = {"Won": "won", "Lost": "lost", "Propose": "open"}
        assert found == Counter(
            (
                deal["Deal name"],
                status[deal["Stage"]],
                round(float(deal["Amount"]) * 100) if deal["Amount"] else None,
                deal["Created on"],
            )
            for deal in deals
        )
        check(fresh)
    finally:
        fresh.close()
