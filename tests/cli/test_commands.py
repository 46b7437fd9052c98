"""What each command prints, on small desks."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from salesdesk.usecases.desk import Desk
from tests.cli.running import salesdesk
from tests.desks import TODAY, add_deal, clock_of, make_desk

DEALS = """opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value
A1,Moses Frase,GTX Plus Basic,Cancity,Won,2016-10-20,2017-03-01,1054
A2,Darcel Schlecht,GTXPro,Isdom,Lost,2016-10-25,2017-03-11,0
A3,Darcel Schlecht,MG Special,Cancity,Engaging,2016-11-03,,
A4,Zane Levy,MG Special,,Prospecting,,,
"""
MAPPED = ("--stage", "Prospecting=Qualification", "--stage", "Engaging=Discovery")


@pytest.fixture(autouse=True)
def fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SALESDESK_TODAY", TODAY.isoformat())


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new desk of the shipped process, made by the command; tests take a copy of it."""
    desk = tmp_path_factory.mktemp("made") / "my.desk"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SALESDESK_TODAY", TODAY.isoformat())
        assert salesdesk("new", desk).code == 0
    return desk


@pytest.fixture
def path(made: Path, tmp_path: Path) -> Path:
    """A desk of the shipped process, with nothing in it."""
    return Path(shutil.copy(made, tmp_path))


@pytest.fixture
def deals_csv(tmp_path: Path) -> Path:
    file = tmp_path / "deals.csv"
    file.write_text(DEALS)
    return file


def _listed(desk: Path, kind: str = "deals") -> list[dict[str, object]]:
    done = salesdesk("list", kind, desk, "--json")
    assert done.code == 0
    found: list[dict[str, object]] = json.loads(done.out)
    return found


def test_a_new_desk_follows_the_process_that_was_named(tmp_path: Path) -> None:
    salesdesk("new", tmp_path / "seven.desk", "--process", "seven-step")
    desk = Desk(tmp_path / "seven.desk", clock_of(TODAY), threaded=False)
    key = desk.raw.execute("SELECT process_key FROM process_version").fetchone()[0]
    desk.close()
    assert key == "seven-step"


def test_stages_that_cannot_be_told_are_asked_for_and_nothing_is_imported(
    path: Path, deals_csv: Path
) -> None:
    done = salesdesk("import", deals_csv, "--into", path)
    assert done.code == 3
    assert "“Engaging”" in done.paragraph
    assert "“Prospecting”" in done.paragraph
    assert "“Won”" not in done.paragraph
    assert "--stage" in done.paragraph
    assert _listed(path) == []


def test_import_prints_counts_as_promised_and_a_second_time_adds_nothing(
    path: Path, deals_csv: Path
) -> None:
    done = salesdesk("import", deals_csv, "--into", path, *MAPPED, "--json")
    assert done.code == 0
    assert json.loads(done.out) == {
        "files": [
            {
                "path": str(deals_csv),
                "as": "deals",
                "read": 4,
                "added": 4,
                "updated": 0,
                "skipped": 0,
                "rejected": 0,
                "reject_file": None,
            }
        ]
    }
    again = salesdesk("import", deals_csv, "--into", path, *MAPPED, "--json")
    assert json.loads(again.out)["files"][0]["added"] == 0
    assert len(_listed(path)) == 4


def test_a_dry_run_writes_nothing(path: Path, deals_csv: Path) -> None:
    before = path.read_bytes()
    done = salesdesk("import", deals_csv, "--into", path, *MAPPED, "--dry-run")
    assert "4 new" in done.out
    assert "nothing was written" in done.out
    assert path.read_bytes() == before


def test_import_backs_the_desk_up_first(path: Path, deals_csv: Path, own_home: Path) -> None:
    salesdesk("import", deals_csv, "--into", path, *MAPPED)
    (kept,) = (own_home / "backups").glob("*/*.desk")
    assert "before-import" in kept.name
    assert _listed(kept) == []


