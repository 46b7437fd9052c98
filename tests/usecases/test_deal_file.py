"""One deal as one file, and into a colleague's desk."""

from __future__ import annotations

import json
import zipfile
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from salesdesk.domain.errors import KnownError
from salesdesk.domain.ids import new_id
from salesdesk.formats import deal_archive
from salesdesk.usecases.accounts import account_names
from salesdesk.usecases.deal_file import export_deal, read_deal_file
from salesdesk.usecases.deal_page import deal_view
from salesdesk.usecases.deals import BinDeals, EditDeal
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.files import AddFiles, NewFile, file_bytes
from salesdesk.usecases.people import people
from salesdesk.usecases.pipelines import AddPipeline
from salesdesk.usecases.tags import TagDeals
from salesdesk.usecases.taking_deal import Plan, TakeInDeal, likely, pipeline_named, plan
from tests.desks import SMALL, AddRow, add_deal, add_fact, add_person, first_pipeline, make_desk
from tests.store import whole
from tests.usecases.listed import deal_files, tag_names

PDF = b"%PDF-1.7 an offer"
STAMPS = {"rev", "changed_at", "checksum"}


@pytest.fixture
def ours(tmp_path: Path) -> Any:
    (tmp_path / "ours").mkdir()
    made = make_desk(tmp_path / "ours")
    yield made
    made.close()


@pytest.fixture
def theirs(tmp_path: Path) -> Any:
    (tmp_path / "theirs").mkdir()
    made = make_desk(tmp_path / "theirs")
    yield made
    made.close()


def _filled(desk: Desk) -> str:
    """A deal with a row of every kind that belongs to a deal, whatever the schema holds."""
    from salesdesk.store.reads import deal_rows
    from salesdesk.store.schema import KINDS

    deal_id = add_deal(desk, "Fleet")
    desk.run(EditDeal(deal_id, {"account": "Acme"}))
    account_id = deal_view(desk, deal_id).deal.account_id
    person_id = add_person(desk, deal_id, "Ada", email="ada@acme.example", account_id=account_id)
    desk.run(TagDeals((deal_id,), "hot"))
    fact_id = add_fact(desk, deal_id, "pain", "Missed slots", person_id=person_id)
    desk.run(AddFiles(deal_id, (NewFile("Offer.pdf", PDF),)))
    known = {"deal": deal_id, "person": person_id, "account": account_id, "fact": fact_id}
    names = {kind.__tablename__: kind.__name__ for kind in KINDS.values()}
    waiting = [k for k in sorted(KINDS) if deal_rows.is_own(k) and k not in {"deal", "attachment"}]
    waiting = ["product", "custom_field", "tag", *waiting]
    while waiting:
        kind = waiting.pop(0)
        wanted = set(deal_rows.references(kind).values()) - {kind}
        if wanted - known.keys() and set(waiting) & wanted:
            waiting.append(kind)
            continue
        values: dict[str, Any] = {"id": new_id()}
        for column, (type_, _null) in deal_rows.column_types(kind).items():
            target = deal_rows.references(kind).get(column)
            if target and target != kind:
                values[column] = known[target]
            elif column not in {"id", "binned_at"} and not target:
                values[column] = _some(kind, column, type_, fact_id, deal_id)
        desk.run(AddRow(names[kind], values))
        known.setdefault(kind, values["id"])
    desk.run(AddRow("CustomValue", {"field_id": known["custom_field"], "owner_id": deal_id,
                                    "value": "yes"}))  # fmt: skip
    return deal_id


def _some(kind: str, column: str, type_: type, fact_id: str, deal_id: str) -> Any:
    from salesdesk.usecases.deal_file import WORDS

    if type_ is not str:
        return type_(1)
    if (kind, column) in WORDS:
        return WORDS[kind, column][-1]
    plain = {"order_key": "V", "entity": "deal", "owner_id": deal_id, "source": f"fact:{fact_id}",
             "attendees": json.dumps([fact_id]), "currency": "EUR"}  # fmt: skip
    if column.endswith(("_on", "_until")):
        return "2026-11-02"
    if column.endswith("_at"):
        return "2026-11-02T10:00:00.000+00:00"
    return plain.get(column, "qualify" if "stage" in column else "[]")


def _taken(desk: Desk, path: Path, **more: Any) -> str:
    file = read_deal_file(path)
    found = plan(desk, file)
    command = TakeInDeal(file, pipeline_named(found, None), more.get("same", likely(found)))
    desk.run(command)
    ids = [file.deal_row["id"], command.deal_id]
    return next(i for i in reversed(ids) if _there(desk, i))


def _there(desk: Desk, deal_id: str) -> bool:
    return bool(desk.raw.execute("SELECT 1 FROM deal WHERE id = ?", (deal_id,)).fetchall())


def _gathered(desk: Desk, deal_id: str) -> dict[str, list[dict[str, Any]]]:
    from salesdesk.store.reads import deal_rows

    return desk.read(lambda connection: deal_rows.gather(connection, deal_id))


def test_everything_that_belongs_to_a_deal_goes_over_whatever_the_schema_holds(
    ours: Desk, theirs: Desk, tmp_path: Path
) -> None:
    from salesdesk.store.reads import deal_rows
    from salesdesk.store.schema import KINDS

    deal_id = _filled(ours)
    done = export_deal(ours, deal_id, tmp_path / "Fleet.salesdeal")
    sent = _gathered(ours, deal_id)
    own = {kind for kind in KINDS if deal_rows.is_own(kind)}
    assert (
        own | {"account", "person", "tag", "product", "custom_field", "custom_value"} <= sent.keys()
    )
    assert done.rows == sum(map(len, sent.values()))
    assert _taken(theirs, tmp_path / "Fleet.salesdeal") == deal_id
    here = _gathered(theirs, deal_id)
    for kind, rows in sent.items():
        apart = {"import_key"} | ({"pipeline_id", "order_key"} if kind == "deal" else set())
        apart |= {"order_key"} if kind == "custom_field" else set()
        assert [_without(row, apart) for row in here[kind]] == [_without(r, apart) for r in rows]
    whole.check(theirs)
    (file,) = deal_files(theirs, deal_id)
    assert file_bytes(theirs, file.id) == PDF
    assert deal_view(theirs, deal_id).deal.account == "Acme"


def _without(row: dict[str, Any], columns: set[str]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key not in columns}


def test_taking_in_is_one_step_that_can_be_undone_and_redone(
    ours: Desk, theirs: Desk, tmp_path: Path
) -> None:
    export_deal(ours, _filled(ours), tmp_path / "a.salesdeal")
    file = read_deal_file(tmp_path / "a.salesdeal")
    command = TakeInDeal(file, first_pipeline(theirs), likely(plan(theirs, file)))
    whole.undone_and_redone(theirs, command)
    entry = theirs.undo_entry()
    assert entry is not None
    assert entry.label == "Take in Fleet"


def test_the_same_deal_gives_the_same_bytes(ours: Desk, tmp_path: Path) -> None:
    deal_id = _filled(ours)
    for name in ("a", "b"):
        export_deal(ours, deal_id, tmp_path / f"{name}.salesdeal")
    one, other = ((tmp_path / f"{name}.salesdeal").read_bytes() for name in ("a", "b"))
    assert one == other
    export_deal(ours, deal_id, tmp_path / "a.salesdeal")  # over the earlier one
    (tmp_path / "c.salesdeal").write_text("mine")
    with pytest.raises(KnownError, match="no deal of ours"):
        export_deal(ours, deal_id, tmp_path / "c.salesdeal")
    assert (tmp_path / "c.salesdeal").read_text() == "mine"