def test_deals_are_listed_with_exactly_the_promised_keys(path: Path, deals_csv: Path) -> None:
    salesdesk("import", deals_csv, "--into", path, *MAPPED)
    deals = {(deal["status"], deal["product"]): deal for deal in _listed(path)}
    won = deals["won", "GTX Plus Basic"]
    assert list(won) == [
        "id", "name", "account", "product", "stage", "status", "amount", "currency",
        "created_on", "closed_on", "next_step", "custom",
    ]  # fmt: skip
    assert (won["account"], won["amount"], won["closed_on"]) == ("Cancity", "1054", "2017-03-01")
    assert deals["lost", "GTXPro"]["amount"] == "0"
    engaged = deals["open", "MG Special"]
    assert {deal["stage"] for deal in deals.values() if deal["status"] == "open"} <= {
        "Qualification",
        "Discovery",
    }
    assert engaged["amount"] is None
    assert engaged["closed_on"] is None
    assert engaged["next_step"] is None


def test_accounts_and_contacts_are_listed(path: Path, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text(
        "First Name,Last Name,Email,Company,Shoe size\nDana,Reyes,d@x.example,Nordwind,38\n"
    )
    assert salesdesk("import", file, "--into", path, "--as", "contacts").code == 0
    (contact,) = _listed(path, "contacts")
    assert (contact["name"], contact["account"]) == ("Dana Reyes", "Nordwind")
    assert contact["custom"] == {"Shoe size": "38"}
    (account,) = _listed(path, "accounts")
    assert account["name"] == "Nordwind"


def test_a_table_is_aligned_and_passes_no_terminal_sequences_on(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    add_deal(desk, "Red \x1b[31mthing \u202eneddih", amount_minor=123_450)
    add_deal(desk, "深圳 deal")
    add_deal(desk, "x" * 300)
    desk.close()
    done = salesdesk("list", "deals", desk.path)
    lines = done.out.splitlines()
    assert "\x1b" not in done.out
    assert "\u202e" not in done.out
    assert "€1,234.50" in done.out
    assert max(map(len, lines)) < 160
    place = lines[0].index("Stage")
    assert all(line[place:].startswith("Qualify") for line in lines[1:4] if "深" not in line)
    assert lines[-1] == "3 records"


def test_a_desk_open_in_a_window_can_be_read_but_not_written(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    add_deal(desk, "Fleet telematics")
    assert [deal["name"] for deal in _listed(desk.path)] == ["Fleet telematics"]
    assert salesdesk("backup", desk.path).code == 0
    assert salesdesk("check", desk.path).code == 0
    assert salesdesk("export", desk.path, "--to", tmp_path / "out.json").code == 0
    file = tmp_path / "deals.csv"
    file.write_text(DEALS)
    done = salesdesk("import", file, "--into", desk.path, "--stage", "Engaging=Propose",
                     "--stage", "Prospecting=Qualify")  # fmt: skip
    assert done.code == 3
    assert "already open" in done.paragraph
    desk.close()


def test_export_to_a_folder_writes_tables(path: Path, deals_csv: Path, tmp_path: Path) -> None:
    salesdesk("import", deals_csv, "--into", path, *MAPPED)
    assert salesdesk("export", path, "--to", f"{tmp_path / 'out'}/").code == 0
    assert {"deal.csv", "account.csv", "stay.csv"} <= {e.name for e in (tmp_path / "out").iterdir()}
    refused = salesdesk("export", path, "--to", f"{tmp_path}/")
    assert refused.code == 3


def test_check_names_what_is_wrong_and_ends_with_one(tmp_path: Path) -> None:
    from sqlcipher3 import dbapi2 as driver

    desk = make_desk(tmp_path)
    add_deal(desk, "Fleet telematics")
    desk.close()
    connection = driver.connect(str(desk.path))
    connection.execute("UPDATE card SET amount_minor = 5")
    connection.commit()
    connection.close()
    done = salesdesk("check", desk.path)
    assert done.code == 1
    assert done.out.startswith("Cards: The card of “Fleet telematics”")
    assert "--mend" in done.out
    assert salesdesk("check", desk.path, "--mend").code == 0
    assert salesdesk("check", desk.path).code == 0


def test_salvage_makes_a_new_desk_and_says_what_is_missing(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    add_deal(desk, "Fleet telematics", account="Nordwind")
    desk.close()
    data = bytearray(desk.path.read_bytes())
    data[:4096] = bytes(4096)
    desk.path.write_bytes(data)
    assert salesdesk("list", "deals", desk.path).code == 3
    new = tmp_path / "new.desk"
    done = salesdesk("salvage", desk.path, "--to", new)
    assert done.code == 0
    assert "Nothing is missing." in done.out
    assert (tmp_path / "new.missing.txt").is_file()
    assert "Fleet telematics" in salesdesk("list", "deals", new).out
    assert salesdesk("salvage", desk.path, "--to", new).code == 3
    assert desk.path.read_bytes() == data


def test_restore_brings_back_what_was_backed_up(
    path: Path, deals_csv: Path, tmp_path: Path
) -> None:
    salesdesk("backup", path, "--to", tmp_path / "safe")
    (made,) = (tmp_path / "safe").glob("*.desk")
    salesdesk("import", deals_csv, "--into", path, *MAPPED)
    done = salesdesk("restore", made, "--to", path)
    assert done.code == 0
    assert _listed(path) == []
    (aside,) = tmp_path.glob("my.before-restore-*.desk")
    assert str(aside) in done.out
    assert len(_listed(aside)) == 4


def test_process_check_lists_every_mistake_with_its_place(tmp_path: Path) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text("key: mine\nname: 3\nstages: nothing\n")
    done = salesdesk("process", "check", file)
    assert done.code == 1
    places = [line for line in done.out.splitlines() if line.startswith(f"{file}:")]
    assert len(places) > 2
    assert all(line.split(":")[1].isdigit() and line.split(":")[2].isdigit() for line in places)
    assert "Expecte" in done.out or "expected" in done.out


def test_a_sound_process_has_no_mistakes() -> None:
    from salesdesk.processes.builtin import builtin_path

    assert salesdesk("process", "check", builtin_path("eight-step")).code == 0


def test_papers_are_listed_with_the_kind_first() -> None:
    from salesdesk.documents import PRINTABLES

    lines = salesdesk("print", "--kinds").out.splitlines()
    assert [line.split()[0] for line in lines] == [row.kind for row in PRINTABLES]
    assert all(len(line.split()) > 1 for line in lines)


@pytest.mark.parametrize(("suffix", "start"), [("html", "<!DOCTYPE html"), ("md", "#")])
@pytest.mark.parametrize("kind", ["handoff", "summary", "deal"])
def test_a_paper_is_written_about_the_deal(
    tmp_path: Path, kind: str, suffix: str, start: str
) -> None:
    desk = make_desk(tmp_path)
    add_deal(desk, "Fleet telematics", account="Nordwind")
    desk.close()
    target = tmp_path / f"out.{suffix}"
    done = salesdesk("print", kind, desk.path, "--deal", "fleet tele", "--to", target)
    assert (done.code, done.err) == (0, "")
    text = target.read_text(encoding="utf-8")
    assert text.lower().startswith(start.lower())
    assert "Fleet telematics" in text


def test_a_pdf_holds_the_facts(tmp_path: Path) -> None:
    from pypdf import PdfReader

    from tests.cli.running import process

    desk = make_desk(tmp_path)
    add_deal(desk, "Fleet telematics", account="Nordwind")
    desk.close()
    target = tmp_path / "out.pdf"
    done = process("print", "deal", desk.path, "--deal", "Fleet telematics", "--to", target)
    assert (done.code, done.err) == (0, "")
    text = "".join(page.extract_text() for page in PdfReader(target).pages).replace("\t", " ")
    assert "Fleet telematics" in text
    assert "Nordwind" in text


def test_a_process_is_printed_without_a_deal(path: Path, tmp_path: Path) -> None:
    assert salesdesk("print", "process", path, "--to", tmp_path / "map.md").code == 0
    assert "Negotiation" in (tmp_path / "map.md").read_text(encoding="utf-8")


def test_a_deal_is_found_by_id_name_case_or_beginning_and_doubt_is_told(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    ids = {name: add_deal(desk, name, account="Nordwind") for name in
           ("Fleet", "Fleet telematics", "Depot A", "Depot B")}  # fmt: skip
    desk.close()

    def said(words: str) -> str:
        target = tmp_path / "out.md"
        target.unlink(missing_ok=True)
        done = salesdesk("print", "deal", desk.path, "--deal", words, "--to", target)
        return target.read_text(encoding="utf-8") if done.code == 0 else done.paragraph

    assert "Fleet telematics" in said(ids["Fleet telematics"])
    assert "Fleet telematics" not in said("fleet")
    assert "Fleet telematics" in said("fleet t")
    doubt = said("depot")
    assert "Depot A · Nordwind · " + ids["Depot A"] in doubt
    assert ids["Depot B"] in doubt
    assert "There is no deal" in said("Zeppelin")
    assert "There is no deal" in said(" ")


def test_looking_at_a_backup_does_not_change_a_byte_of_it(path: Path, tmp_path: Path) -> None:
    salesdesk("backup", path, "--to", tmp_path / "safe")
    (made,) = (tmp_path / "safe").glob("*.desk")
    before = made.read_bytes()
    assert salesdesk("list", "deals", made).code == 0
    assert salesdesk("check", made).code == 0
    assert salesdesk("export", made, "--to", tmp_path / "out.json").code == 0
    assert salesdesk("print", "process", made, "--to", tmp_path / "map.md").code == 0
    assert salesdesk("backup", made, "--to", tmp_path / "again").code == 0
    assert made.read_bytes() == before
    assert {each.suffix for each in made.parent.iterdir()} == {".desk", ".sha256"}
    assert salesdesk("restore", made, "--to", tmp_path / "copy.desk").code == 0


def test_a_desk_looked_at_leaves_no_side_files(path: Path, tmp_path: Path) -> None:
    for command in (["list", "deals", path], ["check", path], ["backup", path]):
        assert salesdesk(*command).code == 0
        left = {each.name for each in tmp_path.glob("my.desk*")}
        assert left <= {"my.desk", "my.desk.lock"}


def test_a_deal_goes_from_one_desk_into_another(tmp_path: Path) -> None:
    for name in ("ours", "theirs"):
        (tmp_path / name).mkdir()
        made = make_desk(tmp_path / name)
        if name == "ours":
            add_deal(made, "Night trains", account="Zoomzone")
        made.close()
    ours, theirs = (tmp_path / name / "test.desk" for name in ("ours", "theirs"))
    file = tmp_path / "night.salesdeal"
    done = salesdesk("export", ours, "--deal", "night", "--to", file)
    assert (done.code, done.out) == (0, f"Wrote 3 records to {file}\n")
    assert salesdesk("import", file, "--into", theirs, "--dry-run").code == 0
    done = salesdesk("import", file, "--into", theirs)
    assert (done.code, done.out) == (0, "Took in “Night trains”: 3 records, 0 files.\n")
    done = salesdesk("import", file, "--into", theirs)
    assert done.code == 3
    assert "--again" in done.err
    done = salesdesk("import", file, "--into", theirs, "--again", "--json")
    assert json.loads(done.out) == {"deal": "Night trains", "records": 3, "files": 0}
    done = salesdesk("list", "deals", theirs, "--json")
    assert [row["name"] for row in json.loads(done.out)] == ["Night trains"] * 2
    assert salesdesk("import", file, "--into", theirs, "--again", "--pipeline", "X").code == 3
    assert salesdesk("import", file, file, "--into", theirs).code == 2
    assert salesdesk("export", ours, "--to", file).code == 2
    assert salesdesk("export", ours, "--deal", "night", "--to", tmp_path / "x.zip").code == 2
    assert salesdesk("check", theirs).code == 0