def test_a_deal_taken_in_twice_gets_ids_of_its_own_wherever_they_are_named(
    ours: Desk, tmp_path: Path
) -> None:
    deal_id = _filled(ours)
    path = tmp_path / "a.salesdeal"
    export_deal(ours, deal_id, path)
    assert plan(ours, read_deal_file(path)).twin == "Fleet"
    second = _taken(ours, path)
    assert second != deal_id
    first, copy = _gathered(ours, deal_id), _gathered(ours, second)
    taken = {row["id"] for kind, rows in first.items() for row in rows
             if kind not in {"account", "person", "tag", "product", "custom_field"}}  # fmt: skip
    words = json.dumps([rows for kind, rows in copy.items()])
    assert not [row_id for row_id in taken if row_id in words]
    assert copy["score"][0]["source"] == f"fact:{_pain(copy)}"
    assert json.loads(copy["call"][0]["attendees"]) == [_pain(copy)]
    assert len(people(ours)) == 1
    assert len(account_names(ours)) == 1
    whole.check(ours)


def test_a_copy_of_a_deal_keeps_its_order_of_people_and_steps(ours: Desk, tmp_path: Path) -> None:
    deal_id = add_deal(ours, "Fleet")
    names = [f"Person {number}" for number in range(12)]
    for name in names:
        add_person(ours, deal_id, name)
    path = tmp_path / "a.salesdeal"
    export_deal(ours, deal_id, path)
    second = _taken(ours, path)
    assert second != deal_id
    assert [person.name for person in deal_view(ours, second).stakeholders] == names


def _pain(rows: dict[str, list[dict[str, Any]]]) -> str:
    return next(row["id"] for row in rows["fact"] if row["words"] == "Missed slots")


def test_accounts_and_people_are_offered_and_joined_only_as_said(
    ours: Desk, theirs: Desk, tmp_path: Path
) -> None:
    deal_id = _filled(ours)
    path = tmp_path / "a.salesdeal"
    export_deal(ours, deal_id, path)
    there = add_deal(theirs, "Other")
    theirs.run(EditDeal(there, {"account": "ACME"}))
    account_id = deal_view(theirs, there).deal.account_id
    ada = add_person(theirs, name="Ada L.", email="ADA@acme.example", title="CTO")
    theirs.run(TagDeals((there,), "Hot"))
    found = plan(theirs, read_deal_file(path))
    assert {(m.kind, m.name, m.likely) for m in found.matches} >= {
        ("account", "Acme", account_id), ("person", "Ada", ada),
    }  # fmt: skip
    theirs.run(TakeInDeal(read_deal_file(path), first_pipeline(theirs), {}))
    assert len(people(theirs)) == 2
    assert [account.name for account in account_names(theirs)] == ["ACME", "Acme"]
    theirs.undo().result()
    theirs.run(TakeInDeal(read_deal_file(path), first_pipeline(theirs), likely(found)))
    (person,) = people(theirs)
    assert (person.name, person.title) == ("Ada L.", "CTO")  # nothing is written over
    assert deal_view(theirs, deal_id).deal.account == "ACME"
    assert [p.person_id for p in deal_view(theirs, deal_id).stakeholders][:1] == [ada]
    assert [name for name in tag_names(theirs) if name.casefold() == "hot"] == ["Hot"]


def test_the_pipeline_is_found_by_its_process_or_asked_for(
    ours: Desk, theirs: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "a.salesdeal"
    export_deal(ours, add_deal(ours, "Fleet"), path)
    file = read_deal_file(path)
    assert pipeline_named(plan(theirs, file), None) == first_pipeline(theirs)
    theirs.run(AddPipeline("Second", SMALL, "EUR"))
    found = plan(theirs, file)
    assert found.pipeline_id is None
    with pytest.raises(KnownError, match="“Second”"):
        pipeline_named(found, None)
    second = next(row_id for row_id, name in found.pipelines if name == "Second")
    assert pipeline_named(found, "second") == second
    theirs.run(TakeInDeal(file, second, {}))
    assert deal_view(theirs, file.deal_row["id"]).deal.pipeline == "Second"


def test_a_stage_that_is_not_known_here_becomes_the_first(
    ours: Desk, theirs: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "a.salesdeal"
    deal_id = add_deal(ours, "Fleet", stage_key="propose")
    export_deal(ours, deal_id, path)
    _rewritten(path, lambda records: records["deal"][0].update(stage_key="elsewhere"))
    _taken(theirs, path)
    view = deal_view(theirs, deal_id)
    assert view.deal.stage_key == "qualify"
    assert view.deal.entered_on == theirs.clock.today().isoformat()
    whole.check(theirs)


def test_a_binned_deal_of_the_same_id_does_not_stand_in_the_way(ours: Desk, tmp_path: Path) -> None:
    deal_id = add_deal(ours, "Fleet")
    export_deal(ours, deal_id, tmp_path / "a.salesdeal")
    ours.run(BinDeals((deal_id,)))
    assert plan(ours, read_deal_file(tmp_path / "a.salesdeal")).twin == ""
    assert _taken(ours, tmp_path / "a.salesdeal") != deal_id


def _parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as source:
        return {name: source.read(name) for name in source.namelist()}


def _put(path: Path, parts: dict[str, bytes], how: int = zipfile.ZIP_STORED) -> None:
    with zipfile.ZipFile(path, "w", how) as target:
        for name, content in parts.items():
            target.writestr(name, content)


def _rewritten(path: Path, change: Any, head_change: Any = None) -> None:
    """A file that proves itself and says something else."""
    parts = _parts(path)
    records, head = json.loads(parts["records.json"]), json.loads(parts["salesdesk-deal.json"])
    change(records)
    parts["records.json"] = json.dumps(records).encode()
    head["records"] = sha256(parts["records.json"]).hexdigest()
    if head_change:
        head_change(head)
    parts["salesdesk-deal.json"] = json.dumps(head).encode()
    _put(path, parts)


def test_a_damaged_file_is_refused_with_a_sentence_wherever_the_damage_is(
    ours: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "a.salesdeal"
    export_deal(ours, _filled(ours), path)
    good = path.read_bytes()
    body = good.find(b"Missed slots")
    for damage in (
        b"", b"PK", good[: len(good) // 2], good[:body] + b"X" + good[body + 1 :],
        good.replace(PDF, PDF[::-1]), good[:-30], good.replace(b'"version":1', b'"version":x'),
    ):  # fmt: skip
        path.write_bytes(damage)
        with pytest.raises(KnownError, match="damaged"):
            read_deal_file(path)
    with pytest.raises(KnownError, match="could not be read"):
        read_deal_file(tmp_path / "none.salesdeal")


def test_a_newer_file_is_refused_with_a_sentence(ours: Desk, tmp_path: Path) -> None:
    path = tmp_path / "a.salesdeal"
    for newer in ({"version": 2}, {"schema": 99}):
        path.unlink(missing_ok=True)
        export_deal(ours, add_deal(ours, "Fleet"), path)
        _rewritten(path, lambda _records: None, lambda head, newer=newer: head.update(newer))
        with pytest.raises(KnownError, match="newer SalesDesk"):
            read_deal_file(path)


@pytest.mark.parametrize(
    "change",
    [
        lambda r: r.update(pipeline=[]),
        lambda r: r.update(deal=r["deal"] * 2),
        lambda r: r["deal"].clear(),
        lambda r: r["deal"][0].update(name=5),
        lambda r: r["deal"][0].update(name=None),
        lambda r: r["deal"][0].update(id="../x"),
        lambda r: r["deal"][0].update(status="odd"),
        lambda r: r["deal"][0].update(stranger=1),
        lambda r: r["deal"][0].update(account_id="f" * 32),
        lambda r: r["deal"][0].update(amount_minor="12"),
        lambda r: r["fact"][0].update(kind="odd"),
        lambda r: r["fact"][0].update(order_key="0"),
        lambda r: r["fact"][0].update(words="x" * 2_000_001),
        lambda r: r["attachment"][0].update(digest="0" * 64),
        lambda r: r.update(fact="no list"),
        lambda r: r.update(fact=[7]),
    ],
)
def test_records_that_no_desk_could_hold_are_refused(
    ours: Desk, tmp_path: Path, change: Any
) -> None:
    path = tmp_path / "a.salesdeal"
    export_deal(ours, _filled(ours), path)

    def odd(records: dict[str, Any]) -> None:
        change(records)
        if "pipeline" in records:
            records["nothing_known"] = [{"id": "0" * 32}]

    _rewritten(path, odd)
    with pytest.raises(KnownError, match="damaged"):
        read_deal_file(path)


def test_many_records_are_parsed_in_a_child_and_come_out_the_same(
    ours: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.salesdeal"
    export_deal(ours, _filled(ours), path)
    here = read_deal_file(path).records
    monkeypatch.setattr(deal_archive, "_INLINE", 10)
    assert read_deal_file(path).records == here
    _rewritten(path, lambda records: records.update(deal="nothing of the kind"))
    with pytest.raises(KnownError, match="damaged"):
        read_deal_file(path)


def test_records_that_would_fill_the_memory_end_a_child_and_not_this_program(
    ours: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "a.salesdeal"
    export_deal(ours, add_deal(ours, "Fleet"), path)
    _rewritten(path, lambda records: records.update(note=[{}] * 15_000_000))
    with pytest.raises(KnownError, match="of memory that reading may use"):
        read_deal_file(path)


def test_a_bomb_is_not_unpacked(
    ours: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.salesdeal"
    export_deal(ours, add_deal(ours, "Fleet"), path)
    parts = _parts(path)
    big = bytes(deal_archive.LARGEST_RECORDS + 1)
    for name in ("records.json", "salesdesk-deal.json"):
        _put(path, {**parts, name: big}, zipfile.ZIP_DEFLATED)
        assert path.stat().st_size < 1_000_000
        with pytest.raises(KnownError, match="damaged"):
            read_deal_file(path)
    _put(path, {f"files/{n}": b"" for n in range(deal_archive.MOST_PARTS + 1)})
    with pytest.raises(KnownError, match="too large"):
        read_deal_file(path)
    monkeypatch.setattr(deal_archive, "LARGEST_ARCHIVE", 10)
    with pytest.raises(KnownError, match="too large"):
        read_deal_file(path)


def test_a_part_that_lies_about_its_size_is_refused(ours: Desk, tmp_path: Path) -> None:
    path = tmp_path / "a.salesdeal"
    export_deal(ours, add_deal(ours, "Fleet"), path)
    parts = _parts(path)
    _put(path, {**parts, "records.json": bytes(deal_archive.LARGEST_RECORDS + 1)},
         zipfile.ZIP_DEFLATED)  # fmt: skip
    raw = path.read_bytes()
    size = (deal_archive.LARGEST_RECORDS + 1).to_bytes(4, "little")
    path.write_bytes(raw.replace(size, (100).to_bytes(4, "little")))
    with pytest.raises(KnownError, match="damaged"):
        read_deal_file(path)


def test_a_deal_without_anything_is_one_file_too(ours: Desk, theirs: Desk, tmp_path: Path) -> None:
    export_deal(ours, add_deal(ours, "Bare"), tmp_path / "a.salesdeal")
    assert isinstance(plan(theirs, read_deal_file(tmp_path / "a.salesdeal")), Plan)
    deal_id = _taken(theirs, tmp_path / "a.salesdeal")
    assert deal_view(theirs, deal_id).deal.name == "Bare"
    with pytest.raises(KnownError, match="not in the desk any more"):
        export_deal(ours, new_id(), tmp_path / "b.salesdeal")
    assert not (tmp_path / "b.salesdeal").exists()
